use core::convert::Infallible;

use axum_core::extract::rejection::{BytesRejection, FailedToBufferBody};
use axum_core::extract::{FromRequest, FromRequestParts, OptionalFromRequest, Request};
use bytes::Bytes;
use http::HeaderValue;
use http::header::CONTENT_TYPE;
use http::request::Parts;
use serde_core::de::DeserializeOwned;

use crate::read::request::{RequestError, read_optional_request, read_request};
use crate::web::extract::{OcpiJson, OcpiQuery};
use crate::web::ids::MessageIds;
use crate::web::json::{OcpiJsonRejection, accept_content_type};
use crate::web::query::read_query;

impl<T, S> FromRequest<S> for OcpiJson<T>
where
    T: DeserializeOwned,
    S: Send + Sync,
{
    type Rejection = OcpiJsonRejection;

    async fn from_request(request: Request, state: &S) -> Result<Self, OcpiJsonRejection> {
        accept(&request)?;
        let body = Bytes::from_request(request, state).await.map_err(rejection)?;
        Ok(Self(read_request(&body)?))
    }
}

impl<T, S> OptionalFromRequest<S> for OcpiJson<T>
where
    T: DeserializeOwned,
    S: Send + Sync,
{
    type Rejection = OcpiJsonRejection;

    async fn from_request(request: Request, state: &S) -> Result<Option<Self>, OcpiJsonRejection> {
        let accepted = accept(&request);
        let body = Bytes::from_request(request, state).await.map_err(rejection)?;
        if !body.is_empty() {
            accepted?;
        }
        Ok(read_optional_request(&body)?.map(Self))
    }
}

fn accept(request: &Request) -> Result<(), OcpiJsonRejection> {
    accept_content_type(request.headers().get(CONTENT_TYPE).map(HeaderValue::as_bytes))
}

fn rejection(rejection: BytesRejection) -> OcpiJsonRejection {
    match rejection {
        BytesRejection::FailedToBufferBody(FailedToBufferBody::LengthLimitError(_)) => {
            OcpiJsonRejection::TooLarge
        }
        rejection => OcpiJsonRejection::incomplete(rejection.body_text()),
    }
}

impl<T, S> FromRequestParts<S> for OcpiQuery<T>
where
    T: DeserializeOwned,
    S: Send + Sync,
{
    type Rejection = RequestError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, RequestError> {
        read_query(parts.uri.query().unwrap_or_default()).map(Self)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for MessageIds {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self::of(&parts.headers))
    }
}
