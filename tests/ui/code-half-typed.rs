use ocpi_status::{ErrorCode, OcpiError};

#[derive(Debug, thiserror::Error, OcpiError)]
enum Error {
    #[error("a")]
    #[ocpi(code = ErrorCode::)]
    A,
}

fn main() {
    let _ = ErrorCode::SERVER_ERROR;
}
