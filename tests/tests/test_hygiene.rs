//! The expansion in scopes where every name it could use is shadowed.

#![no_implicit_prelude]

use ::ocpi_status::{ErrorCode, OcpiError};
use ::std::assert_eq;
use ::std::string::ToString as _;
use ::tests::{answer, data};

/// Shadows every name that an expansion might use.
#[expect(
    dead_code,
    non_camel_case_types,
    unused_macros,
    reason = "they are there to be in the way"
)]
mod hostile {
    mod alloc {}
    mod core {}
    mod std {}
    mod http {}
    mod ocpi_status {}
    mod serde {}
    mod __private {}

    type Formatter = ();
    type Result<T> = (T, T);
    struct Arguments;
    struct Box;
    struct Data;
    struct Err;
    struct ErrorCode;
    struct None;
    struct Ok;
    struct Option;
    struct Some;
    struct StatusCode;
    struct String;
    struct Vec;
    struct Version;
    struct bool;
    struct f;
    struct str;
    struct u16;
    struct u8;
    const CODE: () = ();
    const OK: () = ();
    trait Clone {}
    trait DataField {}
    trait Display {}
    trait From {}
    trait Into {}
    trait Serialize {}
    trait ToString {}

    macro_rules! assert {
        ($($tokens:tt)*) => {
            ::core::compile_error!("the user's own");
        };
    }
    macro_rules! concat {
        ($($tokens:tt)*) => {
            ::core::compile_error!("the user's own");
        };
    }
    macro_rules! format {
        ($($tokens:tt)*) => {
            ::core::compile_error!("the user's own");
        };
    }
    macro_rules! format_args {
        ($($tokens:tt)*) => {
            ::core::compile_error!("the user's own");
        };
    }
    macro_rules! matches {
        ($($tokens:tt)*) => {
            ::core::compile_error!("the user's own");
        };
    }
    macro_rules! panic {
        ($($tokens:tt)*) => {
            ::core::compile_error!("the user's own");
        };
    }
    macro_rules! unreachable {
        ($($tokens:tt)*) => {
            ::core::compile_error!("the user's own");
        };
    }
    macro_rules! web {
        ($($tokens:tt)*) => {
            ::core::compile_error!("the user's own");
        };
    }
    macro_rules! write {
        ($($tokens:tt)*) => {
            ::core::compile_error!("the user's own");
        };
    }

    #[derive(::core::fmt::Debug, ::ocpi_status::OcpiError)]
    #[ocpi(version = "2.2.1")]
    pub(super) enum Error<T> {
        #[ocpi(code = 2001, http = 404, message = "{0} {1:?} {self}")]
        Message(::core::primitive::u8, T),
        #[ocpi(code = ::ocpi_status::ErrorCode::SERVER_ERROR, http = 500)]
        Const,
        #[ocpi(code = 2002)]
        Data(#[ocpi(data)] T),
        #[ocpi(transparent)]
        Inner(Inner),
        #[ocpi(code = 2003)]
        None,
    }

    #[derive(::core::fmt::Debug, ::ocpi_status::OcpiError)]
    #[ocpi(code = 4001)]
    pub(super) struct Inner;

    impl<T> ::core::fmt::Display for Error<T> {
        fn fmt(&self, out: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
            out.write_str("display")
        }
    }

    impl<T: ::core::fmt::Debug> ::core::error::Error for Error<T> {}

    impl ::core::fmt::Display for Inner {
        fn fmt(&self, out: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
            out.write_str("inner")
        }
    }

    impl ::core::error::Error for Inner {}
}

#[test]
fn derives_when_every_name_is_shadowed() {
    use hostile::{Error, Inner};

    assert_eq!(answer(&Error::Message(1, "a")), (2001, 404, "1 \"a\" display".to_string()));
    assert_eq!(answer(&Error::<u8>::Const), (3000, 500, "server error".to_string()));
    assert_eq!(data(&Error::Data(7)), ::std::option::Option::Some(::serde_json::json!(7)));
    assert_eq!(answer(&Error::<u8>::Inner(Inner)), (4001, 200, "unknown receiver".to_string()));
    assert_eq!(answer(&Error::<u8>::None), (2003, 200, "display".to_string()));
}

/// The method names of the trait, as inherent methods and constants of the user.
#[derive(Debug, ::thiserror::Error, OcpiError)]
#[error("display")]
enum Methods {
    #[ocpi(code = Methods::CODE, message = "{0}")]
    A(Inner),
    #[ocpi(transparent)]
    B(Inner),
}

impl Methods {
    const CODE: ErrorCode = CODE;

    fn status_code(&self) -> &Self {
        self
    }

    fn data(&self) -> &Self {
        self
    }
}

/// A constant whose name the expansion could use.
const CODE: ErrorCode = ErrorCode::INVALID_PARAMETERS;

#[derive(Debug, ::thiserror::Error, OcpiError)]
#[error("inner")]
#[ocpi(code = CODE)]
struct Inner;

impl Inner {
    fn status_code(&self) -> &Self {
        self
    }

    fn fmt_message(&self) -> &Self {
        self
    }

    fn shown(&self) -> &Self {
        self
    }
}

#[test]
fn derives_when_types_have_methods_of_the_same_names() {
    let error = Methods::A(Inner);
    assert_eq!(answer(&error), (2001, 200, "inner".to_string()));
    assert_eq!(answer(&Methods::B(Inner)), (2001, 200, "inner".to_string()));
    assert_eq!(answer(error.status_code().data()), answer(&error));
    assert_eq!(answer(Inner.status_code().fmt_message().shown()), answer(&Inner));
}

/// A unit struct or a constant with the name of a field turns a binding into a pattern.
#[expect(
    dead_code,
    non_camel_case_types,
    non_snake_case,
    reason = "they are there to be in the way"
)]
mod patterns {
    use ::ocpi_status::OcpiError;

    struct name;
    const ID: u8 = 1;

    #[derive(Debug, OcpiError)]
    #[ocpi(code = 2001, message = "{name} {ID}")]
    pub(super) struct Error {
        pub(super) name: &'static ::core::primitive::str,
        pub(super) ID: ::core::primitive::u8,
    }

    impl ::core::fmt::Display for Error {
        fn fmt(&self, out: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
            out.write_str("display")
        }
    }

    impl ::core::error::Error for Error {}
}

#[test]
fn derives_when_fields_are_named_like_items() {
    let error = patterns::Error { name: "name", ID: 2 };
    assert_eq!(answer(&error), (2001, 200, "name 2".to_string()));
}

#[test]
fn derives_when_the_crate_is_renamed() {
    use ::renamed::{Inner, Renamed};

    assert_eq!(answer(&Renamed::Const), (2004, 404, "renamed".to_string()));
    assert_eq!(answer(&Renamed::Problem(5)), (2001, 200, "problem 5".to_string()));
    assert_eq!(data(&Renamed::Problem(5)), ::std::option::Option::Some(::serde_json::json!(5)));
    assert_eq!(
        answer(&Renamed::Inner(Inner)),
        (3001, 200, "unable to use the client's API".to_string())
    );
}

#[test]
fn derives_when_a_macro_of_another_crate_names_the_crate() {
    ::renamed::error!(Declared(u8) = 2001, "declared {0}");

    assert_eq!(answer(&Declared(5)), (2001, 200, "declared 5".to_string()));
}
