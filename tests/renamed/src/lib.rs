//! A crate that depends on `ocpi-status` under the name `status`, and re-exports it to a macro.

#![no_implicit_prelude]
#![forbid(warnings, deprecated, missing_docs, unused_qualifications)]

#[doc(hidden)]
pub use ::status as reexport;

/// An error that uses the new name of the crate.
#[derive(Debug, ::status::OcpiError)]
#[ocpi(crate = ::status, version = "2.2.1")]
#[non_exhaustive]
pub enum Renamed {
    /// A constant, checked when this crate is compiled.
    #[ocpi(code = ::status::ErrorCode::UNKNOWN_TOKEN, http = 404)]
    Const,
    /// A variant with every key that calls the runtime.
    #[ocpi(code = 2001, message = "problem {0:?}")]
    Problem(#[ocpi(data)] u8),
    /// A deprecated variant: constructing it warns, and the derive does not construct it.
    #[deprecated]
    #[ocpi(code = 2002, http = 404, message = "old")]
    Old,
    /// The response of an inner error.
    #[ocpi(transparent)]
    Inner(Inner),
}

/// An error that uses the re-export.
#[derive(Debug, reexport::OcpiError)]
#[ocpi(crate = crate::reexport, code = 3001)]
pub struct Inner;

impl ::core::fmt::Display for Renamed {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        f.write_str("renamed")
    }
}

impl ::core::error::Error for Renamed {}

impl ::core::fmt::Display for Inner {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        f.write_str("inner")
    }
}

impl ::core::error::Error for Inner {}

/// Declares an error in a crate that does not depend on `ocpi-status`.
#[macro_export]
macro_rules! error {
    ($name:ident($inner:ty) = $code:expr, $message:literal) => {
        #[derive(Debug, $crate::reexport::OcpiError)]
        #[ocpi(crate = $crate::reexport, code = $code, message = $message)]
        struct $name($inner);

        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.write_str("declared")
            }
        }

        impl ::core::error::Error for $name {}
    };
}
