//! A user crate of edition 2021: `gen` is a name, and unusual but legal items compile.

#![deny(warnings)]

use std::fmt::{self, Debug, Display};
use std::sync::Arc;

use ocpi_status::{ErrorCode, OcpiError};

pub mod gen {
    use ocpi_status::{ErrorCode, OcpiError};

    pub const CODE: ErrorCode = ErrorCode::UNKNOWN_LOCATION;

    #[derive(Debug, thiserror::Error, OcpiError)]
    #[error("inner")]
    #[ocpi(code = 2002)]
    pub struct Error;
}

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("display")]
pub enum Names {
    #[ocpi(code = gen::CODE, http = 404)]
    Path,
    #[ocpi(code = 2001, message = "{gen} {größe}")]
    Fields { gen: u8, größe: u8 },
    // The same name in decomposed form.
    #[ocpi(code = 2001, message = "{größe:>3.} {größe:.}")]
    Decomposed { größe: u8 },
    #[ocpi(transparent)]
    Inner(gen::Error),
}

pub trait Failing {
    type Err;
    type Text: ?Sized;
}

impl Failing for SelfEverywhere {
    type Err = gen::Error;
    type Text = str;
}

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("display")]
pub enum SelfEverywhere {
    #[ocpi(code = 2001)]
    Leaf,
    #[ocpi(transparent)]
    Boxed(Box<Self>),
    #[ocpi(transparent)]
    Shared(Arc<Self>),
    #[ocpi(transparent)]
    Associated(<Self as Failing>::Err),
    #[ocpi(code = 2001, message = "{0}")]
    Shown(Box<Self>),
    #[ocpi(code = 2001, message = "{0}")]
    Text(Box<<Self as Failing>::Text>),
}

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("display")]
#[ocpi(transparent)]
pub struct SelfInStruct(Box<Inner<Self>>);

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("inner")]
#[ocpi(code = 2003)]
pub struct Inner<T>(pub Option<Arc<T>>);

/// An unsized tail.
#[derive(OcpiError)]
#[ocpi(code = 2001)]
pub struct Tail<T: ?Sized> {
    pub number: u8,
    pub tail: T,
}

/// An unsized tail in the message.
#[derive(OcpiError)]
#[ocpi(code = 2001, message = "{number} {tail:?} {tail}")]
pub struct ShownTail<T>
where
    T: ?Sized,
{
    pub number: u8,
    pub tail: T,
}

macro_rules! display {
    ($($Type:ident)*) => {$(
        impl<T: ?Sized> Debug for $Type<T> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("debug")
            }
        }

        impl<T: ?Sized> Display for $Type<T> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("display")
            }
        }

        impl<T: ?Sized> std::error::Error for $Type<T> {}
    )*};
}

display!(Tail ShownTail);

pub struct Codes<F, T>(pub F, pub T);

impl<F, T> Codes<F, T> {
    pub const CODE: ErrorCode = ErrorCode::UNKNOWN_RECEIVER;
}

pub struct Numbered<const N: usize>;

impl<const N: usize> Numbered<N> {
    pub const CODE: ErrorCode = ErrorCode::UNKNOWN_TOKEN;
}

pub trait Coded {
    const CODE: ErrorCode = ErrorCode::NOT_ENOUGH_INFORMATION;
}

impl Coded for &'static u8 {}

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("display")]
pub enum Paths {
    #[ocpi(code = Codes::<fn(u8) -> u8, u16>::CODE, http = 404)]
    Arrow,
    #[ocpi(code = Codes::<fn(&u8) -> Vec<Vec<u8>>, (u8, u16)>::CODE)]
    Nested,
    #[ocpi(code = Numbered::<{ 1 + 1 }>::CODE)]
    Block,
    #[ocpi(code = Numbered::<{
        let one = 1;
        one + 1
    }>::CODE, message = "no")]
    Statements,
    #[ocpi(code = <&'static u8 as Coded>::CODE)]
    Lifetime,
}

/// Arrays whose length is a parameter or an expression.
#[derive(Debug, thiserror::Error, OcpiError)]
#[error("display")]
#[ocpi(code = 2001, message = "{0:?}")]
pub struct Bytes<const N: usize>(pub [u8; N], pub [u8; 1 + 1]);

/// Every format that rustc accepts.
#[derive(Debug, thiserror::Error, OcpiError)]
#[error("display")]
#[ocpi(
    code = 2001,
    message = "{0:.} {0:>8.} {0:-} {0:+} {0:#x?} {0:08x?} {0:02X?} {0:#?} {0:<} \
    {0:^-#08.3e} {0:E} {0: >5} {0:0>5} {0:00} {0:é^9} { 0 : } {0:#010b} {0:o}"
)]
pub struct Formats(pub u8);

#[cfg(test)]
mod tests {
    use super::*;
    use ocpi_status::Reply;

    fn answer(error: &dyn OcpiError) -> (u16, String) {
        let reply = Reply::from_error(error);
        let body = String::from_utf8(reply.body().to_vec()).unwrap();
        let message = body.split("\"status_message\":\"").nth(1).unwrap_or_default();
        let message = message.split('"').next().unwrap_or_default();
        (reply.status_code().as_u16(), message.to_owned())
    }

    fn expect(error: &dyn OcpiError, code: u16, message: &str) {
        assert_eq!(answer(error), (code, message.to_owned()));
    }

    #[test]
    fn derives_when_names_are_raw_or_not_ascii() {
        expect(&Names::Path, 2003, "display");
        expect(&Names::Fields { gen: 1, größe: 2 }, 2001, "1 2");
        expect(&Names::Decomposed { größe: 3 }, 2001, "  3 3");
        expect(&Names::Inner(gen::Error), 2002, "inner");
    }

    #[test]
    fn derives_when_field_types_mention_self() {
        let leaf = || SelfEverywhere::Leaf;
        expect(&SelfEverywhere::Boxed(Box::new(leaf())), 2001, "display");
        expect(&SelfEverywhere::Shared(Arc::new(leaf())), 2001, "display");
        expect(&SelfEverywhere::Associated(gen::Error), 2002, "inner");
        expect(&SelfEverywhere::Shown(Box::new(leaf())), 2001, "display");
        expect(&SelfEverywhere::Text("text".into()), 2001, "text");
        expect(&SelfInStruct(Box::new(Inner(None))), 2003, "inner");
        let labels: Vec<_> =
            SelfEverywhere::catalog().iter().filter_map(|entry| entry.variant()).collect();
        assert_eq!(labels, ["Leaf", "Shown", "Text"]);
        assert_eq!(SelfInStruct::catalog().iter().count(), 1);
    }

    #[test]
    fn derives_when_the_last_field_is_unsized() {
        let tail: &Tail<[u8]> = &Tail { number: 1, tail: [1, 2] };
        assert_eq!(tail.status_code(), 2001);
        assert_eq!(tail.number + tail.tail[0], 2);
        expect(&ShownTail { number: 1, tail: "a" }, 2001, "1 \\");
        assert_eq!(Tail::<u8>::catalog().iter().count(), 1);
    }

    #[test]
    fn derives_when_code_is_a_path_with_any_generic_arguments() {
        let paths = [Paths::Arrow, Paths::Nested, Paths::Block, Paths::Statements, Paths::Lifetime];
        let codes = paths.map(|error| error.status_code().as_u16());
        assert_eq!(codes, [4001, 4001, 2004, 2004, 2002]);
    }

    #[test]
    fn formats_arrays_and_every_format_spec() {
        expect(&Bytes([1], [2, 3]), 2001, "[1]");
        let (code, message) = answer(&Formats(7));
        assert_eq!(code, 2001);
        assert!(message.starts_with("7        7 7 +7 0x7 00000007 07 7 7"), "{message}");
    }
}
