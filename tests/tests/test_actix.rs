//! actix-web: see `web` for what must hold.
#![cfg(feature = "actix-web")]

mod web;

use std::collections::VecDeque;
use std::convert::Infallible;
use std::fmt;
use std::net::SocketAddr;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::{OnceLock, mpsc};
use std::task::{Context, Poll};
use std::time::Duration;
use std::{io, thread};

use actix_web::body::{BodySize, BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::error::ErrorBadGateway;
use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::middleware::{ErrorHandlerResponse, ErrorHandlers, Next, from_fn};
use actix_web::web::{
    Bytes, Path, PayloadConfig, Query, ServiceConfig, get, head, put, resource, scope, to,
};
use actix_web::{
    App, FromRequest, Handler, HttpRequest, HttpResponse, HttpServer, Responder, ResponseError, rt,
};
use ocpi_status::actix_web::{
    self as ocpi, MessageIds, OcpiJson, OcpiMiddleware, OcpiOptionalJson, OcpiQuery,
};
use ocpi_status::{AnsweredError, OcpiResponse, Relayed, Reply, RequestError, Version};
use serde::Deserialize;

use self::web::attacks::{Bomb, DESCRIPTIONS, Panicking, UNFIT, long_tail};
use self::web::{
    Awkward, FOREIGN, MAX_BODY, NOT_OCPI, SECRET, TestError, UNFIT_OK, UNKNOWN_TOKEN,
    Unserializable,
};

#[derive(Deserialize)]
struct Page {
    limit: u32,
}

fn routes(app: &mut ServiceConfig) {
    on(app, "/error", async || Err::<Reply, _>(UNKNOWN_TOKEN));
    on(app, "/timeout", async || Err::<Reply, _>(TestError::Timeout));
    on(app, "/database", async || Err::<Reply, _>(TestError::Database(fmt::Error)));
    on(app, "/awkward", async || {
        Awkward { name: "x", what: "y", thread: Rc::new(()) }.error_response()
    });
    on(app, "/unserializable", async || OcpiResponse::success(Unserializable));
    on(app, "/relayed", async || Err::<Reply, Relayed>(web::relayed()));
    on(app, "/request-error", async || Err::<Reply, RequestError>(web::request_error()));
    on(app, "/response", async || OcpiResponse::empty().created());
    on(app, "/reply", async || Reply::from(OcpiResponse::success(1)));
    on(app, "/json", async || OcpiJson(1));
    on(app, "/list", list);
    on(app, "/page", async |OcpiQuery(page): OcpiQuery<Page>| OcpiJson(page.limit));
    on(app, "/ids", ids);
    on(app, "/text", async || (SECRET, StatusCode::INTERNAL_SERVER_ERROR));
    on(app, "/text-ok", async || SECRET);
    on(app, "/not-ocpi", async || foreign(StatusCode::NOT_FOUND, NOT_OCPI));
    // An error of the framework's own.
    on(app, "/long", async || Err::<Reply, _>(ErrorBadGateway(SECRET.repeat(200_000))));
    on(app, "/long-ok", async || " ".repeat(1024 * 1024));
    on(app, "/endless", async || bad_gateway(Endless));
    on(app, "/broken", async || bad_gateway(Broken(Some(SECRET))));
    on(app, "/empty", async || HttpResponse::new(StatusCode::IM_A_TEAPOT));
    on(app, "/unknown-status", async || HttpResponse::new(StatusCode::from_u16(599).unwrap()));
    on(app, "/framework/x", async |page: Query<Page>| page.limit.to_string());
    on(app, "/panic", panics);
    on(app, "/panic-value", panics_with_value);
    on(app, "/foreign", async || foreign(StatusCode::NOT_FOUND, FOREIGN));
    on(app, "/foreign-ok", async || foreign(StatusCode::OK, FOREIGN));
    on(app, "/redirect", redirect);
    on(app, "/not-modified", not_modified);
    on(app, "/headers", headers);
    attacks(app);
    for_options(app);
    app.route("/body", put().to(async |OcpiJson(body): OcpiJson<Vec<u32>>| OcpiJson(body)));
    app.route("/optional-body", put().to(optional_body));
}

fn attacks(app: &mut ServiceConfig) {
    on(app, "/pending", async || bad_gateway(Script::new([])));
    on(app, "/trickle", async || bad_gateway(Script::new([Step::Data("data: 1\n\n")])));
    on(app, "/pending-json", async || json(50, Script::new([])));
    on(app, "/trickle-json", async || json(50, Script::new([Step::Data("{")])));
    on(app, "/empty-frames", async || json(50, Empty));
    on(app, "/late-json", async || {
        json(LATE.len(), Script::new([Step::Late, Step::Data(LATE), Step::End]))
    });
    on(app, "/unfit/{number}", async |number: Path<usize>| {
        let (content_type, body, ..) = UNFIT[*number];
        let mut response = HttpResponse::BadGateway();
        if let Some(content_type) = content_type {
            response.content_type(content_type);
        }
        let mut response = response.body(body);
        if content_type.is_none() {
            response.headers_mut().remove("content-type");
        }
        response
    });
    on(app, "/long-tail", async || {
        HttpResponse::BadGateway().content_type("application/json").body(long_tail())
    });
    on(app, "/panicking-body", async || bad_gateway(Script::new([Step::Panic])));
    on(app, "/panicking-drop", async || bad_gateway(PanickingDrop));
    on(app, "/panicking-payload", async || -> Reply { std::panic::panic_any(Bomb(3)) });
    on(app, "/panicking-display", async || Reply::from(Panicking::Display));
    on(app, "/panicking-data", async || Reply::from(Panicking::Data));
    on(app, "/described", async || describe(HttpResponse::ServiceUnavailable().body(SECRET)));
    on(app, "/described-own", async || describe(UNKNOWN_TOKEN.error_response()));
    let unknown_token = || get().to(async || Err::<Reply, _>(UNKNOWN_TOKEN));
    let handlers = ErrorHandlers::new().handler(StatusCode::NOT_FOUND, |response| {
        let body = BoxBody::new("<h1>hunter2</h1>");
        Ok(ErrorHandlerResponse::Response(response.map_body(|_, _| body).map_into_right_body()))
    });
    app.service(resource("/replaced").wrap(handlers).route(unknown_token()));
    let handlers =
        ErrorHandlers::new().handler(StatusCode::NOT_FOUND, |response: ServiceResponse| {
            let BodySize::Sized(size) = response.response().body().size() else { panic!() };
            let body = BoxBody::new("<".repeat(size.try_into().unwrap()));
            Ok(ErrorHandlerResponse::Response(response.map_body(|_, _| body).map_into_right_body()))
        });
    app.service(resource("/replaced-same-size").wrap(handlers).route(unknown_token()));
    let handlers = ErrorHandlers::new().handler(StatusCode::NOT_FOUND, |mut response| {
        let encoding =
            (HeaderName::from_static("content-encoding"), HeaderValue::from_static("gzip"));
        response.headers_mut().insert(encoding.0, encoding.1);
        let body = BoxBody::new("\u{1f}\u{8b}");
        Ok(ErrorHandlerResponse::Response(response.map_body(|_, _| body).map_into_right_body()))
    });
    app.service(resource("/encoded").wrap(handlers).route(unknown_token()));
    let failing = from_fn(async |_: ServiceRequest, _: Next<BoxBody>| {
        Err::<ServiceResponse<BoxBody>, _>(InnerError::Display.into())
    });
    app.service(resource("/inner-error").wrap(failing).route(unknown_token()));
    let failing = from_fn(async |_: ServiceRequest, _: Next<BoxBody>| {
        Err::<ServiceResponse<BoxBody>, _>(InnerError::Response.into())
    });
    app.service(resource("/inner-error-response").wrap(failing).route(unknown_token()));
}

fn for_options(app: &mut ServiceConfig) {
    on(app, "/empty-ok", async || HttpResponse::Ok().insert_header(("etag", "\"1\"")).finish());
    on(app, "/bare-json", async || foreign(StatusCode::OK, "[1]"));
    on(app, "/unfit-ok", async || foreign(StatusCode::OK, UNFIT_OK));
    on(app, "/pending-ok", async || json_ok(50, Script::new([])));
    on(app, "/broken-ok", async || json_ok(50, Script::new([Step::Panic])));
    on(app, "/slow-ok", async || {
        let steps = [Step::Data("[1"), Step::Late, Step::Data(",2]"), Step::End];
        json_ok(5, Script::new(steps))
    });
    on(app, "/no-content", async || HttpResponse::NoContent().finish());
    on(app, "/custom", async || web::custom());
    on(app, "/message-ids", async |ids: MessageIds| web::forwarded(&ids));
    on(app, "/routed", async || {
        OcpiResponse::empty()
            .with_header("OCPI-from-party-id", "HUB")
            .with_header("OCPI-from-country-code", "FR")
    });
    on(app, "/question-mark/{which}", question_mark);
    on(app, "/unauthorized", ocpi::unauthorized);
    on(app, "/forbidden", ocpi::forbidden);
    let handlers = ErrorHandlers::new().handler(StatusCode::OK, |response: ServiceResponse| {
        let BodySize::Sized(size) = response.response().body().size() else { panic!() };
        let body = BoxBody::new("<".repeat(size.try_into().unwrap()));
        Ok(ErrorHandlerResponse::Response(response.map_body(|_, _| body).map_into_right_body()))
    });
    let success = get().to(async || OcpiJson(1));
    app.service(resource("/replaced-ok").wrap(handlers).route(success));
}

async fn question_mark(which: Path<String>) -> Result<OcpiJson<u32>, Reply> {
    Ok(web::question_mark(&which)?.into())
}

fn json_ok(size: usize, body: impl MessageBody + 'static) -> HttpResponse {
    let mut response = json(size, body);
    *response.status_mut() = StatusCode::OK;
    response
}

fn json(size: usize, body: impl MessageBody + 'static) -> HttpResponse {
    let body = SizedBody { size: size.try_into().unwrap(), body: Box::pin(body) };
    HttpResponse::BadGateway().content_type("application/json").body(BoxBody::new(body))
}

fn describe(mut response: HttpResponse) -> HttpResponse {
    for (name, value) in DESCRIPTIONS.into_iter().chain([("retry-after", "5")]) {
        let name = HeaderName::from_static(name);
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

/// The error of a middleware that panics when it is made a response.
#[derive(Clone, Copy, Debug)]
enum InnerError {
    Display,
    Response,
}

impl fmt::Display for InnerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Display => panic!("{SECRET}"),
            Self::Response => f.write_str(SECRET),
        }
    }
}

impl ResponseError for InnerError {
    fn error_response(&self) -> HttpResponse {
        match self {
            Self::Display => HttpResponse::BadGateway().body(SECRET),
            Self::Response => panic!("{SECRET}"),
        }
    }
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

impl MessageBody for Script {
    type Error = Infallible;

    fn size(&self) -> BodySize {
        BodySize::Stream
    }

    fn poll_next(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Infallible>>> {
        match self.0.pop_front() {
            Some(Step::Data(data)) => Poll::Ready(Some(Ok(data.into()))),
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

/// A body of a known size.
struct SizedBody<B> {
    size: u64,
    body: Pin<Box<B>>,
}

impl<B: MessageBody> MessageBody for SizedBody<B> {
    type Error = B::Error;

    fn size(&self) -> BodySize {
        BodySize::Sized(self.size)
    }

    fn poll_next(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, B::Error>>> {
        self.body.as_mut().poll_next(context)
    }
}

/// A body of nothing, without an end.
struct Empty;

impl MessageBody for Empty {
    type Error = Infallible;

    fn size(&self) -> BodySize {
        BodySize::Stream
    }

    fn poll_next(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Infallible>>> {
        Poll::Ready(Some(Ok(Bytes::new())))
    }
}

/// A body that panics when it is dropped.
struct PanickingDrop;

impl MessageBody for PanickingDrop {
    type Error = Infallible;

    fn size(&self) -> BodySize {
        BodySize::Stream
    }

    fn poll_next(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Infallible>>> {
        Poll::Pending
    }
}

impl Drop for PanickingDrop {
    fn drop(&mut self) {
        panic!("{SECRET}");
    }
}

/// Unlike axum, actix-web has no HEAD where there is a GET.
fn on<F, A>(app: &mut ServiceConfig, path: &str, handler: F)
where
    F: Handler<A, Output: Responder + 'static>,
    A: FromRequest + 'static,
{
    let get = get().to(handler.clone());
    app.service(resource(path).route(get).route(head().to(handler)));
}

async fn list() -> OcpiResponse<[u32; 2]> {
    OcpiResponse::success([1, 2])
        .with_header("X-Total-Count", 20)
        .with_header("X-Limit", 2)
        .with_header("Link", "<https://cpo.example/?offset=2>; rel=\"next\"")
}

async fn optional_body(body: OcpiOptionalJson<Vec<u32>>) -> OcpiJson<Option<usize>> {
    OcpiJson(body.0.map(|body| body.len()))
}

async fn ids(request: HttpRequest) -> OcpiResponse<String> {
    let id = request.headers().get("x-request-id").unwrap().to_str().unwrap().to_owned();
    OcpiResponse::success(id).with_header("X-Request-ID", "another")
}

fn foreign(status: StatusCode, body: &'static str) -> HttpResponse {
    HttpResponse::build(status).content_type("application/json;charset=UTF-8").body(body)
}

fn bad_gateway(body: impl MessageBody + 'static) -> HttpResponse {
    HttpResponse::with_body(StatusCode::BAD_GATEWAY, BoxBody::new(body))
}

async fn panics() -> Reply {
    panic!("{SECRET}");
}

async fn panics_with_value() -> Reply {
    std::panic::panic_any(SECRET.len());
}

async fn redirect() -> HttpResponse {
    HttpResponse::Found().insert_header(("location", "/error")).body("elsewhere")
}

async fn not_modified() -> HttpResponse {
    HttpResponse::NotModified().insert_header(("etag", "\"1\"")).finish()
}

async fn headers() -> HttpResponse {
    HttpResponse::ServiceUnavailable()
        .insert_header(("retry-after", "5"))
        .insert_header(("www-authenticate", "Token"))
        .insert_header(("content-encoding", "gzip"))
        .insert_header(("content-type", "text/html"))
        .insert_header(("etag", "\"1\""))
        .body(SECRET)
}

/// A body without an end.
struct Endless;

impl MessageBody for Endless {
    type Error = io::Error;

    fn size(&self) -> BodySize {
        BodySize::Stream
    }

    fn poll_next(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, io::Error>>> {
        Poll::Ready(Some(Ok(Bytes::from_static(b"hunter2 "))))
    }
}

/// A body that breaks off.
struct Broken(Option<&'static str>);

impl MessageBody for Broken {
    type Error = io::Error;

    fn size(&self) -> BodySize {
        BodySize::Stream
    }

    fn poll_next(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, io::Error>>> {
        Poll::Ready(Some(match self.0.take() {
            Some(text) => Ok(Bytes::from_static(text.as_bytes())),
            None => Err(io::ErrorKind::ConnectionReset.into()),
        }))
    }
}

/// An error whose author writes its answer.
#[derive(Debug, thiserror::Error, ocpi_status::OcpiError)]
#[error("own")]
#[ocpi(code = 2000, web = false)]
struct OwnAnswer;

impl ResponseError for OwnAnswer {
    fn status_code(&self) -> StatusCode {
        StatusCode::IM_A_TEAPOT
    }
}

/// Starts a server on a thread of its own.
macro_rules! serve {
    ($app:expr) => {{
        let (sender, address) = mpsc::channel();
        thread::spawn(move || {
            rt::System::new().block_on(async move {
                let server = HttpServer::new(move || $app).workers(2).disable_signals();
                let server = server.bind_auto_h2c("127.0.0.1:0").unwrap();
                sender.send(server.addrs()[0]).unwrap();
                server.run().await.unwrap();
            });
        });
        address.recv().unwrap()
    }};
}

/// The one server of all tests.
fn server() -> SocketAddr {
    static ADDRESS: OnceLock<SocketAddr> = OnceLock::new();
    *ADDRESS.get_or_init(|| {
        let v2_1_1 = OcpiMiddleware::new().for_version(Version::V2_1_1);
        let v2_2_1 = OcpiMiddleware::new().for_version(Version::V2_2_1);
        let strict = OcpiMiddleware::new().require_envelope();
        let plain = OcpiMiddleware::new().without_error_data().with_success_message("Success");
        serve!(
            App::new()
                .app_data(PayloadConfig::new(MAX_BODY))
                .service(scope("/2.1.1/2.2.1").configure(routes).wrap(v2_2_1).wrap(v2_1_1))
                .service(scope("/2.2.1/2.1.1").configure(routes).wrap(v2_1_1).wrap(v2_2_1))
                .service(scope("/2.1.1").configure(routes).wrap(v2_1_1))
                .service(scope("/strict").configure(routes).wrap(strict))
                .service(scope("/plain").configure(routes).wrap(plain))
                .configure(routes)
                .route("/health", get().to(async || ("down", StatusCode::SERVICE_UNAVAILABLE)))
                .wrap(OcpiMiddleware::new().exempt(|path| path == "/health"))
        )
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
fn without_the_middleware_the_cause_is_in_the_extensions() {
    let response = TestError::Database(fmt::Error).error_response();
    let extensions = response.extensions();
    let source = extensions.get::<AnsweredError>().unwrap();
    assert_eq!(source.status_code(), 3000);
    assert_eq!(source.label(), Some("TestError::Database"));
    assert!(source.cause().unwrap().contains(SECRET));
    assert_eq!(extensions.get(), Some(&ocpi_status::StatusCode::SERVER_ERROR));
    assert_eq!(UNKNOWN_TOKEN.status_code(), StatusCode::NOT_FOUND);

    assert_eq!(OwnAnswer.error_response().status(), StatusCode::IM_A_TEAPOT);

    let request = actix_web::test::TestRequest::default().to_http_request();
    let response = OcpiResponse::empty().respond_to(&request);
    assert!(response.extensions().get::<AnsweredError>().is_none());
    assert_eq!(response.extensions().get(), Some(&ocpi_status::StatusCode::SUCCESS));
}

#[test]
fn the_default_services_are_envelopes_without_the_middleware() {
    let address = serve!(
        App::new()
            .service(
                resource("/")
                    .get(async || OcpiJson(1))
                    .default_service(to(ocpi::method_not_allowed)),
            )
            .default_service(to(ocpi::not_found))
    );
    let client = web::Client::new(address);
    let answer = client.get("/nothing");
    assert_eq!((answer.http_status, answer.status_code()), (404, 2000));
    let answer = client.send(ocpi_status::http::Method::DELETE, "/", &[], None).unwrap();
    assert_eq!((answer.http_status, answer.status_code()), (405, 2000));
}
