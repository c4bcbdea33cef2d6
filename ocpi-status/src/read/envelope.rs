//! The envelope as it was received: split into its fields. The code is read first.

use serde_core::de::IgnoredAny;

use super::misfit::Misfit;
use super::reader::Reader;
use super::received::Quirk;
use crate::code::StatusCode;
use crate::timestamp::{self, Timestamp};

/// The fields of an envelope, as JSON text: splitting a body fails only where it is not JSON, and
/// knows no limit of depth or number.
#[derive(Default)]
pub(super) struct Envelope<'a> {
    pub(super) data: Field<'a>,
    status_code: Field<'a>,
    /// Whether `status_code` stands there with two values.
    is_ambiguous: bool,
    status_message: Field<'a>,
    timestamp: Field<'a>,
}

/// A field of an object; nothing in JSON keeps a name from standing twice.
#[derive(Clone, Copy, Default)]
pub(super) struct Field<'a> {
    /// The last one, as most readers take it.
    pub(super) json: Option<&'a str>,
    pub(super) is_repeated: bool,
}

impl<'a> Field<'a> {
    /// Returns the JSON text, unless it is null, which is the same as absent.
    pub(super) fn value(self) -> Option<&'a str> {
        self.json.filter(|json| *json != "null")
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
    match serde_json::from_str::<IgnoredAny>(body) {
        Ok(_) => "it is no JSON object",
        Err(_) if body.is_empty() => "it is empty",
        Err(error) if error.is_eof() || is_number_cut(body) => ENDS_TOO_EARLY,
        Err(_) => "it is not JSON",
    }
}

/// Tells whether a digit is missing at the end, which is no end of the text to `serde_json`.
fn is_number_cut(body: &str) -> bool {
    body.ends_with(['-', '+', '.', 'e', 'E'])
        && serde_json::from_str::<IgnoredAny>(&format!("{body}0"))
            .map_or_else(|error| error.is_eof(), |_| true)
}

impl<'a> Envelope<'a> {
    /// Splits a body.
    ///
    /// # Errors
    ///
    /// Says why the body is not an envelope.
    pub(super) fn split(body: &'a str) -> Result<Self, &'static str> {
        Self::read(body).map_err(|_| reason(body))
    }

    fn read(body: &'a str) -> Result<Self, Misfit> {
        let mut envelope = Self::default();
        let mut reader = Reader::new(body);
        reader.punctuation(b'{')?;
        while reader.next(b'}')? {
            let name = reader.string()?;
            reader.punctuation(b':')?;
            let json = reader.skip()?;
            let field = match &*name.bytes() {
                b"data" => &mut envelope.data,
                b"status_code" => {
                    if let Some(other) = envelope.status_code.json {
                        let code = code(json);
                        envelope.is_ambiguous |= code.is_none() || code != self::code(other);
                    }
                    &mut envelope.status_code
                }
                b"status_message" => &mut envelope.status_message,
                b"timestamp" => &mut envelope.timestamp,
                _ => continue,
            };
            field.is_repeated = field.json.replace(json).is_some();
        }
        reader.punctuation(b'}')?;
        reader.end()?;
        Ok(envelope)
    }

    /// Reads all but `data`.
    ///
    /// # Errors
    ///
    /// Says why the body is not an envelope.
    pub(super) fn head(&self) -> Result<Head, &'static str> {
        let mut quirks = Vec::new();
        let json = self.status_code.json.ok_or("it has no `status_code`")?;
        if self.is_ambiguous {
            return Err("it has more than one `status_code`");
        }
        let status_code = code(json).ok_or("its `status_code` is no number up to 65535")?;
        if json.parse() != Ok(status_code) {
            quirks.push(Quirk::StatusCodeNotAnInteger);
        }
        let status_message = self.status_message.value().map(|json| {
            // Any other value is still a debugging aid.
            text(json).unwrap_or_else(|| {
                quirks.push(Quirk::MessageNotAString);
                json.to_owned()
            })
        });
        let timestamp = self.timestamp.value().map(|json| timestamp::parse(&text(json)?));
        match timestamp {
            None => quirks.push(Quirk::MissingTimestamp),
            Some(None) => quirks.push(Quirk::UnreadableTimestamp),
            Some(Some((_, true))) => quirks.push(Quirk::ClampedTimestamp),
            Some(Some((_, false))) => {}
        }
        let fields = [self.data, self.status_code, self.status_message, self.timestamp];
        if fields.iter().any(|field| field.is_repeated) {
            quirks.push(Quirk::RepeatedField);
        }
        let status_code = StatusCode::new(status_code);
        let timestamp = timestamp.flatten().map(|(timestamp, _)| timestamp);
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
    let text = Reader::new(json).string().ok()?;
    Some(String::from_utf8_lossy(&text.bytes()).into_owned())
}
