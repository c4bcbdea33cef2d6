use ocpi_status::OcpiError;

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("no")]
pub enum Error {
    #[ocpi(code = 2_001)]
    A,
    #[ocpi(code = 0x7D1)]
    B,
    #[ocpi(code = 0b11111010001)]
    C,
    #[ocpi(code = 02001)]
    D,
}

fn main() {}
