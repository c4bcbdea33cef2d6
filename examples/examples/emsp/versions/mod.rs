//! The versions of OCPI side by side. The handlers are generic over [`Ocpi`].

pub(crate) mod v2_1_1;
pub(crate) mod v2_2_1;

use axum::extract::State;
use ocpi_status::Version;
use ocpi_status::axum::OcpiJson;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::Emsp;
use crate::credentials::Credentials;
use crate::evses::Location;
use crate::objects::Object;
use crate::peer::Caller;
use crate::tokens::{Decision, Token};

/// A version of OCPI and its types.
pub(crate) trait Ocpi: Send + Sync + 'static {
    const VERSION: Version;

    type Credentials: Credentials + DeserializeOwned + Serialize + Send + Sync;
    type Token: From<Token> + Serialize + Send;
    type AuthorizationInfo: From<Decision> + Serialize + Send;
    type Location: Location;
    type Session: Object;
    type Cdr: Object;

    /// The modules of this eMSP; from OCPI 2.2 on, each has a role.
    const MODULES: &'static [(&'static str, Option<Role>)];
}

#[derive(Clone, Copy, Debug, Eq, PartialEq, Deserialize, Serialize)]
#[serde(rename_all = "UPPERCASE")]
pub(crate) enum Role {
    Sender,
    Receiver,
}

/// An entry in the list of versions.
#[derive(Debug, Deserialize, Serialize)]
pub(crate) struct VersionUrl {
    pub(crate) version: Version,
    pub(crate) url: String,
}

/// The endpoints of a version.
#[derive(Debug, Deserialize, Serialize)]
pub(crate) struct VersionDetails {
    pub(crate) version: Version,
    pub(crate) endpoints: Vec<Endpoint>,
}

#[derive(Debug, Deserialize, Serialize)]
pub(crate) struct Endpoint {
    pub(crate) identifier: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) role: Option<Role>,
    pub(crate) url: String,
}

/// `GET /ocpi/versions`.
pub(crate) async fn list(_: Caller, State(emsp): State<Emsp>) -> OcpiJson<Vec<VersionUrl>> {
    OcpiJson(vec![version_url::<v2_1_1::V2_1_1>(&emsp), version_url::<v2_2_1::V2_2_1>(&emsp)])
}

fn version_url<V: Ocpi>(emsp: &Emsp) -> VersionUrl {
    VersionUrl { version: V::VERSION, url: emsp.url::<V>("") }
}

/// `GET /ocpi/{version}`.
pub(crate) async fn details<V: Ocpi>(
    _: Caller,
    State(emsp): State<Emsp>,
) -> OcpiJson<VersionDetails> {
    let endpoint = |&(identifier, role): &(&str, _)| {
        let url = emsp.url::<V>(&format!("/{identifier}"));
        Endpoint { identifier: identifier.to_owned(), role, url }
    };
    let endpoints = V::MODULES.iter().map(endpoint).collect();
    OcpiJson(VersionDetails { version: V::VERSION, endpoints })
}
