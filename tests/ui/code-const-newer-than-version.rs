use ocpi_status::{ErrorCode, OcpiError};

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("no")]
#[ocpi(version = "2.1.1")]
pub enum Error {
    #[ocpi(code = ErrorCode::UNKNOWN_TOKEN)]
    A,
}

fn main() {}
