//! Tests for both frameworks, over a socket. Every server under test has these routes at the root
//! and below `/2.1.1`, which adapts to that version.

pub(crate) mod attacks;
pub(crate) mod http2;
pub(crate) mod options;
pub(crate) mod robustness;

use std::error::Error;
use std::fmt;
use std::net::SocketAddr;
use std::rc::Rc;
use std::time::Duration;

use ocpi_status::http::{self, HeaderMap, Method, Request, StatusCode};
use ocpi_status::{
    AnsweredError, ErrorCode, MessageIds, OcpiError, OcpiResponse, PeerError, Relayed, Reply,
    RequestError, SuccessCode, read_ack, read_request,
};
use serde::ser::{Serialize, Serializer};
use serde_json::Value;

/// A text that must not be sent.
pub(crate) const SECRET: &str = "hunter2";

/// An envelope of another party, which a hub relays.
pub(crate) const FOREIGN: &str = r#"{ "timestamp":"2015-06-30T21:59:59Z", "status_code":2004,
    "status_message":"Jeton non trouvé", "hint":[1e999] }"#;

/// JSON with a `status_code` that is not an envelope.
pub(crate) const NOT_OCPI: &str = r#"{"status_code":404,"error":"hunter2"}"#;

/// An error for every kind of response.
#[derive(Debug, thiserror::Error, OcpiError)]
pub(crate) enum TestError {
    #[error("jeton {0} non trouvé")]
    #[ocpi(code = 2004, http = 404)]
    UnknownToken(&'static str),

    #[error("cannot read the key {SECRET}")]
    #[ocpi(code = 3000)]
    Database(#[source] fmt::Error),

    #[error("no answer from {SECRET}")]
    #[ocpi(code = 4002, http = 504)]
    Timeout,
}

pub(crate) const UNKNOWN_TOKEN: TestError = TestError::UnknownToken("9");

/// An error that is generic, borrows, and cannot leave its thread.
#[derive(Debug, thiserror::Error, OcpiError)]
#[error("{name} is no {what}")]
#[ocpi(code = 2001)]
pub(crate) struct Awkward<'a, T: fmt::Display> {
    pub(crate) name: &'a str,
    pub(crate) what: T,
    pub(crate) thread: Rc<()>,
}

/// An envelope of a success that lacks its timestamp.
pub(crate) const UNFIT_OK: &str =
    r#"{"data":{"id":"LOC1"},"status_code":1901,"status_message":"m"}"#;

pub(crate) const LAST_MODIFIED: &str = "Tue, 15 Nov 1994 12:45:26 GMT";

/// A success with a code and a message that OCPI 2.1.1 does not know.
pub(crate) fn custom() -> OcpiResponse<&'static str> {
    let code = SuccessCode::new(1901).expect("a success code");
    let response = OcpiResponse::success("é").with_code(code).with_message("déjà vu");
    response.with_header("Last-Modified", LAST_MODIFIED).with_header("ETag", "\"1\"")
}

/// Returns the ids of a request, and those of a forwarded request.
pub(crate) fn forwarded(ids: &MessageIds) -> OcpiResponse<[String; 4]> {
    let mut headers = HeaderMap::new();
    let MessageIds { request_id, correlation_id } = ids.forward();
    MessageIds { request_id, correlation_id }.write_to(&mut headers);
    let header = |name| headers[name].to_str().unwrap().to_owned();
    let [request_id, correlation_id] = ["x-request-id", "x-correlation-id"].map(header);
    assert_ne!(request_id, ids.request_id);
    OcpiResponse::success([
        ids.request_id.clone(),
        ids.correlation_id.clone(),
        request_id,
        correlation_id,
    ])
}

/// Asserts that an extractor is a tuple struct, as those of the frameworks are.
macro_rules! assert_wrapper {
    ($Type:ident($value:expr)) => {{
        let mut wrapped = $Type::from($value);
        assert_eq!(*wrapped, $value);
        *wrapped = $value;
        assert_eq!(wrapped.into_inner(), $value);
    }};
}
pub(crate) use assert_wrapper;

/// An error whose HTTP status does not fit its code.
#[derive(Debug, thiserror::Error)]
#[error("in conflict")]
pub(crate) struct Conflict;

impl OcpiError for Conflict {
    fn status_code(&self) -> ErrorCode {
        ErrorCode::INVALID_PARAMETERS
    }

    fn http_status(&self) -> StatusCode {
        StatusCode::CONFLICT
    }
}

/// Asserts the extensions of a response that was converted without a framework.
pub(crate) fn assert_plain_response() {
    let reply = Reply::from(TestError::Database(fmt::Error));
    let response = http::Response::from(reply);
    let error: &AnsweredError = response.extensions().get().unwrap();
    assert_eq!(error.label(), Some("TestError::Database"));
    assert!(error.cause().unwrap().contains(SECRET));
    assert_eq!(response.extensions().get(), Some(&ocpi_status::StatusCode::SERVER_ERROR));
    let response = http::Response::from(Reply::from(OcpiResponse::success(1)));
    assert!(response.extensions().get::<AnsweredError>().is_none());
    assert_eq!(response.extensions().get(), Some(&ocpi_status::StatusCode::SUCCESS));
}

/// Converts two types of errors to a `Reply` with `?`.
pub(crate) fn question_mark(which: &str) -> Result<u32, Reply> {
    match which {
        "own" => Err(UNKNOWN_TOKEN)?,
        "request" => Ok(read_request::<u32>(b"true")?),
        _ => Ok(1),
    }
}

/// Data that cannot be serialized.
#[derive(Clone, Debug)]
pub(crate) struct Unserializable;

impl Serialize for Unserializable {
    fn serialize<S: Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
        Err(serde::ser::Error::custom(SECRET))
    }
}

pub(crate) fn relayed() -> Relayed {
    match read_ack(StatusCode::OK, FOREIGN.as_bytes()) {
        Err(PeerError::Rejected(rejection)) => rejection.relay(),
        other => panic!("{other:?}"),
    }
}

pub(crate) fn request_error() -> RequestError {
    read_request::<Vec<u32>>(b"[\"x\"]").unwrap_err()
}

/// A GET and its response: the path, the HTTP status, the code, and the message.
type Case = (&'static str, u16, u16, Option<&'static str>);

const CASES: &[Case] = &[
    ("/error", 404, 2004, Some("jeton 9 non trouvé")),
    ("/2.1.1/error", 404, 2000, Some("jeton 9 non trouv?")),
    ("/timeout", 504, 4002, Some("timeout on forwarded request")),
    ("/2.1.1/timeout", 504, 3000, Some("timeout on forwarded request")),
    ("/database", 200, 3000, Some("server error")),
    ("/awkward", 200, 2001, Some("x is no y")),
    ("/unserializable", 200, 3000, Some("server error")),
    ("/relayed", 200, 2004, Some("Jeton non trouvé")),
    ("/2.1.1/relayed", 200, 2000, Some("Jeton non trouv?")),
    ("/request-error", 200, 2001, Some("expected a number, found a string at /0")),
    ("/response", 201, 1000, None),
    ("/reply", 200, 1000, None),
    ("/json", 200, 1000, None),
    // Responses that are not envelopes, some with the secret in them.
    ("/text", 500, 3000, Some("server error")),
    ("/2.1.1/text", 500, 3000, Some("server error")),
    ("/not-ocpi", 404, 2000, Some("HTTP 404 Not Found")),
    ("/long", 502, 3000, Some("server error")),
    ("/endless", 502, 3000, Some("server error")),
    ("/broken", 502, 3000, Some("server error")),
    ("/empty", 418, 2000, Some("HTTP 418 I'm a teapot")),
    ("/unknown-status", 599, 3000, Some("server error")),
    ("/framework/x", 400, 2000, Some("HTTP 400 Bad Request")),
    ("/panic", 500, 3000, Some("server error")),
    ("/panic-value", 500, 3000, Some("server error")),
    ("/no-such-route", 404, 2000, Some("HTTP 404 Not Found")),
    ("/2.1.1/no-such-route", 404, 2000, Some("HTTP 404 Not Found")),
    // Queries.
    ("/page?limit=5", 200, 1000, None),
    ("/page", 200, 2001, Some("missing field `limit`")),
    ("/page?limit=x", 200, 2001, Some("invalid value at /limit")),
    ("/page?limit=", 200, 2001, Some("invalid value at /limit")),
    ("/page?limit=5&limit=6", 200, 2001, Some("duplicate field `limit`")),
    ("/page?limit=5&other=%ff%zz&&=", 200, 1000, None),
    ("/page?limit=99999999999999999999", 200, 2001, Some("invalid value at /limit")),
];

/// An HTTP client.
pub(crate) struct Client {
    agent: ureq::Agent,
    address: SocketAddr,
}

pub(crate) struct Answer {
    pub(crate) http_status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// Returns the envelope. Panics if the body is something else.
    pub(crate) fn envelope(&self) -> Value {
        assert_eq!(self.header("content-type"), "application/json", "{}", self.body);
        assert_eq!(self.header("content-encoding"), "", "{}", self.body);
        assert!(!self.body.contains(SECRET), "{}", self.body);
        let envelope: Value = serde_json::from_str(&self.body).expect(&self.body);
        assert!(envelope["timestamp"].is_string(), "{}", self.body);
        envelope
    }

    pub(crate) fn status_code(&self) -> u64 {
        self.envelope()["status_code"].as_u64().expect(&self.body)
    }
}

impl Client {
    pub(crate) fn new(address: SocketAddr) -> Self {
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .allow_non_standard_methods(true)
            // A server that did not read a body may close the connection while it is reused.
            .max_idle_connections(0)
            .timeout_global(Some(Duration::from_secs(20)))
            .build();
        Self { agent: config.new_agent(), address }
    }

    pub(crate) fn send(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<&str>,
    ) -> Result<Answer, Box<dyn Error>> {
        let mut request = Request::builder().method(method);
        request = request.uri(format!("http://{}{path}", self.address));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = match body {
            Some(body) => self.agent.run(request.body(body)?)?,
            None => self.agent.run(request.body(())?)?,
        };
        let (parts, mut body) = response.into_parts();
        let body = body.read_to_string()?;
        Ok(Answer { http_status: parts.status.as_u16(), headers: parts.headers, body })
    }

    pub(crate) fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, &[], None).unwrap()
    }

    pub(crate) fn get_http_1_0(&self, path: &str) -> Answer {
        robustness::get_http_1_0(self.address, path)
    }

    fn put(&self, content_type: Option<&str>, path: &str, body: &str) -> Answer {
        let header = content_type.map(|content_type| ("content-type", content_type));
        self.send(Method::PUT, path, header.as_slice(), Some(body)).unwrap()
    }
}

/// Runs all tests of this module against a server.
pub(crate) fn returns_envelopes_for_requests_of_every_kind(address: SocketAddr) {
    let client = Client::new(address);
    returns_the_envelope_of_every_case(&client);
    reads_bodies_by_content_type_and_length(&client);
    passes_responses_of_others_on(&client);
    keeps_headers_of_errors_and_pages(&client);
    repeats_the_ids_of_the_request(&client);
    sends_no_body_when_the_method_is_head(&client);
}

fn returns_the_envelope_of_every_case(client: &Client) {
    for &(path, http_status, code, message) in CASES {
        let answer = client.get(path);
        assert_eq!(answer.http_status, http_status, "{path}: {}", answer.body);
        let envelope = answer.envelope();
        assert_eq!(envelope["status_code"], code, "{path}: {}", answer.body);
        assert_eq!(envelope["status_message"].as_str(), message, "{path}: {}", answer.body);
        assert_eq!(answer.header("x-request-id").len(), 36, "{path}");
        assert_eq!(answer.header("x-correlation-id").len(), 36, "{path}");
    }
    assert_eq!(client.get("/page").envelope()["data"][0]["path"], "");
    assert_eq!(client.get("/page?limit=x").envelope()["data"][0]["path"], "/limit");
}

fn reads_bodies_by_content_type_and_length(client: &Client) {
    let json = Some("application/json");
    for (content_type, path, body, http_status, code) in [
        (json, "/body", "[1]", 200, 1000),
        (None, "/body", "[1]", 200, 1000),
        (Some("application/json; charset=utf-8"), "/body", "[1]", 200, 1000),
        (Some("application/vnd.ocpi+json"), "/body", "[1]", 200, 1000),
        (Some("text/plain"), "/body", "[1]", 415, 2000),
        (Some("application/x-www-form-urlencoded"), "/body", "[1]", 415, 2000),
        (json, "/body", "", 400, 2000),
        (json, "/body", "[1", 400, 2000),
        (json, "/body", "[\"1\"]", 200, 2001),
        (json, "/optional-body", "", 200, 1000),
        (Some("text/plain"), "/optional-body", "", 200, 1000),
        (json, "/optional-body", "null", 200, 1000),
        (json, "/optional-body", "[1]", 200, 1000),
        (json, "/optional-body", "[1", 400, 2000),
        (json, "/optional-body", "[\"1\"]", 200, 2001),
        (Some("text/plain"), "/optional-body", "[1]", 415, 2000),
    ] {
        let answer = client.put(content_type, path, body);
        let context = format!("{content_type:?} {path} {body}: {}", answer.body);
        assert_eq!(answer.http_status, http_status, "{context}");
        assert_eq!(answer.status_code(), code, "{context}");
    }
    for path in ["/body", "/optional-body"] {
        let answer = client.put(json, path, &" ".repeat(MAX_BODY + 1));
        assert_eq!((answer.http_status, answer.status_code()), (413, 2000), "{path}");
    }
    let present = client.put(json, "/optional-body", "[1,2]").envelope();
    assert_eq!(
        (&present["data"], client.put(json, "/optional-body", "").envelope().get("data")),
        (&2.into(), None)
    );
}

/// The body limit of the servers under test.
pub(crate) const MAX_BODY: usize = 64 * 1024;

fn passes_responses_of_others_on(client: &Client) {
    for (path, http_status) in [
        ("/foreign", 404),
        ("/2.1.1/foreign", 404),
        ("/foreign-ok", 200),
        ("/2.1.1/foreign-ok", 200),
    ] {
        let answer = client.get(path);
        assert_eq!((answer.http_status, answer.body.as_str()), (http_status, FOREIGN), "{path}");
        assert_eq!(answer.header("content-type"), "application/json;charset=UTF-8", "{path}");
        assert_eq!(answer.header("x-request-id").len(), 36, "{path}");
    }
    let text = client.get("/text-ok");
    assert_eq!((text.http_status, text.body.as_str()), (200, SECRET));
    let redirect = client.get("/redirect");
    assert_eq!((redirect.http_status, redirect.body.as_str()), (302, "elsewhere"));
    assert_eq!(redirect.header("location"), "/error");
    let not_modified = client.get("/not-modified");
    assert_eq!((not_modified.http_status, not_modified.body.as_str()), (304, ""));
    assert_eq!(not_modified.header("etag"), "\"1\"");
    let long = client.get("/long-ok");
    assert_eq!((long.http_status, long.body.len()), (200, 1024 * 1024));
}

fn keeps_headers_of_errors_and_pages(client: &Client) {
    let answer = client.get("/headers");
    assert_eq!((answer.http_status, answer.status_code()), (503, 3000));
    assert_eq!(answer.header("retry-after"), "5");
    assert_eq!(answer.header("www-authenticate"), "Token");
    assert_eq!(answer.header("etag"), "");
    let answer = client.send(Method::DELETE, "/error", &[], None).unwrap();
    assert_eq!((answer.http_status, answer.status_code()), (405, 2000));
    let page = client.get("/list");
    assert_eq!(page.envelope()["data"], serde_json::json!([1, 2]));
    assert_eq!(page.header("x-total-count"), "20");
    assert_eq!(page.header("x-limit"), "2");
    assert_eq!(page.header("link"), "<https://cpo.example/?offset=2>; rel=\"next\"");
}

fn repeats_the_ids_of_the_request(client: &Client) {
    for path in
        ["/error", "/text", "/panic", "/foreign", "/no-such-route", "/json", "/ids", "/2.1.1/error"]
    {
        let ids = [("X-Request-ID", "r-1"), ("X-Correlation-ID", "~c/1!")];
        let answer = client.send(Method::GET, path, &ids, None).unwrap();
        assert_eq!(answer.headers["x-request-id"], "r-1", "{path}");
        assert_eq!(answer.headers["x-correlation-id"], "~c/1!", "{path}");
        let ids = [("X-Request-ID", "")];
        let answer = client.send(Method::GET, path, &ids, None).unwrap();
        assert_eq!(answer.header("x-request-id").len(), 36, "{path}");
    }
    // The handler sees the generated id, and cannot replace it.
    let answer = client.get("/ids");
    assert_eq!(answer.envelope()["data"], answer.header("x-request-id"));
    assert_eq!(answer.headers.get_all("x-request-id").iter().count(), 1);
}

fn sends_no_body_when_the_method_is_head(client: &Client) {
    for (path, http_status) in
        [("/error", 404), ("/text", 500), ("/json", 200), ("/2.1.1/error", 404)]
    {
        let answer = client.send(Method::HEAD, path, &[], None).unwrap();
        assert_eq!((answer.http_status, answer.body.as_str()), (http_status, ""), "{path}");
        assert_eq!(answer.header("x-request-id").len(), 36, "{path}");
    }
    // The next request on the connection works.
    assert_eq!(client.get("/json").status_code(), 1000);
}
