//! Rejections by a peer, and relaying them.

use std::error::Error;

use ocpi_status::http::StatusCode as HttpStatus;
use ocpi_status::{
    DataError, ErrorCode, ErrorResponse, OcpiError, PeerError, PeerRejection, Received, Relayed,
    Reply, read_ack, read_response,
};
use serde::Deserialize;
use serde_json::Value;
use tests::{Location, http, rejection};

#[test]
fn returns_every_field_of_a_rejection() {
    #[derive(Deserialize)]
    struct Problem {
        path: String,
    }

    let body = r#"{
        "data": [ {"path": "/id", "n": 1e999} ],
        "status_code": 2001,
        "status_message": "invalid\nid",
        "timestamp": "2015-06-30T21:59:59Z"
    }"#;
    let rejection = rejection(read_response::<Location>(HttpStatus::BAD_REQUEST, body.as_bytes()));
    assert_eq!(rejection.status_code(), ErrorCode::INVALID_PARAMETERS);
    assert_eq!(rejection.http_status(), 400);
    assert_eq!(rejection.status_message(), Some("invalid\nid"));
    assert_eq!(rejection.data_json(), Some(r#"[ {"path": "/id", "n": 1e999} ]"#));
    assert_eq!(rejection.timestamp(), "2015-06-30T21:59:59Z".parse().ok());
    assert_eq!(rejection.quirks(), []);

    let problems = rejection.data_as::<Vec<Problem>>().expect("a list");
    assert_eq!(problems[0].path, "/id");
    let error: DataError = rejection.data_as::<Option<Location>>().unwrap_err();
    assert_eq!((error.path(), error.problem()), ("", "expected an object, found an array"));
    assert_eq!(error.source().expect("a place").to_string(), "line 1, column 1");
    let error = rejection.data_as::<Vec<std::collections::BTreeMap<String, u8>>>().unwrap_err();
    assert_eq!(error.path(), "/0/path");
    assert!(
        format!("{rejection:?}").starts_with("PeerRejection { http_status: 400, status_code: 2001")
    );
    let error = rejection.data_as::<Vec<Location>>().unwrap_err();
    assert_eq!(error.to_string(), "missing field `id` at /0");
    assert_eq!(
        PeerError::Rejected(rejection).to_string(),
        "peer answered 2001 (invalid or missing parameters), HTTP 400: invalid id",
    );
}

#[test]
fn shows_a_code_with_its_description() {
    for (code, meaning) in [
        (2003, "unknown location"),
        (2901, "a custom code"),
        (2005, "an unassigned code"),
        (404, "no OCPI status code"),
    ] {
        let body = format!(r#"{{"status_code":{code}}}"#);
        let rejection = rejection(read_ack(HttpStatus::OK, body.as_bytes()));
        assert_eq!(rejection.to_string(), format!("peer answered {code} ({meaning}), HTTP 200"));
    }
}

#[test]
fn absent_data_is_read_as_null() {
    let rejection = rejection(read_ack(HttpStatus::OK, r#"{"status_code":2001}"#.as_bytes()));
    assert_eq!(rejection.data_as::<Option<u8>>().expect("none"), None);
    assert!(rejection.data_as::<u8>().is_err());
}

#[test]
fn is_transient_when_a_retry_may_succeed() {
    let is_transient = |status, body: &str| {
        read_response::<Location>(http(status), body.as_bytes()).unwrap_err().is_transient()
    };
    for code in [0, 404, 429, 503, 2001, 2002, 2003, 2004, 2900, 3001, 3003, 3900, 4000, 4001, 4900]
    {
        let body = format!(r#"{{"status_code":{code}}}"#);
        for status in [200, 400, 404, 500, 502] {
            assert!(!is_transient(status, &body), "{status} {code}");
        }
        assert!(is_transient(429, &body) && is_transient(503, &body));
    }
    for code in [3000, 4002, 4003] {
        let body = format!(r#"{{"status_code":{code}}}"#);
        assert!(is_transient(200, &body) && is_transient(404, &body));
    }
    // Some frameworks respond to every exception like this.
    let body = r#"{"status_code":2000}"#;
    for status in [500, 502, 503, 504] {
        assert!(is_transient(status, body), "{status}");
    }
    for status in [200, 400, 404] {
        assert!(!is_transient(status, body), "{status}");
    }
    for status in [429, 500, 502, 503, 504, 599] {
        assert!(is_transient(status, "<html>"), "{status}");
    }
    for status in [200, 204, 301, 400, 401, 404, 408] {
        assert!(!is_transient(status, "<html>"), "{status}");
    }
    assert!(!is_transient(500, r#"{"status_code":1000}"#));
    assert!(is_transient(503, r#"{"status_code":1000}"#));
    assert!(!is_transient(200, r#"{"status_code":1000}"#));

    // A truncated body is transient, any other body without an envelope is not.
    for body in [r#"{"status_code":10"#, r#"{"data":[{"id":"LO"#, r#"{"status_code":1000"#, " "] {
        assert!(is_transient(200, body), "{body}");
        assert!(!is_transient(404, body), "{body}");
    }
    for body in ["", "null", "[1]", r#"{"status_code":1000}}"#] {
        assert!(!is_transient(200, body), "{body}");
    }
}

/// Reads the response that a hub sends for a peer's response.
fn relayed(status: u16, body: &str) -> (u16, Value) {
    let relayed = rejection(read_ack(http(status), body.as_bytes())).relay();
    let reply = Reply::from(&relayed);
    let mut answer: Value = serde_json::from_slice(reply.body()).expect("an answer is JSON");
    let fields = answer.as_object_mut().expect("an object");
    fields.remove("timestamp").expect("a timestamp of ours");
    assert_eq!(reply.status_code().as_u16(), relayed.status_code().as_u16());
    (reply.http_status().as_u16(), answer)
}

#[test]
fn relays_rejections_that_concern_the_sender() {
    let body = r#"{"data":{"b":[1],"a":2},"status_code":2001,"status_message":"m","timestamp":5}"#;
    let expected =
        serde_json::json!({"data": {"b": [1], "a": 2}, "status_code": 2001, "status_message": "m"});
    for status in [200, 201, 400, 405, 429, 500, 503] {
        assert_eq!(relayed(status, body), (200, expected.clone()));
    }
    assert_eq!(relayed(404, body), (404, expected));
    for code in [0, 404, 999, 5000, 65535] {
        let body = format!(r#"{{"status_code":{code}}}"#);
        for status in [200, 404] {
            assert_eq!(relayed(status, &body), (200, serde_json::json!({"status_code": 3000})));
        }
    }
    for (code, status) in [(2004, 404), (2900, 404), (4001, 404), (3001, 200), (3900, 200)] {
        let body = format!(r#"{{"status_code":{code}}}"#);
        assert_eq!(relayed(404, &body), (status, serde_json::json!({"status_code": code})));
    }
}

#[test]
fn relay_responds_4000_when_the_receiver_refuses_the_hub() {
    let expected = serde_json::json!({"status_code": 4000, "status_message": "hub error"});
    for status in [401, 403] {
        for body in [
            r#"{"data":"s3cret","status_code":2000,"status_message":"token s3cret is unknown"}"#,
            r#"{"status_code":3000,"status_message":"s3cret"}"#,
            r#"{"status_code":401,"status_message":"s3cret"}"#,
        ] {
            assert_eq!(relayed(status, body), (200, expected.clone()));
            let relayed = rejection(read_ack(http(status), body.as_bytes())).relay();
            let reply = Reply::from(relayed);
            assert_eq!(reply.label(), Some("relayed"));
            let cause = reply.cause().expect("what the receiver said");
            assert!(cause.contains("s3cret") && cause.contains(&status.to_string()), "{cause}");
        }
    }
}

#[test]
fn relays_data_unchanged() {
    let data = r#"{"b": 1e999, "a": "\ud800", "a": 12345678901234567890.10}"#;
    let body = format!(r#"{{"status_code":2001,"data":{data}}}"#);
    let relayed = rejection(read_ack(HttpStatus::OK, body.as_bytes())).relay();
    let reply = Reply::from(&relayed);
    let sent = str::from_utf8(reply.body()).expect("UTF-8");
    assert!(sent.starts_with(&format!(r#"{{"data":{data},"status_code":2001,"#)), "{sent}");
    assert_eq!(rejection(read_ack(HttpStatus::OK, sent.as_bytes())).data_json(), Some(data));
    let sent = serde_json::to_string(&ErrorResponse::new(&relayed)).expect("JSON");
    assert_eq!(rejection(read_ack(HttpStatus::OK, sent.as_bytes())).data_json(), Some(data));
}

#[test]
fn peer_errors_are_small_send_and_sync() {
    const fn goes_anywhere<T: Send + Sync + Unpin + 'static>() {}
    goes_anywhere::<PeerError>();
    goes_anywhere::<PeerRejection>();
    goes_anywhere::<Relayed>();
    goes_anywhere::<Received<Location>>();
    assert!(size_of::<PeerError>() <= 64, "{}", size_of::<PeerError>());
}

#[test]
fn peer_errors_do_not_implement_ocpi_error() {
    const fn is_ocpi_error<T: OcpiError>() {}

    // For a type that implements `OcpiError`, `is` is ambiguous and does not compile.
    trait Not<A> {
        fn is() {}
    }
    impl<T> Not<()> for T {}
    struct AnOcpiError;
    impl<T: OcpiError> Not<AnOcpiError> for T {}
    <PeerError as Not<_>>::is();
    <PeerRejection as Not<_>>::is();
    is_ocpi_error::<Relayed>();
}
