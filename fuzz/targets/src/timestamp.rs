//! `Timestamp` reads the same times as jiff.
//!
//! An input is a timestamp.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use ocpi_status::Timestamp;

/// Reads a timestamp.
///
/// # Panics
///
/// If the result is not the expected one.
pub fn run(data: &[u8]) {
    let Ok(text) = str::from_utf8(data) else { return };
    let ours = text.parse::<Timestamp>().ok();
    let in_json = serde_json::to_string(text).expect("a string");
    assert_eq!(serde_json::from_str(&in_json).ok(), ours);

    let parts = Parts::split(text);
    let theirs = parts.as_ref().and_then(Parts::read);
    match (ours, theirs) {
        (Some(ours), Some(theirs)) => assert_eq!(SystemTime::from(ours), theirs, "{text}"),
        (Some(_), None) => panic!("{text} is not a timestamp for jiff"),
        (None, Some(_)) => panic!("{text} is a timestamp for jiff"),
        (None, None) => {}
    }
    if let Some(timestamp) = ours {
        check_written(timestamp);
    }
}

fn check_written(timestamp: Timestamp) {
    let text = timestamp.to_string();
    assert_eq!(text.parse(), Ok(timestamp));
    assert!(text.len() <= 24, "{text}");
    let parts = Parts::split(&text).expect("a form that is read");
    assert_eq!((parts.offset, parts.read()), ("Z", Some(timestamp.into())));
}

/// The forms that the documentation of `Timestamp` promises; jiff knows more.
struct Parts<'a> {
    date_time: &'a str,
    fraction: &'a str,
    offset: &'a str,
}

impl<'a> Parts<'a> {
    fn split(text: &'a str) -> Option<Self> {
        let (date_time, rest) = text.split_at_checked(19)?;
        let shape = date_time.bytes().zip(*b"0000-00-00T00:00:00");
        let is_shape = |(byte, like): (u8, u8)| match like {
            b'0' => byte.is_ascii_digit(),
            b'T' => b"Tt ".contains(&byte),
            _ => byte == like,
        };
        if !shape.into_iter().all(is_shape) {
            return None;
        }
        let (fraction, offset) = match rest.strip_prefix('.') {
            Some(rest) => {
                let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
                if digits == 0 {
                    return None;
                }
                rest.split_at(digits)
            }
            None => ("", rest),
        };
        let is_offset = match offset.as_bytes() {
            b"" | b"Z" | b"z" => true,
            [b'+' | b'-', digits @ ..] => {
                let (hours, minutes) = match digits {
                    [h @ .., b':', m1, m2] | [h @ .., m1, m2] => (h, [*m1, *m2]),
                    _ => return None,
                };
                // jiff counts offsets up to 25:59:59.
                let is_day = matches!(hours, [b'0' | b'1', b'0'..=b'9'] | [b'2', b'0'..=b'3']);
                is_day && minutes[0].is_ascii_digit() && minutes[1].is_ascii_digit()
            }
            _ => false,
        };
        is_offset.then_some(Self { date_time, fraction, offset })
    }

    /// Reads with jiff, and clamps to 1970..=9999.
    fn read(&self) -> Option<SystemTime> {
        // Digits beyond milliseconds are cut off; jiff's timestamps end a day before 9999
        // does.
        let fraction = &self.fraction[..self.fraction.len().min(3)];
        let point = if fraction.is_empty() { "" } else { "." };
        let local = format!("{}{point}{fraction}", self.date_time);
        let local: jiff::civil::DateTime = local.parse().ok()?;
        let offset = match self.offset {
            "" | "Z" | "z" => 0,
            // On a day in the middle, so that every offset is in range.
            offset => {
                let utc: jiff::Timestamp = format!("2000-01-01T00:00:00{offset}").parse().ok()?;
                "2000-01-01T00:00:00Z".parse::<jiff::Timestamp>().ok()?.as_second()
                    - utc.as_second()
            }
        };
        let epoch = jiff::civil::date(1970, 1, 1).at(0, 0, 0, 0);
        let since = local.duration_since(epoch) - jiff::SignedDuration::from_secs(offset);
        let since = Duration::try_from(since).unwrap_or_default();
        Some(UNIX_EPOCH + since.min(Duration::from_secs(253_402_300_799)))
    }
}
