use ocpi_status::OcpiError;

#[derive(Debug)]
pub struct Problem;

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("no")]
pub enum Error {
    #[ocpi(code = 2001, message = "{problem}")]
    A { problem: Problem },
}

fn main() {}
