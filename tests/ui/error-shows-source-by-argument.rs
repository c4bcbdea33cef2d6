use ocpi_status::OcpiError;

#[derive(Debug, thiserror::Error, OcpiError)]
pub enum Error {
    #[error("bad input of {}: {}", .user, .source.to_string())]
    #[ocpi(code = 2001)]
    Io { user: String, source: std::io::Error },
}

fn main() {}
