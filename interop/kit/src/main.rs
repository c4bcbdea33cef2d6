//! ocpi-kit 0.4.0 on the other side: its mock as a server, its conformance runner, its client.

mod client;
mod conformance;
mod mock;

use std::error::Error;
use std::process::ExitCode;

use tokio::runtime::Runtime;

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let runtime = Runtime::new()?;

    let read = mock::run(&runtime)?;
    println!("ocpi-kit's mock, read by ocpi-status: {read}");

    let conformance = runtime.block_on(conformance::run())?;
    match &conformance {
        Ok(summary) => println!("ocpi-kit's conformance runner: {summary}"),
        Err(report) => println!("FAILED  conformance:\n{report}"),
    }

    let sent = runtime.block_on(client::run())?;
    println!("ocpi-kit's client, answered by ocpi-status: {sent}");

    let is_all_right =
        read.is_all_right_of(60) && conformance.is_ok() && sent.is_all_right_of(1000);
    Ok(if is_all_right { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
