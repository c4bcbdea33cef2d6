use ocpi_status::OcpiError;

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("no")]
pub enum Error {
    #[ocpi(code = 3000, header = "Retry-After")]
    A(u32),
}

fn main() {}
