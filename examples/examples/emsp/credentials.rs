//! The Credentials module: how a party registers.

use axum::extract::State;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ocpi_status::axum::OcpiJson;
use ocpi_status::{Lenient, MessageIds, OcpiError, OcpiResponse, Version};
use rusqlite::params;
use serde::Deserialize;
use thiserror::Error;

use crate::Emsp;
use crate::outgoing::FetchError;
use crate::peer::{Caller, Peer};
use crate::store::{Store, StoreError};
use crate::versions::{Endpoint, Ocpi, VersionUrl};

#[derive(Debug, Error, OcpiError)]
#[ocpi(version = "2.2.1", code = 2000)]
pub(crate) enum CredentialsError {
    /// POST of credentials, although there are some: use PUT.
    #[error("this party is registered already")]
    #[ocpi(http = 405)]
    Registered {
        #[ocpi(header = "Allow")]
        allow: &'static str,
    },

    /// PUT or DELETE of credentials, although there are none: use POST.
    #[error("this party is not registered")]
    #[ocpi(http = 405)]
    NotRegistered {
        #[ocpi(header = "Allow")]
        allow: &'static str,
    },

    /// The credentials name no party.
    #[error("the credentials have no role")]
    #[ocpi(code = 2001)]
    NoRole,

    /// The versions of the party cannot be read.
    #[error("cannot use the API of the party that registers")]
    #[ocpi(code = 3001)]
    ClientApi(#[from] FetchError),

    /// The party does not have the version in the URL of the request.
    #[error("the party does not have version {0}")]
    #[ocpi(code = 3002, message = "{self}")]
    Version(Version),

    /// The party lacks an endpoint that this eMSP needs.
    #[error("the party does not have the module {0}")]
    #[ocpi(code = 3003, message = "{self}")]
    NoEndpoint(&'static str),

    /// No credentials token can be made.
    #[error("the operating system has no random numbers")]
    #[ocpi(code = 3000)]
    Random(#[from] getrandom::Error),

    #[error(transparent)]
    #[ocpi(transparent)]
    Store(#[from] StoreError),
}

/// The credentials, as one version defines them.
pub(crate) trait Credentials: Sized {
    /// Makes the credentials of this eMSP.
    fn new(token: String, url: String) -> Self;

    fn token(&self) -> &str;

    /// Returns the URL of the party's versions.
    fn url(&self) -> &str;

    fn party(&self) -> Option<Peer>;
}

/// The details of a version. Endpoints that cannot be read are left out.
#[derive(Debug, Deserialize)]
struct PeerDetails {
    endpoints: Lenient<Endpoint>,
}

/// The modules that this eMSP needs.
const NEEDED: [&str; 2] = ["credentials", "locations"];

/// `GET /credentials`.
pub(crate) async fn get<V: Ocpi>(
    caller: Caller,
    State(emsp): State<Emsp>,
) -> OcpiJson<V::Credentials> {
    OcpiJson(V::Credentials::new(caller.token, emsp.versions_url()))
}

/// `POST /credentials`: registers a party that was invited.
pub(crate) async fn post<V: Ocpi>(
    caller: Caller,
    ids: MessageIds,
    State(emsp): State<Emsp>,
    OcpiJson(credentials): OcpiJson<V::Credentials>,
) -> Result<OcpiJson<V::Credentials>, CredentialsError> {
    if caller.peer.is_some() {
        return Err(CredentialsError::Registered { allow: "GET, PUT, DELETE" });
    }
    emsp.register::<V>(caller.token, &ids, &credentials).await.map(OcpiJson)
}

/// `PUT /credentials`: replaces both tokens.
pub(crate) async fn put<V: Ocpi>(
    caller: Caller,
    ids: MessageIds,
    State(emsp): State<Emsp>,
    OcpiJson(credentials): OcpiJson<V::Credentials>,
) -> Result<OcpiJson<V::Credentials>, CredentialsError> {
    if caller.peer.is_none() {
        return Err(CredentialsError::NotRegistered { allow: "GET, POST" });
    }
    emsp.register::<V>(caller.token, &ids, &credentials).await.map(OcpiJson)
}

/// `DELETE /credentials`: removes the party.
pub(crate) async fn delete(
    caller: Caller,
    State(emsp): State<Emsp>,
) -> Result<OcpiResponse<()>, CredentialsError> {
    if caller.peer.is_none() {
        return Err(CredentialsError::NotRegistered { allow: "GET, POST" });
    }
    emsp.store.delete_peer(caller.token).await?;
    Ok(OcpiResponse::empty())
}

impl Emsp {
    /// Fetches the versions and the endpoints of the party, and makes a token for it.
    async fn register<V: Ocpi>(
        &self,
        old_token: String,
        ids: &MessageIds,
        credentials: &V::Credentials,
    ) -> Result<V::Credentials, CredentialsError> {
        let peer = credentials.party().ok_or(CredentialsError::NoRole)?;
        let (url, token) = (credentials.url(), credentials.token());
        // An unknown version in the list must not invalidate the others.
        let versions: Lenient<VersionUrl> = self.fetch(url, token, ids).await?;
        let version = versions.items.into_iter().find(|version| version.version == V::VERSION);
        let version = version.ok_or(CredentialsError::Version(V::VERSION))?;
        let details: PeerDetails = self.fetch(&version.url, token, ids).await?;
        let endpoints = details.endpoints.items;
        let lacks = |module: &str| !endpoints.iter().any(|endpoint| endpoint.identifier == module);
        if let Some(missing) = NEEDED.into_iter().find(|module| lacks(module)) {
            return Err(CredentialsError::NoEndpoint(missing));
        }

        let new_token = new_token()?;
        let row = Registration {
            version: V::VERSION,
            peer,
            url: url.to_owned(),
            token_for_peer: token.to_owned(),
        };
        self.store.replace_peer(old_token, new_token.clone(), row).await?;
        Ok(V::Credentials::new(new_token, self.versions_url()))
    }
}

/// Returns 32 random bytes in 43 characters; a token may have 64.
fn new_token() -> Result<String, getrandom::Error> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes)?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}

struct Registration {
    version: Version,
    peer: Peer,
    url: String,
    token_for_peer: String,
}

impl Store {
    /// Replaces the token of a party. Of two requests at the same time, one succeeds.
    async fn replace_peer(
        &self,
        old_token: String,
        new_token: String,
        Registration { version, peer, url, token_for_peer }: Registration,
    ) -> Result<(), CredentialsError> {
        let replace = move |connection: &mut rusqlite::Connection| -> Result<_, StoreError> {
            let transaction = connection.transaction()?;
            let deleted = transaction.execute("DELETE FROM peer WHERE token = ?", [old_token])?;
            if deleted == 1 {
                let Peer { country_code, party_id } = peer;
                let version = version.as_str();
                transaction.execute(
                    "INSERT INTO peer (token, version, country_code, party_id, url, token_for_peer)
                     VALUES (?, ?, ?, ?, ?, ?)",
                    params![new_token, version, country_code, party_id, url, token_for_peer],
                )?;
                transaction.commit()?;
            }
            Ok(deleted == 1)
        };
        if self.call(replace).await? {
            Ok(())
        } else {
            Err(CredentialsError::Registered { allow: "GET, PUT, DELETE" })
        }
    }

    async fn delete_peer(&self, token: String) -> Result<(), StoreError> {
        self.call(move |connection| {
            connection.execute("DELETE FROM peer WHERE token = ?", [token])?;
            Ok(())
        })
        .await
    }
}
