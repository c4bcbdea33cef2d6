use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use super::bind;
use crate::ast::Field;
use crate::span;
use crate::valid::{Arm, Item};

/// Writes the body of a method: a `match` over the variants, or the value of a struct alone.
///
/// `value` returns the fields that an arm borrows and its value, or `None` for the default. Returns
/// `None` if every arm takes the default.
pub(super) fn expand<'a, V: ToTokens>(
    item: &'a Item<'a>,
    default: &TokenStream,
    mut value: impl FnMut(&'a Arm<'a>) -> Option<(Vec<&'a Field<'a>>, V)>,
) -> Option<TokenStream> {
    let ident = span::resolve_ident(item.ident);
    let mut variants = Vec::new();
    let mut bindings = Vec::new();
    let mut values = Vec::new();
    for arm in &item.arms {
        let Some((fields, value)) = value(arm) else { continue };
        let Some(variant) = arm.variant else { return Some(value.into_token_stream()) };
        variants.push(span::resolve_ident(variant));
        bindings.push(bind(&fields));
        values.push(value);
    }
    if values.is_empty() {
        return None;
    }
    let rest = (values.len() < item.arms.len()).then(|| quote!(_ => #default,));
    Some(quote!(match *self { #(#ident::#variants #bindings => #values,)* #rest }))
}
