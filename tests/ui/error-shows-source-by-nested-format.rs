use ocpi_status::OcpiError;

#[derive(Debug, thiserror::Error, OcpiError)]
pub enum Error {
    #[error("bad input: {}", format!("{_0}").to_lowercase())]
    #[ocpi(code = 2001)]
    Io(#[from] std::io::Error),
}

fn main() {}
