//! What thiserror's `#[error(...)]` shows. What cannot be seen there is not claimed: `fmt = path`, a
//! `Display` written by hand or by another derive.

use proc_macro2::{Ident, Literal, TokenStream, TokenTree};
use syn::ext::IdentExt as _;
use syn::{Attribute, Lit, Member, Meta};

use crate::ast::{Fields, Style};
use crate::message;
use crate::span;

pub(crate) enum Display {
    /// The `Display` of the inner error.
    Transparent(Ident),
    /// A format string and its arguments.
    Text(Literal, TokenStream),
}

impl Display {
    pub(crate) fn from_syn(attrs: &[Attribute]) -> Option<Self> {
        let attr = attrs.iter().find(|attr| attr.path().is_ident("error"))?;
        let Meta::List(list) = &attr.meta else { return None };
        let mut tokens = span::flatten(list.tokens.clone()).into_iter();
        match tokens.next()? {
            TokenTree::Ident(ident) if ident == "transparent" && tokens.next().is_none() => {
                Some(Self::Transparent(ident))
            }
            TokenTree::Literal(text) => Some(Self::Text(text, tokens.collect())),
            _ => None,
        }
    }

    /// Tells whether it shows the text of the source.
    pub(crate) fn shows_source(&self, fields: &Fields<'_>) -> bool {
        let Some(source) = fields.source() else { return matches!(self, Self::Transparent(_)) };
        let (name, is_number) = match &source.member {
            Member::Named(ident) => (ident.unraw().to_string(), false),
            Member::Unnamed(index) => (index.index.to_string(), true),
        };
        match self {
            Self::Transparent(_) => true,
            Self::Text(text, args) => {
                let Lit::Str(text) = Lit::new(text.clone()) else { return false };
                // With named fields, a number is that of an argument.
                let is_field = is_number == (fields.style == Style::Tuple);
                is_field && message::names(&text.value()).any(|shown| shown == name)
                    || are_args_of(args.clone(), &name)
            }
        }
    }
}

/// Tells whether the arguments name a field: `.source`, `.0`, `source` or `_0`.
fn are_args_of(args: TokenStream, name: &str) -> bool {
    let mut is_after_dot = false;
    let mut is_receiver = true;
    for token in args {
        let is_member = is_after_dot && is_receiver;
        let is_named = match &token {
            TokenTree::Group(group) => are_args_of(group.stream(), name),
            TokenTree::Ident(ident) if is_member => ident.unraw() == name,
            TokenTree::Ident(ident) => {
                !is_after_dot && (ident.unraw() == name || *ident == format!("_{name}"))
            }
            // In `.0.1`, the rest is one number.
            TokenTree::Literal(number) => {
                is_member && number.to_string().split('.').next() == Some(name)
            }
            TokenTree::Punct(_) => false,
        };
        if is_named {
            return true;
        }
        let is_dot = matches!(&token, TokenTree::Punct(punct) if punct.as_char() == '.');
        if is_dot {
            is_after_dot = true;
        } else {
            // A dot behind a value is a method or a field of it, which is not one of ours.
            is_receiver = matches!(token, TokenTree::Punct(_));
            is_after_dot = false;
        }
    }
    false
}
