//! What the tests of both kinds share: a server built on `ocpi-status`, and a client that reads
//! other servers with it and compares what it reads with a table.

mod error;
mod objects;
mod score;
pub mod server;
pub mod table;

pub use self::score::Score;
