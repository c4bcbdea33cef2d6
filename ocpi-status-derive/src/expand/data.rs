use proc_macro2::TokenStream;
use quote::quote;

use super::call;
use super::cases::Cases;
use crate::valid::{Answer, Item, Own};

pub(super) fn expand(item: &Item<'_>) -> Option<TokenStream> {
    let krate = &item.krate;
    let mut cases = Cases::<()>::new(item);
    for arm in &item.arms {
        match &arm.answer {
            Answer::Own(Own { data: Some(field), .. }) => {
                let data = call(item, quote!(::Data::new), arm.borrow(field, 0), field.ty);
                cases.add(arm, [*field], quote!(::core::option::Option::Some(#data)));
            }
            Answer::Own(_) | Answer::Inner(_) => cases.leave(),
        }
    }
    let body =
        cases.expand_if_any(&item.inherited("data", None, quote!(::core::option::Option::None)))?;
    Some(quote! {
        fn data(&self) -> ::core::option::Option<#krate::Data<'_>> {
            #body
        }
    })
}
