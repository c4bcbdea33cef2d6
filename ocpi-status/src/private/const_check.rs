//! Checks that run while the user's crate is compiled.

use crate::code::{Class, ErrorCode};
use crate::version::Version;

/// Checks that the version defines a code.
///
/// # Panics
///
/// While the user's crate is compiled, if the version does not define the code.
#[track_caller]
pub const fn check_code(code: ErrorCode, version: Version) {
    if code.is_defined_in(version) {
        return;
    }
    let text = match code.since() {
        Some(since) => Text::new()
            .str("OCPI ")
            .str(version.as_str())
            .str(" does not know ")
            .code(code)
            .str(", which came with ")
            .str(since.as_str())
            .str("; write `version = \"")
            .str(since.as_str())
            .str("\"`"),
        None => Text::new()
            .str("OCPI assigns no meaning to ")
            .code(code)
            .str("; custom codes of this class are ")
            .number(code.as_u16() / 1000 * 1000 + 900)
            .str(" to ")
            .number(code.as_u16() / 1000 * 1000 + 999),
    };
    panic!("{}", text.as_str())
}

/// Checks that an HTTP status goes with a code.
///
/// # Panics
///
/// While the user's crate is compiled, if the HTTP status does not go with the code.
#[track_caller]
pub const fn check_http(status: u16, code: ErrorCode) {
    if let Ok(status) = http::StatusCode::from_u16(status)
        && code.allows_http(status)
    {
        return;
    }
    let (class, allowed) = match code.class() {
        Class::Success | Class::ClientError if matches!(status, 500..=599) => (
            ", a client error",
            "400, 401, 403, 404, 405, 408, 411, 413, 415 or 429; an error of your own is `code = 3000`",
        ),
        Class::Success | Class::ClientError => {
            (", a client error", "400, 401, 403, 404, 405, 408, 411, 413, 415 or 429")
        }
        Class::ServerError => (", a server error", "500 to 599"),
        Class::HubError => (", a hub error", "404 or 500 to 599"),
    };
    let text = Text::new().str("HTTP ").number(status).str(" does not go with ").code(code);
    let text = text.str(class).str("; leave `http` out for HTTP 200, or use ").str(allowed);
    panic!("{}", text.as_str())
}

/// Checks that a client error does not show the text of its source.
///
/// # Panics
///
/// While the user's crate is compiled, if the code is that of a client error.
#[track_caller]
pub const fn check_leak(code: ErrorCode) {
    assert!(
        !code.is_client_error(),
        "the peer would read the text of the source; write `message = \"...\"`, or `message = \
         \"{{self}}\"` if that is meant"
    );
}

/// Text that is put together while the user's crate is compiled.
struct Text {
    bytes: [u8; 192],
    len: usize,
}

impl Text {
    const fn new() -> Self {
        Self { bytes: [0; 192], len: 0 }
    }

    const fn str(mut self, text: &str) -> Self {
        let text = text.as_bytes();
        let mut index = 0;
        while index < text.len() && self.len < self.bytes.len() {
            self.bytes[self.len] = text[index];
            self.len += 1;
            index += 1;
        }
        self
    }

    const fn code(self, code: ErrorCode) -> Self {
        self.number(code.as_u16())
    }

    const fn number(self, number: u16) -> Self {
        const DIGITS: [&str; 10] = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];
        let more = if number >= 10 { self.number(number / 10) } else { self };
        more.str(DIGITS[(number % 10) as usize])
    }

    const fn as_str(&self) -> &str {
        match str::from_utf8(self.bytes.split_at(self.len).0) {
            Ok(text) => text,
            Err(_) => "",
        }
    }
}
