//! Handlers for GET, PUT and PATCH of the objects that a CPO pushes.

use axum::extract::{Path, State};
use ocpi_status::axum::OcpiJson;
use ocpi_status::{OcpiError, OcpiResponse, RequestError, read_request};
use rusqlite::{Connection, OptionalExtension, params};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use thiserror::Error;

use crate::Emsp;
use crate::peer::Peer;
use crate::store::{Store, StoreError};
use crate::versions::Ocpi;

#[derive(Debug, Error, OcpiError)]
#[ocpi(version = "2.2.1")]
pub(crate) enum ObjectError {
    /// The location of the URL is not known.
    #[error("location {0} is not known")]
    #[ocpi(code = 2003, http = 404)]
    UnknownLocation(String),

    /// The session, CDR or EVSE of the URL is not known.
    // OCPI has codes for unknown locations and tokens only.
    #[error("{0} is not known")]
    #[ocpi(code = 2000, http = 404)]
    Unknown(String),

    /// The URL or the body names another party as the owner.
    #[error("the object belongs to another party")]
    #[ocpi(code = 2000, http = 403)]
    OtherOwner,

    /// The id in the body is not the one in the URL.
    #[error("the id in the body is not {0}")]
    #[ocpi(code = 2001)]
    OtherId(String),

    /// PATCH without `last_updated`.
    #[error("a PATCH needs last_updated")]
    #[ocpi(code = 2001)]
    NoLastUpdated,

    /// The fields of the PATCH make the object invalid.
    #[error(transparent)]
    #[ocpi(transparent)]
    Invalid(#[from] RequestError),

    #[error(transparent)]
    #[ocpi(transparent)]
    Store(#[from] StoreError),
}

/// An object of a module, as one version defines it. Fields that this eMSP does not use are not
/// stored.
pub(crate) trait Object: DeserializeOwned + Serialize + Send + 'static {
    /// The last part of the module's URL.
    const MODULE: &'static str;

    fn id(&self) -> &str;

    /// Returns country code and party id, from OCPI 2.2 on.
    fn owner(&self) -> Option<(&str, &str)> {
        None
    }

    /// Returns the error for an id that is not known.
    fn unknown(id: String) -> ObjectError {
        ObjectError::Unknown(id)
    }
}

/// The parts of a URL that name an object.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Key {
    pub(crate) country_code: String,
    pub(crate) party_id: String,
    pub(crate) id: String,
}

impl Key {
    /// Returns the key if the party that asks owns the object.
    pub(crate) fn owned_by(self, peer: &Peer) -> Result<Self, ObjectError> {
        let is_owner = peer.is(&self.country_code, &self.party_id);
        if is_owner { Ok(self) } else { Err(ObjectError::OtherOwner) }
    }

    fn accept<O: Object>(&self, object: &O) -> Result<(), ObjectError> {
        if !object.id().eq_ignore_ascii_case(&self.id) {
            return Err(ObjectError::OtherId(self.id.clone()));
        }
        match object.owner() {
            Some((country_code, party_id))
                if !country_code.eq_ignore_ascii_case(&self.country_code)
                    || !party_id.eq_ignore_ascii_case(&self.party_id) =>
            {
                Err(ObjectError::OtherOwner)
            }
            _ => Ok(()),
        }
    }
}

/// `GET /{module}/{country_code}/{party_id}/{id}`.
pub(crate) async fn get<V: Ocpi, O: Object>(
    peer: Peer,
    State(emsp): State<Emsp>,
    Path(key): Path<Key>,
) -> Result<OcpiJson<O>, ObjectError> {
    emsp.store.object::<V, O>(key.owned_by(&peer)?).await.map(OcpiJson)
}

/// `PUT /{module}/{country_code}/{party_id}/{id}`.
pub(crate) async fn put<V: Ocpi, O: Object>(
    peer: Peer,
    State(emsp): State<Emsp>,
    Path(key): Path<Key>,
    OcpiJson(object): OcpiJson<O>,
) -> Result<OcpiResponse<()>, ObjectError> {
    let key = key.owned_by(&peer)?;
    key.accept(&object)?;
    let is_new = emsp.store.put_object::<V, O>(key, object).await?;
    Ok(if is_new { OcpiResponse::empty().created() } else { OcpiResponse::empty() })
}

/// `PATCH /{module}/{country_code}/{party_id}/{id}`.
pub(crate) async fn patch<V: Ocpi, O: Object>(
    peer: Peer,
    State(emsp): State<Emsp>,
    Path(key): Path<Key>,
    OcpiJson(fields): OcpiJson<Map<String, Value>>,
) -> Result<OcpiResponse<()>, ObjectError> {
    let key = key.owned_by(&peer)?;
    let change = |object: &mut O| {
        *object = merge(object, fields)?;
        Ok(())
    };
    emsp.store.change_object::<V, O, _>(key, change).await?;
    Ok(OcpiResponse::empty())
}

/// Returns the object with the fields of a PATCH. The result is read as a whole object, so the
/// error names the place of a wrong field.
pub(crate) fn merge<T: DeserializeOwned + Serialize>(
    object: &T,
    fields: Map<String, Value>,
) -> Result<T, ObjectError> {
    if !fields.contains_key("last_updated") {
        return Err(ObjectError::NoLastUpdated);
    }
    let mut merged = serde_json::to_value(object).map_err(StoreError::from)?;
    if let Value::Object(merged) = &mut merged {
        merged.extend(fields);
    }
    Ok(read_request(merged.to_string().as_bytes())?)
}

impl Store {
    pub(crate) async fn object<V: Ocpi, O: Object>(&self, key: Key) -> Result<O, ObjectError> {
        self.call(move |connection| select::<V, O>(connection, &key)).await
    }

    /// Returns whether the object is new.
    async fn put_object<V: Ocpi, O: Object>(
        &self,
        key: Key,
        object: O,
    ) -> Result<bool, ObjectError> {
        self.call(move |connection| upsert::<V, O>(connection, &key, &object)).await
    }

    /// Changes an object. Nobody else changes it in the meantime.
    pub(crate) async fn change_object<V: Ocpi, O: Object, T: Send + 'static>(
        &self,
        key: Key,
        change: impl FnOnce(&mut O) -> Result<T, ObjectError> + Send + 'static,
    ) -> Result<T, ObjectError> {
        self.call(move |connection| {
            let mut object = select::<V, O>(connection, &key)?;
            let result = change(&mut object)?;
            key.accept(&object)?;
            upsert::<V, O>(connection, &key, &object)?;
            Ok(result)
        })
        .await
    }
}

fn select<V: Ocpi, O: Object>(connection: &Connection, key: &Key) -> Result<O, ObjectError> {
    let select = || -> Result<Option<O>, StoreError> {
        let mut select = connection.prepare_cached(
            "SELECT json FROM object
             WHERE version = ? AND module = ? AND country_code = ? AND party_id = ? AND id = ?",
        )?;
        let key = params![V::VERSION.as_str(), O::MODULE, key.country_code, key.party_id, key.id];
        let json: Option<String> = select.query_row(key, |row| row.get(0)).optional()?;
        Ok(json.as_deref().map(serde_json::from_str).transpose()?)
    };
    select()?.ok_or_else(|| O::unknown(key.id.clone()))
}

/// Returns whether the object is new.
fn upsert<V: Ocpi, O: Object>(
    connection: &Connection,
    key: &Key,
    object: &O,
) -> Result<bool, ObjectError> {
    let upsert = || -> Result<bool, StoreError> {
        let json = serde_json::to_string(object)?;
        let Key { country_code, party_id, id } = key;
        let row = params![json, V::VERSION.as_str(), O::MODULE, country_code, party_id, id];
        let updated = connection
            .prepare_cached(
                "UPDATE object SET json = ?
                 WHERE version = ? AND module = ? AND country_code = ? AND party_id = ? AND id = ?",
            )?
            .execute(row)?;
        if updated == 0 {
            connection
                .prepare_cached(
                    "INSERT INTO object (json, version, module, country_code, party_id, id)
                     VALUES (?, ?, ?, ?, ?, ?)",
                )?
                .execute(row)?;
        }
        Ok(updated == 0)
    };
    Ok(upsert()?)
}
