use ocpi_status::OcpiError;

#[derive(thiserror::Error, OcpiError)]
#[error("no")]
#[ocpi(code = 2001, message = "{0:?}")]
pub struct Error(Problem);

impl std::fmt::Debug for Error {
    fn fmt(&self, _: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        Ok(())
    }
}

pub struct Problem;

fn main() {}
