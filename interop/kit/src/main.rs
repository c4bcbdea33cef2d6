//! ocpi-kit 0.4.0 on the other side: its mock as a server, its conformance runner, its client.

mod client;
mod conformance;
mod mock;

use std::error::Error;
use std::process::ExitCode;

use ocpi_status::Version;
use ocpi_status::axum::OcpiLayer;
use tokio::runtime::Runtime;

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let runtime = Runtime::new()?;

    let read = mock::run(&runtime)?;
    println!("ocpi-kit's mock, read by ocpi-status: {read}");

    let plain = OcpiLayer::new();
    let all_options = OcpiLayer::new()
        .for_version(Version::V2_3_0)
        .without_error_data()
        .with_success_message("Success")
        .require_envelope();
    let mut is_conformant = true;
    for (name, layer) in [("plain", plain), ("with all options", all_options)] {
        match runtime.block_on(conformance::run(layer))? {
            Ok(summary) => println!("ocpi-kit's conformance runner, {name}: {summary}"),
            Err(report) => {
                println!("FAILED  conformance, {name}:\n{report}");
                is_conformant = false;
            }
        }
    }

    let sent = runtime.block_on(client::run())?;
    println!("ocpi-kit's client, answered by ocpi-status: {sent}");

    let is_all_right = read.is_all_right_of(60) && is_conformant && sent.is_all_right_of(1000);
    Ok(if is_all_right { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
