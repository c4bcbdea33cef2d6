use ocpi_status::OcpiError;

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("no")]
pub enum Error {
    #[ocpi(code = 2001)]
    A { #[ocpi(data)] first: u8, second: u8, #[ocpi(data)] third: u8 },
}

fn main() {}
