use ocpi_status::OcpiError;

#[derive(Debug, thiserror::Error, OcpiError)]
pub enum Error {
    #[error("bad input: {cause}", cause = .1)]
    #[ocpi(code = 2001)]
    Io(u8, #[source] std::io::Error),
}

fn main() {}
