use ocpi_status::OcpiError;

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("no")]
pub enum Error {
    #[ocpi(code = 2001)]
    A { #[ocpi(version = "2.2.1")] problem: u8 },
}

fn main() {}
