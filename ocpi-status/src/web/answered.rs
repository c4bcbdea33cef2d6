//! What a response of this crate has in its extensions.

use std::sync::Arc;

use bytes::Bytes;
use http::{Extensions, Response};

use super::trace;
use crate::code::StatusCode;
use crate::read::rejection::RELAYED;
use crate::write::changes::Changes;
use crate::write::render::Marks;
use crate::write::reply::Reply;

/// Details of an error response, stored in its extensions for other middleware.
///
/// They are the same on both frameworks, with and without the layer. Log by them, or label a metric.
/// The [`StatusCode`] that the peer gets, of a success as well, is in the extensions by itself.
///
/// Besides the labels of an application's own errors, there are four that stay as they are:
///
/// | label | error |
/// |---|---|
/// | `panic` | a panic that the layer or the middleware caught |
/// | `http` | an HTTP error without an envelope, such as an unknown route or a timeout |
/// | `unsent` | a success that cannot be sent: its `data` cannot be serialized, a header is refused, or a required envelope is missing |
/// | `relayed` | the error of another party that was passed on |
///
/// ```
/// # #[cfg(feature = "axum")] {
/// use axum_core::response::IntoResponse;
/// use ocpi_status::{AnsweredError, ErrorCode, OcpiError, Reply, StatusCode};
/// # #[derive(Debug, thiserror::Error)]
/// # #[error("no route to db7")]
/// # struct Unavailable;
/// # impl OcpiError for Unavailable {
/// #     fn status_code(&self) -> ErrorCode { ErrorCode::SERVER_ERROR }
/// # }
///
/// let response = Reply::from(Unavailable).into_response();
/// let error = response.extensions().get::<AnsweredError>().unwrap();
/// assert_eq!(error.status_code(), 3000);
/// assert_eq!(error.label(), Some("Unavailable"));
/// assert_eq!(error.cause(), Some("no route to db7"));
/// assert_eq!(response.extensions().get(), Some(&StatusCode::SERVER_ERROR));
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct AnsweredError {
    status_code: StatusCode,
    label: Option<&'static str>,
    cause: Option<Arc<str>>,
}

impl AnsweredError {
    /// Returns the code of the error. A peer of an older version may have got a more general one.
    #[must_use]
    pub const fn status_code(&self) -> StatusCode {
        self.status_code
    }

    /// Returns the [label](crate::OcpiError::label) of the error.
    #[must_use]
    pub const fn label(&self) -> Option<&'static str> {
        self.label
    }

    /// Returns the error and its sources as one line, as [`Reply::cause`] does. It is never sent.
    #[must_use]
    pub fn cause(&self) -> Option<&str> {
        self.cause.as_deref()
    }
}

/// Marks a response whose error has had its event.
#[derive(Clone)]
pub(crate) struct ErrorReported;

/// Marks a success without an envelope that has had its event.
#[derive(Clone)]
pub(crate) struct MissingReported;

/// A rendered envelope, stored in the extensions of its response.
#[derive(Clone, Debug)]
pub(crate) struct Rendered {
    body: Bytes,
    /// The code in the body.
    pub(crate) status_code: StatusCode,
    /// `None` for an envelope from elsewhere, which is not changed.
    marks: Option<Marks>,
    /// Whether a layer has adapted it to a version.
    pub(crate) has_version: bool,
}

impl Rendered {
    pub(crate) fn body(&self) -> Bytes {
        self.body.clone()
    }

    pub(crate) const fn len(&self) -> u64 {
        self.body.len() as u64
    }

    /// Tells whether the body that shares the bytes has been dropped. A clone of the extensions shares
    /// them as well, so compare the size of the body, too.
    pub(crate) fn is_gone(&self) -> bool {
        self.body.is_unique()
    }

    pub(crate) fn is(&self, body: &Bytes) -> bool {
        (self.body.as_ptr(), self.body.len()) == (body.as_ptr(), body.len()) || self.body == body
    }

    /// Returns the changed envelope, or `None` if nothing changes.
    pub(crate) fn change(&self, mut changes: Changes<'_>) -> Option<Self> {
        if self.has_version {
            changes.version = None;
        }
        let (body, status_code, marks) =
            changes.apply(&self.body, self.status_code, self.marks?)?;
        let (body, marks) = (body.into(), Some(marks));
        Some(Self { body, status_code, marks, has_version: self.has_version })
    }
}

/// The extensions of a response that was made of a reply.
#[derive(Clone, Debug)]
pub(crate) struct Answered {
    pub(crate) rendered: Rendered,
    /// `None` for a success, and for a change of what was rendered before.
    pub(crate) error: Option<AnsweredError>,
}

impl Answered {
    /// Takes the body out of a reply.
    pub(crate) fn take(reply: &mut Reply) -> Self {
        let (status_code, marks) = (reply.status_code, reply.marks);
        let body = core::mem::take(&mut reply.body).into();
        let rendered = Rendered { body, status_code, marks, has_version: false };
        let error = (!status_code.is_success()).then(|| AnsweredError {
            status_code,
            label: reply.label,
            cause: reply.cause.take().map(Arc::from),
        });
        Self { rendered, error }
    }

    /// The error of another party, with the body that it sent.
    pub(crate) const fn relayed(status_code: StatusCode, body: Bytes) -> Self {
        let rendered = Rendered { body, status_code, marks: None, has_version: true };
        let label = Some(RELAYED);
        let error = AnsweredError { status_code, label, cause: None };
        Self { rendered, error: Some(error) }
    }

    /// Adds it and the [`StatusCode`] to the extensions of a response.
    pub(crate) fn store(self, extensions: &mut Extensions) {
        extensions.insert(self.rendered.status_code);
        extensions.insert(self.rendered);
        if let Some(error) = self.error {
            extensions.insert(error);
            if trace::is_on() {
                extensions.remove::<ErrorReported>();
            }
        }
    }
}

/// Turns a reply into a response that has what it [answers](Answered) in its extensions.
pub(crate) fn response<B: From<Bytes>>(mut reply: Reply) -> Response<B> {
    let answered = Answered::take(&mut reply);
    let body = answered.rendered.body().into();
    let mut response = reply.into_http().map(|_| body);
    answered.store(response.extensions_mut());
    response
}

/// Has `Content-Type: application/json`, and in its extensions the [`StatusCode`] and, for an
/// error, the [`AnsweredError`].
impl From<Reply> for Response<Vec<u8>> {
    fn from(reply: Reply) -> Self {
        let code = reply.status_code;
        if !code.is_success() {
            return response(reply);
        }
        let mut response = reply.into_http();
        response.extensions_mut().insert(code);
        response
    }
}

/// Moves the extensions that are read or written here from one map into another.
#[cfg(feature = "actix-web")]
macro_rules! move_extensions {
    ($from:expr => $to:expr) => {
        $crate::web::answered::move_extensions! {
            $from => $to;
            $crate::code::StatusCode;
            $crate::web::answered::AnsweredError;
            $crate::web::answered::Rendered;
            $crate::web::answered::ErrorReported;
            $crate::web::answered::MissingReported;
        }
    };
    ($from:expr => $to:expr; $($Type:ty;)*) => {$(
        if let Some(extension) = $from.remove::<$Type>() {
            $to.insert(extension);
        }
    )*};
}
#[cfg(feature = "actix-web")]
pub(crate) use move_extensions;
