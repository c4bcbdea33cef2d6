use ocpi_status::OcpiError;

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("no")]
#[ocpi(version = "3.0")]
pub enum Error {
    #[ocpi(code = 1000)]
    A,
    #[ocpi(http = 422, code = 2001)]
    B { #[ocpi(dat)] first: u8 },
    C,
    #[ocpi(code = 404, message = "{missing}")]
    D { #[ocpi(data)] first: u8, #[ocpi(data)] second: u8 },
    #[ocpi(transparent)]
    E,
}

fn main() {}
