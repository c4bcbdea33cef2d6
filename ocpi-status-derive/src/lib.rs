#![doc = include_str!("../README.md")]

mod ast;
mod attr;
mod cases;
mod code;
mod ctxt;
mod expand;
mod fallback;
mod generics;
mod message;
mod span;
mod valid;
mod value;

use proc_macro::TokenStream;
use syn::DeriveInput;

/// Derives `ocpi_status::OcpiError`.
///
/// The documentation of the crate `ocpi-status` explains the attributes.
#[proc_macro_derive(OcpiError, attributes(ocpi))]
pub fn derive_ocpi_error(input: TokenStream) -> TokenStream {
    match syn::parse::<DeriveInput>(input) {
        Ok(input) => expand::derive(&input).into(),
        Err(error) => error.to_compile_error().into(),
    }
}
