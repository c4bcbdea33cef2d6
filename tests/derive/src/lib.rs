//! The modules of the derive as a library, for tests that expand without a compiler. A proc-macro
//! crate exports only its macro.

// A proc-macro crate has this crate in its prelude.
extern crate proc_macro;

#[path = "../../../ocpi-status-derive/src/ast.rs"]
mod ast;
#[path = "../../../ocpi-status-derive/src/attr/mod.rs"]
mod attr;
#[path = "../../../ocpi-status-derive/src/bound.rs"]
mod bound;
#[path = "../../../ocpi-status-derive/src/ctxt.rs"]
mod ctxt;
#[path = "../../../ocpi-status-derive/src/display.rs"]
mod display;
#[path = "../../../ocpi-status-derive/src/expand/mod.rs"]
mod expand;
#[path = "../../../ocpi-status-derive/src/fallback.rs"]
mod fallback;
#[path = "../../../ocpi-status-derive/src/ide/mod.rs"]
mod ide;
#[path = "../../../ocpi-status-derive/src/message.rs"]
mod message;
#[path = "../../../ocpi-status-derive/src/span.rs"]
mod span;
#[path = "../../../ocpi-status-derive/src/spec.rs"]
mod spec;
#[path = "../../../ocpi-status-derive/src/valid/mod.rs"]
mod valid;
#[path = "../../../ocpi-status-derive/src/value.rs"]
mod value;
#[path = "../../../ocpi-status-derive/src/words.rs"]
mod words;

use proc_macro2::TokenStream;
use syn::DeriveInput;

use crate::spec::Version;

/// Expands as the macro does.
#[must_use]
pub fn derive(input: &DeriveInput) -> TokenStream {
    expand::derive(input)
}

/// Returns the version numbers, each with the name of the runtime's variant.
#[must_use]
pub fn versions() -> Vec<(String, &'static str)> {
    Version::ALL.iter().map(|version| (version.to_string(), version.variant())).collect()
}

/// Checks the digits of a `code`.
///
/// # Errors
///
/// The message that the derive prints.
pub fn check_code(digits: &str, version: &str) -> Result<u16, String> {
    spec::check_code(digits, Version::parse(version)?)
}

/// Checks the digits of an `http` against a code, if the code is known.
///
/// # Errors
///
/// The message that the derive prints.
pub fn check_http(digits: &str, code: Option<u16>) -> Result<u16, String> {
    spec::check_http(digits, code)
}

/// Returns a list of alternatives, joined with "or".
#[must_use]
pub fn one_of(words: &[&str]) -> String {
    words::one_of(words)
}

/// Returns a list joined with "and".
#[must_use]
pub fn all_of(words: &[&str]) -> String {
    words::all_of(words)
}

/// Pieces of attributes, valid or not.
pub const PARTS: &[&str] = &[
    "code",
    "http",
    "message",
    "transparent",
    "data",
    "header",
    "doc",
    "version",
    "crate",
    "web",
    "other",
    "r#code",
    "self",
    "=",
    "==",
    ",",
    ";",
    ":",
    "::",
    "<",
    ">",
    "-",
    "'a",
    "2001",
    "404",
    "1.5",
    "\"{0}\"",
    "\"{a\"",
    "\"2.2.1\"",
    "\"\"",
    "\"é-\"",
    "true",
    "Self",
    "_",
    "(",
    ")",
    "[x]",
    "{}",
    "$",
    "b\"\"",
    "#",
    "\"{\"",
    "as",
    "u8",
    "é",
    "c\"\"",
];
