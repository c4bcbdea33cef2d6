//! The errors of the HTTP layer, for which nobody wrote an error type.

use core::error::Error;
use core::fmt;

use crate::code::ErrorCode;
use crate::error::OcpiError;
use crate::text::Detail;

/// An HTTP status of 400 or above, and its cause: for the log, not for the peer.
#[derive(Debug)]
pub(crate) struct HttpError {
    status: http::StatusCode,
    label: &'static str,
    cause: Option<Detail>,
}

impl HttpError {
    /// An empty cause is none.
    pub(crate) fn new(status: http::StatusCode, label: &'static str, cause: String) -> Self {
        Self { status, label, cause: (!cause.is_empty()).then(|| Detail::new(cause)) }
    }
}

impl fmt::Display for HttpError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HTTP {}", self.status.as_u16())?;
        match self.status.canonical_reason() {
            Some(reason) => write!(f, " {reason}"),
            None => Ok(()),
        }
    }
}

impl Error for HttpError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.cause.as_ref().map(|cause| cause as _)
    }
}

impl OcpiError for HttpError {
    fn status_code(&self) -> ErrorCode {
        if self.status.is_client_error() {
            ErrorCode::CLIENT_ERROR
        } else {
            ErrorCode::SERVER_ERROR
        }
    }

    fn http_status(&self) -> http::StatusCode {
        self.status
    }

    fn label(&self) -> &'static str {
        self.label
    }
}
