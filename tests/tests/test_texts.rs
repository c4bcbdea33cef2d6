//! `Display` and `FromStr` of the small types, and the messages of their errors.

use ocpi_status::{ErrorCode, StatusCode, SuccessCode, Timestamp, Version};
use serde_json::json;

fn unreadable<T: serde::de::DeserializeOwned + std::fmt::Debug>(json: serde_json::Value) -> String {
    serde_json::from_value::<T>(json).expect_err("an error").to_string()
}

#[test]
fn reads_and_writes_versions() {
    for &version in Version::ALL {
        assert_eq!(version.as_str().parse(), Ok(version));
        assert_eq!(version.to_string(), version.as_str());
        assert_eq!(format!("{version:>8}").trim_start(), version.as_str());
        assert_eq!(format!("{version:>8}").len(), 8);
        assert_eq!(serde_json::to_value(version).expect("a value"), version.as_str());
        assert_eq!(serde_json::from_value::<Version>(json!(version.as_str())).ok(), Some(version));
    }
    for text in ["", "2", "2.2.2", "v2.2.1", " 2.2.1"] {
        let error = text.parse::<Version>().expect_err(text);
        let words = "unknown OCPI version, expected one of 2.0, 2.1, 2.1.1, 2.2, 2.2.1, 2.3.0";
        assert_eq!(error.to_string(), words);
        assert_eq!(unreadable::<Version>(json!(text)), words);
    }
    let words = "invalid type: null, expected an OCPI version such as \"2.2.1\"";
    assert_eq!(unreadable::<Version>(json!(null)), words);
}

#[test]
fn names_the_range_when_a_code_is_out_of_it() {
    assert_eq!(format!("{} {:?}", ErrorCode::UNKNOWN_TOKEN, SuccessCode::SUCCESS), "2004 1000");
    assert_eq!(format!("{:>6}|{:<6}", StatusCode::new(7), ErrorCode::HUB_ERROR), "     7|4000  ");
    for code in [0, 999, 2000, 65535] {
        let words = format!("{code} is not a success code, 1000 to 1999");
        assert_eq!(SuccessCode::try_from(code).expect_err("an error").to_string(), words);
        assert_eq!(unreadable::<SuccessCode>(json!(code)), words);
    }
    for code in [0, 404, 1999, 5000] {
        let words = format!("{code} is not an error code, 2000 to 4999");
        let error = ErrorCode::try_from(StatusCode::new(code)).expect_err("an error");
        assert_eq!(error.to_string(), words);
        assert_eq!(unreadable::<ErrorCode>(json!(code)), words);
    }
    assert_eq!(serde_json::from_value::<StatusCode>(json!(404)).ok(), Some(StatusCode::new(404)));
}

#[test]
fn compares_codes_with_numbers() {
    let (error, status, number) = (ErrorCode::UNKNOWN_TOKEN, StatusCode::new(2004), 2004_u16);
    assert_eq!(error, status);
    assert_eq!(status, error);
    assert_eq!(error, number);
    assert_eq!(number, error);
    let (other, number) = (StatusCode::new(2005), 2005_u16);
    assert_ne!(error, other);
    assert_ne!(other, error);
    assert_ne!(error, number);
    assert_ne!(number, error);
    assert_eq!((u16::from(error), u16::from(status)), (2004, 2004));
    assert_eq!(StatusCode::from(error), StatusCode::from(2004));
}

#[test]
fn says_which_form_of_a_timestamp_is_expected() {
    let words = "unreadable timestamp, expected a form such as 2015-06-30T21:59:59Z";
    assert_eq!("now".parse::<Timestamp>().expect_err("an error").to_string(), words);
    assert_eq!(unreadable::<Timestamp>(json!("now")), words);
    let words = "invalid type: null, expected a timestamp such as \"2015-06-30T21:59:59Z\"";
    assert_eq!(unreadable::<Timestamp>(json!(null)), words);
}
