//! The body and the query of a request.

use axum_core::extract::rejection::{BytesRejection, FailedToBufferBody};
use axum_core::extract::{FromRequest, FromRequestParts, OptionalFromRequest, Request};
use axum_core::response::{IntoResponse, Response};
use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::request::Parts;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::read::request::RequestError;
use crate::web;
use crate::web::json::OcpiJsonRejection;

/// The body of a request, read by [`read_request`](crate::read_request); as an answer,
/// [`Response::success`](crate::OcpiResponse::success).
///
/// A body over axum's limit (2 MB, see `axum::extract::DefaultBodyLimit`) is HTTP 413, and one
/// with a content type that is not JSON is HTTP 415; a missing content type is no mistake.
///
/// `Option<OcpiJson<T>>` takes a request without a body, or with `null`. A malformed body is HTTP
/// 400 there too.
///
/// ```
/// use ocpi_status::axum::OcpiJson;
///
/// async fn authorize(references: Option<OcpiJson<Vec<String>>>) -> OcpiJson<usize> {
///     OcpiJson(references.map_or(0, |OcpiJson(references)| references.len()))
/// }
/// ```
///
/// Chapter "Transport and format", OCPI 2.0 and later.
#[derive(Clone, Copy, Debug, Default)]
pub struct OcpiJson<T>(pub T);

impl<T, S> FromRequest<S> for OcpiJson<T>
where
    T: DeserializeOwned,
    S: Send + Sync,
{
    type Rejection = OcpiJsonRejection;

    async fn from_request(request: Request, state: &S) -> Result<Self, OcpiJsonRejection> {
        web::json::accept_content_type(content_type(&request))?;
        let body = Bytes::from_request(request, state).await?;
        web::json::read_json(&body).map(Self)
    }
}

impl<T, S> OptionalFromRequest<S> for OcpiJson<T>
where
    T: DeserializeOwned,
    S: Send + Sync,
{
    type Rejection = OcpiJsonRejection;

    async fn from_request(request: Request, state: &S) -> Result<Option<Self>, OcpiJsonRejection> {
        let content_type = content_type(&request).map(<[u8]>::to_vec);
        let body = Bytes::from_request(request, state).await?;
        Ok(web::json::read_optional_json(content_type.as_deref(), &body)?.map(Self))
    }
}

fn content_type(request: &Request) -> Option<&[u8]> {
    request.headers().get(CONTENT_TYPE).map(http::HeaderValue::as_bytes)
}

impl From<BytesRejection> for OcpiJsonRejection {
    fn from(rejection: BytesRejection) -> Self {
        match rejection {
            BytesRejection::FailedToBufferBody(FailedToBufferBody::LengthLimitError(_)) => {
                Self::TooLarge
            }
            rejection => Self::incomplete(rejection.body_text()),
        }
    }
}

impl<T: Serialize> IntoResponse for OcpiJson<T> {
    fn into_response(self) -> Response {
        crate::write::response::OcpiResponse::success(self.0).into_response()
    }
}

/// The query of a request.
///
/// One that does not fit is answered with HTTP 200 and code 2001, with the parameter's name in
/// `data`: `?limit=x` as `[{"path":"/limit","problem":"invalid value"}]`.
///
/// ```
/// use ocpi_status::Timestamp;
/// use ocpi_status::axum::{OcpiJson, OcpiQuery};
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
/// ```
///
/// Chapter "Transport and format", paginated request, OCPI 2.0 and later.
#[derive(Clone, Copy, Debug, Default)]
pub struct OcpiQuery<T>(pub T);

impl<T, S> FromRequestParts<S> for OcpiQuery<T>
where
    T: DeserializeOwned,
    S: Send + Sync,
{
    type Rejection = RequestError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, RequestError> {
        web::query::read_query(parts.uri.query().unwrap_or_default()).map(Self)
    }
}
