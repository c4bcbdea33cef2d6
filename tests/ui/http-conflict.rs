use ocpi_status::OcpiError;

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("no")]
pub enum Error {
    #[ocpi(code = 2001, http = 409)]
    A,
    #[ocpi(code = 2001, http = 422)]
    B,
}

fn main() {}
