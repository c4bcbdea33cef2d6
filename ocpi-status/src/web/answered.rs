//! What an answer carries past the framework, and what becomes of answers from elsewhere.

use core::fmt;
use std::sync::Arc;

use bytes::Bytes;
use http::HeaderMap;

use super::panic::HttpError;
use crate::code::{Class, StatusCode};
use crate::read::peer_error::PeerError;
use crate::read::received::read_ack;
use crate::text;
use crate::version::Version;
use crate::write::changes::Changes;
use crate::write::render::Marks;
use crate::write::reply::Reply;

/// What is known of an error that was answered: a snapshot in the extensions of the response, the
/// same on both frameworks, with or without the layer.
///
/// It is for other middleware, which can log by it or label a metric. The [`StatusCode`] that the
/// peer gets, of a success as well, is in the extensions as itself.
///
/// ```
/// # #[cfg(feature = "axum")] {
/// use axum_core::response::IntoResponse;
/// use ocpi_status::{ErrorCode, AnsweredError, OcpiError, Reply, StatusCode};
/// # #[derive(Debug, thiserror::Error)]
/// # #[error("no route to db7")]
/// # struct Unavailable;
/// # impl OcpiError for Unavailable {
/// #     fn status_code(&self) -> ErrorCode { ErrorCode::SERVER_ERROR }
/// # }
///
/// let response = Reply::from(Unavailable).into_response();
/// let source = response.extensions().get::<AnsweredError>().unwrap();
/// assert_eq!(source.status_code(), 3000);
/// assert_eq!(source.label(), Some("Unavailable"));
/// assert_eq!(source.cause(), Some("no route to db7"));
/// assert_eq!(response.extensions().get(), Some(&StatusCode::SERVER_ERROR));
/// # }
/// ```
#[derive(Clone)]
pub struct AnsweredError {
    status_code: StatusCode,
    label: Option<&'static str>,
    cause: Option<Arc<str>>,
    /// The envelope as it was rendered here; empty if it was not.
    body: Bytes,
    marks: Option<Marks>,
    /// Whether there was an event for it.
    is_traced: bool,
}

impl AnsweredError {
    /// The body is still to come.
    fn of(reply: &Reply) -> Option<Self> {
        let status_code = reply.status_code();
        (status_code.class() != Some(Class::Success)).then(|| Self {
            status_code,
            label: reply.label(),
            cause: reply.cause().map(Arc::from),
            body: Bytes::new(),
            marks: reply.marks,
            is_traced: false,
        })
    }

    /// Returns the code of the error. A peer of an older version may have got a more general one.
    #[must_use]
    pub const fn status_code(&self) -> StatusCode {
        self.status_code
    }

    /// Returns the [label](crate::OcpiError::label) of the error, if it was answered by this crate.
    #[must_use]
    pub const fn label(&self) -> Option<&'static str> {
        self.label
    }

    /// Returns what belongs into the log and not into the answer, as [`Reply::cause`] does.
    #[must_use]
    pub fn cause(&self) -> Option<&str> {
        self.cause.as_deref()
    }

    /// Returns the envelope, if it was rendered here.
    pub(crate) fn rendered(&self) -> Option<Bytes> {
        (!self.body.is_empty()).then(|| self.body.clone())
    }

    /// Returns the envelope that a peer of that version knows, if it is not the one rendered.
    pub(crate) fn for_version(&self, version: Version) -> Option<Known> {
        let changes = Changes { version: Some(version), ..Changes::default() };
        let (body, status_code, _) = changes.apply(&self.body, self.status_code, self.marks?)?;
        let is_other_class = status_code.class() != self.status_code.class();
        Some(Known { status_code, is_other_class, body: body.into() })
    }

    /// Returns whether this is the first call.
    pub(crate) fn trace_once(&mut self) -> bool {
        !core::mem::replace(&mut self.is_traced, true)
    }
}

/// An error as a peer of an older version knows it.
pub(crate) struct Known {
    pub(crate) status_code: StatusCode,
    /// A hub's 404 does not go with the 3000 that an older peer gets: HTTP 200.
    pub(crate) is_other_class: bool,
    pub(crate) body: Bytes,
}

impl fmt::Debug for AnsweredError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AnsweredError")
            .field("status_code", &self.status_code)
            .field("label", &self.label)
            .field("cause", &self.cause)
            .finish_non_exhaustive()
    }
}

/// A reply in the parts of which a framework makes its response.
pub(crate) struct Answer {
    pub(crate) http_status: http::StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    pub(crate) status_code: StatusCode,
    /// For an error.
    pub(crate) source: Option<AnsweredError>,
}

impl From<Reply> for Answer {
    fn from(reply: Reply) -> Self {
        let status_code = reply.status_code();
        let source = AnsweredError::of(&reply);
        let (parts, body) = reply.into_http().into_parts();
        let body = Bytes::from(body);
        let source = source.map(|source| AnsweredError { body: body.clone(), ..source });
        Self { http_status: parts.status, headers: parts.headers, body, status_code, source }
    }
}

/// Has `Content-Type: application/json`, and in its extensions the [`StatusCode`] and, for an
/// error, the [`AnsweredError`].
impl From<Reply> for http::Response<Vec<u8>> {
    fn from(reply: Reply) -> Self {
        let source = AnsweredError::of(&reply);
        let mut response = reply.into_http();
        if let Some(source) = source {
            let body = Bytes::copy_from_slice(response.body());
            response.extensions_mut().insert(AnsweredError { body, ..source });
        }
        response
    }
}

/// The headers that describe a body, and go when another takes its place.
pub(crate) const BODY_HEADERS: [&str; 9] = [
    "content-disposition",
    "content-encoding",
    "content-language",
    "content-length",
    "content-type",
    "etag",
    "last-modified",
    "trailer",
    "transfer-encoding",
];

/// How many bytes of an HTTP error are read to see whether they are an envelope.
pub(crate) const MAX_BODY: usize = 64 * 1024;

/// Judges the body of an HTTP error that was not rendered here. An envelope, such as one that a hub
/// passes on, stays; for everything else there is one that tells nothing of it, which is what the
/// source has [rendered](AnsweredError::rendered).
pub(crate) fn judge(status: http::StatusCode, body: &[u8]) -> AnsweredError {
    let code = match read_ack(status, body) {
        Err(PeerError::Rejected(rejection)) => Some(rejection.status_code()),
        // A success code on an HTTP error contradicts it.
        Ok(_) | Err(_) => None,
    };
    match code {
        Some(status_code) if status_code.class().is_some() => AnsweredError {
            status_code,
            label: None,
            cause: None,
            body: Bytes::new(),
            marks: None,
            is_traced: false,
        },
        _ => {
            let error = HttpError::new(status);
            let preview = text::preview(&String::from_utf8_lossy(body));
            let error = if preview.is_empty() { error } else { error.because(preview) };
            let reply = Reply::from(error);
            AnsweredError {
                status_code: reply.status_code(),
                label: reply.label(),
                cause: reply.cause().map(Arc::from),
                marks: reply.marks,
                body: reply.into_body().into(),
                is_traced: false,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::judge;

    #[test]
    fn what_stays_is_an_envelope_with_an_error() {
        let judged = |body: &str| {
            let source = judge(http::StatusCode::BAD_GATEWAY, body.as_bytes());
            (source.status_code().as_u16(), source.rendered().is_some())
        };
        assert_eq!(
            judged(r#"{"status_code":4002,"timestamp":"2015-06-30T21:59:59Z"}"#),
            (4002, false)
        );
        // A success that is an HTTP error, a code of another protocol, and no envelope.
        for replaced in [r#"{"status_code":1000}"#, r#"{"status_code":502}"#, "<html>", ""] {
            assert_eq!(judged(replaced), (3000, true), "{replaced}");
        }
    }

    #[test]
    fn a_source_is_traced_once_and_shown_without_its_body() {
        let mut source = judge(http::StatusCode::BAD_GATEWAY, b"<html>");
        assert!(source.trace_once());
        assert!(!source.trace_once());
        let debug = format!("{source:?}");
        assert!(debug.contains("3000") && debug.contains("<html>"), "{debug}");
        assert!(!debug.contains("status_message"), "{debug}");
    }
}
