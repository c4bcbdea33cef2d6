//! The expansion under every lint: nothing that a user forbids is found in it.
//!
//! By hand instead of by thiserror, which switches lints off, and that is an error under `forbid`.

#![forbid(
    warnings,
    deprecated,
    elided_lifetimes_in_paths,
    explicit_outlives_requirements,
    future_incompatible,
    let_underscore,
    missing_debug_implementations,
    missing_docs,
    non_ascii_idents,
    nonstandard_style,
    redundant_lifetimes,
    rust_2018_idioms,
    rust_2021_compatibility,
    rust_2024_compatibility,
    single_use_lifetimes,
    trivial_bounds,
    trivial_casts,
    trivial_numeric_casts,
    unexpected_cfgs,
    unit_bindings,
    unnameable_types,
    unreachable_patterns,
    unreachable_pub,
    unsafe_code,
    unused,
    unused_import_braces,
    unused_lifetimes,
    unused_qualifications,
    unused_results,
    variant_size_differences
)]

use std::collections::BTreeMap;
use std::error::Error as StdError;
use std::fmt::{Debug, Display, Formatter, Result as FmtResult};
use std::process::Command;

use ocpi_status::{ErrorCode, OcpiError, Version};
use serde_json::Value;
use tests::{answer, data};

/// Uses every part of the expansion.
#[derive(Debug, OcpiError)]
#[ocpi(version = "2.2.1", code = 3000)]
pub(crate) enum Linted<'a, T: 'a, const N: usize> {
    #[ocpi(code = 2001, http = 404, message = "{first} {second:?} {self}")]
    Named {
        first: &'a str,
        #[ocpi(data)]
        second: [T; N],
    },
    #[ocpi(code = ErrorCode::UNKNOWN_RECEIVER, http = 500, message = "text {0}")]
    Const(u8),
    #[ocpi(transparent)]
    Inner(Box<Inner>),
    Unit,
}

#[derive(Clone, Copy, Debug, Default, OcpiError)]
#[ocpi(code = 4001, message = "{0}")]
pub(crate) struct Inner(#[deprecated] u8);

#[derive(Debug, OcpiError)]
pub(crate) enum Empty {}

impl<T: Debug, const N: usize> Display for Linted<'_, T, N> {
    fn fmt(&self, f: &mut Formatter<'_>) -> FmtResult {
        f.write_str("display")
    }
}

impl<T: Debug, const N: usize> StdError for Linted<'_, T, N> {}

impl Display for Inner {
    fn fmt(&self, f: &mut Formatter<'_>) -> FmtResult {
        f.write_str("inner")
    }
}

impl StdError for Inner {}

impl Display for Empty {
    fn fmt(&self, _: &mut Formatter<'_>) -> FmtResult {
        match *self {}
    }
}

impl StdError for Empty {}

#[test]
fn forbidden_lints() {
    type Error<'a> = Linted<'a, u8, 2>;

    let named = Error::Named { first: "first", second: [1, 2] };
    assert_eq!(answer(&named), (2001, 404, "first [1, 2] display".to_owned()));
    assert_eq!(data(&named), Some(Value::from(vec![1, 2])));
    assert_eq!(answer(&Error::Const(1)), (4001, 500, "text 1".to_owned()));
    assert_eq!(answer(&Error::Inner(Box::default())), (4001, 200, "0".to_owned()));
    assert_eq!(answer(&Error::Unit), (3000, 200, "server error".to_owned()));
    assert_eq!(None::<Empty>.map(|empty| answer(&empty)), None);
    assert!(ErrorCode::UNKNOWN_RECEIVER.is_defined_in(Version::V2_2_1));
}

/// The messages of clippy for a span that the derive has written.
fn of_the_derive(span: &Value) -> bool {
    let expansion = &span["expansion"];
    expansion["macro_decl_name"] == "#[derive(OcpiError)]"
        || (expansion.is_object() && of_the_derive(&expansion["span"]))
}

/// Runs clippy over this file and `test_deprecated.rs`, which are full of what it complains of in
/// handwritten code; in code of the derive it must find nothing.
#[test]
fn clippy_restrictions() {
    let output = Command::new(env!("CARGO"))
        .args(["clippy", "--offline", "--quiet", "--no-deps", "--message-format=json"])
        .args(["--test=test_lints", "--test=test_deprecated", "--", "--cap-lints=warn"])
        .args(["-Wclippy::all", "-Wclippy::pedantic", "-Wclippy::nursery"])
        .args(["-Wclippy::restriction", "-Wclippy::cargo"])
        .output()
        .expect("cargo runs");
    let mut lints = BTreeMap::new();
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        let report: Value = serde_json::from_str(line).expect("a line of JSON");
        let message = &report["message"];
        let Some(lint) = message["code"]["code"].as_str() else { continue };
        let mut spans = message["spans"].as_array().into_iter().flatten();
        assert!(!spans.any(of_the_derive), "{}", message["rendered"]);
        *lints.entry(lint.to_owned()).or_insert(0) += 1;
    }
    // What it says of the handwritten code shows that it was there.
    assert!(lints.contains_key("clippy::implicit_return"), "{output:?}");
}
