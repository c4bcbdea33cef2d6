use ocpi_status::OcpiError;

#[derive(Debug)]
pub struct Delay;

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("no")]
#[ocpi(code = 3000, http = 503)]
pub struct Error {
    #[ocpi(header = "Retry-After")]
    after: Option<Delay>,
}

fn main() {}
