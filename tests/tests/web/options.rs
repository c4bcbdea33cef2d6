//! Options of the layer and the middleware, and the extensions for handlers.

use std::net::SocketAddr;

use ocpi_status::http::Method;

use super::{Answer, Client, FOREIGN, LAST_MODIFIED, SECRET};

/// Runs all tests of this module against a server.
pub(crate) fn applies_every_option_of_the_layer(address: SocketAddr) {
    let client = Client::new(address);
    requires_an_envelope(&client);
    passes_redirects_and_empty_responses_on(&client);
    omits_the_data_of_errors_when_told(&client);
    adds_a_message_to_successes_when_told(&client);
    adapts_successes_to_the_version(&client);
    passes_exempt_paths_on(&client);
    passes_ids_to_the_handler(&client);
    replaces_ids_when_they_are_too_long_or_not_printable(&client);
    returns_routing_headers(&client);
    converts_errors_of_two_types_with_the_question_mark(&client);
    offers_responses_for_401_403_and_405(&client);
}

fn requires_an_envelope(client: &Client) {
    for path in [
        "/text-ok",
        "/long-ok",
        "/empty-ok",
        "/bare-json",
        "/replaced-ok",
        "/pending-ok",
        "/broken-ok",
    ] {
        let answer = client.get(&format!("/strict{path}"));
        assert_eq!((answer.http_status, answer.status_code()), (500, 3000), "{path}");
        assert_eq!(answer.header("etag"), "", "{path}");
    }
    for (path, http_status, code) in [
        ("/json", 200, 1000),
        ("/response", 201, 1000),
        ("/request-error", 200, 2001),
        ("/error", 404, 2004),
        ("/text", 500, 3000),
    ] {
        let answer = client.get(&format!("/strict{path}"));
        assert_eq!((answer.http_status, answer.status_code()), (http_status, code), "{path}");
    }
    let foreign = client.get("/strict/foreign-ok");
    assert_eq!((foreign.http_status, foreign.body.as_str()), (200, FOREIGN));
    // Readable, but without a timestamp: the envelope is rendered again.
    let answer = client.get("/strict/unfit-ok");
    let envelope = answer.envelope();
    assert_eq!((answer.http_status, &envelope["status_code"]), (200, &1901.into()));
    assert_eq!(envelope["data"]["id"], "LOC1", "{}", answer.body);
    assert_eq!(envelope["status_message"], "m", "{}", answer.body);
    let answer = client.get("/unfit-ok");
    assert!(!answer.body.contains("timestamp"), "{}", answer.body);
}

fn passes_redirects_and_empty_responses_on(client: &Client) {
    for path in ["/redirect", "/not-modified", "/no-content"] {
        let (strict, plain) = (client.get(&format!("/strict{path}")), client.get(path));
        assert_eq!(strict.http_status, plain.http_status, "{path}");
        assert_eq!(strict.body, plain.body, "{path}");
    }
    // A body that was inspected only in part, for an event, is sent in full.
    #[cfg(feature = "tracing")]
    let _ = tracing::subscriber::set_global_default(Listener);
    let answer = client.get("/slow-ok");
    assert_eq!((answer.http_status, answer.body.as_str()), (200, "[1,2]"));
}

/// Enables every event.
#[cfg(feature = "tracing")]
struct Listener;

#[cfg(feature = "tracing")]
impl tracing::Subscriber for Listener {
    fn enabled(&self, _: &tracing::Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, _: &tracing::span::Attributes<'_>) -> tracing::Id {
        tracing::Id::from_u64(1)
    }

    fn record(&self, _: &tracing::Id, _: &tracing::span::Record<'_>) {}
    fn record_follows_from(&self, _: &tracing::Id, _: &tracing::Id) {}
    fn event(&self, _: &tracing::Event<'_>) {}
    fn enter(&self, _: &tracing::Id) {}
    fn exit(&self, _: &tracing::Id) {}
}

fn omits_the_data_of_errors_when_told(client: &Client) {
    assert!(client.get("/request-error").envelope().get("data").is_some());
    let answer = client.get("/plain/request-error");
    let envelope = answer.envelope();
    assert_eq!(envelope.get("data"), None, "{}", answer.body);
    assert_eq!(envelope["status_code"], 2001, "{}", answer.body);
    assert!(envelope["status_message"].as_str().is_some_and(|it| it.contains("/0")));
    assert_eq!(client.get("/plain/json").envelope()["data"], 1);
}

fn adds_a_message_to_successes_when_told(client: &Client) {
    for path in ["/json", "/response", "/reply"] {
        assert_eq!(client.get(path).envelope().get("status_message"), None, "{path}");
        let path = format!("/plain{path}");
        assert_eq!(client.get(&path).envelope()["status_message"], "Success", "{path}");
    }
    assert_eq!(client.get("/plain/custom").envelope()["status_message"], "déjà vu");
    assert_eq!(client.get("/plain/timeout").status_code(), 4002);
}

fn adapts_successes_to_the_version(client: &Client) {
    let envelope = client.get("/custom").envelope();
    assert_eq!((&envelope["status_code"], &envelope["data"]), (&1901.into(), &"é".into()));
    let answer = client.get("/2.1.1/custom");
    let envelope = answer.envelope();
    assert_eq!((&envelope["status_code"], &envelope["data"]), (&1000.into(), &"é".into()));
    assert_eq!(envelope["status_message"], "d?j? vu", "{}", answer.body);
    assert_eq!(answer.header("content-length"), answer.body.len().to_string());
    assert_eq!((answer.header("last-modified"), answer.header("etag")), (LAST_MODIFIED, ""));
}

fn passes_exempt_paths_on(client: &Client) {
    let answer = client.get("/health");
    assert_eq!((answer.http_status, answer.body.as_str()), (503, "down"));
    assert_eq!(answer.header("x-request-id"), "");
    assert_eq!(client.get("/healthy").status_code(), 2000);
}

const IDS: [(&str, &str); 2] = [("X-Request-ID", "r-1"), ("X-Correlation-ID", "c-1")];

fn passes_ids_to_the_handler(client: &Client) {
    let answer = client.send(Method::GET, "/message-ids", &IDS, None).unwrap();
    let data = &answer.envelope()["data"];
    assert_eq!((&data[0], &data[1]), (&"r-1".into(), &"c-1".into()));
    // A forwarded request has a new request id and the same correlation id.
    assert_eq!(data[2].as_str().map(str::len), Some(36));
    assert_eq!(data[3], "c-1");
    let answer = client.get("/message-ids");
    let data = &answer.envelope()["data"];
    assert_eq!(data[0], answer.header("x-request-id"));
    assert_eq!(data[1], answer.header("x-correlation-id"));
}

fn replaces_ids_when_they_are_too_long_or_not_printable(client: &Client) {
    let longest = "x".repeat(255);
    let too_long = "x".repeat(256);
    for (values, expected) in [
        (&[&*longest][..], Some(&*longest)),
        (&["", "two"], Some("two")),
        (&["one", "two"], Some("one")),
        (&[&*too_long, "\u{e9}", "three"], Some("three")),
        (&[&*too_long], None),
        (&["two words"], None),
        (&["\u{e9}"], None),
    ] {
        for path in ["/message-ids", "/ids-in-headers", "/error", "/text", "/panic"] {
            let headers: Vec<_> = values.iter().map(|value| ("X-Request-ID", *value)).collect();
            let answer = client.send(Method::GET, path, &headers, None).unwrap();
            let id = answer.header("x-request-id");
            match expected {
                Some(expected) => assert_eq!(id, expected, "{path}"),
                None => assert_eq!(id.len(), 36, "{path}: {id}"),
            }
            assert_eq!(answer.headers.get_all("x-request-id").iter().count(), 1, "{path}");
            if path == "/message-ids" {
                assert_eq!(answer.envelope()["data"][0], id);
            }
            if path == "/ids-in-headers" {
                assert_eq!(answer.envelope()["data"], serde_json::json!([id]));
            }
        }
    }
}

const ROUTING: [(&str, &str); 4] = [
    ("OCPI-from-party-id", "TNM"),
    ("OCPI-from-country-code", "NL"),
    ("OCPI-to-party-id", "ABC"),
    ("OCPI-to-country-code", "DE"),
];

/// Returns the routing headers of a response: receiver, then sender.
fn routing(answer: &Answer) -> [&str; 4] {
    ROUTING.map(|(name, _)| answer.header(&name.to_ascii_lowercase()))
}

fn returns_routing_headers(client: &Client) {
    let get = |path: &str, headers: &[(&str, &str)]| {
        client.send(Method::GET, path, headers, None).unwrap()
    };
    for path in ["/json", "/error", "/2.1.1/error", "/text", "/panic", "/ocpi/2.2.1/locations"] {
        assert_eq!(routing(&get(path, &ROUTING)), ["ABC", "DE", "TNM", "NL"], "{path}");
        // An Open Routing Request has no receiver.
        assert_eq!(routing(&get(path, &ROUTING[..2])), ["", "", "TNM", "NL"], "{path}");
        assert_eq!(routing(&get(path, &[])), [""; 4], "{path}");
    }
    // The handler of a hub sets its own routing headers.
    assert_eq!(routing(&get("/routed", &ROUTING)), ["HUB", "FR", "TNM", "NL"]);
    for path in [
        "/ocpi/2.2.1/credentials",
        "/ocpi/versions",
        "/ocpi/2.2.1",
        "/ocpi/2.2.1/hubclientinfo/NL/TNM",
    ] {
        assert_eq!(routing(&get(path, &ROUTING)), [""; 4], "{path}");
    }
    let unfit = [("OCPI-from-party-id", &*"x".repeat(256)), ("OCPI-from-country-code", "NL")];
    assert_eq!(routing(&get("/json", &unfit)), ["", "", "", "NL"]);
}

fn converts_errors_of_two_types_with_the_question_mark(client: &Client) {
    for (path, http_status, code) in [
        ("/question-mark/own", 404, 2004),
        ("/question-mark/request", 200, 2001),
        ("/question-mark/none", 200, 1000),
    ] {
        let answer = client.get(path);
        assert_eq!((answer.http_status, answer.status_code()), (http_status, code), "{path}");
    }
}

fn offers_responses_for_401_403_and_405(client: &Client) {
    let answer = client.get("/unauthorized");
    assert_eq!((answer.http_status, answer.status_code()), (401, 2000));
    assert_eq!(answer.header("www-authenticate"), "Token");
    let answer = client.get("/forbidden");
    assert_eq!((answer.http_status, answer.status_code()), (403, 2000));
    let answer = client.send(Method::DELETE, "/json", &[], None).unwrap();
    assert_eq!((answer.http_status, answer.status_code()), (405, 2000));
    assert!(answer.header("allow").contains("GET"), "{}", answer.header("allow"));
    assert!(!answer.body.contains(SECRET));
}
