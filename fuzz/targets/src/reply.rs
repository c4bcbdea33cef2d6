//! `Reply` writes the same envelope as `serde_json`.
//!
//! An input is a line `<status code> <HTTP status> <version>`, a line of JSON for `data`, and the
//! message. Invalid values in the first line become defaults.

use std::error::Error;
use std::fmt;

use ocpi_status::http::StatusCode as HttpStatus;
use ocpi_status::{
    Data, ErrorCode, ErrorResponse, OcpiError, OcpiResponse, Reply, StatusCode, SuccessCode,
    Timestamp, Version,
};
use serde::ser::{Error as _, Serialize, SerializeSeq, Serializer};
use serde_json::Value;

/// An error that fills every field of a response.
#[derive(Debug)]
pub(crate) struct Failure<D> {
    pub(crate) code: ErrorCode,
    pub(crate) status: HttpStatus,
    pub(crate) message: String,
    pub(crate) data: Option<D>,
}

impl<D> fmt::Display for Failure<D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl<D: fmt::Debug> Error for Failure<D> {}

impl<D: fmt::Debug + Serialize> OcpiError for Failure<D> {
    fn status_code(&self) -> ErrorCode {
        self.code
    }

    fn http_status(&self) -> HttpStatus {
        self.status
    }

    fn data(&self) -> Option<Data<'_>> {
        self.data.as_ref().map(Data::new)
    }
}

/// Fails to serialize after a part has been written.
#[derive(Debug)]
struct Unserializable<'a>(&'a Value);

impl Serialize for Unserializable<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(None)?;
        list.serialize_element(self.0)?;
        Err(S::Error::custom("secret"))
    }
}

/// Writes a response.
///
/// # Panics
///
/// If the result is not the expected one.
pub fn run(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let mut lines = text.splitn(3, '\n');
    let mut options = lines.next().unwrap_or_default().split(' ');
    let code: u16 = options.next().and_then(|code| code.parse().ok()).unwrap_or(2000);
    let status = options.next().and_then(|status| HttpStatus::from_bytes(status.as_bytes()).ok());
    let version: Option<Version> = options.next().and_then(|version| version.parse().ok());
    let data: Option<Value> = lines.next().and_then(|data| serde_json::from_str(data).ok());
    let message = lines.next().unwrap_or_default().to_owned();

    if let Some(code) = SuccessCode::new(code) {
        check_success(code, data.as_ref(), message);
    } else if let Some(code) = ErrorCode::new(code) {
        let status = status.unwrap_or(HttpStatus::OK);
        check_error(Failure { code, status, message, data }, version);
    }
}

fn check_success(code: SuccessCode, data: Option<&Value>, message: String) {
    let now = Timestamp::now();
    let mut response = match data {
        Some(data) => OcpiResponse::success(data),
        None => OcpiResponse::without_data(),
    };
    response = response.with_code(code).with_timestamp(now).with_message(message.clone());
    let value = serde_json::to_value(&response).expect("a value");
    let bytes = serde_json::to_vec(&response).expect("JSON");
    let reply = Reply::from(response);
    assert_eq!(reply.status_code(), code);
    assert_eq!(reply.cause(), None);
    assert_eq!(reply.body(), bytes);
    check_value(&reply, &value);

    let unsent = OcpiResponse::success(Unserializable(data.unwrap_or(&Value::Null)));
    let unsent = Reply::from(unsent.with_message(message));
    assert_eq!(unsent.status_code(), ErrorCode::SERVER_ERROR);
    assert!(!String::from_utf8_lossy(unsent.body()).contains("secret"));
    let value: Value = serde_json::from_slice(unsent.body()).expect("an envelope");
    assert_eq!(value.get("data"), None);
    assert!(unsent.cause().expect("a cause").ends_with("secret"));
}

fn check_error(failure: Failure<Value>, version: Option<Version>) {
    let now = Timestamp::now();
    let response = answer(&failure, now, version);
    let value = serde_json::to_value(response).expect("a value");
    let reply = Reply::from(response);
    assert_eq!(reply.http_status(), response.http_status());
    assert!(reply.http_status() == 200 || reply.http_status() == failure.status);
    assert_eq!(reply.status_code(), response.status_code());
    assert_eq!(reply.body(), serde_json::to_vec(&response).expect("JSON"));
    check_value(&reply, &value);
    if let Some(version) = version {
        assert!(response.status_code().is_defined_in(version));
        let message = value.get("status_message").and_then(Value::as_str).unwrap_or_default();
        assert!(message.is_ascii() || version >= Version::V2_2, "{message}");
    }
    if let Some(cause) = reply.cause() {
        crate::assert_printable(cause);
    }
    // Internal text is only in the cause, as is text that an older version cannot read.
    let is_internal = failure.code >= ErrorCode::SERVER_ERROR;
    let full = serde_json::to_value(answer(&failure, now, None)).expect("a value");
    let says_less = value.get("status_message") != full.get("status_message");
    assert_eq!(reply.cause().is_some(), is_internal || says_less);

    let Failure { code, status, message, data } = failure;
    let data = data.unwrap_or_default();
    let unserializable = Failure { code, status, message, data: Some(Unserializable(&data)) };
    let without = Reply::from(answer(&unserializable, now, version));
    let mut value = value;
    value.as_object_mut().expect("an object").remove("data");
    check_value(&without, &value);
    assert!(without.cause().expect("a cause").ends_with("secret"));
}

fn answer(error: &dyn OcpiError, now: Timestamp, version: Option<Version>) -> ErrorResponse<'_> {
    let answer = ErrorResponse::new(error).with_timestamp(now);
    version.map_or(answer, |version| answer.for_version(version))
}

fn check_value(reply: &Reply, expected: &Value) {
    let body: Value = serde_json::from_slice(reply.body()).expect("an envelope");
    assert_eq!(&body, expected);
    let code = body["status_code"].as_u64().and_then(|code| u16::try_from(code).ok());
    assert_eq!(code.map(StatusCode::new), Some(reply.status_code()));
    let message = body.get("status_message").map(|message| message.as_str().expect("a text"));
    assert_ne!(message, Some(""));
    crate::assert_printable(message.unwrap_or_default());
}
