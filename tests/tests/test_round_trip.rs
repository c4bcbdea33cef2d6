//! Responses that are written can be read, and a prefix of one is refused.

use std::error::Error;

use ocpi_status::http::StatusCode as HttpStatus;
use ocpi_status::{
    ErrorCode, ErrorResponse, OcpiError, OcpiResponse, PeerError, Reply, StatusCode, SuccessCode,
    Timestamp, Version, read_ack, read_response,
};
use proptest::prelude::*;
use serde_json::Value;
use tests::{Location, assert_fit_for_a_log, http, json, kind, rejection};

/// An error that fills every field of a response.
#[derive(Debug)]
struct Failure {
    code: ErrorCode,
    status: HttpStatus,
    message: String,
    data: Option<Value>,
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

impl Error for Failure {}

impl OcpiError for Failure {
    fn status_code(&self) -> ErrorCode {
        self.code
    }

    fn http_status(&self) -> HttpStatus {
        self.status
    }

    fn fmt_message(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Display::fmt(self, f)
    }

    fn data(&self) -> Option<ocpi_status::Data<'_>> {
        self.data.as_ref().map(ocpi_status::Data::new)
    }
}

#[test]
fn refuses_every_prefix_of_an_envelope() {
    let failure = Failure {
        code: ErrorCode::UNKNOWN_TOKEN,
        status: HttpStatus::NOT_FOUND,
        message: "no \"ä\\😀\"".to_owned(),
        data: Some(serde_json::json!([{"path": "/ä", "n": [1.5, null, true]}])),
    };
    let success = OcpiResponse::success(vec!["ä", "\"", "\\"]).with_message("😀");
    for body in [Reply::from(failure).into_body(), Reply::from(success).into_body()] {
        assert_ne!(kind(&read_response::<Vec<String>>(HttpStatus::OK, &body)), "not_envelope");
        for end in 0..body.len() {
            let prefix = &body[..end];
            for mark in [&b""[..], b"\xef\xbb\xbf"] {
                let prefix = [mark, prefix].concat();
                assert_eq!(
                    kind(&read_response::<Vec<String>>(HttpStatus::OK, &prefix)),
                    "not_envelope"
                );
                assert_eq!(kind(&read_response::<Value>(HttpStatus::OK, &prefix)), "not_envelope");
                assert_eq!(kind(&read_ack(HttpStatus::OK, &prefix)), "not_envelope");
                assert_eq!(kind(&read_ack(HttpStatus::BAD_GATEWAY, &prefix)), "http");
            }
        }
    }
}

/// Any printable text, because other characters are not sent.
fn message() -> impl Strategy<Value = String> {
    "[ -~äß漢😀]{1,40}"
}

proptest! {
    #[test]
    fn keeps_code_and_message_when_other_fields_vary(
        code in any::<u16>(),
        status in 100..1000_u16,
        message in message(),
        fields in prop::collection::vec((prop::sample::select(vec!["data", "timestamp", "x"]), json()), 0..4),
        (at, then) in any::<(prop::sample::Index, prop::sample::Index)>(),
    ) {
        let mut fields: Vec<_> =
            fields.iter().map(|(name, value)| format!("\"{name}\" : {value}")).collect();
        fields.insert(at.index(fields.len() + 1), format!("\"status_code\":{code}"));
        let text = serde_json::to_string(&message).expect("JSON");
        fields.insert(then.index(fields.len() + 1), format!("\"status_message\":{text}"));
        let body = format!("{{{}}}", fields.join(","));

        let as_ack = read_ack(http(status), body.as_bytes());
        let as_location = read_response::<Location>(http(status), body.as_bytes());
        let as_value = read_response::<Value>(http(status), body.as_bytes());
        let is_success = (1000..2000).contains(&code);
        for error in [as_ack.as_ref().err(), as_location.as_ref().err(), as_value.as_ref().err()] {
            match error {
                Some(PeerError::Rejected(rejection)) => {
                    prop_assert!(!is_success);
                    prop_assert_eq!(rejection.status_code(), code);
                    prop_assert_eq!(rejection.status_message(), Some(&*message));
                    prop_assert_eq!(rejection.http_status().as_u16(), status);
                }
                Some(error) => {
                    prop_assert!(is_success);
                    prop_assert_eq!(error.status_code(), Some(StatusCode::new(code)));
                }
                None => prop_assert!(is_success && status < 400),
            }
        }
        if let Ok(received) = as_ack {
            prop_assert_eq!(received.status_code.as_u16(), code);
            prop_assert_eq!(received.status_message, Some(message));
        } else if is_success {
            prop_assert_eq!(kind(&as_ack), "contradiction");
        }
    }

    #[test]
    fn reads_every_response_that_it_writes(
        ids in prop::collection::vec(message(), 0..4),
        code in 1000..2000_u16,
        text in prop::option::of(message()),
        seconds in 0..253_402_300_799_u64,
        created in any::<bool>(),
    ) {
        let code = SuccessCode::new(code).expect("a success code");
        let time = std::time::UNIX_EPOCH + std::time::Duration::from_secs(seconds);
        let time = Timestamp::from(time);
        let data: Vec<_> = ids.into_iter().map(|id| Location { id }).collect();
        let mut response = OcpiResponse::success(data.clone()).with_code(code).with_timestamp(time);
        if created {
            response = response.created();
        }
        if let Some(text) = text.clone() {
            response = response.with_message(text);
        }
        let serialized = serde_json::to_vec(&response).expect("JSON");
        let reply = Reply::from(response);
        for body in [reply.body(), &serialized] {
            let received = read_response::<Vec<Location>>(reply.http_status(), body).expect("a success");
            prop_assert_eq!(&received.data, &data);
            prop_assert_eq!(received.status_code, code);
            prop_assert_eq!(&received.status_message, &text);
            prop_assert_eq!(received.timestamp, Some(time));
            prop_assert_eq!(&received.quirks, &[]);
        }

        let reply = Reply::from(OcpiResponse::<Location>::without_data().with_code(code));
        let received = read_response::<Option<Location>>(reply.http_status(), reply.body());
        prop_assert_eq!(received.expect("a success").data, None);
        prop_assert!(read_ack(reply.http_status(), reply.body()).is_ok());
    }

    #[test]
    fn reads_every_error_response_that_it_writes(
        code in 2000..5000_u16,
        status in prop::sample::select(vec![200, 400, 401, 404, 405, 500, 503]),
        message in message(),
        data in prop::option::of(prop::collection::vec(any::<i64>(), 0..4)),
    ) {
        let failure = Failure {
            code: ErrorCode::new(code).expect("an error code"),
            status: http(status),
            message,
            data: data.as_ref().map(|data| serde_json::json!(data)),
        };
        let serialized = serde_json::to_vec(&ErrorResponse::new(&failure)).expect("JSON");
        let reply = Reply::from(&failure);
        let sent = failure.code.for_version(Version::V2_3_0);
        let sent_status = if sent.allows_http(failure.status) { status } else { 200 };
        for body in [reply.body(), &serialized] {
            let rejection = rejection(read_response::<Value>(reply.http_status(), body));
            prop_assert_eq!(rejection.status_code(), sent);
            prop_assert_eq!(rejection.http_status().as_u16(), sent_status);
            prop_assert_eq!(rejection.status_message(), Some(&*failure.message));
            prop_assert_eq!(rejection.data_as::<Option<Vec<i64>>>().expect("data"), data.clone());
            prop_assert!(rejection.timestamp().is_some());
            prop_assert_eq!(rejection.quirks(), &[]);

            let relayed = rejection.relay();
            let again = Reply::from(&relayed);
// HTTP 401 and 403 concern the hub's token, not the sender.
            if matches!(sent_status, 401 | 403) {
                prop_assert_eq!(again.status_code(), ErrorCode::HUB_ERROR);
                continue;
            }
            prop_assert_eq!(again.status_code(), sent);
            let again = self::rejection(read_ack(again.http_status(), again.body()));
            prop_assert_eq!(again.status_message(), rejection.status_message());
            prop_assert_eq!(again.data_json(), rejection.data_json());
        }
    }

    #[test]
    fn reads_any_bytes_without_panic(
        body in prop::collection::vec(any::<u8>(), 0..64),
        text in r#"\{("(status_code|data|status_message)":["0-9a\[\]{}é\\u]{0,6},?){0,4}\}"#,
        status in 100..1000_u16,
    ) {
        for body in [&body[..], text.as_bytes()] {
            if let Err(error) = read_response::<Value>(http(status), body) {
                assert_fit_for_a_log(&error);
            }
            if let Err(error) = read_ack(http(status), body) {
                assert_fit_for_a_log(&error);
            }
        }
    }
}
