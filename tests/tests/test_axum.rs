//! axum: see `web` for what must hold.
#![cfg(feature = "axum")]

mod web;

use std::collections::VecDeque;
use std::convert::Infallible;
use std::net::SocketAddr;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::OnceLock;
use std::task::{Context, Poll};
use std::thread;
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{DefaultBodyLimit, Path, Request};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::middleware::map_response;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, put};
use axum::{Router, ServiceExt};
use ocpi_status::axum::{self as ocpi, MessageIds, OcpiJson, OcpiLayer, OcpiQuery};
use ocpi_status::{AnsweredError, OcpiError, OcpiResponse, Reply, Version};
use serde::Deserialize;
use tower_layer::Layer;
use tower_service::Service;

use self::web::attacks::{Bomb, DESCRIPTIONS, Panicking, UNFIT, long_tail};
use self::web::{
    Awkward, FOREIGN, MAX_BODY, NOT_OCPI, SECRET, TestError, UNFIT_OK, UNKNOWN_TOKEN,
    Unserializable,
};

const FOREIGN_JSON: [(&str, &str); 1] = [("content-type", "application/json;charset=UTF-8")];

#[derive(Deserialize)]
struct Page {
    limit: u32,
}

fn routes() -> Router {
    Router::new()
        .route("/error", get(async || UNKNOWN_TOKEN))
        .route("/timeout", get(async || TestError::Timeout))
        .route("/database", get(async || Err::<(), _>(TestError::Database(std::fmt::Error))))
        .route(
            "/awkward",
            get(async || Awkward { name: "x", what: "y", thread: Rc::new(()) }.into_response()),
        )
        .route("/unserializable", get(async || OcpiResponse::success(Unserializable)))
        .route("/relayed", get(async || web::relayed()))
        .route("/request-error", get(async || web::request_error()))
        .route("/response", get(async || OcpiResponse::empty().created()))
        .route("/reply", get(async || Reply::from(OcpiResponse::success(1))))
        .route("/json", get(async || OcpiJson(1)))
        .route("/list", get(list))
        .route("/page", get(async |OcpiQuery(page): OcpiQuery<Page>| OcpiJson(page.limit)))
        .route("/body", put(async |OcpiJson(body): OcpiJson<Vec<u32>>| OcpiJson(body)))
        .route("/optional-body", put(optional_body))
        .route("/ids", get(ids))
        .route("/text", get(async || (StatusCode::INTERNAL_SERVER_ERROR, SECRET)))
        .route("/text-ok", get(async || SECRET))
        .route("/not-ocpi", get(async || (StatusCode::NOT_FOUND, FOREIGN_JSON, NOT_OCPI)))
        .route("/long", get(async || (StatusCode::BAD_GATEWAY, SECRET.repeat(200_000))))
        .route("/long-ok", get(async || " ".repeat(1024 * 1024)))
        .route("/endless", get(async || (StatusCode::BAD_GATEWAY, Body::new(Endless))))
        .route("/broken", get(async || (StatusCode::BAD_GATEWAY, Body::new(Broken(Some(SECRET))))))
        .route("/empty", get(async || StatusCode::IM_A_TEAPOT))
        .route("/unknown-status", get(async || StatusCode::from_u16(599).unwrap()))
        .route("/framework/{number}", get(async |Path(number): Path<u32>| number.to_string()))
        .route("/panic", get(panics))
        .route("/panic-value", get(panics_with_value))
        .route("/foreign", get(async || (StatusCode::NOT_FOUND, FOREIGN_JSON, FOREIGN)))
        .route("/foreign-ok", get(async || (FOREIGN_JSON, FOREIGN)))
        .route(
            "/redirect",
            get(async || (StatusCode::FOUND, [("location", "/error")], "elsewhere")),
        )
        .route("/not-modified", get(async || (StatusCode::NOT_MODIFIED, [("etag", "\"1\"")])))
        .route("/headers", get(headers))
        .merge(attacks())
        .merge(for_options())
}

fn for_options() -> Router {
    let sized = |size: usize, body: Body| {
        let size =
            [("content-type", "application/json".to_owned()), ("content-length", size.to_string())];
        (size, body)
    };
    let gone = map_response(async |mut response: Response| {
        let size = response.body().size_hint().exact().unwrap();
        *response.body_mut() = "<".repeat(size.try_into().unwrap()).into();
        response
    });
    Router::new()
        .route("/empty-ok", get(async || [("etag", "\"1\"")]))
        .route("/bare-json", get(async || (FOREIGN_JSON, "[1]")))
        .route("/unfit-ok", get(async || (FOREIGN_JSON, UNFIT_OK)))
        .route("/replaced-ok", get(async || OcpiJson(1)).layer(gone))
        .route("/pending-ok", get(async move || sized(50, Body::new(Script::new([])))))
        .route("/broken-ok", get(async move || sized(50, Body::new(Script::new([Step::Panic])))))
        .route(
            "/slow-ok",
            get(async move || {
                let steps = [Step::Data("[1"), Step::Late, Step::Data(",2]"), Step::End];
                sized(5, Body::new(Script::new(steps)))
            }),
        )
        .route("/no-content", get(async || StatusCode::NO_CONTENT))
        .route("/custom", get(async || web::custom()))
        .route("/message-ids", get(async |ids: MessageIds| web::forwarded(&ids)))
        .route(
            "/routed",
            get(async || {
                OcpiResponse::empty()
                    .with_header("OCPI-from-party-id", "HUB")
                    .with_header("OCPI-from-country-code", "FR")
            }),
        )
        .route("/question-mark/{which}", get(question_mark))
        .route("/unauthorized", get(ocpi::unauthorized))
        .route("/forbidden", get(ocpi::forbidden))
}

async fn question_mark(Path(which): Path<String>) -> Result<OcpiJson<u32>, Reply> {
    Ok(web::question_mark(&which)?.into())
}

fn attacks() -> Router {
    let gateway = |body: Body| (StatusCode::BAD_GATEWAY, body);
    let json = |size: usize, body: Body| {
        let headers =
            [("content-type", "application/json".to_owned()), ("content-length", size.to_string())];
        (StatusCode::BAD_GATEWAY, headers, body)
    };
    Router::new()
        .route("/pending", get(async move || gateway(Body::new(Script::new([])))))
        .route(
            "/trickle",
            get(async move || gateway(Body::new(Script::new([Step::Data("data: 1\n\n")])))),
        )
        .route("/pending-json", get(async move || json(50, Body::new(Script::new([])))))
        .route(
            "/trickle-json",
            get(async move || json(50, Body::new(Script::new([Step::Data("{")])))),
        )
        .route("/empty-frames", get(async move || json(50, Body::new(Empty))))
        .route(
            "/late-json",
            get(async move || {
                json(LATE.len(), Body::new(Script::new([Step::Late, Step::Data(LATE), Step::End])))
            }),
        )
        .route(
            "/unfit/{number}",
            get(async |Path(number): Path<usize>| {
                let (content_type, body, ..) = UNFIT[number];
                let mut response = (StatusCode::BAD_GATEWAY, body).into_response();
                response.headers_mut().remove("content-type");
                if let Some(content_type) = content_type {
                    response
                        .headers_mut()
                        .insert("content-type", HeaderValue::from_static(content_type));
                }
                response
            }),
        )
        .route("/long-tail", get(async || (StatusCode::BAD_GATEWAY, FOREIGN_JSON, long_tail())))
        .route(
            "/replaced",
            get(async || UNKNOWN_TOKEN).layer(map_response(async |mut response: Response| {
                *response.body_mut() = "<h1>hunter2</h1>".into();
                response
            })),
        )
        .route(
            "/replaced-same-size",
            get(async || UNKNOWN_TOKEN).layer(map_response(async |mut response: Response| {
                let size = response.body().size_hint().exact().unwrap();
                *response.body_mut() = "<".repeat(size.try_into().unwrap()).into();
                response
            })),
        )
        .route(
            "/encoded",
            get(async || UNKNOWN_TOKEN).layer(map_response(async |mut response: Response| {
                *response.body_mut() = "\u{1f}\u{8b}".into();
                response.headers_mut().insert("content-encoding", HeaderValue::from_static("gzip"));
                response
            })),
        )
        .route("/panicking-body", get(async move || gateway(Body::new(Script::new([Step::Panic])))))
        .route("/panicking-drop", get(async move || gateway(Body::new(PanickingDrop))))
        .route("/panicking-payload", get(async || -> Reply { std::panic::panic_any(Bomb(3)) }))
        .route("/panicking-display", get(async || Reply::from(Panicking::Display)))
        .route("/panicking-data", get(async || Reply::from(Panicking::Data)))
        .route(
            "/inner-error",
            get(async || Reply::from(Panicking::Display))
                .layer(map_response(async |_: Response| -> Response { panic!("{SECRET}") })),
        )
        .route("/inner-error-response", get(async || Reply::from(Panicking::Data)))
        .route("/described", get(async || (StatusCode::SERVICE_UNAVAILABLE, described(), SECRET)))
        .route("/described-own", get(async || (described(), UNKNOWN_TOKEN)))
}

fn described() -> HeaderMap {
    let headers = DESCRIPTIONS.into_iter().chain([("retry-after", "5")]);
    headers
        .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)))
        .collect()
}

/// An envelope that comes after a while.
const LATE: &str = r#"{"status_code":4002,"timestamp":"2015-06-30T21:59:59Z"}"#;

/// What a body does next; then it is pending for ever.
enum Step {
    Data(&'static str),
    /// Pending for 100 ms.
    Late,
    End,
    Panic,
}

struct Script(VecDeque<Step>);

impl Script {
    fn new<const LEN: usize>(steps: [Step; LEN]) -> Self {
        Self(steps.into())
    }
}

impl HttpBody for Script {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<http_body::Frame<Bytes>, Infallible>>> {
        match self.0.pop_front() {
            Some(Step::Data(data)) => Poll::Ready(Some(Ok(http_body::Frame::data(data.into())))),
            Some(Step::Late) => {
                let waker = context.waker().clone();
                thread::spawn(move || {
                    thread::sleep(Duration::from_millis(100));
                    waker.wake();
                });
                Poll::Pending
            }
            Some(Step::End) => Poll::Ready(None),
            Some(Step::Panic) => panic!("{SECRET}"),
            None => Poll::Pending,
        }
    }
}

/// A body of nothing, without an end.
struct Empty;

impl HttpBody for Empty {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<http_body::Frame<Bytes>, Infallible>>> {
        Poll::Ready(Some(Ok(http_body::Frame::data(Bytes::new()))))
    }
}

/// A body that panics when it is dropped.
struct PanickingDrop;

impl HttpBody for PanickingDrop {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<http_body::Frame<Bytes>, Infallible>>> {
        Poll::Pending
    }
}

impl Drop for PanickingDrop {
    fn drop(&mut self) {
        panic!("{SECRET}");
    }
}

async fn list() -> OcpiResponse<[u32; 2]> {
    OcpiResponse::success([1, 2])
        .with_header("X-Total-Count", 20)
        .with_header("X-Limit", 2)
        .with_header("Link", "<https://cpo.example/?offset=2>; rel=\"next\"")
}

async fn optional_body(body: Option<OcpiJson<Vec<u32>>>) -> OcpiJson<Option<usize>> {
    OcpiJson(body.map(|OcpiJson(body)| body.len()))
}

async fn ids(headers: HeaderMap) -> OcpiResponse<String> {
    let id = headers["x-request-id"].to_str().unwrap().to_owned();
    OcpiResponse::success(id).with_header("X-Request-ID", "another")
}

async fn panics() {
    panic!("{SECRET}");
}

async fn panics_with_value() {
    std::panic::panic_any(SECRET.len());
}

async fn headers() -> impl IntoResponse {
    let headers = [
        ("retry-after", "5"),
        ("www-authenticate", "Token"),
        ("content-encoding", "gzip"),
        ("content-type", "text/html"),
        ("etag", "\"1\""),
    ];
    (StatusCode::SERVICE_UNAVAILABLE, headers, SECRET)
}

/// A body without an end.
struct Endless;

impl HttpBody for Endless {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<http_body::Frame<Bytes>, Infallible>>> {
        Poll::Ready(Some(Ok(http_body::Frame::data(Bytes::from_static(b"hunter2 ")))))
    }
}

/// A body that breaks off.
struct Broken(Option<&'static str>);

impl HttpBody for Broken {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<http_body::Frame<Bytes>, std::io::Error>>> {
        Poll::Ready(Some(match self.0.take() {
            Some(text) => Ok(http_body::Frame::data(Bytes::from_static(text.as_bytes()))),
            None => Err(std::io::ErrorKind::ConnectionReset.into()),
        }))
    }
}

/// An error whose author writes its answer.
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

/// The one server of all tests.
fn server() -> SocketAddr {
    static ADDRESS: OnceLock<SocketAddr> = OnceLock::new();
    *ADDRESS.get_or_init(|| serve(app))
}

/// The same with the layer outside of the router.
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
fn everything_holds() {
    web::everything_holds(server());
}

#[test]
fn every_attack_is_answered() {
    web::attacks::every_attack_is_answered(server());
}

#[test]
fn every_option_holds() {
    web::options::every_option_holds(server());
}

#[test]
fn http_1_0_is_answered() {
    web::attacks::http_1_0_is_answered(server());
}

#[test]
fn http_2_is_answered() {
    web::http2::http_2_is_answered(server());
}

#[test]
fn head_is_answered_as_get() {
    web::attacks::head_is_answered_as_get(server());
}

#[test]
fn everything_holds_with_the_layer_outside_of_the_router() {
    web::everything_holds(server_with_layer_outside());
    web::attacks::head_is_answered_as_get(server_with_layer_outside());
}

#[test]
fn garbage_is_survived() {
    web::robustness::garbage_is_survived(server());
}

#[test]
fn half_a_body_is_survived() {
    web::robustness::half_a_body_is_survived(server());
}

#[test]
fn many_requests_are_answered() {
    web::robustness::many_requests_are_answered(server());
}

#[test]
fn without_the_layer_the_cause_is_in_the_extensions() {
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
fn the_fallbacks_are_envelopes_without_the_layer() {
    let app = Router::new()
        .route("/", get(async || OcpiJson(1)))
        .fallback(ocpi::not_found)
        .method_not_allowed_fallback(ocpi::method_not_allowed);
    let client = web::Client::new(serve(|| app));

    let answer = client.get("/nothing");
    assert_eq!((answer.http_status, answer.status_code()), (404, 2000));
    let answer = client.send(axum::http::Method::DELETE, "/", &[], None).unwrap();
    assert_eq!((answer.http_status, answer.status_code()), (405, 2000));
    assert_eq!(answer.header("allow"), "GET,HEAD");
}
