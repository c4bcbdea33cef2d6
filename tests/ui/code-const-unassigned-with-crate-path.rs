mod status {
    pub use ocpi_status::*;
}

use status::{ErrorCode, OcpiError};

const UNASSIGNED: ErrorCode = ErrorCode::new(2123).unwrap();

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("no")]
#[ocpi(crate = crate::status, code = UNASSIGNED)]
struct Error;

fn main() {}
