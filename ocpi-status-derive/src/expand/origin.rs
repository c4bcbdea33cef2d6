//! The seam of `transparent`: the other methods start from it, and it alone asks that the field is an
//! `OcpiError`, so that one mistake is one error.

use proc_macro2::TokenStream;
use quote::quote;

use super::call;
use super::cases::Cases;
use crate::valid::{Answer, Item, Own};

pub(super) fn expand(item: &Item<'_>) -> TokenStream {
    let krate = &item.krate;
    let origin = quote!(#krate::Origin);
    let mut cases = Cases::new(item);
    for arm in &item.arms {
        match &arm.answer {
            Answer::Own(Own { message: Some((_, message)), .. }) if !message.is_display() => {
                cases.share((), arm, || quote!(#origin::Message));
            }
            Answer::Own(_) => cases.leave(),
            Answer::Inner(field) => {
                let value = call(item, quote!(::Origin::Inner), arm.borrow(field, 0), field.ty);
                cases.add(arm, [*field], value);
            }
        }
    }
    let default = quote!(#origin::Display);
    let body = cases.expand_if_any(&default).unwrap_or(default);
    quote!(fn __ocpi_origin(&self) -> #origin<'_> { #body })
}
