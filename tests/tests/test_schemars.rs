//! JSON Schema of the envelope.
#![cfg(feature = "schemars")]

use ocpi_status::{
    ErrorCode, ErrorResponse, OcpiError, OcpiResponse, Reply, StatusCode, SuccessCode, Timestamp,
    Version,
};
use schemars::{JsonSchema, schema_for};
use serde::Serialize;
use serde_json::{Value, json};

#[derive(Serialize, JsonSchema)]
struct Token {
    uid: String,
    valid: bool,
}

#[derive(Debug, thiserror::Error, OcpiError)]
enum TokenError {
    #[error("token {0} is not known")]
    #[ocpi(code = 2004, http = 404)]
    Unknown(String),
    #[error("two fields are wrong")]
    #[ocpi(code = 2001)]
    Invalid(#[ocpi(data)] [&'static str; 2]),
    #[error("disk full")]
    #[ocpi(code = 3000)]
    Storage,
}

fn error_response() -> Value {
    json!({
        "type": "object",
        "description": "The request failed.",
        "properties": {
            "data": { "description": "Anything that helps to debug." },
            "status_code": { "type": "integer", "minimum": 2000, "maximum": 4999 },
            "status_message": { "type": "string" },
            "timestamp": { "type": "string", "format": "date-time", "maxLength": 25 },
        },
        "required": ["status_code", "timestamp"],
    })
}

#[test]
fn schema_of_a_response_allows_success_or_error() {
    let expected = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "OcpiResponse_of_Token",
        "oneOf": [
            {
                "type": "object",
                "description": "The request succeeded.",
                "properties": {
                    "data": { "$ref": "#/$defs/Token" },
                    "status_code": { "type": "integer", "minimum": 1000, "maximum": 1999 },
                    "status_message": { "type": "string" },
                    "timestamp": { "type": "string", "format": "date-time", "maxLength": 25 },
                },
                "required": ["status_code", "timestamp"],
            },
            { "$ref": "#/$defs/ErrorResponse" },
        ],
        "$defs": {
            "ErrorResponse": error_response(),
            "Token": {
                "type": "object",
                "properties": {
                    "uid": { "type": "string" },
                    "valid": { "type": "boolean" },
                },
                "required": ["uid", "valid"],
            },
        },
    });
    assert_eq!(schema_for!(OcpiResponse<Token>).to_value(), expected);
}

#[test]
fn schema_of_an_error_response_is_the_envelope() {
    let mut expected = error_response();
    expected["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
    expected["title"] = json!("ErrorResponse");
    assert_eq!(schema_for!(ErrorResponse<'_>).to_value(), expected);
}

#[test]
fn schema_ids_hold_full_paths() {
    assert_eq!(ErrorResponse::schema_id(), "ocpi_status::ErrorResponse");
    let id = OcpiResponse::<Token>::schema_id();
    assert_eq!(id, format!("ocpi_status::OcpiResponse<{}>", Token::schema_id()));
}

#[test]
fn inlines_schemas_of_small_types() {
    #[derive(JsonSchema)]
    #[expect(dead_code, reason = "read by the derive")]
    struct Small {
        any: StatusCode,
        success: SuccessCode,
        error: ErrorCode,
        version: Version,
        timestamp: Timestamp,
    }

    let schema = schema_for!(Small).to_value();
    let expected = json!({
        "any": { "type": "integer", "minimum": 0, "maximum": 65535 },
        "success": { "type": "integer", "minimum": 1000, "maximum": 1999 },
        "error": { "type": "integer", "minimum": 2000, "maximum": 4999 },
        "version": { "type": "string", "enum": ["2.0", "2.1", "2.1.1", "2.2", "2.2.1", "2.3.0"] },
        "timestamp": { "type": "string", "format": "date-time", "maxLength": 25 },
    });
    assert_eq!(schema["properties"], expected);
    assert_eq!(schema.get("$defs"), None);
}

mod other {
    #[derive(schemars::JsonSchema)]
    #[expect(dead_code, reason = "read by the derive")]
    pub(crate) struct Token {
        id: u32,
    }
}

#[derive(JsonSchema)]
#[expect(dead_code, reason = "read by the derive")]
struct Page<T> {
    items: Vec<T>,
}

/// schemars adds a number to a name that is taken.
#[test]
fn gives_every_type_a_name_of_its_own() {
    #[derive(JsonSchema)]
    #[expect(dead_code, reason = "read by the derive")]
    struct Answers {
        one: OcpiResponse<Token>,
        many: OcpiResponse<Vec<Token>>,
        page: OcpiResponse<Page<Token>>,
        nested: OcpiResponse<Page<Vec<Token>>>,
        maybe: OcpiResponse<Option<Token>>,
        other: OcpiResponse<other::Token>,
        empty: OcpiResponse<()>,
    }

    let schema = schema_for!(Answers).to_value();
    let expected = json!({
        "one": { "$ref": "#/$defs/OcpiResponse_of_Token" },
        "many": { "$ref": "#/$defs/OcpiResponse_of_Array_of_Token" },
        "page": { "$ref": "#/$defs/OcpiResponse_of_Page" },
        "nested": { "$ref": "#/$defs/OcpiResponse_of_Page2" },
        "maybe": { "$ref": "#/$defs/OcpiResponse_of_Nullable_Token" },
        "other": { "$ref": "#/$defs/OcpiResponse_of_Token2" },
        "empty": { "$ref": "#/$defs/OcpiResponse_of_null" },
    });
    assert_eq!(schema["properties"], expected);
}

fn is_valid<T: JsonSchema>(envelope: &Value) -> bool {
    let schema = schema_for!(OcpiResponse<T>).to_value();
    let options = jsonschema::options().should_validate_formats(true);
    options.build(&schema).unwrap().is_valid(envelope)
}

fn envelope(reply: impl Into<Reply>) -> Value {
    serde_json::from_slice(reply.into().body()).unwrap()
}

fn token() -> Token {
    Token { uid: "012345678".to_owned(), valid: true }
}

#[test]
fn accepts_envelopes_that_are_sent() {
    assert!(is_valid::<Token>(&envelope(OcpiResponse::success(token()))));
    assert!(is_valid::<Token>(&envelope(OcpiResponse::<Token>::without_data().created())));
    assert!(is_valid::<Token>(&envelope(OcpiResponse::success(token()).with_message("fine"))));
    let custom = SuccessCode::new(1999).unwrap();
    assert!(is_valid::<Token>(&envelope(OcpiResponse::success(token()).with_code(custom))));
    assert!(is_valid::<Vec<Token>>(&envelope(OcpiResponse::success([token(), token()]))));
    assert!(is_valid::<()>(&envelope(OcpiResponse::empty())));
    assert!(is_valid::<()>(&envelope(OcpiResponse::success(()))));

    assert!(is_valid::<Token>(&envelope(TokenError::Unknown("1".to_owned()))));
    assert!(is_valid::<Token>(&envelope(TokenError::Invalid(["/uid", "/valid"]))));
    assert!(is_valid::<Token>(&envelope(TokenError::Storage)));
    assert!(is_valid::<()>(&envelope(TokenError::Storage)));
}

#[test]
fn refuses_envelopes_that_are_never_sent() {
    let timestamp = "2015-06-30T21:59:59Z";
    let good = json!({
        "data": { "uid": "1", "valid": true },
        "status_code": 1000,
        "timestamp": timestamp,
    });
    assert!(is_valid::<Token>(&good));

    let with = |field: &str, value: Value| {
        let mut envelope = good.clone();
        envelope[field] = value;
        envelope
    };
    let without = |field: &str| {
        let mut envelope = good.clone();
        envelope.as_object_mut().unwrap().remove(field);
        envelope
    };
    for bad in [
        json!([]),
        without("status_code"),
        without("timestamp"),
        with("status_code", json!(200)),
        with("status_code", json!(999)),
        with("status_code", json!(5000)),
        with("status_code", json!("1000")),
        with("status_code", json!(1000.5)),
        with("status_message", json!(null)),
        with("status_message", json!(7)),
        with("timestamp", json!(1_435_701_599)),
        with("timestamp", json!("yesterday")),
        with("timestamp", json!("2015-06-30T21:59:59.1234567Z")),
        with("data", json!(null)),
        with("data", json!({ "uid": "1" })),
        with("data", json!([])),
    ] {
        assert!(!is_valid::<Token>(&bad), "{bad}");
    }
}
