//! One event per error response, the same from the layer and from the middleware.
#![cfg(all(feature = "tracing", any(feature = "axum", feature = "actix-web")))]

use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::sync::{Arc, Mutex};

use ocpi_status::http::StatusCode;
use ocpi_status::{Class, EventLevel, OcpiError, PeerError, Relayed, read_ack};
use serde::ser::{Serialize, Serializer};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Metadata, Subscriber};

#[derive(Clone, Debug, thiserror::Error, OcpiError)]
enum TestError {
    #[error("jeton non trouvé")]
    #[ocpi(code = 2004, http = 404)]
    Plain,

    #[error("unreadable")]
    #[ocpi(code = 2001)]
    WithSource(#[source] Arc<io::Error>),

    #[error("cannot read the key hunter2")]
    #[ocpi(code = 3000, http = 503)]
    Server(#[source] Arc<io::Error>),

    #[error("no\nhub")]
    #[ocpi(code = 4000)]
    Hub,

    #[error("no receiver")]
    #[ocpi(code = 4001)]
    Receiver,
}

fn refused() -> Arc<io::Error> {
    Arc::new(io::ErrorKind::ConnectionRefused.into())
}

/// The response of the handler under test.
#[derive(Clone)]
enum Answer {
    Success,
    Unserializable,
    Error(TestError),
    Relayed,
    Text(u16, &'static str),
    Envelope(u16, &'static str),
    Panic,
}

/// The expected event of a response.
struct Expected {
    level: Level,
    http_status: u16,
    code: Option<u16>,
    /// The code that a peer of an older version gets.
    sent: Option<u16>,
    label: Option<&'static str>,
    error: Option<&'static str>,
}

fn expected(level: Level, code: u16, http_status: u16) -> Expected {
    Expected { level, http_status, code: Some(code), sent: None, label: None, error: None }
}

impl Expected {
    fn sent(self, code: u16) -> Self {
        Self { sent: Some(code), ..self }
    }

    fn label(self, label: &'static str) -> Self {
        Self { label: Some(label), ..self }
    }

    fn error(self, error: &'static str) -> Self {
        Self { error: Some(error), ..self }
    }
}

/// The envelope of another party.
const FOREIGN: &str = r#"{"status_code":2003,"timestamp":"2015-06-30T21:59:59Z"}"#;

fn cases() -> Vec<(Answer, Option<Expected>)> {
    use Answer::{Envelope, Error, Panic, Relayed, Success, Text, Unserializable};
    let (debug, warn, error) = (Level::DEBUG, Level::WARN, Level::ERROR);
    let without_envelope = Expected { code: None, ..expected(warn, 0, 200) };
    vec![
        (Success, None),
        (Text(204, ""), None),
        (Text(302, "elsewhere"), None),
        (Text(200, "hunter2"), Some(without_envelope)),
        (
            Error(TestError::Plain),
            Some(expected(debug, 2004, 404).sent(2000).label("TestError::Plain")),
        ),
        (
            Error(TestError::WithSource(refused())),
            Some(
                expected(debug, 2001, 200)
                    .label("TestError::WithSource")
                    .error("unreadable: connection refused"),
            ),
        ),
        (
            Error(TestError::Server(refused())),
            Some(
                expected(error, 3000, 503)
                    .label("TestError::Server")
                    .error("cannot read the key hunter2: connection refused"),
            ),
        ),
        (
            Error(TestError::Hub),
            Some(expected(error, 4000, 200).sent(3000).label("TestError::Hub").error("no hub")),
        ),
        (
            Error(TestError::Receiver),
            Some(
                expected(warn, 4001, 200)
                    .sent(3000)
                    .label("TestError::Receiver")
                    .error("no receiver"),
            ),
        ),
        (Unserializable, Some(expected(error, 3000, 200).label("unsent").error("unserializable"))),
        (Relayed, Some(expected(warn, 2003, 200).label("relayed"))),
        (
            Text(502, "hunter2\nat db7"),
            Some(
                expected(error, 3000, 502)
                    .label("http")
                    .error("HTTP 502 Bad Gateway: hunter2 at db7"),
            ),
        ),
        (Text(405, ""), Some(expected(debug, 2000, 405).label("http"))),
        (Envelope(404, FOREIGN), Some(expected(warn, 2003, 404).label("relayed"))),
        (Envelope(200, FOREIGN), Some(expected(warn, 2003, 200).label("relayed"))),
        (
            Panic,
            Some(
                expected(error, 3000, 500)
                    .label("panic")
                    .error("HTTP 500 Internal Server Error: panicked: hunter2"),
            ),
        ),
    ]
}

/// Asserts that every response causes exactly its event, and that no response contains a secret.
fn logs_one_event_with_all_fields_for_each_error_response(answer: impl Fn(Answer) -> String) {
    for (case, expected) in cases() {
        let log = Log::default();
        let body = tracing::subscriber::with_default(log.clone(), || answer(case));
        let State { events, spans, .. } = &*log.0.lock().unwrap();
        // The handler of this test has an event of its own.
        let (own, events): (Vec<_>, Vec<_>) =
            events.iter().partition(|event| event.fields.text("message") == Some("handling"));
        assert_eq!(own.len(), 1);
        assert_eq!(own[0].spans, ["request-1"], "{own:?}");
        assert_eq!(spans.len(), 1, "{spans:?}");
        let Some(expected) = expected else {
            assert!(events.is_empty(), "{events:?}");
            continue;
        };
        let [event] = events.as_slice() else { panic!("{events:?}") };
        assert_eq!(event.level, expected.level, "{event:?}");
        let text = |name| event.fields.text(name);
        let number = |code: Option<u16>| code.map(|code| code.to_string());
        assert_eq!(text("ocpi.status_code"), number(expected.code).as_deref(), "{event:?}");
        assert_eq!(text("ocpi.sent_status_code"), number(expected.sent).as_deref(), "{event:?}");
        let http_status = expected.http_status.to_string();
        assert_eq!(text("http.response.status_code"), Some(&*http_status), "{event:?}");
        assert_eq!(text("http.request.method"), Some("GET"));
        assert_eq!(text("url.path"), Some("/ocpi/2.1.1/token"));
        assert_eq!(text("ocpi.error.label"), expected.label, "{event:?}");
        match (text("error"), expected.error) {
            (Some(error), Some("unserializable")) => assert!(error.contains("hunter2"), "{error}"),
            (None, Some(_)) if expected.label == Some("relayed") => {}
            (Some(error), None) if expected.label == Some("relayed") => {
                assert!(error.contains("2003"), "{error}");
            }
            (error, expected) => assert_eq!(error, expected),
        }
        assert_eq!(text("ocpi.request_id"), Some("request-1"));
        assert_eq!(text("ocpi.correlation_id").map(str::len), Some(36));
        if expected.code.is_some() {
            assert!(!body.contains("hunter2"), "{body}");
        }
    }
}

/// The path of every request. The query is not logged.
const PATH: &str = "/ocpi/2.1.1/token?secret=hunter2";

fn relayed() -> Relayed {
    match read_ack(StatusCode::OK, FOREIGN.as_bytes()) {
        Err(PeerError::Rejected(rejection)) => rejection.relay(),
        other => panic!("{other:?}"),
    }
}

/// Data that cannot be serialized.
struct Unserializable;

impl Serialize for Unserializable {
    fn serialize<S: Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
        Err(serde::ser::Error::custom("hunter2"))
    }
}

/// Asserts that a replaced request id is logged, shortened to fit a line.
fn logs_the_request_id_that_is_replaced(answer: impl Fn(&str)) {
    for (id, preview) in [("two words", "two words"), (&*"x".repeat(1000), &*"x".repeat(255))] {
        let log = Log::default();
        tracing::subscriber::with_default(log.clone(), || answer(id));
        let State { events, .. } = &*log.0.lock().unwrap();
        let replaced: Vec<_> = events
            .iter()
            .filter(|event| event.fields.text("http.request.header.name").is_some())
            .collect();
        let [event] = replaced.as_slice() else { panic!("{events:?}") };
        assert_eq!(event.level, Level::DEBUG);
        assert_eq!(event.fields.text("http.request.header.name"), Some("X-Request-ID"));
        let value = event.fields.text("http.request.header.value").unwrap();
        assert!(value.starts_with(preview) && value.chars().count() <= 256, "{value}");
        assert_eq!(event.fields.text("ocpi.request_id").map(str::len), Some(36));
    }
}

/// Returns the levels of the events of a 2004, a 3000, a 4001 and a 2xx without an envelope.
fn levels(answer: impl Fn(Answer)) -> Vec<Level> {
    let log = Log::default();
    tracing::subscriber::with_default(log.clone(), || {
        answer(Answer::Error(TestError::Plain));
        answer(Answer::Error(TestError::Server(refused())));
        answer(Answer::Error(TestError::Receiver));
        answer(Answer::Text(200, ""));
    });
    let State { events, .. } = &*log.0.lock().unwrap();
    let events = events.iter().filter(|event| event.fields.text("message") != Some("handling"));
    events.map(|event| event.level).collect()
}

const CHOSEN: [Level; 3] = [Level::INFO, Level::WARN, Level::TRACE];

const LEVELS: [(Class, EventLevel); 4] = [
    (Class::ClientError, EventLevel::Info),
    (Class::ServerError, EventLevel::Warn),
    (Class::HubError, EventLevel::Trace),
    (Class::Success, EventLevel::Off),
];

/// Collects the events of the target `ocpi_status` and of this file.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    events: Vec<Logged>,
    /// The request ids of the spans.
    spans: Vec<String>,
    entered: Vec<String>,
}

#[derive(Debug)]
struct Logged {
    level: Level,
    fields: Fields,
    /// The request ids of the spans around it.
    spans: Vec<String>,
}

impl Subscriber for Log {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == "ocpi_status" || metadata.target().starts_with(module_path!())
    }

    fn event(&self, event: &Event<'_>) {
        let mut fields = Fields::default();
        event.record(&mut fields);
        let mut state = self.0.lock().unwrap();
        let spans = state.entered.clone();
        state.events.push(Logged { level: *event.metadata().level(), fields, spans });
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let mut fields = Fields::default();
        span.record(&mut fields);
        assert_eq!(fields.text("ocpi.correlation_id").map(str::len), Some(36));
        let spans = &mut self.0.lock().unwrap().spans;
        spans.push(fields.text("ocpi.request_id").unwrap().to_owned());
        Id::from_u64(spans.len().try_into().unwrap())
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}
    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn enter(&self, id: &Id) {
        let state = &mut *self.0.lock().unwrap();
        let index = usize::try_from(id.into_u64()).unwrap() - 1;
        state.entered.push(state.spans[index].clone());
    }

    fn exit(&self, _: &Id) {
        self.0.lock().unwrap().entered.pop();
    }
}

#[derive(Debug, Default)]
struct Fields(BTreeMap<&'static str, String>);

impl Fields {
    fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }
}

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.0.insert(field.name(), format!("{value:?}"));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.insert(field.name(), value.to_owned());
    }
}

#[cfg(feature = "axum")]
mod axum {
    use axum::Router;
    use axum::body::{Body, to_bytes};
    use axum::http::{Request, StatusCode};
    use axum::response::{IntoResponse, Response};
    use axum::routing::get;
    use ocpi_status::axum::{OcpiJson, OcpiLayer};
    use ocpi_status::{OcpiResponse, Version};
    use tokio::runtime::Builder;
    use tower_service::Service;

    use super::{Answer, LEVELS, PATH, Unserializable, relayed};

    fn handler(answer: Answer) -> Response {
        tracing::info!("handling");
        match answer {
            Answer::Success => OcpiJson(1).into_response(),
            Answer::Unserializable => OcpiResponse::success(Unserializable).into_response(),
            Answer::Error(error) => error.into_response(),
            Answer::Relayed => relayed().into_response(),
            Answer::Text(status, text) => {
                (StatusCode::from_u16(status).unwrap(), text).into_response()
            }
            Answer::Envelope(status, body) => {
                let json = [("content-type", "application/json")];
                (StatusCode::from_u16(status).unwrap(), json, body).into_response()
            }
            Answer::Panic => panic!("hunter2"),
        }
    }

    fn call(answer: Answer, layer: OcpiLayer, id: &str) -> String {
        let routes = Router::new().route("/token", get(async move || handler(answer)));
        // Nested layers log one event in one span, with the original code.
        let mut app: Router =
            Router::new().nest("/ocpi/2.1.1", routes.layer(layer)).layer(OcpiLayer::new());
        let request = Request::get(PATH).header("x-request-id", id).body(Body::empty());
        Builder::new_current_thread().build().unwrap().block_on(async {
            let response = app.call(request.unwrap()).await.unwrap();
            let body = to_bytes(response.into_body(), 1000).await.unwrap();
            String::from_utf8(body.into()).unwrap()
        })
    }

    #[test]
    fn logs_one_event_with_all_fields_for_each_error_response() {
        let layer = OcpiLayer::new().for_version(Version::V2_1_1);
        super::logs_one_event_with_all_fields_for_each_error_response(|answer| {
            call(answer, layer, "request-1")
        });
    }

    #[test]
    fn logs_the_request_id_that_is_replaced() {
        super::logs_the_request_id_that_is_replaced(|id| {
            call(Answer::Success, OcpiLayer::new(), id);
        });
    }

    #[test]
    fn logs_at_the_chosen_levels() {
        let layer = LEVELS
            .into_iter()
            .fold(OcpiLayer::new(), |layer, (class, level)| layer.with_level(class, level));
        let levels = super::levels(|answer| {
            call(answer, layer, "request-1");
        });
        assert_eq!(levels, super::CHOSEN);
    }
}

#[cfg(feature = "actix-web")]
mod actix_web {
    use std::future::ready;

    use actix_web::body::to_bytes;
    use actix_web::http::StatusCode;
    use actix_web::test::{TestRequest, init_service};
    use actix_web::{App, HttpResponse, Responder, ResponseError, dev::Service, rt, web};
    use ocpi_status::actix_web::{OcpiJson, OcpiMiddleware};
    use ocpi_status::{OcpiResponse, Version};

    use super::{Answer, LEVELS, PATH, Unserializable, relayed};

    fn handler(answer: Answer) -> HttpResponse {
        tracing::info!("handling");
        let request = TestRequest::default().to_http_request();
        match answer {
            Answer::Success => OcpiJson(1).respond_to(&request),
            Answer::Unserializable => OcpiResponse::success(Unserializable).respond_to(&request),
            Answer::Error(error) => error.error_response(),
            Answer::Relayed => relayed().error_response(),
            Answer::Text(status, text) => {
                HttpResponse::build(StatusCode::from_u16(status).unwrap()).body(text)
            }
            Answer::Envelope(status, body) => {
                let mut response = HttpResponse::build(StatusCode::from_u16(status).unwrap());
                response.content_type("application/json").body(body)
            }
            Answer::Panic => panic!("hunter2"),
        }
    }

    fn call(answer: &Answer, middleware: OcpiMiddleware, id: &str) -> String {
        let answer = answer.clone();
        rt::System::new().block_on(async {
            let scope = web::scope("/ocpi/2.1.1")
                .route("/token", web::get().to(move || ready(handler(answer.clone()))))
                .wrap(middleware);
            let app = App::new().service(scope).wrap(OcpiMiddleware::new());
            let app = init_service(app).await;
            let request = TestRequest::with_uri(PATH).insert_header(("x-request-id", id));
            // After a panic, the middleware returns an error that holds the response.
            let response = match app.call(request.to_request()).await {
                Ok(response) => response.into_parts().1,
                Err(error) => error.error_response(),
            };
            let body = to_bytes(response.into_body()).await.unwrap();
            String::from_utf8(body.into()).unwrap()
        })
    }

    #[test]
    fn logs_one_event_with_all_fields_for_each_error_response() {
        let middleware = OcpiMiddleware::new().for_version(Version::V2_1_1);
        super::logs_one_event_with_all_fields_for_each_error_response(|answer| {
            call(&answer, middleware, "request-1")
        });
    }

    #[test]
    fn logs_the_request_id_that_is_replaced() {
        super::logs_the_request_id_that_is_replaced(|id| {
            call(&Answer::Success, OcpiMiddleware::new(), id);
        });
    }

    #[test]
    fn logs_at_the_chosen_levels() {
        let middleware =
            LEVELS.into_iter().fold(OcpiMiddleware::new(), |middleware, (class, level)| {
                middleware.with_level(class, level)
            });
        let levels = super::levels(|answer| {
            call(&answer, middleware, "request-1");
        });
        assert_eq!(levels, super::CHOSEN);
    }
}
