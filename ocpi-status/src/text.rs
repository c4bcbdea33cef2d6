//! Text for peers and for logs: printable, and on one line.

use core::error::Error;
use core::fmt::{self, Write};

/// Passes text on with everything that is not printable replaced by a space: control characters,
/// line and paragraph separators, and format characters, the bidi marks among them.
///
/// With `JSON`, what is passed on also fits between the quotes of a JSON string.
///
/// Type `string`, chapter "Types", OCPI 2.0 and later: printable characters only; ASCII before 2.2.
pub(crate) struct Printable<W, const JSON: bool> {
    out: W,
    ascii: bool,
}

impl<W: Write> Printable<W, true> {
    pub(crate) const fn json(out: W, ascii: bool) -> Self {
        Self { out, ascii }
    }
}

impl<W: Write> Printable<W, false> {
    pub(crate) const fn plain(out: W, ascii: bool) -> Self {
        Self { out, ascii }
    }
}

/// What a byte of UTF-8 asks for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Byte {
    /// To be passed on.
    Plain,
    /// `"` or `\`.
    Escape,
    /// An ASCII control character.
    Control,
    /// Part of a character outside of ASCII.
    Wide,
}

const BYTES: [Byte; 256] = {
    let mut bytes = [Byte::Plain; 256];
    let mut byte = 0;
    while byte < bytes.len() {
        bytes[byte] = match byte {
            0x00..=0x1f | 0x7f => Byte::Control,
            0x22 | 0x5c => Byte::Escape,
            0x80.. => Byte::Wide,
            _ => Byte::Plain,
        };
        byte += 1;
    }
    bytes
};

/// Tells whether nothing of a text needs work, eight bytes at a time: nearly all texts are such.
fn is_plain(text: &[u8]) -> bool {
    let (words, rest) = text.as_chunks();
    let is_rest_plain = match text.last_chunk() {
        // Some bytes are looked at twice, which is less work than one by one.
        Some(word) => is_plain_word(*word),
        None => rest.iter().all(|byte| BYTES[usize::from(*byte)] == Byte::Plain),
    };
    // Not `all`: to stop at the first word takes longer than to look at the few that there are.
    words.iter().fold(is_rest_plain, |is_plain, word| is_plain & is_plain_word(*word))
}

/// Tells whether all of eight bytes are plain.
///
/// Each term sets the highest bit of a byte that is not. It may also set that of a byte behind
/// one, by a carry, and then the word is not plain anyway.
const fn is_plain_word(word: [u8; 8]) -> bool {
    const EACH: u64 = u64::from_ne_bytes([1; 8]);
    let word = u64::from_ne_bytes(word);
    let wide = word;
    let control = word.wrapping_sub(EACH * 0x20);
    let delete = word.wrapping_add(EACH);
    let quote = (word ^ (EACH * 0x22)).wrapping_sub(EACH);
    let backslash = (word ^ (EACH * 0x5c)).wrapping_sub(EACH);
    (wide | control | delete | quote | backslash) & (EACH << 7) == 0
}

impl<W: Write, const JSON: bool> Write for Printable<W, JSON> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        if is_plain(text.as_bytes()) {
            return self.out.write_str(text);
        }
        let mut rest = text;
        let mut run = 0;
        while let Some(&byte) = rest.as_bytes().get(run) {
            let (instead, len) = match BYTES[usize::from(byte)] {
                Byte::Plain => {
                    run += 1;
                    continue;
                }
                Byte::Escape if !JSON => {
                    run += 1;
                    continue;
                }
                Byte::Escape if byte == b'"' => ("\\\"", 1),
                Byte::Escape => ("\\\\", 1),
                Byte::Control => (" ", 1),
                Byte::Wide => {
                    let Some(wide) = rest[run..].chars().next() else { break };
                    if !is_printable(wide) {
                        (" ", wide.len_utf8())
                    } else if self.ascii {
                        ("?", wide.len_utf8())
                    } else {
                        run += wide.len_utf8();
                        continue;
                    }
                }
            };
            self.out.write_str(&rest[..run])?;
            self.out.write_str(instead)?;
            rest = &rest[run + len..];
            run = 0;
        }
        self.out.write_str(rest)
    }
}

/// Tells whether a character outside of ASCII is neither a control character (Unicode category
/// Cc), a format character (Cf) nor a line or paragraph separator (Zl, Zp).
fn is_printable(wide: char) -> bool {
    !matches!(
        wide,
        '\u{80}'..='\u{9f}'
            | '\u{ad}'
            | '\u{600}'..='\u{605}'
            | '\u{61c}'
            | '\u{6dd}'
            | '\u{70f}'
            | '\u{890}'..='\u{891}'
            | '\u{8e2}'
            | '\u{180e}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{2064}'
            | '\u{2066}'..='\u{206f}'
            | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}'
            | '\u{110bd}'
            | '\u{110cd}'
            | '\u{13430}'..='\u{1343f}'
            | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0001}'
            | '\u{e0020}'..='\u{e007f}'
    )
}

/// Appends text to bytes.
pub(crate) struct Bytes<'a>(pub(crate) &'a mut Vec<u8>);

impl Write for Bytes<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.extend_from_slice(text.as_bytes());
        Ok(())
    }
}

/// Takes the generic arguments from the end of the name of a type. Those before, as in the path of
/// a type within an `impl`, stay.
pub(crate) fn without_arguments(path: &str) -> &str {
    let mut depth = 0_usize;
    for (index, byte) in path.bytes().enumerate().rev() {
        match byte {
            // The arrow of a function's type.
            b'>' if path[..index].ends_with('-') => {}
            b'>' => depth += 1,
            b'<' if depth > 1 => depth -= 1,
            b'<' if depth == 1 && index > 0 => return &path[..index],
            _ if depth == 0 => break,
            _ => {}
        }
    }
    path
}

/// Puts what is to be logged one after the other.
pub(crate) fn join(first: Option<Box<str>>, second: Option<Box<str>>) -> Option<Box<str>> {
    match (first, second) {
        (Some(first), Some(second)) => Some(format!("{first}; {second}").into()),
        (first, second) => first.or(second),
    }
}

/// A chain of sources longer than this is a loop.
const MAX_SOURCES: usize = 32;

/// Renders an error and its sources as one printable line: `outer: inner: innermost`.
pub(crate) fn cause(error: &(impl Error + ?Sized)) -> String {
    let mut line = one_line(error);
    let mut source = error.source();
    for _ in 0..MAX_SOURCES {
        let Some(error) = source else { break };
        let inner = one_line(error);
        // Many a `Display` ends with that of its source.
        if !line.ends_with(&inner) {
            line.push_str(": ");
            line.push_str(&inner);
        }
        source = error.source();
    }
    line
}

/// Renders a text as one printable line.
pub(crate) fn one_line(text: &(impl fmt::Display + ?Sized)) -> String {
    let mut line = String::new();
    write_line(&mut line, text);
    line
}

/// Renders a `status_message`.
pub(crate) fn message(text: &(impl fmt::Display + ?Sized), ascii: bool) -> String {
    let mut message = String::new();
    // A message that fails half-way is sent as far as it came.
    let _ = write!(Printable::plain(&mut message, ascii), "{text}");
    message
}

const PREVIEW: usize = 256;

/// Renders a text of any length as one printable line of at most 256 characters.
pub(crate) fn preview(text: &str) -> String {
    let mut chars = text.char_indices().skip(PREVIEW - 1);
    match (chars.next(), chars.next()) {
        (Some((end, _)), Some(_)) => one_line(&format_args!("{}…", &text[..end])),
        _ => one_line(text),
    }
}

fn write_line(line: &mut String, text: &(impl fmt::Display + ?Sized)) {
    // A `Display` that fails has written what it could, and a `String` takes everything.
    let _ = write!(Printable::plain(line, false), "{text}");
}

#[cfg(test)]
mod tests {
    use super::{BYTES, Byte, is_plain, is_plain_word, without_arguments};

    #[test]
    fn a_word_is_plain_if_each_of_its_bytes_is() {
        for byte in 0..=u8::MAX {
            let is_plain_byte = BYTES[usize::from(byte)] == Byte::Plain;
            for place in 0..8 {
                for other in [b' ', b'!', b'#', b'[', b']', b'~'] {
                    let mut word = [other; 8];
                    word[place] = byte;
                    assert_eq!(is_plain_word(word), is_plain_byte, "{word:?}");
                }
            }
        }
    }

    #[test]
    fn a_text_is_plain_if_each_of_its_bytes_is() {
        for len in 0..40 {
            let mut text = vec![b'a'; len];
            assert!(is_plain(&text), "{text:?}");
            for place in 0..len {
                text[place] = b'"';
                assert!(!is_plain(&text), "{text:?}");
                text[place] = b'a';
            }
        }
    }

    #[test]
    fn generic_arguments_at_the_end_are_taken() {
        for (path, expected) in [
            ("a::E", "a::E"),
            ("a::E<u8>", "a::E"),
            ("a::E<b::F<u8, c::G<u8>>, u8>", "a::E"),
            ("a::E<fn(u8) -> b::F>", "a::E"),
            ("a::E<fn() -> b::F<u8>>", "a::E"),
            ("<a::E<u8> as a::T>::f::F", "<a::E<u8> as a::T>::f::F"),
            ("<a::E<u8> as a::T>::f::F<u8>", "<a::E<u8> as a::T>::f::F"),
            ("a::E<u8>::F", "a::E<u8>::F"),
            ("<u8>", "<u8>"),
        ] {
            assert_eq!(without_arguments(path), expected);
        }
    }
}
