//! OpenAPI for `utoipa`: the schema of the envelope, and the responses of a handler.

use core::marker::PhantomData;
use std::borrow::Cow;
use std::collections::BTreeMap;

use serde_json::{Map, Value, json};
// A type with arguments cannot stand in `body = OcpiResponse<Token>` without this trait, which is all
// that `#[derive(ToSchema)]` implements: https://github.com/juhaku/utoipa/issues/1346
use ::utoipa::__dev::ComposeSchema;
use ::utoipa::openapi::content::ContentBuilder;
use ::utoipa::openapi::example::{Example, ExampleBuilder};
use ::utoipa::openapi::response::ResponseBuilder;
use ::utoipa::openapi::schema::{
    AdditionalProperties, AllOf, AnyOf, Array, ArrayItems, Object, ObjectBuilder, OneOf,
    OneOfBuilder, SchemaType, Type, empty,
};
use ::utoipa::openapi::{KnownFormat, RefOr, Response as Answer, Schema, SchemaFormat};
use ::utoipa::{IntoResponses, PartialSchema, ToSchema};

use crate::catalog::Catalog;
use crate::code::{ErrorCode, StatusCode, SuccessCode};
use crate::error::OcpiError;
use crate::timestamp::Timestamp;
use crate::version::Version;
use crate::write::response::{ErrorResponse, OcpiResponse};

/// All responses of a handler, in one line of `#[utoipa::path]`.
///
/// A handler that returns `Result<OcpiResponse<T>, E>` has the responses `OcpiResponses<T, E>`:
///
/// - HTTP 200, whose schema is the envelope with a `T` or with an error. OCPI answers most errors
///   with HTTP 200, and OpenAPI has one response for each HTTP status; so the errors are examples
///   of it, one for each entry of `E`'s [catalog](OcpiError::catalog), beside the success.
/// - every other HTTP status of the catalog, such as 404, with its errors as examples.
///
/// ```
/// use ocpi_status::{OcpiError, OcpiResponse, OcpiResponses};
/// use utoipa::{OpenApi, ToSchema};
///
/// #[derive(ToSchema)]
/// struct Token {
///     #[schema(example = "012345678", max_length = 36)]
///     uid: String,
/// }
///
/// #[derive(Debug, thiserror::Error, OcpiError)]
/// enum TokenError {
///     /// No eMSP has issued the token.
///     #[error("token {0} is not known")]
///     #[ocpi(code = 2004, http = 404)]
///     Unknown(String),
///
///     /// The token is of a party that is not yours.
///     #[error("token {0} is not yours")]
///     #[ocpi(code = 2900, message = "not your token")]
///     Foreign(String),
/// }
///
/// #[utoipa::path(get, path = "/tokens/{uid}", responses(OcpiResponses<Token, TokenError>))]
/// async fn get_token(uid: String) -> Result<OcpiResponse<Token>, TokenError> {
///     // ...
/// #   Err(TokenError::Unknown(uid))
/// }
///
/// #[derive(OpenApi)]
/// #[openapi(paths(get_token))]
/// struct Api;
///
/// let api = serde_json::to_value(Api::openapi())?;
/// let responses = &api["paths"]["/tokens/{uid}"]["get"]["responses"];
/// let examples = &responses["200"]["content"]["application/json"]["examples"];
/// assert_eq!(examples["1000 success"]["value"]["data"]["uid"], "012345678");
/// assert_eq!(examples["2900 TokenError::Foreign"]["value"]["status_message"], "not your token");
/// assert_eq!(responses["404"]["description"], "Not Found");
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// The schemas stand in the responses themselves; three alone stay references to what you list in
/// `components(schemas(..))`: a type that contains itself, the variants of a union with a
/// `discriminator`, and the argument of a generic type of yours, such as `Token` in `Page<Token>`.
///
/// A `status_message` is the template of the error's `message`, or else the code's description:
/// the text of a `Display` is known only once there is an error. The `data` of the success is made
/// of the examples that `T` and its fields have; what is required and has none gets a value of its
/// type.
///
/// A handler that also returns HTTP 201 documents it beside this type:
/// `responses((status = 201, body = OcpiResponse<Token>, description = "created"), OcpiResponses<..>)`.
#[derive(Debug)]
pub struct OcpiResponses<T, E>(PhantomData<fn() -> (T, E)>);

impl<T: ToSchema, E: OcpiError> IntoResponses for OcpiResponses<T, E> {
    fn responses() -> BTreeMap<String, RefOr<Answer>> {
        let data = self_contained::<T>();
        let mut examples = examples(&E::catalog());
        let successes = examples.entry(http::StatusCode::OK).or_default();
        successes.insert("1000 success".to_owned(), success(&data));

        let answer = |(status, examples): (http::StatusCode, BTreeMap<String, Example>)| {
            let (schema, description) = if status == http::StatusCode::OK {
                (envelope(data.clone()), "`status_code` says whether the request succeeded.")
            } else {
                (ErrorResponse::schema(), status.canonical_reason().unwrap_or("HTTP error"))
            };
            let content =
                ContentBuilder::new().schema(Some(schema)).examples_from_iter(examples).build();
            let answer = ResponseBuilder::new()
                .description(description)
                .content("application/json", content);
            (status.as_str().to_owned(), answer.into())
        };
        examples.into_iter().map(answer).collect()
    }
}

/// Describes the responses of an endpoint: an envelope with a success code and a `T` as `data`, or
/// an envelope with an error code.
///
/// Both have HTTP 200, so one schema describes both. `body = OcpiResponse<Token>` in
/// `#[utoipa::path]` names it `OcpiResponse_Token`; [`OcpiResponses`] also documents each error.
///
/// Chapter "Response format", OCPI 2.0 and later.
#[cfg_attr(docsrs, doc(cfg(feature = "utoipa")))]
impl<T: ToSchema> ToSchema for OcpiResponse<T> {
    // The macros of utoipa append the names of the arguments.
    fn name() -> Cow<'static, str> {
        "OcpiResponse".into()
    }

    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        T::schemas(schemas);
    }
}

impl<T: ToSchema> ComposeSchema for OcpiResponse<T> {
    fn compose(arguments: Vec<RefOr<Schema>>) -> RefOr<Schema> {
        envelope(arguments.into_iter().next().unwrap_or_else(T::schema))
    }
}

fn envelope(data: RefOr<Schema>) -> RefOr<Schema> {
    let success = fields(SuccessCode::schema()).description(Some("The request succeeded."));
    // The schema of `()`: the endpoint documents no `data`.
    let success = if data == empty().into() { success } else { success.property("data", data) };
    OneOfBuilder::new().item(success).item(ErrorResponse::schema()).into()
}

fn fields(status_code: RefOr<Schema>) -> ObjectBuilder {
    ObjectBuilder::new()
        .property("status_code", status_code)
        .property("status_message", String::schema())
        .property("timestamp", Timestamp::schema())
        .required("status_code")
        .required("timestamp")
}

macro_rules! schemas {
    ($($(#[$doc:meta])* $Type:ty, $name:literal => $schema:expr;)*) => {$(
        $(#[$doc])*
        #[cfg_attr(docsrs, doc(cfg(feature = "utoipa")))]
        impl ToSchema for $Type {
            fn name() -> Cow<'static, str> {
                $name.into()
            }
        }

        impl ComposeSchema for $Type {
            fn compose(_: Vec<RefOr<Schema>>) -> RefOr<Schema> {
                $schema.into()
            }
        }
    )*};
}

schemas! {
    /// Describes an envelope with an error code and, if there is `data`, anything that helps to
    /// debug.
    ///
    /// Chapter "Response format", OCPI 2.0 and later.
    ErrorResponse<'_>, "ErrorResponse" => {
        let anything = ObjectBuilder::new()
            .schema_type(SchemaType::AnyValue)
            .description(Some("Anything that helps to debug."));
        fields(ErrorCode::schema())
            .property("data", anything)
            .description(Some("The request failed."))
    };
    StatusCode, "StatusCode" => integer(0, 65535);
    SuccessCode, "SuccessCode" => integer(1000, 1999);
    ErrorCode, "ErrorCode" => integer(2000, 4999);
    /// Is named as in chapter "Versions module", OCPI 2.3.0, where a `Version` is another type.
    Version, "VersionNumber" => {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .enum_values(Some(Version::ALL.iter().map(|version| version.as_str())))
    };
    Timestamp, "Timestamp" => {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::DateTime)))
            .max_length(Some(25))
    };
}

fn integer(minimum: u16, maximum: u16) -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(minimum)).maximum(Some(maximum))
}

/// The schema of `T` with nothing left to look up in the components of a document.
///
/// `IntoResponses` cannot add to the components; and there is no name that it could refer to, for
/// the macros of utoipa alone know how a type with arguments is called.
fn self_contained<T: ToSchema>() -> RefOr<Schema> {
    let mut schemas = Vec::new();
    T::schemas(&mut schemas);
    let mut schema = T::schema();
    resolve(&mut schema, &mut schemas.into_iter().collect());
    schema
}

type Schemas = BTreeMap<String, RefOr<Schema>>;

fn resolve(schema: &mut RefOr<Schema>, schemas: &mut Schemas) {
    let reference = match schema {
        RefOr::T(schema) => return resolve_in(schema, schemas),
        RefOr::Ref(reference) => reference,
    };
    let name = reference.ref_location.strip_prefix("#/components/schemas/").unwrap_or_default();
    // A type that contains itself is not found, and its reference stays.
    if let Some((name, found)) = schemas.remove_entry(name) {
        let mut resolved = found.clone();
        resolve(&mut resolved, schemas);
        schemas.insert(name, found);
        if !reference.description.is_empty() {
            describe(&mut resolved, &reference.description);
        }
        *schema = resolved;
    }
}

fn resolve_in(schema: &mut Schema, schemas: &mut Schemas) {
    match schema {
        Schema::Object(object) => {
            for property in object.properties.values_mut() {
                resolve(property, schemas);
            }
            let additional = object.additional_properties.as_deref_mut();
            if let Some(AdditionalProperties::RefOr(values)) = additional {
                resolve(values, schemas);
            }
        }
        Schema::Array(array) => {
            for item in &mut array.prefix_items {
                resolve_in(item, schemas);
            }
            if let ArrayItems::RefOrSchema(items) = &mut array.items {
                resolve(items, schemas);
            }
        }
        Schema::OneOf(OneOf { items, discriminator: None, .. })
        | Schema::AnyOf(AnyOf { items, discriminator: None, .. })
        | Schema::AllOf(AllOf { items, discriminator: None, .. }) => {
            for item in items {
                resolve(item, schemas);
            }
        }
        _ => {}
    }
}

/// The attributes of a field override those of its type.
fn describe(schema: &mut RefOr<Schema>, text: &str) {
    if let RefOr::T(
        Schema::Object(Object { description, .. })
        | Schema::Array(Array { description, .. })
        | Schema::OneOf(OneOf { description, .. })
        | Schema::AnyOf(AnyOf { description, .. })
        | Schema::AllOf(AllOf { description, .. }),
    ) = schema
    {
        *description = Some(text.to_owned());
    }
}

/// That of the examples in the standard.
const TIMESTAMP: &str = "2015-06-30T21:59:59Z";

fn examples(catalog: &Catalog) -> BTreeMap<http::StatusCode, BTreeMap<String, Example>> {
    let mut examples = BTreeMap::<_, BTreeMap<_, _>>::new();
    for entry in catalog {
        let examples = examples.entry(entry.http_status()).or_default();
        let mut name = format!("{} {}", entry.status_code(), entry.label());
        // Another type may have the same name.
        while examples.contains_key(&name) {
            name.push('\'');
        }
        let value = json!({
            "status_code": entry.status_code(),
            "status_message": entry.known_message(),
            "timestamp": TIMESTAMP,
        });
        let example = ExampleBuilder::new().description(entry.docs()).value(Some(value));
        examples.insert(name, example.build());
    }
    examples
}

fn success(data: &RefOr<Schema>) -> Example {
    let data = serde_json::to_value(data).ok().as_ref().and_then(sample);
    let value = match data.filter(|data| !data.is_null()) {
        Some(data) => json!({ "data": data, "status_code": 1000, "timestamp": TIMESTAMP }),
        None => json!({ "status_code": 1000, "timestamp": TIMESTAMP }),
    };
    ExampleBuilder::new().value(Some(value)).build()
}

/// A value that goes with a schema: what its author gave as an example, or the simplest.
fn sample(schema: &Value) -> Option<Value> {
    if let Some(given) = given(schema) {
        return Some(given.clone());
    }
    if let Some(schemas) = schema["oneOf"].as_array().or(schema["anyOf"].as_array()) {
        return schemas.iter().filter_map(sample).find(|value| !value.is_null());
    }
    if let Some(schemas) = schema["allOf"].as_array() {
        let objects = schemas.iter().filter_map(sample).filter_map(|value| match value {
            Value::Object(fields) => Some(fields),
            _ => None,
        });
        return Some(Value::Object(objects.flatten().collect()));
    }
    // A type that can also be null is a list of the two.
    let ty = match &schema["type"] {
        Value::Array(types) => types.iter().find(|ty| *ty != "null")?,
        ty => ty,
    };
    match ty.as_str()? {
        "object" => Some(Value::Object(sample_fields(schema))),
        "array" => Some(Value::Array(schema.get("items").and_then(sample).into_iter().collect())),
        "string" => Some(sample_text(schema).into()),
        "integer" | "number" => Some(schema.get("minimum").cloned().unwrap_or_else(|| json!(0))),
        "boolean" => Some(Value::Bool(true)),
        _ => None,
    }
}

fn given(schema: &Value) -> Option<&Value> {
    let first = |key: &str| schema[key].as_array()?.first();
    schema.get("example").or(first("examples")).or(schema.get("default")).or(first("enum"))
}

fn sample_fields(schema: &Value) -> Map<String, Value> {
    let required = schema["required"].as_array();
    let is_required = |name: &str| required.is_some_and(|names| names.iter().any(|it| it == name));
    let properties = schema["properties"].as_object().into_iter().flatten();
    properties
        .filter(|(name, property)| is_required(name) || given(property).is_some())
        .filter_map(|(name, property)| Some((name.clone(), sample(property)?)))
        .collect()
}

fn sample_text(schema: &Value) -> &'static str {
    let text = match schema["format"].as_str() {
        Some("date-time") => TIMESTAMP,
        Some("date") => "2015-06-30",
        Some("uri") => "https://example.com",
        Some("uuid") => "00000000-0000-0000-0000-000000000000",
        _ => "string",
    };
    let max = schema["maxLength"].as_u64().and_then(|max| usize::try_from(max).ok());
    max.and_then(|max| text.get(..max)).unwrap_or(text)
}
