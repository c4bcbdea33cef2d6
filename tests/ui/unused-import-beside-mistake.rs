#![deny(unused_imports)]

use ocpi_status::OcpiError;

mod codes {
    pub const CODE: ocpi_status::ErrorCode = ocpi_status::ErrorCode::CLIENT_ERROR;
}

use codes::CODE;

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("no")]
pub enum Error {
    #[ocpi(code = CODE)]
    A,
    #[ocpi(code = 404)]
    B,
}

fn main() {}
