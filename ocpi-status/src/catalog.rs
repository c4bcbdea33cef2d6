//! The table of an application's errors.

use core::fmt;
use core::ptr;
use std::vec;

use serde_core::ser::{Serialize, SerializeStruct, Serializer};

use crate::code::{Class, ErrorCode};
use crate::text;
use crate::version::Version;

/// The errors of an application as a table: which codes it sends, and when.
///
/// The derive writes it, and [`OcpiError::catalog`](crate::OcpiError::catalog) returns it. A
/// catalog iterates over its entries, serializes as a list, and displays as a Markdown table,
/// sorted by code.
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
/// It holds what the derive knows, also behind `transparent` fields of `&E`, `Box<E>` and `Arc<E>`,
/// up to three of them around each other. An error that implements `OcpiError` by hand, an
/// `Arc<dyn OcpiError + Send + Sync>` and a [`Relayed`](crate::Relayed) have no entries.
///
/// Its data is constant: nothing is computed before it is asked for, and a program that does not
/// ask does not contain it.
///
/// The codes are those of chapter "Status codes", OCPI 2.0 and later.
#[derive(Clone, Default)]
pub struct Catalog {
    /// The first stands apart, so that the catalog of one type allocates nothing.
    first: Option<Table>,
    more: Vec<Table>,
    version: Option<Version>,
}

/// The rows of one type.
#[derive(Clone)]
struct Table {
    name: &'static str,
    /// What the derive writes about the variants: one literal, because a row of values costs the
    /// compiler more than all else of a catalog. Each field follows the separator, which is the first
    /// character: of a row, the variant, the code, the HTTP status, the `message` and the docs, or
    /// [`INNER`] alone. An empty field is `None`; as code, it is the next of `codes`.
    ///
    /// In a static, whose address tells the type from any other, whatever its generic arguments.
    rows: &'static &'static str,
    codes: Box<[ErrorCode]>,
    /// The catalogs for which the rows [`INNER`] stand, in this order.
    inner: Box<[fn() -> Catalog]>,
}

/// A row that stands for the catalog of an inner error. No variant has this name.
const INNER: &str = "*";

/// The catalog of a type, from what the derive knows.
#[must_use]
pub fn catalog(
    name: &'static str,
    rows: &'static &'static str,
    codes: &[ErrorCode],
    inner: &[fn() -> Catalog],
) -> Catalog {
    let first = Table { name, rows, codes: codes.into(), inner: inner.into() };
    Catalog { first: Some(first), more: Vec::new(), version: None }
}

impl Catalog {
    pub(crate) fn join(mut self, other: &Self) -> Self {
        self.more.extend(other.tables().cloned());
        self
    }

    /// Returns the catalog as a peer of that version sees it: with the codes of
    /// [`ErrorCode::for_version`], and HTTP 200 where the HTTP status does not go with that code.
    ///
    /// ```
    /// use ocpi_status::{OcpiError, Version};
    ///
    /// #[derive(Debug, thiserror::Error, OcpiError)]
    /// #[error("token is not known")]
    /// #[ocpi(code = 2004, http = 404)]
    /// struct UnknownToken;
    ///
    /// let catalog = UnknownToken::catalog().for_version(Version::V2_1_1);
    /// assert_eq!(catalog.iter().next().unwrap().status_code(), 2000);
    /// ```
    #[must_use]
    pub fn for_version(mut self, version: Version) -> Self {
        self.version = Some(version);
        self
    }

    /// Iterates in the order of the source, each entry once; a `transparent` variant stands for
    /// the entries of its inner error.
    #[must_use]
    pub fn iter(&self) -> vec::IntoIter<CatalogEntry> {
        let mut walk = Walk { version: self.version, ..Walk::default() };
        for table in self.tables() {
            walk.table(table);
        }
        walk.entries.into_iter()
    }

    fn tables(&self) -> impl Iterator<Item = &Table> {
        self.first.iter().chain(&self.more)
    }
}

/// A walk through tables that may refer to each other, and to themselves.
#[derive(Default)]
struct Walk {
    version: Option<Version>,
    /// The rows of a type, which are listed once, and the addresses of its inner catalogs: those of a
    /// generic type depend on its arguments.
    seen: Vec<(*const &'static str, Vec<usize>)>,
    entries: Vec<CatalogEntry>,
}

impl Walk {
    fn table(&mut self, table: &Table) {
        let rows = ptr::from_ref(table.rows);
        let instance = (rows, table.inner.iter().map(|catalog| *catalog as usize).collect());
        if self.seen.contains(&instance) {
            return;
        }
        let is_new = self.seen.iter().all(|(seen, _)| *seen != rows);
        self.seen.push(instance);
        let mut codes = table.codes.iter();
        let mut inner = table.inner.iter();
        let mut fields = table.rows.split(table.rows.chars().next().unwrap_or_default()).skip(1);
        while let Some(variant) = fields.next() {
            if variant == INNER {
                if let Some(catalog) = inner.next() {
                    catalog().tables().for_each(|table| self.table(table));
                }
                continue;
            }
            let [code, http_status, message, docs] =
                [(); 4].map(|()| fields.next().unwrap_or_default());
            let code = match code {
                "" => codes.next().copied(),
                digits => digits.parse().ok(),
            };
            if is_new {
                self.entries.push(CatalogEntry {
                    ty: table.name,
                    variant: some(variant),
                    // It was checked when the application was compiled.
                    code: code.unwrap_or(ErrorCode::SERVER_ERROR),
                    http_status: http_status.parse().unwrap_or_default(),
                    message: some(message),
                    docs,
                    version: self.version,
                });
            }
        }
    }
}

fn some(text: &'static str) -> Option<&'static str> {
    (!text.is_empty()).then_some(text)
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

/// Serializes a list of entries, in the order of the source.
impl Serialize for Catalog {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self)
    }
}

/// One error of a [`Catalog`]: a variant of an enum, or a struct.
#[derive(Clone, Copy)]
pub struct CatalogEntry {
    ty: &'static str,
    variant: Option<&'static str>,
    code: ErrorCode,
    http_status: http::StatusCode,
    message: Option<&'static str>,
    docs: &'static str,
    version: Option<Version>,
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
        self.variant
    }

    /// Returns the OCPI status code.
    #[must_use]
    pub const fn status_code(&self) -> ErrorCode {
        match self.version {
            Some(version) => self.code.for_version(version),
            None => self.code,
        }
    }

    /// Returns the HTTP status.
    #[must_use]
    pub const fn http_status(&self) -> http::StatusCode {
        if self.status_code().allows_http(self.http_status) {
            self.http_status
        } else {
            http::StatusCode::OK
        }
    }

    /// Returns the message that the peer reads, or its template, such as `no answer from {host}`.
    ///
    /// `None` where the message is the error's own `Display`, which is known at run time only.
    #[must_use]
    pub const fn message(&self) -> Option<&'static str> {
        match (self.message, self.code.class()) {
            (Some(template), _) => Some(template),
            (None, Class::Success | Class::ClientError) => None,
            (None, Class::ServerError | Class::HubError) => Some(self.code.public_description()),
        }
    }

    /// Returns the text of the doc comment; empty without a doc comment.
    #[must_use]
    pub const fn docs(&self) -> &'static str {
        self.docs
    }

    /// Returns the version of OCPI that introduced the code.
    #[must_use]
    pub const fn since(&self) -> Option<Version> {
        self.status_code().since()
    }

    /// What can be said of the message before there is an error.
    #[cfg(feature = "utoipa")]
    pub(crate) fn known_message(&self) -> &'static str {
        self.message.unwrap_or(self.code.public_description())
    }

    /// The same text as [`OcpiError::label`](crate::OcpiError::label).
    pub(crate) fn label(&self) -> String {
        match self.variant {
            Some(variant) => format!("{}::{variant}", self.ty),
            None => self.ty.to_owned(),
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
        entry.serialize_field("message", &self.message())?;
        entry.serialize_field("docs", self.docs())?;
        entry.serialize_field("since", &self.since())?;
        entry.end()
    }
}

const HEAD: [&str; 6] = ["code", "HTTP", "error", "message", "meaning", "since"];

/// Writes a Markdown table, sorted by code, HTTP status and name, its columns aligned.
impl fmt::Display for Catalog {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rows: Vec<[String; HEAD.len()]> = Vec::new();
        for entry in self {
            let cells = cells(&entry);
            rows.insert(rows.partition_point(|row| *row <= cells), cells);
        }
        let widths: [usize; HEAD.len()] = core::array::from_fn(|column| {
            let cells = rows.iter().map(|cells| cells[column].chars().count());
            cells.fold(HEAD[column].len(), usize::max)
        });
        write_row(f, &widths, HEAD)?;
        for width in widths {
            write!(f, "|{:-<1$}", "", width + 2)?;
        }
        f.write_str("|\n")?;
        for cells in &rows {
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
    let message = match (entry.message, entry.message()) {
        (Some(template), _) => code_span(template),
        (None, Some(description)) => description.to_owned(),
        (None, None) => code_span("Display"),
    };
    let paragraph = entry.docs().split("\n\n").next().unwrap_or_default();
    [
        entry.status_code().to_string(),
        entry.http_status().as_str().to_owned(),
        escape(&entry.label()),
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
    let line = text::message(&markdown, false);
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
