//! `relay_response` relays exactly the responses that `read_ack` reads.
//!
//! An input is an HTTP status, a line feed and a body.

use ocpi_status::http::{HeaderMap, StatusCode as HttpStatus};
use ocpi_status::{ErrorCode, PeerError, StatusCode, read_ack, relay_response};

use crate::json::is_json;

/// Relays a response.
///
/// # Panics
///
/// If the result is not the expected one.
pub fn run(data: &[u8]) {
    let Some(end) = data.iter().position(|byte| *byte == b'\n') else { return };
    let (status, body) = (&data[..end], &data[end + 1..]);
    let Ok(status) = HttpStatus::from_bytes(status) else { return };

    let code = match read_ack(status, body) {
        Ok(received) => Some(StatusCode::from(received.status_code)),
        Err(PeerError::Rejected(rejection)) if !matches!(status.as_u16(), 401 | 403) => {
            Some(rejection.status_code())
        }
        Err(_) => None,
    };
    let reply = match (relay_response(status, &HeaderMap::new(), body), code) {
        (Ok(reply), Some(_)) => reply,
        (Err(error), None) => {
            assert_eq!(error.http_status(), status);
            return;
        }
        (reply, code) => panic!("{reply:?} {code:?}"),
    };
    let code = code.filter(|code| code.class().is_some());
    assert_eq!(reply.status_code(), code.unwrap_or(ErrorCode::SERVER_ERROR.into()));
    assert!(is_json(reply.body()));
    assert!(matches!(reply.http_status().as_u16(), 200 | 201 | 404));
    assert!(reply.http_status() == status || reply.http_status() == HttpStatus::OK);
    if code.is_some() && str::from_utf8(body).is_ok_and(|text| !text.starts_with('\u{feff}')) {
        assert_eq!(reply.body(), body);
    }
    match read_ack(reply.http_status(), reply.body()) {
        Ok(received) => assert_eq!(reply.status_code(), received.status_code),
        Err(PeerError::Rejected(rejection)) => {
            assert_eq!(reply.status_code(), rejection.status_code());
            let code = ErrorCode::try_from(rejection.status_code()).expect("an error");
            assert!(code.allows_http(reply.http_status()));
            crate::assert_fit_for_a_log(reply.cause().expect("what the receiver said"));
        }
        other => panic!("{other:?}"),
    }
}
