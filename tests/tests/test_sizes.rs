//! Public types are small, `Send` and `Sync`.

use std::error::Error;
use std::fmt::Debug;
use std::sync::Arc;

use ocpi_status::{
    Class, Data, DataError, ErrorCode, ErrorResponse, InvalidStatusCode, ItemProblem, OcpiError,
    OcpiResponse, ParseTimestampError, ParseVersionError, PeerError, PeerRejection, Relayed, Reply,
    RequestError, StatusCode, SuccessCode, Timestamp, Version,
};

/// The size in bytes from which clippy's `result_large_err` warns about an error.
const LARGE: usize = 128;

fn can_go_anywhere<T: Debug + Send + Sync + 'static>() {}

fn is_small_error<E: Error + Send + Sync + 'static>() {
    assert!(size_of::<E>() < LARGE);
}

#[test]
fn errors_are_small() {
    is_small_error::<DataError>();
    is_small_error::<InvalidStatusCode>();
    is_small_error::<ItemProblem>();
    is_small_error::<ParseTimestampError>();
    is_small_error::<ParseVersionError>();
    is_small_error::<PeerError>();
    is_small_error::<PeerRejection>();
    is_small_error::<Relayed>();
    is_small_error::<RequestError>();
    assert_eq!(size_of::<PeerRejection>(), size_of::<usize>());
    assert!(size_of::<PeerError>() <= 64 && size_of::<RequestError>() <= 64);
}

#[test]
fn values_can_be_sent_to_other_threads() {
    can_go_anywhere::<Class>();
    can_go_anywhere::<ErrorCode>();
    can_go_anywhere::<StatusCode>();
    can_go_anywhere::<SuccessCode>();
    can_go_anywhere::<Timestamp>();
    can_go_anywhere::<Version>();
    can_go_anywhere::<Reply>();
    can_go_anywhere::<OcpiResponse<String>>();
    can_go_anywhere::<Arc<dyn OcpiError + Send + Sync>>();
}

#[test]
fn codes_are_as_small_as_their_number() {
    assert_eq!(size_of::<StatusCode>(), 2);
    assert_eq!(size_of::<Option<ErrorCode>>(), 2);
    assert_eq!(size_of::<Option<SuccessCode>>(), 2);
    assert_eq!(size_of::<Version>(), 1);
}

#[test]
fn views_are_as_small_as_pointers() {
    let pointer = size_of::<&dyn OcpiError>();
    assert_eq!(size_of::<Data<'_>>(), pointer);
    assert!(size_of::<ErrorResponse<'_>>() <= 3 * pointer);
    assert_eq!(size_of::<Option<Data<'_>>>(), pointer);
}
