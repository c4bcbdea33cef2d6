use ocpi_status::{ErrorCode, OcpiError};

#[derive(Debug, thiserror::Error, OcpiError)]
#[ocpi(code = ErrorCode::CLIENT_ERROR)]
pub enum Error {
    #[error("bad input: {0}")]
    Io(#[from] std::io::Error),
    #[error("fine")]
    Fine,
}

fn main() {}
