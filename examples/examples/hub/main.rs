//! A hub between two CPOs, those of the example `cpo_axum`.
//!
//! ```sh
//! cargo run --example hub --features axum,tracing
//! cargo run --example hub --features axum,tracing -- --smoke
//! ```

#[path = "../cpo/mod.rs"]
#[expect(dead_code, reason = "the tests of the CPO are its own")]
mod cpo;
#[path = "../cpo/axum.rs"]
mod cpo_routes;
mod error;
mod forward;
mod party;
mod routes;
mod smoke;

use std::io;
use std::net::SocketAddr;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use examples::client::Client;
use examples::{log, server};
use tokio::task::JoinHandle;

use self::cpo::Cpo;
use self::party::{Party, PartyId, Registry};

/// Country code and party id of the hub. A push to the hub is a broadcast push.
pub(crate) const HUB: (&str, &str) = ("DE", "HUB");
/// The credentials token of the eMSP.
pub(crate) const EMSP_TOKEN: &str = "emsp-token";

/// The state of the handlers, which is cheap to clone.
#[derive(Clone)]
pub(crate) struct Hub {
    /// The beginning of every URL that parties get.
    url: Arc<str>,
    registry: Arc<Registry>,
    client: Client,
}

impl Hub {
    fn new(address: SocketAddr, registry: Registry, timeout: Duration) -> Self {
        let url = format!("http://{address}/ocpi/2.2.1").into();
        Self { url, registry: Arc::new(registry), client: Client::new(timeout) }
    }
}

#[tokio::main]
async fn main() -> io::Result<ExitCode> {
    if std::env::args().any(|arg| arg == "--smoke") {
        return smoke::run().await;
    }
    log::to_terminal();
    let mut parties = vec![emsp()];
    for id in ["CP1", "CP2"] {
        parties.push(start_cpo(id).await?.0);
    }
    let (listener, address) = server::listen(8080).await?;
    println!("{}", how_to_try(address));
    let hub = Hub::new(address, Registry::new(parties), Duration::from_secs(5));
    server::serve(listener, routes::app(hub)).await?;
    Ok(ExitCode::SUCCESS)
}

/// The party that sends requests. It has no server, so it cannot be reached.
fn emsp() -> Party {
    Party {
        id: PartyId::new("DE", "EMS"),
        token: EMSP_TOKEN.to_owned(),
        url: "http://127.0.0.1:9/ocpi/2.2.1".to_owned(),
        hubs_token: "hub-token".to_owned(),
        receives: &["locations", "sessions", "cdrs", "tariffs"],
    }
}

/// Starts a CPO in this process.
async fn start_cpo(party_id: &str) -> io::Result<(Party, JoinHandle<io::Result<()>>)> {
    let (listener, address) = server::listen(0).await?;
    let app = cpo_routes::app(Cpo::new(address));
    let party = Party {
        id: PartyId::new("NL", party_id),
        token: format!("{party_id}-token"),
        url: format!("http://{address}/ocpi/2.2.1"),
        hubs_token: cpo::credentials::TOKEN.to_owned(),
        receives: &["tokens"],
    };
    Ok((party, tokio::spawn(axum::serve(listener, app).into_future())))
}

fn how_to_try(address: SocketAddr) -> String {
    let url = format!("http://{address}/ocpi/2.2.1");
    let from = format!(
        r#"-H "Authorization: Token {EMSP_TOKEN}" \
     -H "OCPI-from-country-code: DE" -H "OCPI-from-party-id: EMS" \
     -H "OCPI-to-country-code: NL" -H "OCPI-to-party-id: "#
    );
    format!(
        r#"listening on http://{address}, between the parties NL-CP1 and NL-CP2; try, for example:
curl -i {from}CP1" "{url}/locations?limit=1"
curl -i {from}CP2" -X POST {url}/tokens/9/authorize
curl -i {from}CP9" {url}/locations
curl -i {from}CP1" -X PUT -H "Content-Type: application/json" \
     -d '{{"id":"LOC1","last_updated":"2026-11-22T12:00:00Z"}}' {url}/locations/LOC1"#
    )
}
