//! JSON Schema of the envelope, for `schemars`.

use std::borrow::Cow;

use ::schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use crate::code::{ErrorCode, StatusCode, SuccessCode};
use crate::timestamp::Timestamp;
use crate::version::Version;
use crate::write::response::{ErrorResponse, OcpiResponse};

/// Describes the responses of an endpoint: an envelope with a success code and a `T` as `data`, or
/// an envelope with an error code.
///
/// Both have HTTP 200, so one schema describes both. It is named after `T`, such as
/// `OcpiResponse_of_Token`.
///
/// ```
/// use ocpi_status::{Reply, OcpiResponse};
///
/// let schema = schemars::schema_for!(OcpiResponse<Vec<String>>);
/// assert_eq!(schema.get("title").unwrap(), "OcpiResponse_of_Array_of_string");
/// ```
///
/// Chapter "Response format", OCPI 2.0 and later.
#[cfg_attr(docsrs, doc(cfg(feature = "schemars")))]
impl<T: JsonSchema> JsonSchema for OcpiResponse<T> {
    fn schema_name() -> Cow<'static, str> {
        format!("OcpiResponse_of_{}", T::schema_name()).into()
    }

    fn schema_id() -> Cow<'static, str> {
        format!("ocpi_status::OcpiResponse<{}>", T::schema_id()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let data = generator.subschema_for::<T>();
        json_schema!({
            "oneOf": [
                envelope::<SuccessCode>(generator, "The request succeeded.", &data),
                generator.subschema_for::<ErrorResponse<'_>>(),
            ],
        })
    }
}

/// Describes an envelope with an error code and, if there is `data`, anything that helps to debug.
///
/// Chapter "Response format", OCPI 2.0 and later.
#[cfg_attr(docsrs, doc(cfg(feature = "schemars")))]
impl JsonSchema for ErrorResponse<'_> {
    fn schema_name() -> Cow<'static, str> {
        "ErrorResponse".into()
    }

    fn schema_id() -> Cow<'static, str> {
        "ocpi_status::ErrorResponse".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let anything = json_schema!({ "description": "Anything that helps to debug." });
        envelope::<ErrorCode>(generator, "The request failed.", &anything)
    }
}

fn envelope<Code: JsonSchema>(
    generator: &mut SchemaGenerator,
    description: &str,
    data: &Schema,
) -> Schema {
    json_schema!({
        "type": "object",
        "description": description,
        "properties": {
            "data": data,
            "status_code": generator.subschema_for::<Code>(),
            "status_message": { "type": "string" },
            "timestamp": generator.subschema_for::<Timestamp>(),
        },
        "required": ["status_code", "timestamp"],
    })
}

/// Types so small that their schema stands where it is used.
macro_rules! inline {
    ($($Type:ident $schema:tt)*) => {$(
        #[cfg_attr(docsrs, doc(cfg(feature = "schemars")))]
        impl JsonSchema for $Type {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> Cow<'static, str> {
                stringify!($Type).into()
            }

            fn schema_id() -> Cow<'static, str> {
                concat!("ocpi_status::", stringify!($Type)).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!($schema)
            }
        }
    )*};
}

inline! {
    StatusCode { "type": "integer", "minimum": 0, "maximum": 65535 }
    SuccessCode { "type": "integer", "minimum": 1000, "maximum": 1999 }
    ErrorCode { "type": "integer", "minimum": 2000, "maximum": 4999 }
    Version { "type": "string", "enum": Version::ALL }
    Timestamp { "type": "string", "format": "date-time", "maxLength": 25 }
}
