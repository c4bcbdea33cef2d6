//! The error of our own deserializer: a problem and its place, without any value of the body.

use core::error::Error;
use core::fmt;
use std::borrow::Cow;

use serde_core::de::{self, Expected, Unexpected};
use serde_core::ser::{Serialize, SerializeStruct, Serializer};

use crate::text::{self, Detail};

/// JSON that does not fit a type. Small, because every `Result` on the way holds one.
#[derive(Debug)]
pub(crate) struct Misfit(Box<Inner>);

pub(super) type Result<T> = core::result::Result<T, Misfit>;

#[derive(Debug)]
struct Inner {
    kind: Kind,
    /// The byte at which it was found.
    at: Option<usize>,
    /// A JSON Pointer (RFC 6901), such as `/evses/0/uid`; `None` for the value itself.
    path: Option<String>,
}

#[derive(Debug)]
pub(crate) enum Kind {
    /// Holds more for the log, or nothing.
    Invalid(&'static str),
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

/// The length in bytes after which a pointer names an outer value instead: names in a body may be
/// of any length.
pub(super) const MAX_PATH: usize = 256;

impl Misfit {
    #[cold]
    pub(crate) fn of(kind: Kind) -> Self {
        Self(Box::new(Inner { kind, at: None, path: None }))
    }

    /// Sets the place of the reader, unless the place of the misfit is known.
    #[cold]
    pub(super) fn at(mut self, at: usize) -> Self {
        self.0.at.get_or_insert(at);
        self
    }

    #[cold]
    pub(super) fn within_element(self, index: usize) -> Self {
        self.within(Some(&index.to_string()))
    }

    /// Puts the misfit into an outer value. Without a name, the path ends at that value.
    #[cold]
    pub(crate) fn within(mut self, name: Option<&str>) -> Self {
        let inner = self.0.path.unwrap_or_default();
        let mut path = match name.filter(|name| name.len() < MAX_PATH) {
            Some(name) => format!("/{}{inner}", name.replace('~', "~0").replace('/', "~1")),
            None => String::new(),
        };
        while path.len() > MAX_PATH {
            path.truncate(path.rfind('/').unwrap_or_default());
        }
        self.0.path = Some(path);
        self
    }

    /// Returns the kind, unless the misfit is about a value inside.
    fn own_kind(&mut self) -> Option<&mut Kind> {
        self.0.path.is_none().then_some(&mut self.0.kind)
    }

    /// Sets the type that was asked for.
    #[cold]
    pub(super) fn expecting(mut self, asked_for: Json) -> Self {
        if let Some(Kind::Type { expected, .. }) = self.own_kind() {
            expected.get_or_insert(asked_for);
        }
        self
    }

    /// Sets the number of elements that was asked for.
    #[cold]
    pub(super) fn expecting_len(mut self, len: Option<usize>) -> Self {
        if let Some(Kind::Length { expected, .. }) = self.own_kind() {
            *expected = expected.or(len);
        }
        self
    }

    /// Tells whether the type refuses an array, and not a value inside of one.
    pub(super) fn is_array_refused(&self) -> bool {
        let is_array = matches!(self.0.kind, Kind::Type { found: Some(Json::Array), .. });
        is_array && self.0.path.is_none()
    }

    /// Tells whether a field of the value itself is missing.
    pub(super) fn is_missing_field(&self) -> bool {
        matches!(self.0.kind, Kind::MissingField(_)) && self.0.path.is_none()
    }

    /// Describes the misfit in this text.
    #[cold]
    pub(crate) fn into_problem(self, text: &str) -> Problem {
        self.into_problem_with(text, &mut Lines::default())
    }

    /// Describes one of many misfits in a text.
    #[cold]
    pub(super) fn into_problem_with(self, text: &str, lines: &mut Lines) -> Problem {
        let Inner { kind, at, path } = *self.0;
        let words = kind.words();
        let detail = match (kind, at) {
            (Kind::Custom(text), _) => Detail::unlogged(text),
            (kind, Some(at)) => {
                let (line, column) = lines.line_and_column(text, at);
                Detail::new(match kind.detail() {
                    "" => format!("line {line}, column {column}"),
                    reason => format!("{reason}, line {line}, column {column}"),
                })
            }
            (_, None) => Detail::new(words.to_string()),
        };
        Problem { path: path.unwrap_or_default().into(), words, detail }
    }
}

/// Counts lines up to a byte behind the last one.
#[derive(Clone, Copy, Default)]
pub(super) struct Lines {
    at: usize,
    /// How many ended before.
    ended: usize,
    line_start: usize,
}

impl Lines {
    /// Returns the line and the column of a byte, both from 1 on.
    fn line_and_column(&mut self, text: &str, at: usize) -> (usize, usize) {
        let unread = text.get(self.at..at).unwrap_or_default();
        if let Some(line_end) = unread.rfind('\n') {
            self.ended += unread.bytes().filter(|byte| *byte == b'\n').count();
            self.line_start = self.at + line_end + 1;
        }
        self.at = at;
        (self.ended + 1, at.saturating_sub(self.line_start) + 1)
    }
}

impl Kind {
    /// Neither names of Rust types nor values of the body are in it.
    fn words(&self) -> Cow<'static, str> {
        let words = match self {
            Self::MissingField(name) => format!("missing field `{name}`"),
            Self::DuplicateField(name) => format!("duplicate field `{name}`"),
            Self::UnknownVariant(names @ [_, ..]) => one_of(names),
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
            Self::Type { found: Some(Json::Number), .. } => return "expected an integer".into(),
            Self::Length { .. } => return "wrong number of elements".into(),
            Self::UnknownField => return "unknown field".into(),
            Self::UnknownVariant([]) => return "unknown variant".into(),
            Self::Invalid(_) | Self::Type { .. } | Self::Custom(_) => {
                return "invalid value".into();
            }
        };
        text::line(&words, MAX_WORDS).into()
    }

    /// The addition to the words for the log.
    fn detail(&self) -> &'static str {
        match self {
            Self::Invalid(reason) => reason,
            Self::Type { expected: Some(Json::String), found: Some(Json::String) } => {
                "a string with an escape cannot be borrowed"
            }
            _ => "",
        }
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
    fn custom<T: fmt::Display>(text: T) -> Self {
        Self::of(Kind::Custom(text::one_line(&text)))
    }

    fn invalid_type(unexpected: Unexpected<'_>, _: &dyn Expected) -> Self {
        Self::of(Kind::Type { expected: None, found: Json::of(&unexpected) })
    }

    fn invalid_value(unexpected: Unexpected<'_>, _: &dyn Expected) -> Self {
        Self::of(match Json::of(&unexpected) {
            Some(Json::Number) => Kind::Invalid("a number out of range"),
            _ => Kind::Invalid(""),
        })
    }

    fn invalid_length(found: usize, _: &dyn Expected) -> Self {
        Self::of(Kind::Length { expected: None, found })
    }

    fn unknown_variant(_: &str, expected: &'static [&'static str]) -> Self {
        Self::of(Kind::UnknownVariant(expected))
    }

    fn unknown_field(_: &str, _: &'static [&'static str]) -> Self {
        Self::of(Kind::UnknownField)
    }

    fn missing_field(field: &'static str) -> Self {
        Self::of(Kind::MissingField(field))
    }

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
    fn serialize<S: Serializer>(&self, serializer: S) -> core::result::Result<S::Ok, S::Error> {
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
