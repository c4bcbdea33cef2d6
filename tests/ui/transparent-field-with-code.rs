use ocpi_status::OcpiError;

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("inner")]
#[ocpi(code = 3000, http = 503)]
pub struct Storage;

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("no")]
pub enum Error {
    #[ocpi(code = 2001)]
    A(#[ocpi(transparent)] Storage, u8),
}

fn main() {}
