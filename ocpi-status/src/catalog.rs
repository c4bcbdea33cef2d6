//! The table of an application's errors.

use core::fmt::{self, Write as _};
use std::collections::HashSet;
use std::vec;

use serde::ser::{Serialize, SerializeStruct, Serializer};

use crate::code::{Class, ErrorCode};
use crate::error::OcpiError;
use crate::text::{self, Printable};
use crate::version::Version;

/// The errors of an application as a table: which codes it sends, and when.
///
/// The derive knows it; [`OcpiError::catalog`] says it. A catalogue iterates over its entries,
/// serialises as a list, and displays as a Markdown table, sorted by code.
///
/// ```
/// use ocpi_status::OcpiError;
///
/// #[derive(Debug, thiserror::Error, OcpiError)]
/// enum AuthorizeError {
///     /// No eMSP has issued the token.
///     #[error("token {0} is not known")]
///     #[ocpi(code = 2004, http = 404)]
///     UnknownToken(String),
/// }
///
/// assert_eq!(
///     AuthorizeError::catalog().to_string(),
///     "\
/// | code | HTTP | error                        | message   | meaning                       | since |
/// |------|------|------------------------------|-----------|-------------------------------|-------|
/// | 2004 | 404  | AuthorizeError::UnknownToken | `Display` | No eMSP has issued the token. | 2.2   |
/// ",
/// );
/// ```
///
/// It holds what the derive knows. An error with an `OcpiError` written by hand, an `Arc<dyn
/// OcpiError + Send + Sync>` and a [`Relayed`](crate::Relayed) answer with what only they know, and
/// have no entries, neither by themselves nor behind a `transparent` variant; nor has what is behind
/// an `Arc` that goes by another name.
///
/// Its data is constant: nothing is computed before it is asked for, and a program that does not
/// ask does not contain it.
///
/// The codes are those of chapter "Status codes", OCPI 2.0 and later.
#[derive(Clone, Default)]
pub struct Catalog {
    /// The first stands apart, so that the catalogue of one type allocates nothing.
    first: Option<Table>,
    more: Vec<Table>,
}

/// What the derive writes about one type.
#[derive(Clone, Copy)]
pub(crate) struct Table {
    /// The full path, with generic arguments.
    path: &'static str,
    name: &'static str,
    rows: &'static [Row],
}

/// What the derive writes about one variant.
#[derive(Clone, Copy, Debug)]
pub enum Row {
    /// Answered as the inner error, which has a catalogue of its own.
    Inner(fn() -> Catalog),
    /// Answered with a code of its own: the variant, the code, the HTTP status, the `message`, the
    /// docs. An empty text is none. Literals alone, so that a row costs the compiler little.
    Own(&'static str, u16, u16, &'static str, &'static str),
}

#[derive(Clone, Copy, Debug)]
struct Own {
    variant: Option<&'static str>,
    code: ErrorCode,
    http_status: http::StatusCode,
    message: Option<&'static str>,
    docs: &'static str,
}

impl Own {
    fn new(row: (&'static str, u16, u16, &'static str, &'static str)) -> Self {
        let (variant, code, http_status, message, docs) = row;
        let some = |text: &'static str| (!text.is_empty()).then_some(text);
        Self {
            variant: some(variant),
            // Both were checked when the application was compiled.
            code: ErrorCode::new(code).unwrap_or(ErrorCode::SERVER_ERROR),
            http_status: http::StatusCode::from_u16(http_status).unwrap_or_default(),
            message: some(message),
            docs,
        }
    }
}

impl Catalog {
    pub(crate) const fn new(path: &'static str, name: &'static str, rows: &'static [Row]) -> Self {
        Self { first: Some(Table { path, name, rows }), more: Vec::new() }
    }

    /// Adds the errors of another type. What is there already is not added again.
    #[must_use]
    pub fn and<E: OcpiError>(mut self) -> Self {
        self.more.extend(E::catalog().tables());
        self
    }

    /// Iterates in the order of the source, each entry once; a `transparent` variant stands for
    /// the entries of its inner error.
    #[must_use]
    pub fn iter(&self) -> vec::IntoIter<CatalogEntry> {
        let mut walk = Walk::default();
        for table in self.tables() {
            walk.table(table);
        }
        walk.entries.into_iter()
    }

    fn tables(&self) -> impl Iterator<Item = Table> {
        self.first.iter().chain(&self.more).copied()
    }
}

/// A walk through tables that may refer to each other, and to themselves.
#[derive(Default)]
struct Walk {
    /// The paths with generic arguments: where a walk has been.
    seen: HashSet<&'static str>,
    /// The paths without: a generic type has one catalogue, not one for each instance.
    listed: HashSet<&'static str>,
    entries: Vec<CatalogEntry>,
}

impl Walk {
    fn table(&mut self, table: Table) {
        if !self.seen.insert(table.path) {
            return;
        }
        let ty = text::without_arguments(table.path);
        let is_new = self.listed.insert(ty);
        for row in table.rows {
            match row {
                &Row::Own(variant, code, http_status, message, docs) if is_new => {
                    let own = Own::new((variant, code, http_status, message, docs));
                    self.entries.push(CatalogEntry { ty: table.name, own });
                }
                Row::Own(..) => {}
                Row::Inner(catalog) => {
                    for table in catalog().tables() {
                        self.table(table);
                    }
                }
            }
        }
    }
}

impl IntoIterator for &Catalog {
    type Item = CatalogEntry;
    type IntoIter = vec::IntoIter<CatalogEntry>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl IntoIterator for Catalog {
    type Item = CatalogEntry;
    type IntoIter = vec::IntoIter<CatalogEntry>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl fmt::Debug for Catalog {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self).finish()
    }
}

/// Serialises a list of entries, in the order of the source.
impl Serialize for Catalog {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self)
    }
}

/// One error of a [`Catalog`]: a variant of an enum, or a struct.
#[derive(Clone, Copy)]
pub struct CatalogEntry {
    ty: &'static str,
    own: Own,
}

impl CatalogEntry {
    /// Returns the name of the type, without its path and generic arguments.
    #[must_use]
    pub const fn type_name(&self) -> &'static str {
        self.ty
    }

    /// Returns the name of the variant, or `None` for a struct.
    #[must_use]
    pub const fn variant(&self) -> Option<&'static str> {
        self.own.variant
    }

    /// Returns the OCPI status code.
    #[must_use]
    pub const fn status_code(&self) -> ErrorCode {
        self.own.code
    }

    /// Returns the HTTP status.
    #[must_use]
    pub const fn http_status(&self) -> http::StatusCode {
        self.own.http_status
    }

    /// Returns what the peer reads: the template of a `message`, the word `Display` where the
    /// error's `Display` is sent, or the code's own description.
    #[must_use]
    pub const fn message(&self) -> &'static str {
        match (self.own.message, self.own.code.class()) {
            (Some(template), _) => template,
            (None, Class::Success | Class::ClientError) => "Display",
            (None, Class::ServerError | Class::HubError) => self.own.code.public_description(),
        }
    }

    /// Returns the text of the doc comment; empty where there is none.
    #[must_use]
    pub const fn docs(&self) -> &'static str {
        self.own.docs
    }

    /// Returns the version of OCPI that introduced the code.
    #[must_use]
    pub const fn since(&self) -> Option<Version> {
        self.own.code.since()
    }

    /// What can be said of the message before there is an error.
    #[cfg(feature = "utoipa")]
    pub(crate) fn known_message(&self) -> &'static str {
        self.own.message.unwrap_or(self.own.code.public_description())
    }

    pub(crate) fn label(&self) -> impl fmt::Display {
        Label { ty: self.ty, variant: self.own.variant }
    }
}

/// The same text as [`OcpiError::label`].
struct Label {
    ty: &'static str,
    variant: Option<&'static str>,
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.ty)?;
        match self.variant {
            Some(variant) => write!(f, "::{variant}"),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for CatalogEntry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CatalogEntry")
            .field("error", &format_args!("{}", self.label()))
            .field("status_code", &self.status_code())
            .field("http_status", &self.http_status())
            .field("message", &self.message())
            .field("docs", &self.docs())
            .finish()
    }
}

impl Serialize for CatalogEntry {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut entry = serializer.serialize_struct("CatalogEntry", 7)?;
        entry.serialize_field("type", self.type_name())?;
        entry.serialize_field("variant", &self.variant())?;
        entry.serialize_field("status_code", &self.status_code())?;
        entry.serialize_field("http_status", &self.http_status().as_u16())?;
        entry.serialize_field("message", self.message())?;
        entry.serialize_field("docs", self.docs())?;
        entry.serialize_field("since", &self.since())?;
        entry.end()
    }
}

const HEAD: [&str; 6] = ["code", "HTTP", "error", "message", "meaning", "since"];

/// Writes a Markdown table, sorted by code, HTTP status and name, its columns aligned.
impl fmt::Display for Catalog {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rows: Vec<_> = self
            .iter()
            .map(|entry| {
                let key = (entry.status_code(), entry.http_status());
                (key, entry.label().to_string(), cells(&entry))
            })
            .collect();
        rows.sort_by(|(key, label, _), (other_key, other_label, _)| {
            key.cmp(other_key).then_with(|| label.cmp(other_label))
        });

        let width = |column: usize| {
            let cells = rows.iter().map(|(_, _, cells)| cells[column].chars().count());
            cells.fold(HEAD[column].len(), usize::max)
        };
        let widths: [usize; HEAD.len()] = core::array::from_fn(width);
        write_row(f, &widths, HEAD)?;
        for width in widths {
            write!(f, "|{:-<1$}", "", width + 2)?;
        }
        f.write_str("|\n")?;
        for (_, _, cells) in &rows {
            write_row(f, &widths, cells.each_ref().map(String::as_str))?;
        }
        Ok(())
    }
}

fn write_row(
    f: &mut fmt::Formatter<'_>,
    widths: &[usize; HEAD.len()],
    cells: [&str; HEAD.len()],
) -> fmt::Result {
    for (cell, width) in cells.into_iter().zip(widths) {
        write!(f, "| {cell:<width$} ")?;
    }
    f.write_str("|\n")
}

fn cells(entry: &CatalogEntry) -> [String; HEAD.len()] {
    let message = match entry.own.message {
        Some(template) => code_span(template),
        None if entry.status_code().class() == Class::ClientError => code_span("Display"),
        None => entry.message().to_owned(),
    };
    let paragraph = entry.docs().split("\n\n").next().unwrap_or_default();
    [
        entry.status_code().to_string(),
        entry.http_status().as_str().to_owned(),
        escape(&entry.label().to_string()),
        escape(&message),
        escape(paragraph),
        entry.since().map(|version| version.to_string()).unwrap_or_default(),
    ]
}

/// Puts a text that is not Markdown between backticks, one more than it has in a row.
fn code_span(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// Makes Markdown fit into a cell: one printable line, no bare pipe, and no HTML but in code.
fn escape(markdown: &str) -> String {
    let mut line = String::new();
    // A `String` takes everything.
    let _ = Printable::plain(&mut line, false).write_str(markdown);
    let mut cell = String::new();
    let mut rest = line.trim();
    while let Some(start) = rest.find('`') {
        push_text(&mut cell, &rest[..start]);
        rest = &rest[start..];
        let len = rest.len() - rest.trim_start_matches('`').len();
        let (fence, after) = rest.split_at(len);
        if let Some(end) = find_fence(after, len) {
            cell.extend([fence, &after[..end].replace('|', "\\|"), fence]);
            rest = &after[end + len..];
        } else {
            cell.push_str(&"\\`".repeat(len));
            rest = after;
        }
    }
    push_text(&mut cell, rest);
    cell
}

/// Finds the backticks that end a code span: as many as began it, no more.
fn find_fence(text: &str, len: usize) -> Option<usize> {
    let mut from = 0;
    while let Some(start) = text[from..].find('`').map(|start| from + start) {
        let run = text[start..].len() - text[start..].trim_start_matches('`').len();
        if run == len {
            return Some(start);
        }
        from = start + run;
    }
    None
}

fn push_text(cell: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '|' => cell.push_str("\\|"),
            '<' => cell.push_str("&lt;"),
            '>' => cell.push_str("&gt;"),
            c => cell.push(c),
        }
    }
}
