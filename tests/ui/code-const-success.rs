use ocpi_status::{OcpiError, SuccessCode};

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("no")]
pub enum Error {
    #[ocpi(code = SuccessCode::SUCCESS)]
    A,
}

fn main() {}
