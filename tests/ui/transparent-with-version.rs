use ocpi_status::OcpiError;

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("inner")]
#[ocpi(code = 3000, http = 503)]
pub struct Storage;

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("no")]
#[ocpi(transparent, version = "2.1.1")]
pub struct Error(Storage);

fn main() {}
