use ocpi_status::{ErrorCode, OcpiError};

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("no")]
#[ocpi(code = ErrorCode::HUB_ERROR)]
pub enum Error {
    #[ocpi(http = 404)]
    A,
    #[ocpi(http = 400)]
    B,
}

fn main() {}
