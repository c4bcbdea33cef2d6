//! The objects of OCPI 2.1.1, with the fields that this eMSP uses.

use ocpi_status::{Timestamp, Version};
use serde::{Deserialize, Serialize};

use super::{Ocpi, Role};
use crate::credentials;
use crate::evses::{self, Evse};
use crate::objects::{Object, ObjectError};
use crate::peer::Peer;
use crate::tokens::{self, Allowed, Decision, LocationReferences};
use crate::{COUNTRY_CODE, PARTY_ID};

pub(crate) struct V2_1_1;

impl Ocpi for V2_1_1 {
    const VERSION: Version = Version::V2_1_1;

    type Credentials = Credentials;
    type Token = Token;
    type AuthorizationInfo = AuthorizationInfo;
    type Location = Location;
    type Session = Session;
    type Cdr = Cdr;

    const MODULES: &'static [(&'static str, Option<Role>)] = &[
        ("credentials", None),
        ("locations", None),
        ("sessions", None),
        ("cdrs", None),
        ("tokens", None),
    ];
}

#[derive(Debug, Deserialize, Serialize)]
pub(crate) struct Credentials {
    token: String,
    url: String,
    country_code: String,
    party_id: String,
}

impl credentials::Credentials for Credentials {
    fn new(token: String, url: String) -> Self {
        Self { token, url, country_code: COUNTRY_CODE.to_owned(), party_id: PARTY_ID.to_owned() }
    }

    fn token(&self) -> &str {
        &self.token
    }

    fn url(&self) -> &str {
        &self.url
    }

    fn party(&self) -> Option<Peer> {
        let (country_code, party_id) = (self.country_code.clone(), self.party_id.clone());
        Some(Peer { country_code, party_id })
    }
}

#[derive(Debug, Serialize)]
pub(crate) struct Token {
    uid: String,
    r#type: String,
    auth_id: String,
    issuer: String,
    valid: bool,
    whitelist: String,
    last_updated: Timestamp,
}

impl From<tokens::Token> for Token {
    fn from(token: tokens::Token) -> Self {
        Self {
            uid: token.uid,
            r#type: token.kind,
            auth_id: token.contract_id,
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
    #[serde(skip_serializing_if = "Option::is_none")]
    location: Option<LocationReferences>,
}

impl From<Decision> for AuthorizationInfo {
    fn from(decision: Decision) -> Self {
        Self { allowed: decision.allowed, location: decision.location }
    }
}

#[derive(Debug, Deserialize, Serialize)]
pub(crate) struct Location {
    id: String,
    r#type: String,
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
    id: String,
    start_datetime: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_datetime: Option<Timestamp>,
    kwh: f64,
    auth_id: String,
    currency: String,
    status: String,
    last_updated: Timestamp,
}

impl Object for Session {
    const MODULE: &'static str = "sessions";

    fn id(&self) -> &str {
        &self.id
    }
}

#[derive(Debug, Deserialize, Serialize)]
pub(crate) struct Cdr {
    id: String,
    start_date_time: Timestamp,
    stop_date_time: Timestamp,
    auth_id: String,
    currency: String,
    total_cost: f64,
    total_energy: f64,
    last_updated: Timestamp,
}

impl Object for Cdr {
    const MODULE: &'static str = "cdrs";

    fn id(&self) -> &str {
        &self.id
    }
}
