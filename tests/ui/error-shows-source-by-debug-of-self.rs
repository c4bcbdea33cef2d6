use ocpi_status::OcpiError;

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("bad input: {self:?}")]
#[ocpi(code = 2001)]
pub struct Error {
    user: String,
    source: std::io::Error,
}

fn main() {}
