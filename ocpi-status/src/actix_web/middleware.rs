use core::future::{Ready, ready};
use core::pin::Pin;
use std::rc::Rc;

use ::actix_web::body::{BoxBody, MessageBody};
use ::actix_web::dev::{Service, ServiceRequest, ServiceResponse, Transform, forward_ready};
use ::actix_web::error::InternalError;
use ::actix_web::http::header::{HeaderName, HeaderValue};
use ::actix_web::{Error, HttpMessage as _, HttpResponse};

use super::{error_response, response};
use crate::web::exchange::Exchange;
use crate::web::options::{Options, builder};
use crate::web::{ids, panic};

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
        let outer = request.extensions().get().cloned();
        let headers = response::headers(request.headers(), ids::is_known);
        let (method, path) = (request.method().as_str(), request.path());
        let exchange = Exchange::new(self.options, method, path, outer.as_ref(), &headers);
        if exchange.replaces_ids {
            for (name, value) in exchange.returned.ids() {
                if let Ok(value) = HeaderValue::from_bytes(value.as_bytes()) {
                    request.headers_mut().insert(HeaderName::from_static(name.as_str()), value);
                }
            }
        }
        if let Some(traced) = &exchange.request {
            request.extensions_mut().insert(traced.clone());
        }
        Box::pin(async move {
            let responding = Box::pin(async { inner.call(request).await });
            // The request goes with the call, so an error leaves as one: it holds its response.
            let (text, response) = match panic::catch_panic(Ok(responding), &exchange.span).await {
                Ok(Ok(responded)) => {
                    let (request, response) = responded.into_parts();
                    let response = answer(exchange, response.map_into_boxed_body()).await;
                    return Ok(ServiceResponse::new(request, response));
                }
                Ok(Err(error)) => {
                    let responded = panic::catch(|| (error.to_string(), error.error_response()));
                    panic::discard(error);
                    responded.unwrap_or_else(|panic| (panic.to_string(), error_response(&panic)))
                }
                Err(panic) => (panic.to_string(), error_response(&panic)),
            };
            let response = answer(exchange, response).await;
            Err(InternalError::from_response(text, response).into())
        })
    }
}

async fn answer(exchange: Exchange, response: HttpResponse) -> HttpResponse {
    let (head, mut response) = response::take(response);
    exchange.answer(&mut response).await;
    response::put(head, response)
}
