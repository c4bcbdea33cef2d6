use ocpi_status::OcpiError;

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("no")]
pub enum Error {
    A { #[ocpi(code = 2001)] problem: u8 },
    #[ocpi(code = 2001)]
    B { #[ocpi(http = 404, message = "b", transparent)] problem: u8 },
}

fn main() {}
