use ocpi_status::OcpiError;

const CODE: u16 = 2001;

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("no")]
pub enum Error {
    #[ocpi(code = CODE, http = 404)]
    A,
}

fn main() {}
