//! Locations: a list with pages, and GET, PUT and PATCH of a location.

use examples::lock;
use ocpi_status::{OcpiError, OcpiResponse, Paging, Timestamp};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::Cpo;

const MAX_LIMIT: usize = 50;

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Location {
    id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(default)]
    evses: Vec<Evse>,
    last_updated: Timestamp,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Evse {
    uid: String,
    status: Status,
}

#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
enum Status {
    Available,
    Charging,
    Unknown,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Patch {
    name: Option<String>,
    last_updated: Option<Timestamp>,
}

#[derive(Debug, Error, OcpiError)]
#[ocpi(version = "2.2.1")]
pub(crate) enum LocationError {
    /// GET or PATCH of a location that does not exist.
    #[error("location {0} is not known")]
    #[ocpi(code = 2003, http = 404)]
    Unknown(String),

    /// The id in the body is not the one in the URL.
    #[error("the id in the body is not {0}")]
    #[ocpi(code = 2001)]
    OtherId(String),

    /// PATCH without `last_updated`.
    #[error("a PATCH needs last_updated")]
    #[ocpi(code = 2001)]
    NoLastUpdated,
}

impl Cpo {
    pub(crate) fn locations(&self, paging: &Paging) -> OcpiResponse<Vec<Location>> {
        let Paging { date_from, date_to, offset, .. } = *paging;
        let locations = lock(&self.locations);
        let selected = locations.values().filter(|Location { last_updated, .. }| {
            date_from.is_none_or(|from| *last_updated >= from)
                && date_to.is_none_or(|to| *last_updated < to)
        });
        let page = selected.clone().skip(offset).take(paging.limit(MAX_LIMIT)).cloned().collect();
        let url = format!("{}/locations", self.url);
        OcpiResponse::success(page).with_page(paging, selected.count(), MAX_LIMIT, &url)
    }

    pub(crate) fn location(&self, id: &str) -> Result<Location, LocationError> {
        let location = lock(&self.locations).get(id).cloned();
        location.ok_or_else(|| LocationError::Unknown(id.to_owned()))
    }

    pub(crate) fn put_location(
        &self,
        id: String,
        location: Location,
    ) -> Result<OcpiResponse<()>, LocationError> {
        if location.id != id {
            return Err(LocationError::OtherId(id));
        }
        match lock(&self.locations).insert(id, location) {
            Some(_) => Ok(OcpiResponse::empty()),
            None => Ok(OcpiResponse::empty().created()),
        }
    }

    pub(crate) fn patch_location(
        &self,
        id: String,
        patch: Patch,
    ) -> Result<OcpiResponse<()>, LocationError> {
        let last_updated = patch.last_updated.ok_or(LocationError::NoLastUpdated)?;
        let mut locations = lock(&self.locations);
        let Some(location) = locations.get_mut(&id) else {
            return Err(LocationError::Unknown(id));
        };
        location.last_updated = last_updated;
        location.name = patch.name.or(location.name.take());
        Ok(OcpiResponse::empty())
    }

    pub(crate) fn has_location(&self, id: &str) -> bool {
        lock(&self.locations).contains_key(id)
    }
}
