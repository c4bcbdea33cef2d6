//! Code that both kinds of tests share: a server built on `ocpi-status`, and a client that reads
//! the responses of other servers and compares them with a table.

mod error;
mod objects;
mod score;
pub mod server;
pub mod table;

pub use self::score::Score;
