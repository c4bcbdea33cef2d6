use ocpi_status::OcpiError;

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("no")]
#[ocpi(versions = "2.2")]
pub enum Error {
    #[ocpi(codes = 2001)]
    A,
    #[ocpi(code = 2001)]
    B { #[ocpi(datas)] a: u8 },
}

fn main() {}
