//! The HTTP headers of a response.

use core::fmt;
use std::sync::LazyLock;

use http::header::{self, Entry};
use http::{HeaderMap, HeaderName, HeaderValue};

use crate::error::{OcpiError, UNSENT};
use crate::text;

/// HTTP headers, and the reasons why others are not among them.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Headers {
    /// Boxed, because most responses have none and a map is large to move.
    pub(crate) map: Option<Box<HeaderMap>>,
    pub(crate) error: Option<String>,
}

/// A header, or why it cannot be sent.
type Header = Result<(HeaderName, HeaderValue), String>;

impl Headers {
    /// Replaces the values that the header has.
    pub(crate) fn set(&mut self, header: Header) {
        if let Some((name, value)) = self.accept(header) {
            self.map.get_or_insert_default().insert(name, value);
        }
    }

    /// Keeps the values that the header has.
    pub(crate) fn append(&mut self, header: Header) {
        if let Some((name, value)) = self.accept(header) {
            self.map.get_or_insert_default().append(name, value);
        }
    }

    fn accept(&mut self, header: Header) -> Option<(HeaderName, HeaderValue)> {
        header.map_err(|error| self.error = text::join(self.error.take(), Some(error))).ok()
    }

    /// Says why a header is missing.
    pub(crate) fn refuse(&mut self, name: &HeaderName, reason: &dyn fmt::Display) {
        self.accept(Err(refusal(name, reason)));
    }

    /// The headers that an error asks for.
    pub(crate) fn of_error(error: &dyn OcpiError, http_status: http::StatusCode) -> Self {
        let mut map = HeaderMap::new();
        error.headers(&mut map);
        if http_status == http::StatusCode::UNAUTHORIZED
            && let Entry::Vacant(entry) = map.entry(header::WWW_AUTHENTICATE)
        {
            entry.insert(HeaderValue::from_static("Token"));
        }
        if map.is_empty() {
            return Self::default();
        }
        let unsent = map.get_all(UNSENT).iter().filter_map(|reason| reason.to_str().ok());
        let error = unsent.fold(None, |error, reason| text::join(error, Some(reason.into())));
        map.remove(UNSENT);
        let refused: Vec<_> = map.keys().filter(|name| is_framing(name)).cloned().collect();
        let mut headers = Self { map: None, error };
        for name in refused {
            map.remove(&name);
            headers.refuse(&name, &FRAMING);
        }
        headers.map = (!map.is_empty()).then(|| Box::new(map));
        headers
    }
}

pub(crate) fn or_empty(map: Option<&HeaderMap>) -> &HeaderMap {
    static EMPTY: LazyLock<HeaderMap> = LazyLock::new(HeaderMap::new);
    map.unwrap_or(&EMPTY)
}

pub(crate) fn header<N, V>(name: N, value: V) -> Header
where
    N: TryInto<HeaderName, Error: Into<http::Error>>,
    V: TryInto<HeaderValue, Error: Into<http::Error>>,
{
    let name = name.try_into().map_err(|error| format!("name of a header: {}", error.into()))?;
    if is_framing(&name) {
        return Err(refusal(&name, &FRAMING));
    }
    match value.try_into() {
        Ok(value) => Ok((name, value)),
        Err(error) => Err(refusal(&name, &error.into())),
    }
}

/// Tells whether a header is about the message or the connection: a wrong one makes a client read
/// one response as two, or wait for ever.
fn is_framing(name: &HeaderName) -> bool {
    matches!(
        name.as_str(),
        "connection"
            | "content-encoding"
            | "content-length"
            | "content-range"
            | "content-type"
            | "http2-settings"
            | "keep-alive"
            | "proxy-connection"
            | "te"
            | "trailer"
            | "transfer-encoding"
            | "upgrade"
    )
}

const FRAMING: &str = "only the server sets it";

fn refusal(name: &HeaderName, reason: &dyn fmt::Display) -> String {
    text::one_line(&format_args!("header {name}: {reason}"))
}
