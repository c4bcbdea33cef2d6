use ocpi_status::OcpiError;

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("no")]
pub enum Error {
    #[ocpi(transparent)]
    A(Box<dyn OcpiError + Send + Sync>),
}

fn main() {}
