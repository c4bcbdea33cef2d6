//! Reading a peer's response: the code decides, whatever the other fields hold.

use std::collections::HashMap;
use std::error::Error;

use ocpi_status::http::StatusCode as HttpStatus;
use ocpi_status::{
    PeerError, PeerRejection, Quirk, Received, StatusCode, SuccessCode, read_ack, read_response,
};
use serde::Deserialize;
use serde_json::Value;
use tests::{Location, assert_fit_for_a_log, http, kind, rejection};

const LOC1: &str = r#"{"id":"LOC1"}"#;

fn read<'a, T: Deserialize<'a>>(body: &'a str) -> Result<Received<T>, PeerError> {
    read_response(HttpStatus::OK, body.as_bytes())
}

/// Returns the reason and the preview.
#[track_caller]
fn not_envelope<T: std::fmt::Debug>(result: Result<T, PeerError>) -> (&'static str, String) {
    match result {
        Err(PeerError::NotEnvelope { reason, preview, .. }) => (reason, preview.into()),
        other => panic!("{other:?}"),
    }
}

#[test]
fn reads_recorded_responses_in_every_order_of_fields() {
    fn check<T: std::fmt::Debug>(case: &Value, result: Result<Received<T>, PeerError>) {
        let (name, expect) = (&case["name"], &case["expect"]);
        assert_eq!(kind(&result), expect["kind"], "{name}: {result:?}");
        let (code, message, quirks, timestamp) = match &result {
            Ok(received) => (
                Some(StatusCode::from(received.status_code)),
                received.status_message.as_deref(),
                &received.quirks[..],
                received.timestamp,
            ),
            Err(PeerError::Rejected(rejection)) => (
                Some(rejection.status_code()),
                rejection.status_message(),
                rejection.quirks(),
                rejection.timestamp(),
            ),
            Err(error) => (error.status_code(), None, &[][..], None),
        };
        let code = code.map(|code| u64::from(code.as_u16()));
        assert_eq!(code, expect["status_code"].as_u64(), "{name}");
        if let Some(expected) = expect["message"].as_str() {
            assert_eq!(message, Some(expected), "{name}");
        }
        if let Some(expected) = expect["timestamp"].as_str() {
            assert_eq!(timestamp.map(|time| time.to_string()).as_deref(), Some(expected), "{name}");
        }
        let expected = expect["quirks"].as_array().map_or(&[][..], Vec::as_slice);
        let quirks: Vec<_> = quirks.iter().map(ToString::to_string).collect();
        assert_eq!(quirks, expected, "{name}");
        if let Err(error) = result {
            assert_fit_for_a_log(&error);
            let status = case["http_status"].as_u64();
            assert_eq!(Some(u64::from(error.http_status().as_u16())), status, "{name}");
        }
    }

    let read = |text| serde_json::from_str::<Vec<Value>>(text).expect("a list");
    let cases = read(include_str!("../wire/responses.json"));
    let recorded = read(include_str!("../wire/recorded.json"));
    assert_eq!(recorded.len(), 45);
    for case in &[cases, recorded].concat() {
        let status = case["http_status"].as_u64().and_then(|status| u16::try_from(status).ok());
        let status = http(status.expect("a number"));
        let body = case["body"].as_str().expect("text").as_bytes();
        match case["read_as"].as_str() {
            Some("object") => check(case, read_response::<Location>(status, body)),
            Some("list") => check(case, read_response::<Vec<Location>>(status, body)),
            Some("nothing") => check(case, read_ack(status, body)),
            other => panic!("{other:?}"),
        }
    }
}

/// Returns every order of the fields.
fn orders(fields: &[&str]) -> Vec<String> {
    fn permute(chosen: &mut Vec<String>, rest: &[&str], bodies: &mut Vec<String>) {
        if rest.is_empty() {
            bodies.push(format!("{{{}}}", chosen.join(",")));
        }
        for index in 0..rest.len() {
            let mut others = rest.to_vec();
            chosen.push(others.remove(index).to_owned());
            permute(chosen, &others, bodies);
            chosen.pop();
        }
    }
    let mut bodies = Vec::new();
    permute(&mut Vec::new(), fields, &mut bodies);
    bodies
}

#[test]
fn keeps_the_code_when_another_field_is_unreadable() {
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let values = [
        "null",
        "true",
        "-1",
        "1e999",
        "1E-999",
        "123456789012345678901234567890",
        "[]",
        "{}",
        r#""""#,
        r#""\ud800""#,
        r#"{"\udfff":1}"#,
        r#"{"status_code":1000}"#,
        r#"{"id":"LOC1"}"#,
        r#"[{"id":"LOC1"}]"#,
        r#"{"id":5}"#,
        r#"{"a":1,"a":2}"#,
        r#""\u0000\u001b[31m""#,
        &deep,
        r#"{"$serde_json::private::Number":"5"}"#,
        r#"{"$serde_json::private::RawValue":5}"#,
    ];
    for name in ["data", "status_message", "timestamp", "extra", r"\ud800", r"\u0000", ""] {
        for value in values {
            let field = format!(r#""{name}":{value}"#);
            for body in orders(&[r#""status_code":2003"#, &field]) {
                let check = |rejection: PeerRejection| {
                    assert_eq!(rejection.status_code(), 2003, "{name} {value}");
                };
                check(rejection(read::<Location>(&body)));
                check(rejection(read::<Vec<Location>>(&body)));
                check(rejection(read::<Value>(&body)));
                check(rejection(read::<Option<Location>>(&body)));
                check(rejection(read_ack(http(500), body.as_bytes())));
                assert_fit_for_a_log(&read::<Value>(&body).unwrap_err());
            }
            // A success is still read as one.
            if name != "data" {
                let data = r#""data":{"id":"LOC1"}"#;
                for body in orders(&[r#""status_code":1000"#, &field, data]) {
                    let received = read::<Location>(&body).expect("a success");
                    assert_eq!(received.data.id, "LOC1");
                }
            }
            let body = format!(r#"{{"status_code":1000,{field}}}"#);
            assert!(read_ack(HttpStatus::OK, body.as_bytes()).is_ok(), "{name} {value}");
        }
    }
}

#[test]
fn keeps_the_message_when_it_is_not_a_string() {
    let message = |json: &str| {
        let body = format!(r#"{{"status_code":2000,"status_message":{json}}}"#);
        rejection(read::<Location>(&body)).status_message().map(str::to_owned)
    };
    assert_eq!(message("null"), None);
    assert_eq!(message(r#""""#).as_deref(), Some(""));
    assert_eq!(message(r#""a\n\"\u00e4\ud83d\ude00""#).as_deref(), Some("a\n\"ä😀"));
    let replaced = message(r#""no \ud800 here""#).expect("a message");
    assert!(replaced.starts_with("no \u{fffd}") && replaced.ends_with(" here"), "{replaced}");
    assert_eq!(message(r#"{"en": "no"}"#).as_deref(), Some(r#"{"en": "no"}"#));
    assert_eq!(message("1e999").as_deref(), Some("1e999"));
}

#[test]
fn keeps_the_code_when_the_body_is_not_utf8() {
    let body = b"{\"status_code\":2003,\"status_message\":\"Stra\xdfe\",\"data\":[\"\xff\"]}";
    let rejection = rejection(read_response::<Location>(HttpStatus::OK, body));
    assert_eq!(rejection.status_code(), 2003);
    assert_eq!(rejection.status_message(), Some("Stra\u{fffd}e"));
    assert_eq!(rejection.data_json(), Some("[\"\u{fffd}\"]"));

    let body = b"{\"status_code\":1000,\"status_message\":\"Stra\xdfe\",\"data\":{\"id\":\"1\"}}";
    let error = read_response::<Location>(HttpStatus::OK, body).unwrap_err();
    assert_eq!((kind::<()>(&Err(error))), "data");
    assert_eq!(read_ack(HttpStatus::OK, body).expect("a success").status_code, 1000);
    let (reason, _) = not_envelope(read_ack(HttpStatus::OK, b"\xff\xfe{\0}\0"));
    assert_eq!(reason, "it is not JSON");
}

#[test]
fn reads_integral_codes_of_any_form() {
    let read = |json: &str| {
        let body = format!(r#"{{"status_code":{json},"timestamp":"2015-06-30T21:59:59Z"}}"#);
        let rejection = rejection(read::<Location>(&body));
        (rejection.status_code().as_u16(), rejection.quirks().to_vec())
    };
    for code in [0, 1, 200, 404, 999, 2000, 2999, 4999, 5000, 65535] {
        assert_eq!(read(&code.to_string()), (code, vec![]));
    }
    let quirk = vec![Quirk::StatusCodeNotAnInteger];
    for json in [
        "2003.0",
        "2.003e3",
        "20030E-1",
        r#""2003""#,
        r#""\u0032003""#,
        r#""02003""#,
        r#""2003.0""#,
        r#""2003.000""#,
    ] {
        assert_eq!(read(json), (2003, quirk.clone()), "{json}");
    }
}

#[test]
fn refuses_codes_that_are_not_integral() {
    for json in [
        "null",
        "true",
        "[]",
        "[2003]",
        r#"{"code":2003}"#,
        "-1",
        "-0",
        "-2003",
        "65536",
        "2003.5",
        "1e999",
        "1e5",
        "99999999999999999999",
        r#""""#,
        r#"" 2003""#,
        r#""+2003""#,
        r#""2003.5""#,
        r#""2003.0.0""#,
        r#"".""#,
        r#""2e3""#,
        r#""0x7d3""#,
        r#""OK""#,
        r#""65536""#,
        r#""٢٠٠٣""#,
        r#""\ud800""#,
        r#""inf""#,
    ] {
        let body = format!(r#"{{"data":{LOC1},"status_code":{json},"status_message":"m"}}"#);
        let (reason, preview) = not_envelope(read::<Location>(&body));
        assert_eq!(reason, "its `status_code` is no number up to 65535", "{json}");
        assert_eq!(preview, body);
        assert_eq!(kind(&read_ack(http(500), body.as_bytes())), "http", "{json}");
    }
}

#[test]
fn reads_escaped_names_and_ignores_similar_ones() {
    let body = r#"{"status\u005fcode":2003,"\u0073tatus_message":"m"}"#;
    let read_escaped = rejection(read::<Location>(body));
    assert_eq!(read_escaped.status_code(), 2003);
    assert_eq!(read_escaped.status_message(), Some("m"));
    for name in ["statusCode", "Status_Code", "status_code ", "code", r"status_code\u0000"] {
        let (reason, _) = not_envelope(read::<Value>(&format!(r#"{{"{name}":2003}}"#)));
        assert_eq!(reason, "it has no `status_code`");
    }
}

#[test]
fn refuses_names_with_bare_control_characters() {
    for name in ["x\0", "\n", "status_code\t", "\u{1f}"] {
        let body = format!(r#"{{"{name}":1,"status_code":1000,"data":{LOC1}}}"#);
        let (reason, _) = not_envelope(read::<Location>(&body));
        assert_eq!(reason, "it is not JSON", "{name:?}");
    }
}

#[test]
fn reads_a_repeated_code_when_its_values_are_equal() {
    for body in [
        r#"{"status_code":2000,"status_code":2000}"#,
        r#"{"status_code":2000,"data":{"id":"1"},"status\u005fcode":"2000"}"#,
        r#"{"status_code":2000,"status_code":2e3,"status_code":2000.0}"#,
    ] {
        let rejection = rejection(read::<Location>(body));
        assert_eq!(rejection.status_code(), 2000);
        assert!(rejection.quirks().contains(&Quirk::RepeatedField), "{body}");
    }
    for body in [
        r#"{"status_code":1000,"status_code":2000}"#,
        r#"{"status_code":2000,"status_code":1000,"status_code":2000}"#,
        r#"{"status_code":null,"status\u005fcode":2000,"status_code":2000}"#,
        r#"{"status_code":2000,"status_code":[]}"#,
        r#"{"status_code":"OK","status_code":"OK"}"#,
    ] {
        let (reason, _) = not_envelope(read::<Option<Location>>(body));
        assert_eq!(reason, "it has more than one `status_code`");
        assert_eq!(kind(&read_ack(http(404), body.as_bytes())), "http");
    }
}

#[test]
fn reads_the_last_message_and_refuses_data_when_repeated() {
    let body =
        r#"{"status_code":2000,"status_message":"a","data":1,"status_message":"b","data":2}"#;
    let rejection = rejection(read::<Value>(body));
    assert_eq!(rejection.status_message(), Some("b"));
    assert_eq!(rejection.data_json(), Some("2"));
    assert_eq!(rejection.quirks(), [Quirk::MissingTimestamp, Quirk::RepeatedField]);

    // Either value may be the intended one.
    let body = format!(r#"{{"data":{LOC1},"status_code":1000,"data":{LOC1}}}"#);
    let error = read::<Location>(&body).unwrap_err();
    assert!(
        matches!(&error, PeerError::Data { problem, .. } if **problem == *"duplicate field `data`")
    );
    assert!(error.source().is_some());
    assert_eq!(kind(&read_ack(HttpStatus::OK, body.as_bytes())), "success");
}

#[test]
fn quirks_name_every_tolerated_deviation() {
    let quirks = |body: &[u8]| {
        let received = read_ack(HttpStatus::OK, body).expect("a success");
        received.quirks.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
    };
    let rest = r#""status_code":1000,"timestamp":"2015-06-30T21:59:59Z"}"#;
    for (start, expected) in [
        ("{", ""),
        ("\u{feff}{", "byte_order_mark"),
        (r#"{"status_message":"fine","#, ""),
        (r#"{"status_message":null,"#, ""),
        (r#"{"status_message":5,"#, "message_not_a_string"),
        (r#"{"status_message":{"en":"fine"},"#, "message_not_a_string"),
        (r#"{"data":1,"data":1,"#, "repeated_field"),
        (r#"{"timestamp":"2015-06-30T21:59:59Z","#, "repeated_field"),
        (r#"{"status_message":"a","status_message":"a","#, "repeated_field"),
        // Ignored data is not checked.
        (r#"{"x":1,"x":2,"#, ""),
        (
            "\u{feff}{\"status_message\":[],\"status_message\":[],",
            "message_not_a_string repeated_field byte_order_mark",
        ),
    ] {
        assert_eq!(quirks(format!("{start}{rest}").as_bytes()), expected, "{start}");
    }
    for (time, expected) in [
        ("0001-01-01T00:00:00Z", "clamped_timestamp"),
        ("1969-12-31T23:59:59Z", "clamped_timestamp"),
        ("1970-01-01T00:00:00+01:00", "clamped_timestamp"),
        ("1970-01-01T00:00:00Z", ""),
        ("9999-12-31T23:59:59.9Z", ""),
        ("9999-12-31T23:59:59-01:00", "clamped_timestamp"),
        ("1969-12-31T23:59:59-00:01", ""),
    ] {
        let body = format!(r#"{{"status_code":1000,"timestamp":"{time}"}}"#);
        assert_eq!(quirks(body.as_bytes()), expected, "{time}");
    }
    let latin1 = b"{\"status_code\":1000,\"status_message\":\"Stra\xdfe\"}";
    assert_eq!(quirks(latin1), "missing_timestamp not_utf8");

    // A rejection and a response with `data` have quirks too.
    let body = "\u{feff}{\"status_code\":2000}";
    let rejected = rejection(read::<Location>(body));
    assert_eq!(rejected.quirks(), [Quirk::MissingTimestamp, Quirk::ByteOrderMark]);
    let body = format!("\u{feff}{{\"data\":{LOC1},\"status_code\":\"1000\"}}");
    assert_eq!(
        read::<Location>(&body).expect("a success").quirks,
        [Quirk::StatusCodeNotAnInteger, Quirk::MissingTimestamp, Quirk::ByteOrderMark]
    );
}

#[test]
fn decides_by_http_status_and_code() {
    for status in [200, 201, 202, 204, 301, 302, 304, 400, 401, 404, 405, 429, 500, 502, 503, 599] {
        let rejected = br#"{"status_code":3001,"status_message":"m"}"#;
        let rejection = rejection(read_response::<Location>(http(status), rejected));
        assert_eq!(rejection.status_code(), 3001);
        assert_eq!(rejection.http_status().as_u16(), status);

        let success = br#"{"status_code":1000,"data":{"id":"LOC1"},"status_message":"m"}"#;
        let result = read_response::<Location>(http(status), success);
        match result {
            Err(PeerError::Contradiction { status_code, ref status_message, .. }) => {
                assert!(status >= 300);
                assert_eq!(status_code, SuccessCode::SUCCESS);
                assert_eq!(status_message.as_deref(), Some("m"));
            }
            result => assert!(status < 300 && result.is_ok(), "{status}"),
        }

        for body in [&b""[..], b"{}", b"<html>", b"null", br#"{"status_code":"OK"}"#] {
            let expected = if status < 300 { "not_envelope" } else { "http" };
            assert_eq!(kind(&read_response::<Value>(http(status), body)), expected);
            assert_eq!(kind(&read_ack(http(status), body)), expected);
        }
    }
}

#[test]
fn says_why_a_body_is_not_an_envelope() {
    for (body, expected) in [
        ("", "it is empty"),
        (" \n", "it ends too early"),
        ("null", "it is no JSON object"),
        ("\"text\"", "it is no JSON object"),
        ("[2000]", "it is no JSON object"),
        (r#"[{"id":"LOC1"},2003,"m","2015-06-30T21:59:59Z"]"#, "it is no JSON object"),
        ("{}", "it has no `status_code`"),
        (r#"{"data":{"status_code":2003}}"#, "it has no `status_code`"),
        (r#"{"status_code":2003"#, "it ends too early"),
        (r#"{"data":{"kwh":1."#, "it ends too early"),
        (r#"{"data":{"kwh":-"#, "it ends too early"),
        ("Service Unavailable", "it is not JSON"),
        (r#"{"status_code":2003}}"#, "it is not JSON"),
        (r#"{"status_code":2003}{"status_code":2003}"#, "it is not JSON"),
        (r#"{"status_code":2003,}"#, "it is not JSON"),
        (r#"{"status_code":02003}"#, "it is not JSON"),
        (r#"{"status_code":2003,"data":NaN}"#, "it is not JSON"),
        ("{\"status_code\":2003,\"status_message\":\"\n\"}", "it is not JSON"),
        (r#"{"status_code":2003,"status_message":"\x"}"#, "it is not JSON"),
        ("<!DOCTYPE html>", "it is not JSON"),
    ] {
        let (reason, _) = not_envelope(read::<Value>(body));
        assert_eq!(reason, expected, "{body}");
        let (reason, _) = not_envelope(read_ack(HttpStatus::OK, body.as_bytes()));
        assert_eq!(reason, expected, "{body}");
    }
}

#[test]
fn skips_a_byte_order_mark() {
    let body = format!("\u{feff}{{\"data\":{LOC1},\"status_code\":1000}}");
    assert_eq!(read::<Location>(&body).expect("a success").data.id, "LOC1");
    let body = "\u{feff}{\"status_code\":2003}";
    assert_eq!(rejection(read::<Location>(body)).status_code(), 2003);
    assert_eq!(not_envelope(read::<Location>("\u{feff}")).0, "it is empty");
    assert_eq!(not_envelope(read::<Location>("\u{feff}\u{feff}{}")).0, "it is not JSON");
}

#[test]
fn previews_are_bounded_and_printable() {
    type Names = HashMap<String, u8>;

    for (text, len) in [("a", 255), ("a", 256), ("ä😀", 256), ("\u{202e}\r\n\u{1b}[31m", 1_000_000)]
    {
        let body: String = text.chars().cycle().take(len).collect();
        let (_, preview) = not_envelope(read::<Value>(&body));
        assert_eq!(preview.chars().count(), len.min(256));
        assert_eq!(preview.ends_with('…'), len > 256);
        assert!(!preview.contains(['\r', '\n', '\u{1b}', '\u{202e}']), "{preview:?}");
        let result = read_ack(http(502), body.as_bytes());
        assert_fit_for_a_log(&result.unwrap_err());

        let body = serde_json::to_string(&serde_json::json!({
            "status_code": 2000, "status_message": body,
        }));
        let error = read::<Value>(&body.expect("JSON")).unwrap_err();
        assert_fit_for_a_log(&error);
    }
    // A path holds names that the peer sent.
    let error = read::<Names>(r#"{"data":{"\n\u001b":"x"},"status_code":1000}"#).unwrap_err();
    assert!(matches!(&error, PeerError::Data { path, .. } if &**path == "/\n\u{1b}"));
    assert_fit_for_a_log(&error);
}

#[test]
fn ignores_unreadable_timestamps() {
    let read = |json: &str| {
        let body = format!(r#"{{"status_code":1000,"timestamp":{json}}}"#);
        let received = read_ack(HttpStatus::OK, body.as_bytes()).expect("a success");
        (received.timestamp.map(|time| time.to_string()), received.quirks)
    };
    for (json, text) in [
        (r#""2015-06-30T21:59:59.5""#, "2015-06-30T21:59:59.500Z"),
        (r#""2015-06-30T23:59:59+02:00""#, "2015-06-30T21:59:59Z"),
    ] {
        assert_eq!(read(json), (Some(text.to_owned()), vec![]));
    }
    assert_eq!(
        read(r#""9999-12-31T23:59:59Z""#),
        (Some("9999-12-31T23:59:59Z".to_owned()), vec![])
    );
    for (json, text) in [
        (r#""9999-12-31T23:59:59-00:01""#, "9999-12-31T23:59:59Z"),
        (r#""9999-12-31T23:59:59-23:59""#, "9999-12-31T23:59:59Z"),
        (r#""1969-12-31T23:59:59Z""#, "1970-01-01T00:00:00Z"),
    ] {
        assert_eq!(read(json), (Some(text.to_owned()), vec![Quirk::ClampedTimestamp]));
    }
    assert_eq!(read("null"), (None, vec![Quirk::MissingTimestamp]));
    for json in ["1700000000", "1e999", r#""""#, r#""yesterday""#, r#""\ud800""#, "[2015]", "{}"] {
        assert_eq!(read(json), (None, vec![Quirk::UnreadableTimestamp]), "{json}");
    }
    let received = read_ack(HttpStatus::OK, br#"{"status_code":1e3}"#).expect("a success");
    assert_eq!(received.quirks, [Quirk::StatusCodeNotAnInteger, Quirk::MissingTimestamp]);
}

#[test]
fn errors_name_code_status_and_place() {
    let say = |status, body: &str| {
        let result = read_response::<Location>(http(status), body.as_bytes());
        result.expect_err("an error").to_string()
    };
    assert_eq!(say(502, "<html>\n"), "peer answered HTTP 502 without an envelope: <html> ");
    assert_eq!(say(502, ""), "peer answered HTTP 502 without an envelope");
    let words = "peer answered HTTP 200, but the body is no envelope, it is no JSON object: []";
    assert_eq!(say(200, "[]"), words);
    let missing = r#"{"status_code":1000,"status_message":"fine"}"#;
    assert_eq!(say(200, missing), "peer answered 1000, HTTP 200, without data");
    assert_eq!(say(500, missing), "peer answered 1000, a success, with HTTP 500: fine");
    let data = r#"{"data":{"id":5},"status_code":1000}"#;
    let words = "peer answered 1000, HTTP 200, with unreadable data: expected";
    assert_eq!(say(200, data), format!("{words} a string, found a number at /id"));
    let data = r#"{"data":5,"status_code":1000}"#;
    assert_eq!(say(200, data), format!("{words} an object, found a number"));
    let rejected = rejection(read::<Location>(r#"{"status_code":2005,"status_message":"no"}"#));
    assert_eq!(rejected.to_string(), "peer answered 2005 (an unassigned code), HTTP 200: no");
    assert_eq!(rejected.relay().to_string(), rejected.to_string());
}
