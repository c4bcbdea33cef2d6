//! The format string of `message`.
//!
//! Its placeholders are rewritten to positional arguments: an implicit capture would be looked up
//! with the hygiene of the literal, which a macro may have written.

use std::fmt::Write as _;

use syn::{Index, Member};

use crate::ast::{Fields, Style};
use crate::code::one_of;

pub(crate) struct Message {
    /// The text with `{0:spec}` for each argument.
    pub(crate) format: String,
    pub(crate) args: Vec<Arg>,
}

pub(crate) struct Arg {
    pub(crate) value: Value,
    pub(crate) format: Format,
}

pub(crate) enum Value {
    /// `{self}`: the error's own `Display`.
    Display,
    /// The field with this index.
    Field(usize),
}

/// A trait of `core::fmt`.
#[derive(Clone, Copy)]
pub(crate) struct Format {
    pub(crate) name: &'static str,
}

impl Format {
    /// Reads `[[fill]align][sign]['#']['0'][width]['.' precision]type`.
    fn from_spec(spec: &str) -> Option<Self> {
        let is_align = |c: Option<char>| matches!(c, Some('<' | '^' | '>'));
        let mut chars = spec.chars();
        let (first, second) = (chars.next(), chars.next());
        let rest = match first {
            Some(fill) if is_align(second) => &spec[fill.len_utf8() + 1..],
            _ if is_align(first) => &spec[1..],
            _ => spec,
        };
        let rest = rest.strip_prefix(['+', '-']).unwrap_or(rest);
        let rest = rest.strip_prefix('#').unwrap_or(rest);
        let (width, rest) = split_digits(rest);
        let (precision, rest) = match rest.strip_prefix('.') {
            Some(rest) => split_digits(rest),
            None => ("0", rest),
        };
        // What `core::fmt` can count to.
        let fits = |digits: &str| digits.parse::<u16>().is_ok();
        if (width.is_empty() || fits(width)) && fits(precision) {
            Self::from_type(rest)
        } else {
            None
        }
    }

    fn from_type(ty: &str) -> Option<Self> {
        let name = match ty {
            "" => "Display",
            "?" | "x?" | "X?" => "Debug",
            "x" => "LowerHex",
            "X" => "UpperHex",
            "o" => "Octal",
            "b" => "Binary",
            "e" => "LowerExp",
            "E" => "UpperExp",
            _ => return None,
        };
        Some(Self { name })
    }
}

impl Message {
    /// The text, if it has no placeholders.
    pub(crate) fn as_str(&self) -> Option<String> {
        self.args.is_empty().then(|| self.format.replace("{{", "{").replace("}}", "}"))
    }

    /// Reads a format string, or says everything that is wrong with it.
    pub(crate) fn parse(text: &str, fields: &Fields<'_>) -> Result<Self, Vec<String>> {
        let mut message = Self { format: String::new(), args: Vec::new() };
        let mut errors = Vec::new();
        let mut rest = text;
        while let Some(brace) = rest.find(['{', '}']) {
            message.format.push_str(&rest[..brace]);
            rest = &rest[brace..];
            if let Some(after) = rest.strip_prefix("{{").or_else(|| rest.strip_prefix("}}")) {
                message.format.push_str(&rest[..2]);
                rest = after;
            } else if rest.starts_with('}') {
                errors.push("unmatched `}` in `message`; write `}}` for a brace".to_owned());
                rest = &rest[1..];
            } else if let Some(end) = find_end(rest) {
                match message.placeholder(&rest[1..end], fields) {
                    Ok(()) => {}
                    Err(error) if errors.contains(&error) => {}
                    Err(error) => errors.push(error),
                }
                rest = &rest[end + 1..];
            } else {
                errors.push("unmatched `{` in `message`; write `{{` for a brace".to_owned());
                rest = "";
            }
        }
        message.format.push_str(rest);
        if errors.is_empty() { Ok(message) } else { Err(errors) }
    }

    fn placeholder(&mut self, inside: &str, fields: &Fields<'_>) -> Result<(), String> {
        let (name, spec) = inside.split_once(':').unwrap_or((inside, ""));
        let name = name.trim();
        let spec = spec.trim_end();
        if spec.contains(['$', '*']) && Format::from_spec(spec).is_none() {
            return Err(format!(
                "`{{{inside}}}` takes its width or precision from an argument; write it in digits"
            ));
        }
        if spec.ends_with('p') {
            return Err(format!("`{{{inside}}}` shows an address, which is of no use to a peer"));
        }
        let format = Format::from_spec(spec)
            .ok_or_else(|| format!("`{spec}` in `{{{inside}}}` is no format of `core::fmt`"))?;
        let value = resolve(name, fields)?;
        if matches!(value, Value::Display) && format.name != "Display" {
            return Err("`{self}` is the error's own `Display`; write it without a type".to_owned());
        }
        // A `String` takes everything.
        let _ = match spec {
            "" => write!(self.format, "{{{}}}", self.args.len()),
            _ => write!(self.format, "{{{}:{spec}}}", self.args.len()),
        };
        self.args.push(Arg { value, format });
        Ok(())
    }
}

/// Finds the end of the placeholder with which the text begins.
fn find_end(text: &str) -> Option<usize> {
    let end = text.find('}')?;
    let after = &text[end + 1..];
    // In `{name:}>8}` the first brace is what fills the width.
    if text[..end].ends_with(':') && after.starts_with(['<', '^', '>']) {
        return Some(end + 1 + after.find('}')?);
    }
    Some(end)
}

fn split_digits(text: &str) -> (&str, &str) {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    text.split_at(digits)
}

/// Finds the field that a placeholder names.
fn resolve(name: &str, fields: &Fields<'_>) -> Result<Value, String> {
    if name == "self" {
        return Ok(Value::Display);
    }
    let found = fields.all.iter().position(|field| unraw(&field.member) == name);
    if let Some(index) = found {
        return Ok(Value::Field(index));
    }
    let known: Vec<_> =
        fields.all.iter().map(|field| format!("`{{{}}}`", unraw(&field.member))).collect();
    let instead = match fields.style {
        _ if known.is_empty() => {
            "there are none, so write `{self}` for the error's `Display`".to_owned()
        }
        Style::Tuple => format!("the fields are numbered: {}", one_of(&known)),
        _ => format!("expected {}", one_of(&known)),
    };
    let is_name = |c: char| c.is_alphanumeric() || c == '_';
    let bare = name.strip_prefix("r#").unwrap_or(name);
    if name.is_empty() {
        Err(format!("`{{}}` names no field; {instead}"))
    } else if bare.chars().all(is_name) {
        Err(format!("`{{{name}}}` in `message` is no field; {instead}"))
    } else {
        Err(format!("`{{{name}}}` in `message` is an expression; {instead}"))
    }
}

/// The name of a field, without the `r#` of a raw identifier.
fn unraw(member: &Member) -> String {
    use syn::ext::IdentExt as _;
    match member {
        Member::Named(ident) => ident.unraw().to_string(),
        Member::Unnamed(Index { index, .. }) => index.to_string(),
    }
}
