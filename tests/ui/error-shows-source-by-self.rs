use ocpi_status::OcpiError;

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("bad input: {}", self.0)]
#[ocpi(code = 2001)]
pub struct Error(#[from] std::io::Error);

fn main() {}
