//! The errors of the HTTP layer, for which nobody wrote an error type.

use core::any::Any;
use core::error::Error;
use core::fmt;
use core::future::poll_fn;
use core::pin::pin;
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::code::ErrorCode;
use crate::error::OcpiError;

/// An HTTP status of 400 or above, and what is behind it: for the log, not for the peer.
#[derive(Debug)]
pub(crate) struct HttpError {
    status: http::StatusCode,
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
        Self { status, cause: None }
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
}

/// Waits for a future; a panic in it becomes HTTP 500.
pub(crate) async fn catch_panic<F: Future>(future: F) -> Result<F::Output, HttpError> {
    let mut future = pin!(future);
    // After a panic the future is not polled again, only dropped.
    poll_fn(|context| match catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(context))) {
        Ok(poll) => poll.map(Ok),
        Err(payload) => Err(panicked(&*payload)).into(),
    })
    .await
}

fn panicked(payload: &(dyn Any + Send)) -> HttpError {
    let text = payload
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| payload.downcast_ref::<String>().map(String::as_str));
    let error = HttpError::new(http::StatusCode::INTERNAL_SERVER_ERROR);
    match text {
        Some(text) => error.because(format_args!("panicked: {text}")),
        None => error.because("panicked"),
    }
}
