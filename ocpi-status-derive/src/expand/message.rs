use proc_macro2::TokenStream;
use quote::quote;

use super::cases;
use crate::ast::Field;
use crate::message::{Message, Shown};
use crate::valid::{Answer, Arm, Item, Own};

pub(super) fn expand(item: &Item<'_>) -> Option<TokenStream> {
    let krate = &item.krate;
    let body = cases::expand(item, &quote!(#krate::fmt_message(self, __ocpi_f)), |arm| {
        let Answer::Own(Own { message: Some((_, message)), .. }) = &arm.answer else { return None };
        Some(write(arm, message))
    })?;
    Some(quote! {
        fn fmt_message(
            &self,
            __ocpi_f: &mut ::core::fmt::Formatter<'_>,
        ) -> ::core::fmt::Result {
            #body
        }
    })
}

/// Writes a message over the fields that it shows.
fn write<'f>(arm: &Arm<'f>, message: &Message) -> (Vec<&'f Field<'f>>, TokenStream) {
    if let Some(text) = message.as_str() {
        return (Vec::new(), quote!(::core::fmt::Formatter::write_str(__ocpi_f, #text)));
    }
    if message.is_display() {
        return (Vec::new(), quote!(::core::fmt::Display::fmt(self, __ocpi_f)));
    }
    let mut fields = Vec::new();
    let mut args = Vec::new();
    for arg in &message.args {
        let field = match arg {
            Shown::Field(index) => arm.fields.all.get(*index),
            Shown::Display => None,
        };
        args.push(if let Some(field) = field {
            fields.push(field);
            arm.borrow(field, fields.len() - 1)
        } else {
            quote!(self)
        });
    }
    let format = &message.format;
    let value = quote! {
        ::core::fmt::Formatter::write_fmt(__ocpi_f, ::core::format_args!(#format, #(#args),*))
    };
    (fields, value)
}
