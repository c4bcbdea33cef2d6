//! `read_response` is not deceived about the code, whatever stands around it.
//!
//! An input is an HTTP status, a line feed and a body.

use std::fmt;

use ocpi_status::http::StatusCode as HttpStatus;
use ocpi_status::{
    ErrorCode, PeerError, Received, Reply, StatusCode, Version, read_ack, read_response,
};
use serde::de::{self, Deserialize, Deserializer, MapAccess};
use serde_json::Value;

use crate::json::is_json;

/// Reads an answer.
///
/// # Panics
///
/// If it is read as it must not be.
pub fn run(data: &[u8]) {
    let Some(end) = data.iter().position(|byte| *byte == b'\n') else { return };
    let (status, body) = (&data[..end], &data[end + 1..]);
    let Ok(status) = HttpStatus::from_bytes(status) else { return };

    let ack = read_ack(status, body);
    check(status, body, &ack);
    let results = [
        check(status, body, &read_response::<Value>(status, body)),
        check(status, body, &read_response::<()>(status, body)),
        check(status, body, &read_response::<Option<&str>>(status, body)),
        check(status, body, &read_response::<Vec<String>>(status, body)),
        check(status, body, &read_response::<(u8, Option<f32>)>(status, body)),
    ];
    for is_success in results {
        assert!(!is_success || ack.is_ok(), "a success for one reader is one for all");
    }
    if let Err(PeerError::Rejected(rejection)) = &ack {
        let relayed = Reply::from(rejection.relay());
        let code = ErrorCode::try_from(rejection.status_code()).unwrap_or(ErrorCode::SERVER_ERROR);
        let code = code.for_version(Version::V2_3_0);
        assert_eq!(relayed.status_code(), code);
        match read_ack(relayed.http_status(), relayed.body()) {
            Err(PeerError::Rejected(again)) => {
                assert_eq!(again.status_code(), code);
                assert_eq!(again.data_json(), rejection.data_json());
            }
            other => panic!("{other:?}"),
        }
    }
}

fn check<T>(status: HttpStatus, body: &[u8], result: &Result<Received<T>, PeerError>) -> bool {
    if let Err(error) = result {
        check_error(status, error);
    }
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    let text = String::from_utf8_lossy(body);
    if let Ok(received) = result {
        assert!(status.as_u16() < 400);
        assert!(is_json(text.as_bytes()));
        assert!((1000..2000).contains(&received.status_code.as_u16()));
    }
    let Ok(Fields(fields)) = serde_json::from_str(&text) else { return result.is_ok() };
    let mut codes = fields.iter().filter(|(name, _)| name == "status_code").map(|(_, code)| code);
    match (codes.next(), codes.next()) {
        (Some(code), None) => check_code(code, result),
        // Absent, or not to be decided.
        _ => assert!(matches!(result, Err(PeerError::Http { .. } | PeerError::NotEnvelope { .. }))),
    }
    result.is_ok()
}

/// Checks against the one code of the body.
fn check_code<T>(code: &Value, result: &Result<Received<T>, PeerError>) {
    let seen = match result {
        Ok(received) => Some(StatusCode::from(received.status_code)),
        Err(error) => error.status_code(),
    };
    // An integral float, or digits in a string, are a code as well; see `Quirk`.
    let integer = code.as_u64().or_else(|| match code {
        Value::String(digits) if digits.bytes().all(|byte| byte.is_ascii_digit()) => {
            digits.parse().ok()
        }
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "saturates")]
        Value::Number(number) => number.as_f64().filter(|n| n.fract() == 0.0).map(|n| n as u64),
        _ => None,
    });
    let expected = integer.and_then(|code| u16::try_from(code).ok()).map(StatusCode::new);
    // -0.0 is no code, and saturation makes one of every negative number.
    if code.as_f64().is_some_and(f64::is_sign_negative) {
        assert_eq!(seen, None);
        return;
    }
    assert_eq!(seen, expected, "{code}");
    let is_rejected = matches!(result, Err(PeerError::Rejected(_)));
    let is_other = expected.is_some_and(|code| !(1000..2000).contains(&code.as_u16()));
    assert_eq!(is_rejected, is_other);
}

fn check_error(status: HttpStatus, error: &PeerError) {
    crate::assert_fit_for_a_log(&error.to_string());
    assert_eq!(error.http_status(), status);
    if let PeerError::Http { preview, .. } | PeerError::NotEnvelope { preview, .. } = error {
        assert!(preview.chars().count() <= 256);
        crate::assert_printable(preview);
    }
}

/// The fields of an object, every one of them.
struct Fields(Vec<(String, Value)>);

impl<'de> Deserialize<'de> for Fields {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;

        impl<'de> de::Visitor<'de> for Visitor {
            type Value = Fields;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Fields, A::Error> {
                let mut fields = Vec::new();
                while let Some(field) = map.next_entry()? {
                    fields.push(field);
                }
                Ok(Fields(fields))
            }
        }

        deserializer.deserialize_map(Visitor)
    }
}
