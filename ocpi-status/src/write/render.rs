//! The one place that writes an envelope.

use core::fmt::{self, Write as _};
use core::ops::Range;
use std::time::SystemTime;

use serde_core::ser::{SerializeStruct, Serializer};

use super::end;
use crate::code::{ErrorCode, StatusCode, SuccessCode};
use crate::error::{self, Json};
use crate::text::{self, Bytes, Form};
use crate::timestamp::Timestamp;
use crate::version::Version;

/// Room in bytes for an envelope with a message of some 160 bytes.
const CAPACITY: usize = 256;

const DATA: &[u8] = b"\"data\":";
const STATUS: &[u8; 37] = b"\"status_code\":0000,\"status_message\":\"";

/// Where the digits are in [`STATUS`].
const CODE: Range<usize> = 14..18;

/// The fields of an envelope, in the order of the examples in the standard.
pub(crate) struct Envelope<'a, M> {
    /// `null` in JSON is left out, like `None`.
    pub(crate) data: Option<&'a dyn Json>,
    pub(crate) code: StatusCode,
    /// Left out if it is empty.
    pub(crate) message: M,
    /// Whether the message is reduced to ASCII, as a string is before OCPI 2.2.
    pub(crate) ascii: bool,
    /// `None` stands for the time of rendering.
    pub(crate) timestamp: Option<Timestamp>,
}

/// An envelope as JSON.
pub(crate) struct Rendered {
    pub(crate) body: Vec<u8>,
    pub(crate) marks: Marks,
    /// Why there is no `data`, if it cannot be serialized.
    pub(crate) unsent: Option<serde_json::Error>,
}

/// Where the parts of a rendered envelope are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Marks {
    /// Where the digits of the code begin; `data` ends before its name.
    code: usize,
    /// Where the text of the message ends; without a message, where the code ends.
    end: usize,
}

impl<M: fmt::Display> Envelope<'_, M> {
    #[inline]
    pub(crate) fn render(self) -> Rendered {
        // First, because the processor can do the rest while it waits for the clock.
        let time = self.timestamp.map_or_else(SystemTime::now, SystemTime::from);
        let mut body = Vec::with_capacity(CAPACITY);
        body.push(b'{');
        let unsent = self.data.and_then(|data| write_data(&mut body, data).err());
        let mut marks = write_status(&mut body, self.code, self.message);
        body.extend_from_slice(&end::at(time));
        // Last, because the processor waits when it reads in blocks what was just written in pieces.
        marks.make_printable(&mut body, Form::Json, self.ascii);
        Rendered { body, marks, unsent }
    }

    /// Serializes the envelope; whether to leave out data that cannot be serialized is up to the
    /// caller.
    pub(crate) fn serialize<S: Serializer>(
        self,
        serializer: S,
        unsent: impl FnOnce(serde_json::Error) -> Result<(), S::Error>,
    ) -> Result<S::Ok, S::Error> {
        let data = match self.data.map(error::to_raw) {
            Some(Ok(data)) => Some(data).filter(|data| data.get() != "null"),
            Some(Err(error)) => unsent(error).map(|()| None)?,
            None => None,
        };
        let message =
            Some(text::message(&self.message, self.ascii)).filter(|message| !message.is_empty());
        let timestamp = self.timestamp.unwrap_or_else(Timestamp::now).whole_seconds();

        let len = 2 + usize::from(data.is_some()) + usize::from(message.is_some());
        let mut envelope = serializer.serialize_struct("OcpiResponse", len)?;
        match data {
            Some(data) => envelope.serialize_field("data", &data)?,
            None => envelope.skip_field("data")?,
        }
        envelope.serialize_field("status_code", &self.code)?;
        match message {
            Some(message) => envelope.serialize_field("status_message", &message)?,
            None => envelope.skip_field("status_message")?,
        }
        envelope.serialize_field("timestamp", &timestamp)?;
        envelope.end()
    }
}

impl Marks {
    /// From the digits of the code to the text of the message.
    const MESSAGE: usize = STATUS.len() - CODE.start;

    /// Where the text of the message is; without a message, an empty range.
    fn range(self) -> Range<usize> {
        self.end.min(self.code + Self::MESSAGE)..self.end
    }

    /// Makes the message printable, and moves what follows it.
    pub(super) fn make_printable(&mut self, body: &mut Vec<u8>, form: Form, ascii: bool) {
        self.end = text::make_printable(body, self.range(), form, ascii);
    }

    /// Returns the text of the message as it stands in the body, escaped for JSON.
    pub(crate) fn message(self, body: &[u8]) -> &[u8] {
        body.get(self.range()).unwrap_or_default()
    }

    /// Returns the field `data` with its comma, if there is any.
    #[cfg(any(feature = "axum", feature = "actix-web"))]
    pub(super) fn data(self, body: &[u8]) -> &[u8] {
        body.get(1..self.code - CODE.start).unwrap_or_default()
    }

    /// Returns what follows the message.
    pub(super) fn tail(self, body: &[u8]) -> &[u8] {
        let has_message = self.end > self.code + CODE.len();
        body.get(self.end + usize::from(has_message)..).unwrap_or_default()
    }
}

/// Renders an error without `data` in the place of a success that cannot be sent, with its time.
pub(crate) fn unsent(body: &[u8], marks: Option<Marks>, code: ErrorCode) -> (Vec<u8>, Marks) {
    let mut instead = Vec::with_capacity(CAPACITY);
    instead.push(b'{');
    // The description of a code needs no escapes.
    let marks_instead = write_status(&mut instead, code.into(), code.public_description());
    match marks {
        Some(marks) => instead.extend_from_slice(marks.tail(body)),
        None => instead.extend_from_slice(&end::at(SystemTime::now())),
    }
    (instead, marks_instead)
}

/// Tells whether the message is all of a text.
pub(crate) fn is_message(body: &mut Vec<u8>, marks: Marks, text: &dyn fmt::Display) -> bool {
    // Behind the body is room that is allocated already.
    let end = body.len();
    let _ = write!(Bytes(body), "{text}");
    text::make_printable(body, end..body.len(), Form::Json, false);
    let is_message = body[end..] == *marks.message(body);
    body.truncate(end);
    is_message
}

/// Tells whether a string is ASCII in that version.
///
/// Type `string`, chapter "Types", OCPI 2.0 to 2.1.1.
pub(crate) fn is_ascii(version: Version) -> bool {
    version < Version::V2_2
}

/// Returns the code of a success that a peer of that version knows.
pub(crate) fn success_for(code: SuccessCode, version: Version) -> SuccessCode {
    if code.is_defined_in(version) { code } else { SuccessCode::SUCCESS }
}

/// Returns the HTTP status of an error: the one that it asks for, if that goes with the code.
pub(crate) fn http_status(code: ErrorCode, asked: http::StatusCode) -> http::StatusCode {
    if code.allows_http(asked) { asked } else { http::StatusCode::OK }
}

/// Writes the field, or nothing, if the data is `null` or cannot be serialized.
fn write_data(body: &mut Vec<u8>, data: &dyn Json) -> serde_json::Result<()> {
    let start = body.len();
    body.extend_from_slice(DATA);
    let value = body.len();
    let written = data.write(body);
    if written.is_err() || body.get(value..) == Some(b"null") {
        body.truncate(start);
    } else {
        body.push(b',');
    }
    written
}

/// Writes the code and the message, which [`Marks::make_printable`] escapes afterwards; if it is
/// empty, the code alone.
#[inline]
pub(super) fn write_status(
    body: &mut Vec<u8>,
    code: StatusCode,
    message: impl fmt::Display,
) -> Marks {
    let code_start = body.len() + CODE.start;
    let mut status = *STATUS;
    status[CODE].copy_from_slice(&digits(code));
    body.extend_from_slice(&status);
    let start = body.len();
    // A message that fails half-way is sent as far as it came.
    let _ = write!(Bytes(body), "{message}");
    let end = body.len();
    if start == end {
        let end = code_start + CODE.len();
        body.truncate(end);
        return Marks { code: code_start, end };
    }
    body.push(b'"');
    Marks { code: code_start, end }
}

/// A code that is rendered here has four digits.
fn digits(code: StatusCode) -> [u8; 4] {
    [1000, 100, 10, 1].map(|place| b'0' + (code.as_u16() / place % 10).to_le_bytes()[0])
}
