use ocpi_status::OcpiError;

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("no")]
pub enum Error {
    #[ocpi(code = 2001)]
    #[ocpi(http = 404)]
    #[ocpi(code = 2002)]
    A,
}

fn main() {}
