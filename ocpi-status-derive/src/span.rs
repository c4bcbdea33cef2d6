//! Where generated tokens point to, and as whose they count.
//!
//! Lints and hygiene go by a span's resolution. Every token of the expansion is resolved at the
//! call site of the derive, and so counts as generated, but keeps its location in the user's
//! source, so that errors underline it. What `quote!` writes is resolved there; what the user wrote
//! is resolved where it goes into the expansion, because each token of a second look at all of it
//! costs time. Only `$crate` keeps its resolution: it has no other meaning.
//!
//! An editor finds the user's tokens in the expansion by their spans, so there they keep them.

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use quote::ToTokens;

use crate::ide::Host;

/// Keeps the location of each token.
pub(crate) fn resolve(tokens: impl ToTokens) -> TokenStream {
    if Host::current() == Host::Editor {
        return tokens.into_token_stream();
    }
    map(tokens.into_token_stream(), &|span| span)
}

/// Keeps the location of an identifier.
pub(crate) fn resolve_ident(ident: &Ident) -> Ident {
    let mut ident = ident.clone();
    ident.set_span(ident.span().resolved_at(Span::call_site()));
    ident
}

/// Locates all tokens at one place.
pub(crate) fn locate(tokens: impl ToTokens, location: Span) -> TokenStream {
    let location = generated(location);
    map(tokens.into_token_stream(), &|_| location)
}

/// Locates a path below the runtime crate at one place, but for the names of the crate: if they are
/// not found, rustc reports that once for each place where they are.
pub(crate) fn locate_below(krate: &TokenStream, path: TokenStream, location: Span) -> TokenStream {
    let names = krate.clone().into_iter().enumerate().map(|(position, token)| match token {
        TokenTree::Ident(_) if position > 0 => token.into(),
        token => locate(token, location),
    });
    names.chain([locate(path, location)]).collect()
}

/// The location of a generated token. An editor would take it for the user's token there.
pub(crate) fn generated(location: Span) -> Span {
    match Host::current() {
        Host::Compiler => location,
        Host::Editor => Span::call_site(),
    }
}

fn map(tokens: TokenStream, location: &dyn Fn(Span) -> Span) -> TokenStream {
    tokens
        .into_iter()
        .map(|mut token| {
            let span = token.span();
            let resolution = match &token {
                TokenTree::Ident(ident) if ident == "$crate" => span,
                _ => Span::call_site(),
            };
            if let TokenTree::Group(group) = token {
                let stream = map(group.stream(), location);
                token = TokenTree::Group(Group::new(group.delimiter(), stream));
            }
            token.set_span(location(span).resolved_at(resolution));
            token
        })
        .collect()
}

/// Takes the contents out of the invisible groups that `macro_rules!` puts around its fragments. In
/// rust-analyzer, those of an expression are parentheses.
pub(crate) fn flatten(tokens: TokenStream) -> TokenStream {
    let is_invisible = |delimiter| match delimiter {
        Delimiter::None => true,
        Delimiter::Parenthesis => Host::current() == Host::Editor,
        _ => false,
    };
    tokens
        .into_iter()
        .flat_map(|token| match token {
            TokenTree::Group(group) if is_invisible(group.delimiter()) => flatten(group.stream()),
            token => TokenStream::from(token),
        })
        .collect()
}

/// The locations of the first and the last token.
pub(crate) fn ends(tokens: impl ToTokens) -> (Span, Span) {
    let mut spans = flatten(tokens.into_token_stream()).into_iter().map(|token| token.span());
    let first = spans.next().unwrap_or_else(Span::call_site);
    (first, spans.last().unwrap_or(first))
}
