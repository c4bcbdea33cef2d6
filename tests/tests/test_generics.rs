//! The bounds of the impl: those that its calls need, and no others.

use std::error::Error as StdError;
use std::fmt::{self, Debug, Display};
use std::marker::PhantomData;
use std::str::FromStr;

use ocpi_status::OcpiError;
use serde::Serialize;
use serde_json::json;
use tests::{answer, data};

/// A type without any impl.
struct Bare;

/// A simple error for tests that need one.
#[derive(Debug, thiserror::Error, OcpiError)]
#[error("inner")]
#[ocpi(code = 4001, http = 404)]
struct Inner;

fn is_ocpi_error<E: OcpiError>() {}

/// Implements `Error` for all parameters, as a handwritten error can.
macro_rules! error_for_all {
    ($([$($generics:tt)*] $Type:ty;)*) => {$(
        impl<$($generics)*> Debug for $Type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("debug")
            }
        }

        impl<$($generics)*> Display for $Type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("display")
            }
        }

        impl<$($generics)*> StdError for $Type {}
    )*};
}

// Should expand to:
//
//     impl<T> OcpiError for Unused<T>
//     where
//         Self: Error,
#[derive(OcpiError)]
enum Unused<T> {
    #[ocpi(code = 2001)]
    Value(T),
    #[ocpi(code = 3001, message = "text")]
    Text(PhantomData<T>),
}

// Should expand to:
//
//     impl<T, U> OcpiError for Shown<T, U>
//     where
//         Self: Error,
//         T: Display,
#[derive(OcpiError)]
#[ocpi(code = 3001, message = "{shown}")]
struct Shown<T, U> {
    shown: T,
    hidden: PhantomData<U>,
}

// Should expand to:
//
//     impl<T, U> OcpiError for WithData<T, U>
//     where
//         Self: Error,
//         Vec<T>: Serialize,
#[derive(OcpiError)]
enum WithData<T, U> {
    #[ocpi(code = 2001)]
    Problems(#[ocpi(data)] Vec<T>),
    #[ocpi(code = 2002)]
    Other(PhantomData<U>),
}

// Should expand to:
//
//     impl<E, T> OcpiError for Outer<E, T>
//     where
//         Self: Error,
//         Box<E>: OcpiError,
#[derive(OcpiError)]
enum Outer<E, T> {
    #[ocpi(transparent)]
    Inner(Box<E>),
    #[ocpi(code = 2001)]
    Other(PhantomData<T>),
}

error_for_all! {
    [T] Unused<T>;
    [T, U] Shown<T, U>;
    [T, U] WithData<T, U>;
    [E, T] Outer<E, T>;
}

#[test]
fn adds_no_bound_when_no_call_needs_it() {
    is_ocpi_error::<Unused<Bare>>();
    assert_eq!(answer(&Unused::Value(Bare)), (2001, 200, "display".to_owned()));
    assert_eq!(answer(&Unused::<Bare>::Text(PhantomData)), (3001, 200, "text".to_owned()));

    let shown = Shown { shown: "public", hidden: PhantomData::<Bare> };
    assert_eq!(answer(&shown), (3001, 200, "public".to_owned()));
    let PhantomData = shown.hidden;

    assert_eq!(data(&WithData::<u8, Bare>::Problems(vec![1])), Some(json!([1])));
    assert_eq!(data(&WithData::<u8, Bare>::Other(PhantomData)), None);

    assert_eq!(answer(&Outer::<_, Bare>::Inner(Box::new(Inner))).0, 4001);
    assert_eq!(answer(&Outer::<Inner, Bare>::Other(PhantomData)).0, 2001);
}

/// An enum with lifetimes, bounds, defaults and const parameters.
// Should expand to:
//
//     impl<'a, T: Clone + 'a, const N: usize> OcpiError for Everything<'a, T, N>
//     where
//         T: Debug,
//         Self: Error,
//         &'a [T; N]: Debug,
#[derive(Debug, thiserror::Error, OcpiError)]
#[error("display")]
enum Everything<'a, T: Clone + 'a = u8, const N: usize = 3>
where
    T: Debug,
{
    #[ocpi(code = 2001, message = "{0:?}")]
    Array(&'a [T; N]),
    #[ocpi(code = 2002)]
    Lifetime(#[ocpi(data)] &'a str),
    #[ocpi(code = 2003, message = "{0}")]
    Boxed(Box<Self>),
}

#[test]
fn derives_with_lifetimes_defaults_and_const_parameters() {
    let array = Everything::<'_>::Array(&[1, 2, 3]);
    assert_eq!(answer(&array), (2001, 200, "[1, 2, 3]".to_owned()));
    let lifetime = Everything::<'_, &str, 0>::Lifetime("data");
    assert_eq!(data(&lifetime), Some(json!("data")));
    assert_eq!(answer(&Everything::Boxed(Box::new(array))).2, "display");
}

// Should expand to:
//
//     impl<T> OcpiError for Nested<T>
//     where
//         Self: Error,
//         T: OcpiError,
#[derive(Debug, thiserror::Error, OcpiError)]
enum Nested<T: Debug> {
    #[error("inner")]
    #[ocpi(transparent)]
    Inner(T),
    #[error("attempt {attempt}")]
    Again {
        attempt: u8,
        #[ocpi(transparent)]
        error: Box<Nested<T>>,
    },
    #[error("self")]
    #[ocpi(transparent)]
    Itself(Box<Self>),
}

#[test]
fn recursive_type_asks_no_bound_of_itself() {
    let nested = Nested::Itself(Box::new(Nested::Inner(Inner)));
    let nested = Nested::Again { attempt: 2, error: Box::new(nested) };
    assert_eq!(answer(&nested), (4001, 404, "unknown receiver".to_owned()));
    assert_eq!(Nested::<Inner>::catalog().iter().count(), 1);
}

// Should expand to:
//
//     impl<const N: usize> OcpiError for Bytes<N>
#[derive(Debug, thiserror::Error, OcpiError)]
#[error("display")]
#[ocpi(code = 2001, message = "{0:?}")]
struct Bytes<const N: usize>([u8; N]);

// Should expand to:
//
//     impl<'a> OcpiError for Borrowed<'a>
#[derive(Debug, thiserror::Error, OcpiError)]
#[error("display")]
#[ocpi(code = 2001, message = "{0}")]
struct Borrowed<'a>(&'a str);

#[test]
fn adds_no_bounds_without_type_parameters() {
    assert_eq!(answer(&Bytes([1, 2])).2, "[1, 2]");
    let text = "text".to_owned();
    assert_eq!(answer(&Borrowed(&text)).2, "text");
}

// Should expand to:
//
//     impl<T: FromStr> OcpiError for Parse<T>
//     where
//         T::Err: Debug + StdError + 'static,
//         Self: Error,
//         T::Err: Display,
#[derive(thiserror::Error, OcpiError)]
#[error("display")]
#[ocpi(code = 2001, message = "{source}")]
struct Parse<T: FromStr>
where
    T::Err: Debug + StdError + 'static,
{
    source: T::Err,
}

impl<T: FromStr> Debug for Parse<T>
where
    T::Err: Debug + StdError + 'static,
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("debug")
    }
}

#[test]
fn bounds_associated_types_that_are_shown() {
    let source = "x".parse::<u8>().expect_err("no number");
    let expected = source.to_string();
    assert_eq!(answer(&Parse::<u8> { source }).2, expected);
}

// Should expand to:
//
//     impl<T> OcpiError for Formats<T>
//     where
//         Self: Error,
//         T: Display,
//         T: Debug,
//         T: LowerHex,
//         ...
#[derive(Debug, thiserror::Error, OcpiError)]
#[error("display")]
#[ocpi(code = 2001, message = "{0} {0:?} {0:x} {0:X} {0:o} {0:b} {0:e} {0:E} {0:#06x}")]
struct Formats<T>(T);

#[test]
fn bounds_a_parameter_for_every_format() {
    assert_eq!(answer(&Formats(12)).2, "12 12 c C 14 1100 1.2e1 1.2E1 0x000c");
}

/// Needs only the bounds of `status_code`.
fn is_public<T: Display + Debug, E>(error: &Shown<T, E>) -> u16 {
    error.status_code().as_u16()
}

fn with_data<T: Serialize>(problems: Vec<T>) -> Option<serde_json::Value> {
    data(&WithData::<T, Bare>::Problems(problems))
}

#[test]
fn keeps_bounds_of_callers_minimal() {
    assert_eq!(is_public(&Shown { shown: 1, hidden: PhantomData::<Bare> }), 3001);
    assert_eq!(with_data(vec!["a"]), Some(json!(["a"])));
}

mod private {
    use ocpi_status::OcpiError;

    /// Cannot be named outside; a bound on it would be E0446 or a lint.
    #[derive(Debug, thiserror::Error, OcpiError)]
    #[error("private")]
    #[ocpi(code = 2001)]
    struct Private;

    #[derive(Debug, thiserror::Error, OcpiError)]
    #[error("public")]
    #[ocpi(transparent)]
    pub(crate) struct Public(Private);

    impl Public {
        pub(crate) const fn new() -> Self {
            Self(Private)
        }
    }
}

#[test]
fn adds_no_bound_on_a_private_field_type() {
    assert_eq!(answer(&private::Public::new()), (2001, 200, "private".to_owned()));
}

#[test]
fn derives_in_a_function_and_in_a_constant() {
    #[derive(Debug, thiserror::Error, OcpiError)]
    #[error("local {0:?}")]
    #[ocpi(code = 2001)]
    struct Local<T: Debug>(T);

    const _: () = {
        #[derive(Debug, thiserror::Error, OcpiError)]
        #[error("hidden")]
        #[ocpi(code = 2001)]
        struct Hidden;

        assert!(size_of_val(&Hidden) == 0);
    };

    assert_eq!(answer(&Local(1)).2, "local 1");
}

trait Sized_: Sized {
    const N: usize;
}

impl Sized_ for Own {
    const N: usize = 2;
}

/// `Self` in a bound and in a field.
// Should expand to:
//
//     impl OcpiError for Own
//     where
//         Self: Sized,
#[derive(Debug, thiserror::Error, OcpiError)]
#[error("own")]
#[ocpi(code = 2001, message = "{0:?} {1}")]
struct Own([u8; <Self as Sized_>::N], u8)
where
    Self: Sized;

#[test]
fn derives_when_field_types_mention_self() {
    assert_eq!(answer(&Own([1, 2], 3)).2, "[1, 2] 3");
}
