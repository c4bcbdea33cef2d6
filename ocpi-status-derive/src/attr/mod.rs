//! Reads `#[ocpi(...)]`, key by key: a key that cannot be read does not hide the next one.

mod key;
mod tokens;

use proc_macro2::TokenTree;
use quote::ToTokens as _;
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::{Attribute, Ident, Lit, LitBool, LitStr, MacroDelimiter, Meta, Path, Token};

use self::key::synonym;
pub(crate) use self::key::{Key, Place};
use self::tokens::{is_end, is_key, skip_comma, take_doc, take_one, take_value, without_separator};
use crate::ctxt::Ctxt;
use crate::span::Tokens;
use crate::value::{self, CodeValue, Digits, Doc};
use crate::words::{self, one_of};

/// What the attributes of one place say.
#[derive(Default)]
pub(crate) struct Attrs {
    pub(crate) code: Option<CodeValue>,
    pub(crate) http: Option<Digits>,
    pub(crate) message: Option<LitStr>,
    pub(crate) transparent: Option<Ident>,
    pub(crate) data: Option<Ident>,
    pub(crate) header: Option<LitStr>,
    pub(crate) doc: Option<Doc>,
    pub(crate) version: Option<LitStr>,
    pub(crate) krate: Option<Path>,
    pub(crate) web: Option<LitBool>,
    /// The keys that were written, whether or not their values could be read, and these values.
    seen: Vec<(Key, Option<Tokens>)>,
    /// Something here could not be read, so that nothing can be said to be missing.
    pub(crate) is_faulty: bool,
}

struct Reader<'a> {
    ctxt: &'a Ctxt,
    place: Place,
    attrs: Attrs,
}

impl Attrs {
    pub(crate) fn from_syn(ctxt: &Ctxt, attrs: &[Attribute], place: Place) -> Self {
        let before = ctxt.len();
        let mut reader = Reader { ctxt, place, attrs: Self::default() };
        for attr in attrs.iter().filter(|attr| attr.path().is_ident("ocpi")) {
            reader.read(attr);
        }
        // rustc has an error of `#[ocpi::code(...)]`.
        let is_path = attrs.iter().any(|attr| {
            let mut segments = attr.path().segments.iter();
            segments.len() > 1 && segments.next().is_some_and(|first| first.ident == "ocpi")
        });
        reader.attrs.is_faulty = is_path || ctxt.len() > before;
        reader.attrs
    }

    pub(crate) fn has(&self, key: Key) -> bool {
        self.seen.iter().any(|(seen, _)| *seen == key)
    }
}

impl Reader<'_> {
    fn read(&mut self, attr: &Attribute) {
        let example = self.example();
        match &attr.meta {
            Meta::List(list) if matches!(list.delimiter, MacroDelimiter::Paren(_)) => {
                if list.tokens.is_empty() {
                    let message = format!("`#[ocpi()]` is empty; write `#[ocpi({example})]`");
                    self.ctxt.error(&attr.meta, message);
                }
                let keys = |input: ParseStream<'_>| {
                    while !input.is_empty() {
                        self.read_key(input);
                    }
                    Ok(())
                };
                // `read_key` reports errors itself, and always goes on to the end.
                if let Err(error) = keys.parse2(list.tokens.clone()) {
                    self.ctxt.error(&attr.meta, error);
                }
            }
            meta => {
                self.ctxt.error(meta, format!("expected parentheses: `#[ocpi({example})]`"));
            }
        }
    }

    /// Reads a key, its value, and the comma behind them.
    fn read_key(&mut self, input: ParseStream<'_>) {
        let before = self.ctxt.len();
        if let Some(doc) = take_doc(input) {
            let message = "a doc comment cannot stand inside `#[ocpi(...)]`; move it above";
            self.ctxt.error(doc, message);
            return;
        }
        let Ok(ident) = input.call(Ident::parse_any) else {
            let value = take_value(input);
            if value.is_empty() {
                let stray = take_one(input);
                self.ctxt.error(&stray, format!("unexpected `{stray}`; remove it"));
            } else {
                let message = self.without_key(&value);
                self.ctxt.error(value, message);
                self.end(input, before);
            }
            return;
        };
        match self.accept(&ident) {
            Some(key) => self.read_value(key, ident, input),
            None => {
                take_value(input);
            }
        }
        self.end(input, before);
    }

    /// What to write in place of a value alone.
    fn without_key(&self, value: &Tokens) -> String {
        let written = words::source(value);
        let key = match written.parse() {
            Ok(100..=599_u16) if self.keys().any(|key| key == Key::Http) => Some(Key::Http),
            Ok(1000..) if self.keys().any(|key| key == Key::Code) => Some(Key::Code),
            _ => None,
        };
        match key {
            Some(key) => format!("write `{} = {written}`", key.name()),
            None => format!("expected `{}`", self.example()),
        }
    }

    fn read_value(&mut self, key: Key, ident: Ident, input: ParseStream<'_>) {
        match key {
            Key::Code => self.attrs.code = self.value(key, &ident, input, value::read_code),
            Key::Http => self.attrs.http = self.value(key, &ident, input, value::read_http),
            Key::Message => {
                let message = self.value(key, &ident, input, value::read_message);
                self.attrs.message = message.filter(|_| !self.has_arguments(input));
            }
            Key::Data => self.attrs.data = self.flag(ident, input),
            Key::Header => self.attrs.header = self.value(key, &ident, input, value::read_header),
            Key::Transparent => self.attrs.transparent = self.flag(ident, input),
            Key::Doc => self.attrs.doc = self.value(key, &ident, input, value::read_doc),
            Key::Version => {
                self.attrs.version = self.value(key, &ident, input, value::read_version);
            }
            Key::Crate => self.attrs.krate = self.value(key, &ident, input, value::read_crate),
            Key::Web => self.attrs.web = self.value(key, &ident, input, value::read_web),
        }
    }

    /// Looks the key up, and reports one that does not belong here.
    fn accept(&mut self, ident: &Ident) -> Option<Key> {
        let Some(key) = Key::find(ident) else {
            let name = ident.to_string();
            let known: Vec<_> = self.keys().map(Key::name).collect();
            let near = words::nearest(&name, known.iter().copied());
            // Nothing is assumed of these two while they are unknown.
            let unread = [Key::Crate, Key::Web].into_iter().find(|key| near == Some(key.name()));
            self.attrs.seen.extend(unread.map(|key| (key, None)));
            let meant = near.or_else(|| synonym(&name).filter(|key| known.contains(key)));
            let message = if matches!(&*name, "from" | "source" | "backtrace") {
                format!("`{name}` is thiserror's; write `#[{name}]`")
            } else if let Some(meant) = meant {
                format!("unknown `ocpi` key `{name}`; write `{meant}`")
            } else {
                let known: Vec<_> = known.iter().map(|key| format!("`{key}`")).collect();
                format!("unknown `ocpi` key `{name}`; expected {}", one_of(&known))
            };
            self.ctxt.error(ident, message);
            return None;
        };
        let name = key.name();
        if !key.places().contains(&self.place) {
            let belongs = match (self.place, key.places()) {
                (_, [Place::Field]) => "a field",
                (Place::Field, places) if places.contains(&Place::Variant) => {
                    "the variant or the struct"
                }
                (Place::Field, _) => "the enum or the struct",
                (Place::Variant, _) => "the enum",
                (Place::Enum | Place::Struct, _) => "a variant",
            };
            let place = self.place.name();
            self.ctxt.error(ident, format!("`{name}` belongs on {belongs}, not on {place}"));
            return None;
        }
        if let Some((_, first)) = self.attrs.seen.iter().find(|(seen, _)| *seen == key) {
            let message = match first {
                Some(first) => {
                    let first = words::source(first);
                    format!("duplicate `{name}`; the first one is `{name} = {first}`")
                }
                None => format!("duplicate `{name}`; keep one of the two"),
            };
            self.ctxt.error(ident, message);
            return None;
        }
        self.attrs.seen.push((key, None));
        Some(key)
    }

    fn flag(&self, ident: Ident, input: ParseStream<'_>) -> Option<Ident> {
        if is_end(input) || input.peek(Ident::peek_any) {
            return Some(ident);
        }
        let tokens = take_value(input);
        self.ctxt.error(tokens, format!("`{ident}` takes no value; write `{ident}` alone"));
        None
    }

    fn value<T>(
        &mut self,
        key: Key,
        ident: &Ident,
        input: ParseStream<'_>,
        read: fn(&Tokens) -> Result<T, String>,
    ) -> Option<T> {
        let expected = || format!("expected `{}`", key.example());
        if is_end(input) {
            self.ctxt.error(ident, expected());
            return None;
        }
        if !input.peek(Token![=]) || input.peek(Token![==]) || input.peek(Token![=>]) {
            let tokens = take_value(input);
            let value = without_separator(&tokens);
            let message = match read(&value) {
                Ok(_) => format!("write `{} = {}`", key.name(), words::source(value)),
                Err(_) => expected(),
            };
            self.ctxt.error(tokens, message);
            return None;
        }
        let equals = input.parse::<Token![=]>().ok();
        let tokens = take_value(input);
        if tokens.is_empty() {
            self.ctxt.error(equals, expected());
            return None;
        }
        let value = self.ctxt.accept(&tokens, read(&tokens));
        if let Some((_, written)) = self.attrs.seen.last_mut() {
            *written = Some(tokens);
        }
        value
    }

    /// Reports the arguments that follow a `message`, as they would follow `format!`.
    fn has_arguments(&self, input: ParseStream<'_>) -> bool {
        let rest = input.fork();
        skip_comma(&rest);
        if rest.is_empty() || is_key(&rest) {
            return false;
        }
        let is_argument = match rest.call(Ident::parse_any) {
            // Else it is an unknown key.
            Ok(_) => rest.is_empty() || rest.peek(Token![,]) || rest.peek(Token![.]),
            Err(_) => rest.peek(Token![.]) || rest.peek(Lit),
        };
        if !is_argument {
            return false;
        }
        skip_comma(input);
        let first = take_value(input);
        let name = words::source(&first);
        let name = name.trim_start_matches('.');
        let is_name = syn::parse_str::<Ident>(name).is_ok() || name.parse::<u8>().is_ok();
        let example = if is_name { name } else { "field" };
        let message = format!(
            "`message` takes no arguments; name the field in the text, as in `{{{example}}}`"
        );
        let mut arguments = first.into_token_stream();
        while input.peek(Token![,]) {
            let rest = input.fork();
            skip_comma(&rest);
            if rest.is_empty() || is_key(&rest) {
                break;
            }
            arguments.extend(take_one(input));
            arguments.extend(take_value(input).into_token_stream());
        }
        self.ctxt.error(arguments, message);
        true
    }

    /// Reads the comma, which may be missing behind the last key. What follows a key with an error
    /// is not another error.
    fn end(&self, input: ParseStream<'_>, before: usize) {
        if input.is_empty() || skip_comma(input) {
            return;
        }
        let semicolon = input.parse::<Option<Token![;]>>();
        if self.ctxt.len() > before {
            return;
        }
        if let Ok(Some(semicolon)) = semicolon {
            self.ctxt.error(semicolon, "expected `,`, found `;`");
        } else if let Ok(next) = input.fork().parse::<TokenTree>() {
            self.ctxt.error(&next, format!("expected `,` before `{next}`"));
            if !is_key(input) {
                take_value(input);
                skip_comma(input);
            }
        }
    }

    fn keys(&self) -> impl Iterator<Item = Key> {
        let place = self.place;
        Key::ALL.into_iter().filter(move |key| key.places().contains(&place))
    }

    /// The first thing that one would write here.
    fn example(&self) -> &'static str {
        self.keys().next().map_or("", Key::example)
    }
}
