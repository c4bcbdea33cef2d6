use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::ext::IdentExt as _;

use super::cases::Cases;
use crate::valid::{Answer, Item};

pub(super) fn expand(item: &Item<'_>) -> TokenStream {
    let name = item.ident.unraw().to_string();
    let mut cases = Cases::<()>::new(item);
    for arm in &item.arms {
        match (&arm.answer, arm.variant) {
            (Answer::Own(_), Some(variant)) => {
                let label = format!("{name}::{}", variant.unraw());
                cases.add(arm, [], label.to_token_stream());
            }
            (Answer::Own(_), None) => cases.add(arm, [], name.to_token_stream()),
            (Answer::Inner(_), _) => cases.leave(),
        }
    }
    let body = cases.expand(&item.inherited("label", Some(quote!(#name)), quote!(#name)));
    quote!(fn label(&self) -> &'static ::core::primitive::str { #body })
}
