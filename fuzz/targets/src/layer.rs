//! `OcpiLayer` turns the errors of any handler into envelopes, and passes on what it has to.
//!
//! An input is a line `<flags> <method> <HTTP status> <chunk size>` and three blocks that empty lines
//! separate: the headers of the request, the headers of the response, and its body. The flags are
//! letters:
//!
//! - options of the layer: `v` for OCPI 2.1.1, `d` without the data of errors, `m` with a message of
//!   successes, `e` an envelope is required;
//! - the request: `c` is for credentials, without routing headers;
//! - the body of the response: `s` its size is known, `l` it has a `Content-Length`, `p` it is
//!   pending before each chunk, `x` it breaks off before the last one;
//! - `o`: the response is rendered by this crate, from lines with a code, `data` and a message.

mod case;
mod expect;

use std::time::{Duration, Instant};

use self::case::Case;

/// Sends a response through the layer.
///
/// # Panics
///
/// If the result is not the expected one.
pub fn run(data: &[u8]) {
    let Some(case) = Case::read(data) else { return };
    let start = Instant::now();
    let sent = case.send();
    // The layer waits 250 ms for a body. A busy machine may take them between two polls.
    if start.elapsed() < Duration::from_millis(200) {
        expect::check(&case, &sent);
    }
}
