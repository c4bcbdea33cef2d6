//! Extractors for the party that sends a request.

use axum::extract::FromRequestParts;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use examples::authorization::credentials_tokens;
use ocpi_status::OcpiError;
use rusqlite::{OptionalExtension, Row};
use thiserror::Error;

use crate::Emsp;
use crate::store::{Store, StoreError};

#[derive(Debug, Error, OcpiError)]
pub(crate) enum AuthError {
    /// The `Authorization` header has no credentials token that this eMSP has issued.
    #[error("the credentials token is missing or not known")]
    #[ocpi(code = 2000, http = 401)]
    Unauthorized,

    #[error(transparent)]
    #[ocpi(transparent)]
    Store(#[from] StoreError),
}

/// A party with a credentials token, registered or not. It may use the modules Versions and
/// Credentials.
#[derive(Clone, Debug)]
pub(crate) struct Caller {
    /// The credentials token of the request.
    pub(crate) token: String,
    /// The party, once it is registered.
    pub(crate) peer: Option<Peer>,
}

/// A registered party: it may use every module.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Peer {
    pub(crate) country_code: String,
    pub(crate) party_id: String,
}

impl Peer {
    /// Tells whether this is the party's id, whatever the case of the letters.
    pub(crate) fn is(&self, country_code: &str, party_id: &str) -> bool {
        self.country_code.eq_ignore_ascii_case(country_code)
            && self.party_id.eq_ignore_ascii_case(party_id)
    }
}

impl FromRequestParts<Emsp> for Caller {
    type Rejection = AuthError;

    async fn from_request_parts(parts: &mut Parts, emsp: &Emsp) -> Result<Self, AuthError> {
        let header = parts.headers.get(AUTHORIZATION).ok_or(AuthError::Unauthorized)?;
        let tokens = credentials_tokens(header.as_bytes()).collect();
        emsp.store.caller(tokens).await?.ok_or(AuthError::Unauthorized)
    }
}

/// A party that is not registered gets HTTP 401 from the functional modules: chapter "Transport and
/// format", OCPI 2.2 and later.
impl FromRequestParts<Emsp> for Peer {
    type Rejection = AuthError;

    async fn from_request_parts(parts: &mut Parts, emsp: &Emsp) -> Result<Self, AuthError> {
        Caller::from_request_parts(parts, emsp).await?.peer.ok_or(AuthError::Unauthorized)
    }
}

impl Store {
    async fn caller(&self, tokens: Vec<String>) -> Result<Option<Caller>, StoreError> {
        self.call(move |connection| {
            let mut select = connection
                .prepare_cached("SELECT token, country_code, party_id FROM peer WHERE token = ?")?;
            for token in tokens {
                if let Some(caller) = select.query_row([token], caller).optional()? {
                    return Ok(Some(caller));
                }
            }
            Ok(None)
        })
        .await
    }
}

fn caller(row: &Row<'_>) -> rusqlite::Result<Caller> {
    let (country_code, party_id) = (row.get("country_code")?, row.get("party_id")?);
    let peer = Option::zip(country_code, party_id);
    let peer = peer.map(|(country_code, party_id)| Peer { country_code, party_id });
    Ok(Caller { token: row.get("token")?, peer })
}
