use ocpi_status::OcpiError;

#[derive(Debug, thiserror::Error, OcpiError, OcpiError)]
#[error("no")]
#[ocpi(code = 2001)]
pub struct Error;

fn main() {}
