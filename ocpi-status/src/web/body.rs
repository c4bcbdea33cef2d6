//! Reading the body of a response without being held up by it.

use core::future::poll_fn;
use core::task::{Context, Poll, Waker};
use core::time::Duration;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Instant;

use bytes::{Bytes, BytesMut};

use super::panic;

/// The body of a response of a framework.
pub(crate) trait Body: From<Bytes> {
    /// The size in bytes, if it is known.
    fn size(&self) -> Option<u64>;
    /// Reads a part. An error is a body that broke off.
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, ()>>>;
    /// Puts what was read in front of the rest.
    fn put_back(&mut self, read: Bytes);
}

/// How many bytes of a response that was not rendered here are read, to see whether they are an
/// envelope.
pub(crate) const MAX_SIZE: u64 = 64 * 1024;

/// How long a body may be pending. A response that waits for another server has its first bytes
/// by then, and one that never ends is not waited for.
const PATIENCE: Duration = Duration::from_millis(250);

#[derive(Debug)]
pub(crate) struct Read {
    pub(crate) bytes: Bytes,
    pub(crate) end: End,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    Complete,
    Partial,
    /// The body broke off, or panicked.
    Broken,
}

/// Reads up to 64 KiB of a body. If `waits`, it waits for a part that is pending.
pub(crate) async fn read<B: Body>(body: &mut B, size: Option<u64>, waits: bool) -> Read {
    let mut first = Bytes::new();
    let mut more = BytesMut::new();
    let mut deadline = None;
    // A frame may be empty, and there may be no end of them.
    let mut frames = 0;
    let end = poll_fn(|context| {
        loop {
            let len = (first.len() + more.len()) as u64;
            if size.is_some_and(|size| len >= size) {
                return Poll::Ready(End::Complete);
            }
            if len + frames > MAX_SIZE {
                return Poll::Ready(End::Partial);
            }
            frames += 1;
            match panic::catch(|| body.poll(context)) {
                Ok(Poll::Ready(Some(Ok(data)))) if len == 0 => first = data,
                Ok(Poll::Ready(Some(Ok(data)))) => more.extend_from_slice(&data),
                Ok(Poll::Ready(None)) => return Poll::Ready(End::Complete),
                Ok(Poll::Ready(Some(Err(())))) | Err(_) => return Poll::Ready(End::Broken),
                Ok(Poll::Pending) if waits && !has_passed(&mut deadline, context) => {
                    return Poll::Pending;
                }
                Ok(Poll::Pending) => return Poll::Ready(End::Partial),
            }
        }
    })
    .await;
    let bytes = if more.is_empty() { first } else { Bytes::from([&*first, &*more].concat()) };
    Read { bytes, end }
}

/// The end of the patience with a body.
#[derive(Clone)]
struct Deadline {
    at: Instant,
    /// Wakes the task that polled last.
    waker: Arc<Mutex<Waker>>,
}

fn has_passed(deadline: &mut Option<Deadline>, context: &Context<'_>) -> bool {
    if let Some(deadline) = deadline {
        // Before the clock is read, so that the thread wakes this task or the time has passed.
        lock(&deadline.waker).clone_from(context.waker());
        return Instant::now() >= deadline.at;
    }
    let waker = Arc::new(Mutex::new(context.waker().clone()));
    let new = Deadline { at: Instant::now() + PATIENCE, waker };
    let mut waiting = lock(&WAITING);
    waiting.push_back(deadline.insert(new).clone());
    if waiting.len() > 1 {
        return false; // A thread is at work.
    }
    let thread = thread::Builder::new().name("ocpi-status".to_owned()).spawn(wake);
    if thread.is_err() {
        waiting.clear();
    }
    thread.is_err()
}

/// The deadlines in the order of their time, because every task waits equally long. A thread is
/// there as long as there are any.
static WAITING: Mutex<VecDeque<Deadline>> = Mutex::new(VecDeque::new());

/// Wakes tasks from a thread of this crate, because not every runtime has timers.
fn wake() {
    let mut next = lock(&WAITING).front().cloned();
    while let Some(Deadline { at, waker }) = next {
        thread::sleep(at.saturating_duration_since(Instant::now()));
        // Not within a lock: a waker may poll the task at once.
        let latest = lock(&waker).clone();
        let _ = panic::catch(|| latest.wake());
        let mut waiting = lock(&WAITING);
        let done = waiting.pop_front();
        next = waiting.front().cloned();
        drop(waiting);
        panic::discard((done, waker));
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
pub(super) mod tests {
    use core::pin::pin;
    use core::task::{Context, Poll, Waker};
    use std::collections::VecDeque;

    use bytes::Bytes;

    use super::{Body, End, MAX_SIZE, read};

    /// A body that stays pending after its parts.
    #[derive(Debug, PartialEq)]
    pub(in crate::web) struct Parts(VecDeque<Option<Bytes>>);

    impl Parts {
        /// `None` is the end.
        pub(in crate::web) fn new<const LEN: usize>(parts: [Option<&'static str>; LEN]) -> Self {
            Self(parts.into_iter().map(|part| part.map(Bytes::from)).collect())
        }
    }

    impl From<Bytes> for Parts {
        fn from(body: Bytes) -> Self {
            Self([Some(body), None].into())
        }
    }

    impl Body for Parts {
        fn size(&self) -> Option<u64> {
            None
        }

        fn poll(&mut self, _: &mut Context<'_>) -> Poll<Option<Result<Bytes, ()>>> {
            self.0.pop_front().map_or(Poll::Pending, |part| Poll::Ready(part.map(Ok)))
        }

        fn put_back(&mut self, read: Bytes) {
            self.0.push_front(Some(read));
        }
    }

    /// Reads without waiting.
    fn read_now(mut body: Parts, size: Option<u64>) -> (Bytes, End) {
        let mut reading = pin!(read(&mut body, size, false));
        match reading.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(read) => (read.bytes, read.end),
            Poll::Pending => panic!("it waits"),
        }
    }

    #[test]
    fn reads_all_parts_up_to_the_end_or_the_size() {
        let parts = || [Some("a"), Some("bc"), Some("d")];
        for (size, end) in [
            (None, End::Partial),
            (Some(5), End::Partial),
            (Some(4), End::Complete),
            (Some(3), End::Complete),
        ] {
            let read = if size == Some(3) { "abc" } else { "abcd" };
            assert_eq!(read_now(Parts::new(parts()), size), (read.into(), end), "{size:?}");
        }
        let [a, b, c] = parts();
        assert_eq!(read_now(Parts::new([a, b, c, None]), None), ("abcd".into(), End::Complete));
        assert_eq!(read_now(Parts::new([a]), Some(1)), ("a".into(), End::Complete));
    }

    #[test]
    fn stops_when_a_body_is_too_long_or_has_too_many_parts() {
        let half = Bytes::from(vec![b'a'; 33 * 1024]);
        let parts = Parts([half.clone(), half.clone(), half].map(Some).into());
        let (bytes, end) = read_now(parts, None);
        assert_eq!((bytes.len(), end), (66 * 1024, End::Partial));

        let empty = Parts((0..=MAX_SIZE + 1).map(|_| Some(Bytes::new())).chain([None]).collect());
        assert_eq!(read_now(empty, None), (Bytes::new(), End::Partial));
    }
}
