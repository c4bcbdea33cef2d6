//! The errors of the HTTP layer, for which nobody wrote an error type.

use core::error::Error;
use core::fmt;

use crate::code::ErrorCode;
use crate::error::OcpiError;

/// An HTTP status of 400 or above, and its cause: for the log, not for the peer.
#[derive(Debug)]
pub(crate) struct HttpError {
    status: http::StatusCode,
    label: &'static str,
    cause: Option<Cause>,
}

#[derive(Debug)]
pub(crate) struct Cause(Box<str>);

impl Cause {
    pub(crate) fn new(cause: impl fmt::Display) -> Self {
        Self(cause.to_string().into())
    }
}

impl HttpError {
    pub(crate) const fn new(status: http::StatusCode) -> Self {
        Self { status, label: "http", cause: None }
    }

    const fn internal(label: &'static str) -> Self {
        Self { status: http::StatusCode::INTERNAL_SERVER_ERROR, label, cause: None }
    }

    /// A panic that was caught.
    pub(crate) const fn panic() -> Self {
        Self::internal("panic")
    }

    /// A success that cannot be sent.
    pub(crate) const fn unsent() -> Self {
        Self::internal("unsent")
    }

    pub(crate) fn because(self, cause: impl fmt::Display) -> Self {
        Self { cause: Some(Cause::new(cause)), ..self }
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

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Error for Cause {}

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
