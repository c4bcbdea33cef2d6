//! Parties whose responses cannot be passed on, and one that responds with the headers of the
//! request.

use std::future;
use std::net::SocketAddr;

use axum::Router;
use axum::http::header::{LINK, LOCATION};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Html;
use axum::routing::any;
use ocpi_status::OcpiResponse;
use serde_json::{Value, json};

use crate::party::{Party, PartyId};

const IDS: [&str; 6] = ["ECH", "HTM", "LNK", "NO1", "NO2", "SLO"];

/// Returns a party whose server is at `url`.
pub(super) fn party(id: &str, url: String) -> Party {
    Party {
        id: PartyId::new("XX", id),
        token: format!("{id}-token"),
        url,
        hubs_token: "hub-token".to_owned(),
        receives: &[],
    }
}

pub(super) fn registered_at(address: SocketAddr) -> impl Iterator<Item = Party> {
    IDS.into_iter().map(move |id| party(id, format!("http://{address}/{id}")))
}

/// The server of all these parties; each has its id as the first part of its path.
pub(super) fn routes() -> Router {
    let refusal = r#"{"status_code":2000,"timestamp":"2026-11-22T12:00:00Z"}"#;
    Router::new()
        .route("/ECH/locations", any(echo))
        .route(
            "/ECH/cdrs",
            any(async || OcpiResponse::empty().created().with_header(LOCATION, "/ECH/cdrs/1")),
        )
        .route("/HTM/locations", any(async || Html("<h1>hunter2 is out of order</h1>")))
        .route(
            "/LNK/locations",
            any(async || {
                let response = OcpiResponse::success([0; 0]);
                response.with_header(LINK, "<http://elsewhere.example/locations>; rel=\"next\"")
            }),
        )
        .route("/NO1/locations", any(async || StatusCode::UNAUTHORIZED))
        .route("/NO2/locations", any(async move || (StatusCode::FORBIDDEN, refusal)))
        .route("/SLO/locations", any(future::pending::<()>))
}

/// Responds with the headers of the request.
async fn echo(headers: HeaderMap) -> OcpiResponse<Value> {
    let value = |value: &axum::http::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into();
    let headers = headers.iter().map(|(name, text)| (name.to_string(), value(text)));
    OcpiResponse::success(json!(headers.collect::<serde_json::Map<String, Value>>()))
}
