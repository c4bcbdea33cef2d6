//! What the fuzzer checks, as plain functions: a test replays the seeds on a stable compiler.

pub mod derive_text;
pub mod derive_tokens;
mod json;
pub mod lenient;
pub mod read_request;
pub mod read_response;
pub mod relay_response;
pub mod reply;
pub mod strict;
pub mod timestamp;

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
