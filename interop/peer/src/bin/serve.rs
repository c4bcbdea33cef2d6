//! Runs the server until the process ends, and prints its base URL.
//!
//! ```sh
//! serve [--success-message] [--without-error-data]
//! ```

use std::error::Error;

use ocpi_status::axum::OcpiLayer;
use peer::server;
use tokio::runtime::Runtime;

fn main() -> Result<(), Box<dyn Error>> {
    let mut layer = OcpiLayer::new();
    for argument in std::env::args().skip(1) {
        layer = match argument.as_str() {
            "--success-message" => layer.with_success_message("Success"),
            "--without-error-data" => layer.without_error_data(),
            _ => return Err(format!("unknown argument {argument}").into()),
        };
    }
    Runtime::new()?.block_on(async {
        println!("{}", server::start(layer).await?);
        std::future::pending().await
    })
}
