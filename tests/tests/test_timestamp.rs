//! Every form of a timestamp that peers send.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use ocpi_status::Timestamp;
use proptest::prelude::*;

fn parse(text: &str) -> Option<Timestamp> {
    text.parse().ok()
}

fn at(seconds: u64, nanos: u32) -> Timestamp {
    Timestamp::from(UNIX_EPOCH + Duration::new(seconds, nanos))
}

/// 2015-06-29T20:39:09Z.
const SECONDS: u64 = 1_435_610_349;

#[test]
fn legal_forms() {
    // The examples of the type `DateTime`, OCPI 2.2 and later.
    for (text, nanos) in [
        ("2015-06-29T20:39:09Z", 0),
        ("2015-06-29T20:39:09", 0),
        ("2015-06-29T20:39:09.2Z", 200_000_000),
        ("2015-06-29T20:39:09.2", 200_000_000),
        ("2015-06-29T20:39:09.123Z", 123_000_000),
        ("2015-06-29T20:39:09.123", 123_000_000),
    ] {
        assert_eq!(parse(text), Some(at(SECONDS, nanos)), "{text}");
    }
}

#[test]
fn offsets() {
    for text in [
        "2015-06-29T22:39:09+02:00",
        "2015-06-29T22:39:09+0200",
        "2015-06-29T17:09:09-03:30",
        "2015-06-29T20:39:09+00:00",
        "2015-06-29T20:39:09-00:00",
        "2015-06-30T20:38:09+23:59",
    ] {
        assert_eq!(parse(text), Some(at(SECONDS, 0)), "{text}");
    }
    assert_eq!(parse("2015-06-29T22:39:09.5+02:00"), Some(at(SECONDS, 500_000_000)));
}

#[test]
fn tolerated_forms() {
    for text in ["2015-06-29t20:39:09z", "2015-06-29 20:39:09Z", "2015-06-29 20:39:09"] {
        assert_eq!(parse(text), Some(at(SECONDS, 0)), "{text}");
    }
    // What is finer than a nanosecond is cut off.
    let fraction = "9".repeat(1_000);
    let text = format!("2015-06-29T20:39:09.{fraction}Z");
    assert_eq!(parse(&text), Some(at(SECONDS, 999_999_999)));
}

#[test]
fn leap_second_is_clamped() {
    assert_eq!(parse("2016-12-31T23:59:60Z"), parse("2016-12-31T23:59:59Z"));
    assert!(parse("2016-12-31T23:59:60Z").is_some());
    assert_eq!(parse("2016-12-31T23:59:61Z"), None);
}

#[test]
fn range_is_clamped() {
    assert_eq!(parse("1970-01-01T00:00:00+02:00"), Some(at(0, 0)));
    assert_eq!(parse("1969-12-31T23:59:59Z"), Some(at(0, 0)));
    assert_eq!(parse("1969-12-31T23:00:00-02:00"), Some(at(3_600, 0)));
    for year in ["0000", "0001", "1600", "1968"] {
        assert_eq!(parse(&format!("{year}-02-29T00:00:00Z")), (year != "0001").then(|| at(0, 0)));
        assert_eq!(parse(&format!("{year}-01-01T00:00:00")), Some(at(0, 0)));
    }
    let last = parse("9999-12-31T23:59:59Z").expect("the last second");
    assert_eq!(parse("9999-12-31T23:59:59-02:00"), Some(last));
    assert_eq!(Timestamp::from(SystemTime::from(last) + Duration::from_secs(1)), last);
    assert_eq!(Timestamp::from(UNIX_EPOCH - Duration::from_secs(1)), at(0, 0));
}

#[test]
fn leap_days() {
    assert!(parse("2024-02-29T00:00:00Z").is_some());
    assert_eq!(parse("2023-02-29T00:00:00Z"), None);
    assert_eq!(parse("2100-02-29T00:00:00Z"), None);
}

#[test]
fn unreadable() {
    for text in [
        "",
        "2015-06-29",
        "2015-06-29T20:39",
        "2015-06-29T20:39:09.",
        "2015-06-29T20:39:09.Z",
        "2015-06-29T20:39:09,5Z",
        "2015-06-29T20:39:09ZZ",
        "2015-06-29T20:39:09 Z",
        "2015-06-29T20:39:09+02",
        "2015-06-29T20:39:09+2:00",
        "2015-06-29T20:39:09+24:00",
        "2015-06-29T20:39:09+02:60",
        "2015-06-29T20:39:09+-2:00",
        "2015-06-29_20:39:09Z",
        "2015-13-29T20:39:09Z",
        "2015-00-29T20:39:09Z",
        "2015-06-31T20:39:09Z",
        "2015-06-29T24:00:00Z",
        "2015-06-29T20:60:09Z",
        " 2015-06-29T20:39:09Z",
        "2015-6-29T20:39:09Z",
        "+2015-06-29T20:39:09Z",
        "/970-06-29T20:39:09Z",
        "1435610349",
        "2015-06-29T20:39:0\u{663}",
        "Mon, 29 Jun 2015 20:39:09 GMT",
    ] {
        assert_eq!(parse(text), None, "{text}");
    }
}

#[test]
fn writes_whole_seconds() {
    let timestamp = at(SECONDS, 999_999_999);
    assert_eq!(timestamp.to_string(), "2015-06-29T20:39:09Z");
    assert_eq!(serde_json::to_string(&timestamp).ok().as_deref(), Some("\"2015-06-29T20:39:09Z\""));
}

#[test]
fn reads_json_text_only() {
    let read = |json| serde_json::from_str::<Timestamp>(json).ok();
    assert_eq!(read(r#""2015-06-29T20:39:09Z""#), Some(at(SECONDS, 0)));
    assert_eq!(read(r#""\u0032015-06-29T20:39:09Z""#), Some(at(SECONDS, 0)));
    assert_eq!(read("1435610349"), None);
    assert_eq!(read("null"), None);
}

proptest! {
    #[test]
    fn reads_what_it_writes(seconds in 0..=253_402_300_799_u64, nanos in 0..1_000_000_000_u32) {
        let timestamp = at(seconds, nanos);
        prop_assert_eq!(parse(&timestamp.to_string()), Some(at(seconds, 0)));
        let text = timestamp.to_string();
        let fraction = format!("{}.{nanos:09}", text.trim_end_matches('Z'));
        // A fraction of the very last second is above the range.
        prop_assume!(seconds < 253_402_300_799);
        prop_assert_eq!(parse(&fraction), Some(timestamp));
    }

    #[test]
    fn any_text_is_read_without_panic(text in "\\PC{0,30}", tail in "[0-9:+.Zz-]{0,12}") {
        let _ = parse(&text);
        let _ = parse(&format!("2015-06-29T20:39:09{tail}"));
    }

    #[test]
    fn an_offset_is_a_shift(hours in 0..24_u64, minutes in 0..60_u64) {
        let shift = (hours * 60 + minutes) * 60;
        let east = format!("2015-06-29T20:39:09+{hours:02}:{minutes:02}");
        let west = format!("2015-06-29T20:39:09-{hours:02}:{minutes:02}");
        prop_assert_eq!(parse(&east), Some(at(SECONDS - shift, 0)));
        prop_assert_eq!(parse(&west), Some(at(SECONDS + shift, 0)));
    }
}
