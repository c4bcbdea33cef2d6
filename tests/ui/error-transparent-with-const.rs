use ocpi_status::{ErrorCode, OcpiError};

#[derive(Debug, thiserror::Error, OcpiError)]
pub enum Error {
    #[error(transparent)]
    #[ocpi(code = ErrorCode::INVALID_PARAMETERS)]
    Io(#[from] std::io::Error),
}

fn main() {}
