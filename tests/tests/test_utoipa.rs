//! OpenAPI: the schema of the envelope, and the responses of a handler.
#![cfg(feature = "utoipa")]
#![expect(unused_qualifications, reason = "written by the macros of utoipa")]

use std::collections::BTreeMap;

use ocpi_status::{
    ErrorCode, ErrorResponse, OcpiError, OcpiResponse, OcpiResponses, Reply, StatusCode,
    SuccessCode, Timestamp, Version,
};
use serde::Serialize;
use serde_json::{Value, json};
use utoipa::openapi::{self, RefOr, Schema};
use utoipa::{IntoResponses, OpenApi, PartialSchema, ToSchema};

#[derive(Serialize, ToSchema)]
struct Token {
    #[schema(example = "012345678", max_length = 36)]
    uid: String,
    valid: bool,
    /// The supplier of the energy.
    contract: Option<Contract>,
}

/// A contract.
#[derive(Serialize, ToSchema)]
struct Contract {
    supplier: String,
}

#[derive(Debug, thiserror::Error, OcpiError)]
enum TokenError {
    /// No eMSP has issued the token.
    #[error("token {0} is not known")]
    #[ocpi(code = 2004, http = 404)]
    Unknown(String),
    /// Says <b>which</b> `fields` | are wrong.
    #[error("two fields are wrong")]
    #[ocpi(code = 2001)]
    Invalid(#[ocpi(data)] [&'static str; 2]),
    #[error("blocked by {0}")]
    #[ocpi(code = 2900, message = "blocked, ask {0}")]
    Blocked(&'static str),
    #[error(transparent)]
    #[ocpi(transparent)]
    Storage(#[from] storage::TokenError),
}

mod storage {
    use ocpi_status::OcpiError;

    #[derive(Debug, thiserror::Error, OcpiError)]
    pub(crate) enum TokenError {
        #[error("disk full")]
        #[ocpi(code = 2900, message = "later")]
        Blocked,
        #[error("disk full")]
        #[ocpi(code = 3000, http = 503)]
        Full,
    }
}

fn fields(minimum: u16, maximum: u16, data: &Value, description: &str) -> Value {
    json!({
        "type": "object",
        "description": description,
        "properties": {
            "data": data,
            "status_code": { "type": "integer", "minimum": minimum, "maximum": maximum },
            "status_message": { "type": "string" },
            "timestamp": { "type": "string", "format": "date-time", "maxLength": 25 },
        },
        "required": ["status_code", "timestamp"],
    })
}

fn error_response() -> Value {
    let anything = json!({ "description": "Anything that helps to debug." });
    fields(2000, 4999, &anything, "The request failed.")
}

fn envelope_of(data: &Value) -> Value {
    json!({ "oneOf": [fields(1000, 1999, data, "The request succeeded."), error_response()] })
}

fn schema_of<T: PartialSchema>() -> Value {
    serde_json::to_value(T::schema()).unwrap()
}

fn responses_of<R: IntoResponses>() -> Value {
    serde_json::to_value(R::responses()).unwrap()
}

fn content<'a>(responses: &'a Value, status: &str, part: &str) -> &'a Value {
    &responses[status]["content"]["application/json"][part]
}

#[test]
fn describes_small_types_by_their_ranges() {
    assert_eq!(schema_of::<ErrorResponse<'_>>(), error_response());
    let integer = |minimum: u16, maximum: u16| json!({ "type": "integer", "minimum": minimum, "maximum": maximum });
    assert_eq!(schema_of::<StatusCode>(), integer(0, 65535));
    assert_eq!(schema_of::<SuccessCode>(), integer(1000, 1999));
    assert_eq!(schema_of::<ErrorCode>(), integer(2000, 4999));
    let timestamp = json!({ "type": "string", "format": "date-time", "maxLength": 25 });
    assert_eq!(schema_of::<Timestamp>(), timestamp);
    let version =
        json!({ "type": "string", "enum": ["2.0", "2.1", "2.1.1", "2.2", "2.2.1", "2.3.0"] });
    assert_eq!(schema_of::<Version>(), version);
    assert_eq!(Version::name(), "VersionNumber");
}

#[test]
fn lists_every_response_of_a_handler() {
    let token = json!({
        "type": "object",
        "properties": {
            "uid": { "type": "string", "example": "012345678", "maxLength": 36 },
            "valid": { "type": "boolean" },
            "contract": {
                "oneOf": [
                    {
                        "type": "object",
                        "description": "The supplier of the energy.",
                        "properties": { "supplier": { "type": "string" } },
                        "required": ["supplier"],
                    },
                    { "type": "null" },
                ],
            },
        },
        "required": ["uid", "valid"],
    });
    let timestamp = "2015-06-30T21:59:59Z";
    let example = |code: u16, message: &str| {
        let value =
            json!({ "status_code": code, "status_message": message, "timestamp": timestamp });
        json!({ "value": value })
    };
    let documented = |docs: &str, mut example: Value| {
        example["description"] = json!(docs);
        example
    };
    let success = json!({
        "value": {
            "data": { "uid": "012345678", "valid": true },
            "status_code": 1000,
            "timestamp": timestamp,
        },
    });
    let expected = json!({
        "200": {
            "description": "`status_code` says whether the request succeeded.",
            "content": {
                "application/json": {
                    "schema": envelope_of(&token),
                    "examples": {
                        "1000 success": success,
                        "2001 TokenError::Invalid": documented(
                            "Says <b>which</b> `fields` | are wrong.",
                            example(2001, "invalid or missing parameters"),
                        ),
                        "2900 TokenError::Blocked": example(2900, "blocked, ask {0}"),
                        "2900 TokenError::Blocked'": example(2900, "later"),
                    },
                },
            },
        },
        "404": {
            "description": "Not Found",
            "content": {
                "application/json": {
                    "schema": error_response(),
                    "examples": {
                        "2004 TokenError::Unknown": documented(
                            "No eMSP has issued the token.",
                            example(2004, "unknown token"),
                        ),
                    },
                },
            },
        },
        "503": {
            "description": "Service Unavailable",
            "content": {
                "application/json": {
                    "schema": error_response(),
                    "examples": { "3000 TokenError::Full": example(3000, "server error") },
                },
            },
        },
    });
    assert_eq!(responses_of::<OcpiResponses<Token, TokenError>>(), expected);
}

#[derive(Debug, thiserror::Error)]
#[error("x")]
struct ByHand;

impl OcpiError for ByHand {
    fn status_code(&self) -> ErrorCode {
        ErrorCode::SERVER_ERROR
    }
}

/// An error without a catalog may have any code, so its responses have the general schema.
#[test]
fn lists_the_envelope_when_an_error_has_no_catalog() {
    let responses = responses_of::<OcpiResponses<Vec<Token>, ByHand>>();
    assert_eq!(responses.as_object().unwrap().len(), 1);
    let schema = content(&responses, "200", "schema");
    assert_eq!(schema["oneOf"][1], error_response());
    assert_eq!(schema["oneOf"][0]["properties"]["data"]["type"], "array");
    let examples = content(&responses, "200", "examples");
    assert_eq!(examples.as_object().unwrap().len(), 1);
    let data = json!([{ "uid": "012345678", "valid": true }]);
    assert_eq!(examples["1000 success"]["value"]["data"], data);
}

#[test]
fn omits_data_when_an_endpoint_returns_none() {
    let responses = responses_of::<OcpiResponses<(), ByHand>>();
    let success = &content(&responses, "200", "schema")["oneOf"][0];
    assert_eq!(success["properties"].get("data"), None);
    let examples = content(&responses, "200", "examples");
    assert_eq!(examples["1000 success"]["value"].get("data"), None);
    assert!(is_valid(&responses, "200", &envelope(OcpiResponse::empty())));
}

fn is_valid(responses: &Value, status: &str, envelope: &Value) -> bool {
    let options = jsonschema::options().should_validate_formats(true);
    options.build(content(responses, status, "schema")).unwrap().is_valid(envelope)
}

fn envelope(reply: impl Into<Reply>) -> Value {
    serde_json::from_slice(reply.into().body()).unwrap()
}

#[test]
fn accepts_envelopes_that_are_sent() {
    let responses = responses_of::<OcpiResponses<Token, TokenError>>();
    let contract = Some(Contract { supplier: "Stadtwerke".to_owned() });
    let token = Token { uid: "012345678".to_owned(), valid: true, contract };
    assert!(is_valid(&responses, "200", &envelope(OcpiResponse::success(token))));
    let token = Token { uid: "012345678".to_owned(), valid: true, contract: None };
    assert!(is_valid(&responses, "200", &envelope(OcpiResponse::success(token))));
    assert!(is_valid(&responses, "200", &envelope(OcpiResponse::<Token>::without_data())));
    for error in [
        TokenError::Unknown("012345678".to_owned()),
        TokenError::Invalid(["/uid", "/valid"]),
        TokenError::Blocked("them"),
        TokenError::from(storage::TokenError::Blocked),
        TokenError::from(storage::TokenError::Full),
    ] {
        let reply = Reply::from_error(&error);
        let status = reply.http_status();
        assert!(is_valid(&responses, status.as_str(), &envelope(reply)), "{error}");
    }
}

#[test]
fn refuses_envelopes_that_are_never_sent() {
    let responses = responses_of::<OcpiResponses<Token, TokenError>>();
    let timestamp = "2015-06-30T21:59:59Z";
    for bad in [
        json!({ "status_code": 1000 }),
        json!({ "timestamp": timestamp }),
        json!({ "status_code": 200, "timestamp": timestamp }),
        json!({ "status_code": 5000, "timestamp": timestamp }),
        json!({ "status_code": "1000", "timestamp": timestamp }),
        json!({ "status_code": 1000, "timestamp": "2015-06-30T21:59:59.1234567Z" }),
        json!({ "status_code": 1000, "timestamp": "yesterday" }),
        json!({ "status_code": 1000, "timestamp": timestamp, "status_message": 1 }),
        json!({ "status_code": 1000, "timestamp": timestamp, "data": { "uid": "1" } }),
    ] {
        assert!(!is_valid(&responses, "200", &bad), "{bad}");
    }
    let success = json!({ "status_code": 1000, "timestamp": timestamp });
    assert!(!is_valid(&responses, "404", &success));
}

#[derive(ToSchema)]
#[expect(dead_code, reason = "read by the derive")]
struct Page<T> {
    items: Vec<T>,
    by_name: BTreeMap<String, T>,
    version: Version,
    sent: Timestamp,
}

#[derive(ToSchema)]
#[expect(dead_code, reason = "read by the derive")]
enum Either {
    Token(Token),
    Number(u8),
    Pair(Contract, u8),
}

#[derive(ToSchema)]
#[expect(dead_code, reason = "read by the derive")]
struct Tree {
    name: String,
    #[schema(no_recursion)]
    children: Vec<Tree>,
}

#[utoipa::path(
    get,
    path = "/tokens/{uid}",
    params(("uid" = String, Path)),
    responses(OcpiResponses<Token, TokenError>)
)]
#[expect(dead_code, reason = "read by the macro")]
fn get_token() {}

#[utoipa::path(
    put,
    path = "/tokens/{uid}",
    params(("uid" = String, Path)),
    request_body = Token,
    responses(
        OcpiResponses<(), TokenError>,
        (status = 201, body = OcpiResponse<Token>, description = "created"),
    )
)]
#[expect(dead_code, reason = "read by the macro")]
fn put_token() {}

#[utoipa::path(get, path = "/tokens", responses(OcpiResponses<Vec<Token>, TokenError>))]
#[expect(dead_code, reason = "read by the macro")]
fn get_tokens() {}

#[utoipa::path(get, path = "/pages", responses(OcpiResponses<Page<Either>, ByHand>))]
#[expect(dead_code, reason = "read by the macro")]
fn get_pages() {}

#[utoipa::path(get, path = "/many", responses(
    (status = 200, description = "many", body = OcpiResponse<Vec<Token>>),
    (status = 201, description = "a page", body = OcpiResponse<Page<Vec<Token>>>),
    (status = 202, description = "maybe one", body = OcpiResponse<Option<Contract>>),
    (status = 400, description = "bad", body = ErrorResponse),
))]
#[expect(dead_code, reason = "read by the macro")]
fn get_many() {}

#[derive(ToSchema)]
#[expect(dead_code, reason = "read by the derive")]
struct Forest {
    oldest: Tree,
}

#[utoipa::path(get, path = "/forest", responses(OcpiResponses<Forest, ByHand>))]
#[expect(dead_code, reason = "read by the macro")]
fn get_forest() {}

/// `Either` and `Tree` are components because two kinds of schemas keep their references: the
/// argument of a generic type, and a type that contains itself.
#[derive(OpenApi)]
#[openapi(
    info(title = "eMSP", version = "2.2.1", license(name = "MIT", identifier = "MIT")),
    paths(get_token, put_token, get_tokens, get_pages, get_many, get_forest),
    components(schemas(Either, Tree))
)]
struct Api;

fn api() -> Value {
    serde_json::to_value(Api::openapi()).unwrap()
}

/// Validates a document. The schema of the OpenAPI Initiative refers to JSON Schema by a dynamic
/// anchor, which is defined here.
fn openapi_errors(document: &Value) -> Vec<String> {
    let openapi: Value = serde_json::from_str(include_str!("../openapi/schema-3.1.json")).unwrap();
    let id = openapi["$id"].as_str().unwrap().to_owned();
    let registry = jsonschema::Registry::new().add(id.as_str(), openapi).unwrap();
    let registry = registry.prepare().unwrap();
    let schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "https://example.com/openapi-3.1",
        "$ref": id,
        "$defs": {
            "schema": {
                "$dynamicAnchor": "meta",
                "$ref": "https://json-schema.org/draft/2020-12/schema",
            },
        },
    });
    let validator = jsonschema::options().with_registry(&registry).build(&schema).unwrap();
    validator
        .iter_errors(document)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect()
}

#[test]
fn document_is_valid_openapi_3_1() {
    let document = api();
    assert_eq!(document["openapi"], "3.1.0");
    assert_eq!(openapi_errors(&document), Vec::<String>::new());
}

#[test]
fn reports_a_document_that_is_not_openapi() {
    let mut document = api();
    document["paths"]["/tokens"]["get"]["responses"] = json!({ "20": {} });
    assert_ne!(openapi_errors(&document), Vec::<String>::new());

    let mut document = api();
    let responses = &mut document["paths"]["/tokens"]["get"]["responses"];
    responses["200"]["content"]["application/json"]["schema"]["oneOf"] = json!(7);
    assert_ne!(openapi_errors(&document), Vec::<String>::new());
}

fn walk<'a>(value: &'a Value, visit: &mut impl FnMut(&'a Value)) {
    visit(value);
    match value {
        Value::Array(values) => values.iter().for_each(|value| walk(value, visit)),
        Value::Object(fields) => fields.values().for_each(|value| walk(value, visit)),
        _ => {}
    }
}

#[test]
fn resolves_every_reference() {
    let document = api();
    let mut references = 0;
    walk(&document, &mut |value| {
        if let Some(reference) = value.get("$ref").and_then(Value::as_str) {
            references += 1;
            let pointer = reference.strip_prefix('#').unwrap();
            assert!(document.pointer(pointer).is_some(), "{reference}");
        }
    });
    assert!(references > 0);
}

#[test]
fn examples_match_their_schemas() {
    let document = api();
    let mut examples = 0;
    walk(&document, &mut |value| {
        let (Some(schema), Some(given)) = (value.get("schema"), value.get("examples")) else {
            return;
        };
        // References are resolved within the document.
        let mut schema = schema.clone();
        schema["components"] = document["components"].clone();
        let options = jsonschema::options().should_validate_formats(true);
        let validator = options.build(&schema).unwrap();
        for example in given.as_object().unwrap().values() {
            examples += 1;
            validator.validate(&example["value"]).unwrap();
        }
    });
    assert_eq!(examples, 20);
}

#[test]
fn gives_every_type_a_name_of_its_own() {
    let document = api();
    let names: Vec<_> = document["components"]["schemas"].as_object().unwrap().keys().collect();
    let expected = [
        "Contract",
        "Either",
        "ErrorResponse",
        "OcpiResponse_Option_Contract",
        "OcpiResponse_Page_Vec_Token",
        "OcpiResponse_Token",
        "OcpiResponse_Vec_Token",
        "Timestamp",
        "Token",
        "Tree",
        "VersionNumber",
    ];
    assert_eq!(names, expected);
}

/// A discriminator names the variants of a union by their references.
#[test]
fn keeps_references_below_a_discriminator() {
    #[derive(ToSchema)]
    #[schema(discriminator = "kind")]
    #[serde(untagged)]
    #[expect(dead_code, reason = "read by the derive")]
    enum Kind {
        Token(Token),
        Contract(Contract),
    }

    let responses = responses_of::<OcpiResponses<Kind, ByHand>>();
    let data = &content(&responses, "200", "schema")["oneOf"][0]["properties"]["data"];
    assert_eq!(data["oneOf"][0]["$ref"], "#/components/schemas/Token");
}

#[test]
fn component_is_the_envelope() {
    let schema: RefOr<Schema> = openapi::Ref::from_schema_name("Token").into();
    let composed = <OcpiResponse<Token> as utoipa::__dev::ComposeSchema>::compose(vec![schema]);
    let expected = envelope_of(&json!({ "$ref": "#/components/schemas/Token" }));
    assert_eq!(serde_json::to_value(composed).unwrap(), expected);
}

/// A type whose schema is written by hand.
struct Drawn;

impl PartialSchema for Drawn {
    fn schema() -> RefOr<Schema> {
        let token = json!({ "$ref": "#/components/schemas/Token" });
        let kind = json!({ "propertyName": "kind" });
        let said = |name| {
            let path = format!("#/components/schemas/{name}");
            json!({ "$ref": path, "description": "of the field" })
        };
        let properties = json!({
            "date": { "type": "string", "format": "date" },
            "uri": { "type": "string", "format": "uri" },
            "uuid": { "type": "string", "format": "uuid" },
            "number": { "type": "number" },
            "minimum": { "type": "integer", "minimum": 5 },
            "nullable": { "type": ["null", "string"] },
            "one": { "oneOf": [{ "type": "null", "default": null }, { "type": "boolean" }] },
            "list": { "type": "array", "items": token },
            "any": { "anyOf": [token] },
            "any_kind": { "anyOf": [token], "discriminator": kind },
            "all": { "allOf": [token] },
            "all_kind": { "allOf": [token], "discriminator": kind },
            "said_list": said("List"),
            "said_one": said("One"),
            "said_any": said("Any"),
            "said_all": said("All"),
        });
        let required = ["date", "uri", "uuid", "number", "minimum", "nullable", "one"];
        drawn(json!({ "type": "object", "required": required, "properties": properties }))
    }
}

impl ToSchema for Drawn {
    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        let text = json!({ "type": "string" });
        schemas.extend([
            ("Token".to_owned(), Token::schema()),
            ("List".to_owned(), drawn(json!({ "type": "array", "items": text }))),
            ("One".to_owned(), drawn(json!({ "oneOf": [text] }))),
            ("Any".to_owned(), drawn(json!({ "anyOf": [text] }))),
            ("All".to_owned(), drawn(json!({ "allOf": [text] }))),
        ]);
    }
}

fn drawn(schema: Value) -> RefOr<Schema> {
    serde_json::from_value(schema).expect("a schema")
}

#[test]
fn generates_the_simplest_example_of_a_schema() {
    let responses = responses_of::<OcpiResponses<Drawn, ByHand>>();
    let examples = content(&responses, "200", "examples").as_object().expect("examples");
    let example = examples.values().find(|example| !example["value"]["data"].is_null());
    let expected = json!({
        "date": "2015-06-30",
        "uri": "https://example.com",
        "uuid": "00000000-0000-0000-0000-000000000000",
        "number": 0,
        "minimum": 5,
        "nullable": "string",
        "one": true,
    });
    assert_eq!(example.expect("data")["value"]["data"], expected);
}

#[test]
fn inlines_references_at_any_depth() {
    let responses = responses_of::<OcpiResponses<Drawn, ByHand>>();
    let data = &content(&responses, "200", "schema")["oneOf"][0]["properties"]["data"];
    let fields = &data["properties"];
    for token in [&fields["list"]["items"], &fields["any"]["anyOf"][0], &fields["all"]["allOf"][0]]
    {
        assert!(token["properties"]["uid"].is_object(), "{token}");
    }
    for token in [&fields["any_kind"]["anyOf"][0], &fields["all_kind"]["allOf"][0]] {
        assert_eq!(token["$ref"], "#/components/schemas/Token");
    }
    for (name, part) in [
        ("said_list", "items"),
        ("said_one", "oneOf"),
        ("said_any", "anyOf"),
        ("said_all", "allOf"),
    ] {
        assert!(!fields[name][part].is_null(), "{fields}");
        assert_eq!(fields[name]["description"], "of the field", "{name}");
    }
}
