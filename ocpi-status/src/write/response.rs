//! The envelope that is sent.

use core::fmt;
use std::borrow::Cow;

use http::{HeaderMap, HeaderName, HeaderValue};
use serde::ser::{Serialize, SerializeStruct, Serializer};

use crate::code::{ErrorCode, SuccessCode};
use crate::error::{Data, OcpiError};
use crate::text::{self, Printable};
use crate::timestamp::Timestamp;
use crate::version::Version;

/// The answer to a request that succeeded: `data` in an envelope with a success code.
///
/// ```
/// use ocpi_status::{Reply, OcpiResponse};
///
/// let reply = Reply::from(OcpiResponse::success(["LOC1", "LOC2"]).with_header("X-Total-Count", 2));
/// assert_eq!(reply.http_status(), 200);
/// assert!(reply.body().starts_with(br#"{"data":["LOC1","LOC2"],"status_code":1000,"#));
/// ```
///
/// Chapter "Response format", OCPI 2.0 and later.
#[derive(Clone, Debug)]
#[must_use = "a response does nothing until it is sent"]
pub struct OcpiResponse<T> {
    pub(crate) data: Option<T>,
    code: SuccessCode,
    message: Option<Cow<'static, str>>,
    pub(crate) timestamp: Option<Timestamp>,
    http_status: http::StatusCode,
    pub(crate) headers: Headers,
}

impl<T> OcpiResponse<T> {
    /// Answers with `data`: HTTP 200, status code 1000.
    pub fn success(data: T) -> Self {
        Self { data: Some(data), ..Self::without_data() }
    }

    /// Answers without `data` where `T` is what the endpoint answers otherwise: HTTP 200, status
    /// code 1000.
    pub fn without_data() -> Self {
        Self {
            data: None,
            code: SuccessCode::SUCCESS,
            message: None,
            timestamp: None,
            http_status: http::StatusCode::OK,
            headers: Headers::default(),
        }
    }

    /// Says that an object was created: HTTP 201 instead of 200.
    ///
    /// Chapter "Transport and format", OCPI 2.0 and later.
    pub fn created(self) -> Self {
        Self { http_status: http::StatusCode::CREATED, ..self }
    }

    /// Sets the status code; 1900 to 1999 are an application's own from OCPI 2.2 on.
    pub fn with_code(self, code: SuccessCode) -> Self {
        Self { code, ..self }
    }

    /// Sets the `status_message`, a debugging aid; without it there is none.
    ///
    /// What is not printable becomes a space.
    pub fn with_message(self, message: impl Into<Cow<'static, str>>) -> Self {
        Self { message: Some(message.into()), ..self }
    }

    /// Sets the `timestamp`; without it, it is the time at which the answer is rendered.
    pub fn with_timestamp(self, timestamp: Timestamp) -> Self {
        Self { timestamp: Some(timestamp), ..self }
    }

    /// Sets an HTTP header: `Link`, `X-Total-Count` and `X-Limit` of a page, `Location`, the
    /// routing headers.
    ///
    /// With a name or a value that HTTP does not allow, the answer becomes a server error (3000),
    /// and [`Reply::cause`](crate::Reply::cause) says what was wrong.
    pub fn with_header<N, V>(mut self, name: N, value: V) -> Self
    where
        N: TryInto<HeaderName, Error: Into<http::Error>>,
        V: TryInto<HeaderValue, Error: Into<http::Error>>,
    {
        self.headers.set(name, value);
        self
    }

    /// Returns the `data`, if there is any.
    #[must_use]
    pub const fn data(&self) -> Option<&T> {
        self.data.as_ref()
    }

    /// Returns the OCPI status code.
    #[must_use]
    pub const fn status_code(&self) -> SuccessCode {
        self.code
    }

    /// Returns the HTTP status: 200, or 201 if something was [created](Self::created).
    #[must_use]
    pub const fn http_status(&self) -> http::StatusCode {
        self.http_status
    }

    pub(crate) fn message(&self) -> Option<&str> {
        self.message.as_deref()
    }
}

impl OcpiResponse<()> {
    /// Answers without `data`, where the endpoint documents none: HTTP 200, status code 1000.
    pub fn empty() -> Self {
        Self::without_data()
    }
}

/// Serialises the envelope. The HTTP status and the headers are not part of it.
impl<T: Serialize> Serialize for OcpiResponse<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(
            serializer,
            self.data.as_ref(),
            self.code.as_u16(),
            self.message().map(|message| Message { message, ascii: false }),
            self.timestamp,
        )
    }
}

/// The answer to a request that failed: a borrowed view of the error.
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
/// let answer = ErrorResponse::new(&UnknownToken).for_version(Version::V2_1_1);
/// assert_eq!(Reply::from(answer).status_code(), 2000); // 2004 came with OCPI 2.2
/// ```
///
/// Chapter "Response format", OCPI 2.0 and later.
#[derive(Clone, Copy, Debug)]
#[must_use = "a response does nothing until it is sent"]
pub struct ErrorResponse<'a> {
    pub(crate) error: &'a (dyn OcpiError + 'a),
    pub(crate) timestamp: Option<Timestamp>,
    version: Option<Version>,
}

impl<'a> ErrorResponse<'a> {
    /// Answers with what the error says of itself.
    pub const fn new(error: &'a (dyn OcpiError + 'a)) -> Self {
        Self { error, timestamp: None, version: None }
    }

    /// Sets the `timestamp`; without it, it is the time at which the answer is rendered.
    pub const fn with_timestamp(self, timestamp: Timestamp) -> Self {
        Self { timestamp: Some(timestamp), ..self }
    }

    /// Makes the answer one that a peer of that version knows.
    ///
    /// The code becomes [`ErrorCode::for_version`]; before 2.2, where a string is ASCII, every
    /// other character of the message becomes a `?`.
    pub const fn for_version(self, version: Version) -> Self {
        Self { version: Some(version), ..self }
    }

    /// Returns the OCPI status code.
    #[must_use]
    pub fn status_code(&self) -> ErrorCode {
        self.known_code(self.error.status_code())
    }

    /// Returns the HTTP status: that of the error, if it is 400 to 599 and goes with the code for
    /// the [version](Self::for_version), else 200.
    #[must_use]
    pub fn http_status(&self) -> http::StatusCode {
        self.allowed_http_status(self.error.http_status(), self.error.status_code())
    }

    /// What [`status_code`](Self::status_code) makes of the error's own.
    pub(crate) fn known_code(&self, code: ErrorCode) -> ErrorCode {
        self.version.map_or(code, |version| code.for_version(version))
    }

    /// What [`http_status`](Self::http_status) makes of the error's own.
    pub(crate) fn allowed_http_status(
        &self,
        status: http::StatusCode,
        code: ErrorCode,
    ) -> http::StatusCode {
        match status.as_u16() {
            // A hub's 404 does not go with the 3000 that an older peer gets.
            400..=499 if self.known_code(code).class() != code.class() => http::StatusCode::OK,
            400..=599 => status,
            _ => http::StatusCode::OK,
        }
    }

    pub(crate) fn is_ascii(&self) -> bool {
        self.version.is_some_and(|version| version < Version::V2_2)
    }
}

/// Serialises the envelope. `data` that cannot be serialised is left out.
impl Serialize for ErrorResponse<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let is_serializable =
            |data: &Data<'_>| serde_json::to_writer(std::io::sink(), data).is_ok();
        serialize(
            serializer,
            self.error.data().filter(is_serializable),
            self.status_code().as_u16(),
            Some(Message { message: PublicMessage(self.error), ascii: self.is_ascii() }),
            self.timestamp,
        )
    }
}

/// What the peer may read of an error.
pub(crate) struct PublicMessage<'a>(pub(crate) &'a (dyn OcpiError + 'a));

impl fmt::Display for PublicMessage<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt_message(f)
    }
}

/// A `status_message`, made printable as it is written.
struct Message<M> {
    message: M,
    ascii: bool,
}

impl<M: fmt::Display> fmt::Display for Message<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use fmt::Write as _;
        // A message that fails half-way is sent as far as it came.
        let _ = write!(Printable::plain(f, self.ascii), "{}", self.message);
        Ok(())
    }
}

/// The one order of the fields: that of the examples in the standard.
fn serialize<S: Serializer>(
    serializer: S,
    data: Option<impl Serialize>,
    code: u16,
    message: Option<impl fmt::Display>,
    timestamp: Option<Timestamp>,
) -> Result<S::Ok, S::Error> {
    let message = message.filter(|message| !is_empty(message));
    let len = 2 + usize::from(data.is_some()) + usize::from(message.is_some());
    let mut envelope = serializer.serialize_struct("OcpiResponse", len)?;
    match data {
        Some(data) => envelope.serialize_field("data", &data)?,
        None => envelope.skip_field("data")?,
    }
    envelope.serialize_field("status_code", &code)?;
    match message {
        Some(message) => envelope.serialize_field("status_message", &AsText(message))?,
        None => envelope.skip_field("status_message")?,
    }
    envelope.serialize_field("timestamp", &timestamp.unwrap_or_else(Timestamp::now))?;
    envelope.end()
}

fn is_empty(text: &impl fmt::Display) -> bool {
    struct Len(usize);

    impl fmt::Write for Len {
        fn write_str(&mut self, text: &str) -> fmt::Result {
            self.0 += text.len();
            Ok(())
        }
    }

    let mut len = Len(0);
    // `Len` takes everything.
    let _ = fmt::write(&mut len, format_args!("{text}"));
    len.0 == 0
}

struct AsText<M>(M);

impl<M: fmt::Display> Serialize for AsText<M> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

/// HTTP headers, and what was wrong with those that could not be one.
#[derive(Clone, Debug, Default)]
pub(crate) struct Headers {
    /// Most answers have none, and a map is large to be moved about.
    pub(crate) map: Option<Box<HeaderMap>>,
    pub(crate) error: Option<Box<str>>,
}

impl Headers {
    pub(crate) fn set<N, V>(&mut self, name: N, value: V)
    where
        N: TryInto<HeaderName, Error: Into<http::Error>>,
        V: TryInto<HeaderValue, Error: Into<http::Error>>,
    {
        match header(name, value) {
            Ok((name, value)) => {
                self.map.get_or_insert_default().insert(name, value);
            }
            Err(error) => {
                self.error = text::join(self.error.take(), Some(error));
            }
        }
    }
}

fn header<N, V>(name: N, value: V) -> Result<(HeaderName, HeaderValue), Box<str>>
where
    N: TryInto<HeaderName, Error: Into<http::Error>>,
    V: TryInto<HeaderValue, Error: Into<http::Error>>,
{
    let name = name.try_into().map_err(|error| format!("name of a header: {}", error.into()))?;
    match value.try_into() {
        Ok(value) => Ok((name, value)),
        Err(error) => Err(format!("header {name}: {}", error.into()).into()),
    }
}
