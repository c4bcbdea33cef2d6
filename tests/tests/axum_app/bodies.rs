//! Response bodies that fail, stall or panic.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::thread;
use std::time::Duration;

use axum::body::{Bytes, HttpBody};

use crate::web::SECRET;
use crate::web::attacks::Step;

/// A body that follows a list of steps.
pub(crate) struct Script(VecDeque<Step>);

impl Script {
    pub(crate) fn new<const LEN: usize>(steps: [Step; LEN]) -> Self {
        Self(steps.into())
    }
}

impl HttpBody for Script {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<http_body::Frame<Bytes>, Infallible>>> {
        match self.0.pop_front() {
            Some(Step::Data(data)) => Poll::Ready(Some(Ok(http_body::Frame::data(data.into())))),
            Some(Step::Late) => {
                let waker = context.waker().clone();
                thread::spawn(move || {
                    thread::sleep(Duration::from_millis(100));
                    waker.wake();
                });
                Poll::Pending
            }
            Some(Step::End) => Poll::Ready(None),
            Some(Step::Panic) => panic!("{SECRET}"),
            None => Poll::Pending,
        }
    }
}

/// A body of empty frames, without an end.
pub(crate) struct Empty;

impl HttpBody for Empty {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<http_body::Frame<Bytes>, Infallible>>> {
        Poll::Ready(Some(Ok(http_body::Frame::data(Bytes::new()))))
    }
}

/// A body that panics when it is dropped.
pub(crate) struct PanickingDrop;

impl HttpBody for PanickingDrop {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<http_body::Frame<Bytes>, Infallible>>> {
        Poll::Pending
    }
}

impl Drop for PanickingDrop {
    fn drop(&mut self) {
        panic!("{SECRET}");
    }
}

/// A body without an end.
pub(crate) struct Endless;

impl HttpBody for Endless {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<http_body::Frame<Bytes>, Infallible>>> {
        Poll::Ready(Some(Ok(http_body::Frame::data(Bytes::from_static(b"hunter2 ")))))
    }
}

/// A body that breaks off.
pub(crate) struct Broken(pub(crate) Option<&'static str>);

impl HttpBody for Broken {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<http_body::Frame<Bytes>, std::io::Error>>> {
        Poll::Ready(Some(match self.0.take() {
            Some(text) => Ok(http_body::Frame::data(Bytes::from_static(text.as_bytes()))),
            None => Err(std::io::ErrorKind::ConnectionReset.into()),
        }))
    }
}
