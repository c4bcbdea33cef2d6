//! What holds for every answer, whoever made it.

use core::future::poll_fn;
use core::pin::Pin;
use core::task::{Context, Poll};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use axum_core::BoxError;
use axum_core::body::Body;
use axum_core::response::{IntoResponse, Response};
use bytes::Bytes;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use http::{HeaderMap, HeaderValue, Request};
use http_body::Body as HttpBody;
use tower_layer::Layer;
use tower_service::Service;

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
/// Put it outside of whatever may answer: last among the `layer` calls of a `Router`, but inside of
/// compression.
///
#[cfg_attr(not(doctest), doc = include_str!("versions.md"))]
///
/// Chapter "Transport and format", OCPI 2.0 and later; the ids from 2.2 on.
#[derive(Clone, Copy, Debug, Default)]
pub struct OcpiLayer {
    version: Option<Version>,
}

impl OcpiLayer {
    /// Makes a layer for peers of any version.
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

impl<S> Layer<S> for OcpiLayer {
    type Service = OcpiService<S>;

    fn layer(&self, inner: S) -> OcpiService<S> {
        OcpiService { inner, version: self.version }
    }
}

/// The service that [`OcpiLayer`] makes.
#[derive(Clone, Copy, Debug)]
pub struct OcpiService<S> {
    inner: S,
    version: Option<Version>,
}

impl<S, B, ResponseBody> Service<Request<B>> for OcpiService<S>
where
    S: Service<Request<B>, Response = http::Response<ResponseBody>>,
    S::Future: Send + 'static,
    ResponseBody: HttpBody<Data = Bytes, Error: Into<BoxError>> + Send + 'static,
{
    type Response = Response;
    type Error = S::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Response, S::Error>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, mut request: Request<B>) -> Self::Future {
        let version = self.version;
        let ids = Ids::of(request.headers_mut());
        let answering = catch_unwind(AssertUnwindSafe(|| self.inner.call(request)));
        Box::pin(async move {
            let answered = web::panic::catch_panic(async {
                match answering {
                    Ok(answering) => answering.await,
                    Err(panic) => resume_unwind(panic),
                }
            });
            let response = match answered.await {
                Ok(answered) => answered?.map(Body::new),
                Err(panic) => panic.into_response(),
            };
            let mut response = settle(response, version).await;
            ids.finish(&mut response);
            Ok(response)
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
                headers.insert(name, id.clone());
                id
            }
        };
        Self { request: id(Self::REQUEST), correlation: id(Self::CORRELATION) }
    }

    fn finish(self, response: &mut Response) {
        let http_status = response.status().as_u16();
        if let Some(source) = response.extensions_mut().get_mut::<AnsweredError>()
            && source.trace_once()
        {
            let (request_id, correlation_id) =
                (self.request.as_bytes(), self.correlation.as_bytes());
            ErrorAnswer { source, http_status, request_id, correlation_id }.trace();
        }
        response.headers_mut().insert(Self::REQUEST, self.request);
        response.headers_mut().insert(Self::CORRELATION, self.correlation);
    }
}

/// Makes an error answer the one that leaves.
async fn settle(mut response: Response, version: Option<Version>) -> Response {
    let Some(source) = response.extensions().get::<AnsweredError>() else {
        let is_error = response.status().as_u16() >= 400;
        return if is_error { settle_foreign(response).await } else { response };
    };
    match version.and_then(|version| source.for_version(version)) {
        Some(Known { status_code, is_other_class, body }) => {
            if is_other_class && response.status().is_client_error() {
                *response.status_mut() = http::StatusCode::OK;
            }
            response.extensions_mut().insert(status_code);
            replace(response, body)
        }
        None => response,
    }
}

/// An HTTP error that was not rendered here.
async fn settle_foreign(mut response: Response) -> Response {
    let body = read(response.body_mut()).await;
    let source = web::answered::judge(response.status(), &body);
    let rendered = source.rendered();
    response.extensions_mut().insert(source.status_code());
    response.extensions_mut().insert(source);
    if let Some(rendered) = rendered {
        return replace(response, rendered);
    }
    // White space after the envelope may be missing.
    response.headers_mut().remove(CONTENT_LENGTH);
    response.map(|_| body.into())
}

/// Reads the beginning of a body; what broke off is judged by that, too.
async fn read(body: &mut Body) -> Vec<u8> {
    let mut read = Vec::new();
    while read.len() < MAX_BODY
        && let Some(Ok(frame)) = poll_fn(|context| Pin::new(&mut *body).poll_frame(context)).await
    {
        if let Ok(data) = frame.into_data() {
            let room = MAX_BODY - read.len();
            read.extend_from_slice(&data[..room.min(data.len())]);
        }
    }
    read
}

fn replace(mut response: Response, body: Bytes) -> Response {
    let headers = response.headers_mut();
    for name in web::answered::BODY_HEADERS {
        headers.remove(name);
    }
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response.map(|_| body.into())
}

#[cfg(test)]
mod tests {
    use core::convert::Infallible;
    use core::future::{Future, Ready, ready};
    use core::pin::{Pin, pin};
    use core::task::{Context, Poll, Waker};
    use std::collections::VecDeque;

    use axum_core::body::Body;
    use axum_core::response::Response;
    use bytes::Bytes;
    use http::Request;
    use http_body::Frame;
    use tower_layer::Layer;
    use tower_service::Service;

    use super::{OcpiLayer, read};

    struct Frames(VecDeque<Bytes>);

    impl http_body::Body for Frames {
        type Data = Bytes;
        type Error = Infallible;

        fn poll_frame(
            mut self: Pin<&mut Self>,
            _: &mut Context<'_>,
        ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
            Poll::Ready(self.0.pop_front().map(|data| Ok(Frame::data(data))))
        }
    }

    #[test]
    fn of_a_body_64_kib_are_read() {
        let frames = [60, 10, 10].map(|kib| Bytes::from(vec![b' '; kib * 1024]));
        let mut body = Body::new(Frames(frames.into()));
        let mut context = Context::from_waker(Waker::noop());
        let Poll::Ready(beginning) = pin!(read(&mut body)).poll(&mut context) else {
            panic!("all of it is there")
        };
        assert_eq!(beginning.len(), 64 * 1024);
    }

    struct Busy;

    impl Service<Request<Body>> for Busy {
        type Response = Response;
        type Error = Infallible;
        type Future = Ready<Result<Response, Infallible>>;

        fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
            Poll::Pending
        }

        fn call(&mut self, _: Request<Body>) -> Self::Future {
            ready(Ok(Response::default()))
        }
    }

    #[test]
    fn a_service_that_is_busy_stays_so() {
        let mut service = OcpiLayer::new().layer(Busy);
        let mut context = Context::from_waker(Waker::noop());
        let poll = Service::<Request<Body>>::poll_ready(&mut service, &mut context);
        assert!(poll.is_pending());
    }
}
