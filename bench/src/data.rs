//! A page of tokens, as a party sends it.

use serde::{Deserialize, Serialize};

/// Chapter "Tokens module", OCPI 2.2.1.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Token {
    country_code: String,
    party_id: String,
    uid: String,
    r#type: TokenType,
    contract_id: String,
    issuer: String,
    valid: bool,
    whitelist: Whitelist,
    last_updated: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
enum TokenType {
    AppUser,
    Rfid,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
enum Whitelist {
    Allowed,
    Never,
}

/// 1,000 tokens, about 180 KB of JSON.
pub(crate) fn tokens() -> Vec<Token> {
    (0..1000).map(token).collect()
}

/// One token.
pub(crate) fn token(number: u32) -> Token {
    let is_rfid = !number.is_multiple_of(3);
    Token {
        country_code: "DE".to_owned(),
        party_id: "TNM".to_owned(),
        uid: format!("{number:014X}"),
        r#type: if is_rfid { TokenType::Rfid } else { TokenType::AppUser },
        contract_id: format!("DE8ACC{number:08}X"),
        issuer: "TheNewMotion".to_owned(),
        valid: !number.is_multiple_of(7),
        whitelist: if is_rfid { Whitelist::Allowed } else { Whitelist::Never },
        last_updated: "2018-12-10T17:16:15Z".to_owned(),
    }
}
