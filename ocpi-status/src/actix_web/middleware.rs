//! The middleware.

use core::future::{Ready, ready};
use core::mem;
use core::pin::Pin;
use core::task::{Context, Poll};
use std::rc::Rc;

use ::actix_web::body::{BodySize, BoxBody, MessageBody};
use ::actix_web::dev::{Service, ServiceRequest, ServiceResponse, Transform, forward_ready};
use ::actix_web::error::InternalError;
use ::actix_web::http::header::{HeaderMap, HeaderName, HeaderValue};
use ::actix_web::{Error, HttpMessage as _, HttpResponse};
use bytes::Bytes;

use super::{error_response, status};
use crate::web::exchange::Exchange;
use crate::web::options::{Options, builder};
use crate::web::{message, panic};

#[doc = include_str!("../web/layer.md")]
///
/// Put it outside of everything that may respond, but inside of compression: last among the `wrap`
/// calls of an `App`. Routes outside of a `scope` that it wraps, such as `/health`, are not affected;
/// nor are those that [`exempt`](Self::exempt) names.
///
/// ```
/// use actix_web::{App, web};
/// use ocpi_status::Version;
/// use ocpi_status::actix_web::OcpiMiddleware;
///
/// let ocpi = OcpiMiddleware::new().exempt(|path| path == "/health");
/// let app = App::new()
///     .service(web::scope("/ocpi/2.1.1").wrap(OcpiMiddleware::new().for_version(Version::V2_1_1)))
///     .service(web::scope("/ocpi/2.2.1").wrap(OcpiMiddleware::new().for_version(Version::V2_2_1)))
///     .route("/health", web::get().to(async || "healthy"))
///     .wrap(ocpi);
/// ```
///
/// Chapter "Transport and format", OCPI 2.0 and later; ids and routing headers from 2.2 on.
#[derive(Clone, Copy, Debug, Default)]
pub struct OcpiMiddleware {
    options: Options,
}

builder! { OcpiMiddleware }

impl<S, B> Transform<S, ServiceRequest> for OcpiMiddleware
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error> + 'static,
    B: MessageBody + 'static,
{
    type Response = ServiceResponse<BoxBody>;
    type Error = Error;
    type Transform = OcpiService<S>;
    type InitError = ();
    type Future = Ready<Result<OcpiService<S>, ()>>;

    fn new_transform(&self, inner: S) -> Self::Future {
        ready(Ok(OcpiService { inner: Rc::new(inner), options: self.options }))
    }
}

/// The service that [`OcpiMiddleware`] makes.
#[derive(Debug)]
pub struct OcpiService<S> {
    inner: Rc<S>,
    options: Options,
}

impl<S, B> Service<ServiceRequest> for OcpiService<S>
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error> + 'static,
    B: MessageBody + 'static,
{
    type Response = ServiceResponse<BoxBody>;
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Error>>>>;

    forward_ready!(inner);

    fn call(&self, mut request: ServiceRequest) -> Self::Future {
        let inner = Rc::clone(&self.inner);
        if self.options.exempts(request.path()) {
            return Box::pin(async move {
                let response = inner.call(request).await?;
                Ok(response.map_into_boxed_body())
            });
        }
        let exchange = exchange(self.options, &mut request);
        let span = exchange.span::<HeaderMap>();
        Box::pin(async move {
            let responding = Box::pin(async { inner.call(request).await });
            // The request goes with the call, so an error leaves as one: it holds its response.
            let (text, response) = match panic::catch_panic(responding, &span).await {
                Ok(Ok(responded)) => {
                    let (request, response) = responded.into_parts();
                    let response = settle(exchange, response.map_into_boxed_body()).await;
                    return Ok(ServiceResponse::new(request, response));
                }
                Ok(Err(error)) => {
                    let responded = panic::catch(|| (error.to_string(), error.error_response()));
                    panic::discard(error);
                    responded.unwrap_or_else(|panic| (panic.to_string(), error_response(&panic)))
                }
                Err(panic) => (panic.to_string(), error_response(&panic)),
            };
            let response = settle(exchange, response).await;
            Err(InternalError::from_response(text, response).into())
        })
    }
}

async fn settle(exchange: Exchange<HeaderValue>, response: HttpResponse) -> HttpResponse {
    let mut response = Response::from(response);
    exchange.settle(&mut response).await;
    exchange.finish(&mut response);
    response.into()
}

fn exchange(options: Options, request: &mut ServiceRequest) -> Exchange<HeaderValue> {
    let (exchange, corrected) = Exchange::new(
        options,
        request.method().as_str(),
        request.path(),
        request.extensions().get(),
        request.headers(),
    );
    for corrected in corrected.into_iter().flatten() {
        corrected.write(request.headers_mut());
    }
    exchange.tell(|traced| {
        request.extensions_mut().insert(traced);
    });
    exchange
}

message::headers! { HeaderMap, HeaderName, HeaderValue }

/// A response with its body beside it.
pub(super) struct Response {
    head: HttpResponse<()>,
    body: BoxBody,
    /// The size of the whole body. After a part was read, some bodies still report it, others what is
    /// left.
    size: BodySize,
}

impl From<HttpResponse> for Response {
    fn from(response: HttpResponse) -> Self {
        let (head, body) = response.into_parts();
        Self { head, size: body.size(), body }
    }
}

impl From<Response> for HttpResponse {
    fn from(response: Response) -> Self {
        response.head.set_body(response.body)
    }
}

impl message::Response for Response {
    type Headers = HeaderMap;

    fn http_status(&self) -> u16 {
        self.head.status().as_u16()
    }

    fn set_http_status(&mut self, http_status: http::StatusCode) {
        *self.head.status_mut() = status(http_status);
    }

    fn headers(&self) -> &HeaderMap {
        self.head.headers()
    }

    fn headers_mut(&mut self) -> &mut HeaderMap {
        self.head.headers_mut()
    }

    fn extension<T: Send + Sync + 'static, R>(&self, read: impl FnOnce(Option<&T>) -> R) -> R {
        read(self.head.extensions().get())
    }

    fn extension_mut<T: Send + Sync + 'static, R>(
        &mut self,
        change: impl FnOnce(Option<&mut T>) -> R,
    ) -> R {
        change(self.head.extensions_mut().get_mut())
    }

    fn extend<T: Clone + Send + Sync + 'static>(&mut self, extension: T) {
        self.head.extensions_mut().insert(extension);
    }

    fn body_size(&self) -> Option<u64> {
        match self.size {
            BodySize::None => Some(0),
            BodySize::Sized(size) => Some(size),
            BodySize::Stream => None,
        }
    }

    fn poll_body(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, ()>>> {
        self.body.as_pin_mut().poll_next(context).map_err(drop)
    }

    fn set_body(&mut self, body: Bytes) {
        self.body = BoxBody::new(body);
    }

    fn put_back(&mut self, read: Bytes) {
        let rest = mem::replace(&mut self.body, BoxBody::new(()));
        self.body = BoxBody::new(Resumed { read: Some(read), rest, size: self.size });
    }
}

/// A body of which a part was read.
struct Resumed {
    read: Option<Bytes>,
    rest: BoxBody,
    size: BodySize,
}

impl MessageBody for Resumed {
    type Error = <BoxBody as MessageBody>::Error;

    fn size(&self) -> BodySize {
        self.size
    }

    fn poll_next(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Self::Error>>> {
        match self.read.take() {
            Some(read) => Poll::Ready(Some(Ok(read))),
            None => self.rest.as_pin_mut().poll_next(context),
        }
    }
}
