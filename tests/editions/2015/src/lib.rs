//! A user crate of edition 2015: paths begin at the root, trait objects are bare, and `gen` is a
//! name. `async`, `dyn` and `try` are names too, but syn does not parse them.

#![allow(bare_trait_objects)]

extern crate ocpi_status;
extern crate thiserror;

use ocpi_status::{ErrorCode, OcpiError};

pub mod gen {
    use ocpi_status::ErrorCode;

    pub const CODE: ErrorCode = ErrorCode::UNKNOWN_LOCATION;

    #[derive(Debug, ::thiserror::Error, ::ocpi_status::OcpiError)]
    #[error("inner")]
    #[ocpi(code = 2002)]
    pub struct Error;
}

pub trait Reason: ::std::fmt::Debug {}

impl Reason for u8 {}

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("display")]
#[ocpi(version = "2.2.1", crate = ::ocpi_status)]
pub enum Error {
    #[ocpi(code = ::gen::CODE, http = 404)]
    Root,
    #[ocpi(code = ErrorCode::UNKNOWN_TOKEN, message = "{gen}")]
    Names { gen: u8 },
    #[ocpi(code = 2001, message = "{0:?}")]
    Bare(Box<Reason>),
    #[ocpi(transparent)]
    Inner(gen::Error),
    #[ocpi(transparent)]
    Nested(Box<Self>),
}

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("display")]
#[ocpi(code = 2001, message = "{0:?}")]
pub struct Generic<T>(T, Box<Reason>)
where
    T: ::std::fmt::Debug + PartialEq<Box<Reason>>;

#[cfg(test)]
mod tests {
    use Error;
    use ocpi_status::Reply;

    #[test]
    fn derives_responses_in_edition_2015() {
        let errors = vec![
            (Error::Root, 2003),
            (Error::Names { gen: 4 }, 2004),
            (Error::Bare(Box::new(1)), 2001),
            (Error::Inner(::gen::Error), 2002),
            (Error::Nested(Box::new(Error::Root)), 2003),
        ];
        for (error, code) in errors {
            assert_eq!(Reply::from(error).status_code(), code);
        }
    }
}
