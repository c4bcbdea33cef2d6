//! Derives `OcpiError` on the error types of two OCPI modules, and prints the response that each
//! error becomes: the HTTP status, the body, and the text that is only logged.
//!
//! An application returns the errors from handlers of axum or actix-web; this example needs neither.
//! A code that OCPI 2.2.1 does not assign, such as 2005, does not compile: try it.
//!
//! ```sh
//! cargo run --example quickstart
//! ```

use std::io;

use ocpi_status::{OcpiError, OcpiResponse, Reply, RequestError, read_request};
use serde::{Deserialize, Serialize};

/// The errors of an eMSP when it authorizes a token in real time.
#[derive(Debug, thiserror::Error, OcpiError)]
#[ocpi(version = "2.2.1")]
enum AuthorizeError {
    #[error("token {uid} is not known")]
    #[ocpi(code = 2004, http = 404)]
    UnknownToken { uid: String },

    #[error("token {uid} needs a location")]
    #[ocpi(code = 2002)]
    NotEnoughInformation { uid: String },

    #[error("wrong fields: {}", fields.len())]
    #[ocpi(code = 2001)]
    Invalid {
        #[ocpi(data)]
        fields: Vec<Problem>,
    },

    #[error("contract {contract} has not been paid since {since}")]
    #[ocpi(code = 2901, message = "contract {contract} cannot be used")]
    Blocked { contract: String, since: String },

    #[error(transparent)]
    #[ocpi(transparent)]
    Storage(#[from] StorageError),
}

/// An error of the database. The peer does not read its `Display`, because 3000 is a server error.
#[derive(Debug, thiserror::Error, OcpiError)]
#[error("cannot read table {table}")]
#[ocpi(code = 3000)]
struct StorageError {
    table: &'static str,
    source: io::Error,
}

/// A wrong field of a request, sent as `data`.
#[derive(Debug, Serialize)]
struct Problem {
    path: &'static str,
    problem: &'static str,
}

/// The errors of a CPO when it receives a command.
#[derive(Debug, thiserror::Error, OcpiError)]
#[ocpi(version = "2.2.1")]
enum CommandError {
    #[error("location {0} is not known")]
    #[ocpi(code = 2003)]
    UnknownLocation(String),

    #[error("no response from {host} after {millis} ms")]
    #[ocpi(code = 3000, message = "the charge point did not respond within {millis} ms")]
    ChargePointTimeout { host: String, millis: u64 },
}

/// The response to a command, as in chapter "Commands module".
#[derive(Serialize)]
struct CommandResponse {
    result: CommandResponseType,
    timeout: u32,
}

#[derive(Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
enum CommandResponseType {
    UnknownSession,
}

/// A token, as in chapter "Tokens module".
#[derive(Serialize, Deserialize)]
struct Token {
    country_code: String,
    party_id: String,
    uid: String,
    #[serde(rename = "type")]
    kind: String,
    contract_id: String,
    visual_number: Option<String>,
    issuer: String,
    group_id: Option<String>,
    valid: bool,
    whitelist: String,
    language: Option<String>,
    default_profile_type: Option<String>,
    energy_contract: Option<EnergyContract>,
    last_updated: String,
}

#[derive(Serialize, Deserialize)]
struct EnergyContract {
    supplier_name: String,
    contract_id: String,
}

/// The example of an RFID token in chapter "Tokens module", OCPI 2.2.1.
const TOKEN: &str = r#"{
    "country_code": "DE",
    "party_id": "TNM",
    "uid": "12345678905880",
    "type": "RFID",
    "contract_id": "DE8ACC12E46L89",
    "visual_number": "DF000-2001-8999-1",
    "issuer": "TheNewMotion",
    "group_id": "DF000-2001-8999",
    "valid": true,
    "whitelist": "ALLOWED",
    "language": "it",
    "default_profile_type": "GREEN",
    "energy_contract": { "supplier_name": "Greenpeace Energy eG", "contract_id": "0123456789" },
    "last_updated": "2018-12-10T17:25:10Z"
}"#;

fn main() -> Result<(), RequestError> {
    let token: Token = read_request(TOKEN.as_bytes())?;

    println!("# Real-time authorization: errors of an eMSP\n");
    show(
        "OCPI has a code for an unknown token, and requires HTTP 404 with it",
        AuthorizeError::UnknownToken { uid: token.uid.clone() },
    );
    show(
        "OCPI has a code for a request with too little information",
        AuthorizeError::NotEnoughInformation { uid: token.uid.clone() },
    );
    show(
        "the request is valid JSON, so the HTTP status is 200; `data` names the wrong fields",
        AuthorizeError::Invalid {
            fields: vec![Problem { path: "/location_id", problem: "longer than 36 characters" }],
        },
    );
    show(
        "the codes 2900 to 2999 are for applications; the peer reads `message`, not the `Display`",
        AuthorizeError::Blocked {
            contract: token.contract_id.clone(),
            since: "2026-08".to_owned(),
        },
    );
    show(
        "a server error: the details are for the log, not for the peer",
        AuthorizeError::from(StorageError {
            table: "tokens",
            source: io::Error::other("connection to 10.0.0.7 refused"),
        }),
    );

    println!("# Commands: errors of a CPO\n");
    show(
        "OCPI has a code for an unknown location, for example in START_SESSION",
        CommandError::UnknownLocation("LOC1".to_owned()),
    );
    show(
        "the charge point belongs to the CPO, so this is a server error; its host is only logged",
        CommandError::ChargePointTimeout { host: "cp-17.internal".to_owned(), millis: 5000 },
    );

    println!("# Successes\n");
    show("a PUT that creates a token returns HTTP 201", OcpiResponse::success(token).created());
    show(
        "OCPI has no code for an unknown session: the command succeeds, and its result says so",
        OcpiResponse::success(CommandResponse {
            result: CommandResponseType::UnknownSession,
            timeout: 0,
        }),
    );
    Ok(())
}

/// Prints a response, and the text that is only logged.
fn show(why: &str, response: impl Into<Reply>) {
    let reply = response.into();
    println!("{}: {why}", reply.status_code());
    println!("  HTTP {}", reply.http_status());
    println!("  {}", reply.text());
    if let Some(cause) = reply.cause() {
        println!("  log only: {cause}");
    }
    println!();
}
