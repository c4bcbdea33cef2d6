use ocpi_status::OcpiError;

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("no")]
pub enum Error {
    #[ocpi(code = 2001, message = "a { b")]
    A,
    #[ocpi(code = 2001, message = "a } b")]
    B,
}

fn main() {}
