use ocpi_status::OcpiError;

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("no")]
#[ocpi(version = "2.3")]
pub enum Error {
    #[ocpi(code = 2001)]
    A,
}

fn main() {}
