//! Counts the allocations of a response. A separate program, because counting costs time.

use std::alloc::System;
use std::hint::black_box;

use ocpi_status::{OcpiError, Reply};
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("token {uid:?} is not known")]
#[ocpi(code = 2004)]
struct UnknownToken {
    uid: String,
}

fn main() {
    let error = UnknownToken { uid: "0123456789abcdef01234".to_owned() };
    let region = Region::new(ALLOCATOR);
    let reply = black_box(Reply::from_error(black_box(&error)));
    let change = region.change();
    assert!(reply.body().ends_with(b"Z\"}") && reply.cause().is_none());
    println!("{}", change.allocations + change.reallocations);
}
