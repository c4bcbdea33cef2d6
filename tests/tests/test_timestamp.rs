//! Reading and writing timestamps in every form that peers send.

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
fn reads_the_forms_of_the_standard() {
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
fn reads_offsets() {
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
fn reads_forms_that_peers_send_all_the_same() {
    for text in ["2015-06-29t20:39:09z", "2015-06-29 20:39:09Z", "2015-06-29 20:39:09"] {
        assert_eq!(parse(text), Some(at(SECONDS, 0)), "{text}");
    }
    // Digits beyond milliseconds are cut off.
    let fraction = "9".repeat(1_000);
    let text = format!("2015-06-29T20:39:09.{fraction}Z");
    assert_eq!(parse(&text), Some(at(SECONDS, 999_000_000)));
}

#[test]
fn clamps_a_leap_second() {
    assert_eq!(parse("2016-12-31T23:59:60Z"), parse("2016-12-31T23:59:59Z"));
    assert!(parse("2016-12-31T23:59:60Z").is_some());
    assert_eq!(parse("2016-12-31T23:59:61Z"), None);
}

#[test]
fn clamps_a_time_out_of_range() {
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
fn reads_leap_days_of_leap_years_only() {
    assert!(parse("2024-02-29T00:00:00Z").is_some());
    assert_eq!(parse("2023-02-29T00:00:00Z"), None);
    assert_eq!(parse("2100-02-29T00:00:00Z"), None);
}

#[test]
fn refuses_anything_else() {
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
fn writes_milliseconds_when_there_are_any() {
    for (nanos, text) in [
        (0, "2015-06-29T20:39:09Z"),
        (999_999, "2015-06-29T20:39:09Z"),
        (1_000_000, "2015-06-29T20:39:09.001Z"),
        (200_000_000, "2015-06-29T20:39:09.200Z"),
        (999_999_999, "2015-06-29T20:39:09.999Z"),
    ] {
        let timestamp = at(SECONDS, nanos);
        assert_eq!(timestamp.to_string(), text);
        assert_eq!(format!("{timestamp:?}"), format!("Timestamp({text})"));
        assert_eq!(serde_json::to_value(timestamp).expect("JSON"), text);
        assert_eq!(parse(text), Some(timestamp));
    }
}

/// The clock has nanoseconds, which are cut off.
#[test]
fn cuts_to_milliseconds_when_made() {
    let now = SystemTime::now();
    let timestamp = Timestamp::from(now);
    assert_eq!(parse(&timestamp.to_string()), Some(timestamp));
    let cut = now.duration_since(SystemTime::from(timestamp)).expect("not later");
    assert!(cut < Duration::from_millis(1));
    assert_eq!(at(SECONDS, 123_456_789), at(SECONDS, 123_000_000));
    assert!(at(SECONDS, 123_000_000) < at(SECONDS, 124_000_000));
}

#[test]
fn keeps_the_order_at_the_end_of_the_range() {
    let last = parse("9999-12-31T23:59:59Z").expect("the last second");
    assert_eq!(parse("9999-12-31T23:59:59.999Z"), Some(last));
    assert!(parse("9999-12-31T23:59:58.999Z") < Some(last));
}

#[test]
fn refuses_json_that_is_not_a_string() {
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
        let text = timestamp.to_string();
        prop_assert_eq!(parse(&text), Some(timestamp));
        prop_assert!(text.len() <= 24, "{}", text);
        let whole = parse(&format!("{}Z", &text[..19])).expect("whole seconds");
        prop_assert!(whole <= timestamp);
        prop_assert_eq!(whole, at(seconds, 0));
        let fraction = format!("{}.{nanos:09}", &text[..19]);
        prop_assert_eq!(parse(&fraction), Some(timestamp));
    }

    #[test]
    fn reads_any_text_without_panic(text in "\\PC{0,30}", tail in "[0-9:+.Zz-]{0,12}") {
        let _ = parse(&text);
        let _ = parse(&format!("2015-06-29T20:39:09{tail}"));
    }

    #[test]
    fn applies_offsets_to_the_time(hours in 0..24_u64, minutes in 0..60_u64) {
        let shift = (hours * 60 + minutes) * 60;
        let east = format!("2015-06-29T20:39:09+{hours:02}:{minutes:02}");
        let west = format!("2015-06-29T20:39:09-{hours:02}:{minutes:02}");
        prop_assert_eq!(parse(&east), Some(at(SECONDS - shift, 0)));
        prop_assert_eq!(parse(&west), Some(at(SECONDS + shift, 0)));
    }
}

#[test]
fn pads_when_a_width_is_given() {
    for text in ["2015-06-30T21:59:59Z", "2015-06-30T21:59:59.500Z"] {
        let timestamp: Timestamp = text.parse().expect("a timestamp");
        assert_eq!(
            format!("{timestamp:>26}|{timestamp:_<26}|"),
            format!("{text:>26}|{text:_<26}|")
        );
    }
}
