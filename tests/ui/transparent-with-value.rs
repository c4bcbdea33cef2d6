use ocpi_status::OcpiError;

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("no")]
pub enum Error {
    #[ocpi(transparent = true)]
    A(std::fmt::Error),
    #[ocpi(transparent(A))]
    B(std::fmt::Error),
}

fn main() {}
