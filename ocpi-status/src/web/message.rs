//! What the responses of both frameworks have in common. actix-web is on http 0.2; its adapter moves
//! what is read or changed here into the types of http 1, which axum has.

use core::task::{Context, Poll};

use bytes::Bytes;

/// The body of a response of a framework.
pub(crate) trait Body: From<Bytes> {
    /// The size in bytes, if it is known.
    fn size(&self) -> Option<u64>;
    /// Reads a part. An error is a body that broke off.
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, ()>>>;
    /// Puts what was read in front of the rest.
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
