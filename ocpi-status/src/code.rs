//! OCPI status codes: what each number means, and since which version.

use core::fmt;
use core::num::NonZeroU16;
use core::str::FromStr;

use serde_core::de::{Deserialize, Deserializer, Error as _};
use serde_core::ser::{Serialize, Serializer};

use crate::version::Version;

/// The codes to which the standard gives a meaning, with the version that brought them: the one
/// table of this crate.
///
/// Chapter "Status codes" of OCPI 2.0-d2, 2.1, 2.1.1-d2, 2.2-d2, 2.2.1-d2 and 2.3.0.
const fn assigned(code: u16) -> Option<(Version, &'static str)> {
    // A `match` is one step for the compiler, which looks codes up for every derive; a search is
    // hundreds.
    Some(match code {
        1000 => (Version::V2_0, "success"),
        2000 => (Version::V2_0, "client error"),
        2001 => (Version::V2_0, "invalid or missing parameters"),
        2002 => (Version::V2_1, "not enough information"),
        2003 => (Version::V2_1, "unknown location"),
        2004 => (Version::V2_2, "unknown token"),
        3000 => (Version::V2_0, "server error"),
        3001 => (Version::V2_0, "unable to use the client's API"),
        3002 => (Version::V2_0, "unsupported version"),
        3003 => (Version::V2_0, "no matching endpoints"),
        4000 => (Version::V2_2_1, "hub error"),
        4001 => (Version::V2_2, "unknown receiver"),
        4002 => (Version::V2_2, "timeout on forwarded request"),
        4003 => (Version::V2_2, "connection problem"),
        _ => return None,
    })
}

/// The x900 to x999 of every class are an application's own, from OCPI 2.2 on.
const CUSTOM_SINCE: Version = Version::V2_2;

/// What a status code says about the request.
///
/// Chapter "Status codes", OCPI 2.0 and later; hub errors from 2.2 on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// 1000 to 1999.
    Success,
    /// 2000 to 2999: the request of the client was wrong.
    ClientError,
    /// 3000 to 3999: the server could not do what was asked.
    ServerError,
    /// 4000 to 4999: a hub could not pass the request on.
    HubError,
}

impl Class {
    /// The class of a number in 1000 to 4999.
    const fn of(code: u16) -> Option<Self> {
        match code {
            1000..=1999 => Some(Self::Success),
            2000..=2999 => Some(Self::ClientError),
            3000..=3999 => Some(Self::ServerError),
            4000..=4999 => Some(Self::HubError),
            _ => None,
        }
    }
}

/// Any number that stands in the `status_code` field of a response.
///
/// A peer may send a number outside of OCPI's ranges, such as an HTTP status; it is kept as it is.
/// What this side sends is the narrower [`SuccessCode`] or [`ErrorCode`].
///
/// ```
/// use ocpi_status::{Class, StatusCode};
///
/// assert_eq!(StatusCode::new(2004).class(), Some(Class::ClientError));
/// assert_eq!(StatusCode::new(404).class(), None);
/// assert_eq!(StatusCode::UNKNOWN_TOKEN.description(), Some("unknown token"));
/// ```
///
/// Chapter "Status codes", OCPI 2.0 and later.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StatusCode(u16);

/// The status code of a success: 1000 to 1999.
///
/// ```
/// use ocpi_status::SuccessCode;
///
/// assert_eq!(SuccessCode::SUCCESS.as_u16(), 1000);
/// assert!(SuccessCode::new(1901).is_some_and(SuccessCode::is_custom));
/// assert_eq!(SuccessCode::new(2000), None);
/// ```
///
/// Chapter "Status codes", OCPI 2.0 and later; custom codes 1900 to 1999 from 2.2 on.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SuccessCode(NonZeroU16);

/// The status code of an error: 2000 to 4999.
///
/// An [`OcpiError`](crate::OcpiError) can carry nothing else, so an error with a success code
/// cannot be written.
///
/// ```
/// use ocpi_status::{ErrorCode, Version};
///
/// assert_eq!(ErrorCode::UNKNOWN_TOKEN.as_u16(), 2004);
/// assert_eq!(ErrorCode::new(1000), None);
///
/// // 2004 came with OCPI 2.2; an older peer gets what it knows.
/// assert_eq!(ErrorCode::UNKNOWN_TOKEN.for_version(Version::V2_1_1), ErrorCode::CLIENT_ERROR);
/// ```
///
/// Chapter "Status codes", OCPI 2.0 and later; custom codes x900 to x999 from 2.2 on.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ErrorCode(NonZeroU16);

impl StatusCode {
    /// Takes any number; [`class`](Self::class) tells whether it is in one of OCPI's ranges.
    #[must_use]
    pub const fn new(code: u16) -> Self {
        Self(code)
    }

    /// Returns the number.
    #[must_use]
    pub const fn as_u16(self) -> u16 {
        self.0
    }

    /// Returns the class, or `None` for a number outside of 1000 to 4999.
    #[must_use]
    pub const fn class(self) -> Option<Class> {
        Class::of(self.0)
    }
}

macro_rules! narrow_code {
    ($Code:ident, $range:pat, $what:literal) => {
        impl $Code {
            #[doc = concat!("Returns the code, or `None` for a number that is not ", $what, ".")]
            #[must_use]
            pub const fn new(code: u16) -> Option<Self> {
                match (code, NonZeroU16::new(code)) {
                    ($range, Some(code)) => Some(Self(code)),
                    _ => None,
                }
            }

            /// Returns the number.
            #[must_use]
            pub const fn as_u16(self) -> u16 {
                self.0.get()
            }
        }

        impl From<$Code> for StatusCode {
            fn from(code: $Code) -> Self {
                Self(code.as_u16())
            }
        }

        impl TryFrom<StatusCode> for $Code {
            type Error = InvalidStatusCode;

            fn try_from(code: StatusCode) -> Result<Self, InvalidStatusCode> {
                Self::try_from(code.as_u16())
            }
        }

        impl TryFrom<u16> for $Code {
            type Error = InvalidStatusCode;

            fn try_from(code: u16) -> Result<Self, InvalidStatusCode> {
                Self::new(code).ok_or(InvalidStatusCode { code: Some(code), expected: $what })
            }
        }

        /// Reads digits, such as `2001`.
        impl FromStr for $Code {
            type Err = InvalidStatusCode;

            fn from_str(text: &str) -> Result<Self, InvalidStatusCode> {
                match digits::<u16>(text) {
                    Some(code) => Self::try_from(code),
                    None => Err(InvalidStatusCode { code: None, expected: $what }),
                }
            }
        }

        impl PartialEq<StatusCode> for $Code {
            fn eq(&self, other: &StatusCode) -> bool {
                self.as_u16() == other.as_u16()
            }
        }

        impl PartialEq<$Code> for StatusCode {
            fn eq(&self, other: &$Code) -> bool {
                self.as_u16() == other.as_u16()
            }
        }

        impl<'de> Deserialize<'de> for $Code {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                Self::try_from(u16::deserialize(deserializer)?).map_err(D::Error::custom)
            }
        }
    };
}

narrow_code!(SuccessCode, 1000..=1999, "a success code, 1000 to 1999");
narrow_code!(ErrorCode, 2000..=4999, "an error code, 2000 to 4999");

/// What all three kinds of code can be asked.
macro_rules! any_code {
    ($($Code:ident)*) => {$(
        impl $Code {
            /// Tells whether the code is one of success: 1000 to 1999.
            #[must_use]
            pub const fn is_success(self) -> bool {
                matches!(Class::of(self.as_u16()), Some(Class::Success))
            }

            /// Tells whether the code is a client error: 2000 to 2999.
            #[must_use]
            pub const fn is_client_error(self) -> bool {
                matches!(Class::of(self.as_u16()), Some(Class::ClientError))
            }

            /// Tells whether the code is a server error: 3000 to 3999.
            #[must_use]
            pub const fn is_server_error(self) -> bool {
                matches!(Class::of(self.as_u16()), Some(Class::ServerError))
            }

            /// Tells whether the code is a hub error: 4000 to 4999.
            #[must_use]
            pub const fn is_hub_error(self) -> bool {
                matches!(Class::of(self.as_u16()), Some(Class::HubError))
            }

            /// Tells whether the code is in a range that the standard leaves to applications:
            /// 1900 to 1999, 2900 to 2999, 3900 to 3999 or 4900 to 4999, from OCPI 2.2 on.
            #[must_use]
            pub const fn is_custom(self) -> bool {
                matches!(self.as_u16(), 1900..=1999 | 2900..=2999 | 3900..=3999 | 4900..=4999)
            }

            /// Returns the standard's meaning of the code in a few lower-case words, or `None`
            /// for a custom, unassigned or foreign number.
            #[must_use]
            pub const fn description(self) -> Option<&'static str> {
                match assigned(self.as_u16()) {
                    Some((_, description)) => Some(description),
                    None => None,
                }
            }

            /// Returns the version that introduced the code (for a custom code: its range), or
            /// `None` for an unassigned or foreign number.
            #[must_use]
            pub const fn since(self) -> Option<Version> {
                match assigned(self.as_u16()) {
                    Some((since, _)) => Some(since),
                    None if self.is_custom() => Some(CUSTOM_SINCE),
                    None => None,
                }
            }

            /// Tells whether `version` assigns the code or leaves it to applications.
            #[must_use]
            pub const fn is_defined_in(self, version: Version) -> bool {
                match self.since() {
                    Some(since) => version.is_at_least(since),
                    None => false,
                }
            }
        }

        /// Writes the number.
        impl fmt::Display for $Code {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.as_u16(), f)
            }
        }

        impl fmt::Debug for $Code {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Debug::fmt(&self.as_u16(), f)
            }
        }

        impl PartialEq<u16> for $Code {
            fn eq(&self, other: &u16) -> bool {
                self.as_u16() == *other
            }
        }

        impl PartialEq<$Code> for u16 {
            fn eq(&self, other: &$Code) -> bool {
                *self == other.as_u16()
            }
        }

        impl From<$Code> for u16 {
            fn from(code: $Code) -> Self {
                code.as_u16()
            }
        }

        impl Serialize for $Code {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_u16(self.as_u16())
            }
        }
    )*};
}

any_code!(StatusCode SuccessCode ErrorCode);

impl From<u16> for StatusCode {
    fn from(code: u16) -> Self {
        Self(code)
    }
}

/// Reads digits, such as `2001`.
impl FromStr for StatusCode {
    type Err = InvalidStatusCode;

    fn from_str(text: &str) -> Result<Self, InvalidStatusCode> {
        digits(text)
            .map(Self)
            .ok_or(InvalidStatusCode { code: None, expected: "a status code, such as 1000" })
    }
}

/// Reads a number without a sign.
pub(crate) fn digits<N: FromStr>(text: &str) -> Option<N> {
    if text.bytes().all(|byte| byte.is_ascii_digit()) { text.parse().ok() } else { None }
}

impl<'de> Deserialize<'de> for StatusCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        u16::deserialize(deserializer).map(Self)
    }
}

/// The named codes, on the narrow type and on [`StatusCode`].
macro_rules! constants {
    ($Narrow:ident: $($(#[$doc:meta])* $NAME:ident = $code:literal;)*) => {
        impl $Narrow {
            $($(#[$doc])* pub const $NAME: Self = match Self::new($code) {
                Some(code) => code,
                None => unreachable!(),
            };)*
        }

        impl StatusCode {
            $($(#[$doc])* pub const $NAME: Self = Self($code);)*
        }
    };
}

constants! { SuccessCode:
    /// 1000: success.
    SUCCESS = 1000;
}

constants! { ErrorCode:
    /// 2000: a client error for which there is no better code.
    CLIENT_ERROR = 2000;
    /// 2001: invalid or missing parameters, such as a missing `last_updated` in a PATCH.
    INVALID_PARAMETERS = 2001;
    /// 2002: not enough information, such as an authorization request with too little of it. OCPI 2.1.
    NOT_ENOUGH_INFORMATION = 2002;
    /// 2003: unknown Location, such as a `START_SESSION` for a location that is not known. OCPI 2.1.
    ///
    /// OCPI has no code for an unknown Session, Tariff or CDR, and this code is not for them.
    UNKNOWN_LOCATION = 2003;
    /// 2004: unknown Token, in real-time authorization. OCPI 2.2.
    UNKNOWN_TOKEN = 2004;
    /// 3000: a server error for which there is no better code.
    SERVER_ERROR = 3000;
    /// 3001: unable to use the client's API, during credentials registration.
    UNABLE_TO_USE_CLIENT_API = 3001;
    /// 3002: unsupported version.
    UNSUPPORTED_VERSION = 3002;
    /// 3003: no matching endpoints, or expected endpoints missing between the parties.
    NO_MATCHING_ENDPOINTS = 3003;
    /// 4000: a hub error for which there is no better code. OCPI 2.2.1; 2.2 does not have it.
    HUB_ERROR = 4000;
    /// 4001: unknown receiver: the TO address is not known to the hub. OCPI 2.2.
    UNKNOWN_RECEIVER = 4001;
    /// 4002: timeout on a forwarded request. OCPI 2.2.
    FORWARDED_REQUEST_TIMEOUT = 4002;
    /// 4003: connection problem: the receiving party is not connected. OCPI 2.2.
    CONNECTION_PROBLEM = 4003;
}

impl SuccessCode {
    /// Returns [`Class::Success`].
    #[must_use]
    pub const fn class(self) -> Class {
        Class::Success
    }
}

impl ErrorCode {
    /// Returns the class, which is never [`Class::Success`].
    #[must_use]
    pub const fn class(self) -> Class {
        match self.as_u16() {
            ..=2999 => Class::ClientError,
            3000..=3999 => Class::ServerError,
            4000.. => Class::HubError,
        }
    }

    /// Returns the code to send to a peer that speaks `version`.
    ///
    /// That is the code itself where the version defines it, else the generic code of its class
    /// (2000, 3000 or 4000), else, for a hub error before 2.2.1, 3000. The result
    /// [is defined](Self::is_defined_in) in `version`.
    ///
    /// ```
    /// use ocpi_status::{ErrorCode, Version};
    ///
    /// let code = ErrorCode::FORWARDED_REQUEST_TIMEOUT;
    /// assert_eq!(code.for_version(Version::V2_2_1), code);
    /// assert_eq!(code.for_version(Version::V2_1_1), ErrorCode::SERVER_ERROR);
    /// ```
    #[must_use]
    #[inline]
    pub const fn for_version(self, version: Version) -> Self {
        if self.is_defined_in(version) {
            return self;
        }
        let generic = self.generic();
        if generic.is_defined_in(version) { generic } else { Self::SERVER_ERROR }
    }

    /// Tells whether an HTTP status goes with the code: 200 with any; with a client error (2xxx)
    /// 400, 401, 403, 404, 405, 408, 411, 413, 415 and 429, with a server error (3xxx) 500 to 599,
    /// with a hub error (4xxx) 404 and 500 to 599.
    ///
    /// What reached the OCPI layer is answered with HTTP 200; the others are the HTTP layer's own
    /// cases.
    ///
    /// ```
    /// use ocpi_status::{ErrorCode, http};
    ///
    /// assert!(ErrorCode::UNKNOWN_TOKEN.allows_http(http::StatusCode::NOT_FOUND));
    /// assert!(!ErrorCode::UNKNOWN_TOKEN.allows_http(http::StatusCode::CONFLICT));
    /// ```
    ///
    /// Chapter "Transport and format", OCPI 2.0 and later.
    #[must_use]
    pub const fn allows_http(self, http_status: http::StatusCode) -> bool {
        matches!(
            (self.class(), http_status.as_u16()),
            (_, 200)
                | (
                    Class::Success | Class::ClientError,
                    400 | 401 | 403 | 404 | 405 | 408 | 411 | 413 | 415 | 429,
                )
                | (Class::ServerError, 500..=599)
                | (Class::HubError, 404 | 500..=599)
        )
    }

    /// The words for a peer that must not read more: the code's meaning, or that of its class.
    pub(crate) const fn public_description(self) -> &'static str {
        match (self.description(), self.generic().description()) {
            (Some(description), _) | (None, Some(description)) => description,
            (None, None) => "error",
        }
    }

    pub(crate) const fn generic(self) -> Self {
        match self.class() {
            Class::Success | Class::ClientError => Self::CLIENT_ERROR,
            Class::ServerError => Self::SERVER_ERROR,
            Class::HubError => Self::HUB_ERROR,
        }
    }
}

/// The error of reading a code from a number or a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidStatusCode {
    /// `None` for a text that is not a number.
    code: Option<u16>,
    expected: &'static str,
}

impl fmt::Display for InvalidStatusCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.code {
            Some(code) => write!(f, "{code} is not {}", self.expected),
            None => write!(f, "expected {}", self.expected),
        }
    }
}

impl core::error::Error for InvalidStatusCode {}
