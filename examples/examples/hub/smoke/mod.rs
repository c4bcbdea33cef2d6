//! `--smoke`: starts the hub, two CPOs and parties that misbehave, runs every case, and shuts all
//! down.

mod cases;
mod parties;

use std::io;
use std::process::ExitCode;
use std::time::Duration;

use axum::Router;
use examples::log::Log;
use examples::{server, smoke};
use tokio::net::TcpListener;

use crate::party::Registry;
use crate::{Hub, emsp, routes, start_cpo};

/// How long the hub waits for a receiver: short, because one of them never responds.
const TIMEOUT: Duration = Duration::from_secs(2);

pub(crate) async fn run() -> io::Result<ExitCode> {
    let log = Log::to_memory();
    with_hub(move |address| smoke::run(address, &log, &cases::cases(address))).await
}

/// Runs the hub and the parties until the blocking `client` returns.
async fn with_hub<T: Send + 'static>(
    client: impl FnOnce(std::net::SocketAddr) -> T + Send + 'static,
) -> io::Result<T> {
    let (mut parties, mut servers) = (vec![emsp()], Vec::new());
    for id in ["CP1", "CP2"] {
        let (party, server) = start_cpo(id).await?;
        parties.push(party);
        servers.push(server);
    }
    let (listener, address) = server::listen(0).await?;
    servers.push(tokio::spawn(axum::serve(listener, parties::routes()).into_future()));
    parties.extend(parties::registered_at(address));
    // No server listens on this port any more.
    let (_, closed) = server::listen(0).await?;
    parties.push(parties::party("OFF", format!("http://{closed}")));

    let (listener, address): (TcpListener, _) = server::listen(0).await?;
    let app: Router = routes::app(Hub::new(address, Registry::new(parties), TIMEOUT));
    let result = server::serve_while(listener, app, move || client(address)).await;
    for server in servers {
        server.abort();
    }
    result
}

#[cfg(test)]
#[tokio::test]
async fn returns_the_expected_response_for_every_smoke_case() -> io::Result<()> {
    assert_eq!(run().await?, ExitCode::SUCCESS);
    Ok(())
}

#[cfg(test)]
#[tokio::test(flavor = "multi_thread")]
#[ignore = "takes a minute; CONTRIBUTING.md has the command"]
async fn soak_keeps_memory_constant() -> io::Result<()> {
    with_hub(|address| examples::soak::run(address, cases::SOAK)).await
}
