use ocpi_status::OcpiError;

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("no")]
#[ocpi(code = 2001, data)]
pub struct Error {
    problem: u8,
}

fn main() {}
