use ocpi_status::OcpiError;

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("no")]
pub enum Error {
    #[ocpi(code = 2000 + 1)]
    A,
    #[ocpi(code = 2001 as u16)]
    B,
}

fn main() {}
