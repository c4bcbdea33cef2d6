use ocpi_status::OcpiError;

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("no")]
#[ocpi(http = 404, message = "no", transparent, data)]
pub enum Error {
    #[ocpi(code = 2001)]
    A,
}

fn main() {}
