use ocpi_status::OcpiError;

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("no")]
pub enum Error {
    #[ocpi(data)]
    A,
    #[ocpi(code = 2001, data)]
    B { problem: u8 },
}

fn main() {}
