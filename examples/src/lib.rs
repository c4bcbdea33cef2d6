//! Code that the examples share: [`authorization`] and [`client`] are for copying, the rest runs the
//! servers and tries them out.

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

/// Locks a mutex whose value is whole after every statement, so that a panic elsewhere does not
/// matter.
pub fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
