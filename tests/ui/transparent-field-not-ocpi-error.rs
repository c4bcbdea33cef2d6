use ocpi_status::OcpiError;

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("no")]
pub struct Error {
    attempt: u8,
    #[ocpi(transparent)]
    inner: std::fmt::Error,
}

fn main() {}
