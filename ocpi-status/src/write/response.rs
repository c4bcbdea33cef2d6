//! The responses of a handler: a success, or a view of an error.

use core::fmt;
use std::borrow::Cow;

use http::{HeaderMap, HeaderName, HeaderValue};
use serde_core::ser::{Error as _, Serialize, Serializer};

use super::headers::{self, Headers, header};
use super::render::{self, Envelope};
use crate::code::{ErrorCode, SuccessCode};
use crate::error::OcpiError;
use crate::text;
use crate::timestamp::Timestamp;
use crate::version::Version;

/// The response to a request that succeeded: `data` in an envelope with a success code.
///
/// ```
/// use ocpi_status::{OcpiResponse, Reply};
///
/// let reply = Reply::from(OcpiResponse::success(["LOC1", "LOC2"]).with_header("X-Total-Count", 2));
/// assert_eq!(reply.http_status(), 200);
/// assert!(reply.body().starts_with(br#"{"data":["LOC1","LOC2"],"status_code":1000,"#));
/// ```
///
/// `data` that is `null` in JSON, such as `()` or an `Option` that is `None`, is left out.
///
/// Chapter "Response format", OCPI 2.0 and later.
#[derive(Clone, Debug, PartialEq)]
#[must_use = "a response does nothing until it is sent"]
pub struct OcpiResponse<T> {
    data: Option<T>,
    code: SuccessCode,
    message: Option<Cow<'static, str>>,
    timestamp: Option<Timestamp>,
    version: Option<Version>,
    http_status: http::StatusCode,
    pub(crate) headers: Headers,
}

impl<T> OcpiResponse<T> {
    /// Responds with `data`: HTTP 200, status code 1000.
    pub fn success(data: T) -> Self {
        Self::new(Some(data))
    }

    /// Responds without `data` where `T` is what the endpoint sends otherwise: HTTP 200, status
    /// code 1000.
    pub fn without_data() -> Self {
        Self::new(None)
    }

    fn new(data: Option<T>) -> Self {
        Self {
            data,
            code: SuccessCode::SUCCESS,
            message: None,
            timestamp: None,
            version: None,
            http_status: http::StatusCode::OK,
            headers: Headers::default(),
        }
    }

    /// Says that an object was created: HTTP 201 instead of 200.
    ///
    /// Chapter "Transport and format", OCPI 2.1.1 and later.
    pub fn created(self) -> Self {
        Self { http_status: http::StatusCode::CREATED, ..self }
    }

    /// Sets the status code; 1900 to 1999 are an application's own from OCPI 2.2 on.
    pub fn with_code(self, code: SuccessCode) -> Self {
        Self { code, ..self }
    }

    /// Sets the `status_message`: a text for whoever debugs the peer. It is left out by default.
    ///
    /// Characters that are not printable become spaces.
    pub fn with_message(self, message: impl Into<Cow<'static, str>>) -> Self {
        Self { message: Some(message.into()), ..self }
    }

    /// Sets the `timestamp`, which is sent in whole seconds. The default is the time of rendering.
    pub fn with_timestamp(self, timestamp: Timestamp) -> Self {
        Self { timestamp: Some(timestamp), ..self }
    }

    /// Adapts the response to a peer that speaks `version`.
    ///
    /// A code that the version does not define is sent as 1000. Before 2.2, where a string is
    /// ASCII, every other character of the message becomes a `?`.
    ///
    /// ```
    /// use ocpi_status::{OcpiResponse, Reply, SuccessCode, Version};
    ///
    /// let custom = SuccessCode::new(1901).unwrap();
    /// let response = OcpiResponse::empty().with_code(custom).for_version(Version::V2_1_1);
    /// assert_eq!(Reply::from(response).status_code(), 1000);
    /// ```
    ///
    /// Chapters "Status codes" and "Types", OCPI 2.0 and later.
    pub fn for_version(self, version: Version) -> Self {
        Self { version: Some(version), ..self }
    }

    /// Sets an HTTP header, in place of the values that it has: `X-Total-Count`, `Location`, the
    /// routing headers.
    ///
    /// With a name or a value that HTTP does not allow, or a header that only the server sets
    /// (`Content-Type`, `Content-Length`, `Connection` and the like), the response becomes a server
    /// error (3000), and [`Reply::cause`](crate::Reply::cause) gives the reason.
    pub fn with_header<N, V>(mut self, name: N, value: V) -> Self
    where
        N: TryInto<HeaderName, Error: Into<http::Error>>,
        V: TryInto<HeaderValue, Error: Into<http::Error>>,
    {
        self.headers.set(header(name, value));
        self
    }

    /// Adds an HTTP header to those that are there, of the same name as well.
    ///
    /// What [`with_header`](Self::with_header) refuses is refused here, too.
    pub fn append_header<N, V>(mut self, name: N, value: V) -> Self
    where
        N: TryInto<HeaderName, Error: Into<http::Error>>,
        V: TryInto<HeaderValue, Error: Into<http::Error>>,
    {
        self.headers.append(header(name, value));
        self
    }

    /// Converts the `data`, if there is any.
    ///
    /// ```
    /// use ocpi_status::OcpiResponse;
    ///
    /// let response = OcpiResponse::success(2).map(|count| format!("{count} tokens"));
    /// assert_eq!(response, OcpiResponse::success("2 tokens".to_owned()));
    /// ```
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> OcpiResponse<U> {
        OcpiResponse {
            data: self.data.map(f),
            code: self.code,
            message: self.message,
            timestamp: self.timestamp,
            version: self.version,
            http_status: self.http_status,
            headers: self.headers,
        }
    }

    /// Returns the `data`, if there is any.
    #[must_use]
    pub const fn data(&self) -> Option<&T> {
        self.data.as_ref()
    }

    /// Takes the `data` out of the response.
    #[must_use]
    pub fn into_data(self) -> Option<T> {
        self.data
    }

    /// Returns the OCPI status code, as it is sent to a peer of the
    /// [version](Self::for_version).
    #[must_use]
    pub fn status_code(&self) -> SuccessCode {
        self.version.map_or(self.code, |version| render::success_for(self.code, version))
    }

    /// Returns the HTTP status: 200, or 201 if an object was [created](Self::created).
    #[must_use]
    pub const fn http_status(&self) -> http::StatusCode {
        self.http_status
    }

    /// Returns the HTTP headers that were set.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        headers::or_empty(self.headers.map.as_deref())
    }

    /// Returns the `status_message` that was set.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        self.message.as_deref()
    }

    /// Returns the `timestamp` that was set.
    #[must_use]
    pub const fn timestamp(&self) -> Option<Timestamp> {
        self.timestamp
    }
}

impl<T: Serialize> OcpiResponse<T> {
    pub(crate) fn envelope(&self) -> Envelope<'_, &str> {
        Envelope {
            data: self.data().map(|data| data as _),
            code: self.status_code().into(),
            message: self.message().unwrap_or_default(),
            ascii: self.version.is_some_and(render::is_ascii),
            timestamp: self.timestamp,
        }
    }
}

impl OcpiResponse<()> {
    /// Responds without `data`, where the endpoint documents none: HTTP 200, status code 1000.
    pub fn empty() -> Self {
        Self::without_data()
    }
}

/// Serializes the envelope, without the HTTP status and the headers.
///
/// `data` is passed on as [raw JSON](serde_json::value::RawValue), so that it is serialized once.
impl<T: Serialize> Serialize for OcpiResponse<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.envelope().serialize(serializer, |error| Err(S::Error::custom(error)))
    }
}

/// The response to a request that failed: a borrowed view of the error.
///
/// ```
/// use ocpi_status::{ErrorCode, ErrorResponse, OcpiError, Reply, Version};
/// # #[derive(Debug, thiserror::Error)]
/// # #[error("token 012345678 is not known")]
/// # struct UnknownToken;
/// # impl OcpiError for UnknownToken {
/// #     fn status_code(&self) -> ErrorCode { ErrorCode::UNKNOWN_TOKEN }
/// # }
///
/// let response = ErrorResponse::new(&UnknownToken).for_version(Version::V2_1_1);
/// assert_eq!(Reply::from(response).status_code(), 2000); // 2004 came with OCPI 2.2
/// ```
///
/// Chapter "Response format", OCPI 2.0 and later.
#[derive(Clone, Copy, Debug)]
#[must_use = "a response does nothing until it is sent"]
pub struct ErrorResponse<'a> {
    pub(crate) error: &'a (dyn OcpiError + 'a),
    timestamp: Option<Timestamp>,
    version: Version,
}

impl<'a> ErrorResponse<'a> {
    /// Responds with the error's code, message and `data`.
    pub const fn new(error: &'a (dyn OcpiError + 'a)) -> Self {
        Self { error, timestamp: None, version: Version::NEWEST }
    }

    /// Sets the `timestamp`, which is sent in whole seconds. The default is the time of rendering.
    pub const fn with_timestamp(self, timestamp: Timestamp) -> Self {
        Self { timestamp: Some(timestamp), ..self }
    }

    /// Adapts the response to a peer that speaks `version`.
    ///
    /// The code becomes [`ErrorCode::for_version`]; before 2.2, where a string is ASCII, every
    /// other character of the message becomes a `?`.
    pub const fn for_version(self, version: Version) -> Self {
        Self { version, ..self }
    }

    /// Returns the `status_message` as it is sent.
    #[must_use]
    pub fn message(&self) -> String {
        text::message(&PublicMessage(self.error), self.is_ascii())
    }

    /// Returns the OCPI status code: that of the error, if the [version](Self::for_version), or
    /// else the newest one, defines it; the generic one of its class, if not.
    #[must_use]
    pub fn status_code(&self) -> ErrorCode {
        self.sent(self.error.status_code())
    }

    /// Returns the code that is sent for that of the error.
    #[inline]
    pub(super) fn sent(&self, code: ErrorCode) -> ErrorCode {
        code.for_version(self.version)
    }

    /// Returns the HTTP status: that of the error, if it
    /// [goes with](ErrorCode::allows_http) the [code](Self::status_code), else 200.
    #[must_use]
    pub fn http_status(&self) -> http::StatusCode {
        render::http_status(self.status_code(), self.error.http_status())
    }

    pub(crate) fn is_ascii(&self) -> bool {
        render::is_ascii(self.version)
    }

    pub(crate) fn envelope(&self, code: ErrorCode) -> Envelope<'a, PublicMessage<'a>> {
        Envelope {
            data: self.error.data().map(|data| data.0),
            code: code.into(),
            message: PublicMessage(self.error),
            ascii: self.is_ascii(),
            timestamp: self.timestamp,
        }
    }
}

/// Serializes the envelope. `data` that cannot be serialized is left out.
impl Serialize for ErrorResponse<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.envelope(self.status_code()).serialize(serializer, |_| Ok(()))
    }
}

/// What the peer may read of an error.
pub(crate) struct PublicMessage<'a>(&'a (dyn OcpiError + 'a));

impl fmt::Display for PublicMessage<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt_message(f)
    }
}
