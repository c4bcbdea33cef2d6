//! Helpers that the tests share.

use std::error::Error;
use std::fmt::Debug;

use ocpi_status::http::StatusCode as HttpStatus;
use ocpi_status::{ErrorCode, OcpiError, PeerError, PeerRejection, Reply, Version};
use proptest::prelude::*;
use serde::{Deserialize, Serialize};

/// The `data` of an endpoint.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct Location {
    /// Its name.
    pub id: String,
}

/// A code declared in this crate.
pub const CODE: ErrorCode = ErrorCode::HUB_ERROR;

/// Gives the path of [`CODE`], which begins with `$crate`, to another macro.
#[macro_export]
macro_rules! with_code_of_this_crate {
    ($macro:ident) => {
        $macro!($crate::CODE);
    };
}

/// Returns the HTTP status with this number.
///
/// # Panics
///
/// If the number is out of range.
#[must_use]
pub fn http(status: u16) -> HttpStatus {
    HttpStatus::from_u16(status).expect("an HTTP status")
}

/// Returns the rejection in a result.
///
/// # Panics
///
/// If the result is not a rejection.
#[track_caller]
pub fn rejection<T: Debug>(result: Result<T, PeerError>) -> PeerRejection {
    match result {
        Err(PeerError::Rejected(rejection)) => rejection,
        other => panic!("{other:?}"),
    }
}

/// Returns the name of the result in the recorded data.
pub fn kind<T>(result: &Result<T, PeerError>) -> &'static str {
    match result {
        Ok(_) => "success",
        Err(PeerError::Rejected(_)) => "rejected",
        Err(PeerError::Http { .. }) => "http",
        Err(PeerError::NotEnvelope { .. }) => "not_envelope",
        Err(PeerError::Contradiction { .. }) => "contradiction",
        Err(PeerError::MissingData { .. }) => "missing_data",
        Err(PeerError::Data { .. }) => "data",
        Err(_) => "unknown",
    }
}

/// Asserts that the error is bounded, printable and does not repeat its source.
///
/// # Panics
///
/// If it is not.
#[track_caller]
pub fn assert_fit_for_a_log(error: &PeerError) {
    let line = error.to_string();
    assert!(line.chars().count() <= 400, "{line}");
    assert!(!line.chars().any(char::is_control), "{line}");
    if let Some(source) = error.source() {
        assert!(!line.contains(&source.to_string()), "{line}");
    }
}

/// Returns a strategy for any JSON text, including numbers that `Value` cannot hold. Names in an
/// object are unique.
pub fn json() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just("null".to_owned()),
        any::<bool>().prop_map(|value| value.to_string()),
        "-?(0|[1-9][0-9]{0,30})(\\.[0-9]{1,9})?([eE][+-]?[0-9]{1,4})?",
        r#""([a-z/é😀]|\\["\\/bfnrt]|\\u[0-9a-fA-F]{4}){0,8}""#,
    ];
    leaf.prop_recursive(5, 24, 4, |inner| {
        let name = prop_oneof![
            Just("id".to_owned()),
            Just("status_code".to_owned()),
            Just("$serde_json::private::Number".to_owned()),
            "[a-c]",
        ];
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4)
                .prop_map(|items| format!("[{}]", items.join(" , "))),
            prop::collection::btree_map(name, inner, 0..4).prop_map(|fields| {
                let fields = fields.iter().map(|(name, value)| format!("\"{name}\":{value}"));
                format!("{{{}}}", fields.collect::<Vec<_>>().join(","))
            }),
        ]
    })
}

/// Returns the response to an error: its code, HTTP status and `status_message`.
///
/// # Panics
///
/// If the response is not an envelope.
#[must_use]
pub fn answer(error: &dyn OcpiError) -> (u16, u16, String) {
    let reply = Reply::from_error(error);
    let body = body(&reply);
    let code = body["status_code"].as_u64();
    assert_eq!(code, Some(reply.status_code().as_u16().into()));
    // An unassigned code is sent as the generic code of its class.
    assert_eq!(reply.status_code(), error.status_code().for_version(Version::V2_3_0));
    let message = body["status_message"].as_str().unwrap_or_default();
    (error.status_code().as_u16(), reply.http_status().as_u16(), message.to_owned())
}

/// Returns the `data` of the response to an error.
///
/// # Panics
///
/// If the response is not an envelope.
#[must_use]
pub fn data(error: &dyn OcpiError) -> Option<serde_json::Value> {
    body(&Reply::from_error(error)).get("data").cloned()
}

/// Returns the body of a reply.
///
/// # Panics
///
/// If it is not JSON.
#[must_use]
pub fn body(reply: &Reply) -> serde_json::Value {
    serde_json::from_slice(reply.body()).expect("the body is JSON")
}

/// The chapters of the guide whose examples need more dependencies than the library has.
#[cfg(all(doctest, feature = "guide"))]
mod guide {
    #[doc = include_str!("../../ocpi-status/src/docs/frameworks.md")]
    mod frameworks {}
    #[doc = include_str!("../../ocpi-status/src/docs/hubs.md")]
    mod hubs {}
    #[doc = include_str!("../../ocpi-status/src/docs/logging.md")]
    mod logging {}
    #[doc = include_str!("../../ocpi-status/src/docs/migrating.md")]
    mod migrating {}
    #[doc = include_str!("../../ocpi-status/src/docs/peers.md")]
    mod peers {}
    #[doc = include_str!("../../ocpi-status/src/docs/requests.md")]
    mod requests {}
    #[doc = include_str!("../../ocpi-status/src/docs/testing.md")]
    mod testing {}
    #[doc = include_str!("../../ocpi-status/src/docs/troubleshooting.md")]
    mod troubleshooting {}
    #[doc = include_str!("../../ocpi-status/src/docs/versions.md")]
    mod versions {}
}

/// Compiles the axum handler of the README.
#[cfg(all(doctest, feature = "axum"))]
#[doc = include_str!("../../README.md")]
struct Readme;

#[cfg(all(doctest, feature = "axum"))]
#[doc = include_str!("../../ocpi-status/src/axum/app.md")]
#[doc = include_str!("../../ocpi-status/src/axum/versions.md")]
struct AxumExamples;
