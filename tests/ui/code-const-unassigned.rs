use ocpi_status::{ErrorCode, OcpiError};

const CODE: ErrorCode = match ErrorCode::new(2005) {
    Some(code) => code,
    None => panic!(),
};

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("no")]
pub enum Error {
    #[ocpi(code = CODE)]
    A,
}

fn main() {}
