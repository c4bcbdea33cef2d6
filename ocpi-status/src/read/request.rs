//! The body of a request: what is HTTP 400, and what is an OCPI error.

use core::error::Error;
use core::fmt;
use std::borrow::Cow;

use serde::de::{Deserialize, IgnoredAny};
use serde::ser::{Serialize, SerializeStruct, Serializer};
use serde_path_to_error::Path;

use super::pointer::pointer;
use crate::catalog::Catalog;
use crate::catalog::Row;
use crate::code::ErrorCode;
use crate::error::{Data, OcpiError};

/// Reads the body of a request as a `T`, which may borrow from it.
///
/// ```
/// use ocpi_status::{OcpiError, Reply, read_request};
/// use serde::Deserialize;
///
/// #[derive(Debug, Deserialize)]
/// struct Token<'a> {
///     uid: &'a str,
/// }
///
/// assert_eq!(read_request::<Token>(br#"{"uid":"012345678"}"#)?.uid, "012345678");
///
/// // Not JSON: the HTTP layer's error.
/// let error = read_request::<Token>(br#"{"uid":5"#).unwrap_err();
/// assert_eq!((error.http_status().as_u16(), error.status_code().as_u16()), (400, 2000));
///
/// // JSON, but not a `Token`: an error of the OCPI layer.
/// let error = read_request::<Token>(br#"{"uid":5}"#).unwrap_err();
/// assert_eq!((error.http_status().as_u16(), error.status_code().as_u16()), (200, 2001));
/// assert_eq!(error.to_string(), "invalid value at /uid");
/// let reply = Reply::from(error);
/// assert!(reply.body().starts_with(br#"{"data":[{"path":"/uid","problem":"wrong type"}],"#));
/// # Ok::<(), ocpi_status::RequestError>(())
/// ```
///
/// # Errors
///
/// Returns a [`RequestError`] that says which of the two it is. The whole body decides: a wrong
/// value in a body that breaks off later is HTTP 400.
///
/// A body is JSON if it is one value after the grammar of RFC 8259, in UTF-8: an empty body, a
/// byte order mark, bytes after the value and a second value are HTTP 400. What the grammar allows
/// but `T` cannot hold, such as half of a surrogate pair, `1e999` or 128 levels of nesting, is 2001.
///
/// Chapter "Transport and format", OCPI 2.2 and later; before, HTTP 400 is a recommendation.
pub fn read_request<'de, T: Deserialize<'de>>(body: &'de [u8]) -> Result<T, RequestError> {
    let text = str::from_utf8(body).map_err(|error| RequestError(Kind::NotUtf8(error)))?;
    serde_json::from_str(text).or_else(|_| read_again(text))
}

/// Reads the body of a request as a `T`, or as `None` where there is none: it is empty, or `null`.
///
/// The `LocationReferences` of a real-time authorization may be left out, for example.
///
/// ```
/// use ocpi_status::read_optional_request;
///
/// assert_eq!(read_optional_request::<Vec<u32>>(b"")?, None);
/// assert_eq!(read_optional_request::<Vec<u32>>(b"[1]")?, Some(vec![1]));
/// assert!(read_optional_request::<Vec<u32>>(b"[1").is_err());
/// # Ok::<(), ocpi_status::RequestError>(())
/// ```
///
/// # Errors
///
/// Those of [`read_request`], for a body that is not empty.
///
/// Chapter "Tokens module", real-time authorization, OCPI 2.0 and later.
pub fn read_optional_request<'de, T: Deserialize<'de>>(
    body: &'de [u8],
) -> Result<Option<T>, RequestError> {
    if body.is_empty() { Ok(None) } else { read_request(body) }
}

/// Finds out why the text could not be read as a `T`.
#[cold]
fn read_again<'de, T: Deserialize<'de>>(text: &'de str) -> Result<T, RequestError> {
    // Exactly the grammar: no recursion, no limit on numbers, any `\u` escape. A `Value` would
    // refuse all three.
    if let Err(error) = serde_json::from_str::<IgnoredAny>(text) {
        return Err(RequestError(Kind::NotJson { is_empty: text.is_empty(), error }));
    }
    let mut deserializer = serde_json::Deserializer::from_str(text);
    serde_path_to_error::deserialize(&mut deserializer).map_err(|error| {
        let path = error.path().clone();
        RequestError::not_expected(&path, error.into_inner())
    })
}

/// Says in words of ours what serde says; its own name Rust types and repeat the peer's values.
fn problem(error: &str) -> Cow<'static, str> {
    const WORDS: &[(&str, &str)] = &[
        ("missing field `", "missing field"),
        ("unknown field `", "unknown field"),
        ("duplicate field `", "duplicate field"),
        ("invalid type: ", "wrong type"),
        ("invalid length ", "wrong length"),
        ("unknown variant `", "unknown variant"),
    ];
    let found =
        WORDS.iter().find_map(|(prefix, words)| Some((*words, error.strip_prefix(prefix)?)));
    let Some((words, rest)) = found else { return "invalid value".into() };
    // These two come with a name out of `T`, as it is on the wire.
    if matches!(words, "missing field" | "duplicate field")
        && let Some((name, _)) = rest.split_once('`')
        && is_name(name)
    {
        return format!("{words} `{name}`").into();
    }
    words.into()
}

/// A type with a `Deserialize` of its own may begin its message with the same words, and go on
/// with a value.
fn is_name(name: &str) -> bool {
    let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"_-.@$".contains(&byte);
    name.len() <= 64 && name.bytes().all(is_allowed)
}

/// The error of reading a request: HTTP 400 with code 2000 for what is not JSON, HTTP 200 with
/// code 2001 for JSON that is not what the endpoint expects.
///
/// With 2001, the message names the place, and `data` is a list of `{"path", "problem"}`: a JSON
/// Pointer (RFC 6901) and a few words. Neither holds the names of Rust types or the values of the
/// request. Types with `#[serde(flatten)]` or `#[serde(untagged)]`, and internally tagged enums,
/// lose the path inside of them: it ends at the value that holds them.
///
/// [`source`](Error::source) is the error of serde, for the log.
///
/// ```
/// use ocpi_status::{OcpiError, read_request};
/// use serde::Deserialize;
///
/// #[derive(Debug, Deserialize)]
/// struct Evse {
///     uid: String,
/// }
///
/// let error = read_request::<Vec<Evse>>(br#"[{"uid":"1"},{}]"#).unwrap_err();
/// assert_eq!(error.to_string(), "missing field `uid` at /1");
/// assert_eq!(error.status_code(), 2001);
/// ```
///
/// Chapters "Transport and format" and "Status codes", OCPI 2.0 and later.
#[derive(Debug)]
pub struct RequestError(Kind);

#[derive(Debug)]
enum Kind {
    NotUtf8(core::str::Utf8Error),
    NotJson { is_empty: bool, error: serde_json::Error },
    NotExpected { problems: [Problem; 1], error: serde_json::Error },
}

#[derive(Debug)]
struct Problem {
    path: Box<str>,
    problem: Cow<'static, str>,
}

impl RequestError {
    /// The error of a value that is not what the endpoint expects, at a path.
    pub(crate) fn not_expected(path: &Path, error: serde_json::Error) -> Self {
        let problem = Problem { path: pointer(path).into(), problem: problem(&error.to_string()) };
        Self(Kind::NotExpected { problems: [problem], error })
    }
}

impl Serialize for Problem {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut problem = serializer.serialize_struct("Problem", 2)?;
        problem.serialize_field("path", &self.path)?;
        problem.serialize_field("problem", &self.problem)?;
        problem.end()
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A word on a field says what to do; any other problem says only where it is.
        let words = if self.problem.contains("field") { &self.problem } else { "invalid value" };
        f.write_str(words)?;
        if self.path.is_empty() { Ok(()) } else { write!(f, " at {}", self.path) }
    }
}

impl fmt::Display for RequestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Kind::NotUtf8(_) => f.write_str("the body is not JSON: it is not UTF-8"),
            Kind::NotJson { is_empty: true, .. } => f.write_str("the body is empty"),
            Kind::NotJson { error, .. } => {
                let (line, column) = (error.line(), error.column());
                write!(f, "the body is not JSON: line {line}, column {column}")
            }
            Kind::NotExpected { problems: [problem], .. } => fmt::Display::fmt(problem, f),
        }
    }
}

impl Error for RequestError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match &self.0 {
            Kind::NotUtf8(error) => Some(error),
            Kind::NotJson { error, .. } | Kind::NotExpected { error, .. } => Some(error),
        }
    }
}

#[diagnostic::do_not_recommend]
impl OcpiError for RequestError {
    fn status_code(&self) -> ErrorCode {
        match self.0 {
            Kind::NotUtf8(_) | Kind::NotJson { .. } => ErrorCode::CLIENT_ERROR,
            Kind::NotExpected { .. } => ErrorCode::INVALID_PARAMETERS,
        }
    }

    fn http_status(&self) -> http::StatusCode {
        match self.0 {
            Kind::NotUtf8(_) | Kind::NotJson { .. } => http::StatusCode::BAD_REQUEST,
            Kind::NotExpected { .. } => http::StatusCode::OK,
        }
    }

    fn data(&self) -> Option<Data<'_>> {
        match &self.0 {
            Kind::NotUtf8(_) | Kind::NotJson { .. } => None,
            Kind::NotExpected { problems, .. } => Some(Data::new(problems)),
        }
    }

    fn catalog() -> Catalog {
        static ROWS: &[Row] = &[
            Row::Own("", 2000, 400, "", "The body is not JSON."),
            Row::Own(
                "",
                2001,
                200,
                "",
                "The body is JSON, but not what the endpoint expects; `data` names the place.",
            ),
        ];
        Catalog::of::<Self>("RequestError", &ROWS, &[])
    }
}
