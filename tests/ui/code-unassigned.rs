use ocpi_status::OcpiError;

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("no")]
pub enum Error {
    #[ocpi(code = 2005)]
    A,
    #[ocpi(code = 2899)]
    B,
    #[ocpi(code = 3004)]
    C,
    #[ocpi(code = 4004)]
    D,
}

fn main() {}
