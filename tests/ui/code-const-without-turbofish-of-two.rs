use ocpi_status::{ErrorCode, OcpiError};

pub struct Codes<T, U>(T, U);

impl<T, U> Codes<T, U> {
    pub const CODE: ErrorCode = ErrorCode::CLIENT_ERROR;
}

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("no")]
pub enum Error {
    #[ocpi(code = Codes<u8, u8>::CODE)]
    A,
}

fn main() {}
