use ocpi_status::OcpiError;

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("no")]
pub enum Error {
    #[ocpi(code = 2001, version = "2.2.1")]
    A,
    #[ocpi(code = 2001, crate = ::ocpi_status)]
    B,
    #[ocpi(code = 2001, web = false)]
    C,
}

fn main() {}
