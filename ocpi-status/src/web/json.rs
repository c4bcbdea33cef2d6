//! The body of a request, as HTTP brings it.

use core::error::Error;
use core::fmt;

use super::settle::Content;
use crate::catalog::{self, Catalog};
use crate::code::ErrorCode;
use crate::error::{Data, OcpiError};
use crate::read::request::RequestError;
use crate::text::Detail;

/// The rejection of `OcpiJson`: the body of a request cannot be read.
///
/// It implements [`OcpiError`], and so fits into a variant marked `#[ocpi(transparent)]`.
///
/// Chapter "Transport and format", OCPI 2.0 and later.
#[derive(Debug)]
#[non_exhaustive]
pub enum OcpiJsonRejection {
    /// The content type is not JSON: HTTP 415, code 2000.
    #[non_exhaustive]
    ContentType,
    /// The body is longer than the framework's limit: HTTP 413, code 2000.
    #[non_exhaustive]
    TooLarge,
    /// The body broke off: HTTP 400, code 2000.
    #[non_exhaustive]
    Incomplete {
        /// The error of the framework, as the [`source`](Error::source).
        cause: Box<dyn Error + Send + Sync>,
    },
    /// The body is not JSON, or not what the endpoint expects.
    Request(RequestError),
}

impl OcpiJsonRejection {
    pub(crate) fn incomplete(cause: impl fmt::Display) -> Self {
        Self::Incomplete { cause: Box::new(Detail::new(cause.to_string())) }
    }
}

impl From<RequestError> for OcpiJsonRejection {
    fn from(error: RequestError) -> Self {
        Self::Request(error)
    }
}

impl fmt::Display for OcpiJsonRejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ContentType => f.write_str("the content type is not application/json"),
            Self::TooLarge => f.write_str("the body is too large"),
            Self::Incomplete { .. } => f.write_str("the body is incomplete"),
            Self::Request(error) => fmt::Display::fmt(error, f),
        }
    }
}

impl Error for OcpiJsonRejection {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::ContentType | Self::TooLarge => None,
            Self::Incomplete { cause } => Some(&**cause),
            Self::Request(error) => error.source(),
        }
    }
}

impl OcpiError for OcpiJsonRejection {
    fn status_code(&self) -> ErrorCode {
        match self {
            Self::Request(error) => error.status_code(),
            _ => ErrorCode::CLIENT_ERROR,
        }
    }

    fn http_status(&self) -> http::StatusCode {
        match self {
            Self::ContentType => http::StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::TooLarge => http::StatusCode::PAYLOAD_TOO_LARGE,
            Self::Incomplete { .. } => http::StatusCode::BAD_REQUEST,
            Self::Request(error) => error.http_status(),
        }
    }

    fn data(&self) -> Option<Data<'_>> {
        match self {
            Self::Request(error) => error.data(),
            _ => None,
        }
    }

    fn label(&self) -> &'static str {
        match self {
            Self::ContentType => "OcpiJsonRejection::ContentType",
            Self::TooLarge => "OcpiJsonRejection::TooLarge",
            Self::Incomplete { .. } => "OcpiJsonRejection::Incomplete",
            Self::Request(error) => error.label(),
        }
    }

    fn catalog() -> Catalog {
        static ROWS: &str = "\
            |ContentType|2000|415||The body says that it is something else than JSON.\
            |TooLarge|2000|413||The body is longer than the limit.\
            |Incomplete|2000|400||The body broke off.\
            |*";
        catalog::catalog("OcpiJsonRejection", &ROWS, &[], &[RequestError::catalog])
    }
}

/// Accepts `application/json` and `application/*+json` with any parameters, and no content type. An
/// empty body has none, whatever its header says.
pub(crate) fn accept_content_type(content_type: Option<&[u8]>) -> Result<(), OcpiJsonRejection> {
    match content_type.map_or(Content::Json, |content_type| Content::of(Some(content_type), None)) {
        Content::Json | Content::JsonLike => Ok(()),
        Content::Encoded | Content::Other => Err(OcpiJsonRejection::ContentType),
    }
}

#[cfg(test)]
mod tests {
    use core::error::Error as _;

    use super::OcpiJsonRejection;
    use crate::error::OcpiError;
    use crate::read::request::{RequestError, read_request};

    #[test]
    fn what_is_wrong_is_said_with_its_source() {
        for (rejection, text, source) in [
            (OcpiJsonRejection::ContentType, "the content type is not application/json", None),
            (OcpiJsonRejection::TooLarge, "the body is too large", None),
            (OcpiJsonRejection::incomplete("reset"), "the body is incomplete", Some("reset")),
        ] {
            assert_eq!(rejection.to_string(), text);
            assert_eq!(rejection.source().map(ToString::to_string).as_deref(), source);
        }
    }

    #[test]
    fn a_body_that_is_not_as_expected_is_answered_as_such() {
        let read = || read_request::<u8>(br#""1""#).expect_err("a text is no number");
        let (error, rejection) = (read(), OcpiJsonRejection::from(read()));
        let data =
            |error: &dyn OcpiError| error.data().map(|data| serde_json::to_string(&data).ok());
        assert!(data(&error).is_some());
        assert_eq!(data(&rejection), data(&error));
        assert_eq!(rejection.label(), error.label());
        assert!(
            OcpiJsonRejection::catalog().iter().count() > RequestError::catalog().iter().count()
        );
    }
}
