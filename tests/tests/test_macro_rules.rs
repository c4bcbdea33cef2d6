//! Derives on items built by `macro_rules!`, with every kind of fragment.

use ocpi_status::{ErrorCode, OcpiError, Reply};
use serde_json::json;
use tests::{answer, data};

/// Declares a struct whose attribute holds a fragment of one kind.
macro_rules! fragment {
    ($name:ident literal $code:literal) => { fragment!(@ $name, code = $code); };
    ($name:ident expr $code:expr) => { fragment!(@ $name, code = $code); };
    ($name:ident path $code:path) => { fragment!(@ $name, code = $code); };
    ($name:ident ident $code:ident) => { fragment!(@ $name, code = $code); };
    ($name:ident tt $code:tt) => { fragment!(@ $name, code = $code); };
    ($name:ident ty $code:ty) => { fragment!(@ $name, code = <$code>::CODE); };
    ($name:ident again $code:expr) => { fragment!($name expr $code); };
    (@ $name:ident, $($keys:tt)*) => {
        #[derive(Debug, thiserror::Error, OcpiError)]
        #[error("display")]
        #[ocpi($($keys)*, http = 404)]
        struct $name;
    };
}

const CODE: ErrorCode = ErrorCode::UNKNOWN_LOCATION;

struct Codes;

impl Codes {
    const CODE: ErrorCode = ErrorCode::UNKNOWN_TOKEN;
}

#[test]
fn accepts_a_code_of_every_fragment_kind() {
    fragment!(Literal literal 2001);
    fragment!(Expr expr 2002);
    fragment!(Path path Codes::CODE);
    fragment!(PathExpr expr Codes::CODE);
    fragment!(Ident ident CODE);
    fragment!(Number tt 2001);
    fragment!(Word tt CODE);
    fragment!(Type ty Codes);
    fragment!(Again again 2003);

    let errors: [&dyn OcpiError; 9] =
        [&Literal, &Expr, &Path, &PathExpr, &Ident, &Number, &Word, &Type, &Again];
    let codes = errors.map(|error| error.status_code().as_u16());
    assert_eq!(codes, [2001, 2002, 2004, 2004, 2003, 2001, 2003, 2004, 2003]);
    assert!(errors.iter().all(|error| error.http_status() == 404));
}

/// Declares an enum whose every part is an argument of the macro.
macro_rules! whole {
    (
        $(#[$meta:meta])*
        $vis:vis enum $name:ident<$lifetime:lifetime, $param:ident> {
            $($variant:ident = $code:literal, $http:expr, $message:literal { $($field:ident: $ty:ty),* })*
        }
    ) => {
        #[derive(Debug, thiserror::Error, OcpiError)]
        $(#[$meta])*
        $vis enum $name<$lifetime, $param> {
            $(
                #[ocpi(code = $code, http = $http, message = $message)]
                $variant { $($field: $ty),* },
            )*
        }
    };
}

whole! {
    #[error("display")]
    #[ocpi(version = "2.2.1")]
    pub(crate) enum Whole<'a, T> {
        First = 2001, 404, "{first} {second:?}" { first: T, second: &'a str }
        Second = 3001, 500, "{self}" {}
    }
}

#[test]
fn derives_on_enums_built_by_a_macro() {
    let first = Whole::First { first: 1, second: "a" };
    assert_eq!(answer(&first), (2001, 404, "1 \"a\"".to_owned()));
    let second: Whole<'_, u8> = Whole::Second {};
    assert_eq!(answer(&second), (3001, 500, "display".to_owned()));
}

/// Passes variants through unchanged.
macro_rules! variants {
    ($name:ident { $($variants:tt)* }) => {
        #[derive(Debug, thiserror::Error, OcpiError)]
        #[error("display")]
        enum $name { $($variants)* }
    };
}

#[test]
fn derives_on_variants_passed_to_a_macro() {
    variants!(Error {
        #[ocpi(code = 2001, message = "{0} {1}")]
        Tuple(u8, #[ocpi(data)] u8),
        #[ocpi(code = 2002, message = "{first}")]
        Struct { #[ocpi(data)] first: &'static str },
        #[ocpi(transparent)]
        Inner(Inner),
    });

    assert_eq!(answer(&Error::Tuple(1, 2)).2, "1 2");
    assert_eq!(data(&Error::Tuple(1, 2)), Some(json!(2)));
    assert_eq!(answer(&Error::Struct { first: "a" }).2, "a");
    assert_eq!(data(&Error::Struct { first: "a" }), Some(json!("a")));
    assert_eq!(answer(&Error::Inner(Inner)), (4001, 404, "unknown receiver".to_owned()));
}

/// Declares a struct with a header, whose type mentions the type parameter.
macro_rules! header {
    ($name:ident, $value:ty) => {
        #[derive(Debug, thiserror::Error, OcpiError)]
        #[error("busy")]
        #[ocpi(code = 3000, http = 503)]
        struct $name<T: std::fmt::Debug> {
            #[ocpi(header = "Retry-After")]
            seconds: $value,
        }
    };
}

#[test]
#[expect(unused_parens, reason = "a type in parentheses is a type of its own for syn")]
fn finds_the_type_in_an_option_that_is_a_fragment() {
    header!(Grouped, Option<T>);
    header!(InParentheses, (Option<T>));

    for seconds in [Some(30), None] {
        let replies = [Reply::from(Grouped { seconds }), Reply::from(InParentheses { seconds })];
        for reply in replies {
            let header = reply.headers().get("Retry-After");
            assert_eq!(header.is_some_and(|value| value == "30"), seconds.is_some());
        }
    }
}

/// Declares a field of its own, which the message of the caller must not see, beside a field of the
/// caller.
macro_rules! own_fields {
    ($name:ident, $field:ident, $message:literal) => {
        #[derive(Debug, thiserror::Error, OcpiError)]
        #[error("display")]
        #[ocpi(code = 2001, message = $message)]
        struct $name {
            own: u8,
            $field: u8,
        }
    };
}

#[test]
fn shows_fields_of_two_hygiene_contexts() {
    own_fields!(Both, theirs, "{own} {theirs}");

    assert_eq!(answer(&Both { own: 1, theirs: 2 }).2, "1 2");
}

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("inner")]
#[ocpi(code = 4001, http = 404)]
struct Inner;

/// Takes attributes, types and strings as fragments.
macro_rules! attribute {
    (
        $name:ident, $outer:meta, $inner:ty, $version:literal, $web:literal, $krate:path,
        $message:expr
    ) => {
        #[derive(Debug, thiserror::Error, OcpiError)]
        #[error("display")]
        #[$outer]
        #[ocpi(version = $version, web = $web, crate = $krate)]
        enum $name {
            #[ocpi(transparent)]
            Inner($inner),
            #[ocpi(message = $message)]
            Message($inner),
        }
    };
}

#[test]
fn accepts_attributes_passed_to_a_macro() {
    attribute!(Error, ocpi(code = 4002), Box<Inner>, "2.2", false, ::ocpi_status, "{0}");

    assert_eq!(answer(&Error::Inner(Box::new(Inner))).0, 4001);
    assert_eq!(answer(&Error::Message(Box::new(Inner))), (4002, 200, "inner".to_owned()));
}

/// Declares an error for each row of a table.
macro_rules! table {
    ($($name:ident $code:literal $http:literal)*) => {
        #[derive(Debug, thiserror::Error, OcpiError)]
        #[error("display")]
        enum Table { $(#[ocpi(code = $code, http = $http)] $name,)* }

        const TABLE: &[(Table, u16, u16)] = &[$((Table::$name, $code, $http),)*];
    };
}

table! {
    ClientError 2000 400
    InvalidParameters 2001 401
    NotEnoughInformation 2002 403
    UnknownLocation 2003 404
    UnknownToken 2004 405
    FirstClient 2900 408
    LastClient 2999 429
    ServerError 3000 500
    UnableToUseApi 3001 501
    UnsupportedVersion 3002 502
    NoMatchingEndpoints 3003 503
    FirstServer 3900 504
    LastServer 3999 599
    HubError 4000 404
    UnknownReceiver 4001 500
    Timeout 4002 504
    ConnectionProblem 4003 599
    FirstHub 4900 200
    LastHub 4999 200
}

#[test]
fn derives_on_every_row_of_a_macro_table() {
    for (error, code, http) in TABLE {
        assert_eq!(
            (error.status_code(), error.http_status().as_u16()),
            (ErrorCode::new(*code).expect("an error code"), *http,)
        );
    }
}

#[test]
fn resolves_dollar_crate_to_the_crate_of_the_macro() {
    macro_rules! error {
        ($code:path) => {
            #[derive(Debug, thiserror::Error, OcpiError)]
            #[error("display")]
            #[ocpi(code = $code)]
            struct Foreign;
        };
    }
    tests::with_code_of_this_crate!(error);

    assert_eq!(answer(&Foreign).0, 4000);
}
