//! Reads the body of a request.

use core::error::Error;
use core::fmt;

use serde_core::de::{Deserialize, IgnoredAny};

use super::misfit::{Misfit, Problem};
use super::strict;
use crate::catalog::{self, Catalog};
use crate::code::ErrorCode;
use crate::error::{Data, OcpiError};

/// Reads the body of a request as a `T`, which may borrow from it.
///
/// ```
/// use ocpi_status::{OcpiError, Reply, read_request};
/// use serde::Deserialize;
///
/// #[derive(Debug, Deserialize)]
/// struct Token {
///     uid: String,
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
/// assert_eq!(error.to_string(), "expected a string, found a number at /uid");
/// let reply = Reply::from(error);
/// let data = br#"{"data":[{"path":"/uid","problem":"expected a string, found a number"}],"#;
/// assert!(reply.body().starts_with(data));
/// # Ok::<(), ocpi_status::RequestError>(())
/// ```
///
/// A JSON array is never read as a struct, and an object never as a variant without fields: serde's
/// derived types would take both. Types that serde buffers first (`#[serde(flatten)]`,
/// `#[serde(untagged)]`, internally tagged enums, and adjacently tagged ones whose tag comes last) take
/// them inside of the buffer, as they do with `serde_json`.
///
/// Read text as `String`, or as `Cow<str>` with `#[serde(borrow)]`: a `&str` refuses every string with
/// an escape, and some peers escape each slash.
///
/// # Errors
///
/// Returns a [`RequestError`]: HTTP 400 for a body that is not JSON, HTTP 200 with 2001 for any other.
/// The whole body decides: a wrong value in a body that breaks off later is HTTP 400.
///
/// A body is JSON if it is one value after the grammar of RFC 8259, in UTF-8: an empty body, a
/// byte order mark, bytes after the value and a second value are HTTP 400. What the grammar allows
/// but `T` cannot hold, such as half of a surrogate pair, `1e999` or 128 levels of nesting, is 2001.
/// A body that does not fit takes no more than three times the time and memory of one that does.
///
/// Chapter "Transport and format", OCPI 2.2 and later; before, HTTP 400 is a recommendation.
pub fn read_request<'de, T: Deserialize<'de>>(body: &'de [u8]) -> Result<T, RequestError> {
    let text = utf8(body)?;
    strict::read(text).map_err(|misfit| error(text, misfit))
}

/// Reads the body of a request as a `T`, or returns `None` if the body is empty, `null`, or a `{}`
/// without the fields that `T` requires: some peers send it in place of an empty body.
///
/// The `LocationReferences` of a real-time authorization may be left out, for example.
///
/// ```
/// use ocpi_status::read_optional_request;
///
/// assert_eq!(read_optional_request::<Vec<u32>>(b"")?, None);
/// assert_eq!(read_optional_request::<Vec<u32>>(b"[1]")?, Some(vec![1]));
/// assert!(read_optional_request::<Vec<u32>>(b"[1").is_err());
/// assert!(read_optional_request::<Vec<u32>>(b"{}").is_err());
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
    if body.is_empty() {
        return Ok(None);
    }
    let text = utf8(body)?;
    let is_empty = || text.chars().filter(|char| !" \t\n\r".contains(*char)).eq("{}".chars());
    match strict::read(text) {
        Err(misfit) if misfit.is_missing_field() && is_empty() => Ok(None),
        result => result.map_err(|misfit| error(text, misfit)),
    }
}

fn utf8(body: &[u8]) -> Result<&str, RequestError> {
    str::from_utf8(body).map_err(|error| {
        RequestError(Kind::NotJson("the body is not JSON: it is not UTF-8".into(), error.into()))
    })
}

/// Says why the text could not be read.
#[cold]
fn error(text: &str, misfit: Misfit) -> RequestError {
    // Exactly the grammar: no recursion, no limit on numbers, any `\u` escape. A `Value` would
    // refuse all three.
    let Err(error) = serde_json::from_str::<IgnoredAny>(text) else {
        return RequestError::not_expected(misfit.into_problem(text));
    };
    let message = if text.is_empty() {
        "the body is empty".to_owned()
    } else {
        format!("the body is not JSON: line {}, column {}", error.line(), error.column())
    };
    RequestError(Kind::NotJson(message, error.into()))
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
    /// The message and the source.
    NotJson(String, Box<dyn Error + Send + Sync>),
    NotExpected(Box<[Problem; 1]>),
}

impl RequestError {
    /// The error of a value that is not what the endpoint expects.
    pub(crate) fn not_expected(problem: Problem) -> Self {
        Self(Kind::NotExpected(Box::new([problem])))
    }
}

impl fmt::Display for RequestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Kind::NotJson(message, _) => f.write_str(message),
            Kind::NotExpected(problems) => fmt::Display::fmt(&problems[0], f),
        }
    }
}

impl Error for RequestError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match &self.0 {
            Kind::NotJson(_, error) => Some(&**error),
            Kind::NotExpected(problems) => Some(&problems[0].detail),
        }
    }
}

#[diagnostic::do_not_recommend]
impl OcpiError for RequestError {
    fn status_code(&self) -> ErrorCode {
        match self.0 {
            Kind::NotJson(..) => ErrorCode::CLIENT_ERROR,
            Kind::NotExpected(_) => ErrorCode::INVALID_PARAMETERS,
        }
    }

    fn http_status(&self) -> http::StatusCode {
        match self.0 {
            Kind::NotJson(..) => http::StatusCode::BAD_REQUEST,
            Kind::NotExpected(_) => http::StatusCode::OK,
        }
    }

    fn data(&self) -> Option<Data<'_>> {
        match &self.0 {
            Kind::NotJson(..) => None,
            Kind::NotExpected(problems) => Some(Data::new(problems)),
        }
    }

    fn catalog() -> Catalog {
        static ROWS: &str = "\
            ||2000|400||The body is not JSON.\
            ||2001|||The body is JSON, but not what the endpoint expects; `data` names the place.";
        catalog::catalog("RequestError", &ROWS, &[], &[])
    }
}
