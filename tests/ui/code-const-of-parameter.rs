use ocpi_status::{ErrorCode, OcpiError};

pub trait Coded: std::error::Error {
    const CODE: ErrorCode;
}

#[derive(Debug, thiserror::Error, OcpiError)]
#[error(transparent)]
pub enum Error<T: Coded> {
    #[ocpi(code = T::CODE)]
    A(T),
}

fn main() {}
