//! The guide, chapter by chapter. Its modules hold nothing but text.
//!
//! Start with [`answering`] and [`requests`], then [`frameworks`]; a client starts with [`peers`].
//! [`codes`] answers "which code for what", [`troubleshooting`] starts from the text of a message.

// Chapters that need crates on which this one does not depend are tested in `tests`.

#[doc = include_str!("docs/answering.md")]
pub mod answering {}

#[doc = include_str!("docs/codes.md")]
pub mod codes {}

#[doc = include_str!("docs/editor.md")]
pub mod editor {}

#[doc = include_str!("docs/errors_table.md")]
pub mod errors_table {}

#[doc = include_str!("docs/features.md")]
pub mod features {}

#[cfg_attr(not(doctest), doc = include_str!("docs/frameworks.md"))]
pub mod frameworks {}

#[cfg_attr(not(doctest), doc = include_str!("docs/hubs.md"))]
pub mod hubs {}

#[cfg_attr(not(doctest), doc = include_str!("docs/logging.md"))]
pub mod logging {}

#[doc = include_str!("docs/messages.md")]
pub mod messages {}

#[cfg_attr(not(doctest), doc = include_str!("docs/migrating.md"))]
pub mod migrating {}

#[cfg_attr(not(doctest), doc = include_str!("docs/peers.md"))]
pub mod peers {}

#[cfg_attr(not(doctest), doc = include_str!("docs/requests.md"))]
pub mod requests {}

#[cfg_attr(not(doctest), doc = include_str!("docs/testing.md"))]
pub mod testing {}

#[cfg_attr(not(doctest), doc = include_str!("docs/troubleshooting.md"))]
pub mod troubleshooting {}

#[cfg_attr(not(doctest), doc = include_str!("docs/versions.md"))]
pub mod versions {}
