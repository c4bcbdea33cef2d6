use ocpi_status::OcpiError;

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("{what}: {source}")]
#[ocpi(code = 2001)]
pub struct Error {
    what: &'static str,
    source: std::fmt::Error,
}

fn main() {}
