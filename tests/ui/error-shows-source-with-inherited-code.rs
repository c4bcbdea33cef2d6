use ocpi_status::OcpiError;

#[derive(Debug, thiserror::Error, OcpiError)]
#[ocpi(code = 2000)]
pub enum Error {
    #[error("bad input: {0}")]
    Io(#[from] std::io::Error),
}

fn main() {}
