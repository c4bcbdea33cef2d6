//! Writes the impl, a file for each method. Infallible: the item has been validated.

mod cases;
mod catalog;
pub(crate) mod code;
mod data;
mod headers;
mod message;
mod origin;

use proc_macro2::{Delimiter, Group, Literal, Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::spanned::Spanned as _;
use syn::{
    DeriveInput, GenericArgument, GenericParam, Generics, Ident, Index, Member, PathArguments, Type,
};

use crate::ast::{Container, Field};
use crate::bound::{Bounds, Params};
use crate::ctxt::Ctxt;
use crate::fallback;
use crate::ide::{self, Host};
use crate::span;
use crate::valid::{Answer, Arm, Item};

pub(crate) fn derive(input: &DeriveInput) -> TokenStream {
    let ctxt = Ctxt::new();
    let container = Container::from_syn(&ctxt, input);
    let item = Item::from_ast(&ctxt, &container);
    let expansion = match ctxt.check() {
        Ok(()) => item.expand(),
        Err(mut errors) => {
            errors.extend(fallback::expand(&container, &item));
            errors
        }
    };
    ide::describe(Host::current(), input, expansion)
}

/// An attribute of a parameter, such as a lint level, is for the item alone.
fn without_attrs(generics: &Generics) -> Generics {
    let mut generics = generics.clone();
    for param in &mut generics.params {
        match param {
            GenericParam::Lifetime(param) => {
                param.attrs.clear();
                // Lints on the lifetimes of an item, such as `single_use_lifetimes`, leave it alone.
                let span = param.lifetime.span();
                param.lifetime.set_span(span.resolved_at(Span::call_site()));
            }
            GenericParam::Type(param) => param.attrs.clear(),
            GenericParam::Const(param) => param.attrs.clear(),
        }
    }
    generics
}

impl Item<'_> {
    fn expand(&self) -> TokenStream {
        let mut body = origin::expand(self);
        body.extend(message::expand(self));
        body.extend(data::expand(self));
        body.extend(headers::expand(self));
        body.extend(catalog::expand(self));
        let mut tokens = code::constants(self);
        tokens.extend(code::checks(self));
        tokens.extend(self.expand_impl(&body, &self.bounds()));
        tokens
    }

    /// The impl, and what follows it for the web frameworks.
    pub(crate) fn expand_impl(&self, body: &TokenStream, bounds: &Bounds<'_>) -> TokenStream {
        let krate = &self.krate;
        let generics = without_attrs(self.generics);
        let (impl_generics, ty_generics, _) = generics.split_for_impl();
        let where_clause = bounds.where_clause();
        let ident = span::resolve_ident(self.ident);
        let ty_generics = span::resolve(ty_generics);
        // The frameworks take an error by value, and a parameter may be an unsized tail.
        let sized = generics.type_params().next().map(|_| quote!(, Self: ::core::marker::Sized));
        let web = self.web.then(|| {
            quote!(#krate::web! { [#impl_generics] [#ident #ty_generics] [#where_clause #sized] })
        });
        quote! {
            #[automatically_derived]
            impl #impl_generics #krate::OcpiError for #ident #ty_generics #where_clause {
                #body
            }
            #web
        }
    }

    /// Where the field's type mentions a type parameter, its use asks for a bound.
    fn bounds(&self) -> Bounds<'_> {
        let krate = &self.krate;
        let mut bounds = Bounds::new(self.generics);
        for arm in &self.arms {
            match &arm.answer {
                // Of the type itself, this impl says so; the bound would ask for itself without end.
                Answer::Inner(field) if Params::of(self.ident).are_in(field.ty) => {}
                Answer::Inner(field) => bounds.add(field.ty, &quote!(#krate::OcpiError)),
                Answer::Own(own) => {
                    if let Some(field) = own.data {
                        bounds.add(field.ty, &quote!(#krate::serde_traits::Serialize));
                    }
                    for (_, field) in &own.headers {
                        bounds.add(optional(field.ty), &quote!(::core::fmt::Display));
                    }
                    for (index, name) in own.message.iter().flat_map(|(_, message)| &message.uses) {
                        if let Some(field) = arm.fields.all.get(*index) {
                            let name = format_ident!("{name}");
                            bounds.add(field.ty, &quote!(::core::fmt::#name));
                        }
                    }
                }
            }
        }
        bounds
    }
}

impl Arm<'_> {
    /// A borrow of the field that is bound at this position, or of the struct's, located at the
    /// field's type: if the type does not implement what is asked, that is what the error underlines.
    fn borrow(&self, field: &Field<'_>, position: usize) -> TokenStream {
        let (first, last) = span::ends(field.ty);
        let last = span::at(last);
        let place = if self.variant.is_some() {
            let binding = binding(position, last);
            quote_spanned!(last=> *#binding)
        } else {
            let member = member(field, last);
            quote_spanned!(last=> self.#member)
        };
        quote_spanned!(span::at(first)=> &#place)
    }
}

/// The braces of a pattern that borrows the fields as `__ocpi_0`, `__ocpi_1` and so on.
fn bind(fields: &[&Field<'_>]) -> Group {
    let call_site = Span::call_site();
    let members = fields.iter().map(|field| {
        let span = field.member.span().resolved_at(call_site);
        member(field, span)
    });
    let bindings = (0..fields.len()).map(|position| binding(position, call_site));
    Group::new(Delimiter::Brace, quote!(#(#members: ref #bindings,)* ..))
}

/// The type whose `Display` becomes a header: what an `Option` holds, or the type itself.
fn optional(ty: &Type) -> &Type {
    let path = match ty {
        Type::Group(ty) => return optional(&ty.elem),
        Type::Paren(ty) => return optional(&ty.elem),
        Type::Path(ty) => &ty.path,
        _ => return ty,
    };
    match path.segments.last().map(|last| (last.ident == "Option", &last.arguments)) {
        Some((true, PathArguments::AngleBracketed(arguments))) => match arguments.args.first() {
            Some(GenericArgument::Type(held)) => held,
            _ => ty,
        },
        _ => ty,
    }
}

fn member(field: &Field<'_>, span: Span) -> Member {
    match &field.member {
        Member::Named(ident) => {
            let mut ident = ident.clone();
            ident.set_span(span);
            Member::Named(ident)
        }
        Member::Unnamed(index) => Member::Unnamed(Index { index: index.index, span }),
    }
}

/// A plain field name could be a user's unit struct, and so a pattern instead of a binding.
fn binding(position: usize, span: Span) -> Ident {
    format_ident!("__ocpi_{position}", span = span)
}

/// A number without a suffix.
fn number(number: u16) -> Literal {
    Literal::u16_unsuffixed(number)
}

/// A call of the runtime that lies wholly over `target`, so that whatever is wrong with it underlines
/// that.
fn call(
    item: &Item<'_>,
    function: &[&str],
    args: TokenStream,
    target: impl ToTokens,
) -> TokenStream {
    let (first, last) = span::ends(target);
    let krate = span::locate(&item.krate, first);
    let first = span::at(first);
    let names = function.iter().map(|name| Ident::new(name, first));
    let mut args = Group::new(Delimiter::Parenthesis, args);
    args.set_span(span::at(last));
    quote_spanned!(first=> #krate #(::#names)* #args)
}
