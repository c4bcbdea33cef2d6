//! The CDRs module: a CDR is created and read, but not changed.

use axum::extract::{Path, State};
use ocpi_status::axum::OcpiJson;
use ocpi_status::{OcpiError, OcpiResponse};
use rusqlite::{OptionalExtension, params};
use thiserror::Error;

use crate::Emsp;
use crate::objects::Object;
use crate::peer::Peer;
use crate::store::{Store, StoreError};
use crate::versions::Ocpi;

#[derive(Debug, Error, OcpiError)]
#[ocpi(version = "2.2.1")]
pub(crate) enum CdrError {
    /// POST of a CDR with the id of a different CDR.
    #[error("CDR {0} exists, and a CDR cannot be changed")]
    #[ocpi(code = 2001)]
    Exists(String),

    /// GET of a CDR that is not known, or belongs to another party.
    #[error("CDR {0} is not known")]
    #[ocpi(code = 2000, http = 404)]
    Unknown(String),

    /// The body names another party as the owner.
    #[error("the CDR belongs to another party")]
    #[ocpi(code = 2000, http = 403)]
    OtherOwner,

    #[error(transparent)]
    #[ocpi(transparent)]
    Store(#[from] StoreError),
}

/// `POST /cdrs`, with the URL of the CDR in the `Location` header of the response. The same CDR
/// again is a success, because the first response may have been lost.
pub(crate) async fn post<V: Ocpi>(
    peer: Peer,
    State(emsp): State<Emsp>,
    OcpiJson(cdr): OcpiJson<V::Cdr>,
) -> Result<OcpiResponse<()>, CdrError> {
    if cdr.owner().is_some_and(|(country_code, party_id)| !peer.is(country_code, party_id)) {
        return Err(CdrError::OtherOwner);
    }
    let (number, is_new) = emsp.store.insert_cdr::<V>(peer, cdr).await?;
    let response = if is_new { OcpiResponse::empty().created() } else { OcpiResponse::empty() };
    Ok(response.with_header("Location", emsp.url::<V>(&format!("/cdrs/{number}"))))
}

/// `GET /cdrs/{number}`, the URL in the `Location` header.
pub(crate) async fn get<V: Ocpi>(
    peer: Peer,
    State(emsp): State<Emsp>,
    Path(number): Path<String>,
) -> Result<OcpiJson<V::Cdr>, CdrError> {
    emsp.store.cdr::<V>(peer, number).await.map(OcpiJson)
}

impl Store {
    /// Returns the number of the CDR, and whether it is new.
    async fn insert_cdr<V: Ocpi>(&self, peer: Peer, cdr: V::Cdr) -> Result<(i64, bool), CdrError> {
        self.call(move |connection| {
            let insert = || -> Result<_, StoreError> {
                let json = serde_json::to_string(&cdr)?;
                let Peer { country_code, party_id } = peer;
                let (version, module) = (V::VERSION.as_str(), V::Cdr::MODULE);
                let transaction = connection.transaction()?;
                let inserted = transaction.execute(
                    "INSERT INTO object (version, module, country_code, party_id, id, json)
                     VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                    params![version, module, country_code, party_id, cdr.id(), json],
                )?;
                let (number, stored): (i64, String) = transaction.query_row(
                    "SELECT number, json FROM object
                     WHERE version = ? AND module = ? AND country_code = ? AND party_id = ? AND id = ?",
                    params![version, module, country_code, party_id, cdr.id()],
                    |row| Ok((row.get(0)?, row.get(1)?)),
                )?;
                transaction.commit()?;
                Ok((number, inserted == 1, stored == json))
            };
            match insert()? {
                (number, is_new, true) => Ok((number, is_new)),
                (.., false) => Err(CdrError::Exists(cdr.id().to_owned())),
            }
        })
        .await
    }

    async fn cdr<V: Ocpi>(&self, peer: Peer, number: String) -> Result<V::Cdr, CdrError> {
        self.call(move |connection| {
            let select = || -> Result<Option<V::Cdr>, StoreError> {
                let mut select = connection.prepare_cached(
                    "SELECT json FROM object
                     WHERE number = ? AND version = ? AND module = ?
                     AND country_code = ? AND party_id = ?",
                )?;
                let Peer { country_code, party_id } = peer;
                let (version, module) = (V::VERSION.as_str(), V::Cdr::MODULE);
                let row = params![number, version, module, country_code, party_id];
                let json: Option<String> = select.query_row(row, |row| row.get(0)).optional()?;
                Ok(json.as_deref().map(serde_json::from_str).transpose()?)
            };
            select()?.ok_or(CdrError::Unknown(number.clone()))
        })
        .await
    }
}
