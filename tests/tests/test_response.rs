//! The envelope as it serialises by itself, without a `Reply`.

use ocpi_status::{ErrorResponse, Response, Timestamp};
use serde_json::{Value, json};

#[derive(Debug, thiserror::Error, ocpi_status::OcpiError)]
#[error("")]
#[ocpi(code = 2000)]
struct Silent;

fn timestamp() -> Timestamp {
    "2015-06-30T21:59:59Z".parse().expect("a timestamp")
}

fn to_value(response: impl serde::Serialize) -> Value {
    serde_json::to_value(response).expect("JSON")
}

#[test]
fn an_empty_message_is_left_out() {
    let expected = json!({"status_code": 2000, "timestamp": "2015-06-30T21:59:59Z"});
    assert_eq!(to_value(ErrorResponse::new(&Silent).with_timestamp(timestamp())), expected);

    let expected = json!({"status_code": 1000, "timestamp": "2015-06-30T21:59:59Z"});
    assert_eq!(to_value(Response::empty().with_message("").with_timestamp(timestamp())), expected);
}

#[test]
fn every_field_stands_in_the_order_of_the_standard() {
    let response = Response::success(1).with_message("a\nb").with_timestamp(timestamp());
    assert_eq!(
        serde_json::to_string(&response).expect("JSON"),
        r#"{"data":1,"status_code":1000,"status_message":"a b","timestamp":"2015-06-30T21:59:59Z"}"#,
    );
}
