use bytes::Bytes;
use http::StatusCode as HttpStatus;

use super::{Content, Head, Method, Plan, judge, plan};
use crate::code::{ErrorCode, StatusCode};
use crate::error::OcpiError;
use crate::version::Version;
use crate::web::answered::{Answered, Rendered};
use crate::web::body::{End, Read};
use crate::web::options::Options;
use crate::write::changes::Changes;
use crate::write::reply::Reply;
use crate::write::response::OcpiResponse;

#[derive(Debug)]
struct TestError(ErrorCode);

impl core::fmt::Display for TestError {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("jeton non trouvé")
    }
}

impl core::error::Error for TestError {}

impl OcpiError for TestError {
    fn status_code(&self) -> ErrorCode {
        self.0
    }
}

fn unknown_token() -> (Rendered, Bytes) {
    rendered(TestError(ErrorCode::UNKNOWN_TOKEN))
}

/// A rendered response, and the body that was made of it.
fn rendered(reply: impl Into<Reply>) -> (Rendered, Bytes) {
    let answered = Answered::take(&mut reply.into());
    (answered.rendered.clone(), answered.rendered.body())
}

fn head(http_status: u16, content: Content, size: impl Into<Option<u64>>) -> Head {
    let http_status = HttpStatus::from_u16(http_status).expect("an HTTP status");
    Head { http_status, method: Method::Other, content, size: size.into() }
}

fn strict() -> Options {
    Options { is_envelope_required: true, ..Options::default() }
}

fn for_2_1_1() -> Options {
    let changes = Changes { version: Some(Version::V2_1_1), ..Changes::default() };
    Options { changes, ..Options::default() }
}

#[test]
fn content_types_of_an_envelope() {
    for (content_type, encoding, expected) in [
        ("application/json", None, Content::Json),
        ("Application/JSON ; charset=UTF-8", None, Content::Json),
        ("application/json", Some("identity"), Content::Json),
        ("application/json", Some("gzip"), Content::Encoded),
        (" application/json;charset=\"utf-8\"", None, Content::Json),
        ("application/json; charset=iso-8859-1", None, Content::JsonLike),
        ("application/problem+json", None, Content::JsonLike),
        ("application/vnd.api+json;v=1", None, Content::JsonLike),
        ("application/jsonp", None, Content::Other),
        ("application/json, text/plain", None, Content::Other),
        ("json", None, Content::Other),
        ("text/json", None, Content::Other),
        ("text/html; application/json", None, Content::Other),
        ("multipart/form-data; boundary=+json", None, Content::Other),
        (";", None, Content::Other),
        ("", None, Content::Other),
    ] {
        let encoding = encoding.map(str::as_bytes);
        assert_eq!(
            Content::of(Some(content_type.as_bytes()), encoding),
            expected,
            "{content_type}"
        );
    }
    assert_eq!(Content::of(None, None), Content::Other);
    assert_eq!(Content::of(Some(b"application/\xff"), None), Content::Other);
}

#[test]
fn responses_without_an_envelope_by_nature_are_kept() {
    for status in [100, 101, 103, 204, 205, 300, 304, 308] {
        let head = head(status, Content::Other, 0);
        assert!(matches!(plan(&strict(), &head, None), Plan::Keep(None)), "{status}");
    }
    for (name, method) in [("CONNECT", Method::Connect), ("HEAD", Method::Head)] {
        assert_eq!(Method::of(name), method);
    }
    assert_eq!(Method::of("GET"), Method::Other);
    let tunnel = Head { method: Method::Connect, ..head(200, Content::Other, None) };
    assert!(matches!(plan(&strict(), &tunnel, None), Plan::Keep(None)));
}

#[test]
fn success_is_not_read_without_a_reason() {
    for content in [Content::Json, Content::JsonLike, Content::Encoded] {
        let plan = plan(&Options::default(), &head(200, content, 100), None);
        assert!(matches!(plan, Plan::Keep(None)), "{plan:?}");
    }
    let plan = plan(&Options::default(), &head(200, Content::Other, 100), None);
    assert!(matches!(plan, Plan::KeepWithoutEnvelope), "{plan:?}");
}

#[test]
fn compressed_error_is_rendered_again_and_a_success_is_kept() {
    let (own, _body) = unknown_token();
    let error = head(404, Content::Encoded, 10);
    match plan(&Options::default(), &error, Some(&own)) {
        Plan::Replace(status, Answered { rendered, error: None }) => {
            assert_eq!((status.as_u16(), rendered.body()), (404, own.body()));
        }
        other => panic!("{other:?}"),
    }
    let (own, _body) = rendered(OcpiResponse::success(1));
    let plan = plan(&Options::default(), &head(200, Content::Encoded, 10), Some(&own));
    assert!(matches!(plan, Plan::Keep(None)), "{plan:?}");
}

#[test]
fn http_status_of_a_handler_is_kept_unless_the_older_code_forbids_it() {
    for (code, status, expected) in [
        (ErrorCode::UNKNOWN_RECEIVER, 404, (200, 3000)),
        (ErrorCode::UNKNOWN_RECEIVER, 503, (503, 3000)),
        (ErrorCode::UNKNOWN_TOKEN, 404, (404, 2000)),
        (ErrorCode::UNKNOWN_TOKEN, 409, (409, 2000)),
        (ErrorCode::UNKNOWN_TOKEN, 503, (503, 2000)),
    ] {
        let (own, _body) = rendered(TestError(code));
        match plan(&for_2_1_1(), &head(status, Content::Json, own.len()), Some(&own)) {
            Plan::Replace(status, Answered { rendered, .. }) => {
                assert_eq!((status.as_u16(), rendered.status_code.as_u16()), expected);
            }
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn only_small_json_of_a_known_size_is_waited_for() {
    for (content, size, expected) in [
        (Content::Json, Some(0), true),
        (Content::Json, Some(64 * 1024), true),
        (Content::JsonLike, Some(100), true),
        (Content::Json, Some(64 * 1024 + 1), false),
        (Content::Json, None, false),
        (Content::Encoded, Some(100), false),
        (Content::Other, Some(100), false),
    ] {
        for (status, options) in [(502, Options::default()), (200, strict())] {
            match plan(&options, &head(status, content, size), None) {
                Plan::Inspect { waits } => assert_eq!(waits, expected, "{content:?} {size:?}"),
                other => panic!("{other:?}"),
            }
        }
    }
}

#[test]
fn what_was_rendered_here_is_kept_unless_it_changes() {
    let (own, body) = unknown_token();
    let head = head(404, Content::Json, own.len());
    assert!(matches!(plan(&Options::default(), &head, Some(&own)), Plan::Keep(None)));
    match plan(&for_2_1_1(), &head, Some(&own)) {
        Plan::Replace(status, Answered { rendered: changed, error: None }) => {
            assert_eq!((status.as_u16(), changed.status_code.as_u16()), (404, 2000));
            assert!(changed.body().is_ascii());
            // It stays as it is when it is adapted again.
            assert!(changed.change(for_2_1_1().changes).is_none());
        }
        other => panic!("{other:?}"),
    }
    // The body was dropped.
    let only = {
        drop(body);
        own
    };
    assert!(matches!(plan(&Options::default(), &head, Some(&only)), Plan::Inspect { .. }));
}

#[test]
fn head_without_a_body_is_answered_by_its_headers() {
    let gone = |status, content| Head { method: Method::Head, ..head(status, content, 0) };
    assert!(matches!(plan(&strict(), &gone(404, Content::Json), None), Plan::Keep(None)));
    for (status, options) in [(404, Options::default()), (200, strict())] {
        let plan = plan(&options, &gone(status, Content::Other), None);
        assert!(matches!(plan, Plan::Replace(_, Answered { error: Some(_), .. })), "{plan:?}");
    }
    let (own, _body) = unknown_token();
    let kept = plan(&Options::default(), &gone(404, Content::Json), Some(&own));
    assert!(matches!(kept, Plan::Keep(None)), "{kept:?}");
    let plan = plan(&for_2_1_1(), &gone(404, Content::Json), Some(&own));
    assert!(matches!(plan, Plan::Replace(_, Answered { error: None, .. })), "{plan:?}");
}

/// Judges a body of another party: the code of what leaves, and whether it is the body itself.
fn judged(options: &Options, status: u16, body: &'static str, end: End) -> (Option<u16>, bool) {
    let head = head(status, Content::Json, body.len() as u64);
    let read = Read { bytes: Bytes::from_static(body.as_bytes()), end };
    match judge(options, &head, None, &read) {
        Plan::Keep(answered) => (answered.map(|it| it.rendered.status_code.as_u16()), true),
        Plan::KeepWithoutEnvelope => (None, true),
        Plan::Replace(_, answered) => (Some(answered.rendered.status_code.as_u16()), false),
        Plan::Inspect { .. } => panic!("all was read"),
    }
}

#[test]
fn body_from_elsewhere_is_kept_if_it_may_be_sent() {
    const FIT: &str = r#"{"status_code":4002,"timestamp":"2015-06-30T21:59:59Z"}"#;
    const SUCCESS: &str = r#"{"status_code":1901,"timestamp":"2015-06-30T21:59:59Z"}"#;
    let plain = Options::default();
    for (options, status, body, end, expected) in [
        (plain, 502, FIT, End::Complete, (Some(4002), true)),
        (plain, 502, FIT, End::Partial, (Some(3000), false)),
        (plain, 502, FIT, End::Broken, (Some(3000), false)),
        (plain, 502, SUCCESS, End::Complete, (Some(3000), false)),
        (plain, 404, r#"{"status_code":"2003"}"#, End::Complete, (Some(2003), false)),
        (plain, 404, "[]", End::Complete, (Some(2000), false)),
        (plain, 200, FIT, End::Complete, (Some(4002), true)),
        (plain, 200, SUCCESS, End::Complete, (None, true)),
        (plain, 200, "[1]", End::Complete, (None, true)),
        (plain, 200, "[1", End::Partial, (None, true)),
        (plain, 200, "[1", End::Broken, (Some(3000), false)),
        (strict(), 200, SUCCESS, End::Complete, (None, true)),
        (strict(), 200, "[1]", End::Complete, (Some(3000), false)),
        (strict(), 200, r#"{"status_code":"1901"}"#, End::Complete, (Some(1901), false)),
    ] {
        assert_eq!(judged(&options, status, body, end), expected, "{status} {body} {end:?}");
    }
}

#[test]
fn success_without_an_envelope_is_reported_if_all_of_it_is_known() {
    for (content, body, end, is_reported) in [
        (Content::Json, "[1]", End::Complete, true),
        (Content::Json, r#"{"status_code":"1901"}"#, End::Complete, true),
        (Content::Json, "[1", End::Partial, false),
        (Content::Encoded, "[1", End::Partial, false),
        (Content::Other, "a", End::Partial, true),
    ] {
        let read = Read { bytes: Bytes::from_static(body.as_bytes()), end };
        let plan = judge(&Options::default(), &head(200, content, 100), None, &read);
        let expected = if is_reported {
            matches!(plan, Plan::KeepWithoutEnvelope)
        } else {
            matches!(plan, Plan::Keep(None))
        };
        assert!(expected, "{content:?} {body}: {plan:?}");
    }
}

#[test]
fn success_without_an_envelope_becomes_a_server_error() {
    let read = Read { bytes: Bytes::from_static(b"hunter2"), end: End::Complete };
    match judge(&strict(), &head(201, Content::Other, 7), None, &read) {
        Plan::Replace(status, Answered { error: Some(error), .. }) => {
            assert_eq!((status.as_u16(), error.status_code()), (500, StatusCode::SERVER_ERROR));
            assert_eq!(error.label(), Some("unsent"));
            let cause = error.cause().expect("a cause");
            assert!(cause.contains("HTTP 201 without an envelope; return `OcpiJson`"), "{cause}");
            assert!(!cause.contains("hunter2"), "{cause}");
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn equal_body_counts_as_the_one_that_was_rendered() {
    let (own, body) = rendered(OcpiResponse::success(1));
    let copy = Bytes::copy_from_slice(&body);
    drop(body);
    let head = head(200, Content::Json, own.len());
    let read = Read { bytes: copy, end: End::Complete };
    assert!(matches!(judge(&strict(), &head, Some(&own), &read), Plan::Keep(None)));
}
