#![deny(deprecated)]

use ocpi_status::{ErrorCode, OcpiError};

#[deprecated = "use `INVALID_PARAMETERS`"]
pub const CODE: ErrorCode = ErrorCode::INVALID_PARAMETERS;

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("no")]
pub enum Error {
    #[ocpi(code = CODE)]
    A,
    #[ocpi(code = CODE, http = 404)]
    B,
}

fn main() {}
