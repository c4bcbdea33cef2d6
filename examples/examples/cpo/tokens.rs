//! Tokens: those that eMSPs push, and real-time authorization.

use examples::lock;
use ocpi_status::{OcpiError, OcpiResponse, Timestamp};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::Cpo;

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Token {
    uid: String,
    valid: bool,
    last_updated: Timestamp,
}

/// The parts of a URL that name a token: its owner, and its id.
#[derive(Clone, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) struct TokenKey {
    country_code: String,
    party_id: String,
    uid: String,
}

#[derive(Debug, Deserialize)]
pub(crate) struct LocationReferences {
    location_id: String,
}

#[derive(Debug, Serialize)]
pub(crate) struct Authorization {
    allowed: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    location_id: Option<String>,
}

#[derive(Debug, Error, OcpiError)]
#[ocpi(version = "2.2.1")]
pub(crate) enum TokenError {
    /// GET or real-time authorization of a token that no eMSP has issued.
    #[error("token {0} is not known")]
    #[ocpi(code = 2004, http = 404)]
    Unknown(String),

    /// The id in the body is not the one in the URL.
    #[error("the uid in the body is not {0}")]
    #[ocpi(code = 2001)]
    OtherUid(String),

    /// The tokens cannot be read at the moment.
    // The peer reads "server error"; the log has the details.
    #[error("cannot read from {url}")]
    #[ocpi(code = 3000)]
    Database { url: String, source: std::io::Error },
}

impl Cpo {
    pub(crate) fn token(&self, key: TokenKey) -> Result<Token, TokenError> {
        let token = lock(&self.tokens).get(&key).cloned();
        token.ok_or(TokenError::Unknown(key.uid))
    }

    pub(crate) fn put_token(
        &self,
        key: TokenKey,
        token: Token,
    ) -> Result<OcpiResponse<()>, TokenError> {
        if token.uid != key.uid {
            return Err(TokenError::OtherUid(key.uid));
        }
        match lock(&self.tokens).insert(key, token) {
            Some(_) => Ok(OcpiResponse::empty()),
            None => Ok(OcpiResponse::empty().created()),
        }
    }

    #[expect(clippy::unused_self, reason = "the tokens would be in a database")]
    pub(crate) fn authorize(
        &self,
        uid: String,
        references: Option<LocationReferences>,
    ) -> Result<Authorization, TokenError> {
        match uid.as_str() {
            "012345678" => Ok(Authorization {
                allowed: "ALLOWED",
                location_id: references.map(|references| references.location_id),
            }),
            // Two tokens for trying failures out.
            "NO-DATABASE" => Err(TokenError::Database {
                url: "postgres://ocpi:hunter2@db7".to_owned(),
                source: std::io::ErrorKind::ConnectionRefused.into(),
            }),
            "BUG" => panic!("attempt to read hunter2 out of bounds"),
            _ => Err(TokenError::Unknown(uid)),
        }
    }
}
