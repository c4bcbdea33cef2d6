//! A user crate of edition 2024: `gen` is a reserved word.
//!
//! `Display` is written by hand, because thiserror does not compile with a field named `r#gen`.

#![deny(warnings)]

use std::fmt;

use ocpi_status::OcpiError;

pub mod r#gen {
    use ocpi_status::{ErrorCode, OcpiError};

    pub const CODE: ErrorCode = ErrorCode::UNKNOWN_LOCATION;

    #[derive(Debug, thiserror::Error, OcpiError)]
    #[error("inner")]
    #[ocpi(code = 2002)]
    pub struct Error;
}

#[derive(Debug, OcpiError)]
pub enum Error {
    #[ocpi(code = r#gen::CODE, http = 404)]
    Path,
    #[ocpi(code = 2001, message = "{gen} {self}")]
    Field { r#gen: u8 },
    #[ocpi(transparent)]
    Inner(r#gen::Error),
    #[ocpi(code = 2000)]
    Data {
        #[ocpi(data)]
        r#gen: u8,
    },
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("display")
    }
}

impl std::error::Error for Error {}

#[cfg(test)]
mod tests {
    use super::{Error, r#gen};
    use ocpi_status::Reply;

    #[test]
    fn derives_responses_in_edition_2024() {
        let errors = [
            (Error::Path, 2003),
            (Error::Field { r#gen: 4 }, 2001),
            (Error::Inner(r#gen::Error), 2002),
            (Error::Data { r#gen: 5 }, 2000),
        ];
        for (error, code) in errors {
            assert_eq!(Reply::from(error).status_code(), code);
        }
    }
}
