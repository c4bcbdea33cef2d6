//! Rendering responses.

use std::fmt::{Display, Write as _};
use std::hint::black_box;
use std::time::SystemTime;

use http_api_problem::HttpApiProblem;
use ocpi_kit::transport::{OcpiError as KitError, OcpiResponse as KitResponse};
use ocpi_status::{OcpiError, OcpiResponse, Reply, http};
use problem_details::ProblemDetails;
use serde_json::Value;

use crate::measure::Side;
use crate::{NamedRow, Row, data};

#[derive(Clone, Debug, thiserror::Error, OcpiError)]
enum Error {
    /// An error whose message has 40 characters.
    #[error("token {uid} is not known")]
    #[ocpi(code = 2004)]
    UnknownToken { uid: String },

    #[error("the location is not known to this party")]
    #[ocpi(code = 2003)]
    UnknownLocation,

    /// An error with a `message`, whose `Display` becomes the cause.
    #[error("no row with {uid}")]
    #[ocpi(code = 2004, message = "token {uid} is not known")]
    Message { uid: String },

    #[error("cannot read token {uid}")]
    #[ocpi(code = 3000)]
    Server { uid: String, source: Source },
}

#[derive(Clone, Debug, thiserror::Error)]
#[error("connection to {host} is closed")]
struct Source {
    host: &'static str,
}

const UID: &str = "0123456789abcdef01234";

fn formatted() -> Error {
    Error::UnknownToken { uid: UID.to_owned() }
}

fn fixed() -> Error {
    Error::UnknownLocation
}

pub(crate) const ROWS: [NamedRow; 5] = [
    ("error to bytes, formatted message of 40 characters", error_with_formatted_message),
    ("error to bytes, fixed message", error_with_fixed_message),
    ("error to bytes, message other than Display", error_with_message),
    ("error to bytes, with a source", error_with_source),
    ("success with 1,000 tokens to bytes", success),
];

fn ours(error: Error) -> Side {
    Side::new("ours", move || Reply::from_error(black_box(&error)).into_body())
}

fn limit(error: &Error) -> Side {
    let body = Reply::from_error(error).into_body();
    Side::new("the limit", move || {
        black_box(SystemTime::now());
        black_box(&body).clone()
    })
}

/// The limit, plus formatting the texts of a response and of its cause, each into a `String` with
/// room for it.
fn limit_and_texts<const N: usize>(error: &Error, texts: [Box<dyn Display>; N]) -> Side {
    let body = Reply::from_error(error).into_body();
    Side::new("the limit and its texts", move || {
        black_box(SystemTime::now());
        let texts = black_box(&texts).each_ref().map(|text| {
            let mut room = String::with_capacity(128);
            write!(room, "{text}").map(|()| room)
        });
        (black_box(&body).clone(), texts)
    })
    .floor(1.25)
}

fn error_with_formatted_message() -> Row {
    let error = formatted();
    assert_eq!(error.to_string().len(), 40);
    let body: Value = serde_json::from_slice(Reply::from_error(&error).body()).unwrap();
    assert_eq!(body["status_code"], 2004);
    assert_eq!(body["status_message"], error.to_string());

    // "not found: " and 29 more characters. The error exists already, as in our side.
    let kit = KitError::NotFound("token 0123456789abcdef01234 ?".to_owned());
    assert_eq!(kit.to_string().len(), 40);
    let kit_body = |kit: &KitError| serde_json::to_vec(&kit.to_response::<()>()).unwrap();
    let body: Value = serde_json::from_slice(&kit_body(&kit)).unwrap();
    assert_eq!(body["status_message"], kit.to_string());

    let status = http::StatusCode::NOT_FOUND;
    let details = move |error: &Error| {
        let details = ProblemDetails::from_status_code(status).with_detail(error.to_string());
        serde_json::to_vec(&details).unwrap()
    };
    let problem = move |error: &Error| {
        HttpApiProblem::with_title(status).detail(error.to_string()).json_bytes()
    };
    for body in [details(&error), problem(&error)] {
        let body: Value = serde_json::from_slice(&body).unwrap();
        assert_eq!(body["detail"], error.to_string());
    }

    let limit = limit(&error);
    let texts = limit_and_texts(&error, [Box::new(error.clone())]);
    let same = error.clone();
    Row {
        sides: vec![
            ours(error.clone()),
            Side::new("ocpi-kit", move || kit_body(black_box(&kit))).goal(0.25),
            Side::new("problem_details", move || details(black_box(&same))).goal(1.0),
            Side::new("http-api-problem", move || problem(black_box(&error))).goal(1.0),
            limit.goal(2.5),
            texts,
        ],
        instructions: 1000,
    }
}

fn error_with_fixed_message() -> Row {
    let limit = limit(&fixed());
    Row { sides: vec![ours(fixed()), limit.goal(2.0)], instructions: 1000 }
}

fn error_with_message() -> Row {
    let error = Error::Message { uid: UID.to_owned() };
    let reply = Reply::from_error(&error);
    let body: Value = serde_json::from_slice(reply.body()).unwrap();
    assert_eq!(body["status_message"], formatted().to_string());
    assert_eq!(reply.cause(), Some(&*error.to_string()));
    with_cause(error.clone(), [Box::new(error), Box::new(formatted())], 2.5)
}

fn error_with_source() -> Row {
    let source = Source { host: "db7" };
    let error = Error::Server { uid: UID.to_owned(), source: source.clone() };
    let cause = format!("cannot read token {UID}: connection to db7 is closed");
    assert_eq!(Reply::from_error(&error).cause(), Some(&*cause));
    with_cause(error.clone(), [Box::new(error), Box::new(source)], 4.0)
}

/// Keeps the whole reply, with the cause for the log.
fn with_cause(error: Error, texts: [Box<dyn Display>; 2], goal: f64) -> Row {
    let texts = limit_and_texts(&error, texts);
    let limit = limit(&error);
    let ours = Side::new("ours", move || Reply::from_error(black_box(&error)));
    Row { sides: vec![ours, limit.goal(goal), texts], instructions: 1000 }
}

fn success() -> Row {
    let tokens = data::tokens();
    let list = serde_json::to_string(&tokens).unwrap();
    let reply = Reply::from(OcpiResponse::success(&tokens));
    let beginning = format!(r#"{{"data":{list},"status_code":1000,"timestamp":""#);
    assert!(reply.body().starts_with(beginning.as_bytes()));

    let kit_tokens = tokens.clone();
    let list_tokens = tokens.clone();
    Row {
        sides: vec![
            Side::new("ours", move || {
                Reply::from(OcpiResponse::success(black_box(&tokens))).into_body()
            }),
            Side::new("serde_json, the list alone", move || {
                serde_json::to_vec(black_box(&list_tokens)).unwrap()
            })
            .goal(1.02),
            Side::new("ocpi-kit", move || {
                serde_json::to_vec(&KitResponse::success(black_box(&kit_tokens))).unwrap()
            }),
        ],
        instructions: 4,
    }
}
