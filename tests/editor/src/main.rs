//! Tests what rust-analyzer shows for `#[ocpi(...)]`, over the Language Server Protocol:
//! `editor path/to/rust-analyzer`. Prints each position with the expected response, and fails if
//! one differs.

mod case;
mod client;
mod document;
mod item;
mod table;

use std::path::Path;
use std::process::ExitCode;
use std::{env, iter};

use serde_json::{Value, json};

use crate::client::{Client, Result};

fn main() -> Result<ExitCode> {
    let server = env::args_os().nth(1).ok_or("usage: editor path/to/rust-analyzer")?;
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let fixture = folder.join("fixture");
    let mut client = Client::start(Path::new(&server), &fixture, options(folder))?;

    let mut rows = Vec::new();
    for case in table::cases(&fixture) {
        let found = case.run(&mut client)?;
        rows.push((case.position(), case.expected.to_string(), found));
    }
    client.stop()?;

    let width = |column: fn(&(String, String, Option<String>)) -> &str| {
        rows.iter().map(|row| column(row).chars().count()).max().unwrap_or_default()
    };
    let (position, expected) = (width(|row| &row.0), width(|row| &row.1));
    println!("{:position$}  {:expected$}  result", "position", "expected");
    for row in &rows {
        let result = row.2.as_ref().map_or("right".to_owned(), |found| format!("wrong: {found}"));
        println!("{:position$}  {:expected$}  {result}", row.0, row.1);
    }
    let right = rows.iter().filter(|row| row.2.is_none()).count();
    println!("{}", iter::repeat_n('-', 24).collect::<String>());
    println!("{right} of {} positions right", rows.len());
    Ok(if right == rows.len() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The standard library is a stub, so that the responses do not depend on whether its sources are
/// installed. Errors of rustc are off, because the UI tests check them.
fn options(folder: &Path) -> Value {
    json!({
        "cargo": {
            "sysrootSrc": folder.join("sysroot"),
            "extraEnv": { "CARGO_TARGET_DIR": folder.join("target/fixture") },
        },
        "checkOnSave": false,
        "completion": { "autoimport": { "enable": false }, "limit": null },
    })
}
