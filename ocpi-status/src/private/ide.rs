//! What an editor shows for `#[ocpi(...)]`: the documentation of these items.
//!
//! A key is a constant of its name, an example of its use. It is documented by the text of the table
//! in the documentation of the derive, and found in the module of each place where it can stand.

#![expect(non_upper_case_globals, reason = "a key is lower case")]

/// The end of the path in `crate = ...`.
#[derive(Debug)]
pub struct Runtime;

/// The keys on an enum.
pub mod container {
    pub use super::keys::{crate_, version, web};

    /// for variants without one
    pub const code: &str = "code = 2000";
}

/// The keys on a struct.
pub mod structure {
    pub use super::keys::{code, crate_, doc, http, message, transparent, version, web};
}

/// The keys on a variant.
pub mod variant {
    pub use super::keys::{code, doc, http, message, transparent};
}

/// The keys on a field.
pub mod field {
    /// this field is the `data` of the answer; `None` leaves it out
    pub const data: &str = "data";
    /// the `Display` of this field is the value of that HTTP header; `None` leaves it out
    pub const header: &str = r#"header = "Retry-After""#;
    /// the answer is that of this error; the other fields are context for the log
    pub const transparent: &str = "transparent";
}

/// The keys that mean the same in each of their places.
mod keys {
    /// codes must exist in this version; without it, in the newest
    pub const version: &str = r#"version = "2.2.1""#;
    /// the OCPI status code: four digits, or the path of a `const` of type `ErrorCode`
    pub const code: &str = "code = 2004";
    /// the HTTP status, where it is not 200
    pub const http: &str = "http = 404";
    /// what the peer reads, over the fields; `{self}` is the error's `Display`
    pub const message: &str = r#"message = "no answer after {millis} ms""#;
    /// code, HTTP status, message and `data` are those of the one field, which is checked by its own `version`
    pub const transparent: &str = "transparent";
    /// the text of the catalog in place of the doc comment; `doc = false` for none
    pub const doc: &str = r#"doc = "...""#;
    /// where `ocpi_status` is, if it was renamed or re-exported
    // Completion would write the name of the constant, which is not that of the key.
    #[doc(hidden)]
    pub const crate_: &str = "crate = ::path";
    /// no error trait of the web frameworks: you write that impl
    pub const web: &str = "web = false";
}

/// The codes that OCPI leaves to applications.
pub mod custom {
    use crate::code::ErrorCode;

    /// 2900 to 2999: a client error of your own. OCPI 2.2.
    pub const CLIENT_ERROR: ErrorCode = ErrorCode::CLIENT_ERROR;
    /// 3900 to 3999: a server error of your own. OCPI 2.2.
    pub const SERVER_ERROR: ErrorCode = ErrorCode::SERVER_ERROR;
    /// 4900 to 4999: a hub error of your own. OCPI 2.2.
    pub const HUB_ERROR: ErrorCode = ErrorCode::HUB_ERROR;
}
