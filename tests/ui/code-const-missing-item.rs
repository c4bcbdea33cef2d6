use ocpi_status::OcpiError;

pub struct Codes;

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("no")]
pub enum Error {
    #[ocpi(code = Codes::NOPE)]
    A,
    #[ocpi(code = Codes::NOPE, http = 404)]
    B,
    #[ocpi(code = Codes::NOPE, message = "no")]
    C,
}

fn main() {}
