use ocpi_status::OcpiError;

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("no")]
pub enum Error {
    #[ocpi(code = 3001, http = 404)]
    A,
}

fn main() {}
