//! Lines of a log: an error and its sources, or a preview of a text, printable and bounded.

use core::error::Error;
use core::fmt::{self, Write};

use super::{Form, is_plain, make_printable};

/// The longest text of one error in a log, in characters.
const MAX_LINK: usize = 512;

/// The longest line of a log, in bytes.
const MAX_LINE: usize = 4096;

/// A chain of sources longer than this is a loop.
const MAX_SOURCES: usize = 32;

/// Renders an error and its sources as one printable line: `outer: inner: innermost`, of at most
/// 512 characters each and 4 KiB in all.
pub(crate) fn cause(error: &(impl Error + ?Sized)) -> String {
    let mut line = Line::new();
    line.push(MAX_LINK, &error);
    let mut source = error.source();
    for _ in 0..MAX_SOURCES {
        let Some(error) = source else { break };
        if error.downcast_ref().is_some_and(Detail::is_unlogged) {
            break;
        }
        line.push_source(error);
        source = error.source();
    }
    line.finish()
}

/// The last of a chain of sources: more than a peer is told.
#[derive(Clone)]
pub(crate) struct Detail {
    text: Box<str>,
    is_logged: bool,
}

impl Detail {
    pub(crate) fn new(text: String) -> Self {
        Self { text: text.into(), is_logged: true }
    }

    /// A text that may hold values of a peer: for those who ask for the source, and not for a
    /// [`cause`].
    pub(crate) fn unlogged(text: String) -> Self {
        Self { text: text.into(), is_logged: false }
    }

    const fn is_unlogged(&self) -> bool {
        !self.is_logged
    }

    /// Returns what may be logged, and what may not; one of them is empty.
    pub(crate) fn into_parts(self) -> (String, String) {
        let text = self.text.into();
        if self.is_logged { (text, String::new()) } else { (String::new(), text) }
    }
}

impl fmt::Display for Detail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Debug for Detail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut detail = f.debug_tuple("Detail");
        if self.is_logged {
            detail.field(&self.text);
        }
        detail.finish_non_exhaustive()
    }
}

impl Error for Detail {}

/// Renders a text as one printable line of at most 512 characters.
pub(crate) fn one_line(text: &dyn fmt::Display) -> String {
    line(text, MAX_LINK)
}

/// Renders a text as one printable line of at most 256 characters.
pub(crate) fn preview(text: &str) -> String {
    line(&text, MAX_LINK / 2)
}

/// Renders a text as one printable line of at most so many characters.
pub(crate) fn line(text: &dyn fmt::Display, max: usize) -> String {
    let mut line = Line::new();
    line.push(max, text);
    line.finish()
}

/// Puts one line after the other.
pub(crate) fn join(first: Option<String>, second: Option<String>) -> Option<String> {
    match (first, second) {
        (Some(first), Some(second)) => {
            let mut line = Line { text: first };
            line.push(MAX_LINE, &format_args!("; {second}"));
            Some(line.finish())
        }
        (first, second) => first.or(second),
    }
}

/// A line of at most [`MAX_LINE`] bytes.
struct Line {
    text: String,
}

impl Line {
    const CUT: char = '…';

    /// Leaves room for [`CUT`](Self::CUT).
    const MAX: usize = MAX_LINE - Self::CUT.len_utf8();

    fn new() -> Self {
        Self { text: String::with_capacity(128) }
    }

    /// Appends at most `max` characters.
    fn push(&mut self, max: usize, text: &dyn fmt::Display) {
        let start = self.text.len();
        let end = (start + max).min(Self::MAX);
        let mut link =
            Link { text: &mut self.text, start, max, end, is_cut: false, is_full: false };
        // A `Display` that fails has written what it could.
        let _ = write!(link, "{text}");
        if link.is_cut {
            if link.is_full {
                self.text.pop();
            }
            self.push_cut();
        }
    }

    fn push_cut(&mut self) {
        if !self.text.ends_with(Self::CUT) {
            self.text.push(Self::CUT);
        }
    }

    /// Appends a source, unless the line ends with its text, as that of many an outer error does.
    fn push_source(&mut self, source: &dyn Error) {
        let end = self.text.len();
        if end + 2 > Self::MAX {
            return self.push_cut();
        }
        self.text.push_str(": ");
        let start = self.text.len();
        self.push(MAX_LINK, &source);
        if self.text[..end].ends_with(&self.text[start..]) {
            self.text.truncate(end);
        }
    }

    fn finish(self) -> String {
        if is_plain(self.text.as_bytes()) {
            return self.text;
        }
        let mut text = self.text.into_bytes();
        let all = 0..text.len();
        make_printable(&mut text, all, Form::Plain, false);
        String::from_utf8(text).unwrap_or_default()
    }
}

/// Takes the beginning of a text, and stops the formatting of the rest.
struct Link<'a> {
    text: &'a mut String,
    /// Where it begins.
    start: usize,
    /// How many characters it may have.
    max: usize,
    /// Up to here, in bytes, nothing needs to be counted: no text has more characters than bytes.
    end: usize,
    is_cut: bool,
    /// Whether it is cut because it has that many.
    is_full: bool,
}

impl Write for Link<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        if self.text.len() + text.len() <= self.end {
            self.text.push_str(text);
            return Ok(());
        }
        self.push_counted(text)
    }
}

impl Link<'_> {
    fn push_counted(&mut self, text: &str) -> fmt::Result {
        if self.is_cut {
            return Err(fmt::Error);
        }
        let room = Line::MAX.saturating_sub(self.text.len());
        let mut chars = self.max.saturating_sub(self.text[self.start..].chars().count());
        let mut end = 0;
        for char in text.chars() {
            let next = end + char.len_utf8();
            if chars == 0 || next > room {
                self.is_cut = true;
                self.is_full = chars == 0;
                break;
            }
            end = next;
            chars -= 1;
        }
        self.text.push_str(&text[..end]);
        if self.is_cut {
            self.end = 0;
            return Err(fmt::Error);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{Line, MAX_LINE, MAX_LINK, cause, join, one_line};

    #[derive(Debug)]
    struct Chain(String, Option<Box<Self>>);

    impl core::fmt::Display for Chain {
        fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
            f.write_str(&self.0)
        }
    }

    impl core::error::Error for Chain {
        fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
            self.1.as_deref().map(|source| source as _)
        }
    }

    #[test]
    fn cuts_a_link_and_a_line() {
        for char in ["a", "é", "漢", "😀", "\u{7f}"] {
            let printed = if char == "\u{7f}" { " " } else { char };
            let full = char.repeat(MAX_LINK);
            assert_eq!(one_line(&full), printed.repeat(MAX_LINK));
            let cut = format!("{}…", printed.repeat(MAX_LINK - 1));
            assert_eq!(one_line(&format!("{full}a")), cut);
            let source = Chain(format!("{full}a"), None);
            let chain = Chain("outer".to_owned(), Some(Box::new(source)));
            assert_eq!(cause(&chain), format!("outer: {cut}"));

            let mut chain = Chain("inner".to_owned(), None);
            for number in 0..30 {
                chain = Chain(format!("{number}{full}"), Some(Box::new(chain)));
            }
            let line = cause(&chain);
            assert!(line.len() <= MAX_LINE && line.len() > MAX_LINE - 8, "{}", line.len());
            assert!(line.ends_with('…') && line.starts_with("29"));
            let joined = join(Some(line.clone()), Some("more".to_owned())).expect("a line");
            assert!(joined.len() <= MAX_LINE);
        }
    }

    #[test]
    fn bounds_a_line_whatever_the_lengths_of_its_links() {
        for len in 480..=MAX_LINK + 2 {
            for char in ["a", "é", "漢", "😀"] {
                let mut chain = Chain(char.repeat(len), None);
                for number in 10..30 {
                    let text = format!("{number}{}", char.repeat(len - 2));
                    chain = Chain(text, Some(Box::new(chain)));
                }
                let line = cause(&chain);
                assert!(line.len() <= MAX_LINE, "{} at {len}", line.len());
                assert!(line.ends_with('…'), "{len}");
            }
        }
    }

    #[test]
    fn cuts_a_line_only_when_it_is_too_long() {
        for len in 1..=MAX_LINK {
            let mut chain = Chain("z".to_owned(), None);
            for (number, len) in core::iter::once(len).chain([MAX_LINK; 7]).enumerate() {
                let text = format!("{number}{}", "a".repeat(len - 1));
                chain = Chain(text, Some(Box::new(chain)));
            }
            let line = cause(&chain);
            assert!(line.len() <= MAX_LINE, "{} at {len}", line.len());
            let is_short = 7 * (MAX_LINK + 2) + len + ": z".len() <= Line::MAX;
            assert!(line.ends_with(if is_short { ": z" } else { "…" }), "{len}");
        }
    }

    #[test]
    fn stops_formatting_when_a_link_is_full() {
        struct Endless(core::cell::Cell<u32>);

        impl core::fmt::Display for Endless {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                loop {
                    self.0.set(self.0.get() + 1);
                    f.write_str("again ")?;
                }
            }
        }

        let endless = Endless(0.into());
        assert_eq!(one_line(&endless).chars().count(), MAX_LINK);
        assert!(endless.0.get() < 100);
    }
}
