use ocpi_status::OcpiError;

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("no")]
pub enum Error {
    #[ocpi(code = 2001)]
    A(#[ocpi(data = true)] u8),
}

fn main() {}
