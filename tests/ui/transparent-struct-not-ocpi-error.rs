use ocpi_status::OcpiError;

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("no")]
#[ocpi(transparent)]
pub struct Error {
    inner: Option<std::fmt::Error>,
}

fn main() {}
