//! The constants that stand for codes.

use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::Ident;
use syn::ext::IdentExt as _;

use super::{call, number};
use crate::ide;
use crate::span;
use crate::valid::{Answer, Code, Http, Item, Own};

/// Says what type each constant must be, and that the version knows it. They stand beside the impl,
/// so that `status_code` and `catalog` can both name them, and a mistake is reported once.
pub(crate) fn constants(item: &Item<'_>) -> TokenStream {
    let krate = &item.krate;
    let version = format_ident!("{}", item.version.variant());
    let allows = item.allows;
    let constants = item.constants.iter().enumerate().map(|(index, path)| {
        let name = constant_name(item, index);
        let (first, last) = span::ends(path);
        let located = span::locate(krate, first);
        let mut declared = name.clone();
        declared.set_span(span::at(first));
        // With the user's resolution: it is the user who names what may be deprecated.
        let value = ide::constant(path, krate);
        let end = quote_spanned!(span::at(last)=> ;);
        let declaration = quote_spanned! {span::at(first)=>
            const #declared: #located::ErrorCode = #value #end
        };
        let args = quote!(#name, #krate::Version::#version);
        let check = call(item, &["check_code"], args, path);
        quote!(#(#allows)* #declaration const _: () = #check;)
    });
    constants.collect()
}

/// What can be checked against a constant by rustc alone.
pub(super) fn checks(item: &Item<'_>) -> TokenStream {
    let mut checks = TokenStream::new();
    for arm in &item.arms {
        let Answer::Own(Own { code: Code::Const(index), http, leak, .. }) = &arm.answer else {
            continue;
        };
        let code = constant_name(item, *index);
        if let Some(Http { status, tokens }) = http {
            let status = number(*status);
            let check = call(item, &["check_http"], quote!(#status, #code), tokens);
            checks.extend(quote!(const _: () = #check;));
        }
        if let Some(shown) = leak {
            let check = call(item, &["check_leak"], quote!(#code), shown);
            checks.extend(quote!(const _: () = #check;));
        }
    }
    checks
}

/// A name that no constant of the user has: with the same name it would be its own value.
pub(super) fn constant_name(item: &Item<'_>, index: usize) -> Ident {
    format_ident!("__OCPI_CODE_{}_OF_{}", index, item.ident.unraw(), span = Span::call_site())
}
