//! Tests a running server over HTTP, case by case.

mod case;

use std::net::SocketAddr;
use std::process::ExitCode;

use ocpi_status::http::{HeaderMap, Request};
use serde_json::Value;
use ureq::Agent;

pub use self::case::Case;
use crate::log::Log;

/// Runs the cases in order and prints a table. The exit code tells whether all passed.
#[must_use]
pub fn run(address: SocketAddr, log: &Log, cases: &[Case]) -> ExitCode {
    let mut smoke = Smoke { agent: agent(), address, log, kept: String::new() };
    // A case may cause a panic; one line about it is enough.
    std::panic::set_hook(Box::new(|panic| eprintln!("{panic}")));
    let width = cases.iter().map(|case| case.name.len()).max().unwrap_or_default();
    let mut failures = 0;
    println!("        {:width$} HTTP code", "case");
    for (index, case) in cases.iter().enumerate() {
        let Case { name, http_status, status_code, .. } = case;
        match smoke.check(case, &format!("request-{index}")) {
            Ok(()) => println!("ok      {name:width$} {http_status:4} {status_code}"),
            Err(reason) => {
                failures += 1;
                println!("FAILED  {name}: {reason}");
            }
        }
    }
    println!("{} of {} cases hold", cases.len() - failures, cases.len());
    if failures == 0 && !cases.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn agent() -> Agent {
    Agent::config_builder()
        .http_status_as_error(false)
        .allow_non_standard_methods(true)
        .max_redirects(0)
        // Loopback needs no proxy.
        .proxy(None)
        // A server that has not read a body closes the connection, perhaps while it is used again.
        .max_idle_connections(0)
        .build()
        .new_agent()
}

struct Smoke<'a> {
    agent: Agent,
    address: SocketAddr,
    log: &'a Log,
    kept: String,
}

impl Smoke<'_> {
    fn check(&mut self, case: &Case, id: &str) -> Result<(), String> {
        let (http_status, headers, body) = self.send(case, id)?;
        let header = |name| headers.get(name).and_then(|value| value.to_str().ok());
        let is = |what: &str, found: Option<&str>, expected: Option<&str>| {
            if found == expected {
                return Ok(());
            }
            Err(format!("{what} is {found:?}, not {expected:?}: {body}"))
        };
        is("HTTP status", Some(&http_status.to_string()), Some(&case.http_status.to_string()))?;
        is("content type", header("content-type"), Some("application/json"))?;
        is("X-Request-ID", header("x-request-id"), Some(id))?;
        is("X-Correlation-ID", header("x-correlation-id"), Some("correlation-1"))?;
        for (name, value) in &case.headers {
            is(name, header(name), value.as_deref())?;
        }

        let envelope: Value =
            serde_json::from_str(&body).map_err(|error| format!("{error}: {body}"))?;
        let code = envelope["status_code"].to_string();
        is("status code", Some(&code), Some(&case.status_code.to_string()))?;
        if !envelope["timestamp"].is_string() {
            return Err(format!("the body lacks the timestamp: {body}"));
        }
        let holds = |text: &String| body.contains(&text.replace("{kept}", &self.kept));
        if let Some(missing) = case.holds.iter().find(|text| !holds(text)) {
            return Err(format!("the body lacks {missing:?}: {body}"));
        }
        if let Some(found) = case.lacks.iter().find(|text| body.contains(*text)) {
            return Err(format!("the body has {found:?}: {body}"));
        }
        if let Some(pointer) = case.keeps {
            let kept =
                envelope.pointer(pointer).and_then(Value::as_str).or_else(|| header(pointer));
            self.kept = kept.ok_or_else(|| format!("nothing at {pointer}: {body}"))?.into();
        }
        if !case.hides.is_empty() && format!("{headers:?}{body}").contains(case.hides) {
            return Err(format!("the secret is in the response: {body}"));
        }
        self.check_log(case, id)
    }

    fn send(&self, case: &Case, id: &str) -> Result<(u16, HeaderMap, String), String> {
        let path = case.path.replace("{kept}", &self.kept);
        // A kept value can be a whole URL.
        let url =
            if path.starts_with('/') { format!("http://{}{path}", self.address) } else { path };
        let mut request = Request::builder()
            .method(case.method.clone())
            .uri(url)
            .header("X-Request-ID", id)
            .header("X-Correlation-ID", "correlation-1");
        for (name, value) in &case.request_headers {
            let value = String::from_utf8_lossy(value.as_bytes()).replace("{kept}", &self.kept);
            request = request.header(*name, value);
        }
        let response = match &case.body {
            Some(body) => self.agent.run(request.body(body.as_str()).map_err(text)?),
            None => self.agent.run(request.body(()).map_err(text)?),
        };
        let (head, mut body) = response.map_err(text)?.into_parts();
        Ok((head.status.as_u16(), head.headers, body.read_to_string().map_err(text)?))
    }

    /// Every error response is one event, with the text that the response must not have.
    fn check_log(&self, case: &Case, id: &str) -> Result<(), String> {
        if self.log.lines_with(case.logs).is_empty() && !case.logs.is_empty() {
            return Err(format!("the log lacks {:?}", case.logs));
        }
        let mut events = self.log.lines_with(&format!("ocpi.request_id=\"{id}\""));
        events.retain(|event| event.contains("ocpi.status_code="));
        match (case.expected_level(), events.as_slice()) {
            (None, []) => Ok(()),
            (Some(level), [event]) if event.contains(level) && event.contains(case.hides) => Ok(()),
            (level, events) => {
                Err(format!("no single event of level {level:?} with {:?}: {events:?}", case.hides))
            }
        }
    }
}

fn text<E: std::error::Error>(error: E) -> String {
    error.to_string()
}

#[cfg(all(test, feature = "axum"))]
mod tests {
    use std::process::ExitCode;

    use axum::Router;
    use axum::routing::get;
    use ocpi_status::OcpiResponse;
    use ocpi_status::axum::OcpiLayer;
    use ocpi_status::http::Method;

    use super::{Case, run};
    use crate::log::Log;
    use crate::server;

    async fn exit_code_of(cases: Vec<Case>) -> ExitCode {
        let app = Router::new().route("/", get(async || OcpiResponse::success("LOC1")));
        let app = app.layer(OcpiLayer::new());
        let (listener, address) = server::listen(0).await.expect("a port");
        let run = move || run(address, &Log::default(), &cases);
        server::serve_while(listener, app, run).await.expect("a server")
    }

    #[tokio::test]
    async fn fails_when_one_case_differs() {
        let good = || Case::new("good", Method::GET, "/").holds("LOC1");
        assert_eq!(exit_code_of(vec![good(), good()]).await, ExitCode::SUCCESS);
        for bad in [
            good().is(201, 1000),
            good().is(200, 1001),
            good().holds("LOC2"),
            good().lacks("LOC1"),
            good().header("link", "/"),
            good().no_header("x-request-id"),
            good().keeps("/data/token"),
            good().at_level("ERROR"),
            good().logs("nothing of the kind"),
            Case::new("an error that is not logged", Method::GET, "/nothing").is(404, 2000),
        ] {
            let description = format!("{bad:?}");
            assert_eq!(exit_code_of(vec![good(), bad]).await, ExitCode::FAILURE, "{description}");
        }
        assert_eq!(exit_code_of(Vec::new()).await, ExitCode::FAILURE, "no case");
    }
}
