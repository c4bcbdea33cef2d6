use ocpi_status::OcpiError;

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("no")]
pub enum Error {
    #[ocpi(transparent)]
    A,
    #[ocpi(transparent)]
    B {},
}

fn main() {}
