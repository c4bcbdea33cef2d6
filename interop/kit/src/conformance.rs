//! ocpi-kit's conformance runner against the server.

use std::error::Error;

use ocpi_kit::client::{ClientConfig, Conformance, OcpiClient, Outcome};
use ocpi_kit::transport::CredentialsToken;
use ocpi_kit::types::Url;
use ocpi_status::axum::OcpiLayer;
use peer::server::{self, TOKEN};

/// Returns the summary, or the whole report if not every check passes.
pub(crate) async fn run(layer: OcpiLayer) -> Result<Result<String, String>, Box<dyn Error>> {
    let base = server::start(layer).await?;
    let client = OcpiClient::with_config(ClientConfig::for_testing())?;
    let versions = Url::new(format!("{base}/versions"))?;
    let conformance = Conformance::new(versions, CredentialsToken::new(TOKEN)?);
    let report = conformance.run(client.transport()).await;
    let [passed, failed, warnings, skipped] =
        [Outcome::Pass, Outcome::Fail, Outcome::Warn, Outcome::Skipped]
            .map(|outcome| report.count(outcome));
    let summary =
        format!("{passed} passed, {failed} failed, {warnings} warnings, {skipped} skipped");
    // Skipped checks do not count. If the server does not respond, there is only one check.
    let is_clean = failed + warnings + skipped == 0 && passed > 40;
    Ok(if is_clean { Ok(summary) } else { Err(report.to_string()) })
}
