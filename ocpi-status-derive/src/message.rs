//! The format string of `message`.
//!
//! Its placeholders are rewritten to positional arguments: an implicit capture would be looked up
//! with the hygiene of the literal, which a macro may have written.

use std::fmt::Write as _;
use std::iter;

use syn::{Ident, Index, Member};

use crate::ast::{Fields, Style};
use crate::words::{self, one_of};

pub(crate) struct Message {
    /// The text with `{0:spec}` for each placeholder.
    pub(crate) format: String,
    /// What the placeholders show, each once.
    pub(crate) args: Vec<Shown>,
    /// The fields, by their index, with the traits of `core::fmt` that show them.
    pub(crate) uses: Vec<(usize, &'static str)>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shown {
    /// `{self}`: the error's own `Display`.
    Display,
    /// The field with this index.
    Field(usize),
}

/// Reads `[[fill]align][sign]['#']['0'][width]['.' precision]type`; returns the trait of `core::fmt`
/// for the type.
fn trait_of_spec(spec: &str, inside: &str) -> Result<&'static str, String> {
    let (width, precision, ty) = parts_of_spec(spec);
    let fits = |digits: &str| digits.is_empty() || digits.parse::<u16>().is_ok();
    let shown_by = match ty {
        "" => Some("Display"),
        "?" | "x?" | "X?" => Some("Debug"),
        "x" => Some("LowerHex"),
        "X" => Some("UpperHex"),
        "o" => Some("Octal"),
        "b" => Some("Binary"),
        "e" => Some("LowerExp"),
        "E" => Some("UpperExp"),
        _ => None,
    };
    Err(match shown_by {
        Some(shown_by) if fits(width) && fits(precision) => return Ok(shown_by),
        _ if spec.contains(['$', '*']) => format!(
            "`{{{inside}}}` takes its width or precision from an argument; write it in digits"
        ),
        _ if spec.ends_with('p') => {
            format!("`{{{inside}}}` shows an address, which is of no use to a peer")
        }
        _ if !fits(width) => format!("{width} is too wide; a width is at most 65535"),
        _ if !fits(precision) => {
            format!("{precision} is too precise; a precision is at most 65535")
        }
        _ => format!("unknown format `{ty}`; use none, `?`, `x`, `X`, `o`, `b`, `e` or `E`"),
    })
}

/// The width, the precision and the type.
fn parts_of_spec(spec: &str) -> (&str, &str, &str) {
    let is_align = |c: char| matches!(c, '<' | '^' | '>');
    let mut chars = spec.chars();
    let rest = match (chars.next(), chars.next()) {
        (Some(_), Some(align)) if is_align(align) => chars.as_str(),
        (Some(align), _) if is_align(align) => spec.strip_prefix(is_align).unwrap_or(spec),
        _ => spec,
    };
    let rest = rest.strip_prefix(['+', '-']).unwrap_or(rest);
    let rest = rest.strip_prefix('#').unwrap_or(rest);
    let (width, rest) = split_digits(rest);
    let (precision, ty) = match rest.strip_prefix('.') {
        Some(rest) => split_digits(rest),
        None => ("", rest),
    };
    (width, precision, ty)
}

impl Message {
    /// The text, if it has no placeholders.
    pub(crate) fn as_str(&self) -> Option<String> {
        self.args.is_empty().then(|| self.format.replace("{{", "{").replace("}}", "}"))
    }

    /// Tells whether it is `{self}` and nothing more.
    pub(crate) fn is_display(&self) -> bool {
        self.format == "{0}" && self.args == [Shown::Display]
    }

    /// Reads a format string, or says everything that is wrong with it.
    pub(crate) fn parse(text: &str, fields: &Fields<'_>) -> Result<Self, Vec<String>> {
        let mut message = Self { format: String::new(), args: Vec::new(), uses: Vec::new() };
        let mut errors = Vec::new();
        for piece in pieces(text) {
            let result = match piece {
                Piece::Text(text) => {
                    message.format.push_str(text);
                    Ok(())
                }
                Piece::Placeholder(inside) => message.placeholder(inside, fields),
                Piece::Opening => Err(UNMATCHED.to_owned()),
                // Of a pair of braces, the first is the mistake.
                Piece::Closing if errors.iter().any(|error| error == UNMATCHED) => Ok(()),
                Piece::Closing => {
                    Err("unmatched `}` in `message`; write `}}` for a brace".to_owned())
                }
            };
            errors.extend(result.err().filter(|error| !errors.contains(error)));
        }
        if errors.is_empty() { Ok(message) } else { Err(errors) }
    }

    fn placeholder(&mut self, inside: &str, fields: &Fields<'_>) -> Result<(), String> {
        let (name, spec) = inside.split_once(':').unwrap_or((inside, ""));
        let name = name.trim();
        let spec = spec.trim_end();
        let shown_by = trait_of_spec(spec, inside)?;
        let shown = resolve(name, fields)?;
        match shown {
            Shown::Field(index) => self.uses.push((index, shown_by)),
            Shown::Display if shown_by == "Display" => {}
            Shown::Display => {
                let message = "`{self}` is the error's own `Display`; write it without a type";
                return Err(message.to_owned());
            }
        }
        let known = self.args.iter().position(|arg| *arg == shown);
        let position = known.unwrap_or_else(|| {
            self.args.push(shown);
            self.args.len() - 1
        });
        // A `String` takes everything.
        let _ = match spec {
            "" => write!(self.format, "{{{position}}}"),
            _ => write!(self.format, "{{{position}:{spec}}}"),
        };
        Ok(())
    }
}

const UNMATCHED: &str = "unmatched `{` in `message`; write `{{` and `}}` for braces";

/// The names in the placeholders of a format string.
pub(crate) fn names(text: &str) -> impl Iterator<Item = String> + '_ {
    pieces(text).filter_map(|piece| match piece {
        Piece::Placeholder(inside) => {
            let (name, _) = inside.split_once(':').unwrap_or((inside, ""));
            Some(name.trim().trim_start_matches("r#").to_owned())
        }
        Piece::Text(_) | Piece::Opening | Piece::Closing => None,
    })
}

enum Piece<'t> {
    /// Text without braces, or a brace that is doubled.
    Text(&'t str),
    Placeholder(&'t str),
    /// Braces without their other halves.
    Opening,
    Closing,
}

fn pieces(text: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = text;
    iter::from_fn(move || {
        let (piece, after) = match rest.find(['{', '}']).unwrap_or(rest.len()) {
            0 if rest.starts_with("{{") || rest.starts_with("}}") => {
                let (brace, after) = rest.split_at_checked(2)?;
                (Piece::Text(brace), after)
            }
            0 => match (split_placeholder(rest), rest.strip_prefix('{')) {
                (Some((inside, after)), _) => (Piece::Placeholder(inside), after),
                (None, Some(after)) => (Piece::Opening, after),
                // At the end nothing is left, and `?` ends the iteration.
                (None, None) => (Piece::Closing, rest.strip_prefix('}')?),
            },
            brace => {
                let (text, after) = rest.split_at_checked(brace)?;
                (Piece::Text(text), after)
            }
        };
        rest = after;
        Some(piece)
    })
}

/// Splits off the placeholder with which the text begins.
fn split_placeholder(text: &str) -> Option<(&str, &str)> {
    let (inside, after) = text.strip_prefix('{')?.split_once('}')?;
    // In `{name:}>8}` the first brace is what fills the width.
    if inside.ends_with(':') && after.starts_with(['<', '^', '>']) {
        let end = inside.len() + 1 + after.find('}')?;
        let (inside, after) = text.strip_prefix('{')?.split_at_checked(end)?;
        return Some((inside, after.strip_prefix('}')?));
    }
    // In `{name:{>8}` it is a fill as well; in `{ "a": {name} }` it is the next placeholder.
    let is_fill = |fill: &str| fill.starts_with(['<', '^', '>']);
    match inside.split_once('{') {
        Some((before, fill)) if !(before.ends_with(':') && is_fill(fill)) => None,
        _ => Some((inside, after)),
    }
}

fn split_digits(text: &str) -> (&str, &str) {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    (text.strip_suffix(rest).unwrap_or_default(), rest)
}

/// Finds the field that a placeholder names.
fn resolve(name: &str, fields: &Fields<'_>) -> Result<Shown, String> {
    if name == "self" {
        return Ok(Shown::Display);
    }
    let composed = compose(name);
    let found = fields.all.iter().position(|field| unraw(&field.member) == composed);
    if let Some(index) = found {
        return Ok(Shown::Field(index));
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
    let is_name = |c: char| c.is_alphanumeric() || c == '_' || is_mark(c);
    let bare = name.strip_prefix("r#").unwrap_or(name);
    if name.is_empty() {
        return Err(format!("`{{}}` names no field; {instead}"));
    }
    if !bare.chars().all(is_name) {
        return Err(format!("`{{{name}}}` in `message` is an expression; {instead}"));
    }
    let names: Vec<_> = fields.all.iter().map(|field| unraw(&field.member)).collect();
    match words::nearest(bare, names.iter().map(String::as_str)) {
        Some(near) if fields.style == Style::Named => {
            Err(format!("no field `{name}`; write `{{{near}}}`"))
        }
        _ => Err(format!("no field `{name}`; {instead}")),
    }
}

/// Composes a name as rustc does: it normalizes identifiers, and not what stands in a string.
fn compose(name: &str) -> String {
    let ident = name.contains(is_mark).then(|| syn::parse_str::<Ident>(name).ok());
    ident.flatten().map_or_else(|| name.to_owned(), |ident| ident.to_string())
}

/// Combining marks, such as the diaeresis of a decomposed `ö`.
const fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{3099}' | '\u{309a}')
}

/// The name of a field, without the `r#` of a raw identifier.
fn unraw(member: &Member) -> String {
    use syn::ext::IdentExt as _;
    match member {
        Member::Named(ident) => ident.unraw().to_string(),
        Member::Unnamed(Index { index, .. }) => index.to_string(),
    }
}
