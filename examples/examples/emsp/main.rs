//! An eMSP on axum, with its data in SQLite.
//!
//! ```sh
//! cargo run --example emsp --features axum,tracing,sqlite
//! cargo run --example emsp --features axum,tracing,sqlite -- emsp.sqlite
//! cargo run --example emsp --features axum,tracing,sqlite -- --smoke
//! ```

mod cdrs;
mod credentials;
mod evses;
mod objects;
mod outgoing;
mod peer;
mod routes;
mod smoke;
mod store;
#[cfg(test)]
mod tests;
mod tokens;
mod versions;

use std::error::Error;
use std::net::SocketAddr;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use examples::client::Client;
use examples::{log, server};

use self::store::Store;
use self::versions::Ocpi;

pub(crate) const COUNTRY_CODE: &str = "DE";
pub(crate) const PARTY_ID: &str = "EMS";

/// The state of the handlers, which is cheap to clone.
#[derive(Clone)]
pub(crate) struct Emsp {
    /// The beginning of every URL that other parties get.
    url: Arc<str>,
    store: Store,
    client: Client,
}

impl Emsp {
    fn new(address: SocketAddr, store: Store) -> Self {
        let url = format!("http://{address}").into();
        Self { url, store, client: Client::new(Duration::from_secs(5)) }
    }

    /// Returns the absolute URL of a path in a version.
    fn url<V: Ocpi>(&self, path: &str) -> String {
        format!("{}/ocpi/{}{path}", self.url, V::VERSION)
    }

    fn versions_url(&self) -> String {
        format!("{}/ocpi/versions", self.url)
    }
}

/// A token, one that needs a location, and one that is blocked; a registered party, and an
/// invitation.
const DEMO: &str = "
    INSERT OR IGNORE INTO token VALUES
        ('012345678', 'RFID', 'DE-EMS-C1', 'eMSP', TRUE, 'ALLOWED', 1798020000000),
        ('987654321', 'RFID', 'DE-EMS-C2', 'eMSP', TRUE, 'NEVER', 1798020001000),
        ('000000000', 'RFID', 'DE-EMS-C3', 'eMSP', FALSE, 'ALLOWED', 1798020002500);
    INSERT OR IGNORE INTO peer VALUES
        ('cpo-token', '2.2.1', 'NL', 'CPO', 'http://127.0.0.1:9/ocpi/versions', 'emsp-token'),
        ('invitation', NULL, NULL, NULL, NULL, NULL);
";

#[tokio::main]
async fn main() -> Result<ExitCode, Box<dyn Error>> {
    let argument = std::env::args_os().nth(1);
    if argument.as_deref().is_some_and(|argument| argument == "--smoke") {
        return smoke::run().await;
    }
    log::to_terminal();
    let store = match argument {
        Some(option) if option.to_string_lossy().starts_with('-') => {
            return Err("usage: emsp [--smoke | FILE]".into());
        }
        Some(path) => Store::open(Path::new(&path))?,
        None => Store::in_memory()?,
    };
    store.execute(DEMO)?;
    let (listener, address) = server::listen(8080).await?;
    println!("{}", how_to_try(address));
    server::serve(listener, routes::app(Emsp::new(address, store))).await?;
    Ok(ExitCode::SUCCESS)
}

fn how_to_try(address: SocketAddr) -> String {
    let url = format!("http://{address}/ocpi/2.2.1");
    format!(
        r#"listening on http://{address}; try, for example:
curl -i -H "Authorization: Token cpo-token" "{url}/tokens?limit=1"
curl -i -H "Authorization: Token cpo-token" -X POST {url}/tokens/987654321/authorize
curl -i -H "Authorization: Token cpo-token" -X POST {url}/tokens/987654321/authorize \
     -H "Content-Type: application/json" -d '{{"location_id":"LOC1"}}'
curl -i -H "Authorization: Token cpo-token" -X POST http://{address}/ocpi/2.1.1/tokens/1/authorize
curl -i -H "Authorization: Token invitation" http://{address}/ocpi/versions"#
    )
}
