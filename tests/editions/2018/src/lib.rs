//! A user crate of edition 2018: trait objects are bare, and `gen` is a name.

#![allow(bare_trait_objects)]

use ocpi_status::OcpiError;

pub mod gen {
    use ocpi_status::{ErrorCode, OcpiError};

    pub const CODE: ErrorCode = ErrorCode::UNKNOWN_LOCATION;

    #[derive(Debug, thiserror::Error, OcpiError)]
    #[error("inner")]
    #[ocpi(code = 2002)]
    pub struct Error;
}

pub trait Reason: std::fmt::Debug {}

impl Reason for u8 {}

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("display")]
pub enum Error {
    #[ocpi(code = crate::gen::CODE, http = 404)]
    Path,
    #[ocpi(code = 2001, message = "{gen} {reason:?}")]
    Names { gen: u8, reason: Box<Reason> },
    #[ocpi(transparent)]
    Inner(gen::Error),
}

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("display")]
#[ocpi(code = 2001, message = "{0:?} {1:?}")]
pub struct Generic<T>(T, Vec<(T, Box<Reason>)>)
where
    T: std::fmt::Debug;

#[cfg(test)]
mod tests {
    use super::{Error, Generic, gen};
    use ocpi_status::Reply;

    #[test]
    fn derives_responses_in_edition_2018() {
        let errors = vec![
            (Error::Path, 2003),
            (Error::Names { gen: 4, reason: Box::new(1) }, 2001),
            (Error::Inner(gen::Error), 2002),
        ];
        for (error, code) in errors {
            assert_eq!(Reply::from(error).status_code(), code);
        }
        assert_eq!(Reply::from(Generic(1, vec![])).status_code(), 2001);
    }
}
