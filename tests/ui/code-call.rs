use ocpi_status::OcpiError;

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("no")]
pub enum Error {
    #[ocpi(code = code())]
    A,
    #[ocpi(code = Codes::new(2001))]
    B,
    #[ocpi(code = Codes(2001)::CODE)]
    C,
}

fn main() {}
