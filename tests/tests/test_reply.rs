//! The whole reply: fields, headers, causes, versions, and data that cannot be serialized.

use std::time::{Duration, SystemTime};

use ocpi_status::http::{self, HeaderValue};
use ocpi_status::{
    ErrorCode, ErrorResponse, OcpiError, OcpiResponse, Reply, SuccessCode, Timestamp, Version,
};
use serde::Serialize;
use serde::ser::{Error as _, SerializeSeq, Serializer};
use serde_json::json;
use tests::body;

/// The timestamp of the responses in these tests.
fn timestamp() -> Timestamp {
    Timestamp::from(SystemTime::UNIX_EPOCH + Duration::from_secs(1_435_701_599))
}

fn text(reply: Reply) -> String {
    String::from_utf8(reply.into_body()).expect("UTF-8")
}

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("display")]
enum Error {
    #[ocpi(code = 2001, http = 404)]
    Data(#[ocpi(data)] Secret),
    #[ocpi(code = 3001, message = "public")]
    ServerData {
        source: std::fmt::Error,
        #[ocpi(data)]
        data: Secret,
    },
    #[ocpi(code = 2002)]
    Fine(#[ocpi(data)] Vec<u8>),
}

/// Fails to serialize half-way, with a reason that must not be sent.
#[derive(Clone, Copy, Debug)]
struct Secret;

impl Serialize for Secret {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(None)?;
        list.serialize_element("half-way")?;
        Err(S::Error::custom("canary \"reason\"\n"))
    }
}

#[test]
fn writes_fields_in_the_order_of_the_standard() {
    let response = OcpiResponse::success([1, 2]).with_message("fine").with_timestamp(timestamp());
    let expected = r#"{"data":[1,2],"status_code":1000,"status_message":"fine","timestamp":"2015-06-30T21:59:59Z"}"#;
    assert_eq!(serde_json::to_string(&response).expect("an envelope"), expected);
    assert_eq!(text(response.into()), expected);

    let error = Error::Fine(vec![3]);
    let response = ErrorResponse::new(&error).with_timestamp(timestamp());
    let expected = r#"{"data":[3],"status_code":2002,"status_message":"display","timestamp":"2015-06-30T21:59:59Z"}"#;
    assert_eq!(serde_json::to_string(&response).expect("an envelope"), expected);
    assert_eq!(text(response.into()), expected);

    let expected = r#"{"status_code":1000,"timestamp":"2015-06-30T21:59:59Z"}"#;
    assert_eq!(text(OcpiResponse::empty().with_timestamp(timestamp()).into()), expected);
}

#[test]
fn responds_3000_when_success_data_cannot_be_serialized() {
    let response = OcpiResponse::success(Secret)
        .created()
        .with_code(SuccessCode::new(1901).expect("a custom code"))
        .with_message("canary")
        .with_header("X-Limit", 50)
        .with_timestamp(timestamp());
    let reply = Reply::from(response);
    assert_eq!((reply.http_status().as_u16(), reply.status_code().as_u16()), (200, 3000));
    assert_eq!(
        reply.cause(),
        Some("the data of a success cannot be serialised: canary \"reason\" "),
    );
    let expected = r#"{"status_code":3000,"status_message":"server error","timestamp":"2015-06-30T21:59:59Z"}"#;
    assert_eq!(text(reply), expected);
}

#[test]
fn leaves_error_data_out_when_it_cannot_be_serialized() {
    let error = Error::Data(Secret);
    let response = ErrorResponse::new(&error).with_timestamp(timestamp());
    let expected =
        r#"{"status_code":2001,"status_message":"display","timestamp":"2015-06-30T21:59:59Z"}"#;
    assert_eq!(serde_json::to_string(&response).expect("an envelope"), expected);
    let reply = Reply::from(response);
    assert_eq!((reply.http_status().as_u16(), reply.status_code().as_u16()), (404, 2001));
    assert_eq!(reply.cause(), Some("data was left out: canary \"reason\" "));
    assert_eq!(text(reply), expected);

    let error = Error::ServerData { source: std::fmt::Error, data: Secret };
    let reply = Reply::from(ErrorResponse::new(&error).with_timestamp(timestamp()));
    let cause = format!("display: {}; data was left out: canary \"reason\" ", std::fmt::Error);
    assert_eq!(reply.cause(), Some(&*cause));
    let expected =
        r#"{"status_code":3001,"status_message":"public","timestamp":"2015-06-30T21:59:59Z"}"#;
    assert_eq!(text(reply), expected);
}

#[test]
fn renders_either_side_of_a_result() {
    let created: Result<_, Error> = Ok(OcpiResponse::<u8>::without_data().created());
    let reply = Reply::from(created);
    assert_eq!((reply.http_status().as_u16(), reply.cause()), (201, None));

    let failed: Result<OcpiResponse<u8>, Error> = Err(Error::Fine(vec![]));
    let reply = Reply::from(failed);
    assert_eq!((reply.http_status().as_u16(), reply.status_code().as_u16()), (200, 2002));
    assert_eq!(body(&reply)["data"], json!([]));
}

#[test]
fn replaces_a_header_that_is_set_twice() {
    let reply = Reply::from(
        OcpiResponse::success(1)
            .with_header("X-Limit", 50)
            .with_header("x-limit", 60)
            .with_header("Link", "<https://example.com/?offset=50>; rel=\"next\""),
    );
    assert_eq!(reply.headers().len(), 2);
    assert_eq!(reply.headers()["X-Limit"], "60");

    let reply = reply.with_header("X-Total-Count", 2).with_header("X-Limit", 70);
    assert_eq!(
        (&reply.headers()["x-total-count"], &reply.headers()["x-limit"]),
        (&HeaderValue::from(2), &HeaderValue::from(70),)
    );

    let response = http::Response::<Vec<u8>>::from(reply);
    assert_eq!(response.headers()["content-type"], "application/json");
    assert_eq!((response.status().as_u16(), response.headers().len()), (200, 4));
}

#[test]
fn responds_3000_when_http_does_not_allow_a_header() {
    for (name, value) in [("X-Limit", "line\nfeed"), ("X Limit", "50"), ("", "50")] {
        for reply in [
            Reply::from(OcpiResponse::success("canary").with_header(name, value)),
            Reply::from(OcpiResponse::success("canary")).with_header(name, value),
        ] {
            assert_eq!((reply.http_status().as_u16(), reply.status_code().as_u16()), (200, 3000));
            assert!(reply.cause().is_some_and(|cause| !cause.is_empty()));
            assert!(reply.headers().is_empty());
            assert_eq!(body(&reply)["status_message"], "server error");
            assert!(!text(reply).contains("canary"));
        }
        let reply = Reply::from(Error::Fine(vec![])).with_header(name, value);
        assert_eq!((reply.http_status().as_u16(), reply.status_code().as_u16()), (200, 2002));
        assert!(reply.cause().is_some());
    }
    let reply = Reply::from(OcpiResponse::empty()).with_header("X-Limit", "line\nfeed");
    assert!(reply.cause().is_some_and(|cause| cause.contains("x-limit")));
}

#[test]
fn appends_headers() {
    let response = OcpiResponse::success(1)
        .append_header("Link", "<a>; rel=prev")
        .append_header("link", "<b>; rel=next");
    let links = |headers: &http::HeaderMap| headers.get_all("Link").iter().count();
    assert_eq!(links(response.headers()), 2);
    let reply = Reply::from(response).append_header("Link", "<c>; rel=last");
    assert_eq!(links(reply.headers()), 3);
    let reply = reply.with_header("Link", "<d>");
    assert_eq!(links(reply.headers()), 1);
    assert_eq!(reply.append_header("X Limit", 1).status_code(), 3000);
}

/// A wrong length makes a client read the rest of one response as the next.
const FRAMING: [&str; 12] = [
    "Content-Length",
    "content-type",
    "Transfer-Encoding",
    "Content-Encoding",
    "Content-Range",
    "CONNECTION",
    "Keep-Alive",
    "Proxy-Connection",
    "TE",
    "Trailer",
    "Upgrade",
    "HTTP2-Settings",
];

#[test]
fn refuses_headers_that_only_the_server_sets() {
    for name in FRAMING {
        let reason = format!("header {}: only the server sets it", name.to_ascii_lowercase());
        for reply in [
            Reply::from(OcpiResponse::success("canary").with_header(name, "5")),
            Reply::from(OcpiResponse::success("canary").append_header(name, "5")),
            Reply::from(OcpiResponse::success("canary")).with_header(name, "5"),
            Reply::from(OcpiResponse::success("canary")).append_header(name, "5"),
        ] {
            assert_eq!((reply.http_status().as_u16(), reply.status_code().as_u16()), (200, 3000));
            assert_eq!(reply.cause(), Some(&*reason));
            assert!(reply.headers().is_empty());
            assert!(!reply.text().contains("canary"));
        }
        let reply = Reply::from(Error::Fine(vec![])).append_header(name, "5");
        assert_eq!((reply.status_code().as_u16(), reply.cause()), (2002, Some(&*reason)));
        assert!(reply.headers().is_empty());
    }
}

/// A handwritten error with an HTTP status and headers.
#[derive(Debug, thiserror::Error)]
#[error("with headers")]
struct WithHeaders(http::StatusCode, &'static [(&'static str, &'static str)]);

impl OcpiError for WithHeaders {
    fn status_code(&self) -> ErrorCode {
        ErrorCode::CLIENT_ERROR
    }

    fn http_status(&self) -> http::StatusCode {
        self.0
    }

    fn headers(&self, headers: &mut http::HeaderMap) {
        for (name, value) in self.1 {
            headers.append(*name, HeaderValue::from_static(value));
        }
    }
}

#[test]
fn sends_the_headers_of_an_error() {
    let error = WithHeaders(
        http::StatusCode::METHOD_NOT_ALLOWED,
        &[("allow", "GET"), ("allow", "PUT"), ("retry-after", "5")],
    );
    for reply in [
        Reply::from_error(&error),
        Reply::from(ErrorResponse::new(&error).for_version(Version::V2_1_1)),
        Reply::from(std::sync::Arc::new(error)),
    ] {
        assert_eq!(reply.http_status(), 405);
        assert_eq!(reply.headers().get_all("allow").iter().count(), 2);
        assert_eq!(
            (&reply.headers()["retry-after"], reply.headers().len()),
            (&HeaderValue::from(5), 3)
        );
        assert_eq!(reply.cause(), None);
    }
}

#[test]
fn leaves_framing_headers_of_an_error_out() {
    let error = WithHeaders(
        http::StatusCode::OK,
        &[
            ("content-length", "5"),
            ("retry-after", "5"),
            ("connection", "close"),
            ("connection", "x"),
        ],
    );
    let reply = Reply::from_error(&error);
    assert_eq!((reply.http_status().as_u16(), reply.status_code().as_u16()), (200, 2000));
    assert_eq!(
        (&reply.headers()["retry-after"], reply.headers().len()),
        (&HeaderValue::from(5), 1)
    );
    let cause = reply.cause().expect("a cause");
    assert!(cause.contains("content-length") && cause.contains("connection"), "{cause}");
    let only = WithHeaders(http::StatusCode::OK, &[("content-type", "text/html")]);
    assert!(Reply::from_error(&only).headers().is_empty());
}

#[test]
fn asks_for_a_token_when_the_status_is_401() {
    #[derive(Debug, thiserror::Error, OcpiError)]
    #[error("token is not known")]
    #[ocpi(code = 2000, http = 401)]
    struct Unauthorized;

    assert_eq!(Reply::from(Unauthorized).headers()["www-authenticate"], "Token");

    let reply = |status, headers| Reply::from(WithHeaders(status, headers));
    let challenge = |reply: &Reply| reply.headers().get("www-authenticate").cloned();
    let unauthorized = http::StatusCode::UNAUTHORIZED;
    assert_eq!(challenge(&reply(unauthorized, &[])), Some(HeaderValue::from_static("Token")));
    let own = reply(unauthorized, &[("www-authenticate", "Token realm=\"ocpi\"")]);
    assert_eq!(challenge(&own), Some(HeaderValue::from_static("Token realm=\"ocpi\"")));
    for status in [http::StatusCode::OK, http::StatusCode::FORBIDDEN] {
        assert_eq!(challenge(&reply(status, &[])), None);
    }
    // HTTP 401 does not fit the code and becomes 200, which needs no `WWW-Authenticate`.
    let server = Unchecked(ErrorCode::SERVER_ERROR, unauthorized);
    assert_eq!(challenge(&Reply::from(server)), None);
}

#[test]
fn keeps_the_code_in_the_extensions_of_an_http_response() {
    for reply in [Reply::from(OcpiResponse::empty()), Reply::from(Error::Fine(vec![]))] {
        let code = reply.status_code();
        let response = http::Response::<Vec<u8>>::from(reply);
        assert_eq!(response.extensions().get(), Some(&code));
    }
}

#[test]
fn compares_all_of_a_reply() {
    let reply = || Reply::from(OcpiResponse::success(1).with_timestamp(timestamp()));
    assert_eq!(reply(), reply());
    assert_ne!(reply(), reply().with_header("X-Limit", 1));
    assert_ne!(reply(), Reply::from(OcpiResponse::success(2).with_timestamp(timestamp())));
}

/// A `Display` may contain text that a peer sent.
#[test]
fn bounds_the_cause() {
    #[derive(Debug, thiserror::Error, OcpiError)]
    #[ocpi(code = 3000)]
    enum Long {
        #[error("{0}")]
        Link(String, #[source] Option<Box<Long>>),
    }

    let text = "\u{7f}\u{202e}ä".repeat(100_000);
    let reply = Reply::from(Long::Link(text.clone(), None));
    let cause = reply.cause().expect("a cause");
    assert_eq!(cause.chars().count(), 512);
    assert!(cause.ends_with('…') && cause.starts_with("  ä  ä"));

    let mut error = Long::Link(text.clone(), None);
    for number in 0..30 {
        error = Long::Link(format!("{number}{text}"), Some(Box::new(error)));
    }
    let mut reply = Reply::from(error);
    let cause = reply.cause().expect("a cause");
    assert!(cause.len() <= 4096 && cause.starts_with("29") && cause.ends_with('…'), "{cause}");
    for _ in 0..1_000 {
        reply = reply.with_header("X Limit", "1");
    }
    assert!(reply.cause().is_some_and(|cause| cause.len() <= 4096));
}

#[test]
fn keeps_good_headers_when_a_success_cannot_be_sent() {
    let good = |response: OcpiResponse<Secret>| Reply::from(response.with_header("X-Limit", 50));
    for reply in [
        good(OcpiResponse::success(Secret)),
        good(OcpiResponse::without_data().with_header("X Limit", 50)),
        good(OcpiResponse::without_data()).with_header("X Limit", 50),
    ] {
        assert_eq!(reply.status_code(), 3000);
        assert_eq!(reply.headers()["x-limit"], "50");
        assert_eq!((reply.headers().len(), reply.label()), (1, Some("unsent")));
    }
}

#[test]
fn keeps_the_timestamp_when_a_success_cannot_be_sent() {
    let response = || OcpiResponse::empty().with_timestamp(timestamp());
    for reply in [
        Reply::from(response().with_header("X Limit", 50)),
        Reply::from(response()).with_header("X Limit", 50),
    ] {
        assert_eq!(body(&reply)["timestamp"], "2015-06-30T21:59:59Z");
    }
}

#[test]
fn names_every_reason_why_a_success_cannot_be_sent() {
    let response = OcpiResponse::success(Secret).with_header("X Limit", 50);
    let reply = Reply::from(response.with_header("X-Limit", "line\nfeed"));
    assert_eq!(
        reply.cause(),
        Some(
            "the data of a success cannot be serialised: canary \"reason\" ; \
             name of a header: invalid HTTP header name; \
             header x-limit: failed to parse header value",
        ),
    );
}

#[test]
fn shows_every_field_in_debug() {
    assert_eq!(Reply::from(OcpiResponse::empty()).label(), None);
    let reply = Reply::from(Error::Fine(vec![1])).with_header("X-Limit", 50);
    assert_eq!(reply.label(), Some("Error::Fine"));
    let debug = format!("{reply:?}");
    for part in
        ["Reply {", "http_status: 200", "status_code: 2002", "x-limit", "Error::Fine", "[1]"]
    {
        assert!(debug.contains(part), "{part}: {debug}");
    }
}

#[test]
fn renders_a_cause_when_the_message_does_not_say_all() {
    #[derive(Debug, thiserror::Error, OcpiError)]
    #[error("outer\nline")]
    enum Caused {
        #[ocpi(code = 2001)]
        Plain,
        #[ocpi(code = 2001)]
        Sourced(#[source] std::fmt::Error),
        #[ocpi(code = 3000)]
        Server,
        #[ocpi(code = 2001, message = "outer")]
        Shortened,
        #[ocpi(code = 2001, message = "outer line and more")]
        Prolonged,
        #[ocpi(code = 4001)]
        Hub(#[source] Box<Self>),
    }

    let cause = |error| Reply::from(error).cause().map(str::to_owned);
    let root = std::fmt::Error;
    assert_eq!(cause(Caused::Plain), None);
    assert_eq!(cause(Caused::Sourced(root)), Some(format!("outer line: {root}")));
    for error in [Caused::Server, Caused::Shortened, Caused::Prolonged] {
        assert_eq!(cause(error), Some("outer line".to_owned()));
    }
    let hub = Caused::Hub(Box::new(Caused::Sourced(root)));
    // The same line is not repeated.
    assert_eq!(cause(hub), Some(format!("outer line: {root}")));
}

/// The `Display` of an outer error is logged, although the peer reads that of the inner error.
#[test]
fn keeps_the_display_of_an_outer_error_in_the_cause() {
    #[derive(Debug, thiserror::Error, OcpiError)]
    #[error("inner")]
    #[ocpi(code = 2001)]
    struct Inner;

    #[derive(Debug, thiserror::Error, OcpiError)]
    enum Outer {
        #[error("for token 012345678: {0}")]
        #[ocpi(transparent)]
        Context(Inner),
        #[error(transparent)]
        #[ocpi(transparent)]
        Plain(Inner),
    }

    let reply = Reply::from(Outer::Context(Inner));
    assert_eq!(body(&reply)["status_message"], "inner");
    assert_eq!(reply.cause(), Some("for token 012345678: inner"));
    assert_eq!(Reply::from(Outer::Plain(Inner)).cause(), None);
}

/// A handwritten error whose message differs from its `Display`.
#[derive(Debug, thiserror::Error)]
#[error("secret")]
struct ByHand;

impl OcpiError for ByHand {
    fn status_code(&self) -> ErrorCode {
        ErrorCode::INVALID_PARAMETERS
    }

    fn fmt_message(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("public")
    }
}

#[test]
fn keeps_the_display_of_an_error_by_hand_in_the_cause() {
    let reply = Reply::from(ByHand);
    assert_eq!(body(&reply)["status_message"], "public");
    assert_eq!(reply.cause(), Some("secret"));
}

#[test]
fn ends_when_a_chain_of_sources_is_a_loop() {
    #[derive(Debug, thiserror::Error, OcpiError)]
    #[error("round")]
    #[ocpi(code = 3000)]
    struct Round;

    #[derive(Debug)]
    struct Loop;

    impl std::fmt::Display for Loop {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("loop")
        }
    }

    impl std::error::Error for Loop {
        fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
            Some(&Self)
        }
    }

    impl OcpiError for Loop {
        fn status_code(&self) -> ErrorCode {
            Round.status_code()
        }
    }

    let reply = Reply::from(Loop);
    assert!(reply.cause().is_some_and(|cause| cause.starts_with("loop") && cause.len() < 1000));
}

#[derive(Debug, thiserror::Error)]
#[error("coded")]
struct Coded(ErrorCode);

impl OcpiError for Coded {
    fn status_code(&self) -> ErrorCode {
        self.0
    }
}

#[test]
fn sends_every_code_as_the_version_defines_it() {
    for code in (2000..=4999).filter_map(ErrorCode::new) {
        for &version in Version::ALL {
            let error = Coded(code);
            let response = ErrorResponse::new(&error).for_version(version);
            let reply = Reply::from(response);
            assert_eq!(reply.status_code(), code.for_version(version));
            assert_eq!(response.status_code(), code.for_version(version));
            assert_eq!(body(&reply)["status_code"], code.for_version(version).as_u16());
        }
    }
}

/// The HTTP status must fit the code that a peer of an older version gets.
#[test]
fn adapts_the_http_status_to_the_code_of_the_version() {
    #[derive(Debug, thiserror::Error, OcpiError)]
    #[error("no receiver")]
    #[ocpi(code = 4001, http = 404)]
    struct NoReceiver;

    for (version, http_status, status_code) in
        [(Version::V2_2_1, 404, 4001), (Version::V2_1_1, 200, 3000)]
    {
        let response = ErrorResponse::new(&NoReceiver).for_version(version);
        assert_eq!(response.http_status(), http_status);
        assert_eq!(response.status_code(), status_code);
        let reply = Reply::from(response);
        assert_eq!(reply.http_status(), http_status);
        assert_eq!(reply.status_code(), status_code);
    }
}

/// A handwritten error, whose code and HTTP status the derive has not checked.
#[derive(Debug, thiserror::Error)]
#[error("by hand")]
struct Unchecked(ErrorCode, http::StatusCode);

impl OcpiError for Unchecked {
    fn status_code(&self) -> ErrorCode {
        self.0
    }

    fn http_status(&self) -> http::StatusCode {
        self.1
    }
}

#[test]
fn sends_http_200_when_the_status_does_not_go_with_the_code() {
    for (code, allowed) in [
        (2000, vec![400, 401, 403, 404, 405, 408, 411, 413, 415, 429]),
        (3000, (500..=599).collect()),
        (4000, [404].into_iter().chain(500..=599).collect()),
    ] {
        let code = ErrorCode::new(code).expect("an error code");
        for status in 100..=999 {
            let asked = http::StatusCode::from_u16(status).expect("an HTTP status");
            let sent = if allowed.contains(&status) { status } else { 200 };
            let error = Unchecked(code, asked);
            assert_eq!(Reply::from_error(&error).http_status().as_u16(), sent, "{code} {status}");
            assert_eq!(ErrorResponse::new(&error).http_status().as_u16(), sent);
            assert_eq!(code.allows_http(asked), sent == status, "{code} {status}");
        }
    }
}

#[test]
fn sends_the_generic_code_when_no_version_defines_the_code() {
    for (code, sent) in [(2005, 2000), (2899, 2000), (3004, 3000), (4004, 4000), (4999, 4999)] {
        let code = ErrorCode::new(code).expect("an error code");
        let error = Unchecked(code, http::StatusCode::NOT_FOUND);
        let reply = Reply::from_error(&error);
        assert_eq!(
            (reply.status_code().as_u16(), &body(&reply)["status_code"]),
            (sent, &json!(sent))
        );
        let serialized = serde_json::to_value(ErrorResponse::new(&error)).expect("JSON");
        assert_eq!(serialized["status_code"], sent);
    }
}

/// The log has the message in full if it is not ASCII and the version is before 2.2.
#[test]
fn keeps_the_full_message_in_the_cause_when_it_is_not_ascii() {
    #[derive(Debug, thiserror::Error, OcpiError)]
    #[error("jeton {0}")]
    #[ocpi(code = 2001)]
    struct Jeton(&'static str);

    let cause = |uid| {
        let reply = Reply::from(ErrorResponse::new(&Jeton(uid)).for_version(Version::V2_1_1));
        reply.cause().map(str::to_owned)
    };
    assert_eq!(cause("été"), Some("jeton été".to_owned()));
    assert_eq!(cause("ete"), None);
}

#[test]
fn shows_a_source_once_when_the_outer_error_ends_with_it() {
    #[derive(Debug, thiserror::Error, OcpiError)]
    #[error("cannot book: {0}")]
    #[ocpi(code = 3000)]
    struct Booking(#[source] std::fmt::Error);

    let root = std::fmt::Error;
    assert_eq!(Reply::from(Booking(root)).cause(), Some(&*format!("cannot book: {root}")));
}
