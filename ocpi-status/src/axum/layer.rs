use core::pin::Pin;
use core::task::{Context, Poll};

use axum_core::BoxError;
use axum_core::body::Body;
use axum_core::response::{IntoResponse, Response};
use bytes::Bytes;
use http::Request;
use http_body::{Body as HttpBody, Frame, SizeHint};
use tower_layer::Layer;
use tower_service::Service;

use crate::web::exchange::Exchange;
use crate::web::options::{Options, builder};
use crate::web::{body, panic};

#[doc = include_str!("../web/layer.md")]
///
/// Put it outside of everything that may respond, but inside of compression: last among the `layer`
/// calls of a `Router`. Routes that are added after it, such as `/health`, are not affected; nor are
/// those that [`exempt`](Self::exempt) names. Around a whole router, `OcpiLayer::new().layer(router)`, it takes
/// less time, because `Router::layer` puts each request into boxes of its own.
///
#[cfg_attr(not(doctest), doc = include_str!("versions.md"))]
///
/// Chapter "Transport and format", OCPI 2.0 and later; ids and routing headers from 2.2 on.
#[derive(Clone, Copy, Debug, Default)]
pub struct OcpiLayer {
    options: Options,
}

builder! { OcpiLayer }

impl<S> Layer<S> for OcpiLayer {
    type Service = OcpiService<S>;

    fn layer(&self, inner: S) -> OcpiService<S> {
        OcpiService { inner, options: self.options }
    }
}

/// The service that [`OcpiLayer`] makes.
#[derive(Clone, Copy, Debug)]
pub struct OcpiService<S> {
    inner: S,
    options: Options,
}

impl<S, B, ResponseBody> Service<Request<B>> for OcpiService<S>
where
    S: Service<Request<B>, Response = http::Response<ResponseBody>>,
    S::Future: Send + 'static,
    ResponseBody: HttpBody<Data = Bytes, Error: Into<BoxError>> + Send + 'static,
{
    type Response = Response;
    type Error = S::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Response, S::Error>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, mut request: Request<B>) -> Self::Future {
        if self.options.exempts(request.uri().path()) {
            let responding = self.inner.call(request);
            return Box::pin(async { Ok(responding.await?.map(Body::new)) });
        }
        let exchange = Exchange::new(
            self.options,
            request.method().as_str(),
            request.uri().path(),
            request.extensions().get(),
            request.headers(),
        );
        if exchange.replaces_ids {
            for (name, id) in exchange.returned.ids() {
                request.headers_mut().insert(name, id.clone());
            }
        }
        if let Some(traced) = &exchange.request {
            request.extensions_mut().insert(traced.clone());
        }
        let responding = panic::catch(|| {
            let _entered = exchange.span.enter();
            self.inner.call(request)
        });
        let responding = responding.map(Box::pin);
        Box::pin(async move {
            // An error of the service, which may not be `Send`, is gone before the next wait.
            let mut response = {
                match panic::catch_panic(responding, &exchange.span).await {
                    Ok(response) => response?.map(Body::new),
                    Err(error) => error.into_response(),
                }
            };
            exchange.answer(&mut response).await;
            Ok(response)
        })
    }
}

impl body::Body for Body {
    fn size(&self) -> Option<u64> {
        self.size_hint().exact()
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, ()>>> {
        let frame = Pin::new(self).poll_frame(context);
        frame.map_ok(|frame| frame.into_data().unwrap_or_default()).map_err(drop)
    }

    fn put_back(&mut self, read: Bytes) {
        let rest = core::mem::take(self);
        *self = Self::new(Resumed { read: Some(read), rest });
    }
}

/// A body of which a part was read.
struct Resumed {
    read: Option<Bytes>,
    rest: Body,
}

impl HttpBody for Resumed {
    type Data = Bytes;
    type Error = axum_core::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        match self.read.take() {
            Some(read) => Poll::Ready(Some(Ok(Frame::data(read)))),
            None => Pin::new(&mut self.rest).poll_frame(context),
        }
    }

    fn size_hint(&self) -> SizeHint {
        let read = self.read.as_ref().map_or(0, Bytes::len) as u64;
        let mut size = self.rest.size_hint();
        if let Some(upper) = size.upper() {
            size.set_upper(upper.saturating_add(read));
        }
        size.set_lower(size.lower().saturating_add(read));
        size
    }
}
