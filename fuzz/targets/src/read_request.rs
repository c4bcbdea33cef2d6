//! `read_request` returns HTTP 400 exactly for bodies that are not JSON.
//!
//! An input is a body.

use std::collections::BTreeMap;
use std::fmt::Debug;

use ocpi_status::{OcpiError, Reply, RequestError, read_optional_request, read_request};
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;
use serde_json::value::RawValue;

use crate::json::is_json;

#[derive(Debug, PartialEq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Unit,
    New(u8),
    Fields { at: Option<ocpi_status::Timestamp> },
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Strict<'a> {
    id: &'a str,
    #[serde(default)]
    kinds: Vec<Kind>,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(untagged)]
enum Untagged {
    Number(f64),
    Pair(String, i64),
    Location {
        id: String,
        #[serde(flatten)]
        rest: serde_json::Map<String, Value>,
    },
}

/// Reads a body.
///
/// # Panics
///
/// If the result is not the expected one.
pub fn run(data: &[u8]) {
    let is_json = is_json(data);
    check::<IgnoredAny>(data, is_json);
    check::<Value>(data, is_json);
    check::<&RawValue>(data, is_json);
    check::<()>(data, is_json);
    check::<&str>(data, is_json);
    check::<String>(data, is_json);
    check::<Vec<u64>>(data, is_json);
    check::<(bool, char)>(data, is_json);
    check::<Kind>(data, is_json);
    check::<Vec<Strict<'_>>>(data, is_json);
    check::<Strict<'_>>(data, is_json);
    check::<Untagged>(data, is_json);
    // `IgnoredAny` accepts all JSON.
    assert_eq!(read_request::<IgnoredAny>(data).is_ok(), is_json);
}

fn check<'de, T: Deserialize<'de> + Debug>(data: &'de [u8], is_json: bool) {
    let result = read_request::<T>(data);
    let optional = read_optional_request::<T>(data);
    match &optional {
        Ok(None) => {
            let is_empty_object =
                read_request::<BTreeMap<String, Value>>(data).is_ok_and(|object| object.is_empty());
            assert!(data.is_empty() || data.trim_ascii() == b"null" || is_empty_object);
        }
        Ok(Some(_)) => assert!(result.is_ok()),
        Err(_) => assert!(result.is_err() && !data.is_empty()),
    }
    match result {
        Ok(_) => assert!(is_json),
        Err(error) => check_error(error, is_json),
    }
}

fn check_error(error: RequestError, is_json: bool) {
    let code = error.status_code().as_u16();
    let expected = if is_json { (200, 2001) } else { (400, 2000) };
    assert_eq!((error.http_status().as_u16(), code), expected, "{error:?}");

    let reply = Reply::from(error);
    let body: Value = serde_json::from_slice(reply.body()).expect("an envelope");
    assert_eq!(body["status_code"], code);
    crate::assert_fit_for_a_log(body["status_message"].as_str().expect("a message"));
    if is_json {
        let problem = &body["data"][0];
        let path = problem["path"].as_str().expect("a path");
        assert!(path.is_empty() || path.starts_with('/'), "{path}");
        assert!(path.len() <= 256, "{path}");
        let problem = problem["problem"].as_str().expect("a problem");
        assert!(!problem.contains("Strict") && !problem.contains("Untagged"), "{problem}");
    } else {
        assert_eq!(body.get("data"), None);
    }
}
