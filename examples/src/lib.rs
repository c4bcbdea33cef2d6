//! Code that the examples share. [`authorization`] and [`client`] are for copying; the rest runs
//! and tests the servers.

pub mod authorization;
#[cfg(feature = "axum")]
pub mod client;
#[cfg(feature = "tracing")]
pub mod log;
#[cfg(feature = "axum")]
pub mod server;
#[cfg(feature = "tracing")]
pub mod smoke;
pub mod soak;

use std::sync::{Mutex, MutexGuard, PoisonError};

/// Locks a mutex. A panic of another holder is ignored, so the value must be valid at all times.
pub fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
