//! The errors of the server.

use std::fmt;

use ocpi_status::http::StatusCode;
use ocpi_status::{Data, ErrorCode, OcpiError};
use serde::Serialize;
use thiserror::Error;

#[derive(Debug, Error, OcpiError)]
pub(crate) enum ServerError {
    #[error("the credentials token is missing or unknown")]
    #[ocpi(code = 2000, http = 401)]
    Unauthorized,

    #[error("{0} does not exist")]
    #[ocpi(code = 2000, http = 404)]
    NotFound(String),

    #[error("token {0} is unknown")]
    #[ocpi(code = 2004, http = 404)]
    UnknownToken(String),

    #[error("a real-time authorization needs a location")]
    #[ocpi(code = 2002)]
    NoLocation,

    #[error("this party is already registered")]
    #[ocpi(code = 2000, http = 405)]
    Registered,

    #[error("this party is not registered")]
    #[ocpi(code = 2000, http = 405)]
    NotRegistered,

    #[error("the id in the body is not {0}")]
    #[ocpi(code = 2001)]
    OtherId(String),
}

/// An error with the code and the HTTP status that the URL asks for.
#[derive(Debug)]
pub(crate) struct Requested {
    pub(crate) status_code: ErrorCode,
    pub(crate) http_status: StatusCode,
    pub(crate) data: Option<Detail>,
}

#[derive(Debug, Serialize)]
pub(crate) struct Detail {
    pub(crate) reason: &'static str,
}

impl fmt::Display for Requested {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "requested {}", self.status_code)
    }
}

impl std::error::Error for Requested {}

impl OcpiError for Requested {
    fn status_code(&self) -> ErrorCode {
        self.status_code
    }

    fn http_status(&self) -> StatusCode {
        self.http_status
    }

    fn fmt_message(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }

    fn data(&self) -> Option<Data<'_>> {
        self.data.as_ref().map(Data::new)
    }
}
