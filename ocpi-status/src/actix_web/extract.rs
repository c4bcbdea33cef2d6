//! The body and the query of a request.

use core::future::{Ready, ready};
use core::pin::Pin;

use ::actix_web::body::BoxBody;
use ::actix_web::dev::Payload;
use ::actix_web::error::PayloadError;
use ::actix_web::http::header::CONTENT_TYPE;
use ::actix_web::{FromRequest, HttpRequest, HttpResponse, Responder};
use bytes::Bytes;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::response;
use crate::read::request::RequestError;
use crate::web;
use crate::web::json::OcpiJsonRejection;

/// The body of a request, read by [`read_request`](crate::read_request); as an answer,
/// [`Response::success`](crate::OcpiResponse::success).
///
/// A body over actix-web's limit (256 KiB, see `actix_web::web::PayloadConfig`) is HTTP 413, and
/// one with a content type that is not JSON is HTTP 415; a missing content type is no mistake.
///
/// Where the body may be missing, use [`OcpiOptionalJson`]: actix-web's `Option<OcpiJson<T>>` takes
/// a malformed body for a missing one.
///
/// ```
/// use actix_web::web;
/// use ocpi_status::actix_web::OcpiJson;
///
/// async fn echo(OcpiJson(ids): OcpiJson<Vec<String>>) -> OcpiJson<Vec<String>> {
///     OcpiJson(ids)
/// }
///
/// // A location with hundreds of EVSEs takes more.
/// let app = actix_web::App::new()
///     .app_data(web::PayloadConfig::new(2 * 1024 * 1024))
///     .route("/", web::post().to(echo));
/// ```
///
/// Chapter "Transport and format", OCPI 2.0 and later.
#[derive(Clone, Copy, Debug, Default)]
pub struct OcpiJson<T>(pub T);

impl<T: DeserializeOwned + 'static> FromRequest for OcpiJson<T> {
    type Error = OcpiJsonRejection;
    type Future = Pin<Box<dyn Future<Output = Result<Self, OcpiJsonRejection>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        if let Err(rejection) = web::json::accept_content_type(content_type(request)) {
            return Box::pin(ready(Err(rejection)));
        }
        let body = Bytes::from_request(request, payload);
        Box::pin(async { web::json::read_json(&body.await.map_err(rejection)?).map(Self) })
    }
}

impl<T: Serialize> Responder for OcpiJson<T> {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse<BoxBody> {
        response(crate::write::response::OcpiResponse::success(self.0).into())
    }
}

/// The body of a request that may have none; it is read by
/// [`read_optional_request`](crate::read_optional_request).
///
/// A body that is there is treated as that of [`OcpiJson`]: a malformed one is HTTP 400.
///
/// ```
/// use ocpi_status::actix_web::{OcpiJson, OcpiOptionalJson};
///
/// async fn authorize(references: OcpiOptionalJson<Vec<String>>) -> OcpiJson<usize> {
///     OcpiJson(references.0.map_or(0, |references| references.len()))
/// }
/// # let _ = actix_web::App::new().route("/", actix_web::web::post().to(authorize));
/// ```
///
/// Chapter "Tokens module", real-time authorization, OCPI 2.0 and later.
#[derive(Clone, Copy, Debug, Default)]
pub struct OcpiOptionalJson<T>(pub Option<T>);

impl<T: DeserializeOwned + 'static> FromRequest for OcpiOptionalJson<T> {
    type Error = OcpiJsonRejection;
    type Future = Pin<Box<dyn Future<Output = Result<Self, OcpiJsonRejection>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let content_type = content_type(request).map(<[u8]>::to_vec);
        let body = Bytes::from_request(request, payload);
        Box::pin(async move {
            let body = body.await.map_err(rejection)?;
            web::json::read_optional_json(content_type.as_deref(), &body).map(Self)
        })
    }
}

fn content_type(request: &HttpRequest) -> Option<&[u8]> {
    Some(request.headers().get(CONTENT_TYPE)?.as_bytes())
}

fn rejection(error: ::actix_web::Error) -> OcpiJsonRejection {
    match error.as_error() {
        Some(PayloadError::Overflow) => OcpiJsonRejection::TooLarge,
        _ => OcpiJsonRejection::incomplete(error),
    }
}

/// The query of a request.
///
/// One that does not fit is answered with HTTP 200 and code 2001, with the parameter's name in
/// `data`: `?limit=x` as `[{"path":"/limit","problem":"invalid value"}]`.
///
/// ```
/// use ocpi_status::Timestamp;
/// use ocpi_status::actix_web::{OcpiJson, OcpiQuery};
/// use serde::Deserialize;
///
/// #[derive(Deserialize)]
/// struct Page {
///     date_from: Option<Timestamp>,
///     limit: Option<u32>,
/// }
///
/// async fn locations(OcpiQuery(page): OcpiQuery<Page>) -> OcpiJson<Vec<String>> {
///     # let _ = page.date_from;
///     OcpiJson(Vec::with_capacity(page.limit.unwrap_or(50).min(50) as usize))
/// }
/// # let _ = actix_web::App::new().route("/", actix_web::web::get().to(locations));
/// ```
///
/// Chapter "Transport and format", paginated request, OCPI 2.0 and later.
#[derive(Clone, Copy, Debug, Default)]
pub struct OcpiQuery<T>(pub T);

impl<T: DeserializeOwned> FromRequest for OcpiQuery<T> {
    type Error = RequestError;
    type Future = Ready<Result<Self, RequestError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(web::query::read_query(request.query_string()).map(Self))
    }
}
