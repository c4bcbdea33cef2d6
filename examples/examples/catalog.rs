//! Prints the table of errors of the CPO in `cpo_axum` and `cpo_actix`, for its partners.
//!
//! ```sh
//! cargo run --example catalog --features tracing
//! ```
//!
//! A test compares the table with `ERRORS.md`. `UPDATE=1` rewrites that file.

#[expect(dead_code, reason = "of the CPO, only the errors are listed")]
mod cpo;

use ocpi_status::{Catalog, OcpiError, RequestError};

use self::cpo::commands::CommandError;
use self::cpo::credentials::{AuthError, CredentialsError};
use self::cpo::locations::LocationError;
use self::cpo::tokens::TokenError;

fn catalog() -> Catalog {
    RequestError::catalog()
        .and::<AuthError>()
        .and::<CredentialsError>()
        .and::<LocationError>()
        .and::<TokenError>()
        .and::<CommandError>()
}

fn main() {
    print!("{}", catalog());
}

#[cfg(test)]
#[test]
fn table_of_errors_is_up_to_date() -> std::io::Result<()> {
    const PUBLISHED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/ERRORS.md");

    let table = catalog().to_string();
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(PUBLISHED, &table)?;
    }
    let published = std::fs::read_to_string(PUBLISHED)?;
    let diff = |sign, from: &str, other: &str| {
        let lines = from.lines().filter(|line| !other.lines().any(|other| other == *line));
        lines.map(|line| format!("{sign}{line}")).collect::<Vec<_>>().join("\n")
    };
    let (gone, new) = (diff('-', &published, &table), diff('+', &table, &published));
    assert!(published == table, "what partners read in ERRORS.md has changed:\n{gone}\n{new}");
    Ok(())
}
