use ocpi_status::OcpiError;

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("no")]
pub enum Error {
    #[ocpi(code = 0)]
    A,
    #[ocpi(code = 999)]
    B,
    #[ocpi(code = 5000)]
    C,
}

fn main() {}
