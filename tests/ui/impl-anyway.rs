use ocpi_status::{OcpiError, Reply};

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("no")]
pub enum Error {
    #[ocpi(code = 1000)]
    A,
}

#[derive(Debug, thiserror::Error, OcpiError)]
#[error(transparent)]
#[ocpi(transparent)]
pub struct Outer(Error);

pub fn answer(error: Outer) -> Reply {
    error.into()
}

fn main() {}
