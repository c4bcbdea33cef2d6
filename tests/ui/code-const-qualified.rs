use ocpi_status::OcpiError;

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("no")]
pub enum Error {
    #[ocpi(code = <Self as Known<u8, i8>>::CODE)]
    A,
}

fn main() {}
