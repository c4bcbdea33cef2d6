use ocpi_status::OcpiError;

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("no")]
pub enum Error {
    #[ocpi(code =)]
    A,
    #[ocpi(code)]
    B,
    #[ocpi(code, http = 404)]
    C,
}

fn main() {}
