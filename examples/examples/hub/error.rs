//! The errors of the hub. The errors of receivers are passed on.

use examples::client::ClientError;
use ocpi_status::{OcpiError, PeerError};
use thiserror::Error;

use crate::party::PartyId;

#[derive(Debug, Error, OcpiError)]
#[ocpi(version = "2.2.1")]
pub(crate) enum HubError {
    /// The `Authorization` header has no credentials token that this hub has issued.
    #[error("the credentials token is missing or not known")]
    #[ocpi(code = 2000, http = 401)]
    Unauthorized,

    /// A header that names the sender or the receiver is missing.
    #[error("the headers OCPI-{0}-country-code and OCPI-{0}-party-id are missing or not readable")]
    #[ocpi(code = 2001)]
    NoParty(&'static str),

    /// The sender is not the party of the credentials token.
    #[error("the credentials token is not one of {0}")]
    #[ocpi(code = 2001)]
    OtherSender(PartyId),

    /// GET with the hub as the receiver.
    #[error("a GET needs a receiver")]
    #[ocpi(code = 2001)]
    GetFromAll,

    /// The path is not in a functional module.
    #[error("there is nothing at this path")]
    #[ocpi(code = 2000, http = 404)]
    NotFound,

    /// The receiver is not connected to this hub.
    #[error("{0} is not connected to this hub")]
    #[ocpi(code = 4001)]
    UnknownReceiver(PartyId),

    /// The receiver did not respond in time.
    #[error("{receiver} did not respond in time")]
    #[ocpi(code = 4002)]
    Timeout { receiver: PartyId, source: ClientError },

    /// There is no connection to the receiver.
    #[error("{receiver} cannot be reached")]
    #[ocpi(code = 4003)]
    Connection { receiver: PartyId, source: ClientError },

    /// The response of the receiver has no envelope, or refuses the hub's token.
    #[error("the response of {receiver} cannot be passed on")]
    #[ocpi(code = 4000)]
    Response { receiver: PartyId, source: Box<dyn std::error::Error + Send + Sync> },

    /// A URL in the response of the receiver is not one of its endpoints.
    #[error("{receiver} sent the URL of another server")]
    #[ocpi(code = 4000)]
    OtherUrl { receiver: PartyId },

    /// The URL of the receiver cannot be used.
    #[error("no request to {receiver} can be made")]
    #[ocpi(code = 4000)]
    Request { receiver: PartyId, source: axum::http::Error },
}

impl HubError {
    /// Chooses the code for a receiver without a response.
    pub(crate) fn no_response(receiver: PartyId, error: ClientError) -> Self {
        match error {
            ClientError::Timeout(_) => Self::Timeout { receiver, source: error },
            ClientError::Connect(_) | ClientError::Broken(_) => {
                Self::Connection { receiver, source: error }
            }
            ClientError::Body(_) => Self::Response { receiver, source: error.into() },
        }
    }

    pub(crate) fn unusable(receiver: PartyId, error: PeerError) -> Self {
        Self::Response { receiver, source: error.into() }
    }
}
