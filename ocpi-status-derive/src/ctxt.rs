use std::cell::RefCell;
use std::fmt::Display;

use proc_macro2::{Span, TokenStream};
use quote::ToTokens;
use syn::Error;

use crate::span::Tokens;

/// Collects the errors of one item, so that its author sees all of them at once.
///
/// This is the only channel of errors: what could not be read or is not valid is replaced by
/// something harmless, which is not expanded.
pub(crate) struct Ctxt {
    errors: RefCell<Vec<Error>>,
}

impl Ctxt {
    pub(crate) const fn new() -> Self {
        Self { errors: RefCell::new(Vec::new()) }
    }

    /// Underlines all of `tokens`.
    pub(crate) fn error(&self, tokens: impl ToTokens, message: impl Display) {
        let error = Error::new_spanned(Tokens::of(tokens), message);
        self.errors.borrow_mut().push(error);
    }

    /// Takes the value, or reports the message on `tokens`.
    pub(crate) fn accept<T>(&self, tokens: impl ToTokens, result: Result<T, String>) -> Option<T> {
        result.map_err(|message| self.error(tokens, message)).ok()
    }

    /// Tells how many errors there are: a pass that adds none has found none.
    pub(crate) fn len(&self) -> usize {
        self.errors.borrow().len()
    }

    /// Returns the `compile_error!`s, if there are any, in the order of the source, whichever pass
    /// found them.
    pub(crate) fn check(self) -> Result<(), TokenStream> {
        let mut errors: Vec<((usize, usize), Error)> = Vec::new();
        for error in self.errors.into_inner() {
            let place = location(error.span());
            let index = errors.partition_point(|(before, _)| *before <= place);
            errors.insert(index, (place, error));
        }
        if errors.is_empty() {
            return Ok(());
        }
        Err(errors.iter().map(|(_, error)| error.to_compile_error()).collect())
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
