//! Runs the shared tests in `web` on actix-web.
#![cfg(feature = "actix-web")]

mod actix_app;
mod web;

use std::net::SocketAddr;
use std::sync::{OnceLock, mpsc};
use std::{fmt, thread};

use actix_web::http::StatusCode;
use actix_web::web::{PayloadConfig, get, resource, scope, to};
use actix_web::{App, HttpServer, Responder, ResponseError, rt};
use ocpi_status::actix_web::{self as ocpi, OcpiJson, OcpiMiddleware, OcpiOptionalJson, OcpiQuery};
use ocpi_status::{AnsweredError, OcpiResponse, Reply, Version};

use self::actix_app::routes;
use self::web::{MAX_BODY, SECRET, TestError, UNKNOWN_TOKEN};

/// An error with a handwritten `ResponseError`.
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

/// Returns the address of the server that all tests share.
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

#[test]
fn keeps_the_cause_in_the_extensions_without_the_middleware() {
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
fn keeps_the_error_in_the_extensions_of_an_http_response() {
    web::assert_plain_response();
}

#[test]
fn extractors_dereference_and_unwrap_to_their_value() {
    web::assert_wrapper!(OcpiJson(1));
    web::assert_wrapper!(OcpiQuery("limit"));
    web::assert_wrapper!(OcpiOptionalJson(Some(1)));
}

#[test]
fn sends_http_200_when_the_status_does_not_fit_the_code() {
    let request = actix_web::test::TestRequest::default().to_http_request();
    assert_eq!(Reply::from(web::Conflict).respond_to(&request).status(), StatusCode::OK);
    let error = Transparent(web::Conflict);
    assert_eq!(ResponseError::status_code(&error), StatusCode::OK);
    assert_eq!(error.error_response().status(), StatusCode::OK);
}

/// An error whose HTTP status, taken from a handwritten error, does not fit its code.
#[derive(Debug, thiserror::Error, ocpi_status::OcpiError)]
#[error(transparent)]
#[ocpi(transparent)]
struct Transparent(#[from] web::Conflict);

#[test]
fn default_services_return_envelopes_without_the_middleware() {
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
