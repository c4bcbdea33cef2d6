//! The grammar of RFC 8259, without limits on depth or numbers.

/// Tells whether the bytes are one JSON text in UTF-8.
pub(crate) fn is_json(bytes: &[u8]) -> bool {
    str::from_utf8(bytes).is_ok() && text(bytes).is_some()
}

/// The tokens that may follow a value.
#[derive(Clone, Copy, PartialEq)]
enum Inside {
    Array,
    Object,
}

/// Parses with an explicit stack, so that depth needs no recursion.
fn text(bytes: &[u8]) -> Option<()> {
    let mut rest = space(bytes);
    let mut stack = Vec::new();
    loop {
        // A value begins here.
        rest = match rest {
            [b'[', tail @ ..] => match space(tail) {
                [b']', tail @ ..] => tail,
                tail => {
                    stack.push(Inside::Array);
                    rest = tail;
                    continue;
                }
            },
            [b'{', tail @ ..] => match space(tail) {
                [b'}', tail @ ..] => tail,
                tail => {
                    stack.push(Inside::Object);
                    rest = name(tail)?;
                    continue;
                }
            },
            _ => scalar(rest)?,
        };
        // The value has ended here.
        loop {
            rest = space(rest);
            match (stack.last(), rest) {
                (None, []) => return Some(()),
                (Some(Inside::Array), [b',', tail @ ..]) => {
                    rest = space(tail);
                    break;
                }
                (Some(Inside::Object), [b',', tail @ ..]) => {
                    rest = name(space(tail))?;
                    break;
                }
                (Some(Inside::Array), [b']', tail @ ..])
                | (Some(Inside::Object), [b'}', tail @ ..]) => {
                    stack.pop();
                    rest = tail;
                }
                _ => return None,
            }
        }
    }
}

fn space(bytes: &[u8]) -> &[u8] {
    let len = bytes.iter().take_while(|byte| b" \t\n\r".contains(byte)).count();
    &bytes[len..]
}

/// Parses a name and its colon.
fn name(bytes: &[u8]) -> Option<&[u8]> {
    Some(space(space(string(bytes)?).strip_prefix(b":")?))
}

fn scalar(bytes: &[u8]) -> Option<&[u8]> {
    match bytes {
        [b'"', ..] => string(bytes),
        [b'-' | b'0'..=b'9', ..] => number(bytes),
        _ => [&b"true"[..], b"false", b"null"].iter().find_map(|word| bytes.strip_prefix(*word)),
    }
}

fn string(bytes: &[u8]) -> Option<&[u8]> {
    let mut rest = bytes.strip_prefix(b"\"")?;
    loop {
        rest = match rest {
            [b'"', tail @ ..] => return Some(tail),
            [b'\\', b'u', hex @ ..] => {
                let (hex, tail) = hex.split_at_checked(4)?;
                hex.iter().all(u8::is_ascii_hexdigit).then_some(tail)?
            }
            [b'\\', b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't', tail @ ..] => tail,
            [b'\\' | 0..0x20, ..] | [] => return None,
            [_, tail @ ..] => tail,
        }
    }
}

fn number(bytes: &[u8]) -> Option<&[u8]> {
    let rest = bytes.strip_prefix(b"-").unwrap_or(bytes);
    let mut rest = match rest {
        [b'0', tail @ ..] => tail,
        _ => digits(rest)?,
    };
    if let [b'.', tail @ ..] = rest {
        rest = digits(tail)?;
    }
    if let [b'e' | b'E', b'+' | b'-', tail @ ..] | [b'e' | b'E', tail @ ..] = rest {
        rest = digits(tail)?;
    }
    Some(rest)
}

fn digits(bytes: &[u8]) -> Option<&[u8]> {
    let len = bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
    (len > 0).then(|| &bytes[len..])
}

#[cfg(test)]
mod tests {
    use super::is_json;

    #[test]
    fn accepts_exactly_the_grammar_of_rfc_8259() {
        let valid = [
            "null",
            " [ ] ",
            "{}",
            "0",
            "-0.5e+07",
            "1e999",
            "\"\\ud800\"",
            "[[],{\"a\":[1 , 2]}]",
            "\"\u{7f}é\"",
            "{\"\":\"\\/\"}",
            "\t{ \"a\" : 1 , \"a\" : 2 }\r\n",
        ];
        for text in valid {
            assert!(is_json(text.as_bytes()), "{text}");
        }
        let invalid = [
            "",
            " ",
            "nul",
            "nulll",
            "01",
            "-",
            "1.",
            ".5",
            "1e",
            "+1",
            "[1,]",
            "[,1]",
            "{\"a\"}",
            "{\"a\":}",
            "{a:1}",
            "{\"a\":1,}",
            "[1}",
            "\"\n\"",
            "\"\\x\"",
            "\"\\u12g4\"",
            "\"",
            "1 2",
            "\u{feff}1",
            "[",
            "]",
            "NaN",
            "\u{a0}1",
            "//\n1",
        ];
        for text in invalid {
            assert!(!is_json(text.as_bytes()), "{text}");
        }
        assert!(!is_json(b"\"\xff\""));
    }
}
