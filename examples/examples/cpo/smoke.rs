//! The cases of `--smoke`, for both frameworks. Later ones depend on earlier ones.

use std::net::SocketAddr;

use examples::smoke::Case;
use examples::soak::Requests;
use ocpi_status::http::Method;

use super::MAX_BODY;
use super::credentials::TOKEN;

const LOCATIONS: &str = "/ocpi/2.2.1/locations";
const LOC1: &str = "/ocpi/2.2.1/locations/LOC1";
const LOC2: &str = "/ocpi/2.2.1/locations/LOC2";
const TOKEN_OF_EMSP: &str = "/ocpi/2.2.1/tokens/DE/EMS/7";
const AUTHORIZE: &str = "/ocpi/2.2.1/tokens/012345678/authorize";
const START_SESSION: &str = "/ocpi/2.2.1/commands/START_SESSION";
const CREDENTIALS: &str = "/ocpi/2.2.1/credentials";
const REFERENCES: &str = r#"{"location_id":"LOC1"}"#;

pub(crate) fn cases(address: SocketAddr) -> Vec<Case> {
    let groups = [nothing_yet(), locations(), pages(address), others()];
    groups.into_iter().flatten().collect()
}

fn case(name: &'static str, method: Method, path: &'static str) -> Case {
    Case::new(name, method, path).token(TOKEN)
}

fn nothing_yet() -> Vec<Case> {
    vec![
        case("a missing token", Method::GET, LOCATIONS)
            .without("authorization")
            .is(401, 2000)
            .header("www-authenticate", "Token"),
        case("a wrong token", Method::GET, LOCATIONS).token("wrong").is(401, 2000),
        case("a token that is not Base64", Method::GET, LOCATIONS)
            .without("authorization")
            .with("authorization", "token smoke"),
        case("an unknown route", Method::GET, "/ocpi/2.2.1/locatoins").is(404, 2000),
        case("a wrong method", Method::DELETE, LOC1).is(405, 2000),
        case("GET of an unknown location", Method::GET, LOC1).is(404, 2003),
        case("a command for an unknown location", Method::POST, START_SESSION)
            .body(REFERENCES)
            .is(200, 2003),
    ]
}

fn locations() -> Vec<Case> {
    let location =
        |id: &str| format!(r#"{{"id":"{id}","evses":[],"last_updated":"2026-11-22T12:00:00Z"}}"#);
    let evse = r#"{"id":"LOC1","evses":[{"uid":5}],"last_updated":"2026-11-22T12:00:00Z"}"#;
    vec![
        case("PUT that creates", Method::PUT, LOC1).body(location("LOC1")).is(201, 1000),
        case("PUT that updates", Method::PUT, LOC1).body(location("LOC1")),
        case("a content type with a charset", Method::PUT, LOC1)
            .body(location("LOC1"))
            .without("content-type")
            .with("content-type", "application/json; charset=utf-8"),
        case("a content type of a suffix", Method::PUT, LOC1)
            .body(location("LOC1"))
            .without("content-type")
            .with("content-type", "application/ocpi+json"),
        case("no content type", Method::PUT, LOC1).body(location("LOC1")).without("content-type"),
        case("a wrong content type", Method::PUT, LOC1)
            .body(location("LOC1"))
            .without("content-type")
            .with("content-type", "text/plain")
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
    ]
}

fn pages(address: SocketAddr) -> Vec<Case> {
    let link = format!("<http://{address}{LOCATIONS}?offset=1&limit=1>; rel=\"next\"");
    vec![
        case("a page", Method::GET, "/ocpi/2.2.1/locations?limit=1")
            .holds("LOC1")
            .header("x-total-count", "2")
            .header("x-limit", "50")
            .header("link", &link),
        case("the last page", Method::GET, "/ocpi/2.2.1/locations?offset=1")
            .holds("LOC2")
            .no_header("link"),
        case("a limit of 0", Method::GET, "/ocpi/2.2.1/locations?limit=0")
            .holds("LOC1")
            .header("link", &link),
        case(
            "a page of what is new",
            Method::GET,
            "/ocpi/2.2.1/locations?date_from=2026-11-23T00:00:00Z",
        )
        .lacks("LOC1")
        .header("x-total-count", "0"),
        case("a limit that is not a number", Method::GET, "/ocpi/2.2.1/locations?limit=x")
            .is(200, 2001)
            .holds(r#""path":"/limit""#),
    ]
}

/// Tokens, commands and credentials.
fn others() -> Vec<Case> {
    let peer = r#"{"token":"YWJj","url":"https://emsp.example/ocpi/versions"}"#;
    vec![
        case("a command", Method::POST, START_SESSION).body(REFERENCES).holds("ACCEPTED"),
        case("an optional body, absent", Method::POST, AUTHORIZE).holds("ALLOWED"),
        case("an optional body, present", Method::POST, AUTHORIZE).body(REFERENCES).holds("LOC1"),
        case("an optional body, malformed", Method::POST, AUTHORIZE)
            .body(r#"{"location_id"#)
            .is(400, 2000),
        case("an unknown token", Method::POST, "/ocpi/2.2.1/tokens/9/authorize").is(404, 2004),
        case("a token that is pushed", Method::PUT, TOKEN_OF_EMSP)
            .body(r#"{"uid":"7","valid":true,"last_updated":"2026-11-22T12:00:00Z"}"#)
            .is(201, 1000),
        case("a token of another uid", Method::PUT, TOKEN_OF_EMSP)
            .body(r#"{"uid":"8","valid":true,"last_updated":"2026-11-22T12:00:00Z"}"#)
            .is(200, 2001),
        case("GET of a token", Method::GET, TOKEN_OF_EMSP).holds(r#""valid":true"#),
        case("GET of an unknown token", Method::GET, "/ocpi/2.2.1/tokens/DE/EMS/9").is(404, 2004),
        case("a panic", Method::POST, "/ocpi/2.2.1/tokens/BUG/authorize")
            .is(500, 3000)
            .hides("hunter2"),
        case("a secret", Method::POST, "/ocpi/2.2.1/tokens/NO-DATABASE/authorize")
            .is(200, 3000)
            .hides("hunter2"),
        case("DELETE of credentials, not registered", Method::DELETE, CREDENTIALS)
            .is(405, 2000)
            .header("allow", "POST"),
        case("POST of credentials", Method::POST, CREDENTIALS).body(peer),
        case("POST of credentials, twice", Method::POST, CREDENTIALS)
            .body(peer)
            .is(405, 2000)
            .header("allow", "DELETE"),
    ]
}

const LOCATION: &str =
    r#"{"id":"LOC1","name":"Süd","evses":[],"last_updated":"2026-11-22T12:00:00Z"}"#;

/// The requests of the soak test.
#[cfg_attr(not(test), expect(dead_code, reason = "the soak test is a test"))]
pub(crate) const SOAK: Requests = Requests {
    requests: &[
        ("GET", LOCATIONS, ""),
        ("GET", "/ocpi/2.2.1/locations?limit=x", ""),
        ("GET", LOC1, ""),
        ("GET", "/ocpi/2.2.1/locations/LOC9", ""),
        ("GET", "/ocpi/2.2.1/nothing", ""),
        ("DELETE", LOC1, ""),
        ("PUT", LOC1, LOCATION),
        ("PUT", LOC2, LOCATION),
        ("PATCH", LOC1, r#"{"name":"North","last_updated":"2026-11-22T12:00:00Z"}"#),
        ("POST", START_SESSION, r#"{"location_id":"LOC1"}"#),
        ("POST", AUTHORIZE, r#"{"location_id":"LOC1"}"#),
        ("POST", "/ocpi/2.2.1/tokens/9/authorize", ""),
        ("POST", "/ocpi/2.2.1/tokens/BUG/authorize", ""),
        ("POST", "/ocpi/2.2.1/tokens/NO-DATABASE/authorize", ""),
    ],
    headers: &[],
    token: TOKEN,
    max_body: MAX_BODY,
};
