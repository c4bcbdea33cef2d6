use ocpi_status::OcpiError;

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("no")]
pub enum Error {
    #[ocpi(code = 2001, message = 5)]
    A,
    #[ocpi(code = 2001, message = no)]
    B,
    #[ocpi(code = 2001, message = b"no")]
    C,
    #[ocpi(code = 2001, message = format!("no"))]
    D,
    #[ocpi(code = 2001, message)]
    E,
}

fn main() {}
