//! The errors of the HTTP layer, for which nobody wrote an error type, and their handlers.

use core::error::Error;
use core::fmt;
use core::future::{Ready, ready};

use crate::code::ErrorCode;
use crate::error::OcpiError;
use crate::text::Detail;
use crate::write::reply::Reply;

/// An HTTP status of 400 or above, and its cause: for the log, not for the peer.
#[derive(Debug)]
pub(crate) struct HttpError {
    status: http::StatusCode,
    label: &'static str,
    cause: Option<Detail>,
}

impl HttpError {
    /// With an empty `cause`, the error has no cause.
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

macro_rules! ready_responses {
    ($($(#[$docs:meta])* $name:ident = $status:ident;)*) => {$(
        $(#[$docs])*
        pub fn $name() -> Ready<Reply> {
            ready(HttpError::new(http::StatusCode::$status, "http", String::new()).into())
        }
    )*};
}

ready_responses! {
    /// Answers HTTP 401 with an envelope (2000) and `WWW-Authenticate: Token`, for a credentials
    /// token that is missing or not known.
    ///
    /// Chapter "Transport and format", OCPI 2.1.1 and later.
    unauthorized = UNAUTHORIZED;

    /// Answers HTTP 403 with an envelope (2000), for a party without the permission.
    ///
    /// Chapter "Transport and format", OCPI 2.2 and later: an HTTP error has the envelope as well.
    forbidden = FORBIDDEN;

    /// Answers HTTP 404 with an envelope (2000), for a route that does not exist.
    ///
    /// Chapter "Transport and format", OCPI 2.2 and later: an HTTP error has the envelope as well.
    not_found = NOT_FOUND;

    /// Answers HTTP 405 with an envelope (2000), for a method that the route does not have.
    ///
    /// On actix-web, leave a resource without a default service if you use the middleware: it turns
    /// the framework's own response, which has `Allow`, into an envelope. This one has no `Allow`,
    /// because a default service cannot know the methods; add it by
    /// [`Reply::with_header`](crate::Reply::with_header).
    ///
    /// Chapter "Transport and format", OCPI 2.2 and later: an HTTP error has the envelope as well.
    method_not_allowed = METHOD_NOT_ALLOWED;
}
