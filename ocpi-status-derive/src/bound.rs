//! Which bounds the impl asks beyond those of the item.

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{GenericParam, Generics, Type};

/// The bounds of an impl: none on types that mention no type parameter, because a bound that holds
/// anyway is a lint and one that does not is an error in the wrong place.
pub(crate) struct Bounds<'a> {
    generics: &'a Generics,
    params: Params,
    seen: Vec<String>,
    added: Vec<TokenStream>,
}

impl<'a> Bounds<'a> {
    pub(crate) fn new(generics: &'a Generics) -> Self {
        let params = Params::types(generics);
        let mut added = Vec::new();
        // The trait's supertrait, which may hold for some types only.
        if !params.names.is_empty() {
            added.push(quote!(Self: ::core::error::Error));
        }
        Self { generics, params, seen: Vec::new(), added }
    }

    /// Asks of a field's type what its use needs.
    pub(crate) fn add(&mut self, ty: &Type, bound: &TokenStream) {
        if !self.params.are_in(ty) {
            return;
        }
        let predicate = quote!(#ty: #bound);
        let text = predicate.to_string();
        if !self.seen.contains(&text) {
            self.seen.push(text);
            self.added.push(predicate);
        }
    }

    pub(crate) fn where_clause(&self) -> TokenStream {
        let user = self.generics.where_clause.iter().flat_map(|clause| &clause.predicates);
        let user = user.map(ToTokens::to_token_stream);
        let mut all = user.chain(self.added.iter().cloned()).peekable();
        if all.peek().is_none() {
            return TokenStream::new();
        }
        quote!(where #(#all),*)
    }
}

/// The names of generic parameters, or of a type itself.
pub(crate) struct Params {
    names: Vec<String>,
}

impl Params {
    pub(crate) fn of(name: &Ident) -> Self {
        Self { names: vec![name.to_string()] }
    }

    fn types(generics: &Generics) -> Self {
        Self { names: generics.type_params().map(|param| param.ident.to_string()).collect() }
    }

    /// Those of types, lifetimes and constants.
    pub(crate) fn all(generics: &Generics) -> Self {
        let name = |param: &GenericParam| match param {
            GenericParam::Type(param) => param.ident.to_string(),
            GenericParam::Const(param) => param.ident.to_string(),
            GenericParam::Lifetime(param) => param.lifetime.to_string(),
        };
        Self { names: generics.params.iter().map(name).collect() }
    }

    /// Tells whether a type or a path depends on the parameters, token by token: what syn makes of a
    /// type does not go into a macro.
    pub(crate) fn are_in(&self, tokens: impl ToTokens) -> bool {
        !self.names.is_empty() && self.are_in_stream(tokens.into_token_stream())
    }

    fn are_in_stream(&self, tokens: TokenStream) -> bool {
        let mut before = [None, None];
        let mut tokens = tokens.into_iter().peekable();
        while let Some(token) = tokens.next() {
            let is_mention = match &token {
                TokenTree::Group(group) => self.are_in_stream(group.stream()),
                TokenTree::Ident(ident) => {
                    let next = tokens.peek().and_then(punct);
                    match before {
                        [_, Some('\'')] => self.names.contains(&format!("'{ident}")),
                        // The rest of a path.
                        [Some(':'), Some(':')] => false,
                        // `Trait<Item = u8>` names an item, not a parameter.
                        _ if next == Some('=') => false,
                        _ => self.names.contains(&ident.to_string()),
                    }
                }
                _ => false,
            };
            if is_mention {
                return true;
            }
            before = [before[1], punct(&token)];
        }
        false
    }
}

fn punct(token: &TokenTree) -> Option<char> {
    match token {
        TokenTree::Punct(punct) => Some(punct.as_char()),
        _ => None,
    }
}
