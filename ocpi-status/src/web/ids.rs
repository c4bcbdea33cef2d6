//! `X-Request-ID`, `X-Correlation-ID` and the routing headers: read from a request and written to its
//! response.

use std::hash::{BuildHasher, RandomState};

use http::{HeaderMap, HeaderValue};

use super::message::{Headers, Name};
use crate::text;
use crate::version::Version;

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
#[non_exhaustive]
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
        for (name, id) in
            [("x-request-id", &self.request_id), ("x-correlation-id", &self.correlation_id)]
        {
            let value = Some(id).filter(|id| is_good(id.as_bytes()));
            let value = value.and_then(|id| HeaderValue::from_str(id).ok());
            headers.insert(name, value.unwrap_or_else(|| ascii(&new_id())));
        }
    }

    /// Reads the headers of a request. An id that is missing or not good is made up.
    pub(crate) fn of<H: Headers>(headers: &H) -> Self {
        let id = |wanted: Name| {
            let mut values = headers.pairs().filter(|(name, _)| name_of(name) == Some(wanted));
            let good = values.find(|(_, value)| is_good(H::bytes(value)));
            good.map_or_else(new_id, |(_, value)| text_of(H::bytes(value)))
        };
        Self { request_id: id(Name::RequestId), correlation_id: id(Name::CorrelationId) }
    }
}

impl Default for MessageIds {
    fn default() -> Self {
        Self::new()
    }
}

fn ascii(text: &str) -> HeaderValue {
    <HeaderMap as Headers>::ascii(text)
}

fn text_of(value: &[u8]) -> String {
    String::from_utf8_lossy(value).into_owned()
}

/// The headers of a request that return on its response, as values of the framework.
///
/// Chapter "Transport and format", OCPI 2.2 and later.
#[derive(Debug)]
pub(crate) struct Returned<V> {
    pub(crate) request_id: V,
    pub(crate) correlation_id: V,
    routing: Option<Routing<V>>,
}

/// The parties of a request.
#[derive(Debug)]
struct Routing<V> {
    from: Party<V>,
    to: Party<V>,
}

#[derive(Debug)]
struct Party<V> {
    id: Option<V>,
    country: Option<V>,
}

/// An id that was replaced.
#[derive(Debug)]
#[cfg_attr(not(feature = "tracing"), expect(dead_code, reason = "for the log alone"))]
pub(crate) struct Replaced {
    pub(crate) header: &'static str,
    /// What it was: printable, at most 256 characters.
    pub(crate) preview: String,
}

impl<V: Clone> Returned<V> {
    /// Reads the headers of a request, which has one good value of each id from now on.
    pub(crate) fn take<H: Headers<Value = V>>(
        headers: &mut H,
        path: &str,
    ) -> (Self, Vec<Replaced>) {
        let mut found: [Found<V>; 6] = core::array::from_fn(|_| Found::default());
        for (name, value) in headers.pairs() {
            let Some(name) = name_of(name) else { continue };
            let found = &mut found[name as usize];
            found.count += 1;
            if found.good.is_none() {
                let bytes = H::bytes(value);
                if is_good(bytes) {
                    found.good = Some(value.clone());
                } else {
                    found.bad = Some(text::preview(&String::from_utf8_lossy(bytes)));
                }
            }
        }
        let [request_id, correlation_id, from_party, from_country, to_party, to_country] = found;
        let mut replaced = Vec::new();
        let mut id = |name, header, found: Found<V>| match found {
            Found { good: Some(good), count: 1, .. } => good,
            Found { good, bad, .. } => {
                let id = good.unwrap_or_else(|| {
                    replaced.extend(bad.map(|preview| Replaced { header, preview }));
                    H::ascii(&new_id())
                });
                headers.set(name, id.clone());
                id
            }
        };
        let request_id = id(Name::RequestId, "X-Request-ID", request_id);
        let correlation_id = id(Name::CorrelationId, "X-Correlation-ID", correlation_id);
        let from = Party { id: from_party.good, country: from_country.good };
        let to = Party { id: to_party.good, country: to_country.good };
        let is_routed = from.is_some() || to.is_some();
        let routing = (is_routed && is_functional(path)).then_some(Routing { from, to });
        (Self { request_id, correlation_id, routing }, replaced)
    }

    /// Writes the headers of the response. The handler's routing headers win over these.
    pub(crate) fn write<H: Headers<Value = V>>(self, headers: &mut H) {
        headers.set(Name::RequestId, self.request_id);
        headers.set(Name::CorrelationId, self.correlation_id);
        if let Some(Routing { from, to }) = self.routing {
            to.write(headers, Name::FromParty, Name::FromCountry);
            from.write(headers, Name::ToParty, Name::ToCountry);
        }
    }
}

impl<V> Party<V> {
    const fn is_some(&self) -> bool {
        self.id.is_some() || self.country.is_some()
    }

    fn write<H: Headers<Value = V>>(self, headers: &mut H, id: Name, country: Name) {
        // A party is both headers: half of one that the handler set is not completed with another.
        if headers.value(id).is_some() || headers.value(country).is_some() {
            return;
        }
        for (name, value) in [(id, self.id), (country, self.country)] {
            if let Some(value) = value {
                headers.set(name, value);
            }
        }
    }
}

struct Found<V> {
    /// The first value that is good.
    good: Option<V>,
    /// The last one before it.
    bad: Option<String>,
    count: usize,
}

impl<V> Default for Found<V> {
    fn default() -> Self {
        Self { good: None, bad: None, count: 0 }
    }
}

fn name_of(name: &str) -> Option<Name> {
    Some(match name {
        "x-request-id" => Name::RequestId,
        "x-correlation-id" => Name::CorrelationId,
        "ocpi-from-party-id" => Name::FromParty,
        "ocpi-from-country-code" => Name::FromCountry,
        "ocpi-to-party-id" => Name::ToParty,
        "ocpi-to-country-code" => Name::ToCountry,
        _ => return None,
    })
}

/// The standard sets neither a length nor an alphabet. A longer value breaks proxies, and other
/// characters break logs.
fn is_good(value: &[u8]) -> bool {
    matches!(value.len(), 1..=255) && value.iter().all(u8::is_ascii_graphic)
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

/// Makes up an id: a UUID, version 4 (RFC 9562).
///
/// An id has to be unique, not secret, so the keys of the standard library's hash maps will do:
/// every thread has 128 random bits of them from the system, and no two are the same.
fn new_id() -> String {
    let keys = RandomState::new();
    let [high, low] = [0_u8, 1].map(|half| keys.hash_one(half));
    format!(
        "{:08x}-{:04x}-4{:03x}-{:04x}-{:012x}",
        high >> 32,
        high >> 16 & 0xffff,
        high & 0xfff,
        low >> 48 & 0x3fff | 0x8000,
        low & 0xffff_ffff_ffff,
    )
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
            (&[&[b'x'; 300_000]], None),
        ] {
            let mut headers = headers(values);
            let (ids, replaced) = Returned::take(&mut headers, "/");
            let id = ids.request_id.to_str().expect("ASCII").to_owned();
            match expected {
                Some(expected) => assert_eq!(id, expected),
                None => assert_eq!(id.len(), 36, "{id}"),
            }
            assert_eq!(replaced.len(), usize::from(expected.is_none() && !values.is_empty()));
            assert!(replaced.iter().all(|it| it.preview.chars().count() <= 256));
            assert_eq!(headers.get_all("x-request-id").iter().collect::<Vec<_>>(), [&*id]);
            assert_eq!(MessageIds::of(&headers).request_id, id);
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
