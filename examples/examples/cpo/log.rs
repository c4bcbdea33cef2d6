//! The log: on the terminal, or, for `--smoke`, in memory.

use std::io::{self, Write};
use std::sync::{Arc, Mutex};

use tracing_subscriber::fmt::MakeWriter;

use super::lock;

pub(crate) fn to_terminal() {
    tracing_subscriber::fmt().with_max_level(tracing::Level::DEBUG).init();
}

#[derive(Clone, Default)]
pub(crate) struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    pub(crate) fn to_memory() -> Self {
        let log = Self::default();
        let subscriber = tracing_subscriber::fmt()
            .with_max_level(tracing::Level::DEBUG)
            .with_writer(log.clone())
            .finish();
        tracing::subscriber::set_global_default(subscriber).expect("this is the only log");
        log
    }

    /// Returns the lines that hold `text`.
    pub(crate) fn lines_with(&self, text: &str) -> Vec<String> {
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
