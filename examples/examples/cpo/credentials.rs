//! Credentials: authorization, and the registration of a party.

use examples::authorization::credentials_tokens;
use examples::lock;
use ocpi_status::OcpiError;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::Cpo;

/// The credentials token of the only party that the CPO knows.
pub(crate) const TOKEN: &str = "smoke";

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Credentials {
    token: String,
    url: String,
}

#[derive(Debug, Error, OcpiError)]
pub(crate) enum AuthError {
    /// The `Authorization` header has no credentials token that this CPO has issued.
    #[error("the credentials token is missing or not known")]
    #[ocpi(code = 2000, http = 401)]
    Unauthorized,
}

#[derive(Debug, Error, OcpiError)]
#[ocpi(code = 2000)]
pub(crate) enum CredentialsError {
    /// POST of credentials, although the party is registered.
    #[error("this party is registered already")]
    #[ocpi(http = 405)]
    Registered {
        #[ocpi(header = "Allow")]
        allow: &'static str,
    },

    /// DELETE of credentials, although the party is not registered.
    #[error("this party is not registered")]
    #[ocpi(http = 405)]
    NotRegistered {
        #[ocpi(header = "Allow")]
        allow: &'static str,
    },
}

/// Checks the `Authorization` header.
pub(crate) fn authenticate(header: Option<&[u8]>) -> Result<(), AuthError> {
    let mut tokens = header.into_iter().flat_map(credentials_tokens);
    if tokens.any(|token| token == TOKEN) { Ok(()) } else { Err(AuthError::Unauthorized) }
}

impl Cpo {
    pub(crate) fn register(&self, peer: Credentials) -> Result<Credentials, CredentialsError> {
        let mut registered = lock(&self.registered);
        if registered.is_some() {
            return Err(CredentialsError::Registered { allow: "DELETE" });
        }
        *registered = Some(peer);
        let url = "https://cpo.example/ocpi/versions".to_owned();
        Ok(Credentials { token: "bmV3".to_owned(), url })
    }

    pub(crate) fn unregister(&self) -> Result<(), CredentialsError> {
        let deleted = lock(&self.registered).take().map(drop);
        deleted.ok_or(CredentialsError::NotRegistered { allow: "POST" })
    }
}
