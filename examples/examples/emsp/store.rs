//! The database: SQLite, on the blocking threads of the runtime.

use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use examples::lock;
use ocpi_status::{OcpiError, Timestamp};
use rusqlite::Connection;
use thiserror::Error;
use tokio::task::{JoinError, spawn_blocking};

/// `NOCASE`, because ids in OCPI do not depend on the case of letters.
const SCHEMA: &str = "
    PRAGMA journal_mode = WAL;
    CREATE TABLE IF NOT EXISTS peer (
        token TEXT PRIMARY KEY,
        version TEXT,
        country_code TEXT,
        party_id TEXT,
        url TEXT,
        token_for_peer TEXT
    ) STRICT;
    CREATE TABLE IF NOT EXISTS token (
        uid TEXT PRIMARY KEY COLLATE NOCASE,
        type TEXT NOT NULL,
        contract_id TEXT NOT NULL,
        issuer TEXT NOT NULL,
        valid INTEGER NOT NULL,
        whitelist TEXT NOT NULL,
        last_updated INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE IF NOT EXISTS object (
        number INTEGER PRIMARY KEY,
        version TEXT NOT NULL,
        module TEXT NOT NULL,
        country_code TEXT NOT NULL COLLATE NOCASE,
        party_id TEXT NOT NULL COLLATE NOCASE,
        id TEXT NOT NULL COLLATE NOCASE,
        json TEXT NOT NULL,
        UNIQUE (version, module, country_code, party_id, id)
    ) STRICT;
";

/// The database. A clone shares the connection.
#[derive(Clone, Debug)]
pub(crate) struct Store(Arc<Mutex<Connection>>);

/// An error of the database. The peer reads "server error"; the log has the source.
#[derive(Debug, Error, OcpiError)]
#[ocpi(code = 3000)]
pub(crate) enum StoreError {
    /// The database cannot be used at the moment.
    #[error("the database failed")]
    Database(#[from] rusqlite::Error),

    /// A stored object cannot be read.
    #[error("a stored object is damaged")]
    Damaged(#[from] serde_json::Error),

    /// A job panicked or was canceled.
    #[error("a job of the database did not end")]
    Job(#[from] JoinError),
}

impl Store {
    /// Opens or creates a file.
    pub(crate) fn open(path: &Path) -> Result<Self, StoreError> {
        Self::with_schema(Connection::open(path)?)
    }

    /// Makes a database in memory.
    pub(crate) fn in_memory() -> Result<Self, StoreError> {
        Self::with_schema(Connection::open_in_memory()?)
    }

    fn with_schema(connection: Connection) -> Result<Self, StoreError> {
        connection.busy_timeout(Duration::from_secs(5))?;
        connection.execute_batch(SCHEMA)?;
        Ok(Self(Arc::new(Mutex::new(connection))))
    }

    /// Runs SQL statements.
    pub(crate) fn execute(&self, statements: &str) -> Result<(), StoreError> {
        Ok(lock(&self.0).execute_batch(statements)?)
    }

    /// Runs a job on a blocking thread. No other job runs at the same time.
    pub(crate) async fn call<T, E>(
        &self,
        job: impl FnOnce(&mut Connection) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let connection = Arc::clone(&self.0);
        let done = spawn_blocking(move || job(&mut lock(&connection))).await;
        done.unwrap_or_else(|error| Err(StoreError::from(error).into()))
    }
}

/// Returns the milliseconds since 1970. Timestamps as text do not sort, because fractions are
/// optional.
pub(crate) fn to_millis(timestamp: Timestamp) -> i64 {
    let since = SystemTime::from(timestamp).duration_since(SystemTime::UNIX_EPOCH);
    i64::try_from(since.unwrap_or_default().as_millis()).unwrap_or(i64::MAX)
}

/// The inverse of [`to_millis`].
pub(crate) fn from_millis(millis: i64) -> Timestamp {
    let since = Duration::from_millis(u64::try_from(millis).unwrap_or_default());
    (SystemTime::UNIX_EPOCH + since).into()
}
