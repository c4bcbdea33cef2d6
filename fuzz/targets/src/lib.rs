//! What the fuzzer checks, as plain functions: a test replays the seeds on a stable compiler.

pub mod derive_text;
pub mod derive_tokens;
mod json;
pub mod read_request;
pub mod read_response;
pub mod reply;
pub mod timestamp;

// The crate that a procedural macro finds in its prelude.
extern crate proc_macro;

// A proc-macro crate exports its macro and nothing else.
#[path = "../../../ocpi-status-derive/src/ast.rs"]
mod ast;
#[path = "../../../ocpi-status-derive/src/attr.rs"]
mod attr;
#[path = "../../../ocpi-status-derive/src/cases.rs"]
mod cases;
#[path = "../../../ocpi-status-derive/src/code.rs"]
mod code;
#[path = "../../../ocpi-status-derive/src/ctxt.rs"]
mod ctxt;
#[path = "../../../ocpi-status-derive/src/expand.rs"]
mod expand;
#[path = "../../../ocpi-status-derive/src/fallback.rs"]
mod fallback;
#[path = "../../../ocpi-status-derive/src/generics.rs"]
mod generics;
#[path = "../../../ocpi-status-derive/src/ide/mod.rs"]
mod ide;
#[path = "../../../ocpi-status-derive/src/message.rs"]
mod message;
#[path = "../../../ocpi-status-derive/src/span.rs"]
mod span;
#[path = "../../../ocpi-status-derive/src/valid.rs"]
mod valid;
#[path = "../../../ocpi-status-derive/src/value.rs"]
mod value;

/// A line of a log: bounded, printable, on one line.
#[track_caller]
fn assert_fit_for_a_log(line: &str) {
    // Two previews of 256 characters at the most, and words of ours.
    assert!(line.chars().count() <= 640, "{} characters: {line}", line.chars().count());
    assert_printable(line);
}

#[track_caller]
fn assert_printable(text: &str) {
    let is_bidi = |c| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    assert!(!text.chars().any(|c| c.is_control() || is_bidi(c)), "{text:?}");
}
