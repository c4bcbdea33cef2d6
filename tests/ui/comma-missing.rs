use ocpi_status::OcpiError;

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("no")]
pub enum Error {
    #[ocpi(code = 2001 http = 404)]
    A,
    #[ocpi(code = 2001 2002)]
    B,
    #[ocpi(transparent foo)]
    C(ocpi_status::InvalidStatusCode),
}

fn main() {}
