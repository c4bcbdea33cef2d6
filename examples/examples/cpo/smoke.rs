//! Tries the server out, over a socket: every case by an HTTP client, as a peer would.

use std::net::SocketAddr;
use std::process::ExitCode;

use ocpi_status::http::{Method, Request};
use serde_json::Value;
use ureq::Agent;

use super::MAX_BODY;
use super::credentials::TOKEN;
use super::log::Log;

/// A request, and what its answer must be.
struct Case {
    name: &'static str,
    method: Method,
    path: &'static str,
    authorization: Option<String>,
    content_type: Option<&'static str>,
    body: Option<String>,
    http_status: u16,
    status_code: u64,
    /// What must be in the body of the answer.
    holds: &'static str,
    /// Headers of the answer and their values.
    headers: &'static [(&'static str, &'static str)],
}

fn case(name: &'static str, method: Method, path: &'static str) -> Case {
    Case {
        name,
        method,
        path,
        authorization: Some(format!("Token {TOKEN}")),
        content_type: None,
        body: None,
        http_status: 200,
        status_code: 1000,
        holds: "",
        headers: &[],
    }
}

impl Case {
    fn body(self, body: impl Into<String>) -> Self {
        Self { body: Some(body.into()), content_type: Some("application/json"), ..self }
    }

    fn content_type(self, content_type: Option<&'static str>) -> Self {
        Self { content_type, ..self }
    }

    fn unauthorized(self) -> Self {
        Self { authorization: None, ..self }
    }

    fn is(self, http_status: u16, status_code: u64) -> Self {
        Self { http_status, status_code, ..self }
    }

    fn holds(self, holds: &'static str) -> Self {
        Self { holds, ..self }
    }

    fn headers(self, headers: &'static [(&'static str, &'static str)]) -> Self {
        Self { headers, ..self }
    }
}

const LOCATIONS: &str = "/ocpi/2.2.1/locations";
const LOC1: &str = "/ocpi/2.2.1/locations/LOC1";
const LOC2: &str = "/ocpi/2.2.1/locations/LOC2";
const AUTHORIZE: &str = "/ocpi/2.2.1/tokens/012345678/authorize";
const START_SESSION: &str = "/ocpi/2.2.1/commands/START_SESSION";
const CREDENTIALS: &str = "/ocpi/2.2.1/credentials";

/// The cases, in the order in which they build on each other.
fn cases() -> Vec<Case> {
    let location =
        |id: &str| format!(r#"{{"id":"{id}","evses":[],"last_updated":"2026-11-22T12:00:00Z"}}"#);
    let evse = r#"{"id":"LOC1","evses":[{"uid":5}],"last_updated":"2026-11-22T12:00:00Z"}"#;
    let peer = r#"{"token":"YWJj","url":"https://emsp.example/ocpi/versions"}"#;
    let references = r#"{"location_id":"LOC1"}"#;
    vec![
        case("a missing token", Method::GET, LOCATIONS).unauthorized().is(401, 2000),
        case("an unknown route", Method::GET, "/ocpi/2.2.1/locatoins").is(404, 2000),
        case("a wrong method", Method::DELETE, LOC1).is(405, 2000),
        case("GET of an unknown location", Method::GET, LOC1).is(404, 2003),
        case("a command for an unknown location", Method::POST, START_SESSION)
            .body(references)
            .is(200, 2003),
        case("PUT that creates", Method::PUT, LOC1).body(location("LOC1")).is(201, 1000),
        case("PUT that updates", Method::PUT, LOC1).body(location("LOC1")),
        case("a content type with a charset", Method::PUT, LOC1)
            .body(location("LOC1"))
            .content_type(Some("application/json; charset=utf-8")),
        case("a content type of a suffix", Method::PUT, LOC1)
            .body(location("LOC1"))
            .content_type(Some("application/ocpi+json")),
        case("no content type", Method::PUT, LOC1).body(location("LOC1")).content_type(None),
        case("a wrong content type", Method::PUT, LOC1)
            .body(location("LOC1"))
            .content_type(Some("text/plain"))
            .is(415, 2000),
        case("malformed JSON", Method::PUT, LOC1).body(r#"{"id":5"#).is(400, 2000),
        case("no body", Method::PUT, LOC1).body("").is(400, 2000),
        case("a wrong type", Method::PUT, LOC1)
            .body(evse.replace('5', r#""1","status":7"#))
            .is(200, 2001)
            .holds(r#""path":"/evses/0/status""#),
        case("a missing field", Method::PUT, LOC1)
            .body(r#"{"id":"LOC1"}"#)
            .is(200, 2001)
            .holds("missing field `last_updated`"),
        case("an id that is another", Method::PUT, LOC1).body(location("LOC9")).is(200, 2001),
        case("a body that is too large", Method::PUT, LOC1)
            .body(" ".repeat(MAX_BODY + 1))
            .is(413, 2000),
        case("PATCH", Method::PATCH, LOC1)
            .body(r#"{"name":"North","last_updated":"2026-11-22T12:00:00Z"}"#),
        case("PATCH without last_updated", Method::PATCH, LOC1)
            .body(r#"{"name":"North"}"#)
            .is(200, 2001)
            .holds("last_updated"),
        case("GET", Method::GET, LOC1).holds(r#""name":"North""#),
        case("a second location", Method::PUT, LOC2).body(location("LOC2")).is(201, 1000),
        case("a page", Method::GET, "/ocpi/2.2.1/locations?limit=1").holds("LOC1").headers(&[
            ("x-total-count", "2"),
            ("x-limit", "50"),
            ("link", "</ocpi/2.2.1/locations?offset=1&limit=1>; rel=\"next\""),
        ]),
        case("the last page", Method::GET, "/ocpi/2.2.1/locations?offset=1").holds("LOC2"),
        case("a limit that is no number", Method::GET, "/ocpi/2.2.1/locations?limit=x")
            .is(200, 2001)
            .holds(r#""path":"/limit""#),
        case("a command", Method::POST, START_SESSION).body(references).holds("ACCEPTED"),
        case("an optional body, absent", Method::POST, AUTHORIZE).holds("ALLOWED"),
        case("an optional body, present", Method::POST, AUTHORIZE).body(references).holds("LOC1"),
        case("an optional body, malformed", Method::POST, AUTHORIZE)
            .body(r#"{"location_id"#)
            .is(400, 2000),
        case("an unknown token", Method::POST, "/ocpi/2.2.1/tokens/9/authorize").is(404, 2004),
        case("a panic", Method::POST, "/ocpi/2.2.1/tokens/BUG/authorize").is(500, 3000),
        case("a secret", Method::POST, "/ocpi/2.2.1/tokens/NO-DATABASE/authorize").is(200, 3000),
        case("DELETE of credentials, not registered", Method::DELETE, CREDENTIALS).is(405, 2000),
        case("POST of credentials", Method::POST, CREDENTIALS).body(peer),
        case("POST of credentials, twice", Method::POST, CREDENTIALS).body(peer).is(405, 2000),
    ]
}

/// Runs every case; the exit code says whether all hold.
pub(crate) fn run(address: SocketAddr, log: &Log) -> ExitCode {
    let agent = Agent::config_builder()
        .http_status_as_error(false)
        .allow_non_standard_methods(true)
        // A server that did not read a body closes the connection, perhaps while it is used again.
        .max_idle_connections(0)
        .build()
        .new_agent();
    // A panic is among the cases; a line of it is enough.
    std::panic::set_hook(Box::new(|panic| eprintln!("{panic}")));
    let cases = cases();
    let mut failures = 0;
    for (index, case) in cases.iter().enumerate() {
        let result = check(&agent, address, &format!("request-{index}"), case)
            .and_then(|()| check_log(log, &format!("request-{index}"), case));
        match result {
            Ok(()) => {
                println!("ok      {}: HTTP {}, {}", case.name, case.http_status, case.status_code);
            }
            Err(reason) => {
                failures += 1;
                println!("FAILED  {}: {reason}", case.name);
            }
        }
    }
    println!("{} of {} cases hold", cases.len() - failures, cases.len());
    if failures == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn check(agent: &Agent, address: SocketAddr, id: &str, case: &Case) -> Result<(), String> {
    let mut request = Request::builder()
        .method(case.method.clone())
        .uri(format!("http://{address}{}", case.path))
        .header("X-Request-ID", id)
        .header("X-Correlation-ID", "correlation-1");
    if let Some(authorization) = &case.authorization {
        request = request.header("Authorization", authorization);
    }
    if let Some(content_type) = case.content_type {
        request = request.header("Content-Type", content_type);
    }
    let answer = match &case.body {
        Some(body) => agent.run(request.body(body.as_str()).map_err(|error| error.to_string())?),
        None => agent.run(request.body(()).map_err(|error| error.to_string())?),
    };
    let (answer, mut body) = answer.map_err(|error| error.to_string())?.into_parts();
    let body = body.read_to_string().map_err(|error| error.to_string())?;
    let header = |name| answer.headers.get(name).and_then(|value| value.to_str().ok());

    let is = |what: &str, found: Option<&str>, expected: &str| match found {
        Some(found) if found == expected => Ok(()),
        found => Err(format!("{what} is {found:?}, not {expected:?}: {body}")),
    };
    is("HTTP status", Some(answer.status.as_str()), &case.http_status.to_string())?;
    is("content type", header("content-type"), "application/json")?;
    is("X-Request-ID", header("x-request-id"), id)?;
    is("X-Correlation-ID", header("x-correlation-id"), "correlation-1")?;
    for (name, value) in case.headers {
        is(name, header(name), value)?;
    }
    let envelope: Value =
        serde_json::from_str(&body).map_err(|error| format!("{error}: {body}"))?;
    let code = envelope["status_code"].to_string();
    is("status code", Some(&code), &case.status_code.to_string())?;
    if !envelope["timestamp"].is_string() || !body.contains(case.holds) {
        return Err(format!("the body lacks the timestamp, or {:?}: {body}", case.holds));
    }
    if body.contains("hunter2") {
        return Err(format!("the secret is in the answer: {body}"));
    }
    Ok(())
}

/// Every error is one event, and what the peer may not read is in it.
fn check_log(log: &Log, id: &str, case: &Case) -> Result<(), String> {
    let events = log.lines_with(&format!("ocpi.request_id=\"{id}\""));
    let (level, secret) = match case.status_code {
        1000 => return if events.is_empty() { Ok(()) } else { Err(format!("logged: {events:?}")) },
        3000 => ("ERROR", "hunter2"),
        _ => ("DEBUG", ""),
    };
    match events.as_slice() {
        [event] if event.contains(level) && event.contains(secret) => Ok(()),
        events => Err(format!("not one event of level {level} with {secret:?}: {events:?}")),
    }
}
