use ocpi_status::{ErrorCode, OcpiError};

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("inner")]
#[ocpi(code = 3000, http = 503)]
pub struct Storage;

#[derive(Debug, thiserror::Error, OcpiError)]
#[ocpi(code = ErrorCode::CLIENT_ERROR)]
pub enum Error {
    #[error(transparent)]
    Storage(#[from] Storage),
}

fn main() {}
