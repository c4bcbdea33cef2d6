//! Reading a request's body: HTTP 400 if it is malformed, else an OCPI error.

use std::collections::HashMap;
use std::error::Error;

use ocpi_status::{OcpiError, Reply, RequestError, read_optional_request, read_request};
use proptest::prelude::*;
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;
use tests::json;

/// The type that recorded requests are read as.
#[derive(Debug, Deserialize)]
struct Request {
    #[expect(dead_code, reason = "only its being there matters")]
    id: String,
    #[expect(dead_code, reason = "only its being there matters")]
    n: Option<u32>,
}

/// Returns the body of the response.
fn answer(error: RequestError) -> Value {
    let reply = Reply::from(error);
    serde_json::from_slice(reply.body()).expect("an answer is JSON")
}

#[track_caller]
fn assert_malformed<T: std::fmt::Debug>(result: Result<T, RequestError>, name: &str) {
    let error = result.expect_err(name);
    assert_eq!((error.http_status().as_u16(), error.status_code().as_u16()), (400, 2000), "{name}");
    assert!(error.data().is_none(), "{name}");
    assert!(error.source().is_some(), "{name}");
}

/// Returns path, problem and message.
#[track_caller]
fn invalid<T: std::fmt::Debug>(result: Result<T, RequestError>) -> [String; 3] {
    let error = result.expect_err("an error");
    assert_eq!((error.http_status().as_u16(), error.status_code().as_u16()), (200, 2001));
    assert!(error.source().is_some());
    let message = error.to_string();
    let answer = answer(error);
    assert_eq!(answer["status_message"], message);
    assert_eq!(answer["data"].as_array().map(Vec::len), Some(1));
    let text = |name| answer["data"][0][name].as_str().expect("text").to_owned();
    [text("path"), text("problem"), message]
}

#[test]
fn reads_recorded_requests() {
    let cases: Value = serde_json::from_str(include_str!("../wire/requests.json")).expect("JSON");
    for case in cases.as_array().expect("a list") {
        let text = |name| case[name].as_str().expect("text");
        let (name, body) = (text("name"), text("body"));
        let result = read_request::<Request>(body.as_bytes());
        match case["expect"]["kind"].as_str() {
            Some("ok") => assert!(result.is_ok(), "{name}: {result:?}"),
            Some("malformed") => assert_malformed(result, name),
            Some("invalid") => {
                let [path, ..] = invalid(result);
                if let Some(expected) = case["expect"]["path"].as_str() {
                    assert_eq!(path, expected, "{name}");
                }
            }
            kind => panic!("{name}: {kind:?}"),
        }
    }
}

#[test]
fn returns_400_when_the_body_is_not_json() {
    for (body, message) in [
        (&b""[..], "the body is empty"),
        (b" \r\n", "the body is not JSON: line "),
        (b"\xef\xbb\xbf{}", "the body is not JSON: line 1, column 1"),
        (b"{}{}", "the body is not JSON: line 1, column 3"),
        (b"{}\0", "the body is not JSON: line 1, column 3"),
        (b"{'id':1}", "the body is not JSON: line 1, column 2"),
        (b"{\"id\":NaN}", "the body is not JSON: line 1, column 7"),
        (b"{\"id\":01}", "the body is not JSON: line 1, column 8"),
        (b"[\"\n\"]", "the body is not JSON: line "),
        (b"[\"\\ud80\"]", "the body is not JSON: line 1, column "),
        (b"{\"id\":\"\xff\"}", "the body is not JSON: it is not UTF-8"),
        (b"[\"\xed\xa0\x80\"]", "the body is not JSON: it is not UTF-8"),
        (b"{\0\"\0i\0d\0", "the body is not JSON: line 1, column 2"),
    ] {
        let result = read_request::<Request>(body);
        let text = result.as_ref().expect_err(message).to_string();
        assert!(text.starts_with(message), "{text}");
        assert_malformed(result, message);
    }
}

#[test]
fn returns_2001_when_json_is_well_formed_but_unreadable() {
    #[derive(Debug, Deserialize)]
    struct Limits {
        #[expect(dead_code, reason = "only its being there matters")]
        n: f64,
    }

    // The feature `arbitrary_precision` does not change this.
    let [path, _, message] = invalid(read_request::<Limits>(br#"{"n":1e999}"#));
    assert_eq!((path.as_str(), message.as_str()), ("/n", "invalid value at /n"));
    let [path, ..] = invalid(read_request::<Request>(br#"{"id":"\udc00\ud800"}"#));
    assert_eq!(path, "/id");
    // The name of an unknown field has to be decoded too.
    invalid(read_request::<Request>(br#"{"id":"A","\ud800":1}"#));

    for depth in [127, 128, 1_000, 1_000_000] {
        let body = format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        let result = read_request::<Value>(body.as_bytes());
        if depth < 128 {
            assert!(result.is_ok());
            continue;
        }
        let [path, _, message] = invalid(result);
        assert!(path.len() <= 256 && path.starts_with("/0/0"), "{path}");
        assert_eq!(message, format!("invalid value at {path}"));
        assert_malformed(read_request::<Value>(&body.as_bytes()[1..]), "unbalanced");
    }
    // The depth of ignored values is not limited.
    let body = format!(r#"{{"id":"A","x":{}{}}}"#, "[".repeat(1_000_000), "]".repeat(1_000_000));
    assert!(read_request::<Request>(body.as_bytes()).is_ok());
}

#[test]
fn names_path_and_problem_when_data_does_not_fit() {
    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "nothing looks at what was read")]
    struct Location {
        evses: Vec<Evse>,
        #[serde(rename = "type")]
        kind: Option<Kind>,
        position: Option<(u8, u8)>,
        names: Option<HashMap<String, u8>>,
        token: Option<Secret>,
    }

    #[derive(Debug, Deserialize)]
    #[expect(dead_code, reason = "nothing looks at what was read")]
    struct Evse {
        #[serde(rename = "evse-uid")]
        uid: String,
    }

    #[derive(Debug, Deserialize)]
    enum Kind {
        Other,
        #[serde(rename = "rare")]
        Rare,
    }

    #[derive(Debug, Deserialize)]
    #[serde(try_from = "String")]
    struct Secret;

    impl TryFrom<String> for Secret {
        type Error = String;

        fn try_from(text: String) -> Result<Self, String> {
            Err(text)
        }
    }

    for (body, path, problem, message) in [
        (
            r#"{"evses":[{}]}"#,
            "/evses/0",
            "missing field `evse-uid`",
            "missing field `evse-uid` at /evses/0",
        ),
        ("{}", "", "missing field `evses`", "missing field `evses`"),
        ("true", "", "expected an object, found a boolean", "expected an object, found a boolean"),
        (
            r#"{"evses":[{"evse-uid":1}]}"#,
            "/evses/0/evse-uid",
            "expected a string, found a number",
            "expected a string, found a number at /evses/0/evse-uid",
        ),
        (r#"{"evses":[],"evses":[]}"#, "", "duplicate field `evses`", "duplicate field `evses`"),
        (r#"{"evses":[],"hunter2":[]}"#, "/hunter2", "unknown field", "unknown field at /hunter2"),
        (
            r#"{"evses":[],"type":"hunter2"}"#,
            "/type",
            "expected one of `Other`, `rare`",
            "expected one of `Other`, `rare` at /type",
        ),
        (
            r#"{"evses":[],"position":[1]}"#,
            "/position",
            "expected 2 elements, found 1",
            "expected 2 elements, found 1 at /position",
        ),
        (
            r#"{"evses":[],"position":[1,256]}"#,
            "/position/1",
            "invalid value",
            "invalid value at /position/1",
        ),
        (
            r#"{"evses":[],"names":{"a/b~c":-1}}"#,
            "/names/a~1b~0c",
            "invalid value",
            "invalid value at /names/a~1b~0c",
        ),
        (
            r#"{"evses":[],"token":"missing field `hunter2 is 1`"}"#,
            "/token",
            "invalid value",
            "invalid value at /token",
        ),
        (r#"{"evses":[],"token":"hunter2"}"#, "/token", "invalid value", "invalid value at /token"),
    ] {
        let result = read_request::<Location>(body.as_bytes());
        assert_eq!(invalid(result), [path, problem, message], "{body}");
    }
    assert!(matches!(read_request(br#""Other""#), Ok(Kind::Other)));
}

#[test]
fn ends_the_path_where_serde_buffers() {
    #[derive(Debug, Deserialize)]
    #[expect(dead_code, reason = "nothing looks at what was read")]
    struct Flattened {
        #[serde(flatten)]
        inner: Request,
    }

    #[derive(Debug, Deserialize)]
    #[serde(untagged)]
    #[expect(dead_code, reason = "nothing looks at what was read")]
    enum Untagged {
        Request(Request),
    }

    #[derive(Debug, Deserialize)]
    #[serde(tag = "type")]
    #[expect(dead_code, reason = "nothing looks at what was read")]
    enum Tagged {
        Request(Request),
    }

    let body = br#"[{"type":"Request","id":5}]"#;
    let found = "unexpected type, found a number";
    for ([path, problem, _], expected) in [
        (invalid(read_request::<Vec<Flattened>>(body)), found),
        (invalid(read_request::<Vec<Untagged>>(body)), "invalid value"),
        (invalid(read_request::<Vec<Tagged>>(body)), found),
    ] {
        assert_eq!((path.as_str(), problem.as_str()), ("/0", expected));
    }
    let [path, problem, _] = invalid(read_request::<Flattened>(b"{}"));
    assert_eq!((path.as_str(), problem.as_str()), ("", "missing field `id`"));
}

#[test]
fn shortens_long_names_in_a_path() {
    type Nested = HashMap<String, HashMap<String, HashMap<String, bool>>>;

    let name = "n".repeat(300);
    let body = format!(r#"{{"outer":{{"{name}":{{"inner":1}}}}}}"#);
    let [path, _, message] = invalid(read_request::<Nested>(body.as_bytes()));
    assert_eq!(
        (path.as_str(), message.as_str()),
        ("/outer", "expected a boolean, found a number at /outer")
    );

    // A path has at most 256 bytes.
    let name = "n".repeat(256 - "/outer/".len());
    for (name, expected) in
        [(&*name, format!("/outer/{name}")), (&*format!("{name}n"), "/outer".into())]
    {
        let body = format!(r#"{{"outer":{{"{name}":1}}}}"#);
        let [path, _, _] = invalid(read_request::<Nested>(body.as_bytes()));
        assert_eq!(path, expected);
    }
}

#[test]
fn sends_neither_type_names_nor_values() {
    let error = read_request::<Request>(br#"{"id":["hunter2"]}"#).unwrap_err();
    let source = error.source().expect("a source").to_string();
    assert_eq!(source, "line 1, column 7");
    let debug = format!("{error:?}");
    let answer = answer(error).to_string();
    for leak in ["hunter2", "Request", "sequence", "line", "column"] {
        assert!(!answer.contains(leak), "{answer}");
    }
    assert!(!debug.contains("hunter2"), "{debug}");
    assert!(debug.contains("Detail("), "{debug}");
}

#[test]
fn keeps_the_error_of_serde_in_the_source() {
    let error = read_request::<Request>(b"{\n \"id\":5}").unwrap_err();
    let reply = Reply::from(error);
    let cause = reply.cause().expect("a cause");
    assert_eq!(cause, "expected a string, found a number at /id: line 2, column 7");
}

#[test]
fn borrows_text_from_the_body() {
    #[derive(Debug, Deserialize)]
    struct Borrowed<'a> {
        id: &'a str,
    }

    let body = br#"{"id":"A"}"#.to_vec();
    assert_eq!(read_request::<Borrowed<'_>>(&body).expect("valid").id, "A");
    assert_eq!(read_request::<&str>(br#""A""#).expect("valid"), "A");
    // Text with an escape cannot be borrowed.
    let [path, ..] = invalid(read_request::<Borrowed<'_>>(br#"{"id":"\u0041"}"#));
    assert_eq!(path, "/id");
}

#[test]
fn returns_none_when_an_optional_body_is_absent_or_null() {
    assert!(read_optional_request::<Request>(b"").expect("none").is_none());
    assert!(read_optional_request::<Request>(b"null").expect("none").is_none());
    assert!(read_optional_request::<Request>(br#"{"id":"A"}"#).expect("one").is_some());
    for body in [&b" "[..], b"{", b"\xef\xbb\xbf", b"nul", b"\xff"] {
        assert_malformed(read_optional_request::<Request>(body), "malformed");
    }
    let [path, ..] = invalid(read_optional_request::<Request>(br#"{"id":5}"#));
    assert_eq!(path, "/id");
}

#[test]
fn reads_an_empty_object_as_absent_when_fields_are_missing() {
    #[derive(Debug, Deserialize)]
    struct Filter {
        #[expect(dead_code, reason = "only its being there matters")]
        id: Option<String>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(tag = "type")]
    enum Tagged {
        Request(#[expect(dead_code, reason = "only its being there matters")] Request),
    }

    for body in ["{}", " { } ", "{\n}"] {
        assert!(read_optional_request::<Request>(body.as_bytes()).expect("none").is_none());
        assert!(read_optional_request::<Tagged>(body.as_bytes()).expect("none").is_none());
        assert!(read_optional_request::<Filter>(body.as_bytes()).expect("one").is_some());
        invalid(read_request::<Request>(body.as_bytes()));
        invalid(read_optional_request::<Vec<u8>>(body.as_bytes()));
        invalid(read_optional_request::<Option<u8>>(body.as_bytes()));
    }
    for body in [r#"{"n":1}"#, r#"{"x":{}}"#] {
        let [_, problem, _] = invalid(read_optional_request::<Request>(body.as_bytes()));
        assert_eq!(problem, "missing field `id`");
    }
    invalid(read_optional_request::<(Request,)>(b"[{}]"));
    for body in ["{}}", "{}\u{a0}", "\u{a0}{}", "{}\u{c}"] {
        assert_malformed(read_optional_request::<Request>(body.as_bytes()), body);
    }
}

#[test]
fn returns_400_for_every_prefix_of_a_body() {
    let body = r#" {"id":"ä\u00e4\"\\","n":12,"x":[1.5e+3,true,null,{"y":{}},"\ud83d\ude00"]}"#;
    assert!(read_request::<Request>(body.as_bytes()).is_ok());
    for end in 0..body.len() {
        let prefix = &body.as_bytes()[..end];
        assert_malformed(read_request::<Request>(prefix), &String::from_utf8_lossy(prefix));
        assert_malformed(read_request::<bool>(prefix), &String::from_utf8_lossy(prefix));
    }
}

#[test]
fn request_errors_are_small_send_and_sync() {
    const fn goes_anywhere<T: Send + Sync + Unpin + 'static>() {}
    goes_anywhere::<RequestError>();
    assert!(size_of::<RequestError>() <= 64, "{}", size_of::<RequestError>());
}

proptest! {
    #[test]
    fn never_returns_400_when_the_body_is_json(body in json()) {
        prop_assert!(read_request::<IgnoredAny>(body.as_bytes()).is_ok());
        if let Err(error) = read_request::<Request>(body.as_bytes()) {
            prop_assert_eq!(error.http_status(), 200);
        }
        if let Err(error) = read_request::<HashMap<String, Vec<bool>>>(body.as_bytes()) {
            prop_assert_eq!(error.http_status(), 200);
        }
    }

    #[test]
    fn returns_400_when_json_has_a_tail(
        body in json(),
        tail in prop::sample::select(vec!["]", "}", ",", "x", "\"", "null ", "{}", ":", "\u{feff}"]),
    ) {
        let body = format!("{body} {tail}");
        let error = read_request::<Request>(body.as_bytes()).expect_err("malformed");
        prop_assert_eq!(error.http_status(), 400);
    }

    #[test]
    fn reads_any_bytes_without_panic(body in prop::collection::vec(any::<u8>(), 0..64)) {
        if let Err(error) = read_request::<Request>(&body) {
            prop_assert_eq!(error.data().is_some(), error.http_status() == 200);
        }
    }

/// The path points to a value in the body.
    #[test]
    fn path_points_to_a_value_in_the_body(body in json()) {
        let value = serde_json::from_str::<Value>(&body);
        let result = read_request::<HashMap<String, Vec<HashMap<String, u8>>>>(body.as_bytes());
        if let (Ok(value), Err(error)) = (value, result) {
            let answer = answer(error);
            let path = answer["data"][0]["path"].as_str().expect("text");
            prop_assert!(value.pointer(path).is_some(), "{path} in {body}");
        }
    }
}
