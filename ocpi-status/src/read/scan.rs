//! The tokens of JSON, as the grammar of RFC 8259 has them.

use std::borrow::Cow;

/// A place in a JSON text.
///
/// Every method returns `None` where the text is not JSON, and `at` is then the offending byte, or
/// the end of a text that ends too early.
pub(super) struct Scanner<'de> {
    text: &'de str,
    pub(super) at: usize,
    /// What closes the objects and arrays that `skip` is in.
    nesting: Vec<u8>,
}

/// A string as it is in the text, between its quotes.
#[derive(Clone, Copy)]
pub(super) struct Raw<'de> {
    pub(super) text: &'de str,
    has_escapes: bool,
}

pub(super) enum Number<'de> {
    Unsigned(u64),
    Negative(i64),
    /// A fraction, an exponent, `-0`, or an integer of more than 64 bits.
    Other(&'de str),
}

impl<'de> Scanner<'de> {
    pub(super) const fn new(text: &'de str) -> Self {
        Self { text, at: 0, nesting: Vec::new() }
    }

    pub(super) const fn text(&self) -> &'de str {
        self.text
    }

    /// Skips white space, and returns the byte that follows it.
    #[inline]
    pub(super) fn peek(&mut self) -> Option<u8> {
        let bytes = self.text.as_bytes();
        loop {
            match bytes.get(self.at) {
                Some(b' ' | b'\n' | b'\t' | b'\r') => self.at += 1,
                byte => return byte.copied(),
            }
        }
    }

    /// Skips white space and this byte.
    #[inline]
    pub(super) fn punctuation(&mut self, byte: u8) -> Option<()> {
        (self.peek()? == byte).then(|| self.at += 1)
    }

    /// Moves to the next element or member, behind a comma but for the first; `false` if `close`
    /// is next.
    #[inline]
    pub(super) fn next(&mut self, is_first: bool, close: u8) -> Option<bool> {
        match self.peek()? {
            byte if byte == close => Some(false),
            b',' if !is_first => {
                self.at += 1;
                self.peek().map(|_| true)
            }
            _ if is_first => Some(true),
            _ => None,
        }
    }

    /// Skips white space to the end of the text.
    pub(super) fn end(&mut self) -> Option<()> {
        self.peek().is_none().then_some(())
    }

    /// Reads a string.
    #[inline]
    pub(super) fn string(&mut self) -> Option<Raw<'de>> {
        self.punctuation(b'"')?;
        let start = self.at;
        let has_escapes = self.string_rest()?;
        let text = self.text.get(start..self.at - 1)?;
        Some(Raw { text, has_escapes })
    }

    /// Skips the rest of a string and its closing quote, and tells whether it has escapes.
    #[inline]
    fn string_rest(&mut self) -> Option<bool> {
        let mut has_escapes = false;
        loop {
            self.skip_plain();
            match self.text.as_bytes().get(self.at)? {
                b'"' => {
                    self.at += 1;
                    return Some(has_escapes);
                }
                b'\\' => {
                    has_escapes = true;
                    self.escape()?;
                }
                _ => return None,
            }
        }
    }

    /// Skips the plain characters of a string, eight bytes at a time.
    #[inline]
    fn skip_plain(&mut self) {
        const EACH: u64 = u64::from_ne_bytes([1; 8]);
        let bytes = self.text.as_bytes();
        while let Some(word) = bytes.get(self.at..).and_then(<[u8]>::first_chunk) {
            let word = u64::from_le_bytes(*word);
            let control = word.wrapping_sub(EACH * 0x20);
            let quote = (word ^ (EACH * 0x22)).wrapping_sub(EACH);
            let backslash = (word ^ (EACH * 0x5c)).wrapping_sub(EACH);
            // The lowest of these bits is exact: a borrow only goes to higher bytes.
            let found = (control | quote | backslash) & !word & (EACH << 7);
            if found != 0 {
                self.at += found.trailing_zeros() as usize / 8;
                return;
            }
            self.at += 8;
        }
        while bytes.get(self.at).is_some_and(|byte| !matches!(byte, b'"' | b'\\' | 0..0x20)) {
            self.at += 1;
        }
    }

    fn escape(&mut self) -> Option<()> {
        self.at += 1;
        let bytes = self.text.as_bytes();
        match bytes.get(self.at)? {
            b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => self.at += 1,
            b'u' => {
                self.at += 1;
                for _ in 0..4 {
                    bytes.get(self.at)?.is_ascii_hexdigit().then_some(())?;
                    self.at += 1;
                }
            }
            _ => return None,
        }
        Some(())
    }

    /// Reads a number.
    #[inline]
    pub(super) fn number(&mut self) -> Option<Number<'de>> {
        let start = self.at;
        self.skip_number()?;
        let text = self.text.get(start..self.at)?;
        let is_integer = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
        Some(match text.as_bytes() {
            [b'-', b'1'..=b'9', ..] if is_integer => {
                text.parse().map_or(Number::Other(text), Number::Negative)
            }
            [b'0'..=b'9', ..] if is_integer => {
                text.parse().map_or(Number::Other(text), Number::Unsigned)
            }
            _ => Number::Other(text),
        })
    }

    fn fraction(&mut self) -> Option<()> {
        let bytes = self.text.as_bytes();
        if bytes.get(self.at) == Some(&b'.') {
            self.at += 1;
            self.digits()?;
        }
        if let Some(b'e' | b'E') = bytes.get(self.at) {
            self.at += 1;
            self.at += usize::from(matches!(bytes.get(self.at), Some(b'+' | b'-')));
            self.digits()?;
        }
        Some(())
    }

    fn digits(&mut self) -> Option<()> {
        let rest = &self.text.as_bytes()[self.at..];
        let len = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        self.at += len;
        (len > 0).then_some(())
    }

    /// Reads `null`, `true` or `false`.
    #[inline]
    pub(super) fn word(&mut self, word: &str) -> Option<()> {
        for byte in word.bytes() {
            (*self.text.as_bytes().get(self.at)? == byte).then_some(())?;
            self.at += 1;
        }
        Some(())
    }

    /// Reads a value of any depth, and returns its text.
    pub(super) fn skip(&mut self) -> Option<&'de str> {
        self.peek()?;
        let start = self.at;
        self.nesting.clear();
        loop {
            // A value begins here.
            let mut is_first = false;
            match self.peek()? {
                b'"' => {
                    self.at += 1;
                    self.string_rest()?;
                }
                open @ (b'[' | b'{') => {
                    self.at += 1;
                    self.nesting.push(open + 2);
                    is_first = true;
                }
                b'n' => self.word("null")?,
                b't' => self.word("true")?,
                b'f' => self.word("false")?,
                _ => self.skip_number()?,
            }
            loop {
                let Some(&close) = self.nesting.last() else {
                    return self.text.get(start..self.at);
                };
                if self.next(is_first, close)? {
                    if close == b'}' {
                        self.skip_name()?;
                    }
                    break;
                }
                self.at += 1;
                self.nesting.pop();
                is_first = false;
            }
        }
    }

    /// Skips a name and its colon.
    #[inline]
    fn skip_name(&mut self) -> Option<()> {
        self.punctuation(b'"')?;
        self.string_rest()?;
        self.punctuation(b':')
    }

    fn skip_number(&mut self) -> Option<()> {
        let bytes = self.text.as_bytes();
        self.at += usize::from(bytes.get(self.at) == Some(&b'-'));
        if bytes.get(self.at) == Some(&b'0') {
            self.at += 1;
        } else {
            self.digits()?;
        }
        self.fraction()
    }

    /// Returns the string that begins at a place.
    pub(super) fn string_at(&self, at: usize) -> Option<Raw<'de>> {
        Scanner { text: self.text, at, nesting: Vec::new() }.string()
    }

    pub(super) fn is_at_end(&self) -> bool {
        self.at >= self.text.len()
    }
}

/// Counts lines up to a byte, most often one behind the last one.
#[derive(Default)]
pub(super) struct Lines {
    at: usize,
    /// How many ended before.
    ended: usize,
    line_start: usize,
}

impl Lines {
    /// Returns the line and the column of a byte, both from 1 on.
    pub(super) fn line_and_column(&mut self, text: &str, at: usize) -> (usize, usize) {
        if at < self.line_start {
            *self = Self::default();
        }
        let unread = text.get(self.at..at).unwrap_or_default();
        if let Some(line_end) = unread.rfind('\n') {
            self.ended += unread.bytes().filter(|byte| *byte == b'\n').count();
            self.line_start = self.at + line_end + 1;
        }
        self.at = self.at.max(at);
        (self.ended + 1, at.saturating_sub(self.line_start) + 1)
    }
}

impl<'de> Raw<'de> {
    /// Returns the string without its escapes. Half of a surrogate pair, which JSON allows, becomes
    /// three bytes that are not UTF-8.
    #[inline]
    pub(super) fn bytes(self) -> Cow<'de, [u8]> {
        if self.has_escapes { self.unescape().into() } else { self.text.as_bytes().into() }
    }

    /// Returns the string without its escapes, or `None` for half of a surrogate pair.
    #[inline]
    pub(super) fn decode(self) -> Option<Cow<'de, str>> {
        if self.has_escapes {
            String::from_utf8(self.unescape()).ok().map(Cow::Owned)
        } else {
            Some(Cow::Borrowed(self.text))
        }
    }

    #[cold]
    fn unescape(self) -> Vec<u8> {
        // An escape is longer than what it stands for.
        let mut bytes = Vec::with_capacity(self.text.len());
        let mut rest = self.text;
        while let Some((plain, escape)) = rest.split_once('\\') {
            bytes.extend_from_slice(plain.as_bytes());
            let byte = match escape.as_bytes().first() {
                Some(b'b') => 0x08,
                Some(b'f') => 0x0c,
                Some(b'n') => b'\n',
                Some(b'r') => b'\r',
                Some(b't') => b'\t',
                Some(b'u') => {
                    rest = unescape_unit(&mut bytes, &escape[1..]);
                    continue;
                }
                Some(byte) => *byte,
                None => break,
            };
            bytes.push(byte);
            rest = &escape[1..];
        }
        bytes.extend_from_slice(rest.as_bytes());
        bytes
    }
}

/// Decodes the four digits behind `\u`, and the second half of a surrogate pair, and returns what
/// follows.
fn unescape_unit<'a>(bytes: &mut Vec<u8>, digits: &'a str) -> &'a str {
    let unit = |digits: &str| u32::from_str_radix(digits.get(..4)?, 16).ok();
    let first = unit(digits).unwrap_or_default();
    let rest = digits.get(4..).unwrap_or_default();
    let second = rest.strip_prefix("\\u").and_then(unit).unwrap_or_default();
    let (code, rest) = match (first, second) {
        (0xd800..=0xdbff, 0xdc00..=0xdfff) => {
            (0x1_0000 + ((first - 0xd800) << 10 | (second - 0xdc00)), rest.get(6..))
        }
        _ => (first, Some(rest)),
    };
    match char::from_u32(code) {
        Some(char) => bytes.extend_from_slice(char.encode_utf8(&mut [0; 4]).as_bytes()),
        None => bytes.extend([0xe0 | code >> 12, 0x80 | code >> 6 & 0x3f, 0x80 | code & 0x3f].map(
            // Three parts of a number of 16 bits.
            |part| u8::try_from(part).unwrap_or_default(),
        )),
    }
    rest.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{Lines, Number, Scanner};

    #[test]
    fn skips_plain_text_up_to_the_first_special_byte() {
        for special in ['"', '\\', '\0', '\n', '\u{1f}'] {
            for len in 0..40 {
                for filler in ["a", "\u{7f}", "é", "\u{80}", "\u{10ffff}", "!", " ", "#", "[", "]"]
                {
                    let text = format!("{}{special}{filler}\"", filler.repeat(len));
                    let mut scan = Scanner::new(&text);
                    scan.skip_plain();
                    assert_eq!(scan.at, filler.len() * len, "{text:?}");
                }
            }
        }
    }

    #[test]
    fn skips_one_value() {
        for (text, rest) in [
            ("1,2", ",2"),
            ("-0.5e+7]", "]"),
            (r#"["]",{"}":[]}] x"#, " x"),
            (r#""\\"\""#, r#"\""#),
            ("nullx", "x"),
            ("01", "1"),
            ("{}{}", "{}"),
        ] {
            let mut scan = Scanner::new(text);
            let skipped = scan.skip().expect("a value");
            assert_eq!((skipped, &text[scan.at..]), (&text[..text.len() - rest.len()], rest));
        }
        for (text, at) in [
            ("", 0),
            ("[1 2]", 3),
            ("[1,]", 3),
            (r#"{"a",1}"#, 4),
            (r#""\x""#, 2),
            ("tru", 3),
            ("-", 1),
        ] {
            let mut scan = Scanner::new(text);
            assert!(scan.skip().is_none(), "{text}");
            assert_eq!(scan.at, at, "{text}");
        }
    }

    #[test]
    fn numbers_of_64_bits_are_exact() {
        let number = |text| Scanner::new(text).number().expect("a number");
        assert!(matches!(number("18446744073709551615"), Number::Unsigned(u64::MAX)));
        assert!(matches!(number("-9223372036854775808"), Number::Negative(i64::MIN)));
        for other in ["18446744073709551616", "-9223372036854775809", "-0", "0.0", "1e2", "-1E-2"] {
            assert!(matches!(number(other), Number::Other(text) if text == other));
        }
    }

    #[test]
    fn lines_are_counted_in_any_order() {
        let text = "a\n\nbc\n";
        let expected = [(1, 1), (1, 2), (2, 1), (3, 1), (3, 2), (3, 3), (4, 1)];
        for first in 0..expected.len() {
            for second in 0..expected.len() {
                let mut lines = Lines::default();
                for at in [first, second] {
                    assert_eq!(lines.line_and_column(text, at), expected[at], "{first} {second}");
                }
            }
        }
    }
}
