//! A text with a cursor.

use std::path::{Path, PathBuf};

use lsp_types::{Position, Range, TextEdit};

/// The character that marks the cursor.
const CURSOR: &str = "$0";

pub(crate) struct Document {
    pub(crate) path: PathBuf,
    pub(crate) text: String,
    pub(crate) cursor: Position,
}

impl Document {
    /// Puts the cursor at the first occurrence of `place`, which contains the mark.
    ///
    /// # Panics
    ///
    /// If the text does not contain `place`.
    pub(crate) fn new(path: &Path, text: String, place: &str) -> Self {
        let start = text.find(&place.replace(CURSOR, "")).expect(place);
        let cursor = start + place.find(CURSOR).expect("a cursor");
        let cursor = end(&text[..cursor]);
        Self { path: path.to_owned(), text, cursor }
    }

    /// Returns the text with a word replaced.
    pub(crate) fn replaced(&self, word: &str, other: &str) -> String {
        let is_word = |c: char| c.is_alphanumeric() || c == '_';
        let mut text = String::new();
        let mut rest = &*self.text;
        while let Some((before, after)) = rest.split_once(word) {
            text.push_str(before);
            let is_part = text.ends_with(is_word) || after.starts_with(is_word);
            text.push_str(if is_part { word } else { other });
            rest = after;
        }
        text + rest
    }

    /// Returns the text with edits applied.
    pub(crate) fn edited(&self, edits: &[TextEdit]) -> String {
        let mut edits: Vec<_> = edits.iter().collect();
        edits.sort_by_key(|edit| edit.range.start);
        let mut text = String::new();
        let mut end = 0;
        for edit in edits {
            let start = self.offset(edit.range.start);
            text.push_str(self.text.get(end..start).unwrap_or_default());
            text.push_str(&edit.new_text);
            end = self.offset(edit.range.end);
        }
        text.push_str(self.text.get(end..).unwrap_or_default());
        text
    }

    pub(crate) fn at(&self, range: Range) -> &str {
        self.text.get(self.offset(range.start)..self.offset(range.end)).unwrap_or_default()
    }

    /// Positions count bytes, as negotiated with the server.
    fn offset(&self, position: Position) -> usize {
        let lines = self.text.split_inclusive('\n').take(position.line as usize);
        lines.map(str::len).sum::<usize>() + position.character as usize
    }
}

/// Returns a line of a text.
pub(crate) fn line(text: &str, number: u32) -> &str {
    text.lines().nth(number as usize).unwrap_or_default()
}

fn end(text: &str) -> Position {
    let lines = text.matches('\n').count();
    let last = text.rsplit('\n').next().map_or(0, str::len);
    Position::new(u32::try_from(lines).unwrap_or(u32::MAX), u32::try_from(last).unwrap_or(u32::MAX))
}
