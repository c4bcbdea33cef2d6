//! The `timestamp` of an envelope.

mod now;

use core::fmt;
use core::str::FromStr;
use core::time::Duration;
use std::io::Write as _;
use std::time::{SystemTime, UNIX_EPOCH};

use serde::de::{self, Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};

pub(crate) use self::now::now_text;

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
const MAX_SECONDS: u64 = 253_402_300_799;

/// The Gregorian calendar repeats every 400 years; this is five times that, in seconds.
const TWO_MILLENNIA: u64 = 5 * 146_097 * 86_400;

/// The length of the date and the time, `2015-06-30T21:59:59`, in bytes.
const SECONDS_LEN: usize = 19;

/// A timestamp, but for its digits.
const TEMPLATE: &[u8; TEXT_LEN] = b"YYYY-MM-DDThh:mm:ssZ";

/// The length of a timestamp with its `Z`, in bytes.
pub(crate) const TEXT_LEN: usize = SECONDS_LEN + 1;

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
        let mut text = *TEMPLATE;
        // A year of four digits never fails, and has room.
        let _ = write!(&mut text[..], "{}", humantime::format_rfc3339_seconds(self.into()));
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
        let time = (*self).into();
        let text = match self.0.subsec_millis() {
            0 => humantime::format_rfc3339_seconds(time),
            _ => humantime::format_rfc3339_millis(time),
        };
        // humantime does not pad.
        if f.width().is_some() { f.pad(&text.to_string()) } else { text.fmt(f) }
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
    let mut canonical = *TEMPLATE;
    canonical[..SECONDS_LEN].copy_from_slice(date_time.as_bytes());
    if matches!(canonical[10], b't' | b' ') {
        canonical[10] = b'T';
    }
    // A leap second is clamped to the second before it.
    if &canonical[17..SECONDS_LEN] == b"60" {
        canonical[17..SECONDS_LEN].copy_from_slice(b"59");
    }
    // humantime has no years before 1970. Peers send year 1, the default of .NET.
    let is_early = matches!(canonical[0], b'0' | b'1') && &canonical[..4] < b"1970".as_slice();
    if is_early {
        canonical[0] += 2;
    }
    let time = humantime::parse_rfc3339(str::from_utf8(&canonical).ok()?).ok()?;
    let time = time.duration_since(UNIX_EPOCH).ok()?;

    let (nanos, zone) = match rest.strip_prefix('.') {
        Some(rest) => parse_fraction(rest)?,
        None => (0, rest),
    };
    let time = time + Duration::from_nanos(nanos.into());
    let (time, offset) = match zone.as_bytes() {
        b"" | b"Z" | b"z" => (time, Duration::ZERO),
        [b'+', offset @ ..] => (time, parse_offset(offset)?),
        [b'-', offset @ ..] => (time + parse_offset(offset)?, Duration::ZERO),
        _ => return None,
    };
    let shift = Duration::from_secs(if is_early { TWO_MILLENNIA } else { 0 });
    let since_1970 = time.checked_sub(offset + shift);
    let is_clamped = since_1970.is_none_or(|time| time.as_secs() > MAX_SECONDS);
    Some((Timestamp::clamped(since_1970.unwrap_or_default()), is_clamped))
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

/// Reads `hh:mm`, or `hhmm` as ISO 8601 also has it.
fn parse_offset(text: &[u8]) -> Option<Duration> {
    let (&[h1, h2, m1, m2] | &[h1, h2, b':', m1, m2]) = text else { return None };
    let number = |tens: u8, ones: u8| {
        let is_number = tens.is_ascii_digit() && ones.is_ascii_digit();
        is_number.then(|| u64::from(tens - b'0') * 10 + u64::from(ones - b'0'))
    };
    let (hours, minutes) = (number(h1, h2)?, number(m1, m2)?);
    (hours < 24 && minutes < 60).then(|| Duration::from_secs((hours * 60 + minutes) * 60))
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
