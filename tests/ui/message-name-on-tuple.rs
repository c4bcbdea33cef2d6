use ocpi_status::OcpiError;

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("no")]
pub enum Error {
    #[ocpi(code = 2001, message = "{name}")]
    A(String),
    #[ocpi(code = 2001, message = "{1}")]
    B(String),
}

fn main() {}
