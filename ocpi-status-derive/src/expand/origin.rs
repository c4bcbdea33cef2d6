//! Where the response comes from: the one `match` over all variants. It alone asks that the field of
//! `transparent` is an `OcpiError`, so that one mistake is one error.

use proc_macro2::{Delimiter, Group, Literal, TokenStream, TokenTree};
use quote::{quote, quote_spanned};
use syn::ext::IdentExt as _;

use super::code::constant_name;
use super::{call, cases, number};
use crate::ast::Field;
use crate::span::{self, Tokens};
use crate::valid::{Answer, Arm, Code, Item, Own};
use crate::words;

pub(super) fn expand(item: &Item<'_>) -> TokenStream {
    let krate = &item.krate;
    let name = item.ident.unraw().to_string();
    let has_own = item.arms.iter().any(|arm| matches!(arm.answer, Answer::Own(_)));
    let mut rows = Vec::new();
    let body = cases::expand(item, &TokenStream::new(), |arm| match &arm.answer {
        Answer::Own(own) => {
            rows.push(values(item, arm, own, &name));
            let index = Literal::usize_unsuffixed(rows.len() - 1);
            Some((Vec::new(), TokenTree::from(index)))
        }
        Answer::Inner(field) => {
            let inner = inner(item, arm, field);
            let is_nested = has_own.then(|| quote!(return));
            let block = Group::new(Delimiter::Brace, quote!(#is_nested #inner));
            Some((vec![*field], block.into()))
        }
    });
    let mut body = body.unwrap_or_else(|| quote!(match *self {}));
    if has_own {
        let sets_headers = item.arms.iter().any(|arm| match &arm.answer {
            Answer::Own(own) => !own.headers.is_empty(),
            Answer::Inner(_) => false,
        });
        body = quote!(#krate::origin(&[#(#rows),*], #sets_headers, #body));
    }
    quote! {
        fn status_code(&self) -> #krate::ErrorCode { #krate::status_code(self) }
        fn __ocpi_origin(&self) -> #krate::Origin<'_> { #body }
    }
}

/// Plain values, because the path of a function in each arm costs the compiler more.
fn values(item: &Item<'_>, arm: &Arm<'_>, own: &Own<'_>, name: &str) -> Group {
    let krate = &item.krate;
    let code = match own.code {
        Code::Number(code) => [TokenTree::from(number(code))].into_iter().collect(),
        Code::Const(index) => {
            let constant = constant_name(item, index);
            Tokens::of(quote!(const { #krate::ErrorCode::as_u16(#constant) }))
        }
    };
    let http = number(own.http.as_ref().map_or(200, |http| http.status));
    let has_message = own.message.as_ref().is_some_and(|(_, message)| !message.is_display());
    let label = match arm.variant {
        Some(variant) => format!("{name}::{}", variant.unraw()),
        None => name.to_owned(),
    };
    Group::new(Delimiter::Parenthesis, quote!(#code, #http, #has_message, #label))
}

fn inner(item: &Item<'_>, arm: &Arm<'_>, field: &Field<'_>) -> TokenStream {
    let krate = &item.krate;
    let borrow = arm.borrow(field, 0);
    if !is_peer(field) {
        return call(item, &["Origin", "Inner"], borrow, field.ty);
    }
    let (first, _) = span::ends(field.ty);
    let located = span::locate(krate, first);
    quote_spanned! {span::at(first)=>
        {
            let __ocpi_inner: &dyn #located::OwnError = #borrow;
            #krate::Origin::Inner(__ocpi_inner)
        }
    }
}

/// Tells whether the type has the name of a peer's error, for which there are other words.
fn is_peer(field: &Field<'_>) -> bool {
    let ty = words::source(field.ty);
    matches!(ty.rsplit("::").next(), Some("PeerError" | "PeerRejection"))
}
