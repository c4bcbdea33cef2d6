//! The `status_message`: formats, escapes, and printable characters only.

use std::error::Error as StdError;
use std::fmt::{self, Display, Formatter};

use ocpi_status::{Class, ErrorCode, ErrorResponse, OcpiError, Reply, Version};
use tests::{answer, body};
use unicode_general_category::{GeneralCategory, get_general_category};

/// An error with a given text and code.
#[derive(Debug, thiserror::Error)]
#[error("{text}")]
struct Text<'a> {
    text: &'a str,
    code: ErrorCode,
}

impl<'a> Text<'a> {
    const fn new(text: &'a str) -> Self {
        Self { text, code: ErrorCode::CLIENT_ERROR }
    }
}

impl OcpiError for Text<'_> {
    fn status_code(&self) -> ErrorCode {
        self.code
    }
}

/// Returns the message as it is sent. All ways to render it must agree.
fn message(error: &dyn OcpiError) -> String {
    let (_, _, message) = answer(error);
    let envelope = serde_json::to_value(ErrorResponse::new(error)).expect("an envelope");
    assert_eq!(envelope["status_message"].as_str().unwrap_or_default(), message);
    message
}

#[test]
fn formats_fields_as_std_does() {
    #[derive(Debug, thiserror::Error, OcpiError)]
    #[error("own \"display\"")]
    #[ocpi(code = 2001)]
    enum Error {
        #[ocpi(message = "{name} {name:?} {name:>6}|{name:<6}|{name:^6}|{name:*^6}|{name:.2}")]
        Text { name: &'static str },
        #[ocpi(message = "{0:5}|{0:05}|{0:+}|{0:#x}|{0:#010b}|{0:e}|{0:?}")]
        Number(i32),
        #[ocpi(message = "{0:>8.2}|{0:.0}|{0:08.3}|{0:+.1e}")]
        Float(f64),
        #[ocpi(message = "{{0}} {{{0}}} }}{{")]
        Braces(u8),
        #[ocpi(message = "{0:{<3}|{0:}>3}|{0:$>3}|{0::>3}")]
        BraceFill(u8),
        #[ocpi(message = "{ 0 } {0: } {0:?  }")]
        Spaces(&'static str),
        #[ocpi(message = "{self}: {0}")]
        Display(u8),
        #[ocpi(message = "{1} {0} {1}")]
        Order(u8, u8),
        #[ocpi(message = "{type} {größe}")]
        Names { r#type: u8, größe: u8 },
        #[ocpi(message = r#"raw "{0}" \n"#)]
        Raw(u8),
        #[ocpi(message = "line \
            goes on")]
        Continued,
        #[ocpi(message = "{0:#?}")]
        Pretty(Vec<u8>),
        #[ocpi(message = "{0} {1}")]
        Unsized(Box<str>, &'static (dyn StdError + Send)),
        #[ocpi(message = "{{}}")]
        NoPlaceholder,
    }

    let cases = [
        (Error::Text { name: "name" }, "name \"name\"   name|name  | name |*name*|na"),
        (Error::Number(12), "   12|00012|+12|0xc|0b00001100|1.2e1|12"),
        (Error::Float(1.5), "    1.50|2|0001.500|+1.5e0"),
        (Error::Braces(7), "{0} {7} }{"),
        (Error::BraceFill(7), "7{{|}}7|$$7|::7"),
        (Error::Spaces("a"), "a a \"a\""),
        (Error::Display(1), "own \"display\": 1"),
        (Error::Order(1, 2), "2 1 2"),
        (Error::Names { r#type: 1, größe: 2 }, "1 2"),
        (Error::Raw(1), "raw \"1\" \\n"),
        (Error::Continued, "line goes on"),
        (Error::Pretty(vec![1]), "[     1, ]"),
        (
            Error::Unsized("a".into(), &fmt::Error),
            "a an error occurred when formatting an argument",
        ),
        (Error::NoPlaceholder, "{}"),
    ];
    for (error, expected) in cases {
        assert_eq!(message(&error), expected, "{error:?}");
    }
}

#[test]
fn replaces_control_and_format_characters_with_spaces() {
    let cases = [
        ("plain", "plain"),
        ("\"quoted\" \\ /", "\"quoted\" \\ /"),
        ("line\r\nfeed\ttab", "line  feed tab"),
        ("\0\u{1}\u{7f}\u{85}\u{9f}", "     "),
        ("right\u{202e}left\u{200f}mark\u{2066}", "right left mark "),
        ("\u{feff}bom\u{ad}shy\u{200b}zero", " bom shy zero"),
        ("\u{2028}line\u{2029}paragraph", " line paragraph"),
        ("größe 充电 🔌", "größe 充电 🔌"),
        ("\u{a0}no-break", "\u{a0}no-break"),
    ];
    for (text, expected) in cases {
        assert_eq!(message(&Text::new(text)), expected, "{text:?}");
    }
}

/// Writes text in pieces of a given length, as a `Display` of several parts does.
#[derive(Debug)]
struct Pieces<'a>(&'a str, usize);

impl Display for Pieces<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let chars: Vec<_> = self.0.chars().collect();
        chars.chunks(self.1).try_for_each(|piece| f.write_str(&String::from_iter(piece)))
    }
}

#[test]
fn escapes_alike_when_a_message_is_written_in_pieces() {
    #[derive(Debug, thiserror::Error, OcpiError)]
    #[error("display")]
    #[ocpi(code = 2001, message = "{0}")]
    struct InPieces(Pieces<'static>);

    let text = "a\"\\\n\u{202e}ö🔌b";
    let whole = message(&Text::new(text));
    for len in 1..=8 {
        assert_eq!(message(&InPieces(Pieces(text, len))), whole);
    }
}

/// Tells whether a character is printable, by the tables of Unicode.
fn is_printable(char: char) -> bool {
    !matches!(
        get_general_category(char),
        GeneralCategory::Control
            | GeneralCategory::Format
            | GeneralCategory::LineSeparator
            | GeneralCategory::ParagraphSeparator
    )
}

#[test]
fn sends_every_printable_character_and_no_other() {
    let all: Vec<_> = ('\0'..=char::MAX).collect();
    for some in all.chunks(256) {
        let expected = some.iter().map(|&char| if is_printable(char) { char } else { ' ' });
        let (text, expected): (String, String) = some.iter().copied().zip(expected).unzip();
        assert_eq!(message(&Text::new(&text)), expected);
    }
}

#[test]
fn sends_ascii_when_the_version_is_before_2_2() {
    let text = "größe 充电 🔌 \u{202e}\n\"end\"";
    let error = Text::new(text);
    for &version in Version::ALL {
        let response = ErrorResponse::new(&error).for_version(version);
        let expected = if version < Version::V2_2 {
            "gr??e ?? ?   \"end\""
        } else {
            "größe 充电 🔌   \"end\""
        };
        assert_eq!(body(&response.into())["status_message"], expected, "{version}");
        let envelope = serde_json::to_value(response).expect("an envelope");
        assert_eq!(envelope["status_message"], expected, "{version}");
    }
}

#[test]
fn sends_a_long_message_in_full() {
    let text = "a\"ö\n".repeat(250_000);
    let expected = "a\"ö ".repeat(250_000);
    assert_eq!(message(&Text::new(&text)), expected);
}

#[test]
fn omits_status_message_when_it_is_empty() {
    let reply = Reply::from_error(&Text::new(""));
    assert!(body(&reply).get("status_message").is_none());
}

/// Writes something, then fails.
#[derive(Debug)]
struct Failing;

impl Display for Failing {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str("as far \"as")?;
        Err(fmt::Error)
    }
}

impl StdError for Failing {}

#[test]
fn sends_what_was_written_when_a_display_fails() {
    #[derive(Debug, thiserror::Error, OcpiError)]
    #[error("{0}")]
    enum Error {
        #[ocpi(code = 2001)]
        Display(Failing),
        #[ocpi(code = 2001, message = "{0} and on")]
        Message(Failing),
        #[ocpi(code = 3001)]
        Cause(Failing),
    }

    assert_eq!(message(&Error::Display(Failing)), "as far \"as");
    assert_eq!(message(&Error::Message(Failing)), "as far \"as");
    assert_eq!(message(&Error::Cause(Failing)), "unable to use the client's API");
    assert_eq!(Reply::from(Error::Cause(Failing)).cause(), Some("as far \"as"));
}

#[test]
fn sends_the_description_of_the_code_when_there_is_no_message() {
    for code in (2000..=4999).filter_map(ErrorCode::new) {
        let error = Text { text: "display", code };
        let generic = match code.class() {
            Class::Success | Class::ClientError => "display",
            Class::ServerError => "server error",
            Class::HubError => "hub error",
        };
        let expected = match code.class() {
            Class::ServerError | Class::HubError => code.description().unwrap_or(generic),
            Class::Success | Class::ClientError => generic,
        };
        assert_eq!(message(&error), expected, "{code}");
    }
}

#[test]
fn has_no_cause_when_the_message_is_the_display_alone() {
    #[derive(Debug, thiserror::Error, OcpiError)]
    #[error("own display")]
    #[ocpi(code = 2001)]
    enum Error {
        #[ocpi(message = "{self}")]
        Display,
        #[ocpi(message = "{self} ")]
        More,
    }

    assert_eq!(answer(&Error::Display).2, "own display");
    assert_eq!(Reply::from(Error::Display).cause(), None);
    assert_eq!(Reply::from(Error::More).cause(), Some("own display"));
}
