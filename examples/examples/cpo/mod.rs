//! The parts of the CPO that `cpo_axum` and `cpo_actix` share.

pub(crate) mod commands;
pub(crate) mod credentials;
pub(crate) mod locations;
pub(crate) mod smoke;
pub(crate) mod tokens;

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Mutex;

use self::credentials::{Credentials, TOKEN};
use self::locations::Location;
use self::tokens::{Token, TokenKey};

/// The longest body that is read: 256 KiB.
pub(crate) const MAX_BODY: usize = 256 * 1024;

/// The data of the CPO, in memory.
pub(crate) struct Cpo {
    /// The beginning of the URLs that peers get, such as the links of pages.
    url: String,
    locations: Mutex<BTreeMap<String, Location>>,
    tokens: Mutex<BTreeMap<TokenKey, Token>>,
    registered: Mutex<Option<Credentials>>,
}

impl Cpo {
    /// Makes a CPO without data, for a server at `address`.
    pub(crate) fn new(address: SocketAddr) -> Self {
        Self {
            url: format!("http://{address}/ocpi/2.2.1"),
            locations: Mutex::default(),
            tokens: Mutex::default(),
            registered: Mutex::default(),
        }
    }
}

/// Prints requests for trying the server out.
pub(crate) fn how_to_try(address: SocketAddr) -> String {
    format!(
        r#"listening on http://{address}; try, for example:
curl -i -H "Authorization: Token {TOKEN}" "http://{address}/ocpi/2.2.1/locations?limit=1"
curl -i -H "Authorization: Token {TOKEN}" -X POST http://{address}/ocpi/2.2.1/tokens/9/authorize
curl -i -H "Authorization: Token {TOKEN}" -X PUT -H "Content-Type: application/json" \
     -d '{{"id":"LOC1"}}' http://{address}/ocpi/2.2.1/locations/LOC1"#
    )
}
