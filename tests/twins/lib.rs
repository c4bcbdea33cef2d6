//! The library of two crates, which have the same types at the same paths.

use core::fmt;

use ocpi_status::{ErrorCode, OcpiError};

/// An error without parameters.
#[derive(Debug, OcpiError)]
#[ocpi(code = 2001)]
pub struct Twin;

/// An error with a parameter.
#[derive(Debug, OcpiError)]
pub enum Outer<E> {
    /// A variant with its own code.
    #[ocpi(code = 2002)]
    Own,
    /// The response of the inner error.
    #[ocpi(transparent)]
    Inner(E),
}

pub use ocpi_status as runtime;

/// A code.
pub const CODE: ErrorCode = ErrorCode::UNKNOWN_TOKEN;

impl fmt::Display for Twin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("twin")
    }
}

impl core::error::Error for Twin {}

impl<E> fmt::Display for Outer<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("outer")
    }
}

impl<E: fmt::Debug> core::error::Error for Outer<E> {}

/// Passes the error of this crate, and what is before it, to a macro.
#[macro_export]
macro_rules! pass_twin {
    ($next:ident $($before:tt)*) => {
        $next! { $($before)* $crate::Twin }
    };
}

/// Passes the code of this crate to a macro.
#[macro_export]
macro_rules! pass_code {
    ($next:ident) => {
        $next! { $crate::CODE }
    };
}

/// Passes the path of the runtime crate to a macro.
#[macro_export]
macro_rules! pass_runtime {
    ($next:ident) => {
        $next! { $crate::runtime }
    };
}
