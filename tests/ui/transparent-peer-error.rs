use ocpi_status::{OcpiError, PeerError};

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("x")]
#[ocpi(transparent)]
pub struct Error(PeerError);

fn main() {}
