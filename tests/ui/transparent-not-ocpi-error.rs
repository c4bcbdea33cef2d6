use ocpi_status::OcpiError;

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("no")]
pub enum Error {
    #[ocpi(transparent)]
    A(std::fmt::Error),
}

fn main() {}
