use ocpi_status::OcpiError;

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("no")]
pub enum Error {
    A,
    #[ocpi(code = 2001)]
    B,
    C { code: u16 },
}

fn main() {}
