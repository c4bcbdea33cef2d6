use ocpi_status::OcpiError;

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("no")]
pub enum Error {
    #[ocpi(code = 3000, http = 503)]
    A(#[ocpi(header = "Retry After")] u32),
}

fn main() {}
