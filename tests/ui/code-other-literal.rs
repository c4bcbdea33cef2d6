use ocpi_status::OcpiError;

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("no")]
pub enum Error {
    #[ocpi(code = 2001.0)]
    A,
    #[ocpi(code = 2e3)]
    B,
    #[ocpi(code = 'a')]
    C,
    #[ocpi(code = b'a')]
    D,
    #[ocpi(code = true)]
    E,
    #[ocpi(code = c"2001")]
    F,
}

fn main() {}
