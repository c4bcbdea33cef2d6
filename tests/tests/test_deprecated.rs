//! Deprecated items warn where they are used, not where the derive expands.

#![deny(warnings)]

use ocpi_status::OcpiError;
use tests::{answer, data};

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("enum")]
#[deprecated]
pub(crate) enum Enum {
    #[ocpi(code = 2001, http = 404)]
    #[deprecated]
    A,
    #[ocpi(code = 2002, message = "{field}")]
    B {
        #[deprecated]
        #[ocpi(data)]
        field: u8,
    },
    #[ocpi(transparent)]
    C(#[deprecated] Inner),
}

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("struct")]
#[ocpi(code = 3001, message = "{0}")]
#[deprecated]
pub(crate) struct Struct(#[deprecated] u8);

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("inner")]
#[ocpi(code = 4001)]
pub(crate) struct Inner;

#[test]
#[expect(deprecated, reason = "it is used here")]
fn derives_without_warning_when_items_are_deprecated() {
    assert_eq!(answer(&Enum::A), (2001, 404, "enum".to_owned()));
    let error = Enum::B { field: 5 };
    assert_eq!(answer(&error), (2002, 200, "5".to_owned()));
    assert_eq!(data(&error), Some(5.into()));
    assert_eq!(answer(&Enum::C(Inner)), (4001, 200, "unknown receiver".to_owned()));
    assert_eq!(answer(&Struct(6)), (3001, 200, "6".to_owned()));
}

mod codes {
    use ocpi_status::ErrorCode;

    #[deprecated]
    pub(crate) const OLD: ErrorCode = ErrorCode::UNKNOWN_LOCATION;
}

/// A deprecated constant as a code warns, and `#[expect]` or `#[allow]` on the item silences it.
#[derive(Debug, thiserror::Error, OcpiError)]
#[error("old")]
#[ocpi(code = codes::OLD)]
#[allow(deprecated)]
pub(crate) struct OldCode;

#[test]
fn accepts_a_deprecated_code_when_the_item_allows_it() {
    assert_eq!(answer(&OldCode).0, 2003);
}
