//! The objects of OCPI 2.2.1, with the fields that this eMSP uses.

use ocpi_status::{Timestamp, Version};
use serde::{Deserialize, Serialize};

use super::{Ocpi, Role};
use crate::credentials;
use crate::evses::{self, Evse};
use crate::objects::{Object, ObjectError};
use crate::peer::Peer;
use crate::tokens::{self, Allowed, Decision, LocationReferences};
use crate::{COUNTRY_CODE, PARTY_ID};

pub(crate) struct V2_2_1;

impl Ocpi for V2_2_1 {
    const VERSION: Version = Version::V2_2_1;

    type Credentials = Credentials;
    type Token = Token;
    type AuthorizationInfo = AuthorizationInfo;
    type Location = Location;
    type Session = Session;
    type Cdr = Cdr;

    const MODULES: &'static [(&'static str, Option<Role>)] = &[
        // Both roles are the same for this module; OCPI leaves open which one is listed.
        ("credentials", Some(Role::Receiver)),
        ("locations", Some(Role::Receiver)),
        ("sessions", Some(Role::Receiver)),
        ("cdrs", Some(Role::Receiver)),
        ("tokens", Some(Role::Sender)),
    ];
}

#[derive(Debug, Deserialize, Serialize)]
pub(crate) struct Credentials {
    token: String,
    url: String,
    roles: Vec<CredentialsRole>,
}

#[derive(Debug, Deserialize, Serialize)]
struct CredentialsRole {
    role: String,
    country_code: String,
    party_id: String,
}

impl credentials::Credentials for Credentials {
    fn new(token: String, url: String) -> Self {
        let role = CredentialsRole {
            role: "EMSP".to_owned(),
            country_code: COUNTRY_CODE.to_owned(),
            party_id: PARTY_ID.to_owned(),
        };
        Self { token, url, roles: vec![role] }
    }

    fn token(&self) -> &str {
        &self.token
    }

    fn url(&self) -> &str {
        &self.url
    }

    fn party(&self) -> Option<Peer> {
        let role = self.roles.first()?;
        let (country_code, party_id) = (role.country_code.clone(), role.party_id.clone());
        Some(Peer { country_code, party_id })
    }
}

#[derive(Debug, Serialize)]
pub(crate) struct Token {
    country_code: &'static str,
    party_id: &'static str,
    uid: String,
    r#type: String,
    contract_id: String,
    issuer: String,
    valid: bool,
    whitelist: String,
    last_updated: Timestamp,
}

impl From<tokens::Token> for Token {
    fn from(token: tokens::Token) -> Self {
        Self {
            country_code: COUNTRY_CODE,
            party_id: PARTY_ID,
            uid: token.uid,
            r#type: token.kind,
            contract_id: token.contract_id,
            issuer: token.issuer,
            valid: token.valid,
            whitelist: token.whitelist,
            last_updated: token.last_updated,
        }
    }
}

#[derive(Debug, Serialize)]
pub(crate) struct AuthorizationInfo {
    allowed: Allowed,
    token: Token,
    #[serde(skip_serializing_if = "Option::is_none")]
    location: Option<LocationReferences>,
}

impl From<Decision> for AuthorizationInfo {
    fn from(Decision { allowed, token, location }: Decision) -> Self {
        Self { allowed, token: token.into(), location }
    }
}

#[derive(Debug, Deserialize, Serialize)]
pub(crate) struct Location {
    country_code: String,
    party_id: String,
    id: String,
    publish: bool,
    address: String,
    city: String,
    country: String,
    #[serde(default)]
    evses: Vec<Evse>,
    last_updated: Timestamp,
}

impl Object for Location {
    const MODULE: &'static str = "locations";

    fn id(&self) -> &str {
        &self.id
    }

    fn owner(&self) -> Option<(&str, &str)> {
        Some((&self.country_code, &self.party_id))
    }

    fn unknown(id: String) -> ObjectError {
        ObjectError::UnknownLocation(id)
    }
}

impl evses::Location for Location {
    fn evses(&mut self) -> &mut Vec<Evse> {
        &mut self.evses
    }

    fn set_last_updated(&mut self, last_updated: Timestamp) {
        self.last_updated = last_updated;
    }
}

#[derive(Debug, Deserialize, Serialize)]
pub(crate) struct Session {
    country_code: String,
    party_id: String,
    id: String,
    start_date_time: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_date_time: Option<Timestamp>,
    kwh: f64,
    currency: String,
    status: String,
    last_updated: Timestamp,
}

impl Object for Session {
    const MODULE: &'static str = "sessions";

    fn id(&self) -> &str {
        &self.id
    }

    fn owner(&self) -> Option<(&str, &str)> {
        Some((&self.country_code, &self.party_id))
    }
}

#[derive(Debug, Deserialize, Serialize)]
pub(crate) struct Cdr {
    country_code: String,
    party_id: String,
    id: String,
    start_date_time: Timestamp,
    end_date_time: Timestamp,
    currency: String,
    total_cost: Price,
    total_energy: f64,
    last_updated: Timestamp,
}

#[derive(Debug, Deserialize, Serialize)]
struct Price {
    excl_vat: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    incl_vat: Option<f64>,
}

impl Object for Cdr {
    const MODULE: &'static str = "cdrs";

    fn id(&self) -> &str {
        &self.id
    }

    fn owner(&self) -> Option<(&str, &str)> {
        Some((&self.country_code, &self.party_id))
    }
}
