//! The envelope as it was received: split into its fields. The code is read first.

use super::received::Quirk;
use super::scan::Scanner;
use crate::code::StatusCode;
use crate::timestamp::{self, Timestamp};

/// The fields of an envelope, as JSON text: splitting a body fails only where it is not JSON, and
/// knows no limit of depth or number.
pub(super) struct Envelope<'a> {
    pub(super) data: Field<'a>,
    status_code: Field<'a>,
    /// Whether `status_code` stands there with two values.
    is_ambiguous: bool,
    status_message: Field<'a>,
    timestamp: Field<'a>,
}

/// A field of an object; nothing in JSON keeps a name from standing twice.
#[derive(Clone, Copy)]
pub(super) enum Field<'a> {
    Absent,
    Once(&'a str),
    /// Holds the last one, as most readers do.
    Repeated(&'a str),
}

impl<'a> Field<'a> {
    fn set(&mut self, json: &'a str) {
        *self = match self {
            Self::Absent => Self::Once(json),
            Self::Once(_) | Self::Repeated(_) => Self::Repeated(json),
        };
    }

    const fn is_repeated(self) -> bool {
        matches!(self, Self::Repeated(_))
    }

    /// Returns the JSON text, unless it is null, which is the same as absent.
    pub(super) fn json(self) -> Option<&'a str> {
        match self {
            Self::Once(json) | Self::Repeated(json) if json != "null" => Some(json),
            _ => None,
        }
    }
}

/// All of an envelope but its `data`.
#[derive(Clone)]
pub(super) struct Head {
    pub(super) status_code: StatusCode,
    pub(super) status_message: Option<String>,
    pub(super) timestamp: Option<Timestamp>,
    pub(super) quirks: Vec<Quirk>,
}

pub(super) const ENDS_TOO_EARLY: &str = "it ends too early";

/// Says why a body is not an object.
#[cold]
fn reason(body: &str) -> &'static str {
    let mut scan = Scanner::new(body);
    match scan.skip().and_then(|_| scan.end()) {
        Some(()) => "it is no JSON object",
        None if body.is_empty() => "it is empty",
        None if scan.is_at_end() => ENDS_TOO_EARLY,
        None => "it is not JSON",
    }
}

impl<'a> Envelope<'a> {
    /// Splits a body.
    ///
    /// # Errors
    ///
    /// Says why the body is not an envelope.
    pub(super) fn split(body: &'a str) -> Result<Self, &'static str> {
        Self::read(body).ok_or_else(|| reason(body))
    }

    fn read(body: &'a str) -> Option<Self> {
        let mut envelope = Self {
            data: Field::Absent,
            status_code: Field::Absent,
            is_ambiguous: false,
            status_message: Field::Absent,
            timestamp: Field::Absent,
        };
        let mut scan = Scanner::new(body);
        scan.punctuation(b'{')?;
        let mut is_first = true;
        while scan.next(is_first, b'}')? {
            is_first = false;
            let name = scan.string()?;
            scan.punctuation(b':')?;
            let json = scan.skip()?;
            match &*name.bytes() {
                b"data" => envelope.data.set(json),
                b"status_code" => {
                    if let Field::Once(other) | Field::Repeated(other) = envelope.status_code {
                        let code = code(json);
                        envelope.is_ambiguous |= code.is_none() || code != self::code(other);
                    }
                    envelope.status_code.set(json);
                }
                b"status_message" => envelope.status_message.set(json),
                b"timestamp" => envelope.timestamp.set(json),
                _ => {}
            }
        }
        scan.punctuation(b'}')?;
        scan.end()?;
        Some(envelope)
    }

    /// Reads all but `data`.
    ///
    /// # Errors
    ///
    /// Says why the body is not an envelope.
    pub(super) fn head(&self) -> Result<Head, &'static str> {
        let mut quirks = Vec::new();
        let status_code = match self.status_code {
            Field::Absent => return Err("it has no `status_code`"),
            _ if self.is_ambiguous => return Err("it has more than one `status_code`"),
            Field::Once(json) | Field::Repeated(json) => {
                let code = code(json).ok_or("its `status_code` is no number up to 65535")?;
                if json.parse() != Ok(code) {
                    quirks.push(Quirk::StatusCodeNotAnInteger);
                }
                code
            }
        };
        let status_message = self.status_message.json().map(|json| {
            // Any other value is still a debugging aid.
            text(json).unwrap_or_else(|| {
                quirks.push(Quirk::MessageNotAString);
                json.to_owned()
            })
        });
        let timestamp = match self.timestamp.json().map(|json| timestamp::parse(&text(json)?)) {
            Some(Some((timestamp, is_clamped))) => {
                if is_clamped {
                    quirks.push(Quirk::ClampedTimestamp);
                }
                Some(timestamp)
            }
            Some(None) => {
                quirks.push(Quirk::UnreadableTimestamp);
                None
            }
            None => {
                quirks.push(Quirk::MissingTimestamp);
                None
            }
        };
        if self.data.is_repeated()
            || self.status_code.is_repeated()
            || self.status_message.is_repeated()
            || self.timestamp.is_repeated()
        {
            quirks.push(Quirk::RepeatedField);
        }
        let status_code = StatusCode::new(status_code);
        Ok(Head { status_code, status_message, timestamp, quirks })
    }
}

/// Reads a code, also one that is written as an integral float, or either of them in a string.
fn code(json: &str) -> Option<u16> {
    let integral = |number: &str| {
        // The text of an integral float is that of the integer.
        number.parse::<f64>().ok()?.to_string().parse().ok()
    };
    match text(json) {
        Some(digits) if digits.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'.')) => {
            integral(&digits)
        }
        Some(_) => None,
        None => json.parse().ok().or_else(|| integral(json)),
    }
}

/// Reads a JSON string, and half of a surrogate pair as `U+FFFD`.
fn text(json: &str) -> Option<String> {
    let raw = Scanner::new(json).string()?;
    Some(String::from_utf8_lossy(&raw.bytes()).into_owned())
}
