//! The log: on the terminal, or, for `--smoke`, in memory.

use std::io::{self, Write};
use std::sync::{Arc, Mutex};

use tracing_subscriber::fmt::MakeWriter;

use crate::lock;

/// Logs to the terminal.
pub fn to_terminal() {
    tracing_subscriber::fmt().with_max_level(tracing::Level::DEBUG).init();
}

/// A log in memory; a clone is the same log.
#[derive(Clone, Debug, Default)]
pub struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    /// Logs to memory for the rest of the process.
    ///
    /// # Panics
    ///
    /// If the process has a log already.
    #[must_use]
    pub fn to_memory() -> Self {
        let log = Self::default();
        let subscriber = tracing_subscriber::fmt()
            .with_max_level(tracing::Level::DEBUG)
            .with_ansi(false)
            .with_writer(log.clone())
            .finish();
        tracing::subscriber::set_global_default(subscriber).expect("this is the only log");
        log
    }

    /// Returns the lines that hold `text`.
    #[must_use]
    pub fn lines_with(&self, text: &str) -> Vec<String> {
        let log = lock(&self.0);
        let log = String::from_utf8_lossy(&log);
        log.lines().filter(|line| line.contains(text)).map(ToOwned::to_owned).collect()
    }
}

impl MakeWriter<'_> for Log {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        lock(&self.0).write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
