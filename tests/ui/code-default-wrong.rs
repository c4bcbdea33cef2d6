use ocpi_status::OcpiError;

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("no")]
#[ocpi(code = 1000)]
pub enum Error {
    A,
    #[ocpi(http = 404)]
    B,
}

fn main() {}
