//! The tokens between two commas.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::quote;
use syn::ext::IdentExt as _;
use syn::parse::ParseStream;
use syn::parse::discouraged::Speculative;
use syn::{Ident, Token};

use super::key::Key;
use crate::span::Tokens;

/// Takes a doc comment, which is an attribute to a macro.
pub(super) fn take_doc(input: ParseStream<'_>) -> Option<TokenStream> {
    let rest = input.fork();
    let hash = rest.parse::<Token![#]>().ok()?;
    let inner = rest.parse::<Option<Token![!]>>().ok()?;
    let TokenTree::Group(group) = rest.parse().ok()? else { return None };
    let first = group.stream().into_iter().next();
    let is_doc = matches!(first, Some(TokenTree::Ident(name)) if name == "doc");
    (is_doc && group.delimiter() == Delimiter::Bracket).then(|| {
        input.advance_to(&rest);
        quote!(#hash #inner #group)
    })
}

/// Takes away what stands where a `=` should: `: 2004`, `== 2004`, `(2004)`.
pub(super) fn without_separator(tokens: &[TokenTree]) -> Tokens {
    let is_separator = |token: &&TokenTree| matches!(token, TokenTree::Punct(punct) if matches!(punct.as_char(), ':' | '=' | '>'));
    let value: Tokens = tokens.iter().skip_while(is_separator).cloned().collect();
    match &*value {
        [TokenTree::Group(group)] => Tokens::of(group.stream()),
        _ => value,
    }
}

/// Takes the tokens up to the next comma or semicolon, or up to a key whose comma is missing.
pub(super) fn take_value(input: ParseStream<'_>) -> Tokens {
    let mut tokens = Tokens::default();
    while !is_end(input) && !is_next_key(&tokens, input) {
        // The angles of a path hide commas.
        match take_angles(input) {
            Some(angles) => tokens.extend(angles),
            None => match input.parse() {
                Ok(token) => tokens.push(token),
                Err(_) => break,
            },
        }
    }
    tokens
}

pub(super) fn is_end(input: ParseStream<'_>) -> bool {
    input.is_empty() || input.peek(Token![,]) || input.peek(Token![;])
}

/// Takes all from a `<` to its `>`, if there is one.
fn take_angles(input: ParseStream<'_>) -> Option<Vec<TokenTree>> {
    if !input.peek(Token![<]) {
        return None;
    }
    let rest = input.fork();
    let mut tokens: Vec<TokenTree> = Vec::new();
    let mut depth = 0_usize;
    loop {
        let token: TokenTree = rest.parse().ok()?;
        let is_after_minus =
            matches!(tokens.last(), Some(TokenTree::Punct(punct)) if punct.as_char() == '-');
        match &token {
            TokenTree::Punct(punct) if punct.as_char() == '<' => depth += 1,
            // Not the end of `->`.
            TokenTree::Punct(punct) if punct.as_char() == '>' && !is_after_minus => {
                depth = depth.checked_sub(1)?;
            }
            TokenTree::Punct(punct) if punct.as_char() == ';' => return None,
            _ => {}
        }
        tokens.push(token);
        if depth == 0 {
            input.advance_to(&rest);
            return Some(tokens);
        }
    }
}

fn is_next_key(value: &[TokenTree], input: ParseStream<'_>) -> bool {
    let is_complete = value.last().is_some_and(|token| !matches!(token, TokenTree::Punct(_)));
    is_complete && is_key(input)
}

pub(super) fn is_key(input: ParseStream<'_>) -> bool {
    let next = input.fork().call(Ident::parse_any);
    next.is_ok_and(|next| Key::find(&next).is_some())
}

pub(super) fn take_one(input: ParseStream<'_>) -> TokenStream {
    input.parse::<TokenTree>().map_or_else(|_| TokenStream::new(), TokenStream::from)
}

pub(super) fn skip_comma(input: ParseStream<'_>) -> bool {
    input.peek(Token![,]) && input.parse::<Token![,]>().is_ok()
}
