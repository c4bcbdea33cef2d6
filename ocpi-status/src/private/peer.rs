//! The words for an error that came from a peer.

use crate::error::OcpiError;

/// An [`OcpiError`], for a field whose type has the name of a peer's error.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is what another party answered, and not an `OcpiError`",
    label = "not an error of your own",
    note = "answer for yourself with `code = 3001` instead of `transparent`, or, in a hub, pass the peer's answer on with `relay()`"
)]
pub trait OwnError: OcpiError {}

#[diagnostic::do_not_recommend]
impl<E: OcpiError> OwnError for E {}
