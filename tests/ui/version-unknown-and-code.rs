use ocpi_status::OcpiError;

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("no")]
#[ocpi(version = "3")]
pub enum Error {
    #[ocpi(code = 2005)]
    A,
}

fn main() {}
