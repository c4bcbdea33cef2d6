//! The error of our own deserializer: a problem and its place, without any value of the body.

use core::error::Error;
use core::fmt;
use std::borrow::Cow;

use serde::de::{self, Expected, Unexpected};
use serde::ser::{Serialize, SerializeStruct, Serializer};

use super::scan::{Lines, Raw, Scanner};
use crate::text::{self, Detail};

/// JSON that does not fit a type. Small, because every `Result` on the way holds one.
#[derive(Debug)]
pub(crate) struct Misfit(Box<Inner>);

#[derive(Debug)]
struct Inner {
    kind: Kind,
    /// The byte at which it was found.
    at: Option<usize>,
    /// From the innermost segment to the outermost.
    place: Vec<Segment>,
}

#[derive(Debug)]
pub(crate) enum Kind {
    /// The text is not JSON.
    Malformed,
    NotUtf8,
    TooDeep,
    OutOfRange,
    /// Half of a surrogate pair in place of text.
    Surrogate,
    /// More members than were read.
    Surplus,
    Type {
        expected: Option<Json>,
        found: Option<Json>,
    },
    Length {
        expected: Option<usize>,
        found: usize,
    },
    MissingField(&'static str),
    DuplicateField(&'static str),
    UnknownField,
    UnknownVariant(&'static [&'static str]),
    Value,
    /// The text of a type's own implementation, which may hold a value.
    Custom(String),
}

/// The types of JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Json {
    Null,
    Boolean,
    Number,
    String,
    Array,
    Object,
}

/// A step from a value to one inside of it.
#[derive(Debug)]
pub(crate) enum Segment {
    Index(usize),
    /// The byte at which the name begins.
    Name(usize),
    /// The name of a parameter, which no text has as a JSON string.
    #[cfg(any(feature = "axum", feature = "actix-web"))]
    Parameter(Box<str>),
}

impl Misfit {
    #[cold]
    pub(super) fn new(kind: Kind, at: usize) -> Self {
        Self(Box::new(Inner { kind, at: Some(at), place: Vec::new() }))
    }

    #[cold]
    pub(crate) fn of(kind: Kind) -> Self {
        Self(Box::new(Inner { kind, at: None, place: Vec::new() }))
    }

    /// Sets the place of the reader, unless the place of the misfit is known.
    #[cold]
    pub(super) fn at(mut self, at: usize) -> Self {
        self.0.at.get_or_insert(at);
        self
    }

    /// Puts the misfit into an outer value. `at` is the place of the reader.
    #[cold]
    pub(crate) fn within(mut self, segment: Segment, at: usize) -> Self {
        self.0.place.push(segment);
        self.at(at)
    }

    #[cfg(any(feature = "axum", feature = "actix-web"))]
    pub(crate) fn within_parameter(mut self, name: &str) -> Self {
        self.0.place.push(Segment::Parameter(name.into()));
        self
    }

    /// Sets the type that was asked for, unless the misfit is about a value inside.
    #[cold]
    pub(super) fn expecting(mut self, asked_for: Json) -> Self {
        if let (Kind::Type { expected: expected @ None, .. }, true) =
            (&mut self.0.kind, self.0.place.is_empty())
        {
            *expected = Some(asked_for);
        }
        self
    }

    /// Sets the number of elements that was asked for, unless the misfit is about a value inside.
    #[cold]
    pub(super) fn expecting_len(mut self, len: Option<usize>) -> Self {
        if let (Kind::Length { expected: expected @ None, .. }, true) =
            (&mut self.0.kind, self.0.place.is_empty())
        {
            *expected = len;
        }
        self
    }

    /// Tells whether the type refuses an array, and not a value inside of one.
    pub(super) fn is_array_refused(&self) -> bool {
        let is_array = matches!(self.0.kind, Kind::Type { found: Some(Json::Array), .. });
        is_array && self.0.place.is_empty()
    }

    /// Tells whether a field of the value itself is missing.
    pub(super) fn is_missing_field(&self) -> bool {
        matches!(self.0.kind, Kind::MissingField(_)) && self.0.place.is_empty()
    }

    /// Describes the misfit in this text.
    #[cold]
    pub(crate) fn into_problem(self, text: &str) -> Problem {
        self.into_problem_with(text, &mut Lines::default())
    }

    /// Describes one of many misfits in a text.
    #[cold]
    pub(super) fn into_problem_with(self, text: &str, lines: &mut Lines) -> Problem {
        let Inner { kind, at, place } = *self.0;
        let words = kind.words();
        let detail = match (kind, at) {
            (Kind::Custom(text), _) => Detail::unlogged(text),
            (kind, Some(at)) => {
                let (line, column) = lines.line_and_column(text, at);
                let reason = kind.detail().map(|reason| format!("{reason}, "));
                let reason = reason.unwrap_or_default();
                Detail::new(format!("{reason}line {line}, column {column}"))
            }
            (kind, None) => Detail::new(kind.detail().unwrap_or(&words).to_owned()),
        };
        Problem { path: pointer(&place, text).into(), words, detail }
    }
}

/// The length in bytes after which a pointer names an outer value instead: names in a body may be
/// of any length.
const MAX_PATH: usize = 256;

/// Returns the place as a JSON Pointer (RFC 6901), such as `/evses/0/uid`; the whole body is empty.
fn pointer(place: &[Segment], text: &str) -> String {
    let scanner = Scanner::new(text);
    let mut pointer = String::new();
    for segment in place.iter().rev() {
        let segment = match segment {
            Segment::Index(index) => Some(index.to_string().into()),
            // Half of a surrogate pair has no place in a pointer.
            Segment::Name(at) => scanner.string_at(*at).and_then(Raw::decode),
            #[cfg(any(feature = "axum", feature = "actix-web"))]
            Segment::Parameter(name) => Some(Cow::Borrowed(&**name)),
        };
        let Some(segment) = segment.filter(|it| pointer.len() + 1 + it.len() <= MAX_PATH) else {
            break;
        };
        let segment = segment.replace('~', "~0").replace('/', "~1");
        if pointer.len() + 1 + segment.len() > MAX_PATH {
            break;
        }
        pointer.push('/');
        pointer.push_str(&segment);
    }
    pointer
}

impl Kind {
    /// Neither names of Rust types nor values of the body are in it.
    fn words(&self) -> Cow<'static, str> {
        let words = match self {
            Self::MissingField(name) => format!("missing field `{name}`"),
            Self::DuplicateField(name) => format!("duplicate field `{name}`"),
            Self::UnknownField => return "unknown field".into(),
            Self::UnknownVariant([]) => return "unknown variant".into(),
            Self::UnknownVariant(names) => return one_of(names).into(),
            Self::Type { expected: Some(Json::Number), found: Some(Json::Number) } => {
                return "expected an integer".into();
            }
            Self::Type { expected: Some(expected), found: Some(found) } if expected != found => {
                format!("expected {expected}, found {found}")
            }
            Self::Type { expected: None, found: Some(found) } => {
                format!("unexpected type, found {found}")
            }
            Self::Type { expected: Some(expected), found: None } => format!("expected {expected}"),
            Self::Length { expected: Some(1), found } => {
                format!("expected 1 element, found {found}")
            }
            Self::Length { expected: Some(expected), found } => {
                format!("expected {expected} elements, found {found}")
            }
            Self::Length { expected: None, .. } => return "wrong number of elements".into(),
            Self::Malformed
            | Self::NotUtf8
            | Self::TooDeep
            | Self::OutOfRange
            | Self::Surrogate
            | Self::Surplus
            | Self::Type { .. }
            | Self::Value
            | Self::Custom(_) => return "invalid value".into(),
        };
        text::line(&words, MAX_WORDS).into()
    }

    /// The addition to the words for the log.
    fn detail(&self) -> Option<&'static str> {
        Some(match self {
            Self::Malformed => "not JSON",
            Self::NotUtf8 => "not UTF-8",
            Self::TooDeep => "nested too deeply",
            Self::OutOfRange => "a number out of range",
            Self::Surrogate => "half of a surrogate pair",
            Self::Surplus => "more members than expected",
            Self::Type { expected: Some(Json::String), found: Some(Json::String) } => {
                "a string with an escape cannot be borrowed"
            }
            _ => return None,
        })
    }
}

/// The length in characters up to which a problem is described. With its path, and with what a
/// `Display` says around them, it fits into a line of 512.
const MAX_WORDS: usize = 200;

fn one_of(names: &[&str]) -> String {
    let mut words = "expected one of ".to_owned();
    for (index, name) in names.iter().enumerate() {
        if index > 0 {
            words.push_str(", ");
        }
        // Room for the quotes, and for what stands in place of the rest.
        if words.len() + name.len() > MAX_WORDS - "``, …".len() {
            words.push('…');
            break;
        }
        words.extend(["`", name, "`"]);
    }
    words
}

impl fmt::Display for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Null => "null",
            Self::Boolean => "a boolean",
            Self::Number => "a number",
            Self::String => "a string",
            Self::Array => "an array",
            Self::Object => "an object",
        })
    }
}

impl Json {
    fn of(unexpected: &Unexpected<'_>) -> Option<Self> {
        Some(match unexpected {
            Unexpected::Unit | Unexpected::Option => Self::Null,
            Unexpected::Bool(_) => Self::Boolean,
            Unexpected::Unsigned(_) | Unexpected::Signed(_) | Unexpected::Float(_) => Self::Number,
            // A variant without fields is its name.
            Unexpected::Char(_)
            | Unexpected::Str(_)
            | Unexpected::Bytes(_)
            | Unexpected::UnitVariant => Self::String,
            Unexpected::Seq => Self::Array,
            Unexpected::Map => Self::Object,
            _ => return None,
        })
    }
}

impl de::Error for Misfit {
    #[cold]
    fn custom<T: fmt::Display>(text: T) -> Self {
        Self::of(Kind::Custom(text::one_line(&text)))
    }

    #[cold]
    fn invalid_type(unexpected: Unexpected<'_>, _: &dyn Expected) -> Self {
        Self::of(Kind::Type { expected: None, found: Json::of(&unexpected) })
    }

    #[cold]
    fn invalid_value(unexpected: Unexpected<'_>, _: &dyn Expected) -> Self {
        Self::of(match Json::of(&unexpected) {
            Some(Json::Number) => Kind::OutOfRange,
            _ => Kind::Value,
        })
    }

    #[cold]
    fn invalid_length(found: usize, _: &dyn Expected) -> Self {
        Self::of(Kind::Length { expected: None, found })
    }

    #[cold]
    fn unknown_variant(_: &str, expected: &'static [&'static str]) -> Self {
        Self::of(Kind::UnknownVariant(expected))
    }

    #[cold]
    fn unknown_field(_: &str, _: &'static [&'static str]) -> Self {
        Self::of(Kind::UnknownField)
    }

    #[cold]
    fn missing_field(field: &'static str) -> Self {
        Self::of(Kind::MissingField(field))
    }

    #[cold]
    fn duplicate_field(field: &'static str) -> Self {
        Self::of(Kind::DuplicateField(field))
    }
}

/// A type that catches the error may show it: the words, and nothing of the body.
impl fmt::Display for Misfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.kind.words())
    }
}

impl Error for Misfit {}

/// A problem with a value: a JSON Pointer and a few words.
#[derive(Clone, Debug)]
pub(crate) struct Problem {
    pub(crate) path: Box<str>,
    pub(crate) words: Cow<'static, str>,
    pub(crate) detail: Detail,
}

impl Serialize for Problem {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut problem = serializer.serialize_struct("Problem", 2)?;
        problem.serialize_field("path", &self.path)?;
        problem.serialize_field("problem", &self.words)?;
        problem.end()
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words)?;
        if self.path.is_empty() { Ok(()) } else { write!(f, " at {}", self.path) }
    }
}
