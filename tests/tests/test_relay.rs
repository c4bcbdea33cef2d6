//! Relaying a receiver's response.

use ocpi_status::http::header::{HeaderMap, HeaderName, HeaderValue};
use ocpi_status::{PeerError, Reply, relay_response};
use tests::{body, http, kind};

const SUCCESS: &str = r#"{ "status_code" : 1000, "data":[{"id":"LOC1","n":1e999}], "timestamp":"2015-06-30T21:59:59Z" }"#;
const REJECTION: &str = r#"{"data":{"n":1.10},"status_message":"m","status_code":2004,"x":1}"#;

fn relay(status: u16, body: &str) -> Result<Reply, PeerError> {
    relay_response(http(status), &HeaderMap::new(), body)
}

#[test]
fn relays_bodies_unchanged() {
    for (text, code) in [(SUCCESS, 1000), (REJECTION, 2004)] {
        let reply = relay(200, text).expect("an envelope");
        assert_eq!(reply.body(), text.as_bytes());
        assert_eq!(reply.status_code(), code);
        assert_eq!(reply.http_status(), 200);
        assert!(reply.headers().is_empty());
    }
    // A body may be any `AsRef<[u8]>`.
    let (text, bytes) = (SUCCESS.to_owned(), SUCCESS.as_bytes().to_vec());
    for reply in [
        relay_response(http(200), &HeaderMap::new(), &text),
        relay_response(http(200), &HeaderMap::new(), &bytes),
        relay_response(http(200), &HeaderMap::new(), bytes),
    ] {
        assert_eq!(reply.expect("an envelope").into_body(), SUCCESS.as_bytes());
    }
}

#[test]
fn relays_quirks_unchanged() {
    for text in [
        r#"{"status_code":"1000"}"#,
        r#"{"status_code":1000.0,"timestamp":5}"#,
        r#"{"status_code":2001,"status_code":2001}"#,
    ] {
        assert_eq!(relay(200, text).expect("an envelope").body(), text.as_bytes());
    }
    // The relayed response is UTF-8, without a byte order mark.
    let reply = relay(200, "\u{feff}{\"status_code\":1000}").expect("an envelope");
    assert_eq!(reply.body(), br#"{"status_code":1000}"#);
    let latin1 = b"{\"status_code\":2003,\"status_message\":\"Stra\xdfe\"}";
    let reply = relay_response(http(200), &HeaderMap::new(), latin1).expect("an envelope");
    assert_eq!(body(&reply)["status_message"], "Stra\u{fffd}e");
}

#[test]
fn keeps_the_http_status_when_it_fits_the_code() {
    let answered = |status, text: &str| relay(status, text).map(|it| it.http_status().as_u16());
    for (status, expected) in [(200, 200), (201, 201), (202, 200), (204, 200), (206, 200)] {
        assert_eq!(answered(status, SUCCESS).expect("a success"), expected);
    }
    for (status, expected) in
        [(200, 200), (201, 200), (400, 200), (404, 404), (405, 200), (500, 200)]
    {
        assert_eq!(answered(status, REJECTION).expect("a rejection"), expected, "{status}");
    }
    for (code, expected) in [(2003, 404), (4001, 404), (3000, 200), (3950, 200)] {
        let text = format!(r#"{{"status_code":{code}}}"#);
        assert_eq!(answered(404, &text).expect("a rejection"), expected, "{code}");
    }
}

#[test]
fn keeps_only_headers_for_the_sender() {
    let mut headers = HeaderMap::new();
    for (name, value) in [
        ("x-total-count", "15"),
        ("X-Limit", "5"),
        ("location", "https://cpo.example/cdrs/1"),
        ("link", "<https://cpo.example/?offset=5>; rel=\"next\""),
        ("content-length", "5"),
        ("content-type", "text/html"),
        ("transfer-encoding", "chunked"),
        ("set-cookie", "a=b"),
        ("www-authenticate", "Token"),
        ("x-request-id", "1"),
        ("ocpi-from-party-id", "ABC"),
    ] {
        let name: HeaderName = name.parse().expect("a name");
        headers.insert(name, HeaderValue::from_static(value));
    }
    for text in [SUCCESS, REJECTION] {
        let reply = relay_response(http(200), &headers, text).expect("an envelope");
        let mut kept: Vec<_> = reply.headers().keys().map(HeaderName::as_str).collect();
        kept.sort_unstable();
        assert_eq!(kept, ["location", "x-limit", "x-total-count"]);
        assert_eq!(reply.headers()["x-limit"], "5");
    }
}

#[test]
fn returns_an_error_when_a_response_is_not_for_the_sender() {
    for (status, text, expected) in [
        (401, REJECTION, "rejected"),
        (403, REJECTION, "rejected"),
        (401, SUCCESS, "contradiction"),
        (403, "<html>", "http"),
        (404, SUCCESS, "contradiction"),
        (302, SUCCESS, "contradiction"),
        (500, "<html>", "http"),
        (200, "<html>", "not_envelope"),
        (200, "", "not_envelope"),
        (204, "", "not_envelope"),
        (200, "[]", "not_envelope"),
        (200, r#"{"data":[]}"#, "not_envelope"),
        (200, r#"{"status_code":10"#, "not_envelope"),
    ] {
        assert_eq!(kind(&relay(status, text)), expected, "{status} {text}");
    }
}

#[test]
fn labels_a_rejection_and_keeps_its_cause() {
    let reply = relay(500, REJECTION).expect("a rejection");
    assert_eq!(reply.label(), Some("relayed"));
    assert_eq!(reply.cause(), Some("peer answered 2004 (unknown token), HTTP 500: m"));
    let reply = relay(200, SUCCESS).expect("a success");
    assert_eq!((reply.label(), reply.cause()), (None, None));
}

#[test]
fn responds_3000_when_the_code_is_not_ocpi() {
    for code in [0, 404, 999, 5000] {
        let text = format!(r#"{{"data":[1],"status_code":{code},"status_message":"m"}}"#);
        let reply = relay(404, &text).expect("a rejection");
        assert_eq!((reply.status_code().as_u16(), reply.http_status().as_u16()), (3000, 200));
        assert_eq!(body(&reply)["status_code"], 3000);
        assert_eq!(reply.label(), Some("relayed"));
    }
}
