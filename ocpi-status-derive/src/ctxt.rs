use std::cell::RefCell;
use std::fmt::Display;
use std::thread;

use proc_macro2::{Span, TokenStream};
use quote::ToTokens;
use syn::Error;

use crate::span;

/// Collects the errors of one item, so that its author sees all of them at once.
///
/// [`check`](Self::check) must be called; a collector that nobody asked would hide them.
pub(crate) struct Ctxt {
    errors: RefCell<Option<Vec<Error>>>,
}

impl Ctxt {
    pub(crate) const fn new() -> Self {
        Self { errors: RefCell::new(Some(Vec::new())) }
    }

    /// Underlines all of `tokens`.
    pub(crate) fn error(&self, tokens: impl ToTokens, message: impl Display) {
        let error = Error::new_spanned(span::flatten(tokens.into_token_stream()), message);
        if let Some(errors) = self.errors.borrow_mut().as_mut() {
            errors.push(error);
        }
    }

    /// Returns the `compile_error!`s, if there are any, in the order of the source, whichever pass
    /// found them.
    pub(crate) fn check(self) -> Result<(), TokenStream> {
        let mut errors = self.errors.take().unwrap_or_default();
        if errors.is_empty() {
            return Ok(());
        }
        errors.sort_by_key(|error| location(error.span()));
        Err(errors.iter().map(Error::to_compile_error).collect())
    }
}

/// The line and the column, which only the compiler knows.
fn location(span: Span) -> (usize, usize) {
    if proc_macro::is_available() {
        let span = span.unwrap();
        (span.line(), span.column())
    } else {
        (0, 0)
    }
}

impl Drop for Ctxt {
    fn drop(&mut self) {
        let was_asked = self.errors.borrow().is_none();
        assert!(was_asked || thread::panicking(), "the collector of errors was not asked");
    }
}
