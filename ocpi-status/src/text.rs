//! Text for peers and for logs: printable, bounded, and on one line.

mod line;
mod plain;

use core::fmt::{self, Write};
use core::ops::Range;

pub(crate) use self::line::{Detail, cause, join, line, one_line, preview};
use self::plain::is_plain;

/// Appends text to bytes.
pub(crate) struct Bytes<'a>(pub(crate) &'a mut Vec<u8>);

impl Write for Bytes<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.extend_from_slice(text.as_bytes());
        Ok(())
    }
}

/// The place of a text.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    Plain,
    /// `"` and `\` are escaped, as between the quotes of a JSON string.
    Json,
}

/// Replaces everything that is not printable by a space, in a part of a text: control characters,
/// line and paragraph separators, and format characters, the bidi marks among them. With `ascii`,
/// every other character outside of ASCII becomes a `?`. Returns where the part ends then.
///
/// Type `string`, chapter "Types", OCPI 2.0 and later: printable characters only; ASCII before 2.2.
#[inline]
pub(crate) fn make_printable(
    text: &mut Vec<u8>,
    part: Range<usize>,
    form: Form,
    ascii: bool,
) -> usize {
    if is_plain(&text[part.clone()]) { part.end } else { replace(text, part, form, ascii) }
}

#[cold]
fn replace(text: &mut Vec<u8>, part: Range<usize>, form: Form, ascii: bool) -> usize {
    let is_escaped = |byte: u8| form == Form::Json && matches!(byte, b'"' | b'\\');
    let Range { start, end: mut read } = part;
    let escapes = text[start..read].iter().filter(|byte| is_escaped(**byte)).count();
    let len = text.len();
    text.resize(len + escapes, b' ');
    // Backwards, because an escape makes the text longer.
    let end = read + escapes;
    text.copy_within(read..len, end);
    let mut write = end;
    while read > start {
        read -= 1;
        write -= 1;
        match text[read] {
            0x80.. => {
                let end = read + 1;
                let is_first = |byte: &u8| byte & 0xc0 != 0x80;
                read = text[..end].iter().rposition(is_first).unwrap_or(start);
                let wide =
                    str::from_utf8(&text[read..end]).ok().and_then(|text| text.chars().next());
                if !wide.is_some_and(is_printable) {
                    text[write] = b' ';
                } else if ascii {
                    text[write] = b'?';
                } else {
                    write -= end - read - 1;
                    text.copy_within(read..end, write);
                }
            }
            0..0x20 | 0x7f => text[write] = b' ',
            byte => {
                text[write] = byte;
                if is_escaped(byte) {
                    write -= 1;
                    text[write] = b'\\';
                }
            }
        }
    }
    text.drain(start..write);
    end - (write - start)
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

/// The last segment of the path of a type, without its generic arguments.
pub(crate) fn type_name(path: &'static str) -> &'static str {
    let path = without_arguments(path);
    path.rsplit_once("::").map_or(path, |(_, name)| name)
}

/// Takes the generic arguments from the end of the name of a type. Those before, as in the path of
/// a type within an `impl`, stay.
fn without_arguments(path: &str) -> &str {
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

/// Renders a `status_message`.
pub(crate) fn message(text: &dyn fmt::Display, ascii: bool) -> String {
    let mut message = Vec::new();
    // A message that fails half-way is sent as far as it came.
    let _ = write!(Bytes(&mut message), "{text}");
    let all = 0..message.len();
    make_printable(&mut message, all, Form::Plain, ascii);
    String::from_utf8(message).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{Form, make_printable, without_arguments};

    #[test]
    fn makes_text_printable_in_place() {
        let cases = [
            ("", "", ""),
            ("plain", "plain", "plain"),
            ("a\"b\\", "a\\\"b\\\\", "a\"b\\"),
            ("\"\"\"é", "\\\"\\\"\\\"é", "\"\"\"é"),
            ("\u{0}a\n\u{7f}\u{85}\u{202e}\u{e0001}z", " a     z", " a     z"),
            ("é漢😀\u{2028}\"", "é漢😀 \\\"", "é漢😀 \""),
        ];
        for (text, json, plain) in cases {
            for around in ["", "\"\n"] {
                for (form, expected) in [(Form::Json, json), (Form::Plain, plain)] {
                    for ascii in [false, true] {
                        let mut bytes = format!("{around}{text}{around}").into_bytes();
                        let part = around.len()..around.len() + text.len();
                        let end = make_printable(&mut bytes, part, form, ascii);
                        let expected = if ascii {
                            expected.replace(['é', '漢', '😀'], "?")
                        } else {
                            expected.into()
                        };
                        assert_eq!(end, around.len() + expected.len());
                        let expected = format!("{around}{expected}{around}");
                        assert_eq!(String::from_utf8(bytes), Ok(expected));
                    }
                }
            }
        }
    }

    #[test]
    fn makes_each_byte_printable_at_each_place() {
        for len in 1..40 {
            for place in 0..len {
                for byte in 0..=0x7f_u8 {
                    let mut text = vec![b'a'; len];
                    text[place] = byte;
                    let mut expected = text.clone();
                    match byte {
                        0..0x20 | 0x7f => expected[place] = b' ',
                        b'"' | b'\\' => expected.insert(place, b'\\'),
                        _ => {}
                    }
                    make_printable(&mut text, 0..len, Form::Json, true);
                    assert_eq!(text, expected);
                }
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
