use ocpi_status::OcpiError;

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("no")]
pub enum Error {
    #[ocpi(code = 404)]
    A,
    #[ocpi(code = 500)]
    B,
    #[ocpi(code = 409)]
    C,
    #[ocpi(code = 200)]
    D,
}

fn main() {}
