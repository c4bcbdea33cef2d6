//! The number of allocations of rendering a response.

use allocation_counter::{AllocationInfo, measure};
use ocpi_status::{ErrorResponse, OcpiError, OcpiResponse, Reply, Timestamp, Version};
use serde::Serialize;

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("token {uid} is not known")]
enum Error {
    #[ocpi(code = 2004, http = 404)]
    Plain { uid: u64 },
    #[ocpi(code = 2004, message = "{uid} \"quoted\"\n{uid:>8}")]
    Message { uid: u64 },
    #[ocpi(code = 2001)]
    Data {
        uid: u64,
        #[ocpi(data)]
        problems: [&'static str; 2],
    },
    #[ocpi(code = 3001)]
    Server { uid: u64 },
    #[ocpi(transparent)]
    #[error(transparent)]
    Inner(Inner),
}

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("inner")]
#[ocpi(code = 2001)]
struct Inner;

fn allocations(render: impl FnOnce() -> Reply) -> AllocationInfo {
    let mut reply = None;
    let counted = measure(|| reply = Some(render()));
    assert!(reply.is_some_and(|reply| reply.body().ends_with(b"\"}")));
    counted
}

#[test]
fn allocates_once_for_a_client_error() {
    for error in [Error::Plain { uid: 5 }, Error::Inner(Inner)] {
        let counted = allocations(|| Reply::from_error(&error));
        assert_eq!(counted.count_total, 1, "{error:?}");
        // The reply is dropped, and its memory is freed.
        let counted =
            allocations(|| ErrorResponse::new(&error).for_version(Version::V2_1_1).into());
        assert_eq!(counted.count_total, 1, "{error:?}");
    }
}

/// The `Display` goes to the log if there is a `message`.
#[test]
fn allocates_for_the_cause_when_the_message_is_not_the_display() {
    let error = Error::Message { uid: u64::MAX };
    assert!(Reply::from_error(&error).cause().is_some());
    assert!(allocations(|| Reply::from_error(&error)).count_total > 1);
}

#[test]
fn writes_the_data_of_an_error_into_the_one_allocation() {
    let error = Error::Data { uid: 5, problems: ["/uid", "/type"] };
    assert_eq!(allocations(|| Reply::from_error(&error)).count_total, 1);
}

#[test]
fn allocates_for_the_cause_of_a_server_error() {
    let counted = allocations(|| Reply::from_error(&Error::Server { uid: 5 }));
    assert!(counted.count_total > 1);
}

#[test]
fn allocates_once_for_a_success() {
    #[derive(Serialize)]
    struct Token {
        uid: &'static str,
    }

    let response = || OcpiResponse::success(Token { uid: "012345678" });
    assert_eq!(allocations(|| response().into()).count_total, 1);
    assert_eq!(allocations(|| response().with_message("ok").into()).count_total, 1);
    let now = Timestamp::now();
    assert_eq!(allocations(|| OcpiResponse::empty().with_timestamp(now).into()).count_total, 1);
}
