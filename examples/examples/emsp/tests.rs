//! Tests on three levels: errors, handlers, and the router.

use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Path, State};
use axum::http::header::AUTHORIZATION;
use axum::http::{HeaderMap, Method, Request, StatusCode};
use axum::middleware::from_fn_with_state;
use axum::routing::any;
use ocpi_status::axum::{OcpiLayer, OcpiQuery};
use ocpi_status::{
    ErrorCode, OcpiError, PeerError, PeerRejection, Reply, next_page, read_ack, read_response,
};
use serde::Deserialize;
use tower::ServiceExt;

use crate::objects::{Object, ObjectError};
use crate::peer::Peer;
use crate::store::{Store, StoreError};
use crate::tokens::{Allowed, AuthorizeError, AuthorizeQuery, LocationReferences, Token};
use crate::versions::v2_1_1::V2_1_1;
use crate::versions::v2_2_1::{Location, V2_2_1};
use crate::{DEMO, Emsp, routes, smoke, tokens};

const LOCATION: &str = r#"{"country_code":"NL","party_id":"CPO","id":"LOC1","publish":true,
    "address":"Damrak 1","city":"Amsterdam","country":"NLD","last_updated":"2026-11-22T12:00:00Z"}"#;

fn emsp() -> Emsp {
    let store = Store::in_memory().expect("a database");
    store.execute(DEMO).expect("the tables are there");
    Emsp::new(([127, 0, 0, 1], 8080).into(), store)
}

fn peer() -> Peer {
    Peer { country_code: "NL".to_owned(), party_id: "CPO".to_owned() }
}

fn token(whitelist: &str, valid: bool) -> Token {
    Token {
        uid: "1".to_owned(),
        kind: "RFID".to_owned(),
        contract_id: "C1".to_owned(),
        issuer: "eMSP".to_owned(),
        valid,
        whitelist: whitelist.to_owned(),
        last_updated: ocpi_status::Timestamp::now(),
    }
}

/// Sends a request to the router, as the registered party.
async fn send(
    emsp: &Emsp,
    method: Method,
    uri: &str,
    body: &'static str,
) -> (StatusCode, HeaderMap, Bytes) {
    let request = Request::builder()
        .method(method)
        .uri(uri)
        .header(AUTHORIZATION, "Token cpo-token")
        .body(Body::from(body))
        .expect("a request");
    let response = routes::app(emsp.clone()).oneshot(request).await.expect("a response");
    let (head, body) = response.into_parts();
    let body = to_bytes(body, 1 << 20).await.expect("a body");
    (head.status, head.headers, body)
}

fn rejection(http_status: StatusCode, body: &[u8]) -> PeerRejection {
    match read_ack(http_status, body) {
        Err(PeerError::Rejected(rejection)) => rejection,
        other => panic!("not an error response: {other:?}"),
    }
}

#[tokio::test]
async fn returns_the_expected_response_for_every_smoke_case() {
    assert_eq!(smoke::run().await.expect("a port"), std::process::ExitCode::SUCCESS);
}

#[test]
fn sends_no_source_when_the_database_fails() {
    let reply = Reply::from(StoreError::from(rusqlite::Error::InvalidPath("hunter2".into())));
    assert_eq!(reply.status_code(), 3000);
    assert!(!reply.text().contains("hunter2"), "{}", reply.text());
    assert!(reply.cause().is_some_and(|cause| cause.contains("hunter2")), "{reply:?}");
}

#[test]
fn checks_validity_before_the_location() {
    let references = || Some(LocationReferences { location_id: "L".into(), evse_uids: vec![] });
    let allowed = |token, references| tokens::decide(token, references).map(|is| is.allowed);
    assert!(matches!(allowed(token("ALLOWED", true), None), Ok(Allowed::Allowed)));
    assert!(matches!(allowed(token("NEVER", true), references()), Ok(Allowed::Allowed)));
    assert!(matches!(allowed(token("NEVER", false), None), Ok(Allowed::Blocked)));
    let error = allowed(token("NEVER", true), None).expect_err("the location is missing");
    assert_eq!(error.status_code(), ErrorCode::NOT_ENOUGH_INFORMATION);
}

#[tokio::test]
async fn returns_2004_when_the_token_is_unknown() {
    let query = AuthorizeQuery { kind: "RFID".to_owned() };
    let (state, path) = (State(emsp()), Path("1".to_owned()));
    let result = tokens::authorize::<V2_2_1>(peer(), state, path, OcpiQuery(query), None).await;
    let error = result.expect_err("the token is not known");
    assert!(matches!(&error, AuthorizeError::UnknownToken(uid) if uid == "1"), "{error:?}");
    assert_eq!(error.http_status(), StatusCode::NOT_FOUND);
    assert_eq!(error.status_code(), ErrorCode::UNKNOWN_TOKEN);
}

#[tokio::test]
async fn sends_the_code_of_the_version_when_the_token_is_unknown() {
    let emsp = emsp();
    for (version, code) in [("2.1.1", 2000), ("2.2.1", 2004)] {
        let uri = format!("/ocpi/{version}/tokens/1/authorize");
        let (http_status, _, body) = send(&emsp, Method::POST, &uri, "").await;
        assert_eq!(http_status, 404, "{version}");
        assert_eq!(rejection(http_status, &body).status_code(), code, "{version}");
    }
}

#[tokio::test]
async fn links_from_each_page_to_the_next() {
    #[derive(Deserialize)]
    struct Item {
        uid: String,
    }

    let emsp = emsp();
    let mut uids = Vec::new();
    let mut next = Some(emsp.url::<V2_1_1>("/tokens?limit=2"));
    while let Some(url) = next {
        let (http_status, headers, body) = send(&emsp, Method::GET, &url, "").await;
        let page = read_response::<Vec<Item>>(http_status, &body).expect("a page").data;
        uids.extend(page.into_iter().map(|item| item.uid));
        next = next_page(&headers).map(ToOwned::to_owned);
    }
    assert_eq!(uids, ["012345678", "987654321", "000000000"]);
}

#[tokio::test]
async fn returns_3000_without_details_when_the_database_is_broken() {
    let emsp = emsp();
    emsp.store.execute("DROP TABLE token; DROP TABLE object").expect("the tables are there");
    for (method, path, body) in [
        (Method::GET, "tokens", ""),
        (Method::POST, "tokens/1/authorize", ""),
        (Method::PUT, "locations/NL/CPO/LOC1", LOCATION),
        (Method::GET, "cdrs/1", ""),
    ] {
        let uri = format!("/ocpi/2.2.1/{path}");
        let (http_status, _, body) = send(&emsp, method, &uri, body).await;
        let rejection = rejection(http_status, &body);
        assert_eq!(rejection.status_code(), 3000, "{path}");
        assert_eq!(rejection.status_message(), Some("server error"), "{path}");
        assert_eq!(rejection.data_json(), None, "{path}");
    }
}

#[tokio::test]
async fn keeps_the_object_when_a_patch_is_refused() {
    let (emsp, uri) = (emsp(), "/ocpi/2.2.1/locations/NL/CPO/LOC1");
    let (http_status, ..) = send(&emsp, Method::PUT, uri, LOCATION).await;
    assert_eq!(http_status, StatusCode::CREATED);
    for patch in [
        r#"{"city":"Utrecht"}"#,
        r#"{"city":5,"last_updated":"2026-11-22T13:00:00Z"}"#,
        r#"{"city":null,"last_updated":"2026-11-22T13:00:00Z"}"#,
        r#"{"city":"Utrecht","id":"LOC2","last_updated":"2026-11-22T13:00:00Z"}"#,
    ] {
        let (http_status, _, body) = send(&emsp, Method::PATCH, uri, patch).await;
        assert_eq!(rejection(http_status, &body).status_code(), 2001, "{patch}");
    }
    let (http_status, _, body) = send(&emsp, Method::GET, uri, "").await;
    let location = read_response::<serde_json::Value>(http_status, &body).expect("a location");
    assert_eq!(location.data["city"], "Amsterdam");
}

#[tokio::test]
async fn returns_403_when_the_object_belongs_to_another_party() {
    let emsp = emsp();
    for (method, body) in [(Method::GET, ""), (Method::PUT, LOCATION), (Method::PATCH, "{}")] {
        let uri = "/ocpi/2.2.1/locations/NL/ABC/LOC1";
        let (http_status, _, body) = send(&emsp, method, uri, body).await;
        assert_eq!(rejection(http_status, &body).http_status(), 403);
    }
}

#[tokio::test]
async fn returns_503_with_retry_after_when_a_handler_is_slow() {
    let app = Router::new()
        .route("/", any(std::future::pending::<()>))
        .layer(from_fn_with_state(Duration::from_millis(10), routes::in_time))
        .layer(OcpiLayer::new());
    let request = Request::get("/").body(Body::empty()).expect("a request");
    let (head, body) = app.oneshot(request).await.expect("a response").into_parts();
    let body = to_bytes(body, 1 << 20).await.expect("a body");
    assert_eq!(rejection(head.status, &body).http_status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(head.headers["retry-after"], "30");
}

#[test]
fn returns_unknown_location_for_the_id_of_a_location() {
    assert!(matches!(Location::unknown("LOC1".to_owned()), ObjectError::UnknownLocation(_)));
}
