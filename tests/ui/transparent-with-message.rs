use ocpi_status::OcpiError;

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("inner")]
#[ocpi(code = 2001)]
pub struct Inner;

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("no")]
pub enum Error {
    #[ocpi(message = "no", transparent)]
    A(Inner),
}

fn main() {}
