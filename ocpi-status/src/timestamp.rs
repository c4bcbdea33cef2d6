//! The `timestamp` of an envelope.

use core::fmt;
use core::str::FromStr;
use core::time::Duration;
use std::io::Write as _;
use std::time::{SystemTime, UNIX_EPOCH};

use serde_core::de::{self, Deserialize, Deserializer};
use serde_core::ser::{Serialize, Serializer};

/// A point in time, in UTC: when a response was generated, or when an object was last updated.
///
/// It has milliseconds, the smallest unit that fits into the 25 characters of a `DateTime`; what is
/// smaller is cut off when it is made. It is written with the milliseconds if there are any, and
/// reads back equal: `2015-06-30T21:59:59Z`, `2015-06-30T21:59:59.500Z`. Fractions are legal from
/// OCPI 2.2 on; the `timestamp` of an envelope is sent in whole seconds.
///
/// It reads every form that a version allows, and some that peers send all the same: with or without
/// `Z` (UTC is meant), fractions of any length, an offset as in OCPI 2.0, a space or a lower-case
/// `t` before the time. The range is 1970 to 9999-12-31T23:59:59Z; a time outside of it becomes the
/// nearest one inside.
///
/// ```
/// use ocpi_status::Timestamp;
///
/// let timestamp: Timestamp = "2015-06-29T22:39:09.1239+02:00".parse()?;
/// assert_eq!(timestamp.to_string(), "2015-06-29T20:39:09.123Z");
/// # Ok::<(), ocpi_status::ParseTimestampError>(())
/// ```
///
/// Type `DateTime`, chapter "Types", OCPI 2.0 and later.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(
    /// Since 1970, in whole milliseconds.
    Duration,
);

/// 9999-12-31T23:59:59Z, in seconds since 1970.
pub(crate) const MAX_SECONDS: u64 = 253_402_300_799;

const DAY: i64 = 86_400;

/// The length of the date and the time, `2015-06-30T21:59:59`, in bytes.
const SECONDS_LEN: usize = 19;

/// A timestamp, but for its digits.
const TEMPLATE: &[u8; TEXT_LEN] = b"YYYY-MM-DDThh:mm:ssZ";

/// The length of a timestamp with its `Z`, in bytes.
const TEXT_LEN: usize = SECONDS_LEN + 1;

impl Timestamp {
    /// Reads the clock.
    #[must_use]
    pub fn now() -> Self {
        Self::from(SystemTime::now())
    }

    fn clamped(since_1970: Duration) -> Self {
        // Above the maximum the fraction goes too, so that the order of timestamps is kept.
        let time = since_1970.min(Duration::from_secs(MAX_SECONDS));
        Self(Duration::new(time.as_secs(), time.subsec_millis() * 1_000_000))
    }

    /// Cuts the milliseconds off.
    pub(crate) fn whole_seconds(self) -> Self {
        Self(Duration::from_secs(self.0.as_secs()))
    }

    /// Returns the text in whole seconds, which is ASCII.
    pub(crate) fn whole_seconds_text(self) -> [u8; TEXT_LEN] {
        let seconds = i64::try_from(self.0.as_secs()).unwrap_or_default();
        let (year, month, day) = date(seconds / DAY);
        let [hour, minute, second] = [seconds % DAY / 3600, seconds % 3600 / 60, seconds % 60];
        let mut text = *TEMPLATE;
        // A year of four digits never fails, and has room.
        let _ = write!(
            &mut text[..],
            "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}",
        );
        text
    }
}

impl From<SystemTime> for Timestamp {
    /// Keeps milliseconds; a time outside of the years 1970 to 9999 becomes the nearest one inside.
    fn from(time: SystemTime) -> Self {
        Self::clamped(time.duration_since(UNIX_EPOCH).unwrap_or_default())
    }
}

impl From<Timestamp> for SystemTime {
    fn from(timestamp: Timestamp) -> Self {
        UNIX_EPOCH + timestamp.0
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.whole_seconds_text();
        let text = str::from_utf8(&text).unwrap_or_default();
        match self.0.subsec_millis() {
            0 => f.pad(text),
            millis => f.pad(&format!("{}.{millis:03}Z", text.trim_end_matches('Z'))),
        }
    }
}

/// Shows the text.
impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Timestamp").field(&format_args!("{self}")).finish()
    }
}

impl FromStr for Timestamp {
    type Err = ParseTimestampError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        parse(text).map(|(timestamp, _)| timestamp).ok_or(ParseTimestampError(()))
    }
}

/// Reads a timestamp, and whether it is outside of the range, and so the nearest one inside.
pub(crate) fn parse(text: &str) -> Option<(Timestamp, bool)> {
    let (date_time, rest) = text.split_at_checked(SECONDS_LEN)?;
    let date_time = date_time.as_bytes();
    let is_separated = matches!(date_time[10], b'T' | b't' | b' ')
        && [(4, b'-'), (7, b'-'), (13, b':'), (16, b':')]
            .iter()
            .all(|(at, c)| date_time[*at] == *c);
    if !is_separated {
        return None;
    }
    let year = number(&date_time[..4])?;
    let [month, day, hour, minute, second] =
        [5, 8, 11, 14, 17].map(|at| number(&date_time[at..at + 2]));
    let (month, day, hour, minute, second) = (month?, day?, hour?, minute?, second?);
    let days = days(year, month, day);
    if date(days) != (year, month, day) || hour > 23 || minute > 59 || second > 60 {
        return None;
    }
    let (nanos, zone) = match rest.strip_prefix('.') {
        Some(rest) => parse_fraction(rest)?,
        None => (0, rest),
    };
    let offset = match zone.as_bytes() {
        b"" | b"Z" | b"z" => 0,
        [b'+', offset @ ..] => parse_offset(offset)?,
        [b'-', offset @ ..] => -parse_offset(offset)?,
        _ => return None,
    };
    // A leap second becomes the second before it.
    let since_1970 = days * DAY + (hour * 60 + minute) * 60 + second.min(59) - offset;
    let seconds = u64::try_from(since_1970).ok();
    let is_clamped = seconds.is_none_or(|seconds| seconds > MAX_SECONDS);
    let time = seconds.map_or(Duration::ZERO, |seconds| Duration::new(seconds, nanos));
    Some((Timestamp::clamped(time), is_clamped))
}

/// Returns the number of days since 1970-01-01, negative before it, of a date.
const fn days(year: i64, month: i64, day: i64) -> i64 {
    // In a year that begins with March, the leap day is the last one.
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    year * 365 + leap_days + (153 * month + 2) / 5 + day - 1 - EPOCH
}

/// Returns the year, month and day of a number of days since 1970-01-01.
const fn date(days: i64) -> (i64, i64, i64) {
    let days = days + EPOCH;
    let day = days.rem_euclid(DAYS_OF_400_YEARS);
    let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (year * 365 + year / 4 - year / 100);
    let year = year + days.div_euclid(DAYS_OF_400_YEARS) * 400;
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    if month < 10 { (year, month + 3, day) } else { (year + 1, month - 9, day) }
}

/// From 0000-03-01 to 1970-01-01, in days.
const EPOCH: i64 = 719_468;

const DAYS_OF_400_YEARS: i64 = 146_097;

fn number(digits: &[u8]) -> Option<i64> {
    digits.iter().try_fold(0, |number, digit| {
        digit.is_ascii_digit().then(|| number * 10 + i64::from(digit - b'0'))
    })
}

/// Splits the digits of a fraction, as nanoseconds, from what follows them.
fn parse_fraction(text: &str) -> Option<(u32, &str)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if digits == 0 {
        return None;
    }
    let (fraction, rest) = text.split_at(digits);
    let nanos = (0..9).fold(0, |nanos, place| {
        let digit = fraction.as_bytes().get(place).map_or(0, |digit| u32::from(digit - b'0'));
        nanos * 10 + digit
    });
    Some((nanos, rest))
}

/// Reads `hh:mm`, or `hhmm` as ISO 8601 also has it, in seconds.
fn parse_offset(text: &[u8]) -> Option<i64> {
    let (&[h1, h2, m1, m2] | &[h1, h2, b':', m1, m2]) = text else { return None };
    let (hours, minutes) = (number(&[h1, h2])?, number(&[m1, m2])?);
    (hours < 24 && minutes < 60).then_some((hours * 60 + minutes) * 60)
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(TimestampVisitor)
    }
}

struct TimestampVisitor;

impl de::Visitor<'_> for TimestampVisitor {
    type Value = Timestamp;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a timestamp such as \"2015-06-30T21:59:59Z\"")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Timestamp, E> {
        text.parse().map_err(E::custom)
    }
}

/// The error of parsing a [`Timestamp`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseTimestampError(());

impl fmt::Display for ParseTimestampError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("unreadable timestamp, expected a form such as 2015-06-30T21:59:59Z")
    }
}

impl core::error::Error for ParseTimestampError {}
