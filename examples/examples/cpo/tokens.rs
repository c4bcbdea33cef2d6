//! Real-time authorization of a token.

use ocpi_status::OcpiError;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::Cpo;

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
    /// Real-time authorization of a token that no eMSP has issued.
    #[error("token {0} is not known")]
    #[ocpi(code = 2004, http = 404)]
    Unknown(String),

    /// The tokens cannot be read at the moment.
    // What the peer reads is "server error"; the rest is in the log.
    #[error("cannot read from {url}")]
    #[ocpi(code = 3000)]
    Database { url: String, source: std::io::Error },
}

impl Cpo {
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
            // Two tokens for what goes wrong at night.
            "NO-DATABASE" => Err(TokenError::Database {
                url: "postgres://ocpi:hunter2@db7".to_owned(),
                source: std::io::ErrorKind::ConnectionRefused.into(),
            }),
            "BUG" => panic!("attempt to read hunter2 out of bounds"),
            _ => Err(TokenError::Unknown(uid)),
        }
    }
}
