//! ocpi-kit's client against the server: every error, and a typical session.

use std::error::Error;
use std::ops::RangeInclusive;

use ocpi_kit::client::{ClientConfig, OcpiClient, Registration, RetryPolicy};
use ocpi_kit::transport::{CredentialsToken, OcpiError, OcpiRequest, PageQuery, Quirks};
use ocpi_kit::types::Url;
use ocpi_kit::v2_3_0::locations::Location;
use ocpi_kit::v2_3_0::tokens::{AllowedType, LocationReferences};
use ocpi_kit::{ModuleId, VersionNumber, testkit};
use ocpi_status::ErrorCode;
use ocpi_status::axum::OcpiLayer;
use ocpi_status::http::Method;
use peer::Score;
use peer::server::{self, TOKEN};
use serde_json::json;

const CODES: [RangeInclusive<u16>; 6] =
    [2000..=2004, 2900..=2999, 3000..=3003, 3900..=3999, 4000..=4003, 4900..=4999];

/// The HTTP statuses, beside 200, that are allowed with a code.
fn http_statuses(status_code: u16) -> Vec<u16> {
    match status_code {
        2000..=2999 => vec![400, 401, 403, 404, 405, 408, 411, 413, 415, 429],
        3000..=3999 => (500..=599).collect(),
        _ => [404].into_iter().chain(500..=599).collect(),
    }
}

struct Run {
    client: OcpiClient,
    token: CredentialsToken,
    score: Score,
}

pub(crate) async fn run() -> Result<Score, Box<dyn Error>> {
    let mut config = ClientConfig::for_testing();
    config.retry = RetryPolicy::none();
    let client = OcpiClient::with_config(config)?;
    let token = CredentialsToken::new(TOKEN)?;
    let mut run = Run { client, token, score: Score::default() };
    run.read_errors().await?;
    run.work().await?;
    Ok(run.score)
}

impl Run {
    /// Requests a location, and gets an error.
    async fn get(&self, url: String) -> Result<OcpiError, Box<dyn Error>> {
        let request = OcpiRequest::new(Method::GET, Url::new(url)?, ModuleId::Locations);
        let transport = self.client.transport();
        let result = transport.send::<Location>(&request, &self.token, &Quirks::default()).await;
        Ok(result.err().ok_or("the error was read as a location")?)
    }

    async fn read_errors(&mut self) -> Result<(), Box<dyn Error>> {
        let base = server::start(OcpiLayer::new()).await?;
        let base = base.trim_end_matches("/ocpi");
        let without_data = server::start(OcpiLayer::new().without_error_data()).await?;
        let without_data = without_data.trim_end_matches("/ocpi");
        for code in CODES.into_iter().flatten() {
            let error = self.get(format!("{base}/errors/{code}/200/locations/LOC1")).await?;
            self.score.add(&format!("code {code}"), is_remote(&error, code));

            // With `data` of another type than the client asked for, it sees no code.
            let path = format!("errors-with-data/{code}/200/locations/LOC1");
            let error = self.get(format!("{base}/{path}")).await?;
            let is_decode = matches!(error, OcpiError::Decode { .. });
            self.score.add(&format!("code {code} with data"), expect(is_decode, &error));
            let error = self.get(format!("{without_data}/{path}")).await?;
            self.score.add(&format!("code {code}, data left out"), is_remote(&error, code));

            // The client handles custom codes like those of the standard.
            if ErrorCode::new(code).is_some_and(ErrorCode::is_custom) {
                continue;
            }
            for http_status in http_statuses(code) {
                let error =
                    self.get(format!("{base}/errors/{code}/{http_status}/locations/LOC1")).await?;
                let name = format!("code {code} with HTTP {http_status}");
                self.score.add(&name, is_http_error(&error, code, http_status));
            }
            // A status that does not fit the code becomes 200.
            let error = self.get(format!("{base}/errors/{code}/409/locations/LOC1")).await?;
            self.score.add(&format!("code {code} with HTTP 409"), is_remote(&error, code));
        }
        Ok(())
    }

    /// Registers, reads every list to its end, and makes a few mistakes.
    async fn work(&mut self) -> Result<(), Box<dyn Error>> {
        let base = server::start(OcpiLayer::new()).await?;
        let transport = self.client.transport();
        for version in [VersionNumber::V2_2_1, VersionNumber::V2_3_0] {
            let registration = |token: &CredentialsToken| {
                Registration::new(Url::new_lenient(format!("{base}/versions")), token.clone())
            };
            let discovered = registration(&self.token).discover(transport).await?;
            let selected = discovered.select(transport, &version).await?;
            let credentials = testkit::sample::credentials("partner", "https://partner.example/")?;
            let peer = if version == VersionNumber::V2_2_1 {
                selected.register(transport, &credentials).await?
            } else {
                selected.update(transport, &self.token, &credentials).await?
            };

            let session = self.client.peer(&peer, testkit::test_msp());
            let query = PageQuery::new;
            let counts = [
                session.locations().list(query())?.collect_all().await.map(|list| list.len()),
                session.sessions().list(query())?.collect_all().await.map(|list| list.len()),
                session.cdrs().list(query())?.collect_all().await.map(|list| list.len()),
                session.tariffs().list(query())?.collect_all().await.map(|list| list.len()),
                session.tokens().list(query())?.collect_all().await.map(|list| list.len()),
            ];
            for count in counts {
                let is_whole = matches!(count, Ok(3));
                self.score.add(&format!("{version}: crawl"), expect(is_whole, &count));
            }

            let location = session.locations().location("LOC1").await;
            let is_found = location.as_ref().is_ok_and(|location| location.id.as_str() == "LOC1");
            self.score.add(&format!("{version}: location"), expect(is_found, &location));

            let unknown = session.locations().location("LOC9").await;
            let is_not_found = matches!(unknown, Err(OcpiError::NotFound(_)));
            self.score.add(&format!("{version}: unknown location"), expect(is_not_found, &unknown));

            let references: LocationReferences =
                serde_json::from_value(json!({ "location_id": "LOC1" }))?;
            let tokens = session.tokens();
            let allowed = tokens.authorize("TOKEN1", None, Some(&references)).await;
            let is_allowed =
                allowed.as_ref().is_ok_and(|info| info.allowed == AllowedType::Allowed);
            self.score.add(&format!("{version}: authorization"), expect(is_allowed, &allowed));

            // The client sends `{}` in place of no body.
            let unlocated = tokens.authorize("TOKEN1", None, None).await;
            let is_refused = matches!(&unlocated, Err(error) if error.status_code().get() == 2002);
            let name = format!("{version}: authorization without a location");
            self.score.add(&name, expect(is_refused, &unlocated));

            let unknown = tokens.authorize("NONE", None, Some(&references)).await;
            let is_not_found = matches!(unknown, Err(OcpiError::NotFound(_)));
            self.score.add(&format!("{version}: unknown token"), expect(is_not_found, &unknown));
        }
        Ok(())
    }
}

fn is_remote(error: &OcpiError, code: u16) -> Result<(), String> {
    let message = format!("requested {code}");
    let is_expected = matches!(error, OcpiError::Remote { status_code, status_message }
        if status_code.get() == code && status_message.as_ref() == Some(&message));
    expect(is_expected, error)
}

/// The client shows the beginning of the body with some HTTP statuses, and nothing with others.
fn is_http_error(error: &OcpiError, code: u16, http_status: u16) -> Result<(), String> {
    let shows_code = |body: &str| body.contains(&format!("\"status_code\":{code}"));
    let is_expected = match (http_status, error) {
        (400, OcpiError::MalformedJson(body)) | (401, OcpiError::Unauthorized(body)) => {
            shows_code(body)
        }
        (404, OcpiError::NotFound(_)) | (405, OcpiError::MethodNotAllowed(_)) => true,
        (_, OcpiError::Status { code: status, body }) => *status == http_status && shows_code(body),
        _ => false,
    };
    expect(is_expected, error)
}

fn expect(is_expected: bool, read: &impl std::fmt::Debug) -> Result<(), String> {
    if is_expected { Ok(()) } else { Err(format!("the client read {read:?}")) }
}
