use ocpi_status::OcpiError;

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("no")]
pub enum Error {
    #[ocpi(code = 65536)]
    A,
    #[ocpi(code = 111111111111111111111111111111111111111112001)]
    B,
}

fn main() {}
