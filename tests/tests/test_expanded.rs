//! Compiles the expansions in `tests/snapshots`, except `mistaken`, which is in the UI tests.

#![expect(
    clippy::borrow_deref_ref,
    clippy::match_wildcard_for_single_variants,
    clippy::unneeded_struct_pattern,
    reason = "clippy does not lint what a derive writes"
)]

use std::sync::Arc;

use ocpi_status as ocpi;
use ocpi_status::{ErrorCode, OcpiError};
use serde_json::json;
use tests::answer;

const TEXT: &str = "its own text";

macro_rules! impl_error {
    ($Error:ty $(, $($generics:tt)*)?) => {
        impl $(<$($generics)*>)? std::fmt::Display for $Error {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(TEXT)
            }
        }

        impl $(<$($generics)*>)? std::fmt::Debug for $Error {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                std::fmt::Display::fmt(self, f)
            }
        }

        impl $(<$($generics)*>)? std::error::Error for $Error {}
    };
}

#[expect(non_upper_case_globals, reason = "rustc does not lint what a derive writes")]
mod constant {
    use super::{TEXT, answer};

    mod codes {
        use ocpi_status::ErrorCode;

        pub(super) const TARIFF_UNKNOWN: ErrorCode = ErrorCode::CLIENT_ERROR;
    }

    include!("../snapshots/constant.expanded.rs");
    impl_error!(UnknownTariff);

    #[test]
    fn responds_with_the_constant() {
        let error = UnknownTariff("T1".to_owned());
        assert_eq!(answer(&error), (2000, 404, TEXT.to_owned()), "{}", error.0);
    }
}

mod data {
    use super::*;

    trait Problem {}
    #[derive(Clone, Copy)]
    struct Path;
    impl Problem for Path {}
    impl Problem for u8 {}

    include!("../snapshots/data.expanded.rs");
    impl_error!(Invalid<'_, T, N>, T: Problem + Copy, const N: usize);

    #[test]
    fn responds_with_the_data() {
        assert_eq!(tests::data(&Invalid { problems: &[1_u8] }), Some(json!([1])));
    }
}

#[expect(dead_code, deprecated, reason = "rustc does not lint what a derive writes")]
mod enumeration {
    use super::*;

    struct Date;

    include!("../snapshots/enum.expanded.rs");
    impl_error!(AuthorizeError);

    #[test]
    fn responds_for_each_variant() {
        let unknown = AuthorizeError::UnknownToken { uid: String::new() };
        assert_eq!(answer(&unknown), (2004, 404, TEXT.to_owned()));
        assert_eq!(answer(&AuthorizeError::ExpiredToken(Date)), (2004, 200, TEXT.to_owned()));
        let database = AuthorizeError::Database;
        assert_eq!(answer(&database), (3000, 200, "server error".to_owned()));
        assert_eq!(database.label(), "AuthorizeError::Database");
    }
}

mod message {
    use super::*;

    include!("../snapshots/message.expanded.rs");
    impl_error!(LocationError);

    #[test]
    fn responds_with_the_message() {
        let message = |error| answer(&error).2;
        assert_eq!(message(LocationError::Empty), "the body is empty");
        assert_eq!(
            message(LocationError::Unreachable { host: "h".to_owned(), millis: 30 }),
            format!("h did not answer within     30 ms: {TEXT} (\"h\")")
        );
        assert_eq!(
            message(LocationError::Formats(10)),
            "+0000010  a A 12 1010 1e1 1E1 {a} 10{ }10 <10>"
        );
        assert_eq!(message(LocationError::Other), TEXT);
    }
}

#[expect(unused_parens, reason = "a type that the derive looks through")]
#[expect(clippy::match_same_arms, reason = "clippy takes the file for written by hand")]
mod transparent {
    use super::*;

    #[derive(Clone)]
    struct StorageError;
    impl_error!(StorageError);

    impl OcpiError for StorageError {
        fn status_code(&self) -> ErrorCode {
            ErrorCode::UNKNOWN_LOCATION
        }
    }

    include!("../snapshots/transparent.expanded.rs");
    impl_error!(Error);

    #[test]
    fn responds_for_the_inner_error() {
        let inner = || Arc::new(StorageError);
        for error in [
            Error::Storage(StorageError),
            Error::Disk(StorageError),
            Error::Shared { inner: inner() },
            Error::InParentheses(inner()),
        ] {
            assert_eq!(answer(&error), (2003, 200, TEXT.to_owned()));
        }
        let (code, http_status, _) = answer(&Error::Timeout);
        assert_eq!((code, http_status), (4002, 504));
    }
}
