use ocpi_status::OcpiError;

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("no")]
#[ocpi(version = "2.2")]
pub enum Error {
    #[ocpi(code = 4000)]
    A,
}

fn main() {}
