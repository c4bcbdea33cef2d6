use ocpi_status::OcpiError;

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("inner")]
#[ocpi(code = 3000, http = 503)]
pub struct Storage;

#[derive(Debug, thiserror::Error, OcpiError)]
#[ocpi(code = 2000)]
pub enum Error {
    #[error(transparent)]
    Storage(#[from] Storage),
}

fn main() {}
