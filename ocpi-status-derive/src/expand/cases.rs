use proc_macro2::TokenStream;
use quote::quote;

use super::pattern;
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
    let mut patterns = Vec::new();
    let mut values = Vec::new();
    for arm in &item.arms {
        let Some((fields, value)) = value(arm) else { continue };
        let Some(variant) = arm.variant else { return Some(value) };
        patterns.push(pattern(item, variant, &fields));
        values.push(value);
    }
    if patterns.is_empty() {
        return None;
    }
    let rest = (patterns.len() < item.arms.len()).then(|| quote!(_ => #default,));
    Some(quote!(match *self { #(#patterns => #values,)* #rest }))
}
