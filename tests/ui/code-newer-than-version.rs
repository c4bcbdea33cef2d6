use ocpi_status::OcpiError;

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("no")]
#[ocpi(version = "2.1.1")]
pub enum Error {
    #[ocpi(code = 2004)]
    A,
    #[ocpi(code = 4001)]
    B,
    #[ocpi(code = 3900)]
    C,
}

fn main() {}
