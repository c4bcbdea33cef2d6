use ocpi_status::OcpiError;

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("no")]
#[ocpi(doc = "What can go wrong.")]
pub enum Error {
    #[ocpi(code = 2001)]
    A,
}

fn main() {}
