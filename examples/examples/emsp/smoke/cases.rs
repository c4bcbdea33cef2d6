//! The cases of `--smoke`. Later ones depend on earlier ones.

use std::net::SocketAddr;

use examples::smoke::Case;
use ocpi_status::http::Method;

use crate::routes::MAX_BODY;

const GET: Method = Method::GET;
const PUT: Method = Method::PUT;
const POST: Method = Method::POST;
const PATCH: Method = Method::PATCH;
const DELETE: Method = Method::DELETE;

const LOCATION: &str = "/ocpi/2.2.1/locations/NL/CPO/LOC1";
const EVSE: &str = "/ocpi/2.2.1/locations/NL/CPO/LOC1/E1";
const SESSION: &str = "/ocpi/2.2.1/sessions/NL/CPO/S1";
const CDRS: &str = "/ocpi/2.2.1/cdrs";
const CREDENTIALS: &str = "/ocpi/2.2.1/credentials";

pub(super) fn cases(address: SocketAddr, cpo: SocketAddr) -> Vec<Case> {
    let groups = [versions(), tokens(address), locations(), sessions_and_cdrs(), registration(cpo)];
    groups.into_iter().flatten().collect()
}

/// A request of the registered party.
fn case(name: &'static str, method: Method, path: &str) -> Case {
    Case::new(name, method, path).token("cpo-token")
}

fn versions() -> Vec<Case> {
    vec![
        case("no token", GET, "/ocpi/versions")
            .without("authorization")
            .is(401, 2000)
            .header("www-authenticate", "Token"),
        case("an unknown token", GET, "/ocpi/versions").token("nobody").is(401, 2000),
        case("a token that is not Base64", GET, "/ocpi/versions")
            .without("authorization")
            .with("authorization", "token cpo-token"),
        case("the versions", GET, "/ocpi/versions").token("invitation").holds("/ocpi/2.1.1"),
        case("the details of 2.2.1", GET, "/ocpi/2.2.1").holds(r#""role":"SENDER""#),
        case("the details of 2.1.1", GET, "/ocpi/2.1.1").holds("/ocpi/2.1.1/cdrs").lacks("role"),
        case("an invitation for a module", GET, "/ocpi/2.2.1/tokens")
            .token("invitation")
            .is(401, 2000),
        case("an unknown route", GET, "/ocpi/2.2.1/tarifs").is(404, 2000),
        case("an unknown version", GET, "/ocpi/2.0").is(404, 2000),
        case("a wrong method", DELETE, LOCATION).is(405, 2000),
    ]
}

fn tokens(address: SocketAddr) -> Vec<Case> {
    let list = |name, query: &str| case(name, GET, &format!("/ocpi/2.2.1/tokens?{query}"));
    let authorize = |name, path: &str| case(name, POST, &format!("/ocpi/{path}/authorize"));
    let location = r#"{"location_id":"LOC1","evse_uids":["E1"]}"#;
    vec![
        list("a page", "limit=2")
            .holds("DE-EMS-C2")
            .lacks("DE-EMS-C3")
            .header("x-total-count", "3")
            .header("x-limit", "50")
            .header(
                "link",
                format!("<http://{address}/ocpi/2.2.1/tokens?offset=2&limit=2>; rel=\"next\""),
            ),
        list("the last page", "limit=2&offset=2").holds("DE-EMS-C3").no_header("link"),
        list("a limit of 0", "limit=0").holds("DE-EMS-C1").lacks("DE-EMS-C2"),
        list("tokens since a time", "date_from=2026-12-23T10:00:02Z")
            .holds("DE-EMS-C3")
            .lacks("DE-EMS-C1")
            .header("x-total-count", "1"),
        list("a time that is not one", "date_from=yesterday").is(200, 2001).holds("/date_from"),
        case("a list in 2.1.1", GET, "/ocpi/2.1.1/tokens").holds("auth_id").lacks("contract_id"),
        authorize("authorization", "2.2.1/tokens/012345678").holds(r#""allowed":"ALLOWED""#),
        authorize("authorization with a location", "2.2.1/tokens/012345678")
            .body(location)
            .holds("LOC1"),
        authorize("authorization without a needed location", "2.2.1/tokens/987654321")
            .is(200, 2002),
        authorize("authorization with a needed location", "2.2.1/tokens/987654321")
            .body(location)
            .holds("LOC1"),
        authorize("authorization with a malformed location", "2.2.1/tokens/987654321")
            .body(r#"{"location_id"#)
            .is(400, 2000),
        authorize("a blocked token", "2.2.1/tokens/000000000").holds(r#""allowed":"BLOCKED""#),
        authorize("an unknown token, authorized", "2.2.1/tokens/1").is(404, 2004),
        authorize("an unknown token in 2.1.1", "2.1.1/tokens/1").is(404, 2000),
        authorize("authorization in 2.1.1", "2.1.1/tokens/012345678").lacks("token"),
    ]
}

fn location(id: &str) -> String {
    format!(
        r#"{{"country_code":"NL","party_id":"CPO","id":"{id}","publish":true,"address":"Damrak 1",
            "city":"Amsterdam","country":"NLD","last_updated":"2026-11-22T12:00:00Z"}}"#
    )
}

fn locations() -> Vec<Case> {
    let evse = r#"{"uid":"E1","status":"AVAILABLE","last_updated":"2026-11-22T12:00:00Z"}"#;
    let old = r#"{"id":"LOC1","type":"ON_STREET","address":"Damrak 1","city":"Amsterdam",
        "country":"NLD","last_updated":"2026-11-22T12:00:00Z"}"#;
    vec![
        case("GET of an unknown location", GET, LOCATION).is(404, 2003),
        case("an EVSE of an unknown location", PUT, EVSE).body(evse).is(404, 2003),
        case("PUT that creates a location", PUT, LOCATION).body(location("LOC1")).is(201, 1000),
        case("PUT that updates a location", PUT, LOCATION).body(location("loc1")),
        case("PUT of another id", PUT, LOCATION).body(location("LOC2")).is(200, 2001),
        case("PUT for another party", PUT, "/ocpi/2.2.1/locations/NL/ABC/LOC1")
            .body(location("LOC1"))
            .is(403, 2000),
        case("PUT of a list", PUT, LOCATION).body(format!("[{}]", location("LOC1"))).is(200, 2001),
        case("PUT that lacks fields", PUT, LOCATION).body(r#"{"id":"LOC1"}"#).is(200, 2001),
        case("PUT that is too large", PUT, LOCATION).body(" ".repeat(MAX_BODY + 1)).is(413, 2000),
        case("PATCH of a location", PATCH, LOCATION)
            .body(r#"{"city":"Utrecht","last_updated":"2026-11-22T13:00:00.5Z"}"#),
        case("PATCH without last_updated", PATCH, LOCATION)
            .body(r#"{"city":"Utrecht"}"#)
            .is(200, 2001),
        case("PATCH with a wrong type", PATCH, LOCATION)
            .body(r#"{"publish":"yes","last_updated":"2026-11-22T13:00:00Z"}"#)
            .is(200, 2001)
            .holds(r#""path":"/publish""#),
        case("GET of a location", GET, LOCATION).holds("Utrecht"),
        case("PUT that creates an EVSE", PUT, EVSE).body(evse).is(201, 1000),
        case("PATCH of an EVSE", PATCH, EVSE)
            .body(r#"{"status":"CHARGING","last_updated":"2026-11-22T14:00:00Z"}"#),
        case("GET of an EVSE", GET, EVSE).holds("CHARGING"),
        case("an EVSE changes its location", GET, LOCATION)
            .holds(r#"],"last_updated":"2026-11-22T14:00:00Z""#),
        case("PATCH of an unknown EVSE", PATCH, "/ocpi/2.2.1/locations/NL/CPO/LOC1/E9")
            .body(r#"{"status":"CHARGING","last_updated":"2026-11-22T14:00:00Z"}"#)
            .is(404, 2000),
        case("a location in 2.1.1", PUT, "/ocpi/2.1.1/locations/NL/CPO/LOC1")
            .body(old)
            .is(201, 1000),
    ]
}

fn sessions_and_cdrs() -> Vec<Case> {
    let session = |id: &str| {
        format!(
            r#"{{"country_code":"NL","party_id":"CPO","id":"{id}","kwh":1.5,"currency":"EUR",
                "start_date_time":"2026-11-22T12:00:00Z","status":"ACTIVE",
                "last_updated":"2026-11-22T12:00:00Z"}}"#
        )
    };
    let cdr = |energy| {
        format!(
            r#"{{"country_code":"NL","party_id":"CPO","id":"C1","currency":"EUR",
                "start_date_time":"2026-11-22T12:00:00Z","end_date_time":"2026-11-22T13:00:00Z",
                "total_cost":{{"excl_vat":4.5}},"total_energy":{energy},
                "last_updated":"2026-11-22T13:00:00Z"}}"#
        )
    };
    vec![
        case("GET of an unknown session", GET, SESSION).is(404, 2000),
        case("PUT that creates a session", PUT, SESSION).body(session("S1")).is(201, 1000),
        case("PATCH of a session", PATCH, SESSION)
            .body(r#"{"kwh":7.5,"last_updated":"2026-11-22T12:30:00Z"}"#),
        case("GET of a session", GET, SESSION).holds(r#""kwh":7.5"#),
        case("PUT that the database refuses", PUT, "/ocpi/2.2.1/sessions/NL/CPO/FAULT")
            .body(session("FAULT"))
            .is(200, 3000)
            .hides("hunter2"),
        case("GET of what is damaged", GET, "/ocpi/2.2.1/sessions/NL/CPO/DAMAGED")
            .is(200, 3000)
            .hides("missing field"),
        case("a CDR", POST, CDRS).body(cdr(9)).is(201, 1000).keeps("location"),
        case("the URL of the CDR", GET, "{kept}").holds(r#""total_energy":9"#),
        case("the CDR again", POST, CDRS).body(cdr(9)),
        case("another CDR of that id", POST, CDRS).body(cdr(8)).is(200, 2001),
        case("a CDR in 2.1.1", POST, "/ocpi/2.1.1/cdrs")
            .body(
                cdr(9)
                    .replace("end_date_time", "stop_date_time")
                    .replace(r#"{"excl_vat":4.5}"#, r#"4.5,"auth_id":"DE-EMS-C1""#),
            )
            .is(201, 1000)
            .keeps("location"),
        case("the URL of the CDR in 2.1.1", GET, "{kept}").holds(r#""total_cost":4.5"#),
        case("an unknown CDR", GET, "/ocpi/2.2.1/cdrs/99").is(404, 2000),
        case("a CDR that is not a number", GET, "/ocpi/2.2.1/cdrs/C1").is(404, 2000),
    ]
}

fn registration(cpo: SocketAddr) -> Vec<Case> {
    let credentials = |of: &str| {
        format!(
            r#"{{"token":"emsp-token","url":"http://{cpo}/{of}/versions",
                "roles":[{{"role":"CPO","country_code":"BE","party_id":"CPO"}}]}}"#
        )
    };
    let nobody = r#"{"token":"t","url":"http://127.0.0.1:1/","roles":[]}"#;
    let off = nobody.replace("[]", r#"[{"role":"CPO","country_code":"BE","party_id":"CPO"}]"#);
    let post = |name, body| case(name, POST, CREDENTIALS).token("invitation").body(body);
    vec![
        case("PUT of credentials, not registered", PUT, CREDENTIALS)
            .token("invitation")
            .body(credentials("good"))
            .is(405, 2000)
            .header("allow", "GET, POST"),
        post("credentials without a role", nobody.to_owned()).is(200, 2001),
        post("a CPO that is off", off.clone()).is(200, 3001).hides("onnect"),
        post("a URL that is not one", off.replace("http:", "")).is(200, 3001),
        post("a CPO that answers in HTML", credentials("html")).is(200, 3001).hides("hunter2"),
        post("a CPO of an older version", credentials("old"))
            .is(200, 3002)
            .holds("does not have version 2.2.1"),
        post("a CPO without locations", credentials("bare")).is(200, 3003).holds("locations"),
        post("POST of credentials", credentials("good")).keeps("/data/token").holds("EMSP"),
        post("POST with the used invitation", credentials("good")).is(401, 2000),
        case("GET of credentials", GET, CREDENTIALS).kept_token().holds("{kept}"),
        case("the new token", GET, "/ocpi/2.2.1/tokens").kept_token(),
        post("POST of credentials, twice", credentials("good")).kept_token().is(405, 2000),
        case("PUT of credentials", PUT, CREDENTIALS)
            .kept_token()
            .body(credentials("good"))
            .keeps("/data/token"),
        case("POST of credentials in 2.1.1", POST, "/ocpi/2.1.1/credentials")
            .token("invitation-2")
            .body(format!(
                r#"{{"token":"t","url":"http://{cpo}/good/versions","country_code":"FR",
                    "party_id":"CPO"}}"#
            ))
            .holds(r#""party_id":"EMS""#)
            .lacks("roles"),
        case("DELETE of credentials", DELETE, CREDENTIALS).kept_token(),
        case("the token that was deleted", GET, CREDENTIALS).kept_token().is(401, 2000),
    ]
}
