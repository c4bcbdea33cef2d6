use ocpi_status::OcpiError;

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("no")]
pub enum Error {
    #[ocpi(transparent)]
    A(Unknown),
    #[ocpi(code = 2001, message = "{0}")]
    B(Missing),
    #[ocpi(code = 2002)]
    C(#[ocpi(data)] Absent),
}

fn main() {}
