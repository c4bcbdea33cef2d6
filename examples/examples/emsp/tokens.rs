//! The Tokens module: a list with pages, and real-time authorization.

use axum::extract::{Path, State};
use ocpi_status::axum::{OcpiJson, OcpiQuery};
use ocpi_status::{OcpiError, OcpiResponse, Paging, Timestamp};
use rusqlite::{OptionalExtension, Row, named_params};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::Emsp;
use crate::peer::Peer;
use crate::store::{Store, StoreError, from_millis, to_millis};
use crate::versions::Ocpi;

const MAX_LIMIT: usize = 50;

#[derive(Debug, Error, OcpiError)]
#[ocpi(version = "2.2.1")]
pub(crate) enum AuthorizeError {
    /// Real-time authorization of a token that this eMSP has not issued.
    #[error("token {0} is not known")]
    #[ocpi(code = 2004, http = 404)]
    UnknownToken(String),

    /// Real-time authorization without a location, for a token that needs one.
    #[error("token {0} needs a location")]
    #[ocpi(code = 2002)]
    NoLocation(String),

    #[error(transparent)]
    #[ocpi(transparent)]
    Store(#[from] StoreError),
}

/// A token as it is stored. Each version of OCPI has its own form of it.
#[derive(Clone, Debug)]
pub(crate) struct Token {
    pub(crate) uid: String,
    pub(crate) kind: String,
    pub(crate) contract_id: String,
    pub(crate) issuer: String,
    pub(crate) valid: bool,
    pub(crate) whitelist: String,
    pub(crate) last_updated: Timestamp,
}

/// The outcome of real-time authorization.
#[derive(Debug)]
pub(crate) struct Decision {
    pub(crate) allowed: Allowed,
    pub(crate) token: Token,
    pub(crate) location: Option<LocationReferences>,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum Allowed {
    Allowed,
    Blocked,
}

#[derive(Debug, Deserialize, Serialize)]
pub(crate) struct LocationReferences {
    pub(crate) location_id: String,
    #[serde(default)]
    pub(crate) evse_uids: Vec<String>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct AuthorizeQuery {
    #[serde(rename = "type", default = "rfid")]
    pub(crate) kind: String,
}

fn rfid() -> String {
    "RFID".to_owned()
}

/// `GET /tokens`.
pub(crate) async fn list<V: Ocpi>(
    _: Peer,
    State(emsp): State<Emsp>,
    OcpiQuery(paging): OcpiQuery<Paging>,
) -> Result<OcpiResponse<Vec<V::Token>>, StoreError> {
    let (tokens, total) = emsp.store.tokens(paging.clone()).await?;
    let tokens = tokens.into_iter().map(V::Token::from).collect();
    Ok(OcpiResponse::success(tokens).with_page(
        &paging,
        total,
        MAX_LIMIT,
        &emsp.url::<V>("/tokens"),
    ))
}

/// `POST /tokens/{uid}/authorize`: the body is optional.
pub(crate) async fn authorize<V: Ocpi>(
    _: Peer,
    State(emsp): State<Emsp>,
    Path(uid): Path<String>,
    OcpiQuery(query): OcpiQuery<AuthorizeQuery>,
    references: Option<OcpiJson<LocationReferences>>,
) -> Result<OcpiJson<V::AuthorizationInfo>, AuthorizeError> {
    let Some(token) = emsp.store.token(uid.clone(), query.kind).await? else {
        return Err(AuthorizeError::UnknownToken(uid));
    };
    let decision = decide(token, references.map(|OcpiJson(references)| references))?;
    Ok(OcpiJson(decision.into()))
}

/// Decides on a token. A blocked one is a success, whose `data` says so.
pub(crate) fn decide(
    token: Token,
    location: Option<LocationReferences>,
) -> Result<Decision, AuthorizeError> {
    if !token.valid {
        return Ok(Decision { allowed: Allowed::Blocked, token, location });
    }
    if token.whitelist == "NEVER" && location.is_none() {
        return Err(AuthorizeError::NoLocation(token.uid));
    }
    Ok(Decision { allowed: Allowed::Allowed, token, location })
}

impl Store {
    async fn tokens(&self, paging: Paging) -> Result<(Vec<Token>, usize), StoreError> {
        // `date_from` is inclusive, `date_to` is not: chapter "Transport and format", OCPI 2.1.1
        // and later.
        let from = paging.date_from.map_or(i64::MIN, to_millis);
        let to = paging.date_to.map_or(i64::MAX, to_millis);
        self.call(move |connection| {
            // One transaction, so that the total goes with the page.
            let transaction = connection.transaction()?;
            let total = transaction.query_row(
                "SELECT count(*) FROM token WHERE last_updated >= :from AND last_updated < :to",
                named_params! { ":from": from, ":to": to },
                |row| row.get(0),
            )?;
            let mut select = transaction.prepare_cached(
                "SELECT * FROM token WHERE last_updated >= :from AND last_updated < :to
                 ORDER BY rowid LIMIT :limit OFFSET :offset",
            )?;
            let (limit, offset) = (paging.limit(MAX_LIMIT), paging.offset);
            let tokens = select.query_map(
                named_params! { ":from": from, ":to": to, ":limit": limit, ":offset": offset },
                token,
            )?;
            Ok((tokens.collect::<rusqlite::Result<_>>()?, total))
        })
        .await
    }

    async fn token(&self, uid: String, kind: String) -> Result<Option<Token>, StoreError> {
        self.call(move |connection| {
            let mut select =
                connection.prepare_cached("SELECT * FROM token WHERE uid = ? AND type = ?")?;
            Ok(select.query_row([uid, kind], token).optional()?)
        })
        .await
    }
}

fn token(row: &Row<'_>) -> rusqlite::Result<Token> {
    Ok(Token {
        uid: row.get("uid")?,
        kind: row.get("type")?,
        contract_id: row.get("contract_id")?,
        issuer: row.get("issuer")?,
        valid: row.get("valid")?,
        whitelist: row.get("whitelist")?,
        last_updated: from_millis(row.get("last_updated")?),
    })
}
