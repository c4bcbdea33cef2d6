use ocpi_status::OcpiError;

#[derive(Debug, thiserror::Error, OcpiError)]
#[error(transparent)]
#[ocpi(code = 2001)]
pub struct Error {
    inner: std::fmt::Error,
}

fn main() {}
