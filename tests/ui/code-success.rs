use ocpi_status::OcpiError;

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("no")]
pub enum Error {
    #[ocpi(code = 1000)]
    A,
    #[ocpi(code = 1900)]
    B,
}

fn main() {}
