//! Panics, which become HTTP 500.

use core::any::Any;
use core::future::poll_fn;
use core::pin::Pin;
use std::panic::{AssertUnwindSafe, catch_unwind};

use http::StatusCode;

use super::http_error::HttpError;
use super::trace::Span;

pub(crate) fn catch<R>(run: impl FnOnce() -> R) -> Result<R, HttpError> {
    catch_unwind(AssertUnwindSafe(run)).map_err(panicked)
}

fn panicked(payload: Box<dyn Any + Send>) -> HttpError {
    let text = payload.downcast_ref::<&str>().copied();
    let text = text.or_else(|| payload.downcast_ref::<String>().map(String::as_str));
    let cause = text.map_or("panicked".to_owned(), |text| format!("panicked: {text}"));
    discard(payload);
    HttpError::new(StatusCode::INTERNAL_SERVER_ERROR, "panic", cause)
}

/// Drops a value whose `Drop` may panic.
pub(crate) fn discard<T>(value: T) {
    if let Err(payload) = catch_unwind(AssertUnwindSafe(|| drop(value))) {
        // The payload of that panic may have a `Drop` that panics, too, and so on.
        core::mem::forget(payload);
    }
}

/// Polls a future within a span, and drops it. Panics of both are caught.
///
/// The box keeps the future that waits small: a future that is moved into another one takes its
/// place twice.
pub(crate) async fn catch_panic<F: Future>(
    future: Result<Pin<Box<F>>, HttpError>,
    span: &Span,
) -> Result<F::Output, HttpError> {
    let mut future = future?;
    let result = poll_fn(|context| {
        let poll = catch(|| {
            let _entered = span.enter();
            future.as_mut().poll(context)
        });
        match poll {
            Ok(poll) => poll.map(Ok),
            // After a panic the future is not polled again, only dropped.
            Err(error) => Err(error).into(),
        }
    })
    .await;
    discard(future);
    result
}
