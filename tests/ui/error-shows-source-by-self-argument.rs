use ocpi_status::OcpiError;

#[derive(Debug, thiserror::Error, OcpiError)]
pub enum Error {
    #[error("bad input: {:?}", self)]
    #[ocpi(code = 2001)]
    Io(#[from] std::io::Error),
}

fn main() {}
