//! What an editor shows for `#[ocpi(...)]`.
//!
//! rust-analyzer looks up a token of a helper attribute in the expansion: hover, completion and
//! rename are about whatever has the token's span there. So in rust-analyzer, and nowhere else, a
//! block stands before the impl that mentions what each token means: a key is a documented constant
//! of the runtime, `2004` is `ErrorCode::UNKNOWN_TOKEN`, a placeholder is the field. The block is
//! made of the raw tokens, because an attribute that is half typed or wrong needs it most.
//!
//! To complete, rust-analyzer expands again with a marker at the cursor, and takes the offset of the
//! marker for that of the cursor in the first expansion. So nothing that stands in the block before
//! a token may depend on that token.

#![deny(clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::unwrap_used)]

pub(crate) mod literal;

use std::env;
use std::sync::OnceLock;

use proc_macro2::{Ident, Literal, Span, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote};
use syn::parse::Parser as _;
use syn::{Attribute, Data, DeriveInput, Fields, Lit, Meta, Path};

use crate::span::Tokens;

/// The program that asked for an expansion.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Host {
    Compiler,
    Editor,
}

impl Host {
    /// rust-analyzer expands in a process of its own, so one look at the name of the process is
    /// enough.
    pub(crate) fn current() -> Self {
        static HOST: OnceLock<Host> = OnceLock::new();
        *HOST.get_or_init(|| {
            let path = env::current_exe().unwrap_or_default();
            let stem = path.file_stem().unwrap_or_default().to_string_lossy();
            if stem.contains("rust-analyzer") { Self::Editor } else { Self::Compiler }
        })
    }
}

/// Adds the block to what an editor sees; a compiler gets the expansion as it is.
pub(crate) fn describe(host: Host, input: &DeriveInput, expansion: TokenStream) -> TokenStream {
    match host {
        Host::Compiler => expansion,
        Host::Editor => {
            let mut tokens = block(input);
            // In a scope of its own, completion does not see its constants.
            let expansion = unlocate_errors(expansion);
            tokens.extend(quote!(const _: () = { #expansion };));
            tokens
        }
    }
}

/// The path of a constant in the impl. The block mentions it already, and a mistake in it would be
/// reported once for each mention.
pub(crate) fn constant(path: impl ToTokens, krate: &Tokens) -> TokenStream {
    match Host::current() {
        Host::Compiler => path.to_token_stream(),
        Host::Editor => quote!(#krate::ErrorCode::SERVER_ERROR),
    }
}

/// Leaves of each `::core::compile_error! { .. }` only the name where the mistake is, which is where
/// the message is shown. Else hover on the mistake explains the crate `core`.
fn unlocate_errors(expansion: TokenStream) -> TokenStream {
    let mut tokens: Vec<_> = expansion.into_iter().collect();
    let is_error =
        |token: &TokenTree| matches!(token, TokenTree::Ident(ident) if ident == "compile_error");
    let errors: Vec<_> = tokens.iter().map(is_error).collect();
    for (position, token) in tokens.iter_mut().enumerate() {
        let mut around = errors.iter().skip(position.saturating_sub(2)).take(8);
        let is_around = around.any(|is_error| *is_error);
        if is_around && !is_error(token) {
            token.set_span(Span::call_site());
        }
    }
    tokens.into_iter().collect()
}

/// The block that mentions what each token means.
pub(crate) fn block(input: &DeriveInput) -> TokenStream {
    let container = slots(&input.attrs);
    let ident = &input.ident;
    let mut block = Block {
        krate: quote!(::ocpi_status),
        tokens: TokenStream::new(),
        messages: TokenStream::new(),
    };
    // First, because everything else goes by this path. The marker may stand behind the key.
    for slot in container.iter().filter(|slot| slot.key().starts_with("crate") && slot.has_value) {
        block.runtime(&slot.value);
    }
    match &input.data {
        Data::Enum(data) => {
            block.place("container", &container, None);
            for variant in &data.variants {
                let owner = Owner { ident, variant: Some(&variant.ident), fields: &variant.fields };
                block.place("variant", &slots(&variant.attrs), Some(&owner));
                block.fields(&variant.fields);
            }
        }
        Data::Struct(data) => {
            let owner = Owner { ident, variant: None, fields: &data.fields };
            block.place("structure", &container, Some(&owner));
            block.fields(&data.fields);
        }
        Data::Union(_) => {}
    }
    let Block { tokens, messages, .. } = block;
    let (impl_generics, ty_generics, where_clause) = input.generics.split_for_impl();
    // A method has the `self` of `{self}`. In braces of its own, completion does not see the trait.
    quote! {
        const _: () = {
            #tokens
            {
                trait __OcpiMessages {
                    fn show(&self);
                }
                impl #impl_generics __OcpiMessages for #ident #ty_generics #where_clause {
                    fn show(&self) {
                        #messages
                    }
                }
            }
        };
    }
}

/// The tokens between two commas.
#[derive(Default)]
struct Slot {
    key: Option<Ident>,
    /// There is a `=`.
    has_value: bool,
    value: Vec<TokenTree>,
}

impl Slot {
    fn key(&self) -> String {
        self.key.as_ref().map(Ident::to_string).unwrap_or_default()
    }

    fn push(&mut self, token: TokenTree) {
        match token {
            TokenTree::Ident(ident) if self.key.is_none() && !self.has_value => {
                self.key = Some(ident);
            }
            TokenTree::Punct(punct) if !self.has_value && punct.as_char() == '=' => {
                self.has_value = true;
            }
            token => self.value.push(token),
        }
    }

    /// A name that follows is the next key, whose comma is missing.
    fn is_complete(&self) -> bool {
        match self.value.last() {
            Some(TokenTree::Punct(_)) => false,
            Some(_) => true,
            None => self.key.is_some() && !self.has_value,
        }
    }
}

/// Splits the attributes of one place. The slot behind the last comma is empty: there the next key
/// is typed.
fn slots(attrs: &[Attribute]) -> Vec<Slot> {
    let mut slots = Vec::new();
    for attr in attrs.iter().filter(|attr| attr.path().is_ident("ocpi")) {
        let Meta::List(list) = &attr.meta else { continue };
        let mut slot = Slot::default();
        // A comma between angles is part of a path.
        let mut angles = 0_usize;
        for token in Tokens::of(&list.tokens).iter() {
            match token {
                TokenTree::Punct(punct) => match punct.as_char() {
                    ',' | ';' if angles == 0 => {
                        slots.push(std::mem::take(&mut slot));
                        continue;
                    }
                    '<' => angles += 1,
                    '>' => angles = angles.saturating_sub(1),
                    _ => {}
                },
                TokenTree::Ident(_) if angles == 0 && slot.is_complete() => {
                    slots.push(std::mem::take(&mut slot));
                }
                _ => {}
            }
            slot.push(token.clone());
        }
        slots.push(slot);
    }
    slots
}

/// The fields that a message can show.
struct Owner<'a> {
    ident: &'a Ident,
    variant: Option<&'a Ident>,
    fields: &'a Fields,
}

struct Block {
    /// The path of the runtime crate.
    krate: TokenStream,
    tokens: TokenStream,
    messages: TokenStream,
}

impl Block {
    fn runtime(&mut self, value: &[TokenTree]) {
        let path = path(value);
        let start = path.is_empty().then(|| quote!(::ocpi_status));
        let separator = (!is_open(&path)).then(|| quote!(::));
        self.statement(&quote!(let _: #start #path #separator __private::ide::Runtime;));
        if let Ok(path) = Path::parse_mod_style.parse2(path) {
            let tokens = path.into_token_stream().into_iter().map(|mut token| {
                token.set_span(Span::call_site());
                token
            });
            self.krate = tokens.collect();
        }
    }

    fn fields(&mut self, fields: &Fields) {
        for field in fields {
            self.place("field", &slots(&field.attrs), None);
        }
    }

    fn place(&mut self, place: &str, slots: &[Slot], owner: Option<&Owner<'_>>) {
        let krate = self.krate.clone();
        let place = format_ident!("{place}");
        for slot in slots {
            let key = slot.key.as_ref().map_or_else(unknown, key_name);
            self.statement(&quote!(let _ = #krate::__private::ide::#place::#key;));
            if slot.has_value {
                self.value(&slot.key(), &slot.value, owner);
            }
        }
    }

    fn value(&mut self, key: &str, value: &[TokenTree], owner: Option<&Owner<'_>>) {
        match (key, value.first(), owner) {
            ("message", Some(TokenTree::Literal(literal)), Some(owner)) => {
                self.message(literal, owner);
            }
            (_, Some(TokenTree::Literal(literal)), _) => self.literal(key, literal),
            ("code", _, _) => {
                let krate = self.krate.clone();
                let path = path(value);
                let end = (path.is_empty() || is_open(&path)).then(unknown);
                self.statement(&quote!(let _: #krate::ErrorCode = #path #end;));
            }
            _ => {}
        }
    }

    /// Mentions the item that a literal stands for.
    fn literal(&mut self, key: &str, literal: &Literal) {
        let text = match Lit::new(literal.clone()) {
            Lit::Str(text) => text.value(),
            Lit::Int(number) => number.base10_digits().to_owned(),
            _ => return,
        };
        let Some((module, name)) = literal::item(key, &text) else { return };
        let (Ok(module), Ok(mut name)) = (module.parse::<TokenStream>(), syn::parse_str(&name))
        else {
            return;
        };
        Ident::set_span(&mut name, literal.span());
        let krate = self.krate.clone();
        self.statement(&quote!(let _ = #krate::#module::#name;));
    }

    /// Formats the literal itself, with the fields as locals.
    fn message(&mut self, literal: &Literal, owner: &Owner<'_>) {
        if !matches!(Lit::new(literal.clone()), Lit::Str(_)) {
            return;
        }
        let Owner { ident, variant, fields } = owner;
        let names = fields.iter().filter_map(|field| field.ident.as_ref());
        let variant = variant.map(|variant| quote!(::#variant));
        self.messages.extend(quote! {
            if let #ident #variant { #(#names,)* .. } = self {
                let _ = ::core::format_args!(#literal);
            }
        });
    }

    /// Adds a statement in braces, so that a syntax error in it does not reach the next one.
    fn statement(&mut self, statement: &TokenStream) {
        self.tokens.extend(quote!({ #statement }));
    }
}

/// The constant that documents a key.
fn key_name(key: &Ident) -> Ident {
    // `crate` cannot be the name of an item.
    let mut name = if key == "crate" { format_ident!("crate_") } else { key.clone() };
    // Resolved at the call site, where a rename does not reach: the key is not the user's to rename.
    name.set_span(key.span().resolved_at(Span::call_site()));
    name
}

/// A name where the user has not typed one.
fn unknown() -> Ident {
    format_ident!("__")
}

/// The first tokens, as far as they can be those of a path.
fn path(value: &[TokenTree]) -> TokenStream {
    let is_path = |token: &&TokenTree| match token {
        TokenTree::Ident(_) => true,
        TokenTree::Punct(punct) => matches!(punct.as_char(), ':' | '<' | '>' | ',' | '\'' | '&'),
        _ => false,
    };
    value.iter().take_while(is_path).cloned().collect()
}

/// Tells whether the last segment of a path is missing.
fn is_open(path: &TokenStream) -> bool {
    let last = path.clone().into_iter().last();
    matches!(last, Some(TokenTree::Punct(punct)) if punct.as_char() == ':')
}
