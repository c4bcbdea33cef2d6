use ocpi_status::OcpiError;

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("no")]
pub enum Error {
    #[ocpi(code = 2001, message = "{name:>width$} {name:.*}")]
    A { name: String, width: usize },
}

fn main() {}
