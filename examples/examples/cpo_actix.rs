//! A small CPO on actix-web.
//!
//! ```sh
//! cargo run --example cpo_actix --features actix-web,tracing
//! cargo run --example cpo_actix --features actix-web,tracing -- --smoke
//! ```

mod cpo;

use std::future::{Ready, ready};
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::process::ExitCode;

use actix_web::dev::{Payload, Server};
use actix_web::http::header::{AUTHORIZATION, HeaderValue};
use actix_web::web::{Data, Path, PayloadConfig, ServiceConfig, resource, to};
use actix_web::{App, FromRequest, HttpRequest, HttpServer, rt};
use examples::log::{self, Log};
use examples::smoke;
use ocpi_status::actix_web::{self as ocpi, OcpiJson, OcpiMiddleware, OcpiOptionalJson, OcpiQuery};
use ocpi_status::{OcpiResponse, Paging, Version};

use self::cpo::Cpo;
use self::cpo::commands::{CommandError, CommandResponse, StartSession};
use self::cpo::credentials::{self, AuthError, Credentials, CredentialsError};
use self::cpo::locations::{Location, LocationError, Patch};
use self::cpo::tokens::{Authorization, LocationReferences, Token, TokenError, TokenKey};

fn routes(app: &mut ServiceConfig) {
    // actix-web responds to a wrong method, with `Allow`; the middleware adds the envelope.
    app.service(resource("/ocpi/2.2.1/locations").get(locations))
        .service(
            resource("/ocpi/2.2.1/locations/{id}")
                .get(location)
                .put(put_location)
                .patch(patch_location),
        )
        .service(
            resource("/ocpi/2.2.1/tokens/{country_code}/{party_id}/{uid}")
                .get(token)
                .put(put_token),
        )
        .service(resource("/ocpi/2.2.1/tokens/{uid}/authorize").post(authorize))
        .service(resource("/ocpi/2.2.1/commands/START_SESSION").post(start_session))
        .service(resource("/ocpi/2.2.1/credentials").post(register).delete(unregister))
        .default_service(to(ocpi::not_found));
}

async fn locations(
    _: Peer,
    cpo: Data<Cpo>,
    OcpiQuery(paging): OcpiQuery<Paging>,
) -> OcpiResponse<Vec<Location>> {
    cpo.locations(&paging)
}

async fn location(
    _: Peer,
    cpo: Data<Cpo>,
    id: Path<String>,
) -> Result<OcpiJson<Location>, LocationError> {
    cpo.location(&id).map(OcpiJson)
}

async fn put_location(
    _: Peer,
    cpo: Data<Cpo>,
    id: Path<String>,
    OcpiJson(location): OcpiJson<Location>,
) -> Result<OcpiResponse<()>, LocationError> {
    cpo.put_location(id.into_inner(), location)
}

async fn patch_location(
    _: Peer,
    cpo: Data<Cpo>,
    id: Path<String>,
    OcpiJson(patch): OcpiJson<Patch>,
) -> Result<OcpiResponse<()>, LocationError> {
    cpo.patch_location(id.into_inner(), patch)
}

async fn token(
    _: Peer,
    cpo: Data<Cpo>,
    key: Path<TokenKey>,
) -> Result<OcpiJson<Token>, TokenError> {
    cpo.token(key.into_inner()).map(OcpiJson)
}

async fn put_token(
    _: Peer,
    cpo: Data<Cpo>,
    key: Path<TokenKey>,
    OcpiJson(token): OcpiJson<Token>,
) -> Result<OcpiResponse<()>, TokenError> {
    cpo.put_token(key.into_inner(), token)
}

async fn authorize(
    _: Peer,
    cpo: Data<Cpo>,
    uid: Path<String>,
    OcpiOptionalJson(references): OcpiOptionalJson<LocationReferences>,
) -> Result<OcpiJson<Authorization>, TokenError> {
    cpo.authorize(uid.into_inner(), references).map(OcpiJson)
}

async fn start_session(
    _: Peer,
    cpo: Data<Cpo>,
    OcpiJson(command): OcpiJson<StartSession>,
) -> Result<OcpiJson<CommandResponse>, CommandError> {
    cpo.start_session(command).map(OcpiJson)
}

async fn register(
    _: Peer,
    cpo: Data<Cpo>,
    OcpiJson(peer): OcpiJson<Credentials>,
) -> Result<OcpiJson<Credentials>, CredentialsError> {
    cpo.register(peer).map(OcpiJson)
}

async fn unregister(_: Peer, cpo: Data<Cpo>) -> Result<OcpiResponse<()>, CredentialsError> {
    cpo.unregister().map(|()| OcpiResponse::empty())
}

/// A party, authorized by its credentials token.
struct Peer;

impl FromRequest for Peer {
    type Error = AuthError;
    type Future = Ready<Result<Self, AuthError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let header = request.headers().get(AUTHORIZATION).map(HeaderValue::as_bytes);
        ready(credentials::authenticate(header).map(|()| Self))
    }
}

/// Starts the server, which stops gracefully on Ctrl-C.
fn serve(port: u16) -> io::Result<(Server, SocketAddr)> {
    let listener = TcpListener::bind(("127.0.0.1", port))?;
    let address = listener.local_addr()?;
    let cpo = Data::new(Cpo::new(address));
    let server = HttpServer::new(move || {
        App::new()
            .app_data(cpo.clone())
            .app_data(PayloadConfig::new(cpo::MAX_BODY))
            .configure(routes)
            .wrap(OcpiMiddleware::new().for_version(Version::V2_2_1).require_envelope())
    });
    Ok((server.workers(2).listen(listener)?.run(), address))
}

#[actix_web::main]
async fn main() -> io::Result<ExitCode> {
    if std::env::args().any(|arg| arg == "--smoke") {
        return try_out().await;
    }
    log::to_terminal();
    let (server, address) = serve(8080)?;
    println!("{}", cpo::how_to_try(address));
    server.await?;
    Ok(ExitCode::SUCCESS)
}

/// Starts the server on a free port, runs every case, and shuts it down.
async fn try_out() -> io::Result<ExitCode> {
    let log = Log::to_memory();
    serve_while(move |address| smoke::run(address, &log, &cpo::smoke::cases(address))).await
}

/// Serves on a free port until the blocking `client` returns.
async fn serve_while<T: Send + 'static>(
    client: impl FnOnce(SocketAddr) -> T + Send + 'static,
) -> io::Result<T> {
    let (server, address) = serve(0)?;
    let handle = server.handle();
    let server = rt::spawn(server);
    let result = rt::task::spawn_blocking(move || client(address)).await?;
    handle.stop(true).await;
    server.await??;
    Ok(result)
}

#[cfg(test)]
#[actix_web::test]
async fn returns_the_expected_response_for_every_smoke_case() -> io::Result<()> {
    assert_eq!(try_out().await?, ExitCode::SUCCESS);
    Ok(())
}

#[cfg(test)]
#[actix_web::test]
#[ignore = "takes a minute; CONTRIBUTING.md has the command"]
async fn soak_keeps_memory_constant() -> io::Result<()> {
    serve_while(|address| examples::soak::run(address, cpo::smoke::SOAK)).await
}
