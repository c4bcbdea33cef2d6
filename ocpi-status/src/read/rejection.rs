//! A peer's response with an error code, and how a hub relays it.

use core::error::Error;
use core::fmt;

use serde_core::de::Deserialize;
use serde_core::ser::{Error as _, Serialize, Serializer};
use serde_json::value::RawValue;

use super::envelope::Head;
use super::misfit::Problem;
use super::received::Quirk;
use super::strict;
use crate::code::{ErrorCode, StatusCode};
use crate::error::{Data, OcpiError};
use crate::text;
use crate::timestamp::Timestamp;

/// A peer's response with an error code, or with a code outside of OCPI.
///
/// It does not implement [`OcpiError`], because the peer blames this side, not a third party: a CPO
/// that gets 2001 from a hub must not tell an eMSP that the eMSP's parameters are invalid. Return an
/// error of your own, with `#[ocpi(code = 3001)]` for example, or, in a hub, [`relay`](Self::relay) it.
///
/// `Display` is fit for a log line: bounded and printable.
///
/// ```
/// use ocpi_status::{PeerError, http, read_ack};
///
/// let body = br#"{"status_code":2001,"status_message":"Limit is not a number"}"#;
/// let Err(PeerError::Rejected(rejection)) = read_ack(http::StatusCode::OK, body) else {
///     panic!();
/// };
/// assert_eq!(rejection.status_code(), 2001);
/// assert_eq!(
///     rejection.to_string(),
///     "peer answered 2001 (invalid or missing parameters), HTTP 200: Limit is not a number",
/// );
/// ```
///
/// Chapters "Response format" and "Status codes", OCPI 2.0 and later.
#[derive(Clone)]
pub struct PeerRejection(Box<Inner>);

#[derive(Clone)]
struct Inner {
    http_status: http::StatusCode,
    head: Head,
    data: Option<RawJson>,
}

/// JSON text.
#[derive(Clone)]
pub(crate) struct RawJson(Box<str>);

impl RawJson {
    pub(super) fn new(json: &str) -> Self {
        Self(json.into())
    }
}

impl Serialize for RawJson {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // Of serde_json only at the end: most rejections are not relayed.
        let json: &RawValue = serde_json::from_str(&self.0).map_err(S::Error::custom)?;
        json.serialize(serializer)
    }
}

impl PeerRejection {
    pub(super) fn new(http_status: http::StatusCode, head: Head, data: Option<&str>) -> Self {
        Self(Box::new(Inner { http_status, head, data: data.map(RawJson::new) }))
    }

    /// Returns the peer's code, which may be outside of OCPI's ranges.
    #[must_use]
    pub fn status_code(&self) -> StatusCode {
        self.0.head.status_code
    }

    /// Returns the HTTP status of the response.
    #[must_use]
    pub fn http_status(&self) -> http::StatusCode {
        self.0.http_status
    }

    /// Returns the debugging aid as it was sent, of any length and with any characters; a value
    /// that is not a string is its JSON text.
    #[must_use]
    pub fn status_message(&self) -> Option<&str> {
        self.0.head.status_message.as_deref()
    }

    /// Returns `data` as the JSON text that was sent, or `None` where it is absent or null.
    #[must_use]
    pub fn data_json(&self) -> Option<&str> {
        self.0.data.as_ref().map(|json| &*json.0)
    }

    /// Reads `data` as a `D`, which may borrow from it. Absent `data` is read as null.
    ///
    /// ```
    /// # use ocpi_status::{PeerError, http, read_ack};
    /// # let body = br#"{"data":["/evses/0/uid"],"status_code":2001}"#;
    /// # let Err(PeerError::Rejected(rejection)) = read_ack(http::StatusCode::OK, body) else {
    /// #     panic!();
    /// # };
    /// if let Ok(paths) = rejection.data_as::<Vec<String>>() {
    ///     assert_eq!(paths, ["/evses/0/uid"]);
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// Returns a [`DataError`] if `data` is not a `D`: the standard leaves open what is in the `data`
    /// of an error.
    pub fn data_as<'a, D: Deserialize<'a>>(&'a self) -> Result<D, DataError> {
        let json = self.data_json().unwrap_or("null");
        strict::read(json).map_err(|misfit| DataError(misfit.into_problem(json)))
    }

    /// Returns when the response was generated, if the peer said so in a readable form.
    #[must_use]
    pub fn timestamp(&self) -> Option<Timestamp> {
        self.0.head.timestamp
    }

    /// Returns what was tolerated.
    #[must_use]
    pub fn quirks(&self) -> &[Quirk] {
        &self.0.head.quirks
    }

    /// Returns the error with which a hub passes the rejection on.
    ///
    /// Chapter "Transport and format", message routing, OCPI 2.2 and later.
    #[must_use]
    pub fn relay(&self) -> Relayed {
        Relayed { rejection: self.clone(), is_refusal: self.is_about_own_token() }
    }

    /// Tells whether the receiver refused the hub, and not the sender.
    pub(crate) fn is_about_own_token(&self) -> bool {
        [http::StatusCode::UNAUTHORIZED, http::StatusCode::FORBIDDEN].contains(&self.http_status())
    }

    /// Returns an error with the same code, message and `data`, on any HTTP status.
    #[cfg(any(feature = "axum", feature = "actix-web"))]
    pub(crate) fn repeat(self) -> Relayed {
        Relayed { rejection: self, is_refusal: false }
    }
}

/// Shows what `Display` does, and the beginning of the `data`.
impl fmt::Debug for PeerRejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PeerRejection")
            .field("http_status", &self.http_status())
            .field("status_code", &self.status_code())
            .field("status_message", &self.status_message().map(text::preview))
            .field("data", &self.data_json().map(text::preview))
            .field("timestamp", &self.timestamp())
            .field("quirks", &self.quirks())
            .finish()
    }
}

impl fmt::Display for PeerRejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "peer answered {}", self.status_code())?;
        let code = self.status_code();
        match (code.description(), code.class()) {
            (Some(description), _) => write!(f, " ({description})")?,
            (None, Some(_)) if code.is_custom() => f.write_str(" (a custom code)")?,
            (None, Some(_)) => f.write_str(" (an unassigned code)")?,
            (None, None) => f.write_str(" (no OCPI status code)")?,
        }
        write!(f, ", HTTP {}", self.http_status().as_u16())?;
        match self.status_message() {
            Some(message) => write!(f, ": {}", text::preview(message)),
            None => Ok(()),
        }
    }
}

impl Error for PeerRejection {}

/// The error of reading the `data` of a [`PeerRejection`].
///
/// Chapter "Response format", OCPI 2.0 and later.
#[derive(Clone, Debug)]
pub struct DataError(Problem);

impl DataError {
    /// Returns the place in `data`, as a JSON Pointer (RFC 6901); empty for all of it.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.0.path
    }

    /// Returns what is wrong in a few words, such as "expected a string, found a number".
    #[must_use]
    pub fn problem(&self) -> &str {
        &self.0.words
    }
}

impl fmt::Display for DataError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl Error for DataError {
    /// Returns the line and the column, or the text of the type's own implementation of
    /// `Deserialize`, which may repeat values of the peer.
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&self.0.detail)
    }
}

/// A peer's rejection that a hub passes on, made by [`PeerRejection::relay`].
///
/// The code, the message and the `data` are the peer's; a code outside of 2000 to 4999 becomes 3000.
/// Of the HTTP status only 404 goes on, where it goes with the code, and every other becomes 200. HTTP
/// 401 and 403 are about the hub's own token at the receiver, which is not the sender's fault: the
/// response is 4000 with its own description, and what the receiver said is the cause, for the log.
///
/// ```
/// use ocpi_status::{PeerError, Reply, http, read_ack};
///
/// let body = br#"{"data":{"hint":1e999},"status_code":2003,"status_message":"Unknown location"}"#;
/// let rejection = |http_status| match read_ack(http_status, body) {
///     Err(PeerError::Rejected(rejection)) => rejection,
///     other => panic!("{other:?}"),
/// };
/// let reply = Reply::from(rejection(http::StatusCode::BAD_REQUEST).relay());
/// assert_eq!(reply.http_status(), 200);
/// assert!(reply.body().starts_with(br#"{"data":{"hint":1e999},"status_code":2003,"#));
///
/// let reply = Reply::from(rejection(http::StatusCode::UNAUTHORIZED).relay());
/// assert_eq!(reply.status_code(), 4000);
/// ```
///
/// Chapter "Transport and format", message routing, OCPI 2.2 and later.
#[derive(Clone, Debug)]
pub struct Relayed {
    rejection: PeerRejection,
    /// Whether the receiver refused the hub, so that the hub has an error of its own.
    is_refusal: bool,
}

/// The label of every response that is passed on.
pub(crate) const RELAYED: &str = "relayed";

impl fmt::Display for Relayed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.rejection, f)
    }
}

impl Error for Relayed {}

#[diagnostic::do_not_recommend]
impl OcpiError for Relayed {
    fn status_code(&self) -> ErrorCode {
        if self.is_refusal {
            return ErrorCode::HUB_ERROR;
        }
        ErrorCode::try_from(self.rejection.status_code()).unwrap_or(ErrorCode::SERVER_ERROR)
    }

    fn http_status(&self) -> http::StatusCode {
        relayed_http_status(self.rejection.http_status(), self.status_code())
    }

    fn fmt_message(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_refusal {
            return f.write_str(self.status_code().public_description());
        }
        f.write_str(self.rejection.status_message().unwrap_or_default())
    }

    fn data(&self) -> Option<Data<'_>> {
        let data = self.rejection.0.data.as_ref().filter(|_| !self.is_refusal);
        data.map(Data::new)
    }

    fn label(&self) -> &'static str {
        RELAYED
    }
}

/// Returns the HTTP status with which an error is passed on.
pub(crate) fn relayed_http_status(received: http::StatusCode, code: ErrorCode) -> http::StatusCode {
    match received {
        http::StatusCode::NOT_FOUND if code.allows_http(received) => received,
        _ => http::StatusCode::OK,
    }
}
