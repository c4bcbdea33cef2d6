use ocpi_status::OcpiError;

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("no")]
#[ocpi(code = 3000)]
pub enum Error {
    #[ocpi(http = 404)]
    A,
}

fn main() {}
