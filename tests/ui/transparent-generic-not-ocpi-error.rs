use ocpi_status::{OcpiError, Reply};

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("no")]
#[ocpi(transparent)]
pub struct Error<T>(T);

pub fn answer(error: Error<std::fmt::Error>) -> Reply {
    error.into()
}

fn main() {}
