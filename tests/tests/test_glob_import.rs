//! `use ocpi_status::*` does not shadow crates of the application.

use ocpi_status::*;
use serde::Deserialize;

#[derive(Debug, Deserialize)]
struct Token {
    #[serde(default)]
    uid: String,
}

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("unknown token")]
#[ocpi(code = 2004)]
struct UnknownToken {
    #[ocpi(data)]
    uids: Vec<u8>,
}

#[test]
fn reads_and_responds_with_names_of_a_glob_import() {
    let token = read_request::<Token>(b"{}").expect("a token");
    assert_eq!(token.uid, "");
    let reply = Reply::from(UnknownToken { uids: vec![1] });
    assert_eq!(reply.http_status(), http::StatusCode::OK);
    assert!(reply.text().starts_with(r#"{"data":[1],"status_code":2004,"#), "{}", reply.text());
}
