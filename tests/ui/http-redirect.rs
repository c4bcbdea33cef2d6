use ocpi_status::OcpiError;

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("no")]
pub enum Error {
    #[ocpi(code = 2001, http = 302)]
    A,
    #[ocpi(code = 2001, http = 201)]
    B,
}

fn main() {}
