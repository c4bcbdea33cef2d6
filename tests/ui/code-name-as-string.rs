use ocpi_status::OcpiError;

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("no")]
pub enum Error {
    #[ocpi(code = "INVALID_PARAMETERS")]
    A,
}

fn main() {}
