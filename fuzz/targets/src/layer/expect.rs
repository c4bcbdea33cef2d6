//! What the documentation of `OcpiLayer` promises.

use ocpi_status::http::{HeaderMap, HeaderValue, StatusCode as HttpStatus};
use ocpi_status::{
    AnsweredError, ErrorCode, PeerError, Received, StatusCode, SuccessCode, Timestamp, Version,
    read_ack, read_response,
};
use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

use super::case::{Case, MESSAGE, Own, Seen, Sent, answered};
use crate::json::is_json;

const IDS: [&str; 2] = ["x-request-id", "x-correlation-id"];
/// Of a party, the id and the country code: in the response and in the request.
const ROUTING: [[[&str; 2]; 2]; 2] = [
    [
        ["ocpi-from-party-id", "ocpi-to-party-id"],
        ["ocpi-from-country-code", "ocpi-to-country-code"],
    ],
    [
        ["ocpi-to-party-id", "ocpi-from-party-id"],
        ["ocpi-to-country-code", "ocpi-from-country-code"],
    ],
];
/// The headers that describe the bytes of a body, and go with them.
const OF_BYTES: [&str; 11] = [
    "content-digest",
    "content-encoding",
    "content-length",
    "content-md5",
    "content-range",
    "digest",
    "etag",
    "repr-digest",
    "signature",
    "trailer",
    "transfer-encoding",
];
/// Those that describe the content, and go with that.
const OF_CONTENT: [&str; 7] = [
    "accept-ranges",
    "content-disposition",
    "content-language",
    "content-location",
    "content-type",
    "last-modified",
    "signature-input",
];
/// The largest body that is looked at.
const MAX_SIZE: usize = 64 * 1024;

#[derive(Deserialize)]
struct Envelope<'a> {
    #[serde(borrow)]
    data: Option<&'a RawValue>,
    status_code: u16,
    #[serde(borrow)]
    status_message: Option<&'a RawValue>,
    timestamp: String,
}

impl<'a> Envelope<'a> {
    /// Reads an envelope that may be sent.
    #[track_caller]
    fn read(body: &'a [u8]) -> Self {
        let envelope: Self = serde_json::from_slice(body).expect("an envelope");
        assert!(envelope.timestamp.parse::<Timestamp>().is_ok(), "{}", envelope.timestamp);
        assert!((1000..5000).contains(&envelope.status_code), "{}", envelope.status_code);
        envelope
    }

    fn message(&self) -> String {
        let message = self.status_message.map(|message| serde_json::from_str(message.get()));
        message.transpose().expect("a text").unwrap_or_default()
    }

    fn data(&self) -> Option<Value> {
        self.data.map(|data| serde_json::from_str(data.get()).expect("JSON"))
    }
}

pub(super) fn check(case: &Case<'_>, sent: &Sent) {
    check_ids(case, sent);
    check_routing(case, sent.response.headers());
    let status = case.http_status.as_u16();
    let has_no_envelope = matches!(status, 0..=199 | 204 | 205 | 300..=399);
    let is_due = status >= 400 || case.has(b'e');
    match &case.own {
        Some(own) => check_own(case, own, sent),
        None if has_no_envelope || case.method == "CONNECT" || !is_due => {
            assert!(is_kept(case, sent), "{} {}", sent.response.status(), text(&sent.body));
        }
        None => check_foreign(case, sent),
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Each id is there once, and is that of the request, if that is visible ASCII.
fn check_ids(case: &Case<'_>, sent: &Sent) {
    let headers = sent.response.headers();
    let Seen(seen) = sent.response.extensions().get().expect("the request");
    for name in IDS {
        let ids = values(headers, name);
        assert_eq!(ids.len(), 1, "{name}: {ids:?}");
        assert_eq!(values(seen, name), ids);
        assert!(is_good(ids[0]), "{ids:?}");
        match good(&case.request, name) {
            Some(id) => assert_eq!(ids[0], id),
            None => assert_eq!(ids[0].len(), 36, "{ids:?}"),
        }
    }
}

fn values<'a>(headers: &'a HeaderMap, name: &str) -> Vec<&'a HeaderValue> {
    headers.get_all(name).iter().collect()
}

fn is_good(value: &HeaderValue) -> bool {
    let value = value.as_bytes();
    (1..=255).contains(&value.len()) && value.iter().all(u8::is_ascii_graphic)
}

fn good<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a HeaderValue> {
    headers.get_all(name).iter().find(|value| is_good(value))
}

/// The parties are swapped, unless the handler has set them.
fn check_routing(case: &Case<'_>, sent: &HeaderMap) {
    for party in ROUTING {
        let is_set = party.iter().any(|[name, _]| case.headers.contains_key(*name));
        for [name, swapped] in party {
            let expected = match good(&case.request, swapped) {
                _ if is_set => values(&case.headers, name),
                Some(value) if !case.has(b'c') => vec![value],
                _ => Vec::new(),
            };
            assert_eq!(values(sent, name), expected, "{name}");
        }
    }
}

/// Whether the response left as the handler made it.
fn is_kept(case: &Case<'_>, sent: &Sent) -> bool {
    let is_same = sent.response.status() == case.http_status
        && sent.body == case.arrives()
        && sent.is_broken == case.has(b'x');
    if is_same {
        check_headers(case, sent.response.headers(), |_| false);
    }
    is_same
}

/// The headers that stay have the values that the handler gave them.
fn check_headers(case: &Case<'_>, sent: &HeaderMap, may_go: fn(&str) -> bool) {
    let is_set =
        |name: &str| IDS.contains(&name) || ROUTING.as_flattened().as_flattened().contains(&name);
    for name in sent.keys().chain(case.headers.keys()) {
        if !is_set(name.as_str()) && !may_go(name.as_str()) {
            assert_eq!(values(sent, name.as_str()), values(&case.headers, name.as_str()), "{name}");
        }
    }
}

/// Checks an envelope that was made in place of a body, and returns it.
fn check_made<'a>(case: &Case<'_>, sent: &'a Sent) -> Envelope<'a> {
    let headers = sent.response.headers();
    assert!(is_json(&sent.body) && !sent.is_broken, "{}", text(&sent.body));
    assert_eq!(values(headers, "content-type"), ["application/json"]);
    let gone = OF_BYTES.iter().find(|name| headers.contains_key(**name));
    assert_eq!(gone, None, "{headers:?}");
    check_headers(case, headers, |name| OF_BYTES.contains(&name) || OF_CONTENT.contains(&name));
    let envelope = Envelope::read(&sent.body);
    crate::assert_printable(&envelope.message());
    let code = StatusCode::new(envelope.status_code);
    assert_eq!(sent.response.extensions().get(), Some(&code));
    if let Some(error) = answered(&sent.response) {
        crate::assert_printable(error.cause().unwrap_or_default());
    }
    envelope
}

/// What this crate rendered is made fit for the peer.
fn check_own(case: &Case<'_>, own: &Own, sent: &Sent) {
    let http_status = sent.response.status();
    if case.method == "CONNECT" {
        assert_eq!(sent.body, own.reply.body());
        return;
    }
    assert!(is_json(&sent.body), "{}", text(&sent.body));
    assert_eq!(values(sent.response.headers(), "content-type"), ["application/json"]);
    let envelope = Envelope::read(&sent.body);
    let rendered = own.reply.status_code();
    let mut data = own.data.clone();
    let mut adds_message = false;
    let code: StatusCode = match (ErrorCode::try_from(rendered), SuccessCode::try_from(rendered)) {
        (Ok(code), _) => {
            data = data.filter(|_| !case.has(b'd'));
            let code = if case.has(b'v') { code.for_version(Version::V2_1_1) } else { code };
            assert!(code.allows_http(http_status), "{code} on {http_status}");
            code.into()
        }
        (_, Ok(code)) => {
            adds_message = case.has(b'm') && own.message.is_empty();
            assert_eq!(http_status, HttpStatus::OK);
            let is_known = !case.has(b'v') || code.is_defined_in(Version::V2_1_1);
            if is_known { rendered } else { StatusCode::SUCCESS }
        }
        (Err(_), Err(_)) => panic!("{rendered}"),
    };
    assert_eq!(envelope.status_code, code.as_u16());
    assert_eq!(sent.response.extensions().get(), Some(&code));
    assert_eq!(envelope.data(), data);
    if adds_message {
        let message = if case.has(b'v') { "Done ?" } else { MESSAGE };
        assert_eq!(envelope.message(), message);
    }
    assert!(!case.has(b'v') || envelope.message().is_ascii(), "{}", envelope.message());
    if !case.has(b'v') && !case.has(b'd') && !adds_message {
        assert_eq!(sent.body, own.reply.body());
        assert_eq!(http_status, own.reply.http_status());
    }
}

/// A response from elsewhere that has to be an envelope.
fn check_foreign(case: &Case<'_>, sent: &Sent) {
    let received = read_ack(case.http_status, case.body);
    let code = code_of(&received);
    let is_size_known = case.has(b's') || case.has(b'l');
    let is_whole = is_size_known && case.body.len() <= MAX_SIZE && case.arrives() == case.body;
    let content = Content::of(&case.headers);
    let is_marked = case.body.starts_with(b"\xef\xbb\xbf");
    let is_fit = code.is_some_and(|(_, has_quirks)| !has_quirks)
        && str::from_utf8(case.body).is_ok()
        && !is_marked;
    let is_head = case.method == "HEAD" && is_size_known && case.body.is_empty();

    if is_kept(case, sent) {
        // To HEAD, the headers of a compressed body may be all there is.
        let is_compressed = is_head && case.headers.contains_key("content-encoding");
        assert!(content != Content::Other || is_compressed, "{}", text(case.body));
        assert!(is_head || is_fit && is_whole, "{}", text(case.body));
        if is_fit {
            assert!(is_json(case.body), "{}", text(case.body));
            // serde_json refuses half of a surrogate pair in the name of a field.
            if !case.body.windows(2).any(|escape| escape == b"\\u") {
                Envelope::read(case.body);
            }
        }
        return;
    }
    assert!(!(content == Content::Json && (is_head || is_fit && is_whole)), "{}", text(case.body));
    let envelope = check_made(case, sent);
    let http_status = sent.response.status();
    let label = answered(&sent.response).and_then(AnsweredError::label);
    let is_readable = code.is_some() && is_whole;
    if label.is_none_or(|label| label == "relayed") {
        // Rendered again. An unassigned code becomes that of its class.
        assert!(is_readable && content != Content::Other, "{}", text(case.body));
        let newest = |code: ErrorCode| code.for_version(Version::V2_3_0).into();
        let code = code.map(|(code, _)| ErrorCode::try_from(code).map_or(code, newest).as_u16());
        assert_eq!((http_status, Some(envelope.status_code)), (case.http_status, code));
        if let Err(PeerError::Rejected(rejection)) = &received {
            assert_eq!(envelope.data.map(RawValue::get), rejection.data_json());
        } else if let Ok(received) = read_response::<Value>(http_status, case.body) {
            assert_eq!(envelope.data().unwrap_or_default(), received.data);
        }
        return;
    }
    assert!(!(is_readable && content == Content::Json), "{}", text(case.body));
    assert!(envelope.data.is_none());
    if case.http_status.is_success() {
        assert_eq!(http_status, HttpStatus::INTERNAL_SERVER_ERROR);
        assert_eq!(label, Some("unsent"));
    } else {
        assert_eq!(http_status, case.http_status);
        assert_eq!(label, Some("http"));
    }
    // Of the body nothing leaves.
    if http_status.is_client_error() {
        assert_eq!(envelope.status_code, 2000);
        let words = http_status.canonical_reason().map(|reason| format!(" {reason}"));
        let words = format!("HTTP {}{}", http_status.as_u16(), words.unwrap_or_default());
        assert_eq!(envelope.message(), words);
    } else {
        assert_eq!(envelope.status_code, 3000);
        let words = ErrorCode::SERVER_ERROR.description();
        assert_eq!(Some(&*envelope.message()), words);
    }
}

/// Returns the code of an envelope, and whether the envelope has quirks.
fn code_of(received: &Result<Received<()>, PeerError>) -> Option<(StatusCode, bool)> {
    let (code, quirks) = match received {
        Ok(received) => (received.status_code.into(), &received.quirks[..]),
        Err(PeerError::Rejected(rejection)) => (rejection.status_code(), rejection.quirks()),
        Err(_) => return None,
    };
    code.class().map(|_| (code, !quirks.is_empty()))
}

/// The type of a body, as far as it is beyond doubt.
#[derive(Debug, PartialEq)]
enum Content {
    Json,
    /// Another spelling or another kind of JSON.
    Doubtful,
    Other,
}

impl Content {
    fn of(headers: &HeaderMap) -> Self {
        let lower = |name| {
            let values = values(headers, name).into_iter();
            values.map(|value| text(value.as_bytes()).to_ascii_lowercase()).collect::<Vec<_>>()
        };
        let (types, encodings) = (lower("content-type"), lower("content-encoding"));
        let is_compressed = encodings.first().is_some_and(|encoding| encoding != "identity");
        match types.first().map_or("", |content_type| content_type) {
            "application/json" | "application/json; charset=utf-8" if encodings.is_empty() => {
                Self::Json
            }
            content_type if content_type.contains("json") && !is_compressed => Self::Doubtful,
            _ => Self::Other,
        }
    }
}
