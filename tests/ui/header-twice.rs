use ocpi_status::OcpiError;

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("no")]
#[ocpi(code = 3000, http = 503)]
pub struct Error(#[ocpi(header = "Retry-After")] u32, #[ocpi(header = "retry-after")] u32);

fn main() {}
