//! What holds for every answer, whoever made it.

use core::future::{Ready, poll_fn, ready};
use core::pin::Pin;
use std::rc::Rc;

use ::actix_web::body::{BoxBody, MessageBody};
use ::actix_web::dev::{Service, ServiceRequest, ServiceResponse, Transform, forward_ready};
use ::actix_web::error::InternalError;
use ::actix_web::http::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use ::actix_web::{Error, HttpResponse};
use bytes::Bytes;

use super::error_response;
use crate::version::Version;
use crate::web;
use crate::web::answered::{AnsweredError, Known, MAX_BODY};
use crate::web::ids::Ids;
use crate::web::trace::ErrorAnswer;

/// Sees to it that every answer is one of OCPI.
///
/// - `X-Request-ID` and `X-Correlation-ID` of the request are on the answer. One that is missing is
///   made up, a UUID, and the handler sees it in the request.
/// - An HTTP error (400 and above) without an envelope, such as a rejection of the framework, a
///   timeout or an unknown route, becomes an envelope with 2000 or 3000: the HTTP status and
///   headers such as `Allow` and `Retry-After` stay, and nothing of the text. So does a panic, with
///   HTTP 500; it is caught.
/// - With a [`version`](Self::for_version), every error rendered by this crate is one that a peer of
///   that version knows.
/// - With the feature `tracing`, every error answer is one event of the target `ocpi_status`: 3xxx
///   and 4000 at the level error, other 4xxx at warn, 2xxx at debug, with the fields
///   `ocpi.status_code`, `http.response.status_code`, `ocpi.error.label`, `error` (the
///   [cause](crate::Reply::cause)), `ocpi.request_id` and `ocpi.correlation_id`.
///
/// Any other answer passes as it is, body untouched: successes, redirects, and envelopes from
/// elsewhere, such as those that a hub passes on. Of an HTTP error that this crate did not render,
/// 64 KiB are read to see whether it is an envelope; one that is longer, or compressed, is not
/// recognised.
///
/// Put it outside of whatever may answer: last among the `wrap` calls of an `App`, but inside of
/// compression.
///
/// ```
/// use actix_web::{App, web};
/// use ocpi_status::Version;
/// use ocpi_status::actix_web::OcpiMiddleware;
///
/// let app = App::new()
///     .service(web::scope("/ocpi/2.1.1").wrap(OcpiMiddleware::new().for_version(Version::V2_1_1)))
///     .service(web::scope("/ocpi/2.2.1").wrap(OcpiMiddleware::new().for_version(Version::V2_2_1)))
///     .wrap(OcpiMiddleware::new());
/// ```
///
/// Chapter "Transport and format", OCPI 2.0 and later; the ids from 2.2 on.
#[derive(Clone, Copy, Debug, Default)]
pub struct OcpiMiddleware {
    version: Option<Version>,
}

impl OcpiMiddleware {
    /// Makes a middleware for peers of any version.
    #[must_use]
    pub const fn new() -> Self {
        Self { version: None }
    }

    /// Renders errors for peers that speak `version`:
    /// [`ErrorCode::for_version`](crate::ErrorCode::for_version), and before 2.2 an ASCII message.
    #[must_use]
    pub const fn for_version(self, version: Version) -> Self {
        Self { version: Some(version) }
    }
}

impl<S, B> Transform<S, ServiceRequest> for OcpiMiddleware
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error> + 'static,
    B: MessageBody + 'static,
{
    type Response = ServiceResponse<BoxBody>;
    type Error = Error;
    type Transform = OcpiService<S>;
    type InitError = ();
    type Future = Ready<Result<OcpiService<S>, ()>>;

    fn new_transform(&self, inner: S) -> Self::Future {
        ready(Ok(OcpiService { inner: Rc::new(inner), version: self.version }))
    }
}

/// The service that [`OcpiMiddleware`] makes.
#[derive(Debug)]
pub struct OcpiService<S> {
    inner: Rc<S>,
    version: Option<Version>,
}

impl<S, B> Service<ServiceRequest> for OcpiService<S>
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error> + 'static,
    B: MessageBody + 'static,
{
    type Response = ServiceResponse<BoxBody>;
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Error>>>>;

    forward_ready!(inner);

    fn call(&self, mut request: ServiceRequest) -> Self::Future {
        let version = self.version;
        let inner = Rc::clone(&self.inner);
        let ids = Ids::of(request.headers_mut());
        Box::pin(async move {
            // The request goes with the call, so an error leaves as one: it holds its response.
            let (error, response) =
                match web::panic::catch_panic(async { inner.call(request).await }).await {
                    Ok(Ok(answered)) => {
                        let (request, response) = answered.into_parts();
                        let response = settle(response.map_into_boxed_body(), version).await;
                        return Ok(ServiceResponse::new(request, ids.finish(response)));
                    }
                    Ok(Err(error)) => (error.to_string(), error.error_response()),
                    Err(panic) => (panic.to_string(), error_response(&panic)),
                };
            let response = ids.finish(settle(response, version).await);
            Err(InternalError::from_response(error, response).into())
        })
    }
}

impl Ids<HeaderValue> {
    /// Returns the ids of a request, which has both from now on.
    fn of(headers: &mut HeaderMap) -> Self {
        let mut id = |name| match headers.get(name) {
            Some(id) if !id.is_empty() => id.clone(),
            _ => {
                let id = HeaderValue::try_from(web::ids::new_id()).expect("a UUID is ASCII");
                headers.insert(HeaderName::from_static(name), id.clone());
                id
            }
        };
        Self { request: id(Self::REQUEST), correlation: id(Self::CORRELATION) }
    }

    fn finish(self, mut response: HttpResponse) -> HttpResponse {
        let http_status = response.status().as_u16();
        if let Some(source) = response.extensions_mut().get_mut::<AnsweredError>()
            && source.trace_once()
        {
            let (request_id, correlation_id) =
                (self.request.as_bytes(), self.correlation.as_bytes());
            ErrorAnswer { source, http_status, request_id, correlation_id }.trace();
        }
        response.headers_mut().insert(HeaderName::from_static(Self::REQUEST), self.request);
        response.headers_mut().insert(HeaderName::from_static(Self::CORRELATION), self.correlation);
        response
    }
}

/// Makes an error answer the one that leaves.
async fn settle(mut response: HttpResponse, version: Option<Version>) -> HttpResponse {
    let (is_ours, known) = match response.extensions().get::<AnsweredError>() {
        Some(source) => (true, version.and_then(|version| source.for_version(version))),
        None => (false, None),
    };
    if let Some(Known { status_code, is_other_class, body }) = known {
        if is_other_class && response.status().is_client_error() {
            *response.status_mut() = ::actix_web::http::StatusCode::OK;
        }
        response.extensions_mut().insert(status_code);
        return replace(response, body);
    }
    let is_foreign_error = !is_ours && response.status().as_u16() >= 400;
    if is_foreign_error { settle_foreign(response).await } else { response }
}

/// An HTTP error that was not rendered here.
async fn settle_foreign(response: HttpResponse) -> HttpResponse {
    let Ok(status) = http::StatusCode::from_u16(response.status().as_u16()) else {
        return response;
    };
    let (mut response, body) = response.into_parts();
    let body = read(body).await;
    let source = web::answered::judge(status, &body);
    let rendered = source.rendered();
    response.extensions_mut().insert(source.status_code());
    response.extensions_mut().insert(source);
    match rendered {
        Some(rendered) => replace(response, rendered),
        None => response.set_body(BoxBody::new(body)),
    }
}

/// Reads the beginning of a body; what broke off is judged by that, too.
async fn read(mut body: BoxBody) -> Vec<u8> {
    let mut read = Vec::new();
    while read.len() < MAX_BODY
        && let Some(Ok(data)) = poll_fn(|context| body.as_pin_mut().poll_next(context)).await
    {
        let room = MAX_BODY - read.len();
        read.extend_from_slice(&data[..room.min(data.len())]);
    }
    read
}

fn replace<B>(mut response: HttpResponse<B>, body: Bytes) -> HttpResponse {
    let headers = response.headers_mut();
    for name in web::answered::BODY_HEADERS {
        headers.remove(name);
    }
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response.set_body(BoxBody::new(body))
}

#[cfg(test)]
mod tests {
    use core::convert::Infallible;
    use core::future::Future;
    use core::pin::{Pin, pin};
    use core::task::{Context, Poll, Waker};
    use std::collections::VecDeque;

    use ::actix_web::body::{BodySize, BoxBody, MessageBody};
    use bytes::Bytes;

    use super::read;

    struct Frames(VecDeque<Bytes>);

    impl MessageBody for Frames {
        type Error = Infallible;

        fn size(&self) -> BodySize {
            BodySize::Stream
        }

        fn poll_next(
            mut self: Pin<&mut Self>,
            _: &mut Context<'_>,
        ) -> Poll<Option<Result<Bytes, Infallible>>> {
            Poll::Ready(self.0.pop_front().map(Ok))
        }
    }

    #[test]
    fn of_a_body_64_kib_are_read() {
        let frames = [60, 10, 10].map(|kib| Bytes::from(vec![b' '; kib * 1024]));
        let body = BoxBody::new(Frames(frames.into()));
        let mut context = Context::from_waker(Waker::noop());
        let Poll::Ready(beginning) = pin!(read(body)).poll(&mut context) else {
            panic!("all of it is there")
        };
        assert_eq!(beginning.len(), 64 * 1024);
    }
}
