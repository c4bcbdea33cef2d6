//! `OcpiResponse` and `ErrorResponse` serialized without a `Reply`.

use std::cell::Cell;
use std::fmt;

use ocpi_status::{
    Data, ErrorCode, ErrorResponse, OcpiError, OcpiResponse, Reply, SuccessCode, Timestamp, Version,
};
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;
use serde_json::{Value, json};

#[derive(Debug, thiserror::Error, ocpi_status::OcpiError)]
#[error("")]
#[ocpi(code = 2000)]
struct Silent;

#[derive(Debug, thiserror::Error)]
#[error("")]
struct ByHand<T>(T);

impl<T: fmt::Debug> OcpiError for ByHand<T> {
    fn status_code(&self) -> ErrorCode {
        ErrorCode::CLIENT_ERROR
    }
}

fn timestamp() -> Timestamp {
    "2015-06-30T21:59:59Z".parse().expect("a timestamp")
}

fn to_value(response: impl Serialize) -> Value {
    serde_json::to_value(response).expect("JSON")
}

#[test]
fn leaves_the_message_out_when_it_is_empty() {
    let expected = json!({"status_code": 2000, "timestamp": "2015-06-30T21:59:59Z"});
    assert_eq!(to_value(ErrorResponse::new(&Silent).with_timestamp(timestamp())), expected);

    let expected = json!({"status_code": 1000, "timestamp": "2015-06-30T21:59:59Z"});
    assert_eq!(
        to_value(OcpiResponse::empty().with_message("").with_timestamp(timestamp())),
        expected
    );
}

#[test]
fn serializes_fields_in_the_order_of_the_standard() {
    let response = OcpiResponse::success(1).with_message("a\nb").with_timestamp(timestamp());
    assert_eq!(
        serde_json::to_string(&response).expect("JSON"),
        r#"{"data":1,"status_code":1000,"status_message":"a b","timestamp":"2015-06-30T21:59:59Z"}"#,
    );
}

#[test]
fn returns_data_code_and_http_status() {
    let custom = SuccessCode::new(1900).expect("a success code");
    let response = OcpiResponse::success(5).with_code(custom).created();
    assert_eq!((response.data(), response.status_code()), (Some(&5), custom));
    assert_eq!(response.http_status(), 201);
    assert_eq!(OcpiResponse::<u8>::without_data().data(), None);
}

#[test]
fn shows_labels_without_arguments_and_data_without_values() {
    assert_eq!(ByHand(1).label(), "ByHand");
    assert_eq!(Box::new(ByHand("")).label(), "ByHand");
    assert_eq!(format!("{:?}", Data::new(&1)), "Data(..)");
}

/// Returns the body of a reply, which must equal the serialized response.
fn body(response: OcpiResponse<impl Serialize>) -> Value {
    let response = response.with_timestamp(timestamp());
    let text = serde_json::to_string(&response).expect("JSON");
    let reply = Reply::from(response);
    assert_eq!(reply.text(), text);
    assert_eq!(reply.text().as_bytes(), reply.body());
    serde_json::from_str(&text).expect("JSON")
}

fn error_body(error: &dyn OcpiError) -> Value {
    let response = ErrorResponse::new(error).with_timestamp(timestamp());
    let text = serde_json::to_string(&response).expect("JSON");
    assert_eq!(Reply::from(response).text(), text);
    serde_json::from_str(&text).expect("JSON")
}

/// An error with any `data`.
struct WithData<T>(T);

impl<T> fmt::Debug for WithData<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("WithData")
    }
}

impl<T> fmt::Display for WithData<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("été")
    }
}

impl<T> std::error::Error for WithData<T> {}

impl<T: Serialize> OcpiError for WithData<T> {
    fn status_code(&self) -> ErrorCode {
        ErrorCode::UNKNOWN_TOKEN
    }

    fn data(&self) -> Option<Data<'_>> {
        Some(Data::new(&self.0))
    }
}

#[test]
fn leaves_data_out_when_it_is_null() {
    #[derive(Serialize)]
    struct Unit;

    #[derive(Debug, thiserror::Error, ocpi_status::OcpiError)]
    #[error("derived")]
    #[ocpi(code = 2001)]
    struct Derived(#[ocpi(data)] Option<u8>);

    fn assert_left_out(data: impl Serialize + Clone) {
        let expected = json!({"status_code": 1000, "timestamp": "2015-06-30T21:59:59Z"});
        assert_eq!(body(OcpiResponse::success(data.clone())), expected);
        assert_eq!(error_body(&WithData(data)).get("data"), None);
    }

    assert_left_out(());
    assert_left_out(None::<u8>);
    assert_left_out(Some(None::<u8>));
    assert_left_out(Value::Null);
    assert_left_out(&&Unit);
    assert_left_out(f64::NAN);
    assert_left_out(RawValue::from_string("null".to_owned()).expect("JSON"));
    assert_eq!(error_body(&Derived(None)).get("data"), None);
    assert_eq!(error_body(&Derived(Some(5)))["data"], 5);
}

#[test]
fn sends_data_when_it_is_empty_but_not_null() {
    for data in
        [json!("null"), json!(""), json!([]), json!({}), json!(false), json!(0), json!([null])]
    {
        assert_eq!(body(OcpiResponse::success(&data))["data"], data);
        assert_eq!(error_body(&WithData(&data))["data"], data);
    }
}

/// Data that can be serialized only once, for example because it reads from a channel.
#[test]
fn serializes_data_exactly_once() {
    #[derive(Default)]
    struct Once(Cell<u32>);

    impl Serialize for Once {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            self.0.set(self.0.get() + 1);
            serializer.collect_seq(0..self.0.get())
        }
    }

    #[derive(Debug, thiserror::Error, ocpi_status::OcpiError)]
    #[error("derived")]
    #[ocpi(code = 2001)]
    struct Derived(#[ocpi(data)] Ones);

    #[derive(Default)]
    struct Ones(Once);

    impl fmt::Debug for Ones {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("Ones")
        }
    }

    impl Serialize for Ones {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            self.0.serialize(serializer)
        }
    }

    let texts = [
        Reply::from(OcpiResponse::success(Once::default())).text().to_owned(),
        serde_json::to_string(&OcpiResponse::success(Once::default())).expect("JSON"),
        Reply::from(WithData(Once::default())).text().to_owned(),
        serde_json::to_string(&ErrorResponse::new(&WithData(Once::default()))).expect("JSON"),
        Reply::from(Derived(Ones::default())).text().to_owned(),
        to_value(OcpiResponse::success(Once::default())).to_string(),
        to_value(ErrorResponse::new(&Derived(Ones::default()))).to_string(),
    ];
    for text in texts {
        let body: Value = serde_json::from_str(&text).expect("JSON");
        assert_eq!(body["data"], json!([0]), "{text}");
    }
}

#[test]
fn adapts_a_success_to_the_version() {
    let custom = SuccessCode::new(1901).expect("a success code");
    let response = OcpiResponse::success(1).with_code(custom).with_message("été");
    for (version, code, message) in [
        (Version::V2_0, 1000, "?t?"),
        (Version::V2_1_1, 1000, "?t?"),
        (Version::V2_2, 1901, "été"),
        (Version::V2_3_0, 1901, "été"),
    ] {
        let response = response.clone().for_version(version);
        assert_eq!(response.status_code(), code);
        assert_eq!(Reply::from(response.clone()).status_code(), code);
        let body = body(response);
        assert_eq!(
            (&body["status_code"], &body["status_message"]),
            (&json!(code), &json!(message))
        );
    }
}

#[test]
fn returns_what_a_response_was_given() {
    let response = OcpiResponse::success(5);
    assert_eq!((response.message(), response.timestamp()), (None, None));
    assert!(response.headers().is_empty());

    let response = response
        .with_message("fine")
        .with_timestamp(timestamp())
        .with_header("X-Limit", 50)
        .created()
        .for_version(Version::V2_2);
    assert_eq!((response.message(), response.timestamp()), (Some("fine"), Some(timestamp())));
    assert_eq!(response.headers()["x-limit"], "50");

    let mapped = response.clone().map(|data| data.to_string());
    assert_eq!(mapped.data().map(String::as_str), Some("5"));
    assert_eq!(mapped.clone().map(|data| data.parse().unwrap_or(0)), response);
    assert_eq!(mapped.into_data().as_deref(), Some("5"));
    assert_eq!(OcpiResponse::<u8>::without_data().map(u16::from).into_data(), None);

    for other in [
        OcpiResponse::success(6).with_message("fine").with_timestamp(timestamp()),
        response.clone().with_message("other"),
        response.clone().with_header("X-Limit", 51),
        response.clone().with_code(SuccessCode::new(1900).expect("a success code")),
    ] {
        assert_ne!(other, response);
    }
}

#[test]
fn returns_the_message_as_it_is_sent() {
    #[derive(Debug, thiserror::Error, ocpi_status::OcpiError)]
    #[error("the\ndatabase")]
    enum Error {
        #[ocpi(code = 2001)]
        Client,
        #[ocpi(code = 3000)]
        Server,
    }

    let error = WithData(1);
    let response = ErrorResponse::new(&error);
    assert_eq!(response.message(), "été");
    assert_eq!(response.for_version(Version::V2_1_1).message(), "?t?");
    assert_eq!(ErrorResponse::new(&Error::Client).message(), "the database");
    assert_eq!(ErrorResponse::new(&Error::Server).message(), "server error");
    assert_eq!(ErrorResponse::new(&Silent).message(), "");
}

/// A timestamp that is valid in every version.
#[test]
fn sends_its_own_timestamp_in_whole_seconds() {
    let timestamp: Timestamp = "2015-06-30T21:59:59.999Z".parse().expect("a timestamp");
    let response = OcpiResponse::success(timestamp).with_timestamp(timestamp);
    let value = to_value(&response);
    assert_eq!(value["timestamp"], "2015-06-30T21:59:59Z");
    assert_eq!(value["data"], "2015-06-30T21:59:59.999Z");
    let reply = Reply::from(response);
    let body: Value = serde_json::from_str(reply.text()).expect("JSON");
    assert_eq!(body, value);
    for now in [to_value(OcpiResponse::empty()), to_value(ErrorResponse::new(&Silent))] {
        assert_eq!(now["timestamp"].as_str().map(str::len), Some(20));
    }
}
