use ocpi_status::OcpiError;

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("no")]
#[ocpi(code = no::such::CONST)]
pub enum Error {
    #[ocpi(code = 2001)]
    A,
}

fn main() {}
