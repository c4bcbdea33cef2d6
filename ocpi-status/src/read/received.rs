//! Reads the response of a peer.

use core::fmt;
use std::borrow::Cow;

use serde_core::de::{Deserialize, Error as _};

use super::envelope::{Envelope, Field, Head};
use super::misfit::{Kind, Misfit, Problem};
use super::peer_error::PeerError;
use super::rejection::PeerRejection;
#[cfg(any(feature = "axum", feature = "actix-web"))]
use super::rejection::RawJson;
use super::strict;
use crate::code::SuccessCode;
use crate::text;
use crate::timestamp::Timestamp;

/// Reads a peer's response, whose `data` is a `T` that may borrow from the body.
///
/// ```
/// use ocpi_status::{PeerError, http, read_response};
///
/// let body = br#"{"data":["LOC1"],"status_code":1000,"timestamp":"2015-06-30T21:59:59Z"}"#;
/// let received = read_response::<Vec<String>>(http::StatusCode::OK, body)?;
/// assert_eq!(received.data, ["LOC1"]);
///
/// let body = br#"{"data":[],"status_code":2003,"status_message":"Unknown location"}"#;
/// match read_response::<Vec<String>>(http::StatusCode::OK, body) {
///     Err(PeerError::Rejected(rejection)) => {
///         assert_eq!(rejection.status_code(), 2003);
///         assert_eq!(rejection.status_message(), Some("Unknown location"));
///     }
///     other => panic!("{other:?}"),
/// }
/// # Ok::<(), PeerError>(())
/// ```
///
/// The `status_code` decides before anything else, on any HTTP status, in any order of the fields
/// and whatever they hold. Absent and null `data` are the same: a `T` that accepts null gets it.
/// Unknown fields never matter, and what was tolerated is in [`Received::quirks`]. `data` is read as
/// [`read_request`](crate::read_request) reads a body: an array is never an object.
///
/// # Errors
///
/// Returns a [`PeerError`] unless the response is a success with a `T` as its `data`. A body that is
/// not exactly one JSON value is not an envelope, whatever code it shows.
///
/// Chapter "Response format", OCPI 2.0 and later.
pub fn read_response<'de, T: Deserialize<'de>>(
    http_status: http::StatusCode,
    body: &'de [u8],
) -> Result<Received<T>, PeerError> {
    let body = Body::of(body);
    let Cow::Borrowed(text) = body.text else {
        // Text that was decoded from another encoding cannot be borrowed from the body.
        let not_utf8 = |_| Err(Misfit::of(Kind::Invalid("not UTF-8")));
        return decide(http_status, &body, &body.text, not_utf8);
    };
    decide(http_status, &body, text, |data| match data.json {
        Some(_) if data.is_repeated => Err(Misfit::duplicate_field("data")),
        json => strict::read(json.unwrap_or("null")),
    })
}

/// Reads a peer's response and ignores its `data`, which may be absent.
///
/// ```
/// use ocpi_status::{PeerError, http, read_ack};
///
/// let body = br#"{"status_code":1000,"timestamp":"2015-06-30T21:59:59Z"}"#;
/// assert_eq!(read_ack(http::StatusCode::OK, body)?.status_code, 1000);
/// # Ok::<(), PeerError>(())
/// ```
///
/// # Errors
///
/// Those of [`read_response`], but for [`MissingData`](PeerError::MissingData) and
/// [`Data`](PeerError::Data).
///
/// Chapter "Response format", OCPI 2.0 and later.
pub fn read_ack(http_status: http::StatusCode, body: &[u8]) -> Result<Received<()>, PeerError> {
    let body = Body::of(body);
    decide(http_status, &body, &body.text, |_| Ok(()))
}

/// Reads a response, whose `data` is passed on as it was sent.
#[cfg(any(feature = "axum", feature = "actix-web"))]
pub(crate) fn read_raw(
    http_status: http::StatusCode,
    body: &[u8],
) -> Result<Received<Option<RawJson>>, PeerError> {
    let body = Body::of(body);
    decide(http_status, &body, &body.text, |data| Ok(data.value().map(RawJson::new)))
}

/// The body of a response, which may begin with a byte order mark.
///
/// A reader of JSON may ignore the mark (RFC 8259, section 8.1). Nobody tells the peer that its
/// response has one; a request that has one is told so.
pub(crate) struct Body<'a> {
    /// Owned if the body is not UTF-8: a message in another encoding must not hide the code.
    pub(crate) text: Cow<'a, str>,
    has_mark: bool,
}

impl<'a> Body<'a> {
    pub(crate) fn of(body: &'a [u8]) -> Self {
        let unmarked = body.strip_prefix(b"\xef\xbb\xbf");
        let body = unmarked.unwrap_or(body);
        // `from_utf8_lossy` alone takes four times as long for a body that is UTF-8.
        let text = match str::from_utf8(body) {
            Ok(text) => Cow::Borrowed(text),
            Err(_) => String::from_utf8_lossy(body),
        };
        Self { text, has_mark: unmarked.is_some() }
    }
}

/// Reads a response, and the `data` of a success.
fn decide<'a, T>(
    http_status: http::StatusCode,
    body: &Body<'_>,
    text: &'a str,
    read: impl FnOnce(Field<'a>) -> Result<T, Misfit>,
) -> Result<Received<T>, PeerError> {
    let envelope = Envelope::split(text);
    let (mut head, field) = envelope
        .and_then(|envelope| Ok((envelope.head()?, envelope.data)))
        .map_err(|reason| PeerError::no_envelope(http_status, reason, text))?;
    if body.has_mark {
        head.quirks.push(Quirk::ByteOrderMark);
    }
    if matches!(body.text, Cow::Owned(_)) {
        head.quirks.push(Quirk::NotUtf8);
    }
    let Ok(status_code) = SuccessCode::try_from(head.status_code) else {
        return Err(PeerError::Rejected(PeerRejection::new(http_status, head, field.value())));
    };
    let Head { status_message, timestamp, quirks, .. } = head;
    if !http_status.is_success() {
        let status_message = status_message.map(|message| text::preview(&message).into());
        return Err(PeerError::Contradiction { http_status, status_code, status_message });
    }
    match (read(field), field.json) {
        (Ok(data), _) => Ok(Received { data, status_code, status_message, timestamp, quirks }),
        (Err(misfit), Some(json)) if json != "null" || field.is_repeated => {
            let Problem { path, words, detail } = misfit.into_problem(json);
            let (problem, cause) = (words.into(), detail.into());
            Err(PeerError::Data { http_status, status_code, path, problem, cause })
        }
        (Err(_), _) => Err(PeerError::MissingData { http_status, status_code }),
    }
}

/// A peer's response with a success code, and its `data`.
///
/// See [`read_response`] and [`read_ack`].
///
/// Chapter "Response format", OCPI 2.0 and later.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Received<T> {
    /// The `data` of the response.
    pub data: T,
    /// 1000, or another code of a success.
    pub status_code: SuccessCode,
    /// The debugging aid, as it was sent; a value that is not a string is kept as JSON text.
    pub status_message: Option<String>,
    /// When the response was generated, if the peer said so in a readable form.
    pub timestamp: Option<Timestamp>,
    /// Faults that were tolerated.
    pub quirks: Vec<Quirk>,
}

/// A fault of a peer's envelope that was tolerated.
///
/// ```
/// use ocpi_status::{PeerError, Quirk, http, read_ack};
///
/// let received = read_ack(http::StatusCode::OK, br#"{"status_code":"1000"}"#)?;
/// assert_eq!(received.quirks, [Quirk::StatusCodeNotAnInteger, Quirk::MissingTimestamp]);
/// assert_eq!(received.quirks[0].to_string(), "status_code_not_an_integer");
/// # Ok::<(), PeerError>(())
/// ```
///
/// Chapter "Response format", OCPI 2.0 and later.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Quirk {
    /// There is no `timestamp`, or null.
    MissingTimestamp,
    /// [`Timestamp`] cannot read the `timestamp`.
    UnreadableTimestamp,
    /// The `timestamp` is outside of the years that a [`Timestamp`] has, and was moved to the
    /// nearest one.
    ClampedTimestamp,
    /// The `status_code` is an integral float, or a number in a string.
    StatusCodeNotAnInteger,
    /// The `status_message` is not a string: its JSON text was taken.
    MessageNotAString,
    /// A field stands there more than once: the last one was taken. A `status_code` with two values
    /// is an error.
    RepeatedField,
    /// A byte order mark stands in front of the envelope.
    ByteOrderMark,
    /// The body is not UTF-8, such as Latin-1: what was not was read as `U+FFFD`.
    NotUtf8,
}

/// Writes the name, such as `missing_timestamp`: a label for a metric.
impl fmt::Display for Quirk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::MissingTimestamp => "missing_timestamp",
            Self::UnreadableTimestamp => "unreadable_timestamp",
            Self::ClampedTimestamp => "clamped_timestamp",
            Self::StatusCodeNotAnInteger => "status_code_not_an_integer",
            Self::MessageNotAString => "message_not_a_string",
            Self::RepeatedField => "repeated_field",
            Self::ByteOrderMark => "byte_order_mark",
            Self::NotUtf8 => "not_utf8",
        })
    }
}
