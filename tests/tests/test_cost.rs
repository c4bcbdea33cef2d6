//! The cost of reading a body that does not fit its type, and the length of what is logged.

use std::collections::HashMap;
use std::error::Error;
use std::fmt::Debug;
use std::time::Instant;

use allocation_counter::{AllocationInfo, measure};
use ocpi_status::http::StatusCode as HttpStatus;
use ocpi_status::{Lenient, OcpiError, PeerError, Reply, read_request, read_response};
use serde::Deserialize;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::Value;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "nothing looks at what was read")]
struct Narrow {
    id: Option<u8>,
    kind: Option<Kind>,
    pair: Option<(u8, u8)>,
}

#[derive(Debug, Deserialize)]
enum Kind {
    Ac,
    Dc,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Untagged {
    #[expect(dead_code, reason = "nothing looks at what was read")]
    Number(u8),
}

#[derive(Debug, thiserror::Error, OcpiError)]
enum Wrapped {
    #[error("the peer's answer")]
    #[ocpi(code = 3001)]
    Peer(#[source] PeerError),
}

/// The characters that a long part of a body consists of.
const PARTS: [&str; 6] = ["a", "\u{7f}", "\u{202e}", r"\n", r"\u202e", r"\ud83d\ude00"];

fn bodies(len: usize) -> Vec<String> {
    let mut bodies = Vec::new();
    for part in PARTS {
        let long = part.repeat(len / part.len());
        bodies.extend([
            format!(r#"{{"id":"{long}"}}"#),
            format!(r#"{{"{long}":1}}"#),
            format!(r#"{{"kind":"{long}"}}"#),
            format!(r#"{{"kind":{{"{long}":1}}}}"#),
            format!(r#"{{"pair":[1,2,"{long}"]}}"#),
            format!(r#""{long}""#),
        ]);
    }
    bodies.extend([
        format!(r#"{{"id":{}}}"#, "9".repeat(len)),
        format!(r#"{{"id":0.{}}}"#, "9".repeat(len)),
        format!(r#"{{"id":{}{}}}"#, "[".repeat(len / 2), "]".repeat(len / 2)),
        format!(r#"{{"pair":[{}1]}}"#, "1,".repeat(len / 2)),
        format!(r#"{{"x":{}{}1}}"#, "\n".repeat(len / 2), " ".repeat(len / 2)),
        format!(r#"{{"id":1,{}"id":2}}"#, " \n".repeat(len / 2)),
    ]);
    bodies
}

fn cost(run: impl FnOnce()) -> AllocationInfo {
    measure(run)
}

/// Measures reading a body of this length, and the reply to it.
fn good(len: usize) -> AllocationInfo {
    let body = format!(r#"{{"id":"{}"}}"#, "a".repeat(len));
    let read = || read_request::<HashMap<String, String>>(body.as_bytes()).expect("it fits");
    let counted = cost(|| drop(read()));
    assert!(counted.bytes_max >= len as u64);
    counted
}

#[test]
fn bad_request_allocates_no_more_than_twice_a_good_one() {
    for len in [1_000_000, 4_000_000] {
        let good = good(len);
        for body in bodies(len) {
            let counted = cost(|| {
                let error = read_request::<Narrow>(body.as_bytes()).expect_err("it does not fit");
                assert_eq!(error.status_code(), 2001);
                drop(Reply::from(error));
            });
            let start: String = body.chars().take(20).collect();
            assert!(counted.bytes_max <= 2 * good.bytes_max, "{counted:?} {good:?} {start}");
            assert!(counted.bytes_total <= 3 * good.bytes_total, "{counted:?} {good:?} {start}");
            // Independent of the length: the problem, the path, and the reply.
            assert!(counted.count_total <= 64, "{counted:?} {start}");
        }
    }
}

#[test]
fn bad_response_allocates_no_more_than_twice_a_good_one() {
    for len in [1_000_000, 4_000_000] {
        let good = good(len);
        for data in bodies(len) {
            let body = format!(r#"{{"data":{data},"status_code":1000}}"#);
            let counted = cost(|| {
                let result = read_response::<Narrow>(HttpStatus::OK, body.as_bytes());
                let error = result.expect_err("it does not fit");
                assert!(matches!(error, PeerError::Data { .. }));
                drop(Reply::from(Wrapped::Peer(error)));
            });
            assert!(counted.bytes_max <= 2 * good.bytes_max, "{counted:?} {good:?}");
            assert!(counted.count_total <= 64, "{counted:?}");
        }
    }
}

#[test]
fn list_of_bad_elements_allocates_no_more_than_a_good_one() {
    let body = |element: &str| {
        let list = vec![element; 1_000_000].join(",");
        format!(r#"{{"data":[{list}],"status_code":1000}}"#)
    };
    let read = |body: &str| read_response::<Lenient<u64>>(HttpStatus::OK, body.as_bytes());
    let [good_body, bad_body] = [body("7"), body("[]")];
    let good = cost(|| assert_eq!(read(&good_body).expect("a list").data.items.len(), 1_000_000));
    let bad = cost(|| {
        let error = read(&bad_body).expect_err("too many");
        assert!(matches!(error, PeerError::Data { path, .. } if &*path == "/10000"));
    });
    assert!(bad.bytes_max <= good.bytes_max, "{bad:?} {good:?}");
    assert!(bad.bytes_total <= 3 * good.bytes_total, "{bad:?} {good:?}");
}

/// Checks each error of the chain, and its `Debug`.
#[track_caller]
fn assert_bounded(error: &(dyn Error + 'static)) {
    assert!(format!("{error:?}").len() <= 4096, "{error:?}");
    let mut link = Some(error);
    while let Some(error) = link {
        let text = error.to_string();
        assert!(text.chars().count() <= 512, "{text}");
        assert!(!text.contains("hunter2"), "{text}");
        link = error.source();
    }
}

#[test]
fn logs_are_bounded_and_omit_values() {
    fn check<T: DeserializeOwned + Debug>(body: &str) {
        if let Err(error) = read_request::<T>(body.as_bytes()) {
            assert_bounded(&error);
            let reply = Reply::from(error);
            assert!(
                reply.cause().is_none_or(|cause| cause.len() <= 4096 && !cause.contains("hunter2"))
            );
            assert!(reply.body().len() <= 4096);
        }
        let response = format!(r#"{{"data":{body},"status_code":1000}}"#);
        if let Err(error) = read_response::<T>(HttpStatus::OK, response.as_bytes()) {
            assert_bounded(&error);
            let reply = Reply::from(Wrapped::Peer(error));
            assert!(
                reply
                    .cause()
                    .is_some_and(|cause| cause.len() <= 4096 && !cause.contains("hunter2"))
            );
        }
    }

    for part in PARTS {
        let long = "hunter2".to_owned() + &part.repeat(20_000);
        for body in [
            format!(r#"{{"id":"{long}"}}"#),
            format!(r#"{{"kind":"{long}"}}"#),
            format!(r#"{{"{long}":"{long}"}}"#),
            format!(r#"[["{long}"]]"#),
            format!(r#""{long}""#),
        ] {
            check::<Narrow>(&body);
            check::<Untagged>(&body);
            check::<Vec<Kind>>(&body);
            check::<HashMap<String, u8>>(&body);
            check::<(u8, u8)>(&body);
            check::<char>(&body);
        }
    }
}

#[test]
fn shortens_rejections_when_the_message_is_long() {
    for part in ["a", "\\n", "\\u202e", "\\\\", "\\\""] {
        let long = part.repeat(100_000);
        let body = format!(r#"{{"data":["{long}"],"status_code":2001,"status_message":"{long}"}}"#);
        for (status, body) in [
            (200, body.clone()),
            (500, body.replace("2001", "1000")),
            (500, long.clone()),
            (200, long.clone()),
        ] {
            let status = HttpStatus::from_u16(status).expect("a status");
            let error = read_response::<IgnoredAny>(status, body.as_bytes()).expect_err("an error");
            assert_bounded(&error);
            let reply = Reply::from(Wrapped::Peer(error));
            assert!(reply.cause().is_some_and(|cause| cause.len() <= 4096));
        }
    }
}

/// The longest path together with the longest problem.
#[test]
fn bounds_the_line_when_names_and_types_are_long() {
    type Nested = HashMap<String, HashMap<String, Vec<(u8, u8)>>>;
    type Longest = HashMap<String, HashMap<String, Long>>;

    macro_rules! long {
        ($($name:ident)*) => {
            #[derive(Debug, Deserialize)]
            enum Long { $($name),* }
        };
    }
    long! {
        AVeryLongNameOfAVariantThatNobodyWouldWriteButWhoKnows AnotherVeryLongNameOfAVariantLikeIt
        TheThirdVeryLongNameOfAVariantThatIsAsLongAsTheFirst TheFourthAndLastOne ButOneMoreFollows
    }

    let name = "é".repeat(60);
    let body = format!(r#"{{"{name}":{{"{name}":[[1]]}}}}"#);
    assert_bounded(&read_request::<Nested>(body.as_bytes()).expect_err("too short"));
    let data = format!(r#"{{"{name}":{{"{name}":"x"}}}}"#);
    assert_bounded(&read_request::<Longest>(data.as_bytes()).expect_err("no variant"));
    let body = format!(r#"{{"data":{data},"status_code":1000}}"#);
    let error = read_response::<Longest>(HttpStatus::OK, body.as_bytes()).expect_err("no variant");
    assert_bounded(&error);
    let body = format!(r#"{{"data":[{data}],"status_code":1000}}"#);
    let list = read_response::<Lenient<Longest>>(HttpStatus::OK, body.as_bytes()).expect("a list");
    assert_bounded(&list.data.problems[0]);
}

/// The error of a custom `Deserialize` is in `source()` only.
#[test]
fn logs_omit_the_text_of_a_custom_deserialize() {
    #[derive(Debug, Deserialize)]
    #[serde(try_from = "String")]
    struct Token;

    impl TryFrom<String> for Token {
        type Error = String;

        fn try_from(text: String) -> Result<Self, String> {
            Err(text)
        }
    }

    let token = "s3cret".to_owned() + &"\u{202e}é".repeat(10_000);
    let body = serde_json::to_string(&token).expect("JSON");
    let error = read_request::<Token>(body.as_bytes()).expect_err("refused");
    let source = error.source().expect("on request").to_string();
    assert!(source.starts_with("s3cret é é") && source.ends_with('…'), "{source}");
    assert_eq!(source.chars().count(), 512);
    assert_eq!(error.to_string(), "invalid value");
    assert!(!format!("{error:?}").contains("s3cret"));
    let reply = Reply::from(error);
    assert_eq!(reply.cause(), Some("invalid value"));
    assert!(!String::from_utf8_lossy(reply.body()).contains("s3cret"));

    let response = format!(r#"{{"data":{body},"status_code":1000}}"#);
    let error = read_response::<Token>(HttpStatus::OK, response.as_bytes()).expect_err("refused");
    assert!(!format!("{error:?} {error}").contains("s3cret"));
    assert!(error.source().is_some_and(|source| source.to_string().starts_with("s3cret")));
    let reply = Reply::from(Wrapped::Peer(error));
    assert!(!reply.cause().expect("a cause").contains("s3cret"));

    let response = format!(r#"{{"data":[{body}],"status_code":1000}}"#);
    let read = read_response::<Lenient<Token>>(HttpStatus::OK, response.as_bytes());
    let problem = &read.expect("a list").data.problems[0];
    assert!(!format!("{problem:?} {problem}").contains("s3cret"));
    assert!(problem.source().is_some_and(|source| source.to_string().starts_with("s3cret")));
}

/// Reading takes linear time, whichever part of a body is long.
#[test]
fn reading_takes_linear_time() {
    const TIMES: usize = 16;

    let fastest = |body: &str| {
        let runs = (0..15).map(|_| {
            let start = Instant::now();
            let _ = read_request::<Value>(body.as_bytes());
            let _ = read_request::<Narrow>(body.as_bytes());
            let _ = read_response::<Lenient<Narrow>>(HttpStatus::OK, body.as_bytes());
            start.elapsed()
        });
        runs.min().expect("some")
    };
    let [short, long] = [8_000, 8_000 * TIMES].map(|len| {
        let mut bodies = bodies(len);
        let items = "{\"id\":[]},\n".repeat(len / 12);
        bodies.push(format!(r#"{{"data":[{items}1],"status_code":1000}}"#));
        bodies.push(format!(r#"{{{}"x":1}}"#, r#""id":1,"#.repeat(len / 7)));
        bodies.push(format!("[{}1]", "1,".repeat(len / 2)));
        bodies
    });
    for (short, long) in short.iter().zip(&long) {
        let [once, times] = [fastest(short), fastest(long)];
        // Quadratic reading would take 256 times as long; the limit leaves room for other load.
        let ratio = times.as_secs_f64() / once.as_secs_f64();
        let start: String = short.chars().take(20).collect();
        assert!(ratio <= 128.0, "{ratio}: {start}");
    }
}
