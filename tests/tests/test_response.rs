//! The envelope as it serialises by itself, without a `Reply`.

use ocpi_status::{
    Data, ErrorCode, ErrorResponse, OcpiError, OcpiResponse, SuccessCode, Timestamp,
};
use serde_json::{Value, json};

#[derive(Debug, thiserror::Error, ocpi_status::OcpiError)]
#[error("")]
#[ocpi(code = 2000)]
struct Silent;

#[derive(Debug, thiserror::Error)]
#[error("")]
struct ByHand<T>(T);

impl<T: std::fmt::Debug> OcpiError for ByHand<T> {
    fn status_code(&self) -> ErrorCode {
        ErrorCode::CLIENT_ERROR
    }
}

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
    assert_eq!(
        to_value(OcpiResponse::empty().with_message("").with_timestamp(timestamp())),
        expected
    );
}

#[test]
fn every_field_stands_in_the_order_of_the_standard() {
    let response = OcpiResponse::success(1).with_message("a\nb").with_timestamp(timestamp());
    assert_eq!(
        serde_json::to_string(&response).expect("JSON"),
        r#"{"data":1,"status_code":1000,"status_message":"a b","timestamp":"2015-06-30T21:59:59Z"}"#,
    );
}

#[test]
fn what_a_response_was_given() {
    let custom = SuccessCode::new(1900).expect("a success code");
    let response = OcpiResponse::success(5).with_code(custom).created();
    assert_eq!((response.data(), response.status_code()), (Some(&5), custom));
    assert_eq!(response.http_status(), 201);
    assert_eq!(OcpiResponse::<u8>::without_data().data(), None);
}

#[test]
fn labels_and_debug() {
    assert_eq!(ByHand(1).label(), "ByHand");
    assert_eq!(Box::new(ByHand("")).label(), "ByHand");
    assert_eq!(format!("{:?}", Data::new(&1)), "Data(..)");
}
