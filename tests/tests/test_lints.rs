//! The expansion has no warnings under any lint that a user may forbid.
//!
//! `Display` is written by hand, because thiserror allows lints, which is an error under `forbid`.

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

mod linted;

use std::collections::BTreeSet;
use std::error::Error as StdError;
use std::fmt::{Debug, Display, Formatter, Result as FmtResult};
use std::process::Command;

use serde_json::Value;
use tests::{answer, data};

use linted::{Borrowed, Empty, Inner, Linted};

impl<Item: Debug, const LEN: usize> Display for Linted<'_, Item, LEN> {
    fn fmt(&self, f: &mut Formatter<'_>) -> FmtResult {
        f.write_str("display")
    }
}

impl<Item: Debug, const LEN: usize> StdError for Linted<'_, Item, LEN> {}

impl Display for Inner {
    fn fmt(&self, f: &mut Formatter<'_>) -> FmtResult {
        f.write_str("inner")
    }
}

impl StdError for Inner {}

impl Display for Borrowed<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> FmtResult {
        f.write_str(self.0)
    }
}

impl StdError for Borrowed<'_> {}

impl Display for Empty {
    fn fmt(&self, _: &mut Formatter<'_>) -> FmtResult {
        match *self {}
    }
}

impl StdError for Empty {}

#[test]
fn derives_without_warning_when_every_lint_is_forbidden() {
    type Error<'a> = Linted<'a, u8, 2>;

    let named = Error::Named { first: "first", second: [1, 2] };
    assert_eq!(answer(&named), (2001, 404, "first [1, 2] display".to_owned()));
    assert_eq!(data(&named), Some(Value::from(vec![1, 2])));
    assert_eq!(answer(&Error::Const(1)), (4001, 500, "text 1".to_owned()));
    assert_eq!(answer(&Error::Inner(Box::default())), (4001, 200, "0".to_owned()));
    assert_eq!(answer(&Error::Unit), (3000, 200, "server error".to_owned()));
    assert_eq!(answer(&Borrowed("text")), (2001, 200, "text".to_owned()));
    assert_eq!(None::<Empty>.map(|empty| answer(&empty)), None);
}

/// Runs clippy over this file and over the module `linted`. It warns about the handwritten code of
/// this file; a warning in `linted` would be about code of the derive.
#[test]
fn derives_without_warning_under_every_lint_of_clippy() {
    let output = Command::new(env!("CARGO"))
        .args(["clippy", "--offline", "--quiet", "--no-deps", "--message-format=json"])
        .args(["--test=test_lints", "--", "--cap-lints=warn", "-Wclippy::all"])
        .args(["-Wclippy::pedantic", "-Wclippy::nursery", "-Wclippy::restriction"])
        // These two contradict each other.
        .args(["-Aclippy::pub_with_shorthand", "-Aclippy::redundant_pub_crate"])
        .output()
        .expect("cargo runs");
    let mut files = BTreeSet::new();
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        let report: Value = serde_json::from_str(line).expect("a line of JSON");
        let message = &report["message"];
        for span in message["spans"].as_array().into_iter().flatten() {
            let file = span["file_name"].as_str().unwrap_or_default();
            assert!(!file.contains("linted"), "{}", message["rendered"]);
            let _: bool = files.insert(file.to_owned());
        }
    }
    assert!(files.iter().any(|file| file.ends_with("test_lints.rs")), "{output:?}");
}
