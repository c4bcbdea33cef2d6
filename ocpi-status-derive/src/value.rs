//! Reads the values of keys. An error is the message for all tokens of the value.

use proc_macro2::{Delimiter, Literal, TokenStream, TokenTree};
use quote::ToTokens as _;
use syn::parse::Parser;
use syn::{Lit, LitBool, LitStr, Path, PathArguments, TypePath};

use crate::attr::Key;
use crate::ide::literal;
use crate::span::Tokens;
use crate::spec::{self, Version};
use crate::words;

/// A `code`: digits, or the path of a constant.
pub(crate) enum CodeValue {
    Digits(Digits),
    Path(Tokens),
}

/// A number, as it was written: decimal, without a sign, of any length.
pub(crate) struct Digits {
    pub(crate) text: String,
    pub(crate) tokens: Tokens,
}

/// What the catalog says of an error, in place of its doc comment.
pub(crate) enum Doc {
    Text(LitStr),
    Hidden,
}

type ValueResult<T> = Result<T, String>;

/// Takes a value that is one literal.
fn read_literal(tokens: &Tokens) -> Option<Lit> {
    match &**tokens {
        [TokenTree::Literal(literal)] => Some(Lit::new(literal.clone())),
        _ => syn::parse2(tokens.to_token_stream()).ok(),
    }
}

/// Reads digits; `key` and `what` say what is expected.
fn read_digits(tokens: &Tokens, key: Key, what: &str) -> ValueResult<Digits> {
    let (is_negative, literal) = match &**tokens {
        [TokenTree::Literal(literal)] => (false, literal),
        [TokenTree::Punct(minus), TokenTree::Literal(literal)] if minus.as_char() == '-' => {
            (true, literal)
        }
        _ => {
            return Err(format!("expected {what}, as a single literal; write `{}`", key.example()));
        }
    };
    match Lit::new(literal.clone()) {
        Lit::Int(int) => {
            let digits = int.base10_digits();
            if is_negative {
                Ok(Digits { text: format!("-{digits}"), tokens: tokens.clone() })
            } else if !int.suffix().is_empty() {
                Err(format!("unexpected suffix `{}`; write `{digits}`", int.suffix()))
            } else if literal.to_string() != digits {
                Err(format!("expected decimal digits; write `{digits}`"))
            } else {
                Ok(Digits { text: digits.to_owned(), tokens: tokens.clone() })
            }
        }
        Lit::Str(string) => {
            let value = string.value();
            let is_number = !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit());
            let name = value.rsplit("::").next().unwrap_or_default();
            let write = match key {
                _ if is_number => format!("{} = {value}", key.name()),
                Key::Code if spec::NAMED_CODES.iter().any(|(_, known)| *known == name) => {
                    format!("code = ErrorCode::{name}")
                }
                _ => key.example().to_owned(),
            };
            Err(format!("expected {what}, found a string; write `{write}`"))
        }
        _ => Err(format!("expected {what}; write `{}`", key.example())),
    }
}

pub(crate) fn read_code(tokens: &Tokens) -> ValueResult<CodeValue> {
    if let [TokenTree::Literal(_)] | [TokenTree::Punct(_), TokenTree::Literal(_)] = &**tokens {
        return read_digits(tokens, Key::Code, "a status code").map(CodeValue::Digits);
    }
    if let Ok(path) = syn::parse2::<TypePath>(without_blocks(tokens)) {
        return check_constant(&path, tokens).map(|()| CodeValue::Path(tokens.clone()));
    }
    Err(match &**tokens {
        [TokenTree::Ident(boolean)] if *boolean == "true" || *boolean == "false" => {
            format!("expected a status code; write `{}`", Key::Code.example())
        }
        [TokenTree::Group(group)] => {
            let inside = Tokens::of(group.stream());
            let name = match group.delimiter() {
                Delimiter::Brace => "braces",
                Delimiter::Bracket => "brackets",
                Delimiter::Parenthesis | Delimiter::None => "parentheses",
            };
            match read_code(&inside) {
                Ok(_) => format!("remove the {name}: `code = {}`", words::source(inside)),
                Err(error) => error,
            }
        }
        [.., TokenTree::Punct(colon)] if colon.as_char() == ':' => {
            "expected a status code; complete the path, as in `ErrorCode::UNKNOWN_TOKEN`".to_owned()
        }
        _ => "a code cannot be computed here; put it into a `const CODE: ErrorCode` and write \
              `code = CODE`"
            .to_owned(),
    })
}

/// Puts a literal in place of each block in a path, which syn does not read.
fn without_blocks(path: &Tokens) -> TokenStream {
    path.iter()
        .map(|token| match token {
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
                TokenTree::Literal(Literal::u8_unsuffixed(0))
            }
            token => token.clone(),
        })
        .collect()
}

fn check_constant(path: &TypePath, tokens: &Tokens) -> ValueResult<()> {
    // The trait of `<Type as Trait<..>>::CODE` is a type, of which only the rest is an expression.
    let types = path.qself.as_ref().map_or(0, |qself| qself.position);
    for segment in path.path.segments.iter().skip(types) {
        let ident = &segment.ident;
        match &segment.arguments {
            PathArguments::AngleBracketed(arguments) if arguments.colon2_token.is_none() => {
                return Err(format!("expected `::` before `<`; write `{ident}::<...>`"));
            }
            PathArguments::Parenthesized(_) => {
                return Err("a code is the path of a constant, not that of a function".to_owned());
            }
            _ => {}
        }
    }
    if mentions_self(tokens.iter().cloned()) {
        let last = path.path.segments.last().map(|last| last.ident.to_string());
        return Err(format!(
            "a constant cannot see `Self` here; name the type, as in `Type::{}`",
            last.unwrap_or_default(),
        ));
    }
    Ok(())
}

fn mentions_self(tokens: impl IntoIterator<Item = TokenTree>) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(ident) => ident == "Self",
        TokenTree::Group(group) => mentions_self(group.stream()),
        _ => false,
    })
}

pub(crate) fn read_http(tokens: &Tokens) -> ValueResult<Digits> {
    let (Some(TokenTree::Ident(_)), Some(TokenTree::Ident(name))) = (tokens.first(), tokens.last())
    else {
        return read_digits(tokens, Key::Http, "an HTTP status");
    };
    Err(match literal::http_status(&name.to_string()) {
        Some(status) => match spec::check_http(&status.to_string(), None) {
            Ok(_) => format!("write the number: `http = {status}`"),
            Err(message) => message,
        },
        None => "an HTTP status is written as a number, such as `http = 404`".to_owned(),
    })
}

fn read_string(tokens: &Tokens, example: &str) -> ValueResult<LitStr> {
    match read_literal(tokens) {
        Some(Lit::Str(string)) if string.suffix().is_empty() => Ok(string),
        Some(Lit::Str(string)) => {
            Err(format!("unexpected suffix `{}`; leave it out", string.suffix()))
        }
        _ => Err(format!("expected a string literal; write `{example}`")),
    }
}

pub(crate) fn read_message(tokens: &Tokens) -> ValueResult<LitStr> {
    let message = read_string(tokens, "message = \"...\"")?;
    if message.value().trim().is_empty() {
        return Err(
            "`message` is empty; write what the peer may read, or leave `message` out".to_owned()
        );
    }
    Ok(message)
}

/// Reads the name of a header. Those that frame the message are refused.
pub(crate) fn read_header(tokens: &Tokens) -> ValueResult<LitStr> {
    let header = read_string(tokens, "header = \"Retry-After\"")?;
    let name = header.value();
    let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    if name.is_empty() {
        return Err(
            "`header` is empty; write the name of a header, such as `Retry-After`".to_owned()
        );
    }
    if !name.bytes().all(is_token) {
        return Err(format!("`{name}` is not the name of an HTTP header, such as `Retry-After`"));
    }
    if spec::FRAMING_HEADERS.contains(&name.to_ascii_lowercase().as_str()) {
        return Err(format!("`{name}` is about the message itself, and set by the server only"));
    }
    Ok(header)
}

pub(crate) fn read_doc(tokens: &Tokens) -> ValueResult<Doc> {
    match read_literal(tokens) {
        Some(Lit::Bool(LitBool { value: false, .. })) => Ok(Doc::Hidden),
        Some(Lit::Str(text)) if text.suffix().is_empty() => Ok(Doc::Text(text)),
        _ => Err("expected a string literal or `false`; write `doc = \"...\"`".to_owned()),
    }
}

pub(crate) fn read_version(tokens: &Tokens) -> ValueResult<LitStr> {
    let written = words::source(tokens);
    let example = match Version::meant_by(&written) {
        Some(version) => format!("version = \"{version}\""),
        None => Key::Version.example().to_owned(),
    };
    read_string(tokens, &example)
}

pub(crate) fn read_crate(tokens: &Tokens) -> ValueResult<Path> {
    let read = |tokens: TokenStream| Path::parse_mod_style.parse2(tokens).ok();
    let is_absolute = |path: &Path| {
        let first = path.segments.first();
        path.leading_colon.is_some()
            || first.is_some_and(|first| first.ident == "crate" || first.ident == "$crate")
    };
    let path = read(tokens.to_token_stream());
    let written = match (path, read_literal(tokens)) {
        (Some(path), _) if is_absolute(&path) => return Ok(path),
        (None, Some(Lit::Str(text))) => text.parse_with(Path::parse_mod_style).ok(),
        (path, _) => path,
    };
    let example = match &written {
        Some(path) if is_absolute(path) => words::source(path),
        Some(path)
            if path.segments.iter().all(|part| part.ident != "self" && part.ident != "super") =>
        {
            format!("::{}", words::source(path))
        }
        _ => "::ocpi_status".to_owned(),
    };
    Err(format!(
        "expected an absolute path; write `crate = {example}`, or a path that begins with `crate`"
    ))
}

pub(crate) fn read_web(tokens: &Tokens) -> ValueResult<LitBool> {
    syn::parse2(tokens.to_token_stream())
        .map_err(|_| "expected `true` or `false`; write `web = false`".to_owned())
}
