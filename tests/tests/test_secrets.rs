//! A server or hub error does not send its `Display`, its sources or its `Debug`.

use std::error::Error;
use std::fmt::{self, Display, Formatter};
use std::sync::Arc;

use ocpi_status::{ErrorCode, ErrorResponse, OcpiError, Reply, Version};

const DISPLAY: &str = "canary-display";
const SOURCE: &str = "canary-source";
const ROOT: &str = "canary-root";
const DEBUG: &str = "canary-debug";

#[derive(Debug, thiserror::Error)]
#[error("{ROOT}")]
struct Root;

#[derive(Debug, thiserror::Error)]
#[error("{SOURCE}")]
struct Source(#[source] Root);

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("{DISPLAY}")]
enum Derived {
    #[ocpi(code = 3000)]
    Server(#[source] Source, &'static str),
    #[ocpi(code = 3001, http = 503)]
    ServerHttp(#[source] Source, &'static str),
    #[ocpi(code = 3950)]
    CustomServer(#[source] Source, &'static str),
    #[ocpi(code = 4000)]
    Hub(#[source] Source, &'static str),
    #[ocpi(code = 4950, http = 404)]
    CustomHub(#[source] Source, &'static str),
    #[ocpi(code = ErrorCode::CONNECTION_PROBLEM)]
    Const(#[source] Source, &'static str),
    #[ocpi(code = 3003, message = "public")]
    Message(#[source] Source, &'static str),
    #[ocpi(code = 3002)]
    Data {
        source: Source,
        debug: &'static str,
        #[ocpi(data)]
        data: u8,
    },
    #[error(transparent)]
    #[ocpi(transparent)]
    Inner(Manual),
}

/// A handwritten error with only a code.
struct Manual(Source, ErrorCode);

impl fmt::Debug for Manual {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(DEBUG)
    }
}

impl Display for Manual {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(DISPLAY)
    }
}

impl Error for Manual {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&self.0)
    }
}

impl OcpiError for Manual {
    fn status_code(&self) -> ErrorCode {
        self.1
    }
}

fn source() -> Source {
    Source(Root)
}

/// Returns the response, rendered in every possible way.
fn answers(error: &(dyn OcpiError + Send + Sync)) -> Vec<String> {
    let response = ErrorResponse::new(error);
    let mut answers = vec![serde_json::to_string(&response).expect("an envelope")];
    let mut replies = vec![Reply::from_error(error), Reply::from(error)];
    for &version in Version::ALL {
        replies.push(response.for_version(version).into());
    }
    for reply in replies {
        let headers = format!("{:?}", reply.headers());
        answers.push(headers);
        answers.push(String::from_utf8(reply.into_body()).expect("UTF-8"));
    }
    answers
}

#[test]
fn sends_nothing_internal_of_a_server_or_hub_error() {
    let manual = |code| Manual(source(), code);
    let mut errors: Vec<Arc<dyn OcpiError + Send + Sync>> = vec![
        Arc::new(Derived::Server(source(), DEBUG)),
        Arc::new(Derived::ServerHttp(source(), DEBUG)),
        Arc::new(Derived::CustomServer(source(), DEBUG)),
        Arc::new(Derived::Hub(source(), DEBUG)),
        Arc::new(Derived::CustomHub(source(), DEBUG)),
        Arc::new(Derived::Const(source(), DEBUG)),
        Arc::new(Derived::Message(source(), DEBUG)),
        Arc::new(Derived::Data { source: source(), debug: DEBUG, data: 1 }),
        Arc::new(Derived::Inner(manual(ErrorCode::HUB_ERROR))),
        Arc::new(Box::new(Derived::Hub(source(), DEBUG))),
    ];
    for code in (3000..=4999).filter_map(ErrorCode::new) {
        errors.push(Arc::new(manual(code)));
    }
    for error in errors {
        assert!(format!("{error:?}").contains(DEBUG));
        for answer in answers(&*error) {
            assert!(!answer.contains("canary"), "{answer}");
        }
        let reply = Reply::from(error);
        assert_eq!(reply.cause(), Some("canary-display: canary-source: canary-root"));
    }
}

#[test]
fn sends_only_the_display_of_a_client_error() {
    let error = Manual(source(), ErrorCode::INVALID_PARAMETERS);
    for answer in answers(&error) {
        assert!(!answer.contains(SOURCE) && !answer.contains(ROOT) && !answer.contains(DEBUG));
    }
    let reply = Reply::from_error(&error);
    assert!(String::from_utf8_lossy(reply.body()).contains(DISPLAY));
    assert_eq!(reply.cause(), Some("canary-display: canary-source: canary-root"));
}

/// The error of a type may name the value that it refuses.
#[test]
fn logs_no_value_that_a_body_holds() {
    #[derive(Debug)]
    struct Token;

    impl<'de> serde::Deserialize<'de> for Token {
        fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            let value = <String as serde::Deserialize>::deserialize(deserializer)?;
            Err(serde::de::Error::custom(format_args!("{value} has no digits")))
        }
    }

    #[derive(Debug, thiserror::Error, OcpiError)]
    #[error("the peer did not answer as it should")]
    #[ocpi(code = 3001)]
    struct Outer<E: Error + 'static>(#[source] E);

    fn assert_unlogged<E: OcpiError + 'static>(error: E) {
        let details = error.source().map(ToString::to_string).unwrap_or_default();
        assert!(details.contains("hunter2"), "for those who ask: {details}");
        let reply = Reply::from_error(&error);
        assert!(!format!("{reply:?}").contains("hunter2"), "{reply:?}");
        assert_unlogged_as_source(error);
    }

    fn assert_unlogged_as_source<E: Error + 'static>(error: E) {
        let outer = Reply::from(Outer(error));
        let cause = outer.cause().expect("a cause");
        assert!(cause.starts_with("the peer did not answer as it should: "), "{cause}");
        assert!(!cause.contains("hunter2"), "{cause}");
    }

    assert_unlogged(ocpi_status::read_request::<Token>(b"\"hunter2\"").unwrap_err());
    let body = br#"{"data":"hunter2","status_code":1000}"#;
    let error = ocpi_status::read_response::<Token>(ocpi_status::http::StatusCode::OK, body);
    let error = error.unwrap_err();
    assert!(error.source().is_some_and(|source| source.to_string().contains("hunter2")));
    assert_unlogged_as_source(error);
}
