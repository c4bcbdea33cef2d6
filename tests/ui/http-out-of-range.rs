use ocpi_status::OcpiError;

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("no")]
pub enum Error {
    #[ocpi(code = 2001, http = 99)]
    A,
    #[ocpi(code = 2001, http = 600)]
    B,
    #[ocpi(code = 2001, http = 2001)]
    C,
    #[ocpi(code = 2001, http = -404)]
    D,
}

fn main() {}
