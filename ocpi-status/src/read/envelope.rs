//! The envelope as it was received: split into its fields, of which the code is judged first.

use super::misfit::Misfit;
use super::received::Quirk;
use super::strict::Strict;
use crate::code::StatusCode;
use crate::timestamp::{self, Timestamp};

/// The fields of an envelope.
///
/// Every field but `data` is kept as JSON text: reading that fails only where the body is not
/// JSON. It knows no limit of depth or number.
pub(super) struct Envelope<'de, D> {
    pub(super) data: Field<D>,
    status_code: Field<&'de str>,
    /// Whether `status_code` stands there with two values.
    is_ambiguous: bool,
    status_message: Field<&'de str>,
    timestamp: Field<&'de str>,
}

/// A field of an object; nothing in JSON keeps a name from standing twice.
pub(super) enum Field<D> {
    Absent,
    Once(D),
    /// Holds the last one, as most readers do.
    Repeated(D),
}

impl<D> Field<D> {
    fn set(&mut self, value: D) {
        *self = match self {
            Self::Absent => Self::Once(value),
            Self::Once(_) | Self::Repeated(_) => Self::Repeated(value),
        };
    }

    const fn is_repeated(&self) -> bool {
        matches!(self, Self::Repeated(_))
    }
}

impl<'de> Field<&'de str> {
    /// Returns the JSON text, unless it is null, which is the same as absent.
    pub(super) fn json(&self) -> Option<&'de str> {
        match *self {
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

/// Why a body could not be split.
pub(super) enum Fault {
    /// It is not JSON, or no object.
    NoObject,
    /// Of the `data` alone.
    Data(Misfit),
}

pub(super) const ENDS_TOO_EARLY: &str = "it ends too early";

impl<'de> Envelope<'de, &'de str> {
    /// Splits a body, with `data` as JSON text.
    ///
    /// # Errors
    ///
    /// Says why the body is no envelope.
    pub(super) fn split(body: &'de str) -> Result<Self, &'static str> {
        let data = |reader: &mut Strict<'de>| reader.scan.skip().ok_or_else(|| reader.malformed());
        Self::read(body, data).map_err(|_| reason(body))
    }
}

/// Says why a body is no object.
#[cold]
fn reason(body: &str) -> &'static str {
    let mut scan = Strict::new(body).scan;
    match scan.skip().and_then(|_| scan.end()) {
        Some(()) => "it is no JSON object",
        None if body.is_empty() => "it is empty",
        None if scan.is_at_end() => ENDS_TOO_EARLY,
        None => "it is not JSON",
    }
}

impl<'de, D> Envelope<'de, D> {
    /// Splits a body, and reads its `data`.
    #[inline]
    pub(super) fn read(
        body: &'de str,
        read_data: impl Fn(&mut Strict<'de>) -> Result<D, Misfit>,
    ) -> Result<Self, Fault> {
        let mut envelope = Self {
            data: Field::Absent,
            status_code: Field::Absent,
            is_ambiguous: false,
            status_message: Field::Absent,
            timestamp: Field::Absent,
        };
        let mut reader = Strict::new(body);
        reader.scan.punctuation(b'{').ok_or(Fault::NoObject)?;
        let mut is_first = true;
        while reader.scan.next(is_first, b'}').ok_or(Fault::NoObject)? {
            is_first = false;
            let name = reader.scan.string().ok_or(Fault::NoObject)?;
            reader.scan.punctuation(b':').ok_or(Fault::NoObject)?;
            let name = name.bytes();
            if *name == *b"data" {
                envelope.data.set(read_data(&mut reader).map_err(Fault::Data)?);
                continue;
            }
            let json = reader.scan.skip().ok_or(Fault::NoObject)?;
            match &*name {
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
        reader.scan.punctuation(b'}').and_then(|()| reader.scan.end()).ok_or(Fault::NoObject)?;
        Ok(envelope)
    }

    /// Reads all but `data`.
    ///
    /// # Errors
    ///
    /// Says why the body is no envelope.
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
            // What is no text is still a debugging aid.
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
    let raw = Strict::new(json).scan.string()?;
    Some(String::from_utf8_lossy(&raw.bytes()).into_owned())
}
