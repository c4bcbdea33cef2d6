use ocpi_status::OcpiError;

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("no")]
pub enum Error {
    #[ocpi(code = 2001, code = 2001)]
    A,
    #[ocpi(code = 2001, http = 404, http = 405)]
    B,
    #[ocpi(code = 2001)]
    C { #[ocpi(data, data)] problem: u8 },
}

fn main() {}
