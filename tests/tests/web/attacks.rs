//! Handlers and layers that misbehave: bodies that stall, break off or panic, and foreign errors.

use std::fmt::{self, Write as _};
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use ocpi_status::http::Method;
use ocpi_status::{Data, ErrorCode, OcpiError};
use serde::ser::{Serialize, Serializer};

use super::{Answer, Client, SECRET};

/// Bodies of HTTP 502 that are not envelopes of an error: the content type, the body, and the code
/// and the message of the envelope that is sent instead.
type Unfit = (Option<&'static str>, &'static [u8], u64, &'static str);

const JSON: Option<&str> = Some("application/json");

pub(crate) const UNFIT: &[Unfit] = &[
// Readable: the envelope is rendered again.
    (JSON, br#"{"status_code":"2001","status_message":"m","timestamp":"2015-06-30T21:59:59Z"}"#, 2001, "m"),
    (JSON, br#"{"status_code":2001.0,"status_message":"m","timestamp":"2015-06-30T21:59:59Z"}"#, 2001, "m"),
    (JSON, br#"{"data":{"a":1},"status_code":2001,"status_message":"m"}"#, 2001, "m"),
    (JSON, br#"{"status_code":4002,"status_message":"m","timestamp":"yesterday"}"#, 4002, "m"),
    (JSON, b"\xef\xbb\xbf{\"status_code\":2001,\"status_message\":\"m\",\"timestamp\":\"2015-06-30T21:59:59Z\"}", 2001, "m"),
    (JSON, b"{\"status_code\":2001,\"status_message\":\"\xe9\",\"timestamp\":\"2015-06-30T21:59:59Z\"}", 2001, "\u{fffd}"),
    (Some("application/problem+json"), br#"{"status_code":2001,"status_message":"m","timestamp":"2015-06-30T21:59:59Z"}"#, 2001, "m"),
    (Some("application/json; charset=iso-8859-1"), br#"{"status_code":2001,"status_message":"m","timestamp":"2015-06-30T21:59:59Z"}"#, 2001, "m"),
// The content type is not JSON.
    (Some("text/plain"), br#"{"status_code":2001,"timestamp":"2015-06-30T21:59:59Z"}"#, 3000, "server error"),
    (Some("text/html"), br#"{"status_code":2001,"timestamp":"2015-06-30T21:59:59Z"}"#, 3000, "server error"),
    (None, br#"{"status_code":2001,"timestamp":"2015-06-30T21:59:59Z"}"#, 3000, "server error"),
// JSON, but not the envelope of an error.
    (JSON, br#"{"status_code":2001,"timestamp":"2015-06-30T21:59:59Z"} <script>"#, 3000, "server error"),
    (JSON, br#"{"status_code":20010,"timestamp":"2015-06-30T21:59:59Z"}"#, 3000, "server error"),
    (JSON, br#"{"status_code":404,"timestamp":"2015-06-30T21:59:59Z"}"#, 3000, "server error"),
    (JSON, br#"{"status_code":1000,"timestamp":"2015-06-30T21:59:59Z"}"#, 3000, "server error"),
    (JSON, br#"{"timestamp":"2015-06-30T21:59:59Z"}"#, 3000, "server error"),
    (JSON, br#"[{"status_code":2001,"timestamp":"2015-06-30T21:59:59Z"}]"#, 3000, "server error"),
    (JSON, b"", 3000, "server error"),
];

/// Returns an envelope followed by more blanks than are read, and a script.
pub(crate) fn long_tail() -> String {
    let envelope = r#"{"status_code":2001,"timestamp":"2015-06-30T21:59:59Z"}"#;
    format!("{envelope}{}<script>hunter2</script>", " ".repeat(70_000))
}

/// Headers that describe a body and must be removed when it is replaced.
pub(crate) const DESCRIPTIONS: [(&str, &str); 12] = [
    ("accept-ranges", "bytes"),
    ("content-digest", "sha-256=:AAAA:"),
    ("content-disposition", "attachment"),
    ("content-language", "de"),
    ("content-location", "/elsewhere"),
    ("content-md5", "AAAA"),
    ("content-range", "bytes 0-1/2"),
    ("digest", "sha-256=AAAA"),
    ("etag", "\"1\""),
    ("last-modified", "Tue, 15 Nov 1994 12:45:26 GMT"),
    ("repr-digest", "sha-256=:AAAA:"),
    ("signature-input", "sig=(\"content-digest\")"),
];

/// An envelope that is sent after a delay.
pub(crate) const LATE: &str = r#"{"status_code":4002,"timestamp":"2015-06-30T21:59:59Z"}"#;

/// A step of a body. After the last one it is pending forever.
pub(crate) enum Step {
    Data(&'static str),
    /// Pending for 100 ms.
    Late,
    End,
    Panic,
}

/// A panic payload that panics when it is dropped, as does the payload of that panic.
pub(crate) struct Bomb(pub(crate) u8);

impl Drop for Bomb {
    fn drop(&mut self) {
        if self.0 > 0 {
            std::panic::panic_any(Self(self.0 - 1));
        }
    }
}

/// An error that panics when it is rendered.
#[derive(Debug)]
pub(crate) enum Panicking {
    Display,
    Data,
}

impl fmt::Display for Panicking {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Display => panic!("{SECRET}"),
            Self::Data => f.write_char('.'),
        }
    }
}

impl std::error::Error for Panicking {}

impl OcpiError for Panicking {
    fn status_code(&self) -> ErrorCode {
        ErrorCode::INVALID_PARAMETERS
    }

    fn data(&self) -> Option<Data<'_>> {
        Some(Data::new(self))
    }
}

impl Serialize for Panicking {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Display => serializer.serialize_unit(),
            Self::Data => panic!("{SECRET}"),
        }
    }
}

/// Runs all tests of this module against a server.
pub(crate) fn returns_an_envelope_when_a_handler_misbehaves(address: SocketAddr) {
    let client = Client::new(address);
    responds_at_once_when_a_body_does_not_end(&client);
    replaces_bodies_that_are_not_envelopes_of_an_error(&client);
    ignores_the_stored_error_when_the_body_was_replaced(&client);
    responds_3000_when_a_handler_or_a_body_panics(&client);
    removes_headers_that_describe_a_replaced_body(&client);
    applies_the_version_of_the_inner_layer(&client);
}

fn at_once(client: &Client, path: &str) -> Answer {
    let start = Instant::now();
    let answer = client.get(path);
    assert!(start.elapsed() < Duration::from_secs(2), "{path}: {:?}", start.elapsed());
    answer
}

fn responds_at_once_when_a_body_does_not_end(client: &Client) {
    for path in
        ["/pending", "/trickle", "/pending-json", "/trickle-json", "/empty-frames", "/endless"]
    {
        for _ in 0..3 {
            let answer = at_once(client, path);
            assert_eq!((answer.http_status, answer.status_code()), (502, 3000), "{path}");
        }
    }
    // A body that ends in time.
    let answer = at_once(client, "/late-json");
    assert_eq!((answer.http_status, answer.status_code()), (502, 4002), "{}", answer.body);
}

fn replaces_bodies_that_are_not_envelopes_of_an_error(client: &Client) {
    for (index, (_, _, code, message)) in UNFIT.iter().enumerate() {
        let answer = client.get(&format!("/unfit/{index}"));
        assert_eq!((answer.http_status, answer.status_code()), (502, *code), "{index}");
        let envelope = answer.envelope();
        assert_eq!(envelope["status_message"], *message, "{index}: {}", answer.body);
        assert!(envelope["status_code"].is_u64(), "{index}");
        assert!(envelope["timestamp"].as_str().is_some_and(|it| it.ends_with('Z')), "{index}");
    }
    assert_eq!(client.get("/unfit/2").envelope()["data"]["a"], 1);
    let answer = client.get("/long-tail");
    assert_eq!((answer.http_status, answer.status_code()), (502, 3000));
}

fn ignores_the_stored_error_when_the_body_was_replaced(client: &Client) {
    for path in ["/replaced", "/replaced-same-size", "/2.1.1/replaced"] {
        let answer = client.get(path);
        assert_eq!((answer.http_status, answer.status_code()), (404, 2000), "{path}");
    }
    // A body that an inner layer compressed is sent unchanged.
    let answer = client.get("/encoded");
    assert_eq!((answer.http_status, answer.status_code()), (404, 2004), "{}", answer.body);
    assert_eq!(client.get("/2.1.1/encoded").status_code(), 2000);
}

fn responds_3000_when_a_handler_or_a_body_panics(client: &Client) {
    for (path, http_status) in [
        ("/panicking-body", 502),
        ("/panicking-drop", 502),
        ("/panicking-payload", 500),
        ("/panicking-display", 500),
        ("/panicking-data", 500),
        ("/inner-error", 500),
        ("/inner-error-response", 500),
        ("/panic", 500),
    ] {
        let answer = at_once(client, path);
        assert_eq!((answer.http_status, answer.status_code()), (http_status, 3000), "{path}");
        assert_eq!(answer.header("x-request-id").len(), 36, "{path}");
    }
}

fn removes_headers_that_describe_a_replaced_body(client: &Client) {
    for path in ["/described", "/2.1.1/described-own"] {
        let answer = client.get(path);
        answer.envelope();
        for (name, _) in DESCRIPTIONS {
            assert_eq!(answer.header(name), "", "{path}: {name}");
        }
        assert_eq!(answer.header("retry-after"), "5", "{path}");
    }
}

fn applies_the_version_of_the_inner_layer(client: &Client) {
    let answer = client.get("/2.2.1/2.1.1/error");
    let envelope = answer.envelope();
    assert_eq!(envelope["status_code"], 2000, "{}", answer.body);
    assert_eq!(envelope["status_message"], "jeton 9 non trouv?", "{}", answer.body);
    let answer = client.get("/2.1.1/2.2.1/error");
    let envelope = answer.envelope();
    assert_eq!(envelope["status_code"], 2004, "{}", answer.body);
    assert_eq!(envelope["status_message"], "jeton 9 non trouvé", "{}", answer.body);
}

/// HTTP/1.0 closes the connection after each response.
pub(crate) fn returns_envelopes_over_http_1_0(address: SocketAddr) {
    for path in ["/error", "/text", "/panic", "/trickle", "/json"] {
        let answer = Client::new(address).get_http_1_0(path);
        answer.envelope();
        assert_eq!(answer.header("x-request-id").len(), 36, "{path}");
    }
}

/// Compares the headers of HEAD with those of GET.
pub(crate) fn returns_the_headers_of_get_when_the_method_is_head(address: SocketAddr) {
    let client = Client::new(address);
    for path in ["/error", "/2.1.1/error", "/text", "/json", "/foreign", "/panic", "/no-such-route"]
    {
        let get = client.get(path);
        let head = client.send(Method::HEAD, path, &[], None).unwrap();
        assert_eq!((head.http_status, head.body.as_str()), (get.http_status, ""), "{path}");
        assert_eq!(head.header("content-type"), get.header("content-type"), "{path}");
        assert_eq!(head.header("content-length"), get.body.len().to_string(), "{path}");
        assert_eq!(head.header("x-request-id").len(), 36, "{path}");
    }
}
