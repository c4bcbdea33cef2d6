//! A small CPO on axum.
//!
//! ```sh
//! cargo run --example cpo_axum --features axum,tracing
//! cargo run --example cpo_axum --features axum,tracing -- --smoke
//! ```

mod cpo;
#[cfg(test)]
#[path = "cpo/soak.rs"]
mod soak;

use std::io;
use std::net::SocketAddr;
use std::process::ExitCode;
use std::sync::Arc;

use axum::Router;
use axum::extract::{DefaultBodyLimit, FromRequestParts, Path, State};
use axum::http::header::{AUTHORIZATION, HeaderValue};
use axum::http::request::Parts;
use axum::routing::{get, post};
use ocpi_status::axum::{self as ocpi, OcpiJson, OcpiLayer, OcpiQuery};
use ocpi_status::{OcpiResponse, Version};
use tokio::net::TcpListener;

use self::cpo::Cpo;
use self::cpo::commands::{CommandError, CommandResponse, StartSession};
use self::cpo::credentials::{self, AuthError, Credentials, CredentialsError};
use self::cpo::locations::{Location, LocationError, Page, Patch};
use self::cpo::log::{self, Log};
use self::cpo::tokens::{Authorization, LocationReferences, TokenError};

type Shared = State<Arc<Cpo>>;

fn app(cpo: Cpo) -> Router {
    Router::new()
        .route("/ocpi/2.2.1/locations", get(locations))
        .route("/ocpi/2.2.1/locations/{id}", get(location).put(put_location).patch(patch_location))
        .route("/ocpi/2.2.1/tokens/{uid}/authorize", post(authorize))
        .route("/ocpi/2.2.1/commands/START_SESSION", post(start_session))
        .route("/ocpi/2.2.1/credentials", post(register).delete(unregister))
        .fallback(ocpi::not_found)
        .method_not_allowed_fallback(ocpi::method_not_allowed)
        .layer(DefaultBodyLimit::max(cpo::MAX_BODY))
        .layer(OcpiLayer::new().for_version(Version::V2_2_1))
        .with_state(Arc::new(cpo))
}

async fn locations(
    _: Peer,
    State(cpo): Shared,
    OcpiQuery(page): OcpiQuery<Page>,
) -> OcpiResponse<Vec<Location>> {
    cpo.locations(&page)
}

async fn location(
    _: Peer,
    State(cpo): Shared,
    Path(id): Path<String>,
) -> Result<OcpiJson<Location>, LocationError> {
    cpo.location(&id).map(OcpiJson)
}

async fn put_location(
    _: Peer,
    State(cpo): Shared,
    Path(id): Path<String>,
    OcpiJson(location): OcpiJson<Location>,
) -> Result<OcpiResponse<()>, LocationError> {
    cpo.put_location(id, location)
}

async fn patch_location(
    _: Peer,
    State(cpo): Shared,
    Path(id): Path<String>,
    OcpiJson(patch): OcpiJson<Patch>,
) -> Result<OcpiResponse<()>, LocationError> {
    cpo.patch_location(id, patch)
}

async fn authorize(
    _: Peer,
    State(cpo): Shared,
    Path(uid): Path<String>,
    references: Option<OcpiJson<LocationReferences>>,
) -> Result<OcpiJson<Authorization>, TokenError> {
    cpo.authorize(uid, references.map(|OcpiJson(references)| references)).map(OcpiJson)
}

async fn start_session(
    _: Peer,
    State(cpo): Shared,
    OcpiJson(command): OcpiJson<StartSession>,
) -> Result<OcpiJson<CommandResponse>, CommandError> {
    cpo.start_session(command).map(OcpiJson)
}

async fn register(
    _: Peer,
    State(cpo): Shared,
    OcpiJson(peer): OcpiJson<Credentials>,
) -> Result<OcpiJson<Credentials>, CredentialsError> {
    cpo.register(peer).map(OcpiJson)
}

async fn unregister(_: Peer, State(cpo): Shared) -> Result<OcpiResponse<()>, CredentialsError> {
    cpo.unregister().map(|()| OcpiResponse::empty())
}

/// A party that sent its credentials token.
struct Peer;

impl<S: Sync> FromRequestParts<S> for Peer {
    type Rejection = AuthError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, AuthError> {
        let header = parts.headers.get(AUTHORIZATION).map(HeaderValue::as_bytes);
        credentials::authenticate(header).map(|()| Self)
    }
}

#[tokio::main]
async fn main() -> io::Result<ExitCode> {
    if std::env::args().any(|arg| arg == "--smoke") {
        return smoke().await;
    }
    log::to_terminal();
    let listener = TcpListener::bind("127.0.0.1:8080").await?;
    println!("listening on http://{}", listener.local_addr()?);
    let interrupted = async { tokio::signal::ctrl_c().await.expect("signals can be waited for") };
    axum::serve(listener, app(Cpo::default())).with_graceful_shutdown(interrupted).await?;
    Ok(ExitCode::SUCCESS)
}

/// Starts the server on a free port, tries every case, and shuts it down.
async fn smoke() -> io::Result<ExitCode> {
    let log = Log::to_memory();
    with_server(move |address| cpo::smoke::run(address, &log)).await
}

/// Runs the server on a free port for as long as `client` takes.
async fn with_server<T: Send + 'static>(
    client: impl FnOnce(SocketAddr) -> T + Send + 'static,
) -> io::Result<T> {
    let listener = TcpListener::bind(SocketAddr::from(([127, 0, 0, 1], 0))).await?;
    let address = listener.local_addr()?;
    let client = tokio::task::spawn_blocking(move || client(address));
    let (shutdown, is_shutdown) = tokio::sync::oneshot::channel::<()>();
    let is_shutdown = async { is_shutdown.await.unwrap_or_default() };
    let server = axum::serve(listener, app(Cpo::default())).with_graceful_shutdown(is_shutdown);
    let server = tokio::spawn(server.into_future());
    let result = client.await?;
    drop(shutdown);
    server.await??;
    Ok(result)
}

#[cfg(test)]
#[tokio::test]
async fn every_case_holds() -> io::Result<()> {
    assert_eq!(smoke().await?, ExitCode::SUCCESS);
    Ok(())
}

#[cfg(test)]
#[tokio::test(flavor = "multi_thread")]
#[ignore = "takes a minute; CONTRIBUTING.md has the command"]
async fn soak() -> io::Result<()> {
    with_server(soak::run).await
}
