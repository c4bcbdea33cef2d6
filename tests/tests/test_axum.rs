//! Runs the shared tests in `web` on axum.
#![cfg(feature = "axum")]

mod axum_app;
mod web;

use std::convert::Infallible;
use std::future::{Ready, ready};
use std::net::SocketAddr;
use std::pin::{Pin, pin};
use std::sync::{Arc, OnceLock, mpsc};
use std::task::{Context, Poll, Wake, Waker};
use std::thread;
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Router, ServiceExt};
use ocpi_status::axum::{self as ocpi, OcpiJson, OcpiLayer, OcpiQuery};
use ocpi_status::{AnsweredError, OcpiError, OcpiResponse, Reply, Version, http};
use tower_layer::Layer;
use tower_service::Service;

use self::axum_app::routes;
use self::web::{MAX_BODY, SECRET, TestError};

/// An error with a handwritten `IntoResponse`.
#[derive(Debug, thiserror::Error, OcpiError)]
#[error("own")]
#[ocpi(code = 2000, web = false)]
struct OwnAnswer;

impl IntoResponse for OwnAnswer {
    fn into_response(self) -> Response {
        StatusCode::IM_A_TEAPOT.into_response()
    }
}

fn app() -> Router {
    let v2_1_1 = OcpiLayer::new().for_version(Version::V2_1_1);
    let v2_2_1 = OcpiLayer::new().for_version(Version::V2_2_1);
    let plain = OcpiLayer::new().without_error_data().with_success_message("Success");
    Router::new()
        .nest("/2.1.1/2.2.1", routes().layer(v2_2_1).layer(v2_1_1))
        .nest("/2.2.1/2.1.1", routes().layer(v2_1_1).layer(v2_2_1))
        .nest("/2.1.1", routes().layer(v2_1_1))
        .nest("/strict", routes().layer(OcpiLayer::new().require_envelope()))
        .nest("/plain", routes().layer(plain))
        .merge(routes())
        .route("/health", get(async || (StatusCode::SERVICE_UNAVAILABLE, "down")))
        .layer(DefaultBodyLimit::max(MAX_BODY))
        .layer(OcpiLayer::new().exempt(|path| path == "/health"))
}

/// Starts a server on a thread of its own.
fn serve(app: impl FnOnce() -> Router + Send + 'static) -> SocketAddr {
    serve_service(move || app().into_service())
}

fn serve_service<S>(service: impl FnOnce() -> S + Send + 'static) -> SocketAddr
where
    S: Service<Request, Response = Response, Error = Infallible> + Clone + Send + 'static,
    S::Future: Send,
{
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        let service = ServiceExt::<Request>::into_make_service(service());
        runtime.block_on(axum::serve(listener, service).into_future())
    });
    address
}

/// Returns the address of the server that all tests share.
fn server() -> SocketAddr {
    static ADDRESS: OnceLock<SocketAddr> = OnceLock::new();
    *ADDRESS.get_or_init(|| serve(app))
}

/// Returns the address of a server with the layer around the router.
fn server_with_layer_outside() -> SocketAddr {
    static ADDRESS: OnceLock<SocketAddr> = OnceLock::new();
    *ADDRESS.get_or_init(|| {
        serve_service(|| {
            let v2_1_1 = OcpiLayer::new().for_version(Version::V2_1_1);
            let router = Router::new().nest("/2.1.1", routes().layer(v2_1_1)).merge(routes());
            OcpiLayer::new().layer(router.layer(DefaultBodyLimit::max(MAX_BODY)))
        })
    })
}

#[test]
fn returns_envelopes_for_requests_of_every_kind() {
    web::returns_envelopes_for_requests_of_every_kind(server());
}

#[test]
fn returns_an_envelope_when_a_handler_misbehaves() {
    web::attacks::returns_an_envelope_when_a_handler_misbehaves(server());
}

#[test]
fn applies_every_option_of_the_layer() {
    web::options::applies_every_option_of_the_layer(server());
}

#[test]
fn returns_envelopes_over_http_1_0() {
    web::attacks::returns_envelopes_over_http_1_0(server());
}

#[test]
fn returns_envelopes_over_http_2() {
    web::http2::returns_envelopes_over_http_2(server());
}

#[test]
fn returns_the_headers_of_get_when_the_method_is_head() {
    web::attacks::returns_the_headers_of_get_when_the_method_is_head(server());
}

#[test]
fn returns_envelopes_when_the_layer_is_outside_of_the_router() {
    web::returns_envelopes_for_requests_of_every_kind(server_with_layer_outside());
    web::attacks::returns_the_headers_of_get_when_the_method_is_head(server_with_layer_outside());
}

#[test]
fn keeps_serving_when_a_client_sends_garbage() {
    web::robustness::keeps_serving_when_a_client_sends_garbage(server());
}

#[test]
fn keeps_serving_when_a_client_sends_half_a_body() {
    web::robustness::keeps_serving_when_a_client_sends_half_a_body(server());
}

#[test]
fn responds_in_order_when_10_000_requests_are_pipelined() {
    let name = "responds_in_order_when_10_000_requests_are_pipelined";
    if web::robustness::has_process(name) {
        web::robustness::responds_in_order_when_10_000_requests_are_pipelined(server());
    }
}

struct Task(mpsc::Sender<()>);

impl Wake for Task {
    fn wake(self: Arc<Self>) {
        let _ = self.0.send(());
    }
}

fn task() -> (Waker, mpsc::Receiver<()>) {
    let (sender, woken) = mpsc::channel();
    (Arc::new(Task(sender)).into(), woken)
}

#[test]
fn wakes_the_last_task_when_a_body_stays_pending() {
    let request = Request::get("/pending-json").body(Body::empty()).unwrap();
    let mut responding = pin!(app().call(request));
    let ((first, _), (second, woken)) = (task(), task());
    assert!(responding.as_mut().poll(&mut Context::from_waker(&first)).is_pending());
    assert!(responding.as_mut().poll(&mut Context::from_waker(&second)).is_pending());
    woken.recv_timeout(Duration::from_secs(5)).expect("the task is woken");
    let Poll::Ready(Ok(response)) = responding.poll(&mut Context::from_waker(&second)) else {
        panic!("the body is waited for no longer");
    };
    assert_eq!(response.status(), StatusCode::BAD_GATEWAY);
}

#[test]
fn keeps_the_cause_in_the_extensions_without_the_layer() {
    let response = TestError::Database(std::fmt::Error).into_response();
    let source = response.extensions().get::<AnsweredError>().unwrap();
    assert_eq!(source.status_code(), 3000);
    assert_eq!(source.label(), Some("TestError::Database"));
    assert!(source.cause().unwrap().contains(SECRET));
    assert_eq!(response.extensions().get(), Some(&ocpi_status::StatusCode::SERVER_ERROR));

    assert_eq!(OwnAnswer.into_response().status(), StatusCode::IM_A_TEAPOT);

    let response = OcpiResponse::empty().into_response();
    assert!(response.extensions().get::<AnsweredError>().is_none());
    assert_eq!(response.extensions().get(), Some(&ocpi_status::StatusCode::SUCCESS));
}

#[test]
fn keeps_the_error_in_the_extensions_of_an_http_response() {
    web::assert_plain_response();
    // The layer recognizes the reply, although its body is another copy.
    let client = web::Client::new(serve(|| {
        let error = || http::Response::from(Reply::from(TestError::Timeout)).map(Body::from);
        let layer = OcpiLayer::new().for_version(Version::V2_1_1);
        Router::new().route("/", get(async move || error())).layer(layer)
    }));
    let answer = client.get("/");
    assert_eq!((answer.http_status, answer.status_code()), (504, 3000), "{}", answer.body);
}

#[test]
fn extractors_dereference_and_unwrap_to_their_value() {
    web::assert_wrapper!(OcpiJson(1));
    web::assert_wrapper!(OcpiQuery("limit"));
}

#[test]
fn sends_http_200_when_the_status_does_not_fit_the_code() {
    assert_eq!(Reply::from(web::Conflict).into_response().status(), StatusCode::OK);
}

#[test]
fn fallbacks_return_envelopes_without_the_layer() {
    let app = Router::new()
        .route("/", get(async || OcpiJson(1)))
        .fallback(ocpi::not_found)
        .method_not_allowed_fallback(ocpi::method_not_allowed);
    let client = web::Client::new(serve(|| app));

    let answer = client.get("/nothing");
    assert_eq!((answer.http_status, answer.status_code()), (404, 2000));
    let answer = client.send(http::Method::DELETE, "/", &[], None).unwrap();
    assert_eq!((answer.http_status, answer.status_code()), (405, 2000));
    assert_eq!(answer.header("allow"), "GET,HEAD");
}

/// A service that is not ready, and whose body says how long it may be.
#[derive(Clone)]
struct Slow;

impl Service<Request> for Slow {
    type Response = http::Response<Hinted>;
    type Error = Infallible;
    type Future = Ready<Result<Self::Response, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Pending
    }

    fn call(&mut self, _: Request) -> Self::Future {
        // As if a layer in between had replaced the body, so that the new one is looked at.
        let response = OcpiResponse::success(1).into_response();
        ready(Ok(response.map(|_| Hinted { is_read: false })))
    }
}

struct Hinted {
    is_read: bool,
}

impl HttpBody for Hinted {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<http_body::Frame<Bytes>, Infallible>>> {
        if std::mem::replace(&mut self.is_read, true) {
            return Poll::Pending;
        }
        Poll::Ready(Some(Ok(http_body::Frame::data(Bytes::from_static(b"{\"data")))))
    }

    fn size_hint(&self) -> http_body::SizeHint {
        let read = if self.is_read { 6 } else { 0 };
        let mut size = http_body::SizeHint::new();
        size.set_lower(100 - read);
        size.set_upper(200 - read);
        size
    }
}

#[test]
fn passes_the_readiness_and_the_size_hint_on() {
    let mut context = Context::from_waker(Waker::noop());
    let mut service = OcpiLayer::new().layer(Slow);
    assert!(service.poll_ready(&mut context).is_pending());

    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let response = runtime.block_on(service.call(Request::default())).unwrap();
    let size = response.body().size_hint();
    assert_eq!((size.lower(), size.upper()), (100, Some(200)));
    let mut body = response.into_body();
    assert!(Pin::new(&mut body).poll_frame(&mut context).is_ready());
    let size = body.size_hint();
    assert_eq!((size.lower(), size.upper()), (94, Some(194)));
}
