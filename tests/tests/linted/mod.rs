//! Items with nothing that clippy could say of themselves.

use ocpi_status::{ErrorCode, OcpiError};

/// Has no variant.
#[derive(Debug, OcpiError)]
#[non_exhaustive]
pub(super) enum Empty {}

/// Is the inner error.
#[derive(Debug, Default, OcpiError)]
#[ocpi(code = 4001, message = "{number}")]
#[non_exhaustive]
pub(super) struct Inner {
    /// Is deprecated where it is used, not where it is derived.
    #[deprecated]
    number: u8,
}

/// Uses every part of the expansion.
#[derive(Debug, OcpiError)]
#[ocpi(version = "2.2.1", code = 3000)]
#[non_exhaustive]
pub(super) enum Linted<'text, Item: 'text, const LEN: usize> {
    /// Has a constant as its code.
    #[ocpi(code = ErrorCode::UNKNOWN_RECEIVER, http = 500, message = "text {0}")]
    Const(u8),
    /// Answers as another error does.
    #[ocpi(transparent)]
    Inner(Box<Inner>),
    /// Has every key.
    #[ocpi(code = 2001, http = 404, message = "{first} {second:?} {self}")]
    Named {
        /// Is shown.
        first: &'text str,
        /// Is sent.
        #[ocpi(data)]
        second: [Item; LEN],
    },
    /// Has the code of the enum.
    Unit,
}

/// Names its lifetime once.
#[derive(Debug, OcpiError)]
#[ocpi(code = 2001)]
#[non_exhaustive]
pub(super) struct Borrowed<'text>(pub &'text str);
