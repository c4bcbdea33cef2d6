//! Documents: an item with the derive, and the constants that its attributes name.

/// The attributes in a document, by position. Empty ones are omitted.
#[derive(Clone, Copy, Default)]
pub(crate) struct Attributes {
    pub(crate) container: &'static str,
    pub(crate) variant: &'static str,
    pub(crate) field: &'static str,
}

pub(crate) const RIGHT: Attributes = Attributes {
    container: r#"version = "2.2.1", code = codes::BUSY, web = false"#,
    variant: r#"code = TARIFF, http = 404, message = "no {host} for {millis:>5}""#,
    field: "data",
};

/// The parts that all documents share.
const HEAD: &str = r#"
use ocpi_status::{ErrorCode, OcpiError};

pub const TARIFF: ErrorCode = ErrorCode::UNKNOWN_LOCATION;
pub const TEXT: &str = "";
pub mod codes {
    use ocpi_status::ErrorCode;

    pub const BUSY: ErrorCode = ErrorCode::SERVER_ERROR;
    pub const fn code() -> ErrorCode {
        BUSY
    }
}
pub trait Coded {
    const CODE: ErrorCode;
}
pub struct Local;
impl Coded for Local {
    const CODE: ErrorCode = ErrorCode::CLIENT_ERROR;
}
"#;

fn attribute(keys: &str) -> String {
    if keys.is_empty() { String::new() } else { format!("#[ocpi({keys})]") }
}

fn error(generics: &str, name: &str) -> String {
    format!(
        "
impl{generics} std::fmt::Display for {name} {{
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {{
        f.write_str(\"error\")
    }}
}}
impl{generics} std::error::Error for {name} {{}}
"
    )
}

/// An enum whose second variant has only a code.
pub(crate) fn an_enum(attributes: Attributes) -> String {
    let Attributes { container, variant, field } = attributes;
    let [container, variant, field] = [container, variant, field].map(attribute);
    format!(
        "{HEAD}
#[derive(Debug, OcpiError)]
{container}
pub enum Failure {{
    {variant}
    Unreachable {{ {field} host: String, millis: u64 }},
    #[ocpi(code = TARIFF)]
    UnknownTariff,
}}
{}
pub fn code(failure: &Failure) -> ErrorCode {{
    failure.status_code()
}}
pub fn fail(place: String, time: u64) -> Failure {{
    match (Failure::Unreachable {{ host: place, millis: time }}) {{
        Failure::Unreachable {{ host: place, millis: time }} => {{
            Failure::Unreachable {{ host: place, millis: time }}
        }}
        Failure::UnknownTariff => Failure::UnknownTariff,
    }}
}}
",
        error("", "Failure")
    )
}

pub(crate) fn a_struct(attributes: Attributes) -> String {
    let Attributes { container, field, .. } = attributes;
    let [container, field] = [container, field].map(attribute);
    format!(
        "{HEAD}
#[derive(Debug, OcpiError)]
{container}
pub struct Failure {{
    {field}
    pub host: String,
}}
{}
pub fn place(failure: Failure) -> String {{
    failure.host
}}
",
        error("", "Failure")
    )
}

pub(crate) fn generic(attributes: Attributes) -> String {
    let Attributes { container, variant, field } = attributes;
    let [container, variant, field] = [container, variant, field].map(attribute);
    format!(
        "{HEAD}
#[derive(Debug, OcpiError)]
{container}
pub enum Failure<'a, T: std::fmt::Debug + std::fmt::Display, const N: usize>
where
    T: Clone,
{{
    {variant}
    Unreachable {{ {field} host: T, name: &'a [u8; N] }},
}}
{}
",
        error(
            "<'a, T: std::fmt::Debug + std::fmt::Display + Clone, const N: usize>",
            "Failure<'a, T, N>"
        )
    )
}

/// An error that a macro of the user declares.
pub(crate) fn macro_rules(arguments: &str) -> String {
    format!(
        "{HEAD}
macro_rules! declare {{
    ($name:ident, $code:expr, $http:literal, $message:literal) => {{
        #[derive(Debug, OcpiError)]
        #[ocpi(code = $code, http = $http, message = $message)]
        pub struct $name {{
            pub host: String,
        }}
    }};
}}
declare!({arguments});
{}
",
        error("", "Failure")
    )
}

/// A crate that renames the runtime.
pub(crate) fn renamed(container: &str) -> String {
    format!(
        "
use status::{{ErrorCode, OcpiError}};

pub mod reexport {{
    pub use status::*;
}}
pub const TARIFF: ErrorCode = ErrorCode::UNKNOWN_LOCATION;

#[derive(Debug, OcpiError)]
#[ocpi({container})]
pub struct Failure {{
    pub host: String,
}}
{}
",
        error("", "Failure")
    )
}

/// An item with thiserror, as applications write it, and an item within a function.
pub(crate) fn with_thiserror(message: &str) -> String {
    format!(
        "
use ocpi_status::{{ErrorCode, OcpiError}};

pub const TARIFF: ErrorCode = ErrorCode::UNKNOWN_LOCATION;

#[derive(Debug, thiserror::Error, OcpiError)]
pub enum Failure {{
    #[error(\"no tariff\")]
    #[ocpi(code = TARIFF)]
    #[ocpi(message = \"{message}\", http = 404)]
    Tariff {{ place: String }},
    #[error(\"two\")]
    #[ocpi(code = 2001, message = \"{{0}} {{1:?}}\")]
    Two(u8, #[ocpi(data)] u64),
}}
pub fn within() {{
    const INNER: ErrorCode = ErrorCode::UNKNOWN_LOCATION;
    #[derive(Debug, thiserror::Error, OcpiError)]
    #[error(\"within\")]
    #[ocpi(code = INNER)]
    struct Within;
}}
"
    )
}
