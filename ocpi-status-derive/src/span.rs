//! Where generated tokens point to, and as whose they count.
//!
//! Lints and hygiene go by a span's resolution. Every token of the expansion is resolved at the
//! call site of the derive, and so counts as generated, but keeps its location in the user's
//! source, so that errors underline it. What `quote!` writes is resolved there; what the user wrote
//! is resolved where it goes into the expansion, because each token of a second look at all of it
//! costs time. Only `$crate` keeps its resolution: it says which crate is meant.
//!
//! An editor finds the user's tokens in the expansion by their spans, so there they keep them.

use std::ops::Deref;

use proc_macro2::{Delimiter, Ident, Span, TokenStream, TokenTree};
use quote::ToTokens;

use crate::ide::Host;

/// Keeps the location of each token of a path or of generic arguments, which contain no groups.
pub(crate) fn resolve(tokens: impl ToTokens) -> TokenStream {
    let tokens = tokens.into_token_stream();
    if Host::current() == Host::Editor {
        return tokens;
    }
    let resolved = tokens.into_iter().map(|mut token| {
        token.set_span(token.span().resolved_at(resolution(&token)));
        token
    });
    resolved.collect()
}

/// As whose a token counts: the expansion's, but for `$crate`.
fn resolution(token: &TokenTree) -> Span {
    match token {
        TokenTree::Ident(ident) if ident == "$crate" => ident.span(),
        _ => Span::call_site(),
    }
}

/// Keeps the location of an identifier.
pub(crate) fn resolve_ident(ident: &Ident) -> Ident {
    let mut ident = ident.clone();
    ident.set_span(ident.span().resolved_at(Span::call_site()));
    ident
}

/// The span of a token that is generated at this location. An editor would take it for the user's
/// token there.
pub(crate) fn at(location: Span) -> Span {
    match Host::current() {
        Host::Compiler => location.resolved_at(Span::call_site()),
        Host::Editor => Span::call_site(),
    }
}

/// Locates the path of the runtime crate, but for the names in it: if they are not found, rustc
/// reports that once for each place where they are.
pub(crate) fn locate(krate: &Tokens, location: Span) -> TokenStream {
    let tokens = krate.iter().enumerate().map(|(position, token)| {
        let mut token = token.clone();
        if position == 0 || !matches!(token, TokenTree::Ident(_)) {
            token.set_span(at(location).resolved_at(resolution(&token)));
        }
        token
    });
    tokens.collect()
}

/// Tokens without the invisible groups that `macro_rules!` puts around its fragments. A list, because
/// each look into a `TokenStream` is a call of the compiler.
#[derive(Clone, Default)]
pub(crate) struct Tokens(Vec<TokenTree>);

impl Tokens {
    pub(crate) fn of(tokens: impl ToTokens) -> Self {
        tokens.into_token_stream().into_iter().collect()
    }

    /// The locations of the first and the last token.
    pub(crate) fn ends(&self) -> (Span, Span) {
        let first = self.0.first().map_or_else(Span::call_site, TokenTree::span);
        (first, self.0.last().map_or(first, TokenTree::span))
    }

    pub(crate) fn push(&mut self, token: TokenTree) {
        match token {
            TokenTree::Group(group) if is_invisible(group.delimiter()) => {
                self.extend(group.stream());
            }
            token => self.0.push(token),
        }
    }
}

/// In rust-analyzer, the invisible groups of an expression are parentheses.
fn is_invisible(delimiter: Delimiter) -> bool {
    match delimiter {
        Delimiter::None => true,
        Delimiter::Parenthesis => Host::current() == Host::Editor,
        _ => false,
    }
}

impl Extend<TokenTree> for Tokens {
    fn extend<I: IntoIterator<Item = TokenTree>>(&mut self, tokens: I) {
        tokens.into_iter().for_each(|token| self.push(token));
    }
}

impl FromIterator<TokenTree> for Tokens {
    fn from_iter<I: IntoIterator<Item = TokenTree>>(tokens: I) -> Self {
        let mut all = Self::default();
        all.extend(tokens);
        all
    }
}

impl Deref for Tokens {
    type Target = [TokenTree];

    fn deref(&self) -> &[TokenTree] {
        &self.0
    }
}

impl ToTokens for Tokens {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.extend(self.0.iter().cloned());
    }
}

/// The locations of the first and the last token.
pub(crate) fn ends(tokens: impl ToTokens) -> (Span, Span) {
    Tokens::of(tokens).ends()
}
