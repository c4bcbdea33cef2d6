//! Items whose handwritten code has no clippy warnings.

use ocpi_status::{ErrorCode, OcpiError};

/// An enum without variants.
#[derive(Debug, OcpiError)]
#[non_exhaustive]
pub(super) enum Empty {}

/// The inner error.
#[derive(Debug, Default, OcpiError)]
#[ocpi(code = 4001, message = "{number}")]
#[non_exhaustive]
pub(super) struct Inner {
    /// A deprecated variant: its uses warn, the derive does not.
    #[deprecated]
    number: u8,
}

/// An enum that uses every part of the expansion.
#[derive(Debug, OcpiError)]
#[ocpi(version = "2.2.1", code = 3000)]
#[non_exhaustive]
pub(super) enum Linted<'text, Item: 'text, const LEN: usize> {
    /// A constant as the code.
    #[ocpi(code = ErrorCode::UNKNOWN_RECEIVER, http = 500, message = "text {0}")]
    Const(u8),
    /// The response of an inner error.
    #[ocpi(transparent)]
    Inner(Box<Inner>),
    /// A variant with every key.
    #[ocpi(code = 2001, http = 404, message = "{first} {second:?} {self}")]
    Named {
        /// A field in the message.
        first: &'text str,
        /// The field that is sent as `data`.
        #[ocpi(data)]
        second: [Item; LEN],
    },
    /// The code of the enum.
    Unit,
}

/// A lifetime that is named once.
#[derive(Debug, OcpiError)]
#[ocpi(code = 2001)]
#[non_exhaustive]
pub(super) struct Borrowed<'text>(pub &'text str);
