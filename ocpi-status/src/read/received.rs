//! The envelope that is received: what a peer answered.

use core::fmt;

use serde::de::{Deserialize, Error as _};
use serde_json::error::Category;
use serde_json::value::RawValue;

use super::envelope::{Envelope, Field, Head};
use super::peer_error::PeerError;
use super::pointer::pointer;
use super::rejection::PeerRejection;
use crate::code::SuccessCode;
use crate::text;
use crate::timestamp::Timestamp;

/// Reads a peer's answer, whose `data` is a `T` and may borrow from the body.
///
/// ```
/// use ocpi_status::{PeerError, http, read_response};
///
/// let body = br#"{"data":["LOC1"],"status_code":1000,"timestamp":"2015-06-30T21:59:59Z"}"#;
/// let received = read_response::<Vec<&str>>(http::StatusCode::OK, body)?;
/// assert_eq!(received.data, ["LOC1"]);
///
/// let body = br#"{"data":[],"status_code":2003,"status_message":"Unknown location"}"#;
/// match read_response::<Vec<&str>>(http::StatusCode::OK, body) {
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
/// Unknown fields never matter, a byte order mark is skipped, and what else was tolerated is in
/// [`Received::quirks`].
///
/// # Errors
///
/// Returns a [`PeerError`] for everything but a success with the `data` that is due. A body that
/// is not one JSON value from its first to its last byte is no envelope, whatever code it shows.
///
/// Chapter "Response format", OCPI 2.0 and later.
pub fn read_response<'de, T: Deserialize<'de>>(
    http_status: http::StatusCode,
    body: &'de [u8],
) -> Result<Received<T>, PeerError> {
    let body = skip_mark(body);
    if let Ok(text) = str::from_utf8(body)
        && let Ok(envelope) = serde_json::from_str::<Envelope<'_, T>>(text)
        && let Ok(head) = envelope.head()
        && let Ok(status_code) = SuccessCode::try_from(head.status_code)
        && !is_http_error(http_status)
        && let Some(data) = match envelope.data {
            Field::Once(data) => Some(data),
            Field::Absent => from_null(),
            Field::Repeated(_) => None,
        }
    {
        return Ok(Received::new(status_code, head, data));
    }
    read_again(http_status, body)
}

/// Reads a peer's answer whose `data` means nothing: it may be absent, or anything.
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
    let text = String::from_utf8_lossy(skip_mark(body));
    let Success { status_code, head, data: _ } = decide(http_status, &text)?;
    Ok(Received::new(status_code, head, ()))
}

/// Finds out why the body could not be read as a success with a `T`.
#[cold]
fn read_again<'de, T: Deserialize<'de>>(
    http_status: http::StatusCode,
    body: &'de [u8],
) -> Result<Received<T>, PeerError> {
    let text = match str::from_utf8(body) {
        Ok(text) => text,
        // A message in another encoding must not hide the code.
        Err(error) => {
            let Success { status_code, .. } = decide(http_status, &String::from_utf8_lossy(body))?;
            return Err(PeerError::Data {
                http_status,
                status_code,
                path: Box::default(),
                cause: error.into(),
            });
        }
    };
    let Success { status_code, head, data } = decide(http_status, text)?;
    if let Field::Repeated(_) = data {
        let cause = serde_json::Error::duplicate_field("data").into();
        return Err(PeerError::Data { http_status, status_code, path: Box::default(), cause });
    }
    let data = match data.json() {
        Some(json) => {
            let mut deserializer = serde_json::Deserializer::from_str(json.get());
            serde_path_to_error::deserialize(&mut deserializer).map_err(|error| {
                let path = pointer(error.path()).into();
                PeerError::Data { http_status, status_code, path, cause: error.into_inner().into() }
            })?
        }
        None => from_null().ok_or(PeerError::MissingData { http_status, status_code })?,
    };
    Ok(Received::new(status_code, head, data))
}

/// An answer with a success code, the `data` of which has not been looked at.
struct Success<'a> {
    status_code: SuccessCode,
    head: Head,
    data: Field<&'a RawValue>,
}

fn decide(http_status: http::StatusCode, text: &str) -> Result<Success<'_>, PeerError> {
    let envelope = serde_json::from_str::<Envelope<'_, &RawValue>>(text);
    let envelope = envelope.map_err(|error| match error.classify() {
        Category::Data => "it is no JSON object",
        Category::Eof if text.is_empty() => "it is empty",
        Category::Eof => "it ends too early",
        Category::Syntax | Category::Io => "it is not JSON",
    });
    let (head, data) =
        envelope.and_then(|envelope| Ok((envelope.head()?, envelope.data))).map_err(|reason| {
            let preview = text::preview(text).into();
            if http_status.is_success() {
                PeerError::NotEnvelope { http_status, reason, preview }
            } else {
                PeerError::Http { http_status, preview }
            }
        })?;
    match SuccessCode::try_from(head.status_code) {
        Ok(status_code) if is_http_error(http_status) => {
            let status_message = head.status_message.map(Into::into);
            Err(PeerError::Contradiction { http_status, status_code, status_message })
        }
        Ok(status_code) => Ok(Success { status_code, head, data }),
        Err(_) => Err(PeerError::Rejected(PeerRejection::new(http_status, head, data.json()))),
    }
}

fn is_http_error(http_status: http::StatusCode) -> bool {
    http_status.as_u16() >= 400
}

/// Reads absent `data`.
fn from_null<'de, T: Deserialize<'de>>() -> Option<T> {
    serde_json::from_str("null").ok()
}

/// Skips a byte order mark, which a reader of JSON may ignore (RFC 8259, section 8.1). Nobody
/// tells the peer that its answer has one; a request that has one is told so.
fn skip_mark(body: &[u8]) -> &[u8] {
    body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body)
}

/// A peer's answer with a success code and the `data` that was due.
///
/// See [`read_response`] and [`read_ack`].
///
/// Chapter "Response format", OCPI 2.0 and later.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Received<T> {
    /// What the endpoint answered.
    pub data: T,
    /// 1000, or another code of a success.
    pub status_code: SuccessCode,
    /// The debugging aid, as it was sent; a value that is no string is here as its JSON text.
    pub status_message: Option<String>,
    /// When the answer was generated, if the peer said so in a readable form.
    pub timestamp: Option<Timestamp>,
    /// What was tolerated.
    pub quirks: Vec<Quirk>,
}

impl<T> Received<T> {
    fn new(status_code: SuccessCode, head: Head, data: T) -> Self {
        let Head { status_message, timestamp, quirks, .. } = head;
        Self { data, status_code, status_message, timestamp, quirks }
    }
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
    /// The `timestamp` is in no form that [`Timestamp`] reads.
    UnreadableTimestamp,
    /// The `status_code` is an integral float, or digits in a string.
    StatusCodeNotAnInteger,
}

/// Writes the name, such as `missing_timestamp`: a label for a metric.
impl fmt::Display for Quirk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::MissingTimestamp => "missing_timestamp",
            Self::UnreadableTimestamp => "unreadable_timestamp",
            Self::StatusCodeNotAnInteger => "status_code_not_an_integer",
        })
    }
}
