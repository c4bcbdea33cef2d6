//! What the requests and responses of both frameworks have in common. actix-web is on http 0.2,
//! this crate and axum are on http 1.

use core::task::{Context, Poll};

use bytes::Bytes;

/// The headers that this crate reads or writes, in the order of [`NAMES`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Name {
    RequestId,
    CorrelationId,
    FromParty,
    FromCountry,
    ToParty,
    ToCountry,
    ContentType,
    ContentLength,
    ContentEncoding,
}

pub(crate) const NAMES: [&str; 9] = [
    "x-request-id",
    "x-correlation-id",
    "ocpi-from-party-id",
    "ocpi-from-country-code",
    "ocpi-to-party-id",
    "ocpi-to-country-code",
    "content-type",
    "content-length",
    "content-encoding",
];

/// The headers of a request or a response.
pub(crate) trait Headers {
    type Value: Clone;

    fn pairs(&self) -> impl Iterator<Item = (&str, &Self::Value)>;
    fn value(&self, name: Name) -> Option<&[u8]>;
    fn set(&mut self, name: Name, value: Self::Value);
    fn remove_if(&mut self, is_removed: fn(&str) -> bool);
    fn bytes(value: &Self::Value) -> &[u8];

    /// Makes a value of text that is visible ASCII.
    fn ascii(text: &str) -> Self::Value;
}

/// Implements [`Headers`] for the map of a framework.
macro_rules! headers {
    ($Map:ty, $Name:ty, $Value:ty) => {
        impl $crate::web::message::Headers for $Map {
            type Value = $Value;

            fn pairs(&self) -> impl Iterator<Item = (&str, &$Value)> {
                self.iter().map(|(name, value)| (name.as_str(), value))
            }

            fn value(&self, name: $crate::web::message::Name) -> Option<&[u8]> {
                self.get(header_name(name)).map(<$Value>::as_bytes)
            }

            fn set(&mut self, name: $crate::web::message::Name, value: $Value) {
                self.insert(header_name(name).clone(), value);
            }

            fn remove_if(&mut self, is_removed: fn(&str) -> bool) {
                let names = self.keys().filter(|name| is_removed(name.as_str()));
                for name in names.cloned().collect::<Vec<_>>() {
                    self.remove(&name);
                }
            }

            fn bytes(value: &$Value) -> &[u8] {
                value.as_bytes()
            }

            fn ascii(text: &str) -> $Value {
                <$Value>::from_str(text).unwrap_or(<$Value>::from_static(""))
            }
        }

        fn header_name(name: $crate::web::message::Name) -> &'static $Name {
            use $crate::web::message::NAMES;
            static ALL: std::sync::LazyLock<[$Name; NAMES.len()]> =
                std::sync::LazyLock::new(|| NAMES.map(<$Name>::from_static));
            &ALL[name as usize]
        }
    };
}
pub(crate) use headers;

/// A response of a framework, with its body.
pub(crate) trait Response {
    type Headers: Headers;

    fn http_status(&self) -> u16;
    fn set_http_status(&mut self, status: http::StatusCode);
    fn headers(&self) -> &Self::Headers;
    fn headers_mut(&mut self) -> &mut Self::Headers;
    fn extension<T: Send + Sync + 'static, R>(&self, read: impl FnOnce(Option<&T>) -> R) -> R;
    fn extension_mut<T: Send + Sync + 'static, R>(
        &mut self,
        change: impl FnOnce(Option<&mut T>) -> R,
    ) -> R;
    fn extend<T: Clone + Send + Sync + 'static>(&mut self, extension: T);

    /// The size of the body in bytes, if it is known.
    fn body_size(&self) -> Option<u64>;
    /// Reads a part of the body. An error is a body that broke off.
    fn poll_body(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, ()>>>;
    fn set_body(&mut self, body: Bytes);
    /// Puts what was read of the body in front of the rest of it.
    fn put_back(&mut self, read: Bytes);
}

/// The headers that describe a body, and go when another takes its place.
pub(crate) fn describes_body(name: &str) -> bool {
    describes_bytes(name)
        || matches!(
            name,
            "accept-ranges"
                | "content-disposition"
                | "content-language"
                | "content-location"
                | "last-modified"
        )
}

/// Those that go when the same content is written with other bytes.
pub(crate) fn describes_bytes(name: &str) -> bool {
    matches!(
        name,
        "content-digest"
            | "content-encoding"
            | "content-length"
            | "content-md5"
            | "content-range"
            | "content-type"
            | "digest"
            | "etag"
            | "repr-digest"
            | "signature"
            | "signature-input"
            | "trailer"
            | "transfer-encoding"
    )
}
