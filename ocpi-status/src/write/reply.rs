//! A response that is ready to be sent.

use core::fmt;

use http::{HeaderMap, HeaderName, HeaderValue};
use serde_core::Serialize;

use super::headers::{self, Headers, header};
use super::render::{self, Marks, Rendered};
use super::response::{ErrorResponse, OcpiResponse};
use crate::code::{Class, ErrorCode, StatusCode};
use crate::error::{self, OcpiError, Origin};
use crate::text;

/// A rendered response for any web framework: HTTP status, headers and the envelope as JSON.
///
/// ```
/// use ocpi_status::{Reply, OcpiResponse};
///
/// let reply = Reply::from(OcpiResponse::success("012345678").created());
/// assert_eq!(reply.http_status(), 201);
/// assert_eq!(reply.status_code(), 1000);
/// let body: Vec<u8> = reply.into_body();
/// ```
///
/// The body is `application/json`. An error whose message is short is rendered in one allocation.
///
/// Chapter "Response format", OCPI 2.0 and later.
#[derive(Clone, PartialEq)]
#[must_use = "a reply does nothing until it is sent"]
pub struct Reply {
    pub(crate) http_status: http::StatusCode,
    pub(crate) status_code: StatusCode,
    pub(crate) headers: Option<Box<HeaderMap>>,
    pub(crate) body: Vec<u8>,
    /// Of a body that was rendered here.
    pub(crate) marks: Option<Marks>,
    pub(crate) cause: Option<String>,
    pub(crate) label: Option<&'static str>,
}

impl Reply {
    /// Renders the response of an error.
    ///
    /// `data` that cannot be serialized is left out; [`cause`](Self::cause) says why.
    #[inline]
    pub fn from_error(error: &dyn OcpiError) -> Self {
        Self::from(ErrorResponse::new(error))
    }

    /// Sets an HTTP header, in place of the values that it has.
    ///
    /// With a name or a value that HTTP does not allow, or a header that only the server sets
    /// (`Content-Type`, `Content-Length`, `Connection` and the like), a success becomes a server
    /// error (3000) and an error keeps its code; [`cause`](Self::cause) gives the reason.
    pub fn with_header<N, V>(self, name: N, value: V) -> Self
    where
        N: TryInto<HeaderName, Error: Into<http::Error>>,
        V: TryInto<HeaderValue, Error: Into<http::Error>>,
    {
        self.change_headers(|headers| headers.set(header(name, value)))
    }

    /// Adds an HTTP header to those that are there, of the same name as well.
    ///
    /// What [`with_header`](Self::with_header) refuses is refused here, too.
    pub fn append_header<N, V>(self, name: N, value: V) -> Self
    where
        N: TryInto<HeaderName, Error: Into<http::Error>>,
        V: TryInto<HeaderValue, Error: Into<http::Error>>,
    {
        self.change_headers(|headers| headers.append(header(name, value)))
    }

    fn change_headers(mut self, change: impl FnOnce(&mut Headers)) -> Self {
        let mut headers = Headers { map: self.headers.take(), error: None };
        change(&mut headers);
        self.headers = headers.map;
        match headers.error {
            Some(error) if self.status_code.class() == Some(Class::Success) => self.unsent(error),
            error => {
                self.cause = text::join(self.cause, error);
                self
            }
        }
    }

    /// Returns the HTTP status of the response.
    #[must_use]
    pub const fn http_status(&self) -> http::StatusCode {
        self.http_status
    }

    /// Returns the OCPI status code of the response.
    #[must_use]
    pub const fn status_code(&self) -> StatusCode {
        self.status_code
    }

    /// Returns the HTTP headers that were set. `Content-Type` is not among them; it is
    /// `application/json`.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        headers::or_empty(self.headers.as_deref())
    }

    /// Returns the envelope, as JSON in UTF-8.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// Returns the envelope as text.
    #[must_use]
    pub fn text(&self) -> &str {
        str::from_utf8(&self.body).unwrap_or_default()
    }

    /// Returns the envelope, as JSON in UTF-8.
    #[must_use]
    #[inline]
    pub fn into_body(self) -> Vec<u8> {
        self.body
    }

    /// Returns the error and its sources as one line, for logging. It is never sent.
    ///
    /// That is the error's `Display` and all its sources on one printable line, for a server or a
    /// hub error (3xxx, 4xxx) and for a client error (2xxx) that has a source or whose message is
    /// not its `Display`; also why `data` could not be serialized, or what was wrong with a
    /// header. A plain client error has none: the peer reads all there is to know.
    #[must_use]
    pub fn cause(&self) -> Option<&str> {
        self.cause.as_deref()
    }

    /// Returns the [label](OcpiError::label) of the error, if this is the response of one.
    #[must_use]
    pub const fn label(&self) -> Option<&'static str> {
        self.label
    }

    /// The one way from a reply to a response; `web` adds what it knows of an error.
    pub(crate) fn into_http(self) -> http::Response<Vec<u8>> {
        let mut response = http::Response::new(self.body);
        *response.status_mut() = self.http_status;
        *response.headers_mut() = self.headers.map(|map| *map).unwrap_or_default();
        let json = HeaderValue::from_static("application/json");
        response.headers_mut().insert(http::header::CONTENT_TYPE, json);
        response
    }

    /// Puts an error in the place of a success that cannot be sent.
    fn unsent(self, cause: String) -> Self {
        let code = ErrorCode::SERVER_ERROR;
        let (body, marks) = render::unsent(&self.body, self.marks, code);
        Self {
            http_status: http::StatusCode::OK,
            status_code: code.into(),
            headers: self.headers,
            body,
            marks: Some(marks),
            cause: Some(cause),
            label: Some("unsent"),
        }
    }
}

/// Renders the envelope. `data` that cannot be serialized makes it a server error (3000) with HTTP
/// 200, which shows nothing of the reason; the [`cause`](Reply::cause) does.
impl<T: Serialize> From<OcpiResponse<T>> for Reply {
    fn from(response: OcpiResponse<T>) -> Self {
        let Rendered { body, marks, unsent } = response.envelope().render();
        let reply = Self {
            http_status: response.http_status(),
            status_code: response.status_code().into(),
            headers: response.headers.map,
            body,
            marks: Some(marks),
            cause: None,
            label: None,
        };
        if unsent.is_none() && response.headers.error.is_none() {
            return reply;
        }
        let unsent = unsent.map(|error| {
            let reason = format_args!("the data of a success cannot be serialised: {error}");
            text::one_line(&reason)
        });
        let cause = text::join(unsent, response.headers.error).unwrap_or_default();
        reply.unsent(cause)
    }
}

impl From<ErrorResponse<'_>> for Reply {
    fn from(response: ErrorResponse<'_>) -> Self {
        let error = response.error;
        // Asked once: each question goes through the table of a trait object.
        let (code, http_status, is_display, sets_headers, label) = match error.__ocpi_origin() {
            Origin::Own(own @ (_, _, has_message, label), sets_headers) => {
                let (code, http_status) = (error::own_code(own), error::own_http_status(own));
                (code, http_status, Some(!has_message), sets_headers, *label)
            }
            Origin::Inner(_) | Origin::Unknown => {
                (error.status_code(), error.http_status(), None, true, error.label())
            }
        };
        let code = response.sent(code);
        let http_status = render::http_status(code, http_status);
        let Rendered { mut body, marks, unsent } = response.envelope(code).render();

        // A plain client error is all in its message. In ASCII, the message may say less.
        let is_plain = code.class() == Class::ClientError
            && error.source().is_none()
            && match is_display {
                Some(false) => false,
                Some(true) if !response.is_ascii() => true,
                Some(true) | None => render::is_message(&mut body, marks, error),
            };
        let mut cause = (!is_plain).then(|| text::cause(error));
        if let Some(error) = unsent {
            let unsent = text::one_line(&format_args!("data was left out: {error}"));
            cause = text::join(cause, Some(unsent));
        }
        let headers = if sets_headers || http_status == http::StatusCode::UNAUTHORIZED {
            Headers::of_error(error, http_status)
        } else {
            Headers::default()
        };
        if headers.error.is_some() {
            cause = text::join(cause, headers.error);
        }
        Self {
            http_status,
            status_code: code.into(),
            headers: headers.map,
            body,
            marks: Some(marks),
            cause,
            label: Some(label),
        }
    }
}

impl<E: OcpiError> From<E> for Reply {
    fn from(error: E) -> Self {
        Self::from_error(&error)
    }
}

impl<T: Serialize, E: OcpiError> From<Result<OcpiResponse<T>, E>> for Reply {
    fn from(result: Result<OcpiResponse<T>, E>) -> Self {
        match result {
            Ok(response) => response.into(),
            Err(error) => error.into(),
        }
    }
}

/// Has `Content-Type: application/json`, and the [`StatusCode`] in its extensions.
#[cfg(not(any(feature = "axum", feature = "actix-web")))]
impl From<Reply> for http::Response<Vec<u8>> {
    fn from(reply: Reply) -> Self {
        let code = reply.status_code;
        let mut response = reply.into_http();
        response.extensions_mut().insert(code);
        response
    }
}

impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reply")
            .field("http_status", &self.http_status)
            .field("status_code", &self.status_code)
            .field("headers", self.headers())
            .field("body", &String::from_utf8_lossy(&self.body))
            .field("cause", &self.cause)
            .field("label", &self.label)
            .finish_non_exhaustive()
    }
}
