//! The tokens of JSON. `serde_json` reads what takes more than a few lines of grammar: numbers,
//! escapes, and values nested deeper than [`MAX_DEPTH`].

use core::fmt;
use std::borrow::Cow;

use serde_core::de::{Deserialize, Deserializer, Error, Visitor};
use serde_json::value::RawValue;

use super::misfit::{Json, Kind, Lines, MAX_PATH, Misfit, Result};

/// A place in a JSON text.
#[derive(Clone, Copy)]
pub(crate) struct Reader<'de> {
    pub(super) text: &'de str,
    pub(super) at: usize,
    depth: u8,
    /// Whether nothing has been read of the array or object that was entered last.
    is_first: bool,
    /// Whether the next value is the name of a member, which may stand for a number or a boolean.
    pub(super) is_name: bool,
    /// The lines of the problems that were kept.
    pub(super) lines: Lines,
}

/// As deep as `serde_json` goes: the types that are read recurse.
const MAX_DEPTH: u8 = 127;

impl<'de> Reader<'de> {
    pub(super) fn new(text: &'de str) -> Self {
        let lines = Lines::default();
        Self { text, at: 0, depth: 0, is_first: true, is_name: false, lines }
    }

    #[cold]
    pub(super) fn misfit(&self, kind: Kind) -> Misfit {
        Misfit::of(kind).at(self.at)
    }

    /// Nobody sees this error: `serde_json` then reads the text again, and says what is wrong. A
    /// visitor that ignores it reads nothing more.
    #[cold]
    pub(super) fn malformed(&mut self) -> Misfit {
        self.at = self.text.len();
        self.misfit(Kind::Invalid("not JSON"))
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

    /// Returns the type of the value that begins here.
    #[inline]
    pub(super) fn json(&mut self) -> Result<Json> {
        Ok(match self.peek() {
            Some(b'n') => Json::Null,
            Some(b't' | b'f') => Json::Boolean,
            Some(b'-' | b'0'..=b'9') => Json::Number,
            Some(b'"') => Json::String,
            Some(b'[') => Json::Array,
            Some(b'{') => Json::Object,
            _ => return Err(self.malformed()),
        })
    }

    #[inline]
    pub(super) fn punctuation(&mut self, byte: u8) -> Result<()> {
        if self.peek() != Some(byte) {
            return Err(self.malformed());
        }
        self.at += 1;
        Ok(())
    }

    pub(super) fn enter(&mut self) -> Result<()> {
        if self.depth == MAX_DEPTH {
            return Err(self.misfit(Kind::Invalid("nested too deeply")));
        }
        self.depth += 1;
        self.at += 1;
        self.is_first = true;
        Ok(())
    }

    /// Moves to the next element or member; `false` if `close` is next.
    #[inline]
    pub(super) fn next(&mut self, close: u8) -> Result<bool> {
        match self.peek() {
            Some(byte) if byte == close => return Ok(false),
            Some(b',') if !self.is_first => self.at += 1,
            Some(_) if self.is_first => self.is_first = false,
            _ => return Err(self.malformed()),
        }
        self.peek();
        Ok(true)
    }

    fn leave(&mut self) {
        self.depth -= 1;
        self.at += 1;
        self.is_first = false;
    }

    /// Leaves an array after so many elements, and counts those that are left.
    pub(super) fn leave_array(&mut self, read: usize, expected: Option<usize>) -> Result<()> {
        let mut found = read;
        while self.next(b']')? {
            self.skip()?;
            found += 1;
        }
        if found > read {
            return Err(self.misfit(Kind::Length { expected, found }));
        }
        self.leave();
        Ok(())
    }

    pub(super) fn leave_object(&mut self) -> Result<()> {
        if self.next(b'}')? {
            return Err(self.misfit(Kind::Invalid("more members than expected")));
        }
        self.leave();
        Ok(())
    }

    pub(super) fn end(&mut self) -> Result<()> {
        self.peek().map_or(Ok(()), |_| Err(self.malformed()))
    }

    #[inline]
    pub(super) fn word(&mut self, word: &str) -> Result<()> {
        if !self.text.as_bytes()[self.at..].starts_with(word.as_bytes()) {
            return Err(self.malformed());
        }
        self.at += word.len();
        Ok(())
    }

    pub(super) fn bool(&mut self) -> Result<bool> {
        let value = self.peek() == Some(b't');
        self.word(if value { "true" } else { "false" })?;
        Ok(value)
    }

    /// Reads a value of any depth, and returns its text. Below [`MAX_DEPTH`] `serde_json` takes over,
    /// because it does not recurse; if it did all, a page of tokens would take 5 % longer.
    pub(super) fn skip(&mut self) -> Result<&'de str> {
        let json = self.json()?;
        let start = self.at;
        match json {
            Json::Null => self.word("null")?,
            Json::Boolean => {
                self.bool()?;
            }
            Json::String => {
                self.string()?;
            }
            Json::Array if self.depth < MAX_DEPTH => {
                self.enter()?;
                while self.next(b']')? {
                    self.skip()?;
                }
                self.leave();
            }
            Json::Object if self.depth < MAX_DEPTH => {
                self.enter()?;
                while self.next(b'}')? {
                    self.string()?;
                    self.punctuation(b':')?;
                    self.skip()?;
                }
                self.leave();
            }
            Json::Number | Json::Array | Json::Object => {
                self.value()?;
            }
        }
        Ok(&self.text[start..self.at])
    }

    pub(super) fn value(&mut self) -> Result<&'de str> {
        let rest = &self.text[self.at..];
        let value = <&RawValue>::deserialize(&mut serde_json::Deserializer::from_str(rest));
        let json = value.map_err(|_| self.malformed())?.get();
        self.at += json.len();
        Ok(json)
    }

    #[inline]
    pub(super) fn string(&mut self) -> Result<Text<'de>> {
        self.punctuation(b'"')?;
        let start = self.at;
        self.skip_plain();
        if self.text.as_bytes().get(self.at) == Some(&b'"') {
            self.at += 1;
            return Ok(Text::Plain(&self.text[start..self.at - 1]));
        }
        self.at = start - 1;
        self.value().map(Text::Escaped)
    }

    /// Skips the plain characters of a string, eight bytes at a time: byte by byte, a page of tokens
    /// takes a tenth longer.
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

    /// Returns the name that begins at a byte, unless it is too long for a path.
    pub(super) fn name_at(mut self, at: usize) -> Option<Cow<'de, str>> {
        self.at = at;
        match self.string().ok()? {
            // An escape of six bytes stands for one or more.
            Text::Plain(name) | Text::Escaped(name) if name.len() > 6 * MAX_PATH => None,
            name => name.decode(),
        }
    }
}

/// A string of a JSON text.
#[derive(Clone, Copy)]
pub(super) enum Text<'de> {
    Plain(&'de str),
    /// With its quotes and escapes.
    Escaped(&'de str),
}

impl<'de> Text<'de> {
    /// Returns the string without its escapes. Half of a surrogate pair, which JSON allows, becomes
    /// three bytes that are not UTF-8.
    #[inline]
    pub(super) fn bytes(self) -> Cow<'de, [u8]> {
        match self {
            Self::Plain(text) => text.as_bytes().into(),
            Self::Escaped(json) => unescape(json).into(),
        }
    }

    /// Returns the string without its escapes, or `None` for half of a surrogate pair.
    #[inline]
    pub(super) fn decode(self) -> Option<Cow<'de, str>> {
        match self {
            Self::Plain(text) => Some(text.into()),
            Self::Escaped(json) => String::from_utf8(unescape(json)).ok().map(Cow::Owned),
        }
    }
}

#[cold]
fn unescape(json: &str) -> Vec<u8> {
    struct Unescaped;

    impl Visitor<'_> for Unescaped {
        type Value = Vec<u8>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a string")
        }

        fn visit_bytes<E: Error>(self, bytes: &[u8]) -> core::result::Result<Vec<u8>, E> {
            Ok(bytes.to_owned())
        }
    }

    serde_json::Deserializer::from_str(json).deserialize_bytes(Unescaped).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::value::RawValue;

    use super::Reader;

    #[test]
    fn skips_plain_text_up_to_the_first_special_byte() {
        for special in ['"', '\\', '\0', '\n', '\u{1f}'] {
            for len in 0..40 {
                for filler in ["a", "\u{7f}", "é", "\u{80}", "\u{10ffff}", "!", " ", "#", "[", "]"]
                {
                    let text = format!("{}{special}{filler}\"", filler.repeat(len));
                    let mut reader = Reader::new(&text);
                    reader.skip_plain();
                    assert_eq!(reader.at, filler.len() * len, "{text:?}");
                }
            }
        }
    }

    #[test]
    fn skips_what_serde_json_reads() {
        let deep = |depth: usize| format!("{}1{}", "[".repeat(depth), "]".repeat(depth));
        let objects = format!("{}1{}", r#"{"a":"#.repeat(200), "}".repeat(200));
        let texts = [
            r#"[1, -2.5e3, "a\"\\\ud800", true, false, null, [], {}, {"a" : [ {"b":""} ] , "\u0061":1}]"#,
            &*deep(127),
            &*deep(128),
            &*deep(5000),
            &*objects,
        ];
        for text in texts {
            for end in 1..=text.len().min(1000) {
                assert_skips(&text[..end]);
            }
            assert_skips(text);
        }
        let malformed = r#"[1 2]|[,1]|[1,]|[1}|{1:2}|{"a" 1}|{"a":}|{"a":1,}|{,}|[01]|[tru]|[nul]|[fals]|["\x"]|[+1]|[.5]|[1.]|]||[[]1]|[{}1]|[[],]|{"a":{}"b":1}|{"a":[],}|{"\x":1}|[truex]|[1]]"#;
        for text in malformed.split('|').chain(["[\"\n\"]"]) {
            assert_skips(text);
        }
    }

    fn assert_skips(text: &str) {
        let expected = serde_json::from_str::<&RawValue>(text).ok().map(RawValue::get);
        let mut reader = Reader::new(text);
        let skipped = reader.skip().and_then(|json| reader.end().map(|()| json));
        assert_eq!(skipped.ok(), expected, "{text}");
    }
}
