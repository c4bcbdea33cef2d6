use ocpi_status::{ErrorCode, OcpiError};

pub trait Coded {
    const CODE: ErrorCode = ErrorCode::CLIENT_ERROR;
}

impl Coded for &u8 {}

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("no")]
#[ocpi(code = <&'a u8 as Coded>::CODE)]
pub struct Error<'a>(&'a u8);

fn main() {}
