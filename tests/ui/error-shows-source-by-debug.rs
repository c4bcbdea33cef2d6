use ocpi_status::OcpiError;

#[derive(Debug, thiserror::Error, OcpiError)]
pub enum Error {
    #[error("bad input: {cause:?}")]
    #[ocpi(code = 2001, http = 400)]
    Io {
        #[source]
        cause: std::io::Error,
    },
}

fn main() {}
