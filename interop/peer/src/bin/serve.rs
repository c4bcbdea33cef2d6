//! Runs the server until the process ends, and prints its base URL.

use std::io;

use ocpi_status::axum::OcpiLayer;
use peer::server;
use tokio::runtime::Runtime;

fn main() -> io::Result<()> {
    Runtime::new()?.block_on(async {
        println!("{}", server::start(OcpiLayer::new()).await?);
        std::future::pending().await
    })
}
