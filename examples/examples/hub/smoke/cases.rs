//! The cases of `--smoke`. Later ones depend on earlier ones.

use std::net::SocketAddr;

use examples::smoke::Case;
use examples::soak::Requests;
use ocpi_status::http::Method;

use crate::EMSP_TOKEN;
use crate::routes::MAX_BODY;

const GET: Method = Method::GET;
const PUT: Method = Method::PUT;
const POST: Method = Method::POST;

const LOCATIONS: &str = "/ocpi/2.2.1/locations";
const LOC1: &str = "/ocpi/2.2.1/locations/LOC1";
const TOKEN: &str = "/ocpi/2.2.1/tokens/DE/EMS/7";

/// A request of the eMSP to a party.
fn case(name: &'static str, to: &str, method: Method, path: &str) -> Case {
    let (country_code, party_id) = to.split_once('-').expect("two parts");
    Case::new(name, method, path)
        .token(EMSP_TOKEN)
        .with("ocpi-from-country-code", "DE")
        .with("ocpi-from-party-id", "EMS")
        .with("ocpi-to-country-code", country_code)
        .with("ocpi-to-party-id", party_id)
}

pub(super) fn cases(hub: SocketAddr) -> Vec<Case> {
    [refused(), passed_on(hub), unreachable(), broadcast()].into_iter().flatten().collect()
}

/// Requests that the hub refuses.
fn refused() -> Vec<Case> {
    vec![
        case("no credentials token", "NL-CP1", GET, LOCATIONS)
            .without("authorization")
            .is(401, 2000)
            .header("www-authenticate", "Token"),
        case("the token of nobody", "NL-CP1", GET, LOCATIONS).token("nobody").is(401, 2000),
        case("the token of another party", "NL-CP1", GET, LOCATIONS)
            .token("CP2-token")
            .is(200, 2001)
            .holds("DE-EMS"),
        case("no sender", "NL-CP1", GET, LOCATIONS).without("ocpi-from-party-id").is(200, 2001),
        case("no receiver", "NL-CP1", GET, LOCATIONS).without("ocpi-to-party-id").is(200, 2001),
        case("an unknown receiver", "NL-XXX", GET, LOCATIONS)
            .is(200, 4001)
            .header("ocpi-from-party-id", "XXX")
            .header("ocpi-to-party-id", "EMS"),
        case("a module that is not passed on", "NL-CP1", GET, "/ocpi/2.2.1/credentials")
            .is(404, 2000),
        case("a path that leaves its module", "NL-CP1", GET, "/ocpi/2.2.1/locations/%2e%2e/x")
            .is(404, 2000),
        case("another version", "NL-CP1", GET, "/ocpi/2.1.1/locations").is(404, 2000),
        case("a body that is too large", "NL-CP1", PUT, LOC1)
            .body(" ".repeat(MAX_BODY + 1))
            .is(413, 2000),
    ]
}

/// Responses of the receivers that are passed on.
fn passed_on(hub: SocketAddr) -> Vec<Case> {
    let location =
        |id: &str| format!(r#"{{"id":"{id}","evses":[],"last_updated":"2026-11-22T12:00:00Z"}}"#);
    let relayed = |name, method, path: &str| case(name, "NL-CP1", method, path).at_level("WARN");
    let authorize = |of: &str| format!("/ocpi/2.2.1/tokens/{of}/authorize");
    vec![
        relayed("404 of the receiver", GET, LOC1)
            .is(404, 2003)
            .header("ocpi-from-country-code", "NL")
            .header("ocpi-from-party-id", "CP1")
            .header("ocpi-to-country-code", "DE")
            .header("ocpi-to-party-id", "EMS"),
        case("PUT that creates", "NL-CP1", PUT, LOC1).body(location("LOC1")).is(201, 1000),
        case("PUT that updates", "NL-CP1", PUT, LOC1).body(location("LOC1")),
        case("a receiver in lower case", "nl-cp1", GET, LOC1).holds("LOC1"),
        relayed("the other CPO does not have it", GET, LOC1)
            .without("ocpi-to-party-id")
            .with("ocpi-to-party-id", "CP2")
            .is(404, 2003),
        case("a second location", "NL-CP1", PUT, "/ocpi/2.2.1/locations/LOC2")
            .body(location("LOC2"))
            .is(201, 1000),
        case("a page", "NL-CP1", GET, "/ocpi/2.2.1/locations?limit=1")
            .holds("LOC1")
            .header("x-total-count", "2")
            .header("x-limit", "50")
            .header("link", format!("<http://{hub}{LOCATIONS}?offset=1&limit=1>; rel=\"next\"")),
        case("the page of the link", "NL-CP1", GET, "/ocpi/2.2.1/locations?limit=1&offset=1")
            .holds("LOC2")
            .header("x-total-count", "2")
            .no_header("link"),
        relayed("wrong fields", PUT, LOC1)
            .body(r#"{"id":"LOC1"}"#)
            .is(200, 2001)
            .holds("last_updated"),
        relayed("a body that is not JSON", PUT, LOC1).body("{").is(200, 2000),
        relayed("an unknown token", POST, &authorize("9")).is(404, 2004),
        relayed("a server error of the receiver", POST, &authorize("NO-DATABASE")).is(200, 3000),
        relayed("a panic of the receiver", POST, &authorize("BUG")).is(200, 3000),
        case("a command", "NL-CP1", POST, "/ocpi/2.2.1/commands/START_SESSION")
            .body(r#"{"location_id":"LOC1"}"#)
            .holds("ACCEPTED"),
        case("the headers of what is passed on", "XX-ECH", GET, LOCATIONS)
            .holds(r#""x-correlation-id":"correlation-1""#)
            .holds(r#""authorization":"Token aHViLXRva2Vu""#)
            .holds(r#""ocpi-from-party-id":"EMS""#)
            .holds(r#""ocpi-to-party-id":"ECH""#)
            .holds(r#""x-request-id""#)
            .lacks(r#""request-"#),
        case("the URL of a new CDR", "XX-ECH", POST, "/ocpi/2.2.1/cdrs")
            .body("{}")
            .is(201, 1000)
            .header("location", format!("http://{hub}/ocpi/2.2.1/cdrs/1")),
    ]
}

/// Receivers without a response that can be passed on.
fn unreachable() -> Vec<Case> {
    vec![
        case("a receiver that is off", "XX-OFF", GET, LOCATIONS).is(200, 4003),
        case("a receiver that is too slow", "XX-SLO", GET, LOCATIONS).is(200, 4002),
        case("a receiver without a server", "DE-EMS", GET, LOCATIONS).is(200, 4003),
        case("HTML", "XX-HTM", GET, LOCATIONS).is(200, 4000).hides("hunter2"),
        case("HTTP 401 for the hub", "XX-NO1", GET, LOCATIONS).is(200, 4000).hides("401"),
        case("HTTP 403 for the hub, with a code", "XX-NO2", GET, LOCATIONS)
            .is(200, 4000)
            .hides("2000"),
        case("a link to another server", "XX-LNK", GET, LOCATIONS).is(200, 4000),
    ]
}

/// Broadcast pushes, to which the hub itself responds.
fn broadcast() -> Vec<Case> {
    let push = |name, method| case(name, "DE-HUB", method, TOKEN);
    vec![
        push("a push to all", PUT)
            .body(r#"{"uid":"7","valid":true,"last_updated":"2026-11-22T12:00:00Z"}"#)
            .header("ocpi-from-party-id", "HUB")
            .header("ocpi-to-party-id", "EMS"),
        case("the first has it", "NL-CP1", GET, TOKEN).holds(r#""uid":"7""#),
        case("the second has it", "NL-CP2", GET, TOKEN).holds(r#""uid":"7""#),
        push("a push that the receivers refuse", PUT).body("{}").logs("a push failed"),
        push("GET from all", GET).is(200, 2001),
        case("a push without a receiver", "DE-HUB", PUT, LOC1).body("{}").is(200, 4001),
    ]
}

/// The requests of the soak test, all to one receiver.
#[cfg_attr(not(test), expect(dead_code, reason = "the soak test is a test"))]
pub(super) const SOAK: Requests = Requests {
    requests: &[
        ("GET", LOCATIONS, ""),
        ("GET", "/ocpi/2.2.1/locations?limit=1", ""),
        ("GET", "/ocpi/2.2.1/locations?limit=x", ""),
        ("GET", LOC1, ""),
        ("GET", "/ocpi/2.2.1/credentials", ""),
        ("GET", "/ocpi/2.2.1/locations/../x", ""),
        ("DELETE", LOC1, ""),
        ("PUT", LOC1, r#"{"id":"LOC1","evses":[],"last_updated":"2026-11-22T12:00:00Z"}"#),
        ("POST", "/ocpi/2.2.1/commands/START_SESSION", r#"{"location_id":"LOC1"}"#),
        ("POST", "/ocpi/2.2.1/tokens/9/authorize", ""),
        ("POST", "/ocpi/2.2.1/tokens/BUG/authorize", ""),
        ("POST", "/ocpi/2.2.1/tokens/NO-DATABASE/authorize", ""),
    ],
    headers: &[
        "OCPI-from-country-code: DE\r\n",
        "OCPI-from-party-id: EMS\r\n",
        "OCPI-to-country-code: NL\r\n",
        "OCPI-to-party-id: CP1\r\n",
    ],
    token: EMSP_TOKEN,
    max_body: MAX_BODY,
};
