//! The error of reading a peer's response.

use core::error::Error;
use core::fmt;

use super::envelope::ENDS_TOO_EARLY;
use super::rejection::PeerRejection;
use crate::code::{StatusCode, SuccessCode};
use crate::text;

/// The error of reading a peer's response.
///
/// It does not implement [`OcpiError`](crate::OcpiError): a mistake of the peer, or one that the peer
/// finds on this side, must not become this side's response to a third party through `?`. Wrap it in
/// an error with a code of your own, such as `#[ocpi(code = 3001)]`, or, in a hub,
/// [`relay`](PeerRejection::relay) the rejection.
///
/// ```compile_fail,E0277
/// fn answer(error: ocpi_status::PeerError) -> ocpi_status::Reply {
///     ocpi_status::Reply::from(error)
/// }
/// ```
///
/// `Display` is fit for a log line: bounded and printable. It shows at most 256 characters of a body
/// that is not an envelope, and those may be anything that the peer sent: where a response can hold a
/// secret, such as the token of the credentials module, log [`status_code`](Self::status_code) and
/// [`http_status`](Self::http_status) instead.
///
/// Chapters "Response format" and "Transport and format", OCPI 2.0 and later.
#[derive(Debug)]
#[non_exhaustive]
pub enum PeerError {
    /// The code is not that of a success, on any HTTP status.
    Rejected(PeerRejection),
    /// The HTTP status is not 2xx, and the body is not an envelope.
    #[non_exhaustive]
    Http {
        /// The HTTP status, which may be a redirect.
        http_status: http::StatusCode,
        /// The beginning of the body: printable, at most 256 characters.
        preview: Box<str>,
    },
    /// The HTTP status is 2xx, and the body is not an envelope.
    #[non_exhaustive]
    NotEnvelope {
        /// The HTTP status.
        http_status: http::StatusCode,
        /// The fault of the body, in a few words.
        reason: &'static str,
        /// The beginning of the body: printable, at most 256 characters.
        preview: Box<str>,
    },
    /// The code is one of a success, and the HTTP status is not 2xx.
    #[non_exhaustive]
    Contradiction {
        /// The HTTP status.
        http_status: http::StatusCode,
        /// The code.
        status_code: SuccessCode,
        /// The beginning of the debugging aid: printable, at most 256 characters.
        status_message: Option<Box<str>>,
    },
    /// A success without `data`, which the type requires.
    #[non_exhaustive]
    MissingData {
        /// The HTTP status.
        http_status: http::StatusCode,
        /// The code.
        status_code: SuccessCode,
    },
    /// A success with `data` that cannot be read.
    #[non_exhaustive]
    Data {
        /// The HTTP status.
        http_status: http::StatusCode,
        /// The code.
        status_code: SuccessCode,
        /// The place in `data`, as a JSON Pointer (RFC 6901).
        path: Box<str>,
        /// The problem in a few words, such as "expected a string, found a number".
        problem: Box<str>,
        /// The line and the column in `data`, or the text of the type's own implementation of
        /// `Deserialize`, which may repeat values of the peer.
        cause: Box<dyn Error + Send + Sync>,
    },
}

impl PeerError {
    /// Returns the peer's code, or `None` if the body is not an envelope.
    #[must_use]
    pub fn status_code(&self) -> Option<StatusCode> {
        match self {
            Self::Rejected(rejection) => Some(rejection.status_code()),
            Self::Http { .. } | Self::NotEnvelope { .. } => None,
            Self::Contradiction { status_code, .. }
            | Self::MissingData { status_code, .. }
            | Self::Data { status_code, .. } => Some((*status_code).into()),
        }
    }

    /// Returns the HTTP status of the response.
    #[must_use]
    pub fn http_status(&self) -> http::StatusCode {
        match self {
            Self::Rejected(rejection) => rejection.http_status(),
            Self::Http { http_status, .. }
            | Self::NotEnvelope { http_status, .. }
            | Self::Contradiction { http_status, .. }
            | Self::MissingData { http_status, .. }
            | Self::Data { http_status, .. } => *http_status,
        }
    }

    /// Tells whether the same request may succeed later: HTTP 429 or 503, another HTTP 5xx without
    /// an envelope or with the generic 2000, a body that ends too early, or one of the codes 3000,
    /// 4002 and 4003.
    ///
    /// It is a hint. The standard does not say which errors pass, and whether the request may be
    /// sent twice is for the caller to know.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        const BUSY: [http::StatusCode; 2] =
            [http::StatusCode::TOO_MANY_REQUESTS, http::StatusCode::SERVICE_UNAVAILABLE];
        let http_status = self.http_status();
        let is_transient = match self {
            Self::NotEnvelope { reason, .. } => *reason == ENDS_TOO_EARLY,
            Self::Http { .. } => http_status.is_server_error(),
            Self::Rejected(rejection) => match rejection.status_code().as_u16() {
                2000 => http_status.is_server_error(),
                code => [3000, 4002, 4003].contains(&code),
            },
            Self::Contradiction { .. } | Self::MissingData { .. } | Self::Data { .. } => false,
        };
        is_transient || BUSY.contains(&http_status)
    }

    pub(super) fn no_envelope(
        http_status: http::StatusCode,
        reason: &'static str,
        body: &str,
    ) -> Self {
        let preview = text::preview(body).into();
        if http_status.is_success() {
            Self::NotEnvelope { http_status, reason, preview }
        } else {
            Self::Http { http_status, preview }
        }
    }
}

impl fmt::Display for PeerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let http_status = self.http_status().as_u16();
        match self {
            Self::Rejected(rejection) => fmt::Display::fmt(rejection, f),
            Self::Http { preview, .. } => {
                write!(f, "peer answered HTTP {http_status} without an envelope")?;
                write_detail(f, preview)
            }
            Self::NotEnvelope { reason, preview, .. } => {
                write!(
                    f,
                    "peer answered HTTP {http_status}, but the body is no envelope, {reason}"
                )?;
                write_detail(f, preview)
            }
            Self::Contradiction { status_code, status_message, .. } => {
                write!(f, "peer answered {status_code}, a success, with HTTP {http_status}")?;
                write_detail(f, &text::preview(status_message.as_deref().unwrap_or_default()))
            }
            Self::MissingData { status_code, .. } => {
                write!(f, "peer answered {status_code}, HTTP {http_status}, without data")
            }
            Self::Data { status_code, path, problem, .. } => {
                write!(f, "peer answered {status_code}, HTTP {http_status}, with unreadable data")?;
                write_detail(f, problem)?;
                if path.is_empty() { Ok(()) } else { write!(f, " at {}", text::preview(path)) }
            }
        }
    }
}

fn write_detail(f: &mut fmt::Formatter<'_>, detail: &str) -> fmt::Result {
    if detail.is_empty() { Ok(()) } else { write!(f, ": {detail}") }
}

impl Error for PeerError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Data { cause, .. } => Some(&**cause),
            _ => None,
        }
    }
}
