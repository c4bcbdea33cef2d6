#![doc = include_str!("../README.md")]

mod ast;
mod attr;
mod bound;
mod ctxt;
mod display;
mod expand;
mod fallback;
mod ide;
mod message;
mod span;
mod spec;
mod valid;
mod value;
mod words;

use proc_macro::TokenStream;
use syn::DeriveInput;

/// Derives `ocpi_status::OcpiError`: how an error is answered.
///
/// ```
/// use ocpi_status::{OcpiError, Reply};
///
/// #[derive(Debug, thiserror::Error, OcpiError)]
/// enum AuthorizeError {
///     #[error("token {uid} is not known")]
///     #[ocpi(code = 2004, http = 404)]
///     UnknownToken { uid: String },
///
///     #[error("cannot reach the token database at {host}")]
///     #[ocpi(code = 3000)]
///     Database { host: String },
/// }
///
/// let reply = Reply::from(AuthorizeError::UnknownToken { uid: "012345678".to_owned() });
/// assert_eq!((reply.http_status().as_u16(), reply.status_code().as_u16()), (404, 2004));
/// ```
///
/// The keys of `#[ocpi(...)]`:
///
#[doc = include_str!("attributes.md")]
///
/// # Sources
///
/// The derive reads thiserror's `#[error(...)]`, `#[source]` and `#[from]`. A client error (2xxx)
/// whose `#[error(...)]` is `transparent` or shows the source does not compile without a `message`:
/// the peer would read the text of the source. `message = "{self}"` says that it is meant.
/// `#[error(transparent)]` without `#[ocpi(transparent)]` needs a `code` of its own.
///
/// Of a `Display` that is written by hand, by `#[error(fmt = ...)]`, or by another derive (snafu,
/// displaydoc, derive_more), nothing is known: it is the message of a client error as it is.
///
/// # Errors
///
/// Each mistake has a message of its own on the smallest wrong token: a variant without a code, a
/// code that the version does not have or to which OCPI assigns no meaning, an HTTP status that does
/// not go with the code, a `message` that names a field that is not there.
///
/// Others are rustc's own: a `transparent` field with a type that is unsized or that holds ever larger
/// types of its own kind, a field of a `repr(packed)` type in a `message`, a macro as the type of a
/// field.
///
/// In edition 2015, rustc finds `::core`, and with it these messages, only with `extern crate core;`
/// at the root of the crate; thiserror's are the same.
///
/// Chapters "Status codes" and "Transport and format", OCPI 2.0 and later.
#[proc_macro_derive(OcpiError, attributes(ocpi))]
pub fn derive_ocpi_error(input: TokenStream) -> TokenStream {
    match syn::parse::<DeriveInput>(input) {
        Ok(input) => expand::derive(&input).into(),
        Err(error) => error.to_compile_error().into(),
    }
}
