//! The `data` of a success.

use std::cell::Cell;
use std::error::Error;

use ocpi_status::http::StatusCode as HttpStatus;
use ocpi_status::{PeerError, Received, read_ack, read_response};
use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny};
use serde_json::Value;
use serde_json::value::RawValue;
use tests::{Location, assert_fit_for_a_log, kind, rejection};

fn read<'a, T: Deserialize<'a>>(body: &'a str) -> Result<Received<T>, PeerError> {
    read_response(HttpStatus::OK, body.as_bytes())
}

#[test]
fn reads_absent_data_as_null() {
    for body in [r#"{"status_code":1000}"#, r#"{"data":null,"status_code":1000}"#] {
        assert_eq!(read::<Option<Location>>(body).expect("none").data, None);
        assert_eq!(read::<Value>(body).expect("null").data, Value::Null);
        assert_eq!(read::<&RawValue>(body).expect("null").data.get(), "null");
        read::<()>(body).expect("a unit");
        assert_eq!(kind(&read::<Location>(body)), "missing_data");
        assert_eq!(kind(&read::<Vec<Location>>(body)), "missing_data");
        assert_eq!(kind(&read::<String>(body)), "missing_data");
    }
    let body = r#"{"status_code":2001}"#;
    assert_eq!(rejection(read::<Option<Location>>(body)).data_json(), None);
    let body = r#"{"data":null,"status_code":2001}"#;
    assert_eq!(rejection(read::<()>(body)).data_json(), None);
}

#[test]
fn unreadable_data_names_the_place() {
    for (body, expected) in [
        (r#"{"data":[{"id":"1"},{"id":2}],"status_code":1000}"#, "/1/id"),
        (r#"{"status_code":1901,"data":[{"id":"1"},{}]}"#, "/1"),
        (r#"{"data":{},"status_code":1000}"#, ""),
        (r#"{"data":[{"id":"\ud800"}],"status_code":1000}"#, "/0/id"),
    ] {
        let error = read::<Vec<Location>>(body).unwrap_err();
        let PeerError::Data { path, status_code, .. } = &error else { panic!("{error:?}") };
        assert_eq!(&**path, expected);
        assert_eq!(error.status_code(), Some((*status_code).into()));
        assert!(error.source().is_some());
        assert!(error.to_string().ends_with(expected));
        assert_fit_for_a_log(&error);
    }
}

#[test]
fn limits_the_depth_of_data_that_is_read() {
    // The limit of serde_json; the envelope does not count.
    for (depth, expected) in [(127, "success"), (128, "data"), (1_000_000, "data")] {
        let body =
            format!(r#"{{"data":{}{},"status_code":1000}}"#, "[".repeat(depth), "]".repeat(depth));
        assert_eq!(kind(&read::<Value>(&body)), expected, "{depth}");
        assert_eq!(kind(&read::<&RawValue>(&body)), "success", "{depth}");
        assert_eq!(kind(&read_ack(HttpStatus::OK, body.as_bytes())), "success", "{depth}");
    }
}

#[test]
fn reads_the_data_of_a_success_once() {
    thread_local! { static READ: Cell<u32> = const { Cell::new(0) }; }

    #[derive(Debug)]
    struct Counted;

    impl<'de> Deserialize<'de> for Counted {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            READ.set(READ.get() + 1);
            IgnoredAny::deserialize(deserializer).map(|_| Self)
        }
    }

    for body in [r#"{"data":[1],"status_code":1000}"#, r#"{"status_code":1000}"#] {
        READ.set(0);
        read::<Counted>(body).expect("a success");
        assert_eq!(READ.get(), 1);
    }
}

#[test]
fn borrows_data_from_the_body() {
    #[derive(Debug, Deserialize)]
    struct Borrowed<'a> {
        id: &'a str,
    }

    let body = br#"{"data":{"id":"LOC1"},"status_code":1000}"#.to_vec();
    let received = read_response::<Borrowed<'_>>(HttpStatus::OK, &body).expect("a success");
    assert_eq!(received.data.id, "LOC1");
}
