use proc_macro2::TokenStream;
use quote::quote;

use crate::ast::Field;
use crate::valid::{Arm, Item};

/// Writes the body of a method: a `match` over the variants, or the value of a struct alone.
///
/// An arm has the fields that it borrows, and its value. Without one, it takes the default; if all
/// of them do, there is no body.
pub(super) fn expand<'a>(
    item: &'a Item<'a>,
    default: &TokenStream,
    mut value: impl FnMut(&'a Arm<'a>) -> Option<(Vec<&'a Field<'a>>, TokenStream)>,
) -> Option<TokenStream> {
    let mut arms = TokenStream::new();
    let mut is_left = false;
    for arm in &item.arms {
        match (value(arm), arm.variant) {
            (Some((_, value)), None) => return Some(value),
            (Some((fields, value)), Some(_)) => {
                let pattern = arm.pattern(item, fields);
                arms.extend(quote!(#pattern => #value,));
            }
            (None, _) => is_left = true,
        }
    }
    if arms.is_empty() {
        return None;
    }
    let rest = is_left.then(|| quote!(_ => #default,));
    Some(quote!(match *self { #arms #rest }))
}
