use ocpi_status::OcpiError;

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("no")]
pub enum Error {
    #[ocpi(code = ocpi_status::ErrorCode::new(2950).unwrap())]
    A,
}

fn main() {}
