use ocpi_status::OcpiError;

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("no")]
#[ocpi(code = 2001)]
pub struct Error<#[ocpi(data)] T>(T);

fn main() {}
