use ocpi_status::OcpiError;

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("inner")]
#[ocpi(code = 3000, http = 503)]
pub struct Storage;

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("no")]
#[ocpi(transparent)]
pub struct Error(#[ocpi(header = "Retry-After")] Storage);

fn main() {}
