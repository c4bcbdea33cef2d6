//! The envelope as it was received: split into its fields, nothing of them judged yet.

use core::fmt;
use core::marker::PhantomData;

use serde::de::{self, Deserialize, Deserializer, IgnoredAny, MapAccess};
use serde_json::value::RawValue;

use super::received::Quirk;
use crate::code::StatusCode;
use crate::timestamp::Timestamp;

/// The fields of an envelope.
///
/// Every field but `data` is kept as JSON text: reading that fails only where the body is not
/// JSON. It knows no limit of depth or number, and does not depend on the features of `serde_json`.
/// The same goes for `data` with `D` = `&RawValue`.
pub(super) struct Envelope<'de, D> {
    pub(super) data: Field<D>,
    status_code: Field<&'de RawValue>,
    status_message: Field<&'de RawValue>,
    timestamp: Field<&'de RawValue>,
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
}

impl<'de> Field<&'de RawValue> {
    /// Returns the JSON text, unless it is null, which is the same as absent.
    pub(super) fn json(&self) -> Option<&'de RawValue> {
        match *self {
            Self::Once(json) | Self::Repeated(json) if json.get() != "null" => Some(json),
            _ => None,
        }
    }
}

/// All of an envelope but its `data`.
#[derive(Clone, Debug)]
pub(super) struct Head {
    pub(super) status_code: StatusCode,
    pub(super) status_message: Option<String>,
    pub(super) timestamp: Option<Timestamp>,
    pub(super) quirks: Vec<Quirk>,
}

impl<D> Envelope<'_, D> {
    /// Reads all but `data`.
    ///
    /// # Errors
    ///
    /// Says why the body is no envelope.
    pub(super) fn head(&self) -> Result<Head, &'static str> {
        let mut quirks = Vec::new();
        let status_code = match self.status_code {
            Field::Absent => return Err("it has no `status_code`"),
            Field::Repeated(_) => return Err("it has more than one `status_code`"),
            Field::Once(json) => {
                let exact = json.get().parse().ok();
                if exact.is_none() {
                    quirks.push(Quirk::StatusCodeNotAnInteger);
                }
                let code = exact.or_else(|| lenient_code(json.get()));
                code.ok_or("its `status_code` is no number up to 65535")?
            }
        };
        let timestamp = match self.timestamp.json().map(|json| serde_json::from_str(json.get())) {
            Some(Ok(timestamp)) => Some(timestamp),
            Some(Err(_)) => {
                quirks.push(Quirk::UnreadableTimestamp);
                None
            }
            None => {
                quirks.push(Quirk::MissingTimestamp);
                None
            }
        };
        Ok(Head {
            status_code: StatusCode::new(status_code),
            // What is no text is still a debugging aid.
            status_message: self
                .status_message
                .json()
                .map(|json| text(json.get()).unwrap_or_else(|| json.get().to_owned())),
            timestamp,
            quirks,
        })
    }
}

/// Reads a code that is written as an integral float, or as digits in a string.
fn lenient_code(json: &str) -> Option<u16> {
    match text(json) {
        Some(digits) if digits.bytes().all(|byte| byte.is_ascii_digit()) => digits.parse().ok(),
        Some(_) => None,
        // The text of an integral float is that of the integer.
        None => json.parse::<f64>().ok()?.to_string().parse().ok(),
    }
}

/// Reads a JSON string, and half of a surrogate pair as `U+FFFD`.
fn text(json: &str) -> Option<String> {
    struct Text;

    impl de::Visitor<'_> for Text {
        type Value = String;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a string")
        }

        fn visit_bytes<E: de::Error>(self, text: &[u8]) -> Result<String, E> {
            Ok(String::from_utf8_lossy(text).into_owned())
        }
    }

    serde_json::Deserializer::from_str(json).deserialize_bytes(Text).ok()
}

impl<'de, D: Deserialize<'de>> Deserialize<'de> for Envelope<'de, D> {
    fn deserialize<De: Deserializer<'de>>(deserializer: De) -> Result<Self, De::Error> {
        deserializer.deserialize_map(EnvelopeVisitor(PhantomData))
    }
}

struct EnvelopeVisitor<D>(PhantomData<D>);

impl<'de, D: Deserialize<'de>> de::Visitor<'de> for EnvelopeVisitor<D> {
    type Value = Envelope<'de, D>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an OCPI envelope")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut envelope = Envelope {
            data: Field::Absent,
            status_code: Field::Absent,
            status_message: Field::Absent,
            timestamp: Field::Absent,
        };
        while let Some(name) = map.next_key()? {
            match name {
                Name::Data => envelope.data.set(map.next_value()?),
                Name::StatusCode => envelope.status_code.set(map.next_value()?),
                Name::StatusMessage => envelope.status_message.set(map.next_value()?),
                Name::Timestamp => envelope.timestamp.set(map.next_value()?),
                Name::Other => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(envelope)
    }
}

enum Name {
    Data,
    StatusCode,
    StatusMessage,
    Timestamp,
    Other,
}

impl<'de> Deserialize<'de> for Name {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // As a string, a name with half of a surrogate pair would be an error; as bytes, one with a
        // bare control character would be none.
        let json = <&RawValue>::deserialize(deserializer)?.get();
        let escaped = if json.contains('\\') { text(json) } else { None };
        let name = escaped.as_deref().unwrap_or_else(|| json.trim_matches('"'));
        Ok(match name {
            "data" => Self::Data,
            "status_code" => Self::StatusCode,
            "status_message" => Self::StatusMessage,
            "timestamp" => Self::Timestamp,
            _ => Self::Other,
        })
    }
}
