use ocpi_status::OcpiError;

#[derive(Debug, OcpiError)]
#[ocpi(code = 2001)]
pub struct Error;

fn main() {}
