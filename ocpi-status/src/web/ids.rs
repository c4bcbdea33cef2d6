//! `X-Request-ID`, `X-Correlation-ID` and the routing headers: read from a request and written to its
//! response.

use std::hash::{BuildHasher, RandomState};

use http::{HeaderMap, HeaderName, HeaderValue};

use crate::text;
use crate::version::Version;

/// The two ids, and from [`ROUTING`] on the parties. Strings, because the compiler turns comparisons
/// with constants into plain instructions: with [`HEADERS`], an error through a router takes 3 % longer.
const NAMES: [&str; 6] = [
    "x-request-id",
    "x-correlation-id",
    "ocpi-from-party-id",
    "ocpi-from-country-code",
    "ocpi-to-party-id",
    "ocpi-to-country-code",
];

static HEADERS: [HeaderName; 6] = [
    HeaderName::from_static(NAMES[0]),
    HeaderName::from_static(NAMES[1]),
    HeaderName::from_static(NAMES[2]),
    HeaderName::from_static(NAMES[3]),
    HeaderName::from_static(NAMES[4]),
    HeaderName::from_static(NAMES[5]),
];

const ROUTING: usize = 2;

/// The message ids of a request: an extractor on both frameworks.
///
/// Within the layer or the middleware, they are the ids of the response and of the log as well.
///
/// ```
/// use ocpi_status::MessageIds;
/// use ocpi_status::http::HeaderMap;
///
/// // What a hub sends on: a new request id, the same correlation id.
/// fn forwarded(ids: &MessageIds) -> HeaderMap {
///     let mut headers = HeaderMap::new();
///     ids.forward().write_to(&mut headers);
///     headers
/// }
///
/// let ids = MessageIds::new();
/// assert_ne!(forwarded(&ids)["x-request-id"], *ids.request_id);
/// assert_eq!(forwarded(&ids)["x-correlation-id"], *ids.correlation_id);
/// ```
///
/// Chapter "Transport and format", unique message ids, OCPI 2.2 and later.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageIds {
    /// `X-Request-ID`: another one for each request.
    pub request_id: String,
    /// `X-Correlation-ID`: the same in all requests that belong together.
    pub correlation_id: String,
}

impl MessageIds {
    /// Makes the ids of a request that starts a conversation: two UUIDs.
    #[must_use]
    pub fn new() -> Self {
        Self { request_id: new_id(), correlation_id: new_id() }
    }

    /// Returns the ids of a request that is sent on, or because of this one: a new request id, and
    /// the same correlation id.
    #[must_use]
    pub fn forward(&self) -> Self {
        Self { request_id: new_id(), correlation_id: self.correlation_id.clone() }
    }

    /// Sets `X-Request-ID` and `X-Correlation-ID`, in place of the values that they have.
    ///
    /// An id that is not 1 to 255 characters of visible ASCII is replaced by a UUID.
    pub fn write_to(&self, headers: &mut HeaderMap) {
        for (name, id) in HEADERS.iter().zip([&self.request_id, &self.correlation_id]) {
            let value = HeaderValue::from_str(id).ok().filter(is_good);
            headers.insert(name, value.unwrap_or_else(new_value));
        }
    }

    /// Reads the headers of a request. A missing or bad id is replaced by a UUID.
    pub(crate) fn of(headers: &HeaderMap) -> Self {
        let (Returned { request_id, correlation_id, .. }, _) = Returned::of(headers, "");
        // A good id is ASCII.
        let text = |id: HeaderValue| id.to_str().unwrap_or_default().to_owned();
        Self { request_id: text(request_id), correlation_id: text(correlation_id) }
    }
}

impl Default for MessageIds {
    fn default() -> Self {
        Self::new()
    }
}

/// The headers of a request that are copied to its response.
///
/// Chapter "Transport and format", OCPI 2.2 and later.
#[derive(Debug)]
pub(crate) struct Returned {
    pub(crate) request_id: HeaderValue,
    pub(crate) correlation_id: HeaderValue,
    /// Few requests have any.
    routing: Option<Box<[Option<HeaderValue>; 4]>>,
}

impl Returned {
    /// Reads the headers of a request, and tells whether its ids are missing, bad or repeated, and have
    /// to be replaced.
    pub(crate) fn of(headers: &HeaderMap, path: &str) -> (Self, bool) {
        // Of each header, the first value that is good, and how many values there are.
        let (mut good, mut count) = ([None; NAMES.len()], [0; NAMES.len()]);
        for (name, value) in headers {
            if let Some(index) = index_of(name.as_str()) {
                count[index] += 1;
                good[index] = good[index].or(Some(value).filter(|value| is_good(value)));
            }
        }
        let replaces_ids = good[..ROUTING].contains(&None) || count[..ROUTING] != [1, 1];
        let is_routed = good[ROUTING..].iter().any(Option::is_some) && is_functional(path);
        let party = |index: usize| good[ROUTING + index].cloned();
        let routing = is_routed.then(|| Box::new([party(0), party(1), party(2), party(3)]));
        let id = |index: usize| good[index].cloned().unwrap_or_else(new_value);
        (Self { request_id: id(0), correlation_id: id(1), routing }, replaces_ids)
    }

    pub(crate) fn ids(&self) -> [(&'static HeaderName, &HeaderValue); 2] {
        [(&HEADERS[0], &self.request_id), (&HEADERS[1], &self.correlation_id)]
    }

    /// Returns the ids in the headers of the request that were replaced because they are bad:
    /// printable, at most 256 characters.
    pub(crate) fn replaced(&self, headers: &HeaderMap) -> impl Iterator<Item = (&str, String)> {
        let shown = ["X-Request-ID", "X-Correlation-ID"];
        self.ids().into_iter().zip(shown).filter_map(|((name, id), shown)| {
            let values = headers.get_all(name);
            let first = values.iter().next().filter(|_| !values.iter().any(|value| value == id))?;
            Some((shown, text::preview(&String::from_utf8_lossy(first.as_bytes()))))
        })
    }

    /// Writes the headers of the response. The handler's routing headers win over these.
    pub(crate) fn write(self, headers: &mut HeaderMap) {
        headers.insert(&HEADERS[0], self.request_id);
        headers.insert(&HEADERS[1], self.correlation_id);
        let Some(routing) = self.routing else { return };
        for (names, party) in [(&HEADERS[2..4], &routing[2..]), (&HEADERS[4..], &routing[..2])] {
            // A party is both headers: half of one that the handler set is not completed with another.
            if names.iter().any(|name| headers.contains_key(name)) {
                continue;
            }
            for (name, value) in names.iter().zip(party) {
                if let Some(value) = value {
                    headers.insert(name, value.clone());
                }
            }
        }
    }
}

fn index_of(name: &str) -> Option<usize> {
    // Most names end here.
    if !matches!(name.as_bytes().first(), Some(b'x' | b'o')) {
        return None;
    }
    NAMES.iter().position(|it| *it == name)
}

/// Tells whether a header is read by [`Returned`].
#[cfg(feature = "actix-web")]
pub(crate) fn is_known(name: &str) -> bool {
    index_of(name).is_some()
}

/// The standard sets neither a length nor an alphabet. A longer value breaks proxies, and other
/// characters break logs.
fn is_good(value: &HeaderValue) -> bool {
    // Not `all`: without a way out, the bytes are looked at many at a time.
    let is_visible = |visible, byte: &u8| visible & byte.is_ascii_graphic();
    matches!(value.len(), 1..=255) && value.as_bytes().iter().fold(true, is_visible)
}

/// Tells whether a path is of a functional module: credentials, versions and hubclientinfo have no
/// routing headers.
fn is_functional(path: &str) -> bool {
    const FUNCTIONAL: [&str; 9] = [
        "bookings",
        "cdrs",
        "chargingprofiles",
        "commands",
        "locations",
        "payments",
        "sessions",
        "tariffs",
        "tokens",
    ];
    let mut last = "";
    for segment in path.split('/').filter(|segment| !segment.is_empty()) {
        match segment {
            "credentials" | "hubclientinfo" | "versions" => return false,
            // What follows is the name of an object.
            segment if FUNCTIONAL.contains(&segment) => return true,
            segment => last = segment,
        }
    }
    // The details of a version.
    last.parse::<Version>().is_err()
}

/// Generates a UUID, version 4 (RFC 9562).
///
/// An id has to be unique, not secret, so the keys of the standard library's hash maps will do:
/// every thread has 128 random bits of them from the system, and no two are the same.
fn new_id() -> String {
    let keys = RandomState::new();
    let (high, low) = (keys.hash_one(0_u8), keys.hash_one(1_u8));
    format!(
        "{:08x}-{:04x}-4{:03x}-{:04x}-{:012x}",
        high >> 32,
        high >> 16 & 0xffff,
        high & 0xfff,
        low >> 48 & 0x3fff | 0x8000,
        low & 0xffff_ffff_ffff,
    )
}

fn new_value() -> HeaderValue {
    HeaderValue::try_from(new_id()).unwrap_or(HeaderValue::from_static(""))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use http::{HeaderMap, HeaderValue};

    use super::{MessageIds, Returned, is_functional, new_id};

    #[test]
    fn ids_are_different_uuids() {
        let ids: HashSet<_> = (0..10_000).map(|_| new_id()).collect();
        assert_eq!(ids.len(), 10_000);
        for id in ids {
            let groups: Vec<_> = id.split('-').map(str::len).collect();
            assert_eq!(groups, [8, 4, 4, 4, 12], "{id}");
            assert_eq!(&id[14..15], "4", "{id}");
            assert!("89ab".contains(&id[19..20]), "{id}");
            assert!(id.bytes().all(|byte| byte == b'-' || byte.is_ascii_hexdigit()), "{id}");
        }
    }

    fn headers(values: &[&[u8]]) -> HeaderMap {
        let values = values.iter().map(|value| {
            let value = HeaderValue::from_bytes(value).expect("a header value");
            (http::HeaderName::from_static("x-request-id"), value)
        });
        values.collect()
    }

    #[test]
    fn first_good_id_counts_and_bad_ones_are_replaced() {
        let longest = [b'x'; 255];
        for (values, expected) in [
            (&[b"r-1".as_slice()][..], Some("r-1")),
            (&[b"~!\"#{}"], Some("~!\"#{}")),
            (&[&longest], Some(str::from_utf8(&longest).expect("ASCII"))),
            (&[b"", b"two"], Some("two")),
            (&[b"one", b"two"], Some("one")),
            (&[&[b'x'; 256], b"\xff\xfe", b"three"], Some("three")),
            (&[], None),
            (&[b""], None),
            (&[b"r 1"], None),
            (&[b"\xff\xfe"], None),
            (&["x".repeat(300_000).as_bytes()], None),
        ] {
            let mut headers = headers(values);
            let (ids, replaces_ids) = Returned::of(&headers, "/");
            assert!(replaces_ids, "a correlation id is missing");
            let id = ids.request_id.to_str().expect("ASCII").to_owned();
            match expected {
                Some(expected) => assert_eq!(id, expected),
                None => assert_eq!(id.len(), 36, "{id}"),
            }
            let is_replaced = expected.is_none() && !values.is_empty();
            let replaced: Vec<_> = ids.replaced(&headers).collect();
            assert_eq!(replaced.iter().any(|(name, _)| *name == "X-Request-ID"), is_replaced);
            assert!(replaced.iter().all(|(_, replaced)| replaced.chars().count() <= 256));
            drop(replaced);
            for (name, id) in ids.ids() {
                headers.insert(name, id.clone());
            }
            assert_eq!(headers.get_all("x-request-id").iter().collect::<Vec<_>>(), [&*id]);
            assert_eq!(MessageIds::of(&headers).request_id, id);
        }
    }

    #[test]
    fn ids_are_replaced_unless_each_is_there_once_and_good() {
        let good: &[&[u8]] = &[b"one"];
        for (request, correlation, expected) in [
            (good, good, false),
            (&[b"one", b"one"], good, true),
            (good, &[b"one", b"two"], true),
            (&[b"r 1"], good, true),
            (good, &[b""], true),
            (&[], good, true),
        ] {
            let mut headers = headers(request);
            for value in correlation {
                let value = HeaderValue::from_bytes(value).expect("a value");
                headers.append("x-correlation-id", value);
            }
            let (_, replaces_ids) = Returned::of(&headers, "/");
            assert_eq!(replaces_ids, expected, "{headers:?}");
        }
    }

    #[test]
    fn written_ids_replace_others_and_are_good() {
        let mut headers = headers(&[b"one", b"two"]);
        let ids = MessageIds { request_id: "r-1".into(), correlation_id: "c\n1".into() };
        ids.write_to(&mut headers);
        assert_eq!(headers.get_all("x-request-id").iter().collect::<Vec<_>>(), ["r-1"]);
        assert_eq!(headers["x-correlation-id"].len(), 36);
    }

    #[test]
    fn configuration_modules_are_not_functional() {
        for path in [
            "/ocpi/2.2.1/credentials",
            "/ocpi/versions",
            "/ocpi/versions/",
            "/ocpi/2.2.1",
            "/ocpi/emsp/2.2.1/",
            "/ocpi/2.2.1/hubclientinfo/NL/TNM",
        ] {
            assert!(!is_functional(path), "{path}");
        }
        for path in [
            "/",
            "/ocpi/2.2.1/locations",
            "/ocpi/2.2.1/tokens/NL/TNM/credentials",
            "/ocpi/2.2.1/tokens/NL/TNM/2.2.1",
            "/ocpi/2.2.1/nltnm-plugshare",
        ] {
            assert!(is_functional(path), "{path}");
        }
    }
}
