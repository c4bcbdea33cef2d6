use ocpi_status::OcpiError;

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("no")]
pub enum Error {
    #[ocpi]
    A,
    #[ocpi = 2001]
    B,
    #[ocpi{code = 2001}]
    C,
    #[ocpi[code = 2001]]
    D,
}

fn main() {}
