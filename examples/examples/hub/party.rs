//! The parties that are connected to the hub, and the headers that name them.

use std::fmt;

use axum::extract::FromRequestParts;
use axum::http::header::{AUTHORIZATION, HeaderMap, HeaderName, HeaderValue, InvalidHeaderValue};
use axum::http::request::Parts;
use examples::authorization::credentials_tokens;

use crate::error::HubError;
use crate::{HUB, Hub};

/// Country code and party id, in upper case.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct PartyId {
    country_code: String,
    party_id: String,
}

/// A registered party.
#[derive(Clone, Debug)]
pub(crate) struct Party {
    pub(crate) id: PartyId,
    /// The credentials token of its requests.
    pub(crate) token: String,
    /// The URL below which it has its endpoints, from its version details.
    pub(crate) url: String,
    /// The credentials token of the hub's requests to it.
    pub(crate) hubs_token: String,
    /// The modules that it has in the role RECEIVER, from its version details.
    pub(crate) receives: &'static [&'static str],
}

#[derive(Debug)]
pub(crate) struct Registry(Vec<Party>);

/// The parties of a request.
#[derive(Debug)]
pub(crate) struct Routing {
    pub(crate) from: PartyId,
    pub(crate) to: PartyId,
}

impl PartyId {
    pub(crate) fn new(country_code: &str, party_id: &str) -> Self {
        let [country_code, party_id] = [country_code, party_id].map(str::to_ascii_uppercase);
        Self { country_code, party_id }
    }

    /// Reads `OCPI-from-*` or `OCPI-to-*`.
    fn read(headers: &HeaderMap, direction: &'static str) -> Result<Self, HubError> {
        let header = |what| {
            let value = headers.get(format!("ocpi-{direction}-{what}"))?.to_str().ok()?;
            Some(value).filter(|value| !value.is_empty())
        };
        let id = Option::zip(header("country-code"), header("party-id"));
        let (country_code, party_id) = id.ok_or(HubError::NoParty(direction))?;
        Ok(Self::new(country_code, party_id))
    }

    /// Writes `OCPI-from-*` or `OCPI-to-*`.
    pub(crate) fn write(
        &self,
        headers: &mut HeaderMap,
        [country_code, party_id]: [HeaderName; 2],
    ) -> Result<(), InvalidHeaderValue> {
        headers.insert(country_code, HeaderValue::from_str(&self.country_code)?);
        headers.insert(party_id, HeaderValue::from_str(&self.party_id)?);
        Ok(())
    }

    pub(crate) fn is_hub(&self) -> bool {
        (self.country_code.as_str(), self.party_id.as_str()) == HUB
    }
}

impl fmt::Display for PartyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.country_code, self.party_id)
    }
}

impl Registry {
    pub(crate) fn new(parties: Vec<Party>) -> Self {
        Self(parties)
    }

    pub(crate) fn party(&self, id: &PartyId) -> Option<&Party> {
        self.0.iter().find(|party| party.id == *id)
    }

    /// Returns the receivers of a broadcast push.
    pub(crate) fn receivers(&self, module: &str, from: &PartyId) -> Vec<Party> {
        let is_receiver = |party: &&Party| party.receives.contains(&module) && party.id != *from;
        self.0.iter().filter(is_receiver).cloned().collect()
    }

    fn authenticate(&self, header: Option<&HeaderValue>) -> Result<&Party, HubError> {
        let mut tokens =
            header.into_iter().flat_map(|header| credentials_tokens(header.as_bytes()));
        let party = tokens.find_map(|token| self.0.iter().find(|party| party.token == token));
        party.ok_or(HubError::Unauthorized)
    }
}

/// The sender is the party of the credentials token, whatever the headers say.
impl FromRequestParts<Hub> for Routing {
    type Rejection = HubError;

    async fn from_request_parts(parts: &mut Parts, hub: &Hub) -> Result<Self, HubError> {
        let sender = hub.registry.authenticate(parts.headers.get(AUTHORIZATION))?;
        let from = PartyId::read(&parts.headers, "from")?;
        if from != sender.id {
            return Err(HubError::OtherSender(from));
        }
        Ok(Self { from, to: PartyId::read(&parts.headers, "to")? })
    }
}
