//! Reads `#[ocpi(...)]`, key by key: a key that cannot be read does not hide the next one.

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::{Attribute, Ident, LitBool, LitStr, MacroDelimiter, Meta, Path, Token};

use crate::code::one_of;
use crate::ctxt::Ctxt;
use crate::value::{self, Code, Digits};

/// Where an attribute stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    Enum,
    Struct,
    Variant,
    Field,
}

impl Place {
    const fn name(self) -> &'static str {
        match self {
            Self::Enum => "the enum",
            Self::Struct => "the struct",
            Self::Variant => "a variant",
            Self::Field => "a field",
        }
    }
}

/// A key, how it is written, and the places where it may stand.
struct Key {
    name: &'static str,
    example: &'static str,
    places: &'static [Place],
}

const KEYS: [Key; 8] = [
    Key {
        name: "code",
        example: "code = 2001",
        places: &[Place::Variant, Place::Struct, Place::Enum],
    },
    Key { name: "http", example: "http = 404", places: &[Place::Variant, Place::Struct] },
    Key { name: "message", example: "message = \"...\"", places: &[Place::Variant, Place::Struct] },
    Key { name: "transparent", example: "transparent", places: &[Place::Variant, Place::Struct] },
    Key { name: "data", example: "data", places: &[Place::Field] },
    Key { name: "version", example: "version = \"2.2.1\"", places: &[Place::Enum, Place::Struct] },
    Key { name: "crate", example: "crate = ::ocpi_status", places: &[Place::Enum, Place::Struct] },
    Key { name: "web", example: "web = false", places: &[Place::Enum, Place::Struct] },
];

/// What the attributes of one place say.
#[derive(Default)]
pub(crate) struct Attrs {
    pub(crate) code: Option<Code>,
    pub(crate) http: Option<Digits>,
    pub(crate) message: Option<LitStr>,
    pub(crate) transparent: Option<Ident>,
    pub(crate) data: Option<Ident>,
    pub(crate) version: Option<LitStr>,
    pub(crate) krate: Option<Path>,
    pub(crate) web: Option<LitBool>,
    /// Something here could not be read, so that nothing can be said to be missing.
    pub(crate) is_faulty: bool,
}

/// A key that has been read, or has been complained of.
struct Reader<'a> {
    ctxt: &'a Ctxt,
    place: Place,
    seen: Vec<&'static str>,
    /// The key that is being read is complained of; what follows it is not wrong as well.
    is_key_faulty: bool,
    attrs: Attrs,
}

impl Attrs {
    pub(crate) fn from_syn(ctxt: &Ctxt, attrs: &[Attribute], place: Place) -> Self {
        let mut reader =
            Reader { ctxt, place, seen: Vec::new(), is_key_faulty: false, attrs: Self::default() };
        for attr in attrs.iter().filter(|attr| attr.path().is_ident("ocpi")) {
            reader.read(attr);
        }
        reader.attrs
    }
}

impl Reader<'_> {
    fn read(&mut self, attr: &Attribute) {
        let example = self.example();
        match &attr.meta {
            Meta::List(list) if matches!(list.delimiter, MacroDelimiter::Paren(_)) => {
                if list.tokens.is_empty() {
                    self.fault(
                        attr.meta.to_token_stream(),
                        format!("`#[ocpi()]` is empty; write `#[ocpi({example})]`"),
                    );
                }
                let keys = |input: ParseStream<'_>| {
                    while !input.is_empty() {
                        self.read_key(input);
                    }
                    Ok(())
                };
                // `read_key` complains itself, and always goes on to the end.
                if let Err(error) = keys.parse2(list.tokens.clone()) {
                    self.fault(attr.meta.to_token_stream(), error);
                }
            }
            meta => {
                self.fault(
                    meta.to_token_stream(),
                    format!("expected parentheses: `#[ocpi({example})]`"),
                );
            }
        }
    }

    /// Reads a key, its value, and the comma behind them.
    fn read_key(&mut self, input: ParseStream<'_>) {
        self.is_key_faulty = false;
        let Ok(ident) = input.call(Ident::parse_any) else {
            let value = take_value(input);
            if value.is_empty() {
                let stray = take_one(input);
                self.fault(&stray, format!("unexpected `{stray}`; remove it"));
            } else {
                self.fault(value, format!("expected `{}`", self.example()));
                self.end(input);
            }
            return;
        };
        let Some(key) = self.accept(&ident) else {
            take_value(input);
            self.end(input);
            return;
        };
        match key.name {
            "transparent" => self.attrs.transparent = self.flag(ident, input),
            "data" => self.attrs.data = self.flag(ident, input),
            "code" => self.attrs.code = self.value(&ident, key, input, value::read_code),
            "http" => self.attrs.http = self.value(&ident, key, input, value::read_http),
            "message" => self.attrs.message = self.value(&ident, key, input, value::read_message),
            "version" => self.attrs.version = self.value(&ident, key, input, value::read_version),
            "crate" => self.attrs.krate = self.value(&ident, key, input, value::read_crate),
            _ => self.attrs.web = self.value(&ident, key, input, value::read_web),
        }
        self.end(input);
    }

    /// Looks the key up, and complains of one that does not belong here.
    fn accept(&mut self, ident: &Ident) -> Option<&'static Key> {
        let Some(key) = KEYS.iter().find(|key| ident == key.name) else {
            let known: Vec<_> = self.keys().map(|key| format!("`{}`", key.name)).collect();
            self.fault(ident, format!("unknown `ocpi` key `{ident}`; expected {}", one_of(&known)));
            return None;
        };
        if !key.places.contains(&self.place) {
            let belongs = match (self.place, key.places) {
                (_, [Place::Field]) => "a field",
                (Place::Field, places) if places.contains(&Place::Variant) => {
                    "the variant or the struct"
                }
                (Place::Field, _) => "the enum or the struct",
                (Place::Variant, _) => "the enum",
                (Place::Enum | Place::Struct, _) => "a variant",
            };
            let message =
                format!("`{}` belongs on {belongs}, not on {}", key.name, self.place.name());
            self.fault(ident, message);
            return None;
        }
        if self.seen.contains(&key.name) {
            self.fault(ident, format!("duplicate `{}`; keep one of the two", key.name));
            return None;
        }
        self.seen.push(key.name);
        Some(key)
    }

    fn flag(&mut self, ident: Ident, input: ParseStream<'_>) -> Option<Ident> {
        if input.is_empty()
            || input.peek(Token![,])
            || input.peek(Token![;])
            || input.peek(Ident::peek_any)
        {
            return Some(ident);
        }
        let tokens = take_value(input);
        self.fault(tokens, format!("`{ident}` takes no value; write `{ident}` alone"));
        None
    }

    fn value<T>(
        &mut self,
        ident: &Ident,
        key: &Key,
        input: ParseStream<'_>,
        read: fn(&TokenStream) -> Result<T, String>,
    ) -> Option<T> {
        let expected = format!("expected `{}`", key.example);
        if input.is_empty() || input.peek(Token![,]) || input.peek(Token![;]) {
            self.fault(ident, expected);
            return None;
        }
        if !input.peek(Token![=]) || input.peek(Token![==]) || input.peek(Token![=>]) {
            let tokens = take_value(input);
            self.fault(tokens, expected);
            return None;
        }
        let equals = input.parse::<Token![=]>().ok();
        let tokens = take_value(input);
        if tokens.is_empty() {
            self.fault(equals, expected);
            return None;
        }
        match read(&tokens) {
            Ok(value) => Some(value),
            Err(message) => {
                self.fault(tokens, message);
                None
            }
        }
    }

    /// Reads the comma, which may be missing behind the last key.
    fn end(&mut self, input: ParseStream<'_>) {
        if input.is_empty() || skip_comma(input) {
            return;
        }
        let semicolon = input.parse::<Option<Token![;]>>();
        if self.is_key_faulty {
            return;
        }
        if let Ok(Some(semicolon)) = semicolon {
            self.fault(semicolon, "expected `,`, found `;`");
        } else if let Ok(next) = input.fork().parse::<TokenTree>() {
            self.fault(&next, format!("expected `,` before `{next}`"));
            if !is_key(input) {
                take_value(input);
                skip_comma(input);
            }
        }
    }

    fn fault(&mut self, tokens: impl ToTokens, message: impl std::fmt::Display) {
        self.attrs.is_faulty = true;
        self.is_key_faulty = true;
        self.ctxt.error(tokens, message);
    }

    fn keys(&self) -> impl Iterator<Item = &'static Key> {
        let place = self.place;
        KEYS.iter().filter(move |key| key.places.contains(&place))
    }

    /// The first thing that one would write here.
    fn example(&self) -> &'static str {
        self.keys().next().map_or("", |key| key.example)
    }
}

/// Takes the tokens up to the next comma or semicolon, or up to a key whose comma is missing.
fn take_value(input: ParseStream<'_>) -> TokenStream {
    let mut tokens: Vec<TokenTree> = Vec::new();
    let mut angles = 0_usize;
    while !input.is_empty() {
        let inside = angles > 0;
        if !inside
            && (input.peek(Token![,]) || input.peek(Token![;]) || is_next_key(&tokens, input))
        {
            break;
        }
        let Ok(token) = input.parse() else { break };
        // Only the angles of a path hide a comma; `<` is also an operator.
        let begins_path = match tokens.last() {
            Some(TokenTree::Punct(last)) => matches!(last.as_char(), ':' | '='),
            Some(_) => false,
            None => true,
        };
        match &token {
            TokenTree::Punct(punct) if punct.as_char() == '<' && (begins_path || inside) => {
                angles += 1;
            }
            TokenTree::Punct(punct) if punct.as_char() == '>' => {
                angles = angles.saturating_sub(1);
            }
            _ => {}
        }
        tokens.push(token);
    }
    tokens.into_iter().collect()
}

fn is_next_key(value: &[TokenTree], input: ParseStream<'_>) -> bool {
    let is_complete = value.last().is_some_and(|token| !matches!(token, TokenTree::Punct(_)));
    is_complete && is_key(input)
}

fn is_key(input: ParseStream<'_>) -> bool {
    let next = input.fork().call(Ident::parse_any);
    next.is_ok_and(|next| KEYS.iter().any(|key| next == key.name))
}

fn take_one(input: ParseStream<'_>) -> TokenStream {
    input.parse::<TokenTree>().map_or_else(|_| TokenStream::new(), TokenStream::from)
}

fn skip_comma(input: ParseStream<'_>) -> bool {
    input.peek(Token![,]) && input.parse::<Token![,]>().is_ok()
}
