//! The routes of the CPO on axum.

use std::sync::Arc;

use axum::Router;
use axum::extract::{DefaultBodyLimit, FromRequestParts, Path, State};
use axum::http::header::{AUTHORIZATION, HeaderValue};
use axum::http::request::Parts;
use axum::routing::{get, post};
use ocpi_status::axum::{self as ocpi, OcpiJson, OcpiLayer, OcpiQuery};
use ocpi_status::{OcpiResponse, Paging, Version};

use crate::cpo::commands::{CommandError, CommandResponse, StartSession};
use crate::cpo::credentials::{self, AuthError, Credentials, CredentialsError};
use crate::cpo::locations::{Location, LocationError, Patch};
use crate::cpo::tokens::{Authorization, LocationReferences, Token, TokenError, TokenKey};
use crate::cpo::{Cpo, MAX_BODY};

type CpoState = State<Arc<Cpo>>;

pub(crate) fn app(cpo: Cpo) -> Router {
    Router::new()
        .route("/ocpi/2.2.1/locations", get(locations))
        .route("/ocpi/2.2.1/locations/{id}", get(location).put(put_location).patch(patch_location))
        .route("/ocpi/2.2.1/tokens/{country_code}/{party_id}/{uid}", get(token).put(put_token))
        .route("/ocpi/2.2.1/tokens/{uid}/authorize", post(authorize))
        .route("/ocpi/2.2.1/commands/START_SESSION", post(start_session))
        .route("/ocpi/2.2.1/credentials", post(register).delete(unregister))
        .fallback(ocpi::not_found)
        .method_not_allowed_fallback(ocpi::method_not_allowed)
        .layer(DefaultBodyLimit::max(MAX_BODY))
        .layer(OcpiLayer::new().for_version(Version::V2_2_1).require_envelope())
        .with_state(Arc::new(cpo))
}

async fn locations(
    _: Peer,
    State(cpo): CpoState,
    OcpiQuery(paging): OcpiQuery<Paging>,
) -> OcpiResponse<Vec<Location>> {
    cpo.locations(&paging)
}

async fn location(
    _: Peer,
    State(cpo): CpoState,
    Path(id): Path<String>,
) -> Result<OcpiJson<Location>, LocationError> {
    cpo.location(&id).map(OcpiJson)
}

async fn put_location(
    _: Peer,
    State(cpo): CpoState,
    Path(id): Path<String>,
    OcpiJson(location): OcpiJson<Location>,
) -> Result<OcpiResponse<()>, LocationError> {
    cpo.put_location(id, location)
}

async fn patch_location(
    _: Peer,
    State(cpo): CpoState,
    Path(id): Path<String>,
    OcpiJson(patch): OcpiJson<Patch>,
) -> Result<OcpiResponse<()>, LocationError> {
    cpo.patch_location(id, patch)
}

async fn token(
    _: Peer,
    State(cpo): CpoState,
    Path(key): Path<TokenKey>,
) -> Result<OcpiJson<Token>, TokenError> {
    cpo.token(key).map(OcpiJson)
}

async fn put_token(
    _: Peer,
    State(cpo): CpoState,
    Path(key): Path<TokenKey>,
    OcpiJson(token): OcpiJson<Token>,
) -> Result<OcpiResponse<()>, TokenError> {
    cpo.put_token(key, token)
}

async fn authorize(
    _: Peer,
    State(cpo): CpoState,
    Path(uid): Path<String>,
    references: Option<OcpiJson<LocationReferences>>,
) -> Result<OcpiJson<Authorization>, TokenError> {
    cpo.authorize(uid, references.map(|OcpiJson(references)| references)).map(OcpiJson)
}

async fn start_session(
    _: Peer,
    State(cpo): CpoState,
    OcpiJson(command): OcpiJson<StartSession>,
) -> Result<OcpiJson<CommandResponse>, CommandError> {
    cpo.start_session(command).map(OcpiJson)
}

async fn register(
    _: Peer,
    State(cpo): CpoState,
    OcpiJson(peer): OcpiJson<Credentials>,
) -> Result<OcpiJson<Credentials>, CredentialsError> {
    cpo.register(peer).map(OcpiJson)
}

async fn unregister(_: Peer, State(cpo): CpoState) -> Result<OcpiResponse<()>, CredentialsError> {
    cpo.unregister().map(|()| OcpiResponse::empty())
}

/// A party, authorized by its credentials token.
struct Peer;

impl<S: Sync> FromRequestParts<S> for Peer {
    type Rejection = AuthError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, AuthError> {
        let header = parts.headers.get(AUTHORIZATION).map(HeaderValue::as_bytes);
        credentials::authenticate(header)?;
        Ok(Self)
    }
}
