//! The objects of the five sender modules, in each version as its own chapters have them.
//!
//! The sessions and CDRs of 2.1.1 have a few fields more, such as `evse_uid`: ocpi-211-sdk does not
//! read them without.

use std::collections::BTreeMap;

use ocpi_status::Timestamp;
use serde::Deserialize;
use serde_json::Value;

pub(crate) const MODULES: [&str; 5] = ["locations", "sessions", "cdrs", "tariffs", "tokens"];
pub(crate) const VERSIONS: [&str; 3] = ["2.1.1", "2.2.1", "2.3.0"];
const FILES: [&str; 3] = [
    include_str!("../objects/2.1.1.json"),
    include_str!("../objects/2.2.1.json"),
    include_str!("../objects/2.3.0.json"),
];

/// Objects by version and module, the oldest first.
pub(crate) struct Objects(BTreeMap<&'static str, BTreeMap<String, Vec<Value>>>);

impl Objects {
    pub(crate) fn load() -> serde_json::Result<Self> {
        let read = |(version, file)| Ok((version, serde_json::from_str(file)?));
        VERSIONS.into_iter().zip(FILES).map(read).collect::<Result<_, _>>().map(Self)
    }

    pub(crate) fn module(&self, version: &str, module: &str) -> Option<&[Value]> {
        self.0.get(version)?.get(module).map(Vec::as_slice)
    }

    pub(crate) fn get(&self, version: &str, module: &str, id: &str) -> Option<&Value> {
        let mut objects = self.module(version, module)?.iter();
        objects.find(|object| object["id"] == id || object["uid"] == id)
    }
}

pub(crate) fn last_updated(object: &Value) -> Option<Timestamp> {
    Timestamp::deserialize(&object["last_updated"]).ok()
}
