//! Requests to another implementation, each with what this library has to read in the response.

use std::error::Error;
use std::time::Duration;

use ocpi_status::http::{HeaderMap, Request, StatusCode};
use ocpi_status::{Lenient, PeerError, Received, Single, next_page, read_ack, read_response};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use ureq::Agent;

use crate::Score;

type Object = Map<String, Value>;

/// A request and its expected outcome: a line of a table.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    #[serde(default = "get")]
    method: String,
    path: String,
    /// The `Authorization` header, where it is not the one of the table.
    authorization: Option<String>,
    #[serde(default = "json")]
    content_type: String,
    /// A JSON value, or a string with the bytes of the body.
    body: Option<Value>,
    read_as: ReadAs,
    http_status: u16,
    outcome: Outcome,
    /// The text that `data`, or the message of a rejection, contains.
    #[serde(default)]
    holds: String,
    #[serde(default)]
    quirks: Vec<String>,
    /// The end of the URL of the next page, or `None` for the last page.
    next_page: Option<String>,
}

fn get() -> String {
    "GET".to_owned()
}

fn json() -> String {
    "application/json".to_owned()
}

/// The type of `data`.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum ReadAs {
    List,
    /// A list whose readable elements are kept.
    Lenient,
    Object,
    /// An object, or a list of one.
    Single,
    /// The `data` is ignored.
    Ack,
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(rename_all = "snake_case")]
enum Outcome {
    Success(u16),
    Rejected(u16),
    Http,
    NotEnvelope,
    Contradiction(u16),
    MissingData(u16),
    /// The JSON Pointer of the unreadable value in `data`.
    Data(String),
}

/// Sends every request of `table`, a JSON object a line, to the server at `base`. Prints each one
/// that is not read as expected.
///
/// # Errors
///
/// Returns an error if a line of the table is malformed.
pub fn run(table: &str, base: &str, authorization: &str) -> Result<Score, Box<dyn Error>> {
    let agent = Agent::config_builder()
        .http_status_as_error(false)
        .allow_non_standard_methods(true)
        // Some servers close a connection after an error, maybe while it is reused.
        .max_idle_connections(0)
        .max_redirects(0)
        .max_redirects_will_error(false)
        .timeout_global(Some(Duration::from_secs(20)))
        .build()
        .new_agent();
    let mut score = Score::default();
    for line in table.lines() {
        let case: Case = serde_json::from_str(line).map_err(|error| format!("{error}: {line}"))?;
        let result =
            case.send(&agent, base, authorization).and_then(|(http_status, headers, body)| {
                let body_text = String::from_utf8_lossy(&body);
                let preview: String = body_text.chars().take(300).collect();
                case.check(http_status, &body)
                    .and_then(|()| case.check_next_page(&headers))
                    .map_err(|reason| format!("{reason}: {preview}").into())
            });
        score.add(&case.name, result);
    }
    Ok(score)
}

impl Case {
    fn send(
        &self,
        agent: &Agent,
        base: &str,
        authorization: &str,
    ) -> Result<(StatusCode, HeaderMap, Vec<u8>), Box<dyn Error>> {
        let mut request = Request::builder()
            .method(self.method.as_str())
            .uri(format!("{base}{}", self.path))
            .header("X-Request-ID", &self.name)
            .header("X-Correlation-ID", "interop");
        let authorization = self.authorization.as_deref().unwrap_or(authorization);
        if !authorization.is_empty() {
            request = request.header("Authorization", authorization);
        }
        let response = match &self.body {
            Some(body) => {
                let body = body.as_str().map_or_else(|| body.to_string(), str::to_owned);
                agent.run(request.header("Content-Type", &self.content_type).body(body)?)?
            }
            None => agent.run(request.body(())?)?,
        };
        let (head, mut body) = response.into_parts();
        Ok((head.status, head.headers, body.read_to_vec()?))
    }

    fn check(&self, http_status: StatusCode, body: &[u8]) -> Result<(), String> {
        let (outcome, text, quirks) = match self.read_as {
            ReadAs::List => read_response::<Vec<Object>>(http_status, body)
                .map(|received| success(&received, &received.data)),
            ReadAs::Lenient => read_response::<Lenient<Object>>(http_status, body)
                .map(|received| success(&received, &received.data.items)),
            ReadAs::Object => read_response::<Object>(http_status, body)
                .map(|received| success(&received, &received.data)),
            ReadAs::Single => read_response::<Single<Object>>(http_status, body)
                .map(|received| success(&received, &received.data.0)),
            ReadAs::Ack => {
                read_ack(http_status, body).map(|received| success(&received, &received.data))
            }
        }
        .unwrap_or_else(failure);
        if (http_status, &outcome, &quirks) != (self.http_status()?, &self.outcome, &self.quirks) {
            return Err(format!("read HTTP {http_status}, {outcome:?}, {quirks:?}, {text:?}"));
        }
        if text.contains(&self.holds) { Ok(()) } else { Err(format!("read {text:?}")) }
    }

    fn check_next_page(&self, headers: &HeaderMap) -> Result<(), String> {
        match (next_page(headers), &self.next_page) {
            (None, None) => Ok(()),
            (Some(url), Some(end)) if url.ends_with(end) => Ok(()),
            (url, _) => Err(format!("read the next page {url:?}")),
        }
    }

    fn http_status(&self) -> Result<StatusCode, String> {
        StatusCode::from_u16(self.http_status).map_err(|error| error.to_string())
    }
}

/// The outcome, the text of `data` or of the error, and the quirks.
type Description = (Outcome, String, Vec<String>);

fn success<T>(received: &Received<T>, data: &impl Serialize) -> Description {
    let data = serde_json::to_string(data).unwrap_or_default();
    let quirks = received.quirks.iter().map(ToString::to_string).collect();
    (Outcome::Success(received.status_code.as_u16()), data, quirks)
}

fn failure(error: PeerError) -> Description {
    let code = error.status_code().map_or(0, ocpi_status::StatusCode::as_u16);
    let text = error.to_string();
    match error {
        PeerError::Rejected(rejection) => {
            let quirks = rejection.quirks().iter().map(ToString::to_string).collect();
            let message = rejection.status_message().unwrap_or_default().to_owned();
            (Outcome::Rejected(code), message, quirks)
        }
        PeerError::Http { .. } => (Outcome::Http, text, Vec::new()),
        PeerError::NotEnvelope { .. } => (Outcome::NotEnvelope, text, Vec::new()),
        PeerError::Contradiction { .. } => (Outcome::Contradiction(code), text, Vec::new()),
        PeerError::MissingData { .. } => (Outcome::MissingData(code), text, Vec::new()),
        PeerError::Data { path, .. } => (Outcome::Data(path.into()), text, Vec::new()),
        _ => (Outcome::Data("an error that this table does not know".to_owned()), text, Vec::new()),
    }
}
