use ocpi_status::OcpiError;

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("no")]
pub enum Error {
    #[ocpi(code = 2001u16)]
    A,
    #[ocpi(code = 2001u8)]
    B,
    #[ocpi(code = 2001i32)]
    C,
}

fn main() {}
