//! The server under test.

mod attacks;
mod bodies;

use std::fmt;
use std::rc::Rc;

use actix_web::body::{BoxBody, MessageBody};
use actix_web::error::ErrorBadGateway;
use actix_web::http::StatusCode;
use actix_web::web::{Query, ServiceConfig, get, head, put, resource};
use actix_web::{FromRequest, Handler, HttpRequest, HttpResponse, Responder, ResponseError};
use ocpi_status::actix_web::{OcpiJson, OcpiOptionalJson, OcpiQuery};
use ocpi_status::{OcpiResponse, Relayed, Reply, RequestError};
use serde::Deserialize;

use self::bodies::{Broken, Endless};
use crate::web::{
    self, Awkward, FOREIGN, NOT_OCPI, SECRET, TestError, UNKNOWN_TOKEN, Unserializable,
};

#[derive(Deserialize)]
struct Page {
    limit: u32,
}

pub(crate) fn routes(app: &mut ServiceConfig) {
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
    // An error of actix-web itself.
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
    attacks::attacks(app);
    attacks::for_options(app);
    app.route("/body", put().to(async |OcpiJson(body): OcpiJson<Vec<u32>>| OcpiJson(body)));
    app.route("/optional-body", put().to(optional_body));
}

/// Adds HEAD, which actix-web, unlike axum, does not route to GET.
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
