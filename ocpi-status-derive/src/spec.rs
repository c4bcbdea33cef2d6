//! The rules of the standard that the derive checks, and the words for breaking them.
//!
//! A copy of the runtime's table, on which this crate cannot depend. A test walks every number and
//! version through both, which costs the compiler nothing: a const item in each expansion would.

use std::fmt::{self, Display};

use crate::words::one_of;

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Version {
    V2_0,
    V2_1,
    V2_1_1,
    V2_2,
    V2_2_1,
    V2_3_0,
}

impl Version {
    pub(crate) const ALL: [Self; 6] =
        [Self::V2_0, Self::V2_1, Self::V2_1_1, Self::V2_2, Self::V2_2_1, Self::V2_3_0];
    pub(crate) const NEWEST: Self = Self::V2_3_0;

    /// The version as it is written, and the name of the runtime's variant.
    const fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::V2_0 => ("2.0", "V2_0"),
            Self::V2_1 => ("2.1", "V2_1"),
            Self::V2_1_1 => ("2.1.1", "V2_1_1"),
            Self::V2_2 => ("2.2", "V2_2"),
            Self::V2_2_1 => ("2.2.1", "V2_2_1"),
            Self::V2_3_0 => ("2.3.0", "V2_3_0"),
        }
    }

    pub(crate) const fn variant(self) -> &'static str {
        self.names().1
    }

    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let known = Self::ALL.into_iter().find(|version| version.names().0 == text);
        known.ok_or_else(|| {
            if let Some(version) = Self::meant_by(text) {
                return format!("unknown OCPI version `{text}`; write `version = \"{version}\"`");
            }
            let all = Self::ALL.map(|version| format!("`{version}`"));
            format!("unknown OCPI version `{text}`; expected {}", one_of(&all))
        })
    }

    /// The version that is written in another way, such as `v2.2.1`, `2.3` or `2.2.1-d2`.
    pub(crate) fn meant_by(text: &str) -> Option<Self> {
        let text = text.trim().trim_start_matches(['v', 'V']);
        let text = text.split('-').next().unwrap_or_default();
        let is_meant = |version: &Self| {
            let name = version.names().0;
            name == text || name.strip_suffix(".0") == Some(text)
        };
        Self::ALL.into_iter().find(is_meant)
    }
}

impl Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.names().0)
    }
}

/// The version that introduced an error code.
pub(crate) const fn since(code: u16) -> Option<Version> {
    match code {
        2000 | 2001 | 3000..=3003 => Some(Version::V2_0),
        2002 | 2003 => Some(Version::V2_1),
        2004 | 4001..=4003 | 2900..=2999 | 3900..=3999 | 4900..=4999 => Some(Version::V2_2),
        4000 => Some(Version::V2_2_1),
        _ => None,
    }
}

/// Checks the digits of a `code`, without a sign.
pub(crate) fn check_code(digits: &str, version: Version) -> Result<u16, String> {
    let code = digits.parse().unwrap_or(u16::MAX);
    match (code, since(code)) {
        (_, Some(since)) if since <= version => Ok(code),
        (_, Some(since)) => Err(format!(
            "OCPI {version} does not know {code}, which came with {since}; \
             write `version = \"{since}\"` or `code = {}`",
            older(code),
        )),
        (2000..=4999, None) => Err(format!(
            "OCPI assigns no meaning to {code}; custom codes of this class are {class}900 to {class}999",
            class = code / 1000,
        )),
        (1000..=1999, _) => Err(format!("{code} is a success code; an error uses 2000 to 4999")),
        (100..=599, _) => Err(format!("{code} is an HTTP status, {}", beside(code))),
        _ => Err(format!("{digits} is not an OCPI error code; those are 2000 to 4999")),
    }
}

/// The codes with a name, which is that of the runtime's constant.
pub(crate) const NAMED_CODES: [(u16, &str); 13] = [
    (2000, "CLIENT_ERROR"),
    (2001, "INVALID_PARAMETERS"),
    (2002, "NOT_ENOUGH_INFORMATION"),
    (2003, "UNKNOWN_LOCATION"),
    (2004, "UNKNOWN_TOKEN"),
    (3000, "SERVER_ERROR"),
    (3001, "UNABLE_TO_USE_CLIENT_API"),
    (3002, "UNSUPPORTED_VERSION"),
    (3003, "NO_MATCHING_ENDPOINTS"),
    (4000, "HUB_ERROR"),
    (4001, "UNKNOWN_RECEIVER"),
    (4002, "FORWARDED_REQUEST_TIMEOUT"),
    (4003, "CONNECTION_PROBLEM"),
];

/// What to write instead of a code that the version does not have.
const fn older(code: u16) -> u16 {
    match code {
        // A version that lacks one of these lacks 4000 as well.
        4000.. => 3000,
        _ => code / 1000 * 1000,
    }
}

fn beside(http: u16) -> String {
    if CLIENT_ERROR_HTTP.contains(&http) {
        format!("not an OCPI status code; write `http = {http}` beside a code from 2000 to 2999")
    } else if http >= 500 {
        format!("not an OCPI status code; write `http = {http}` beside a code from 3000 to 4999")
    } else {
        "not an OCPI status code; what reached the OCPI layer is answered with HTTP 200 and a \
         code such as `2000`"
            .to_owned()
    }
}

/// The cases that are the HTTP layer's own.
///
/// Chapter "Transport and format", OCPI 2.0 and later.
const CLIENT_ERROR_HTTP: [u16; 10] = [400, 401, 403, 404, 405, 408, 411, 413, 415, 429];

/// Checks an HTTP status against the code that it goes with, if that is known already.
pub(crate) fn check_http(digits: &str, code: Option<u16>) -> Result<u16, String> {
    let http = digits.parse().unwrap_or(0);
    if (1000..=1999).contains(&http) {
        return Err(format!(
            "{http} is an OCPI status code, and one of success; write an HTTP status such as `404`"
        ));
    }
    if (2000..=4999).contains(&http) {
        return Err(format!("{http} is an OCPI status code; write `code = {http}`"));
    }
    if !(100..=599).contains(&http) {
        return Err(format!("{digits} is not an HTTP status; write one such as `404`"));
    }
    let is_client = CLIENT_ERROR_HTTP.contains(&http);
    let is_server = (500..=599).contains(&http);
    let (goes, code, allowed) = match code {
        Some(code @ ..=2999) if is_server => {
            (false, format!("{code}, a client error"), CLIENT_NOT_SERVER)
        }
        Some(code @ ..=2999) => (is_client, format!("{code}, a client error"), CLIENT),
        Some(code @ 3000..=3999) => (is_server, format!("{code}, a server error"), "500 to 599"),
        Some(code) => {
            (is_server || http == 404, format!("{code}, a hub error"), "404 or 500 to 599")
        }
        None => (is_client || is_server, "an error".to_owned(), EITHER),
    };
    if http == 200 || goes {
        Ok(http)
    } else if (400..=499).contains(&http) && !is_client {
        Err(format!(
            "HTTP {http} does not go with {code}; what reached the OCPI layer is answered with \
             HTTP 200, so leave `http` out"
        ))
    } else {
        Err(format!(
            "HTTP {http} does not go with {code}; leave `http` out for HTTP 200, or use {allowed}"
        ))
    }
}

const EITHER: &str = "400, 401, 403, 404, 405, 408, 411, 413, 415, 429 or 500 to 599";
const CLIENT_NOT_SERVER: &str = "400, 401, 403, 404, 405, 408, 411, 413, 415 or 429; an error of \
                                 your own is `code = 3000`";
const CLIENT: &str = "400, 401, 403, 404, 405, 408, 411, 413, 415 or 429";

/// The headers about the message or the connection, which an error cannot set.
pub(crate) const FRAMING_HEADERS: [&str; 12] = [
    "connection",
    "content-encoding",
    "content-length",
    "content-range",
    "content-type",
    "http2-settings",
    "keep-alive",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

/// Why a client error cannot show its source.
pub(crate) const LEAK: &str = "the peer would read the text of the source; write `message = \"...\"`, \
                               or `message = \"{self}\"` if that is meant";
