use ocpi_status::{ErrorCode, OcpiError};

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("no")]
pub enum Error {
    #[ocpi(code = ErrorCode::SERVER_ERROR, http = 404)]
    A,
}

fn main() {}
