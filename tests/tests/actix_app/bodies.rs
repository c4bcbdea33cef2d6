//! Response bodies that fail, stall or panic.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;
use std::{io, thread};

use actix_web::body::{BodySize, MessageBody};
use actix_web::web::Bytes;

use crate::web::SECRET;
use crate::web::attacks::Step;

/// A body that follows a list of steps.
pub(crate) struct Script(VecDeque<Step>);

impl Script {
    pub(crate) fn new<const LEN: usize>(steps: [Step; LEN]) -> Self {
        Self(steps.into())
    }
}

impl MessageBody for Script {
    type Error = Infallible;

    fn size(&self) -> BodySize {
        BodySize::Stream
    }

    fn poll_next(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Infallible>>> {
        match self.0.pop_front() {
            Some(Step::Data(data)) => Poll::Ready(Some(Ok(data.into()))),
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

/// A body of a known size.
pub(crate) struct SizedBody<B> {
    pub(crate) size: u64,
    pub(crate) body: Pin<Box<B>>,
}

impl<B: MessageBody> MessageBody for SizedBody<B> {
    type Error = B::Error;

    fn size(&self) -> BodySize {
        BodySize::Sized(self.size)
    }

    fn poll_next(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, B::Error>>> {
        self.body.as_mut().poll_next(context)
    }
}

/// A body of empty frames, without an end.
pub(crate) struct Empty;

impl MessageBody for Empty {
    type Error = Infallible;

    fn size(&self) -> BodySize {
        BodySize::Stream
    }

    fn poll_next(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Infallible>>> {
        Poll::Ready(Some(Ok(Bytes::new())))
    }
}

/// A body that panics when it is dropped.
pub(crate) struct PanickingDrop;

impl MessageBody for PanickingDrop {
    type Error = Infallible;

    fn size(&self) -> BodySize {
        BodySize::Stream
    }

    fn poll_next(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Infallible>>> {
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

impl MessageBody for Endless {
    type Error = io::Error;

    fn size(&self) -> BodySize {
        BodySize::Stream
    }

    fn poll_next(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, io::Error>>> {
        Poll::Ready(Some(Ok(Bytes::from_static(b"hunter2 "))))
    }
}

/// A body that breaks off.
pub(crate) struct Broken(pub(crate) Option<&'static str>);

impl MessageBody for Broken {
    type Error = io::Error;

    fn size(&self) -> BodySize {
        BodySize::Stream
    }

    fn poll_next(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, io::Error>>> {
        Poll::Ready(Some(match self.0.take() {
            Some(text) => Ok(Bytes::from_static(text.as_bytes())),
            None => Err(io::ErrorKind::ConnectionReset.into()),
        }))
    }
}
