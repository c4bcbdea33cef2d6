use ocpi_status::{ErrorCode, OcpiError};

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("no")]
#[ocpi(version = "2.0", code = ErrorCode::UNKNOWN_LOCATION)]
pub struct Error<T>(T);

fn main() {}
