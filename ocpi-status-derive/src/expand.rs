//! Writes the impl. What gets here is right, so nothing here can fail.

use std::hash::Hash;

use proc_macro2::{Delimiter, Group, Literal, Span, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote};
use syn::ext::IdentExt;
use syn::{DeriveInput, GenericParam, Generics, Ident, Member, Type, TypePath};

use crate::ast::{Container, Field};
use crate::cases::Cases;
use crate::ctxt::Ctxt;
use crate::fallback;
use crate::generics::Bounds;
use crate::ide::{self, Host};
use crate::message;
use crate::span;
use crate::valid::{Answer, Arm, Http, Item, Own, Value};

pub(crate) fn derive(input: &DeriveInput) -> TokenStream {
    let ctxt = Ctxt::new();
    let container = Container::from_syn(&ctxt, input);
    let item = Item::from_ast(&ctxt, &container);
    let expansion = match (ctxt.check(), item) {
        (Ok(()), Ok(item)) => item.expand(),
        (errors, _) => {
            let mut tokens = errors.err().unwrap_or_default();
            tokens.extend(fallback::expand(input, &container));
            tokens
        }
    };
    ide::describe(Host::current(), input, expansion)
}

/// The frame of an impl, and what follows it for the web frameworks.
pub(crate) struct Impl<'a> {
    pub(crate) ident: &'a Ident,
    pub(crate) generics: &'a Generics,
    pub(crate) krate: &'a TokenStream,
    pub(crate) web: bool,
}

impl Impl<'_> {
    pub(crate) fn expand(&self, body: &TokenStream, bounds: Option<&Bounds<'_>>) -> TokenStream {
        let Self { ident, generics, krate, web } = self;
        let generics = without_attrs(generics);
        let (impl_generics, ty_generics, _) = generics.split_for_impl();
        let where_clause = match bounds {
            Some(bounds) => bounds.where_clause(),
            None => Bounds::new(&generics).where_clause(),
        };
        let ident = span::resolve_ident(ident);
        let impl_generics = span::resolve(impl_generics);
        let ty_generics = span::resolve(ty_generics);
        let where_clause = span::resolve(where_clause);
        let web = web.then(|| {
            quote!(#krate::__private::web! { [#impl_generics] [#ident #ty_generics] [#where_clause] })
        });
        quote! {
            #[automatically_derived]
            impl #impl_generics #krate::OcpiError for #ident #ty_generics #where_clause {
                #body
            }
            #web
        }
    }
}

/// An attribute of a parameter, such as a lint level, is for the item alone.
fn without_attrs(generics: &Generics) -> Generics {
    let mut generics = generics.clone();
    for param in &mut generics.params {
        match param {
            GenericParam::Lifetime(param) => param.attrs.clear(),
            GenericParam::Type(param) => param.attrs.clear(),
            GenericParam::Const(param) => param.attrs.clear(),
        }
    }
    generics
}

impl Item<'_> {
    fn expand(&self) -> TokenStream {
        let Self { ident, generics, web, .. } = *self;
        let mut body = self.status_code();
        body.extend(self.http_status());
        body.extend(self.fmt_message());
        body.extend(self.data());
        body.extend(self.origin());
        body.extend(self.label());
        body.extend(self.catalog());
        let frame = Impl { ident, generics, krate: &self.krate, web };
        frame.expand(&body, Some(&self.bounds()))
    }

    fn status_code(&self) -> TokenStream {
        let krate = &self.krate;
        let mut cases = Cases::default();
        let mut consts = TokenStream::new();
        for (position, arm) in self.arms.iter().enumerate() {
            match &arm.answer {
                Answer::Own(Own { code: Value::Number(code), .. }) => {
                    let code = number(*code);
                    cases.share(code.to_string(), self.pattern(arm), |_| {
                        quote! { #krate::__private::code(#code) }
                    });
                }
                Answer::Own(Own { code: Value::Const(path), http, .. }) => {
                    let mut key = path.to_token_stream().to_string();
                    if key.contains("$crate") {
                        // Two of them may be two crates.
                        key = format!("{key} {position}");
                    }
                    let index = cases.share(key, self.pattern(arm), |index| {
                        let name = const_name(index);
                        let binding = self.typed(path);
                        let version = format_ident!("{}", self.version.variant());
                        let args = quote!(__ocpi_code, #krate::Version::#version);
                        let check = call(&quote!(#krate::__private::constant), &args, path);
                        consts.extend(quote! {
                            const #name: #krate::ErrorCode = { #binding #check };
                        });
                        name.into_token_stream()
                    });
                    // Whatever is wrong with the code itself is one error, not a second one here.
                    if let Some(Http { status, tokens }) = http {
                        let (status, code) = (number(*status), const_name(index));
                        let check = quote!(#krate::__private::check_http);
                        let check = call(&check, &quote!(#status, #code), tokens);
                        consts.extend(quote!(const _: () = #check;));
                    }
                }
                Answer::Inner(field) => self.forward(&mut cases, arm, field, "status_code", None),
            }
        }
        let body = cases.expand(None);
        quote!(fn status_code(&self) -> #krate::ErrorCode { #consts #body })
    }

    fn http_status(&self) -> Option<TokenStream> {
        let krate = &self.krate;
        let mut cases = Cases::default();
        for arm in &self.arms {
            match &arm.answer {
                Answer::Own(Own { http: None, .. }) => cases.leave(),
                Answer::Own(Own { http: Some(Http { status, .. }), .. }) => {
                    cases.share(*status, self.pattern(arm), |_| {
                        let status = number(*status);
                        quote! { #krate::__private::http(#status) }
                    });
                }
                Answer::Inner(field) => self.forward(&mut cases, arm, field, "http_status", None),
            }
        }
        let body = cases.expand_unless_left(&quote!(#krate::http::StatusCode::OK))?;
        Some(quote!(fn http_status(&self) -> #krate::http::StatusCode { #body }))
    }

    fn fmt_message(&self) -> Option<TokenStream> {
        let krate = &self.krate;
        let mut cases = Cases::<()>::default();
        for arm in &self.arms {
            match &arm.answer {
                Answer::Own(Own { message: None, .. }) => cases.leave(),
                Answer::Own(Own { message: Some((_, message)), .. }) => {
                    let (pattern, value) = self.message(arm, message);
                    cases.add(pattern, value);
                }
                Answer::Inner(field) => {
                    let formatter = quote!(__ocpi_f);
                    self.forward(&mut cases, arm, field, "fmt_message", Some(&formatter));
                }
            }
        }
        let default = quote!(#krate::__private::fmt_message(self, __ocpi_f));
        let body = cases.expand_unless_left(&default)?;
        Some(quote! {
            fn fmt_message(
                &self,
                __ocpi_f: &mut ::core::fmt::Formatter<'_>,
            ) -> ::core::fmt::Result {
                #body
            }
        })
    }

    fn data(&self) -> Option<TokenStream> {
        let krate = &self.krate;
        let mut cases = Cases::<()>::default();
        for arm in &self.arms {
            match &arm.answer {
                Answer::Own(Own { data: None, .. }) => cases.leave(),
                Answer::Own(Own { data: Some(field), .. }) => {
                    let args = quote!(__ocpi_0);
                    let value = self.method(field, &quote!(__private::DataField), "data", &args);
                    cases.add(self.pattern_with(arm, [*field]), value);
                }
                Answer::Inner(field) => self.forward(&mut cases, arm, field, "data", None),
            }
        }
        let body = cases.expand_unless_left(&quote!(::core::option::Option::None))?;
        Some(quote! {
            fn data(&self) -> ::core::option::Option<#krate::Data<'_>> {
                #body
            }
        })
    }

    fn origin(&self) -> TokenStream {
        let krate = &self.krate;
        let mut cases = Cases::default();
        for arm in &self.arms {
            match &arm.answer {
                Answer::Own(Own { message: None, .. }) => cases.leave(),
                Answer::Own(Own { message: Some(_), .. }) => {
                    cases.share(
                        (),
                        self.pattern(arm),
                        |_| quote!(#krate::__private::Origin::Message),
                    );
                }
                Answer::Inner(field) => {
                    let inner = quote!(__private::TransparentField);
                    let value = self.method(field, &inner, "inner", &quote!(__ocpi_0));
                    cases.add(self.pattern_with(arm, [*field]), value);
                }
            }
        }
        let default = quote!(#krate::__private::Origin::Display);
        let body = cases.expand_unless_left(&default).unwrap_or(default);
        quote!(fn __ocpi_origin(&self) -> #krate::__private::Origin<'_> { #body })
    }

    fn label(&self) -> TokenStream {
        let name = self.ident.unraw().to_string();
        let mut cases = Cases::<()>::default();
        for arm in &self.arms {
            match &arm.answer {
                Answer::Own(_) => {
                    let label = match arm.variant {
                        Some(variant) => format!("{name}::{}", variant.unraw()),
                        None => name.clone(),
                    };
                    cases.add(self.pattern(arm), label.to_token_stream());
                }
                Answer::Inner(field) => self.forward(&mut cases, arm, field, "label", None),
            }
        }
        let body = cases.expand(None);
        quote!(fn label(&self) -> &'static ::core::primitive::str { #body })
    }

    fn catalog(&self) -> TokenStream {
        let krate = &self.krate;
        let name = self.ident.unraw().to_string();
        let rows = self.arms.iter().map(|arm| match &arm.answer {
            Answer::Own(own) => self.row(arm, own),
            Answer::Inner(field) => {
                let ty = field.ty;
                let catalog = if is_arc(ty) {
                    let ty = span::resolve(ty);
                    quote!(|| #krate::__private::shared::<#ty>().__ocpi_catalog())
                } else {
                    self.method_path(field, &quote!(__private::TransparentField), "catalog")
                };
                quote!(#krate::__private::Row::Inner(#catalog))
            }
        });
        let rows = quote!(&[#(#rows),*]);
        // A const item cannot see generic parameters, and only the type of an inner error names
        // them; the array of a const block counts as one on the stack.
        let is_inner = |arm: &Arm<'_>| matches!(arm.answer, Answer::Inner(_));
        let is_generic = !self.generics.params.is_empty() && self.arms.iter().any(is_inner);
        let (item, rows) = if is_generic {
            (None, quote!(const { #rows }))
        } else {
            let item = quote!(const __OCPI_ROWS: &[#krate::__private::Row] = #rows;);
            (Some(item), quote!(__OCPI_ROWS))
        };
        quote! {
            fn catalog() -> #krate::Catalog {
                #item
                #krate::__private::catalog::<Self>(#name, #rows)
            }
        }
    }

    fn row(&self, arm: &Arm<'_>, own: &Own<'_>) -> TokenStream {
        let krate = &self.krate;
        let variant = arm.variant.map(|variant| variant.unraw().to_string()).unwrap_or_default();
        let code = match own.code {
            Value::Number(code) => number(code).into_token_stream(),
            // `status_code` checks it; one mistake is one error.
            Value::Const(path) => {
                let binding = self.typed(path);
                quote!({ #binding #krate::ErrorCode::as_u16(__ocpi_code) })
            }
        };
        let http = number(own.http.as_ref().map_or(200, |http| http.status));
        let message = own
            .message
            .as_ref()
            .map(|(literal, message)| message.as_str().unwrap_or_else(|| literal.value()));
        let message = message.unwrap_or_default();
        let docs = arm.docs;
        quote!(#krate::__private::Row::Own(#variant, #code, #http, #message, #docs))
    }

    /// Where the field's type mentions a type parameter, its use asks for a bound.
    fn bounds(&self) -> Bounds<'_> {
        let krate = &self.krate;
        let mut bounds = Bounds::new(self.generics);
        for arm in &self.arms {
            match &arm.answer {
                Answer::Inner(field) => bounds.add(field.ty, &quote!(#krate::OcpiError)),
                Answer::Own(own) => {
                    if let Some(field) = own.data {
                        bounds.add(field.ty, &quote!(#krate::__private::Serialize));
                    }
                    for arg in own.message.iter().flat_map(|(_, message)| &message.args) {
                        if let message::Value::Field(index) = arg.value {
                            let name = format_ident!("{}", arg.format.name);
                            bounds.add(arm.fields.all[index].ty, &quote!(::core::fmt::#name));
                        }
                    }
                }
            }
        }
        bounds
    }

    /// Says what type a constant must be.
    fn typed(&self, path: &TypePath) -> TokenStream {
        let krate = &self.krate;
        let (first, last) = span::ends(path);
        let mut tokens = span::locate(quote!(let __ocpi_code: #krate::ErrorCode =), first);
        tokens.extend(ide::constant(path, krate));
        tokens.extend(span::locate(quote!(;), last));
        tokens
    }

    /// The body of `fmt_message` for a variant with a `message`.
    fn message(&self, arm: &Arm<'_>, message: &message::Message) -> (TokenStream, TokenStream) {
        if let Some(text) = message.as_str() {
            let value = quote!(::core::fmt::Formatter::write_str(__ocpi_f, #text));
            return (self.pattern(arm), value);
        }
        let mut used: Vec<&Field<'_>> = Vec::new();
        let mut args = Vec::new();
        for arg in &message.args {
            args.push(match arg.value {
                message::Value::Display => quote!(self),
                message::Value::Field(index) => {
                    let field = &arm.fields.all[index];
                    let known = used.iter().position(|used| used.member == field.member);
                    let position = known.unwrap_or_else(|| {
                        used.push(field);
                        used.len() - 1
                    });
                    let binding = binding(position);
                    let name = format_ident!("{}Field", arg.format.name);
                    self.method(field, &quote!(__private::#name), "shown", &quote!(&#binding))
                }
            });
        }
        let format = &message.format;
        let value = quote! {
            ::core::fmt::Formatter::write_fmt(__ocpi_f, ::core::format_args!(#format, #(#args),*))
        };
        (self.pattern_with(arm, used), value)
    }

    /// Adds the case that asks the inner error.
    fn forward<K: Eq + Hash>(
        &self,
        cases: &mut Cases<K>,
        arm: &Arm<'_>,
        field: &Field<'_>,
        method: &str,
        arg: Option<&TokenStream>,
    ) {
        let arg = arg.into_iter();
        let args = quote!(__ocpi_0 #(, #arg)*);
        let value = self.method(field, &quote!(__private::TransparentField), method, &args);
        cases.add(self.pattern_with(arm, [field]), value);
    }

    /// Calls the method of a trait of the runtime; if the field's type does not implement it, that
    /// is what the error underlines.
    fn method(
        &self,
        field: &Field<'_>,
        path: &TokenStream,
        method: &str,
        args: &TokenStream,
    ) -> TokenStream {
        let (_, last) = span::ends(field.ty);
        let mut tokens = self.method_path(field, path, method);
        tokens.extend([parenthesized(args, last)]);
        tokens
    }

    fn method_path(&self, field: &Field<'_>, path: &TokenStream, method: &str) -> TokenStream {
        let krate = &self.krate;
        let ty = field.ty;
        let method = format_ident!("{method}");
        let (first, last) = span::ends(ty);
        let mut tokens = span::locate(quote!(<), first);
        tokens.extend(span::resolve(ty));
        tokens.extend(span::locate(quote!(as #krate::#path>::#method), last));
        tokens
    }

    fn pattern(&self, arm: &Arm<'_>) -> TokenStream {
        self.pattern_with(arm, [])
    }

    /// A pattern that borrows the fields as `__ocpi_0`, `__ocpi_1` and so on.
    fn pattern_with<'f>(
        &self,
        arm: &Arm<'_>,
        fields: impl IntoIterator<Item = &'f Field<'f>>,
    ) -> TokenStream {
        let ident = span::resolve_ident(self.ident);
        let variant = arm.variant.map(span::resolve_ident).map(|variant| quote!(::#variant));
        let fields = fields.into_iter().enumerate().map(|(position, field)| {
            let member = match &field.member {
                Member::Named(ident) => Member::Named(span::resolve_ident(ident)),
                Member::Unnamed(index) => Member::Unnamed(index.clone()),
            };
            let binding = binding(position);
            quote!(#member: ref #binding,)
        });
        quote!(#ident #variant { #(#fields)* .. })
    }
}

/// A name that no unit struct or constant of the user has: it would be a pattern.
fn binding(position: usize) -> Ident {
    format_ident!("__ocpi_{position}")
}

/// Tells whether a type may be an `Arc`, whose catalogue is that of what it holds.
fn is_arc(ty: &Type) -> bool {
    match ty {
        Type::Path(ty) => ty.path.segments.last().is_some_and(|last| last.ident == "Arc"),
        Type::Group(ty) => is_arc(&ty.elem),
        Type::Paren(ty) => is_arc(&ty.elem),
        _ => false,
    }
}

/// A name that no constant of the user has: with the same name it would be its own value.
fn const_name(index: usize) -> Ident {
    format_ident!("__OCPI_{index}")
}

/// A number without a suffix.
fn number(number: u16) -> Literal {
    Literal::u16_unsuffixed(number)
}

/// A call that lies wholly over `target`, so that whatever is wrong with it underlines that.
fn call(function: &TokenStream, args: &TokenStream, target: impl ToTokens) -> TokenStream {
    let (first, last) = span::ends(target);
    let mut tokens = span::locate(function, first);
    tokens.extend([parenthesized(args, last)]);
    tokens
}

fn parenthesized(args: &TokenStream, location: Span) -> TokenTree {
    let mut group = Group::new(Delimiter::Parenthesis, span::locate(args, location));
    group.set_span(span::generated(location).resolved_at(Span::call_site()));
    TokenTree::Group(group)
}
