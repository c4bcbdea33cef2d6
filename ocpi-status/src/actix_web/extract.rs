use core::convert::Infallible;
use core::future::{Ready, ready};
use core::pin::Pin;

use ::actix_web::dev::Payload;
use ::actix_web::error::PayloadError;
use ::actix_web::http::header::{CONTENT_TYPE, HeaderValue};
use ::actix_web::{FromRequest, HttpRequest};
use bytes::Bytes;
use serde_core::de::DeserializeOwned;

use super::response;
use crate::read::request::{RequestError, read_optional_request, read_request};
use crate::web::extract::{OcpiJson, OcpiQuery, wrapper};
use crate::web::ids::{self, MessageIds};
use crate::web::json::{OcpiJsonRejection, accept_content_type};
use crate::web::query::read_query;

impl<T: DeserializeOwned + 'static> FromRequest for OcpiJson<T> {
    type Error = OcpiJsonRejection;
    type Future = Pin<Box<dyn Future<Output = Result<Self, OcpiJsonRejection>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let accepted = accept(request);
        let body = Bytes::from_request(request, payload);
        Box::pin(async {
            accepted?;
            Ok(Self(read_request(&body.await.map_err(rejection)?)?))
        })
    }
}

/// The body of a request that may have none; it is read by
/// [`read_optional_request`](crate::read_optional_request).
///
/// A body is read as [`OcpiJson`] reads it: a malformed one is HTTP 400.
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

wrapper! { OcpiOptionalJson [Option<T>] }

impl<T: DeserializeOwned + 'static> FromRequest for OcpiOptionalJson<T> {
    type Error = OcpiJsonRejection;
    type Future = Pin<Box<dyn Future<Output = Result<Self, OcpiJsonRejection>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let accepted = accept(request);
        let body = Bytes::from_request(request, payload);
        Box::pin(async move {
            let body = body.await.map_err(rejection)?;
            if !body.is_empty() {
                accepted?;
            }
            Ok(Self(read_optional_request(&body)?))
        })
    }
}

fn accept(request: &HttpRequest) -> Result<(), OcpiJsonRejection> {
    accept_content_type(request.headers().get(CONTENT_TYPE).map(HeaderValue::as_bytes))
}

fn rejection(error: ::actix_web::Error) -> OcpiJsonRejection {
    match error.as_error() {
        Some(PayloadError::Overflow) => OcpiJsonRejection::TooLarge,
        _ => OcpiJsonRejection::incomplete(error),
    }
}

impl<T: DeserializeOwned> FromRequest for OcpiQuery<T> {
    type Error = RequestError;
    type Future = Ready<Result<Self, RequestError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(read_query(request.query_string()).map(Self))
    }
}

impl FromRequest for MessageIds {
    type Error = Infallible;
    type Future = Ready<Result<Self, Infallible>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(Self::of(&response::headers(request.headers(), ids::is_known))))
    }
}
