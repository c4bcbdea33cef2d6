//! A small CPO on axum. Its routes are in `cpo/axum.rs`, the rest of it is in `cpo`.
//!
//! ```sh
//! cargo run --example cpo_axum --features axum,tracing
//! cargo run --example cpo_axum --features axum,tracing -- --smoke
//! ```

mod cpo;
#[path = "cpo/axum.rs"]
mod routes;

use std::io;
use std::process::ExitCode;

use examples::log::{self, Log};
use examples::{server, smoke};

use self::cpo::Cpo;

#[tokio::main]
async fn main() -> io::Result<ExitCode> {
    if std::env::args().any(|arg| arg == "--smoke") {
        return try_out().await;
    }
    log::to_terminal();
    let (listener, address) = server::listen(8080).await?;
    println!("{}", cpo::how_to_try(address));
    server::serve(listener, routes::app(Cpo::new(address))).await?;
    Ok(ExitCode::SUCCESS)
}

/// Starts the server on a free port, runs every case, and shuts it down.
async fn try_out() -> io::Result<ExitCode> {
    let log = Log::to_memory();
    let (listener, address) = server::listen(0).await?;
    let app = routes::app(Cpo::new(address));
    let cases = cpo::smoke::cases(address);
    server::serve_while(listener, app, move || smoke::run(address, &log, &cases)).await
}

#[cfg(test)]
#[tokio::test]
async fn returns_the_expected_response_for_every_smoke_case() -> io::Result<()> {
    assert_eq!(try_out().await?, ExitCode::SUCCESS);
    Ok(())
}

#[cfg(test)]
#[tokio::test(flavor = "multi_thread")]
#[ignore = "takes a minute; CONTRIBUTING.md has the command"]
async fn soak_keeps_memory_constant() -> io::Result<()> {
    let (listener, address) = server::listen(0).await?;
    let app = routes::app(Cpo::new(address));
    server::serve_while(listener, app, move || examples::soak::run(address, cpo::smoke::SOAK)).await
}
