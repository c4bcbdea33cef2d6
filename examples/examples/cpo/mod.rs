//! What `cpo_axum` and `cpo_actix` have in common: everything but the framework.

pub(crate) mod commands;
pub(crate) mod credentials;
pub(crate) mod locations;
pub(crate) mod log;
pub(crate) mod smoke;
pub(crate) mod tokens;

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use self::credentials::Credentials;
use self::locations::Location;

/// The longest body that is read: 256 KiB.
pub(crate) const MAX_BODY: usize = 256 * 1024;

/// Everything that the CPO knows, in memory.
#[derive(Default)]
pub(crate) struct Cpo {
    locations: Mutex<BTreeMap<String, Location>>,
    registered: Mutex<Option<Credentials>>,
}

/// What a panicking handler leaves behind is whole here: every change is one assignment.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
