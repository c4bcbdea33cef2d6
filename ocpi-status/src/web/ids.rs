//! `X-Request-ID` and `X-Correlation-ID`.

use std::hash::{BuildHasher, RandomState};

/// The two ids of a request, as header values of the framework.
///
/// Chapter "Transport and format", unique message ids, OCPI 2.2 and later: every request has both,
/// and the answer repeats them.
#[derive(Debug)]
pub(crate) struct Ids<V> {
    pub(crate) request: V,
    pub(crate) correlation: V,
}

impl<V> Ids<V> {
    pub(crate) const REQUEST: &'static str = "x-request-id";
    pub(crate) const CORRELATION: &'static str = "x-correlation-id";
}

/// Makes up an id: a UUID, version 4 (RFC 9562).
///
/// An id has to be unique, not secret, so the keys of the standard library's hash maps will do:
/// every thread has 128 random bits of them from the system, and no two are the same.
pub(crate) fn new_id() -> String {
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

    use super::new_id;

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
}
