//! A request and its expected response.

use ocpi_status::http::{HeaderValue, Method};

use crate::authorization::authorization;

/// A request and its expected response: HTTP 200 with 1000, unless [`is`](Self::is) changes that.
#[derive(Debug)]
pub struct Case {
    pub(super) name: &'static str,
    pub(super) method: Method,
    pub(super) path: String,
    pub(super) request_headers: Vec<(&'static str, HeaderValue)>,
    pub(super) body: Option<String>,
    pub(super) http_status: u16,
    pub(super) status_code: u64,
    pub(super) holds: Vec<String>,
    pub(super) lacks: Vec<String>,
    pub(super) headers: Vec<(&'static str, Option<String>)>,
    pub(super) level: Option<&'static str>,
    pub(super) hides: &'static str,
    pub(super) logs: &'static str,
    pub(super) keeps: Option<&'static str>,
}

impl Case {
    /// A request to `path`, without a body and without credentials.
    #[must_use]
    pub fn new(name: &'static str, method: Method, path: impl Into<String>) -> Self {
        Self {
            name,
            method,
            path: path.into(),
            request_headers: Vec::new(),
            body: None,
            http_status: 200,
            status_code: 1000,
            holds: Vec::new(),
            lacks: Vec::new(),
            headers: Vec::new(),
            level: None,
            hides: "",
            logs: "",
            keeps: None,
        }
    }

    /// Sends a credentials token in Base64.
    ///
    /// # Panics
    ///
    /// Never: Base64 is ASCII.
    #[must_use]
    pub fn token(self, token: &str) -> Self {
        let value = authorization(token).expect("Base64 is ASCII");
        self.without("authorization").with_value("authorization", value)
    }

    /// Sends the credentials token that an earlier case [kept](Self::keeps).
    #[must_use]
    pub fn kept_token(self) -> Self {
        self.without("authorization").with("authorization", "Token {kept}")
    }

    /// Sends a header.
    ///
    /// # Panics
    ///
    /// If HTTP does not allow the value.
    #[must_use]
    pub fn with(self, name: &'static str, value: &str) -> Self {
        let value = HeaderValue::from_str(value).expect("a value that HTTP allows");
        self.with_value(name, value)
    }

    fn with_value(mut self, name: &'static str, value: HeaderValue) -> Self {
        self.request_headers.push((name, value));
        self
    }

    /// Sends none of the headers of this name.
    #[must_use]
    pub fn without(mut self, name: &str) -> Self {
        self.request_headers.retain(|(other, _)| *other != name);
        self
    }

    /// Sends a body as `application/json`.
    #[must_use]
    pub fn body(self, body: impl Into<String>) -> Self {
        let body = Some(body.into());
        Self { body, ..self.without("content-type").with("content-type", "application/json") }
    }

    /// Expects an HTTP status and a status code.
    #[must_use]
    pub fn is(self, http_status: u16, status_code: u64) -> Self {
        Self { http_status, status_code, ..self }
    }

    /// Expects a text in the body of the response.
    #[must_use]
    pub fn holds(mut self, text: impl Into<String>) -> Self {
        self.holds.push(text.into());
        self
    }

    /// Expects that a text is not in the body of the response.
    #[must_use]
    pub fn lacks(mut self, text: impl Into<String>) -> Self {
        self.lacks.push(text.into());
        self
    }

    /// Expects a header of the response.
    #[must_use]
    pub fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, Some(value.into())));
        self
    }

    /// Expects that a header is not in the response.
    #[must_use]
    pub fn no_header(mut self, name: &'static str) -> Self {
        self.headers.push((name, None));
        self
    }

    /// Expects the event of the error at a level; otherwise the status code says which.
    #[must_use]
    pub fn at_level(self, level: &'static str) -> Self {
        Self { level: Some(level), ..self }
    }

    /// Expects a text in the log that is not in the response, neither in the body nor in a header.
    #[must_use]
    pub fn hides(self, secret: &'static str) -> Self {
        Self { hides: secret, ..self }
    }

    /// Expects a line of the log with a text, whether or not the response is an error.
    #[must_use]
    pub fn logs(self, text: &'static str) -> Self {
        Self { logs: text, ..self }
    }

    /// Keeps the string at a JSON Pointer of the response, or a header of it: later cases have it
    /// for `{kept}` in their path, their headers and what they expect.
    #[must_use]
    pub fn keeps(self, pointer_or_header: &'static str) -> Self {
        Self { keeps: Some(pointer_or_header), ..self }
    }

    /// Returns the level of the one event that the response must have, if any.
    pub(super) fn expected_level(&self) -> Option<&'static str> {
        self.level.or(match self.status_code {
            1000..2000 => None,
            2000..3000 => Some("DEBUG"),
            3000..=4000 => Some("ERROR"),
            _ => Some("WARN"),
        })
    }
}
