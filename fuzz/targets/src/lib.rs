//! The checks of the fuzz targets, as plain functions, so that a test can replay the seeds on a
//! stable compiler.

pub mod derive_text;
pub mod derive_tokens;
mod json;
pub mod layer;
pub mod lenient;
pub mod paging;
pub mod read_request;
pub mod read_response;
pub mod relay_response;
pub mod reply;
pub mod strict;
pub mod timestamp;

/// Asserts that a logged error is one bounded, printable line.
#[track_caller]
fn assert_fit_for_a_log(line: &str) {
    // At most two previews of 256 characters, and the text of this library.
    assert!(line.chars().count() <= 640, "{} characters: {line}", line.chars().count());
    assert_printable(line);
}

#[track_caller]
fn assert_printable(text: &str) {
    let is_bidi = |c| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    assert!(!text.chars().any(|c| c.is_control() || is_bidi(c)), "{text:?}");
}
