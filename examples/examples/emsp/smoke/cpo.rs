//! The versions of the CPOs that register, some of them invalid.

use std::net::SocketAddr;

use axum::Router;
use axum::response::Html;
use axum::routing::get;
use ocpi_status::axum::OcpiJson;
use serde_json::{Value, json};

/// The good CPO has its versions at `/good/versions`, the others likewise.
pub(super) fn routes(address: SocketAddr) -> Router {
    let url = format!("http://{address}");
    let versions = |of: &str, versions: &[&str]| {
        let entry =
            |version: &&str| json!({"version": version, "url": format!("{url}/{of}/{version}")});
        versions.iter().map(entry).collect::<Value>()
    };
    let details = |modules: &[&str]| {
        let endpoint = |module: &&str| json!({"identifier": module, "role": "SENDER", "url": url});
        json!({"version": "2.2.1", "endpoints": modules.iter().map(endpoint).collect::<Value>()})
    };
    let json = |value: Value| get(async move || OcpiJson(value));
    Router::new()
        // 9.9 is a version that the eMSP does not know.
        .route("/good/versions", json(versions("good", &["9.9", "2.1.1", "2.2.1"])))
        .route("/good/2.2.1", json(details(&["credentials", "locations", "telepathy"])))
        .route("/good/2.1.1", json(details(&["credentials", "locations"])))
        .route("/old/versions", json(versions("old", &["2.0"])))
        .route("/bare/versions", json(versions("bare", &["2.2.1"])))
        .route("/bare/2.2.1", json(details(&["credentials"])))
        .route("/html/versions", get(async || Html("<h1>hunter2 is out of order</h1>")))
}
