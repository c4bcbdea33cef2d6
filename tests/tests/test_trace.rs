//! One event per error answer, the same from the layer and from the middleware.
#![cfg(all(feature = "tracing", any(feature = "axum", feature = "actix-web")))]

use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::sync::{Arc, Mutex};

use ocpi_status::OcpiError;
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

/// What the handler under test does.
#[derive(Clone)]
enum Answer {
    Success,
    Error(TestError),
    Text(u16, &'static str),
    Envelope(u16, &'static str),
    Panic,
}

/// The level of the event and its fields but for the ids.
type Expected = (Level, u64, u64, Option<&'static str>, Option<&'static str>);

fn cases() -> Vec<(Answer, Option<Expected>)> {
    use Answer::{Envelope, Error, Panic, Success, Text};
    let debug = Level::DEBUG;
    let error = Level::ERROR;
    vec![
        (Success, None),
        (Text(200, "hunter2"), None),
        (Error(TestError::Plain), Some((debug, 2004, 404, Some("TestError::Plain"), None))),
        (
            Error(TestError::WithSource(refused())),
            Some((
                debug,
                2001,
                200,
                Some("TestError::WithSource"),
                Some("unreadable: connection refused"),
            )),
        ),
        (
            Error(TestError::Server(refused())),
            Some((
                error,
                3000,
                503,
                Some("TestError::Server"),
                Some("cannot read the key hunter2: connection refused"),
            )),
        ),
        (Error(TestError::Hub), Some((error, 4000, 200, Some("TestError::Hub"), Some("no hub")))),
        (
            Error(TestError::Receiver),
            Some((Level::WARN, 4001, 200, Some("TestError::Receiver"), Some("no receiver"))),
        ),
        (
            Text(502, "hunter2\nat db7"),
            Some((
                error,
                3000,
                502,
                Some("HttpError"),
                Some("HTTP 502 Bad Gateway: hunter2 at db7"),
            )),
        ),
        (Text(405, ""), Some((debug, 2000, 405, Some("HttpError"), None))),
        (Envelope(404, r#"{"status_code":4002}"#), Some((Level::WARN, 4002, 404, None, None))),
        (Envelope(200, r#"{"status_code":2003}"#), None),
        (
            Panic,
            Some((
                error,
                3000,
                500,
                Some("HttpError"),
                Some("HTTP 500 Internal Server Error: panicked: hunter2"),
            )),
        ),
    ]
}

/// Asserts that every answer causes its event and no other, and that nobody reads a secret.
fn every_event_is_right(answer: impl Fn(Answer) -> String) {
    for (case, expected) in cases() {
        let log = Log::default();
        let body = tracing::subscriber::with_default(log.clone(), || answer(case));
        let events = log.0.lock().unwrap();
        let Some((level, code, http_status, label, error)) = expected else {
            assert!(events.is_empty(), "{events:?}");
            continue;
        };
        assert!(!body.contains("hunter2"), "{body}");
        let [(found_level, fields)] = events.as_slice() else { panic!("{expected:?}: {events:?}") };
        assert_eq!(*found_level, level, "{fields:?}");
        let text = |name| fields.0.get(name).map(String::as_str);
        assert_eq!(text("ocpi.status_code"), Some(code.to_string().as_str()));
        assert_eq!(text("http.response.status_code"), Some(http_status.to_string().as_str()));
        assert_eq!(text("ocpi.error.label"), label);
        assert_eq!(text("error"), error);
        assert_eq!(text("ocpi.request_id"), Some("request-1"));
        assert_eq!(text("ocpi.correlation_id").map(str::len), Some(36));
    }
}

/// The events of the target `ocpi_status`.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<(Level, Fields)>>>);

impl Subscriber for Log {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == "ocpi_status"
    }

    fn event(&self, event: &Event<'_>) {
        let mut fields = Fields::default();
        event.record(&mut fields);
        self.0.lock().unwrap().push((*event.metadata().level(), fields));
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

#[derive(Debug, Default)]
struct Fields(BTreeMap<&'static str, String>);

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.0.insert(field.name(), format!("{value:?}"));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.insert(field.name(), value.to_owned());
    }
}

#[cfg(feature = "axum")]
#[test]
fn axum() {
    use axum::Router;
    use axum::body::{Body, to_bytes};
    use axum::http::{Request, StatusCode};
    use axum::response::{IntoResponse, Response};
    use axum::routing::get;
    use ocpi_status::Version;
    use ocpi_status::axum::{OcpiJson, OcpiLayer};
    use tower_service::Service;

    fn handler(answer: Answer) -> Response {
        match answer {
            Answer::Success => OcpiJson(1).into_response(),
            Answer::Error(error) => error.into_response(),
            Answer::Text(status, text) => {
                (StatusCode::from_u16(status).unwrap(), text).into_response()
            }
            Answer::Envelope(status, body) => {
                (StatusCode::from_u16(status).unwrap(), body).into_response()
            }
            Answer::Panic => panic!("hunter2"),
        }
    }

    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    every_event_is_right(|answer| {
        // Two layers are one event, and an older version hides nothing from the log.
        let mut app: Router = Router::new()
            .route("/", get(async move || handler(answer)))
            .layer(OcpiLayer::new().for_version(Version::V2_1_1))
            .layer(OcpiLayer::new());
        let request = Request::get("/").header("x-request-id", "request-1").body(Body::empty());
        runtime.block_on(async {
            let response = app.call(request.unwrap()).await.unwrap();
            let body = to_bytes(response.into_body(), 1000).await.unwrap();
            String::from_utf8(body.into()).unwrap()
        })
    });
}

#[cfg(feature = "actix-web")]
#[test]
fn actix_web() {
    use std::future::ready;

    use actix_web::body::to_bytes;
    use actix_web::http::StatusCode;
    use actix_web::test::{TestRequest, init_service};
    use actix_web::{App, HttpResponse, ResponseError, dev::Service, rt, web};
    use ocpi_status::Version;
    use ocpi_status::actix_web::OcpiMiddleware;

    fn handler(answer: Answer) -> HttpResponse {
        match answer {
            Answer::Success => HttpResponse::Ok().finish(),
            Answer::Error(error) => error.error_response(),
            Answer::Text(status, text) => {
                HttpResponse::build(StatusCode::from_u16(status).unwrap()).body(text)
            }
            Answer::Envelope(status, body) => {
                HttpResponse::build(StatusCode::from_u16(status).unwrap()).body(body)
            }
            Answer::Panic => panic!("hunter2"),
        }
    }

    let runtime = rt::System::new();
    every_event_is_right(|answer| {
        runtime.block_on(async {
            let app = App::new()
                .route("/", web::get().to(move || ready(handler(answer.clone()))))
                .wrap(OcpiMiddleware::new().for_version(Version::V2_1_1))
                .wrap(OcpiMiddleware::new());
            let app = init_service(app).await;
            let request = TestRequest::get().insert_header(("x-request-id", "request-1"));
            // A panic leaves the middleware as an error that holds its response.
            let response = match app.call(request.to_request()).await {
                Ok(response) => response.into_parts().1,
                Err(error) => error.error_response(),
            };
            let body = to_bytes(response.into_body()).await.unwrap();
            String::from_utf8(body.into()).unwrap()
        })
    });
}
