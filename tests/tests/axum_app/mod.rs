//! The server under test.

mod attacks;
mod bodies;

use std::rc::Rc;

use axum::Router;
use axum::body::Body;
use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode};
use axum::response::IntoResponse;
use axum::routing::{get, put};
use ocpi_status::axum::{OcpiJson, OcpiQuery};
use ocpi_status::{OcpiResponse, Reply};
use serde::Deserialize;

use self::bodies::{Broken, Endless};
use crate::web::{
    self, Awkward, FOREIGN, NOT_OCPI, SECRET, TestError, UNKNOWN_TOKEN, Unserializable,
};

const FOREIGN_JSON: [(&str, &str); 1] = [("content-type", "application/json;charset=UTF-8")];

#[derive(Deserialize)]
struct Page {
    limit: u32,
}

pub(crate) fn routes() -> Router {
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
        .merge(attacks::attacks())
        .merge(attacks::for_options())
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
