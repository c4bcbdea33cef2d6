//! `read_response` finds the code, whatever the other fields hold.
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

/// Reads a response.
///
/// # Panics
///
/// If the result is not the expected one.
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
        let is_about_own_token = matches!(status.as_u16(), 401 | 403);
        let code = match ErrorCode::try_from(rejection.status_code()) {
            _ if is_about_own_token => ErrorCode::HUB_ERROR,
            Ok(code) => code.for_version(Version::V2_3_0),
            Err(_) => ErrorCode::SERVER_ERROR,
        };
        assert_eq!(relayed.status_code(), code);
        match read_ack(relayed.http_status(), relayed.body()) {
            Err(PeerError::Rejected(again)) => {
                assert_eq!(again.status_code(), code);
                let data = rejection.data_json().filter(|_| !is_about_own_token);
                assert_eq!(again.data_json(), data);
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
        assert!(status.is_success());
        assert!(is_json(text.as_bytes()));
        assert!((1000..2000).contains(&received.status_code.as_u16()));
    }
    let Ok(Fields(fields)) = serde_json::from_str(&text) else { return result.is_ok() };
    let codes =
        fields.iter().filter(|(name, _)| name == "status_code").map(|(_, code)| code_of(code));
    let codes: Vec<_> = codes.collect();
    match codes[..] {
        // A repeated code counts if all values are equal.
        [Some(code), ..] if codes.iter().all(|other| *other == Some(code)) => {
            check_code(code, result);
        }
        _ => assert!(matches!(result, Err(PeerError::Http { .. } | PeerError::NotEnvelope { .. }))),
    }
    result.is_ok()
}

/// Checks the result against the code in the body.
fn check_code<T>(code: u16, result: &Result<Received<T>, PeerError>) {
    let seen = match result {
        Ok(received) => Some(StatusCode::from(received.status_code)),
        Err(error) => error.status_code(),
    };
    assert_eq!(seen, Some(StatusCode::new(code)));
    let is_rejected = matches!(result, Err(PeerError::Rejected(_)));
    assert_eq!(is_rejected, !(1000..2000).contains(&code));
}

/// Parses a code: an integer or an integral float, also within a string; see `Quirk`.
fn code_of(code: &Value) -> Option<u16> {
    let number = match code {
        Value::String(text) if text.bytes().all(|byte| b"0123456789.".contains(&byte)) => {
            text.parse().ok()?
        }
        Value::Number(number) => number.as_f64()?,
        _ => return None,
    };
    let is_code = number.fract() == 0.0 && !number.is_sign_negative() && number <= 65535.0;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is in range")]
    is_code.then_some(number as u16)
}

fn check_error(status: HttpStatus, error: &PeerError) {
    crate::assert_fit_for_a_log(&error.to_string());
    assert_eq!(error.http_status(), status);
    if let PeerError::Http { preview, .. } | PeerError::NotEnvelope { preview, .. } = error {
        assert!(preview.chars().count() <= 256);
        crate::assert_printable(preview);
    }
}

/// Every field of an object, including repeated ones.
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
