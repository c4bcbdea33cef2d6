//! An answer that is ready to be sent.

use core::fmt::{self, Write as _};
use core::ops::Range;
use std::sync::LazyLock;

use http::{HeaderMap, HeaderName, HeaderValue};
use serde::Serialize;

use super::response::{Headers, PublicMessage};
use crate::code::{Class, ErrorCode, StatusCode};
use crate::error::{OcpiError, Origin};
use crate::text::{self, Bytes, Printable};
use crate::timestamp::Timestamp;
use crate::timestamp::{self, TEXT_LEN};
use crate::write::response::{ErrorResponse, OcpiResponse};

/// An answer that is ready for any web framework: HTTP status, headers and the envelope as JSON.
///
/// ```
/// use ocpi_status::{Reply, OcpiResponse};
///
/// let reply = Reply::from(OcpiResponse::success("012345678").created());
/// assert_eq!(reply.http_status(), 201);
/// assert_eq!(reply.status_code(), 1000);
/// let body: Vec<u8> = reply.into_body();
/// ```
///
/// The body is `application/json`. An error whose message is short is rendered in one allocation.
///
/// Chapter "Response format", OCPI 2.0 and later.
#[derive(Clone)]
#[must_use = "a reply does nothing until it is sent"]
pub struct Reply {
    http_status: http::StatusCode,
    status_code: StatusCode,
    headers: Option<Box<HeaderMap>>,
    body: Vec<u8>,
    cause: Option<Box<str>>,
    label: Option<&'static str>,
}

impl Reply {
    /// Renders the answer to a request that failed.
    ///
    /// `data` that cannot be serialised is left out; [`cause`](Self::cause) says why.
    #[inline]
    pub fn from_error(error: &dyn OcpiError) -> Self {
        Self::from(ErrorResponse::new(error))
    }

    /// Sets an HTTP header.
    ///
    /// With a name or a value that HTTP does not allow, a success becomes a server error (3000)
    /// and an error stays what it is; [`cause`](Self::cause) says what was wrong.
    pub fn with_header<N, V>(mut self, name: N, value: V) -> Self
    where
        N: TryInto<HeaderName, Error: Into<http::Error>>,
        V: TryInto<HeaderValue, Error: Into<http::Error>>,
    {
        let mut headers = Headers { map: self.headers, error: None };
        headers.set(name, value);
        self.headers = headers.map;
        match headers.error {
            Some(error) if self.status_code.class() == Some(Class::Success) => {
                let timestamp = timestamp_of(&mut self.body).copied();
                let timestamp = timestamp.unwrap_or_else(timestamp::now_text);
                Self { headers: self.headers, ..Self::unsent(error, timestamp) }
            }
            error => {
                self.cause = text::join(self.cause, error);
                self
            }
        }
    }

    /// Returns the HTTP status of the answer.
    #[must_use]
    pub const fn http_status(&self) -> http::StatusCode {
        self.http_status
    }

    /// Returns the OCPI status code of the answer.
    #[must_use]
    pub const fn status_code(&self) -> StatusCode {
        self.status_code
    }

    /// Returns the HTTP headers that were set. `Content-Type` is not among them; it is
    /// `application/json`.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        static NONE: LazyLock<HeaderMap> = LazyLock::new(HeaderMap::new);
        self.headers.as_deref().unwrap_or(&NONE)
    }

    /// Returns the envelope, as JSON in UTF-8.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// Returns the envelope, as JSON in UTF-8.
    #[must_use]
    #[inline]
    pub fn into_body(self) -> Vec<u8> {
        self.body
    }

    /// Returns what belongs into the log and not into the answer.
    ///
    /// That is the error's `Display` and all its sources on one printable line, for a server or a
    /// hub error (3xxx, 4xxx) and for a client error (2xxx) that has a source or whose message is
    /// not its `Display`; also why `data` could not be serialised, or what was wrong with a
    /// header. A plain client error has none: the peer reads all there is to know.
    #[must_use]
    pub fn cause(&self) -> Option<&str> {
        self.cause.as_deref()
    }

    /// Returns the [label](OcpiError::label) of the error that this is the answer to.
    #[must_use]
    pub const fn label(&self) -> Option<&'static str> {
        self.label
    }

    /// The answer in place of a success that cannot be sent.
    fn unsent(cause: Box<str>, timestamp: [u8; TEXT_LEN]) -> Self {
        let code = ErrorCode::SERVER_ERROR;
        let mut body = Vec::with_capacity(CAPACITY);
        body.push(b'{');
        write_status(&mut body, code.into(), false, code.public_description());
        write_end(&mut body, timestamp);
        Self {
            http_status: http::StatusCode::OK,
            status_code: code.into(),
            headers: None,
            body,
            cause: Some(cause),
            label: None,
        }
    }
}

/// Room in bytes for an envelope with a message of some 160 bytes.
const CAPACITY: usize = 256;

/// Renders the envelope; `data` that cannot be serialised makes it a server error (3000), HTTP
/// 200, with nothing of the reason in it. The reason is the [`cause`](Reply::cause).
impl<T: Serialize> From<OcpiResponse<T>> for Reply {
    fn from(response: OcpiResponse<T>) -> Self {
        let http_status = response.http_status();
        let status_code = response.status_code().into();
        let timestamp = response.timestamp.map_or_else(timestamp::now_text, Timestamp::text);
        let mut body = Vec::with_capacity(CAPACITY);
        body.push(b'{');
        let rendered = write_data(&mut body, response.data.as_ref());
        write_status(&mut body, status_code, false, response.message().unwrap_or_default());
        write_end(&mut body, timestamp);

        let Headers { map: headers, error } = response.headers;
        let rendered = rendered.err().map(|error| {
            let reason = format_args!("the data of a success cannot be serialised: {error}");
            text::one_line(&reason).into()
        });
        match text::join(rendered, error) {
            None => Self { http_status, status_code, headers, body, cause: None, label: None },
            Some(cause) => Self { headers, ..Self::unsent(cause, timestamp) },
        }
    }
}

impl From<ErrorResponse<'_>> for Reply {
    fn from(response: ErrorResponse<'_>) -> Self {
        let error = response.error;
        // First, because the processor can do the rest while it waits for the clock.
        let timestamp = response.timestamp.map_or_else(timestamp::now_text, Timestamp::text);
        let own_code = error.status_code();
        let code = response.known_code(own_code);
        let mut body = Vec::with_capacity(CAPACITY);
        body.push(b'{');
        let rendered = write_data(&mut body, error.data());
        let ascii = response.is_ascii();
        let message = write_status(&mut body, code.into(), ascii, PublicMessage(error));
        write_end(&mut body, timestamp);

        // What the peer reads of a plain client error is all there is to know. In ASCII, the
        // message may say less.
        let is_plain = code.class() == Class::ClientError
            && error.source().is_none()
            && match error.__ocpi_origin() {
                Origin::Display if !ascii => true,
                Origin::Message => false,
                Origin::Display | Origin::Unknown | Origin::Inner(_) => {
                    is_display_of(error, &body[message])
                }
            };
        let mut cause = (!is_plain).then(|| text::cause(error).into());
        if let Err(error) = rendered {
            let unsent = text::one_line(&format_args!("data was left out: {error}"));
            cause = text::join(cause, Some(unsent.into()));
        }
        Self {
            http_status: response.allowed_http_status(error.http_status(), own_code),
            status_code: code.into(),
            headers: None,
            body,
            cause,
            label: Some(error.label()),
        }
    }
}

impl<E: OcpiError> From<E> for Reply {
    fn from(error: E) -> Self {
        Self::from_error(&error)
    }
}

impl<T: Serialize, E: OcpiError> From<Result<OcpiResponse<T>, E>> for Reply {
    fn from(result: Result<OcpiResponse<T>, E>) -> Self {
        match result {
            Ok(response) => response.into(),
            Err(error) => error.into(),
        }
    }
}

/// Gives the reply the `Content-Type` that it has.
impl From<Reply> for http::Response<Vec<u8>> {
    fn from(reply: Reply) -> Self {
        let mut response = Self::new(reply.body);
        *response.status_mut() = reply.http_status;
        *response.headers_mut() = reply.headers.map(|map| *map).unwrap_or_default();
        let json = HeaderValue::from_static("application/json");
        response.headers_mut().insert(http::header::CONTENT_TYPE, json);
        response
    }
}

impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reply")
            .field("http_status", &self.http_status)
            .field("status_code", &self.status_code)
            .field("headers", self.headers())
            .field("body", &String::from_utf8_lossy(&self.body))
            .field("cause", &self.cause)
            .field("label", &self.label)
            .finish()
    }
}

/// Returns the body of an error with a code that a peer of that version knows, and, before 2.2,
/// with a message in ASCII, as [`ErrorResponse::for_version`] would render it; `None` where that is
/// the body itself.
#[cfg(any(feature = "axum", feature = "actix-web"))]
pub(crate) fn body_for_version(
    body: &[u8],
    code: ErrorCode,
    version: crate::version::Version,
) -> Option<Vec<u8>> {
    const CODE: &[u8] = b"\"status_code\":";
    // What follows `data` cannot repeat the name of the field: quotes are escaped there.
    let digits = CODE.len() + body.windows(CODE.len()).rposition(|name| name == CODE)?;
    let (start, end) = (body.get(..digits)?, body.get(digits + 4..)?);
    let ascii = version < crate::version::Version::V2_2 && !end.is_ascii();
    if !ascii && body[digits..].starts_with(code.as_u16().to_string().as_bytes()) {
        return None;
    }
    let mut known = Vec::with_capacity(body.len());
    known.extend_from_slice(start);
    known.extend_from_slice(&self::digits(code.into()));
    let end = str::from_utf8(end).ok()?;
    // `Bytes` takes everything, and what is escaped stays so.
    let _ = Printable::plain(Bytes(&mut known), ascii).write_str(end);
    Some(known)
}

/// Writes the field, or, where the data cannot be serialised, nothing.
fn write_data(body: &mut Vec<u8>, data: Option<impl Serialize>) -> serde_json::Result<()> {
    let Some(data) = data else { return Ok(()) };
    let start = body.len();
    body.extend_from_slice(b"\"data\":");
    let written = serde_json::to_writer(&mut *body, &data);
    match written {
        Ok(()) => body.push(b','),
        Err(_) => body.truncate(start),
    }
    written
}

/// Returns the number; a code that this side sends has four digits.
fn digits(code: StatusCode) -> [u8; 4] {
    const PAIRS: [[u8; 2]; 100] = {
        let mut pairs = [[0; 2]; 100];
        let mut number = 0;
        while number < 100 {
            pairs[number as usize] = [b'0' + number / 10, b'0' + number % 10];
            number += 1;
        }
        pairs
    };
    let pair = |number: u16| PAIRS[usize::from(number % 100)];
    let ([a, b], [c, d]) = (pair(code.as_u16() / 100), pair(code.as_u16()));
    [a, b, c, d]
}

/// Writes the status code and the message, or, where that is empty, the code alone; returns where
/// the text of the message is.
fn write_status(
    body: &mut Vec<u8>,
    code: StatusCode,
    ascii: bool,
    message: impl fmt::Display,
) -> Range<usize> {
    const CODE: usize = b"\"status_code\":".len();
    let code_start = body.len() + CODE;
    // All that is constant at once: each part would ask again whether there is room.
    body.extend_from_slice(b"\"status_code\":0000,\"status_message\":\"");
    let code_end = code_start + 4;
    body[code_start..code_end].copy_from_slice(&digits(code));
    let start = body.len();
    // A message that fails half-way is sent as far as it came.
    let _ = write!(Printable::json(Bytes(body), ascii), "{message}");
    let end = body.len();
    if start == end {
        body.truncate(code_end);
        return code_end..code_end;
    }
    body.push(b'"');
    start..end
}

/// Tells whether a rendered message is all of the error's `Display`.
fn is_display_of(error: &dyn OcpiError, message: &[u8]) -> bool {
    let mut expected = Expected(message);
    let is_prefix = write!(Printable::json(&mut expected, false), "{error}").is_ok();
    is_prefix && expected.0.is_empty()
}

/// Takes the text that is still to come, and refuses any other.
struct Expected<'a>(&'a [u8]);

impl fmt::Write for Expected<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0 = self.0.strip_prefix(text.as_bytes()).ok_or(fmt::Error)?;
        Ok(())
    }
}

fn write_end(body: &mut Vec<u8>, timestamp: [u8; TEXT_LEN]) {
    body.extend_from_slice(b",\"timestamp\":\"YYYY-MM-DDThh:mm:ssZ\"}");
    if let Some(text) = timestamp_of(body) {
        *text = timestamp;
    }
}

/// Finds the timestamp in a body, the last of its fields.
fn timestamp_of(body: &mut [u8]) -> Option<&mut [u8; TEXT_LEN]> {
    match body.last_chunk_mut::<{ TEXT_LEN + 2 }>() {
        Some([text @ .., b'"', b'}']) => Some(text),
        _ => None,
    }
}

// Of `cfg(test)` in other words, cargo-mutants does not know that it is a test.
#[cfg(test)]
#[cfg(any(feature = "axum", feature = "actix-web"))]
mod tests {
    use core::fmt;

    use super::{Reply, body_for_version};
    use crate::code::ErrorCode;
    use crate::error::{Data, OcpiError};
    use crate::timestamp::Timestamp;
    use crate::version::Version;
    use crate::write::response::ErrorResponse;

    #[derive(Debug)]
    struct TestError(u16);

    const TRICKY: &str = "é \"status_code\":4711 \\\"status_code\\\":\u{7f}\u{202e}日本";

    impl fmt::Display for TestError {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str(TRICKY)
        }
    }

    impl core::error::Error for TestError {}

    impl OcpiError for TestError {
        fn status_code(&self) -> ErrorCode {
            ErrorCode::new(self.0).expect("an error code")
        }

        fn fmt_message(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            if self.0 == 2000 { Ok(()) } else { f.write_str(TRICKY) }
        }

        fn data(&self) -> Option<Data<'_>> {
            self.0.is_multiple_of(2).then(|| Data::new(&TRICKY))
        }
    }

    #[test]
    fn a_rendered_error_becomes_what_would_be_rendered() {
        let timestamp: Timestamp = "2015-06-30T21:59:59Z".parse().expect("a timestamp");
        for code in 2000..=4999 {
            let error = TestError(code);
            let response = ErrorResponse::new(&error).with_timestamp(timestamp);
            let rendered = Reply::from(response);
            for version in ["2.0", "2.1", "2.1.1", "2.2", "2.2.1", "2.3.0"] {
                let version: Version = version.parse().expect("a version");
                let known = error.status_code().for_version(version);
                let body = body_for_version(rendered.body(), known, version);
                let expected = Reply::from(response.for_version(version));
                assert_eq!(body.as_deref().unwrap_or(rendered.body()), expected.body());
                assert_eq!(body.is_none(), expected.body() == rendered.body());
            }
        }
    }
}
