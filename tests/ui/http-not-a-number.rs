use ocpi_status::OcpiError;

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("no")]
pub enum Error {
    #[ocpi(code = 2001, http = "404")]
    A,
    #[ocpi(code = 2001, http = NOT_FOUND)]
    B,
    #[ocpi(code = 2001, http = StatusCode::NOT_FOUND)]
    C,
    #[ocpi(code = 2001, http = 404u16)]
    D,
    #[ocpi(code = 2001, http)]
    E,
}

fn main() {}
