use ocpi_status::OcpiError;

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("no")]
#[ocpi(code = 3000, http = 503)]
pub struct Error(#[ocpi(header = "")] u32);

fn main() {}
