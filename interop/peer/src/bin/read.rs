//! Sends the requests of a table to a server, and reads the responses.
//!
//! ```sh
//! read TABLE BASE_URL AUTHORIZATION
//! ```

use std::error::Error;
use std::process::ExitCode;
use std::{env, fs};

use peer::table;

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [table, base, authorization] = arguments.as_slice() else {
        return Err("usage: read TABLE BASE_URL AUTHORIZATION".into());
    };
    let score = table::run(&fs::read_to_string(table)?, base, authorization)?;
    println!("{table}: {score}");
    Ok(if score.is_all_right_of(1) { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
