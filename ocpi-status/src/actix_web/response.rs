//! Between the types of actix-web, which is on http 0.2, and those of http 1.

use core::pin::Pin;
use core::task::{Context, Poll};

use ::actix_web::HttpResponse;
use ::actix_web::body::{BodySize, BoxBody, MessageBody};
use ::actix_web::http::StatusCode;
use ::actix_web::http::header::{HeaderMap, HeaderName, HeaderValue};
use bytes::Bytes;

use crate::web::answered::move_extensions;
use crate::web::body;

/// Takes the status, the headers, the body and the extensions that count out of a response.
pub(super) fn take(response: HttpResponse) -> (HttpResponse<()>, http::Response<Body>) {
    let (mut head, body) = response.into_parts();
    let mut response = http::Response::new(Body::from(body));
    *response.status_mut() = http::StatusCode::from_u16(head.status().as_u16())
        .unwrap_or(http::StatusCode::INTERNAL_SERVER_ERROR);
    *response.headers_mut() = headers(head.headers(), |_| true);
    move_extensions!(head.extensions_mut() => response.extensions_mut());
    head.headers_mut().clear();
    (head, response)
}

/// Puts them into a response.
pub(super) fn put(mut head: HttpResponse<()>, response: http::Response<Body>) -> HttpResponse {
    let (mut parts, body) = response.into_parts();
    *head.status_mut() = status(parts.status);
    for (name, value) in &parts.headers {
        if let Ok(name) = HeaderName::from_bytes(name.as_ref())
            && let Ok(value) = HeaderValue::from_bytes(value.as_bytes())
        {
            head.headers_mut().append(name, value);
        }
    }
    move_extensions!(parts.extensions => head.extensions_mut());
    head.set_body(if body.read.is_some() { BoxBody::new(body) } else { body.rest })
}

/// Copies headers. The types of http 1 and http 0.2 hold the same bytes.
pub(super) fn headers(from: &HeaderMap, is_taken: impl Fn(&str) -> bool) -> http::HeaderMap {
    let mut headers = http::HeaderMap::new();
    for (name, value) in from.iter().filter(|(name, _)| is_taken(name.as_str())) {
        if let Ok(name) = http::HeaderName::from_bytes(name.as_ref())
            && let Ok(value) = http::HeaderValue::from_bytes(value.as_bytes())
        {
            headers.append(name, value);
        }
    }
    headers
}

pub(super) fn status(status: http::StatusCode) -> StatusCode {
    StatusCode::from_u16(status.as_u16()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

/// A body, of which a part may have been read.
pub(super) struct Body {
    read: Option<Bytes>,
    rest: BoxBody,
    /// Of the whole. After a part was read, some bodies still report it, others what is left.
    size: BodySize,
}

impl From<BoxBody> for Body {
    fn from(body: BoxBody) -> Self {
        Self { read: None, size: body.size(), rest: body }
    }
}

impl From<Bytes> for Body {
    fn from(bytes: Bytes) -> Self {
        BoxBody::new(bytes).into()
    }
}

impl body::Body for Body {
    fn size(&self) -> Option<u64> {
        match self.size {
            BodySize::None => Some(0),
            BodySize::Sized(size) => Some(size),
            BodySize::Stream => None,
        }
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, ()>>> {
        self.rest.as_pin_mut().poll_next(context).map_err(drop)
    }

    fn put_back(&mut self, read: Bytes) {
        self.read = Some(read);
    }
}

impl MessageBody for Body {
    type Error = <BoxBody as MessageBody>::Error;

    fn size(&self) -> BodySize {
        self.size
    }

    fn poll_next(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Self::Error>>> {
        match self.read.take() {
            Some(read) => Poll::Ready(Some(Ok(read))),
            None => self.rest.as_pin_mut().poll_next(context),
        }
    }
}
