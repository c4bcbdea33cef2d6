use ocpi_status::{ErrorCode, OcpiError};

pub struct Codes<const N: usize>;

impl<const N: usize> Codes<N> {
    pub const CODE: ErrorCode = ErrorCode::CLIENT_ERROR;
}

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("no")]
#[ocpi(code = Codes::<N>::CODE)]
pub struct Error<const N: usize>([u8; N]);

fn main() {}
