use std::fmt;

/// The number of requests, and of those with the expected outcome.
#[derive(Clone, Copy, Debug, Default)]
pub struct Score {
    requests: usize,
    right: usize,
}

impl Score {
    /// Counts a request. Prints the reason if its outcome is not the expected one.
    pub fn add<E: fmt::Display>(&mut self, name: &str, result: Result<(), E>) {
        self.requests += 1;
        match result {
            Ok(()) => self.right += 1,
            Err(reason) => println!("FAILED  {name}: {reason}"),
        }
    }

    /// Tells whether there were at least `requests`, all of them right.
    #[must_use]
    pub const fn is_all_right_of(self, requests: usize) -> bool {
        self.right == self.requests && self.requests >= requests
    }
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} requests, {} right", self.requests, self.right)
    }
}
