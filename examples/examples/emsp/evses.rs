//! Handlers for GET, PUT and PATCH of an EVSE, which has a URL below that of its location.

use axum::extract::{Path, State};
use ocpi_status::axum::OcpiJson;
use ocpi_status::{OcpiResponse, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::Emsp;
use crate::objects::{Key, Object, ObjectError, merge};
use crate::peer::Peer;
use crate::versions::Ocpi;

/// The fields of an EVSE that both versions have.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct Evse {
    pub(crate) uid: String,
    pub(crate) status: Status,
    pub(crate) last_updated: Timestamp,
}

#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
#[serde(rename_all = "UPPERCASE")]
pub(crate) enum Status {
    Available,
    Blocked,
    Charging,
    InOperative,
    OutOfOrder,
    Planned,
    Removed,
    Reserved,
    Unknown,
}

/// A location, as one version defines it.
pub(crate) trait Location: Object {
    fn evses(&mut self) -> &mut Vec<Evse>;

    /// Called when an EVSE changes, which is a change of the location too.
    fn set_last_updated(&mut self, last_updated: Timestamp);
}

/// The parts of a URL that name an EVSE.
#[derive(Debug, Deserialize)]
pub(crate) struct EvseKey {
    #[serde(flatten)]
    location: Key,
    evse_uid: String,
}

/// `GET /locations/{country_code}/{party_id}/{id}/{evse_uid}`.
pub(crate) async fn get<V: Ocpi>(
    peer: Peer,
    State(emsp): State<Emsp>,
    Path(EvseKey { location, evse_uid }): Path<EvseKey>,
) -> Result<OcpiJson<Evse>, ObjectError> {
    let mut location = emsp.store.object::<V, V::Location>(location.owned_by(&peer)?).await?;
    find(&mut location, &evse_uid).cloned().map(OcpiJson)
}

/// `PUT /locations/{country_code}/{party_id}/{id}/{evse_uid}`, which needs a known location.
pub(crate) async fn put<V: Ocpi>(
    peer: Peer,
    State(emsp): State<Emsp>,
    Path(EvseKey { location, evse_uid }): Path<EvseKey>,
    OcpiJson(evse): OcpiJson<Evse>,
) -> Result<OcpiResponse<()>, ObjectError> {
    if !evse.uid.eq_ignore_ascii_case(&evse_uid) {
        return Err(ObjectError::OtherId(evse_uid));
    }
    let put = move |location: &mut V::Location| {
        location.set_last_updated(evse.last_updated);
        if let Ok(known) = find(location, &evse_uid) {
            *known = evse;
            return Ok(OcpiResponse::empty());
        }
        location.evses().push(evse);
        Ok(OcpiResponse::empty().created())
    };
    emsp.store.change_object::<V, _, _>(location.owned_by(&peer)?, put).await
}

/// `PATCH /locations/{country_code}/{party_id}/{id}/{evse_uid}`.
pub(crate) async fn patch<V: Ocpi>(
    peer: Peer,
    State(emsp): State<Emsp>,
    Path(EvseKey { location, evse_uid }): Path<EvseKey>,
    OcpiJson(fields): OcpiJson<Map<String, Value>>,
) -> Result<OcpiResponse<()>, ObjectError> {
    let patch = move |location: &mut V::Location| {
        let evse = find(location, &evse_uid)?;
        let patched: Evse = merge(evse, fields)?;
        if !patched.uid.eq_ignore_ascii_case(&evse_uid) {
            return Err(ObjectError::OtherId(evse_uid));
        }
        let last_updated = patched.last_updated;
        *evse = patched;
        location.set_last_updated(last_updated);
        Ok(OcpiResponse::empty())
    };
    emsp.store.change_object::<V, _, _>(location.owned_by(&peer)?, patch).await
}

fn find<'a, L: Location>(location: &'a mut L, uid: &str) -> Result<&'a mut Evse, ObjectError> {
    let mut evses = location.evses().iter_mut();
    let found = evses.find(|evse| evse.uid.eq_ignore_ascii_case(uid));
    found.ok_or_else(|| ObjectError::Unknown(format!("EVSE {uid}")))
}
