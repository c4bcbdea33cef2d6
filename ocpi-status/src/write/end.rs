//! The current second as text.
//!
//! A server writes the same second many times over, so each thread keeps the last one.
//!
//! Without, `bench/run error` takes 1.8 times as long: 115 instead of 63 ns.

use core::cell::Cell;
use core::time::Duration;
use std::time::{SystemTime, UNIX_EPOCH};

use super::{TEMPLATE, TEXT_LEN, Timestamp};

/// Reads the clock, and returns the text in whole seconds.
pub(crate) fn now_text() -> [u8; TEXT_LEN] {
    thread_local! {
        static LAST: Second = const { Second::none() };
    }
    let now = SystemTime::now();
    // A thread that ends may have none any more.
    LAST.try_with(|last| last.text_of(now)).unwrap_or_else(|_| Second::none().text_of(now))
}

/// The last second of the clock, and its text.
struct Second {
    start: Cell<SystemTime>,
    end: Cell<SystemTime>,
    text: Cell<[u8; TEXT_LEN]>,
}

impl Second {
    const fn none() -> Self {
        Self {
            start: Cell::new(UNIX_EPOCH),
            end: Cell::new(UNIX_EPOCH),
            text: Cell::new(*TEMPLATE),
        }
    }

    fn text_of(&self, now: SystemTime) -> [u8; TEXT_LEN] {
        if now < self.start.get() || now >= self.end.get() {
            let start = Timestamp::from(now).whole_seconds();
            self.start.set(start.into());
            self.end.set(SystemTime::from(start) + Duration::from_secs(1));
            self.text.set(start.whole_seconds_text());
        }
        self.text.get()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::timestamp::MAX_SECONDS;

    const MICROSECOND: Duration = Duration::from_micros(1);
    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn keeps_a_text_until_its_second_is_over() {
        for seconds in [0, 951_782_400, 1_435_701_599, MAX_SECONDS] {
            let start = UNIX_EPOCH + Duration::from_secs(seconds);
            let second = Second::none();
            for time in [start, start + SECOND / 2, start + SECOND - MICROSECOND] {
                assert_eq!(second.text_of(time), Timestamp::from(time).whole_seconds_text());
                assert_eq!((second.start.get(), second.end.get()), (start, start + SECOND));
            }
            for time in [start + SECOND, start - MICROSECOND, start + 2 * SECOND] {
                assert_eq!(second.text_of(time), Timestamp::from(time).whole_seconds_text());
            }
        }
    }

    #[test]
    fn writes_the_nearest_time_when_the_clock_is_out_of_range() {
        let second = Second::none();
        assert_eq!(&second.text_of(UNIX_EPOCH - SECOND), b"1970-01-01T00:00:00Z");
        let late = UNIX_EPOCH + Duration::from_secs(MAX_SECONDS) + SECOND;
        assert_eq!(&second.text_of(late), b"9999-12-31T23:59:59Z");
        assert_eq!(&second.text_of(UNIX_EPOCH), b"1970-01-01T00:00:00Z");
    }
}
