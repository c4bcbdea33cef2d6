//! Requests through a router: the layer and the extractors, compared with handwritten handlers.
//!
//! The layer is around the router. With `Router::layer`, axum boxes each request once more.

use std::cell::RefCell;
use std::convert::Infallible;
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::time::SystemTime;

use axum::body::{Body, Bytes, HttpBody};
use axum::extract::Path;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, Request, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use ocpi_status::axum::{OcpiJson, OcpiLayer};
use ocpi_status::{OcpiError, OcpiResponse};
use serde::Serialize;
use serde_json::Value;
use tower_layer::Layer;
use tower_service::Service;

use crate::data::{self, Token};
use crate::measure::Side;
use crate::{NamedRow, Row};

pub(crate) const ROWS: [NamedRow; 3] = [
    ("GET through a router: a success", || row(Method::GET, "/tokens/1", (200, 1000))),
    ("GET through a router: a 404 with 2004", || row(Method::GET, "/tokens/9", (404, 2004))),
    ("PUT through a router: a body of 180 bytes", || row(Method::PUT, "/tokens/1", (200, 1000))),
];

#[derive(Debug, thiserror::Error, OcpiError)]
enum TokenError {
    #[error("token {uid} is not known")]
    #[ocpi(code = 2004, http = 404)]
    Unknown { uid: String },
}

fn ours() -> Router {
    async fn token(Path(uid): Path<String>) -> Result<OcpiJson<Token>, TokenError> {
        if uid == "1" { Ok(OcpiJson(data::token(1))) } else { Err(TokenError::Unknown { uid }) }
    }

    async fn put_token(Path(_): Path<String>, OcpiJson(_): OcpiJson<Token>) -> OcpiResponse<()> {
        OcpiResponse::empty()
    }

    Router::new().route("/tokens/{uid}", get(token).put(put_token))
}

/// Builds the same router with axum alone: handlers write the envelope and the ids.
fn by_hand() -> Router {
    #[derive(Serialize)]
    struct Envelope<T> {
        #[serde(skip_serializing_if = "Option::is_none")]
        data: Option<T>,
        status_code: u16,
        #[serde(skip_serializing_if = "Option::is_none")]
        status_message: Option<String>,
        timestamp: String,
    }

    fn respond<T: Serialize>(
        request: &HeaderMap,
        http_status: StatusCode,
        data: Option<T>,
        status_code: u16,
        status_message: Option<String>,
    ) -> Response {
        const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
        const CORRELATION_ID: HeaderName = HeaderName::from_static("x-correlation-id");
        let timestamp = humantime::format_rfc3339_seconds(SystemTime::now()).to_string();
        let envelope = Envelope { data, status_code, status_message, timestamp };
        let mut response = (http_status, Json(envelope)).into_response();
        for name in [REQUEST_ID, CORRELATION_ID] {
            if let Some(id) = request.get(&name) {
                response.headers_mut().insert(name, id.clone());
            }
        }
        response
    }

    async fn token(Path(uid): Path<String>, headers: HeaderMap) -> Response {
        if uid == "1" {
            respond(&headers, StatusCode::OK, Some(data::token(1)), 1000, None)
        } else {
            let message = format!("token {uid} is not known");
            respond(&headers, StatusCode::NOT_FOUND, None::<()>, 2004, Some(message))
        }
    }

    async fn put_token(
        Path(_): Path<String>,
        headers: HeaderMap,
        Json(_): Json<Token>,
    ) -> Response {
        respond(&headers, StatusCode::OK, None::<()>, 1000, None)
    }

    Router::new().route("/tokens/{uid}", get(token).put(put_token))
}

fn row(method: Method, path: &'static str, expected: (u16, u64)) -> Row {
    let body = if method == Method::PUT {
        serde_json::to_vec(&data::token(1)).unwrap()
    } else {
        Vec::new()
    };
    let body = Bytes::from(body);
    let request = move || request(&method, path, &body);
    Row {
        sides: vec![
            side("ours", OcpiLayer::new().layer(ours()), request.clone(), expected),
            side("axum alone, by hand", by_hand(), request.clone(), expected).goal(1.0),
            side("ours, by Router::layer", ours().layer(OcpiLayer::new()), request, expected),
        ],
        instructions: 1000,
    }
}

fn side<S>(
    name: &'static str,
    mut service: S,
    request: impl Fn() -> Request<Body> + 'static,
    expected: (u16, u64),
) -> Side
where
    S: Service<Request<Body>, Response = Response, Error = Infallible> + 'static,
{
    let mut call = move || call(&mut service, request());
    let (http_status, ids, envelope) = call();
    assert_eq!(ids, 2);
    let envelope: Value = serde_json::from_slice(&envelope).unwrap();
    assert_eq!((http_status, envelope["status_code"].as_u64()), (expected.0, Some(expected.1)));
    assert!(envelope["timestamp"].is_string());
    let call = RefCell::new(call);
    Side::new(name, move || (call.borrow_mut())())
}

fn request(method: &Method, path: &'static str, body: &Bytes) -> Request<Body> {
    let mut request = Request::new(Body::from(body.clone()));
    *request.method_mut() = method.clone();
    *request.uri_mut() = path.parse().unwrap();
    for (name, value) in [
        ("host", "cpo.example"),
        ("authorization", "Token c21va2U="),
        ("accept", "application/json"),
        ("content-type", "application/json"),
        ("x-request-id", "0a8bd2c3-2b0b-4a3c-9e08-6a0e2c5f0d11"),
        ("x-correlation-id", "5f1e3b43-90f6-4a91-8b2a-0d3a6c6b0c55"),
    ] {
        let name = HeaderName::from_static(name);
        request.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    request
}

/// Returns the HTTP status, the number of ids and the body.
fn call<S>(router: &mut S, request: Request<Body>) -> (u16, usize, Bytes)
where
    S: Service<Request<Body>, Response = Response, Error = Infallible>,
{
    let mut context = Context::from_waker(Waker::noop());
    let Poll::Ready(response) = pin!(router.call(request)).poll(&mut context) else {
        panic!("nothing is waited for")
    };
    let Ok::<_, Infallible>(response) = response;
    let (parts, body) = response.into_parts();
    let ids = ["x-request-id", "x-correlation-id"];
    let ids = ids.iter().filter(|name| parts.headers.contains_key(**name)).count();
    let Poll::Ready(Some(Ok(frame))) = pin!(body).poll_frame(&mut context) else {
        panic!("the body is there")
    };
    (parts.status.as_u16(), ids, frame.into_data().unwrap())
}
