//! Commands: `START_SESSION`.

use ocpi_status::OcpiError;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::Cpo;

#[derive(Debug, Deserialize)]
pub(crate) struct StartSession {
    location_id: String,
}

#[derive(Debug, Serialize)]
pub(crate) struct CommandResponse {
    result: &'static str,
    timeout: u32,
}

#[derive(Debug, Error, OcpiError)]
#[ocpi(version = "2.2.1")]
pub(crate) enum CommandError {
    /// The location of the command is not one of this CPO.
    // The body names the location, so the request reached the OCPI layer: HTTP 200.
    #[error("location {0} is not known")]
    #[ocpi(code = 2003)]
    UnknownLocation(String),
}

impl Cpo {
    pub(crate) fn start_session(
        &self,
        command: StartSession,
    ) -> Result<CommandResponse, CommandError> {
        if self.has_location(&command.location_id) {
            Ok(CommandResponse { result: "ACCEPTED", timeout: 30 })
        } else {
            Err(CommandError::UnknownLocation(command.location_id))
        }
    }
}
