//! The `Authorization` header: `Token ` and a credentials token.

use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use ocpi_status::http::HeaderValue;
use ocpi_status::http::header::InvalidHeaderValue;

const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// Returns the credentials tokens that a header can mean: its text, and the text decoded from
/// Base64.
///
/// OCPI 2.2 and later ask for Base64 and 2.1.1 does not, but peers of every version send both. Some
/// write `token` in lower case.
///
/// ```
/// use examples::authorization::credentials_tokens;
///
/// let tokens: Vec<_> = credentials_tokens(b"token c21va2U=").collect();
/// assert_eq!(tokens, ["c21va2U=", "smoke"]);
/// ```
pub fn credentials_tokens(header: &[u8]) -> impl Iterator<Item = String> {
    let text = str::from_utf8(header).ok().and_then(|header| {
        let (scheme, token) = header.split_once(' ')?;
        let token = token.trim();
        (scheme.eq_ignore_ascii_case("Token") && !token.is_empty()).then(|| token.to_owned())
    });
    let decoded = text.as_deref().and_then(|token| BASE64.decode(token).ok());
    let decoded = decoded.and_then(|token| String::from_utf8(token).ok());
    text.into_iter().chain(decoded)
}

/// Returns the header with a credentials token in Base64, as OCPI 2.2 and later ask for.
///
/// # Errors
///
/// Does not fail, because Base64 is a valid header value.
pub fn authorization(token: &str) -> Result<HeaderValue, InvalidHeaderValue> {
    let mut value = HeaderValue::try_from(format!("Token {}", BASE64.encode(token)))?;
    value.set_sensitive(true);
    Ok(value)
}

#[cfg(test)]
mod tests {
    use super::{authorization, credentials_tokens};

    #[test]
    fn reads_plain_and_base64_tokens() {
        let tokens = |header: &[u8]| credentials_tokens(header).collect::<Vec<_>>();
        assert_eq!(tokens(b"Token a-b"), ["a-b"]);
        assert_eq!(tokens(b"Token c21va2U="), ["c21va2U=", "smoke"]);
        assert_eq!(tokens(b"TOKEN c21va2U"), ["c21va2U", "smoke"]);
        assert_eq!(tokens(b"token  c21va2U= "), ["c21va2U=", "smoke"]);
        assert_eq!(tokens(b"Token /w=="), ["/w=="], "not UTF-8");
        for none in [&b""[..], b"Token", b"Token ", b"Bearer c21va2U=", b"Tokenc21va2U=", b"\xff x"]
        {
            assert!(tokens(none).is_empty(), "{none:?}");
        }
    }

    #[test]
    fn reads_the_header_that_it_writes() {
        let header = authorization("tøken").expect("Base64 is ASCII");
        assert!(credentials_tokens(header.as_bytes()).any(|token| token == "tøken"));
        assert!(header.is_sensitive());
    }
}
