//! Routes for the tests in `web::attacks` and `web::options`.

use std::fmt;

use actix_web::body::{BodySize, BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::middleware::{ErrorHandlerResponse, ErrorHandlers, Next, from_fn};
use actix_web::web::{Path, ServiceConfig, get, resource};
use actix_web::{HttpRequest, HttpResponse, ResponseError};
use ocpi_status::actix_web::{self as ocpi, MessageIds, OcpiJson};
use ocpi_status::{OcpiResponse, Reply};

use super::bodies::{Empty, PanickingDrop, Script, SizedBody};
use super::{bad_gateway, foreign, on};
use crate::web::attacks::{Bomb, DESCRIPTIONS, LATE, Panicking, Step, UNFIT, long_tail};
use crate::web::{self, SECRET, UNFIT_OK, UNKNOWN_TOKEN};

pub(crate) fn attacks(app: &mut ServiceConfig) {
    on(app, "/pending", async || bad_gateway(Script::new([])));
    on(app, "/trickle", async || bad_gateway(Script::new([Step::Data("data: 1\n\n")])));
    on(app, "/pending-json", async || json(50, Script::new([])));
    on(app, "/trickle-json", async || json(50, Script::new([Step::Data("{")])));
    on(app, "/empty-frames", async || json(50, Empty));
    on(app, "/late-json", async || {
        json(LATE.len(), Script::new([Step::Late, Step::Data(LATE), Step::End]))
    });
    on(app, "/unfit/{number}", async |number: Path<usize>| {
        let (content_type, body, ..) = UNFIT[*number];
        let mut response = HttpResponse::BadGateway();
        if let Some(content_type) = content_type {
            response.content_type(content_type);
        }
        let mut response = response.body(body);
        if content_type.is_none() {
            response.headers_mut().remove("content-type");
        }
        response
    });
    on(app, "/long-tail", async || {
        HttpResponse::BadGateway().content_type("application/json").body(long_tail())
    });
    on(app, "/panicking-body", async || bad_gateway(Script::new([Step::Panic])));
    on(app, "/panicking-drop", async || bad_gateway(PanickingDrop));
    on(app, "/panicking-payload", async || -> Reply { std::panic::panic_any(Bomb(3)) });
    on(app, "/panicking-display", async || Reply::from(Panicking::Display));
    on(app, "/panicking-data", async || Reply::from(Panicking::Data));
    on(app, "/described", async || describe(HttpResponse::ServiceUnavailable().body(SECRET)));
    on(app, "/described-own", async || describe(UNKNOWN_TOKEN.error_response()));
    let unknown_token = || get().to(async || Err::<Reply, _>(UNKNOWN_TOKEN));
    let handlers = ErrorHandlers::new().handler(StatusCode::NOT_FOUND, |response| {
        let body = BoxBody::new("<h1>hunter2</h1>");
        Ok(ErrorHandlerResponse::Response(response.map_body(|_, _| body).map_into_right_body()))
    });
    app.service(resource("/replaced").wrap(handlers).route(unknown_token()));
    let handlers =
        ErrorHandlers::new().handler(StatusCode::NOT_FOUND, |response: ServiceResponse| {
            let BodySize::Sized(size) = response.response().body().size() else { panic!() };
            let body = BoxBody::new("<".repeat(size.try_into().unwrap()));
            Ok(ErrorHandlerResponse::Response(response.map_body(|_, _| body).map_into_right_body()))
        });
    app.service(resource("/replaced-same-size").wrap(handlers).route(unknown_token()));
    let handlers = ErrorHandlers::new().handler(StatusCode::NOT_FOUND, |mut response| {
        let encoding =
            (HeaderName::from_static("content-encoding"), HeaderValue::from_static("gzip"));
        response.headers_mut().insert(encoding.0, encoding.1);
        let body = BoxBody::new("\u{1f}\u{8b}");
        Ok(ErrorHandlerResponse::Response(response.map_body(|_, _| body).map_into_right_body()))
    });
    app.service(resource("/encoded").wrap(handlers).route(unknown_token()));
    let failing = from_fn(async |_: ServiceRequest, _: Next<BoxBody>| {
        Err::<ServiceResponse<BoxBody>, _>(InnerError::Display.into())
    });
    app.service(resource("/inner-error").wrap(failing).route(unknown_token()));
    let failing = from_fn(async |_: ServiceRequest, _: Next<BoxBody>| {
        Err::<ServiceResponse<BoxBody>, _>(InnerError::Response.into())
    });
    app.service(resource("/inner-error-response").wrap(failing).route(unknown_token()));
}

pub(crate) fn for_options(app: &mut ServiceConfig) {
    on(app, "/empty-ok", async || HttpResponse::Ok().insert_header(("etag", "\"1\"")).finish());
    on(app, "/bare-json", async || foreign(StatusCode::OK, "[1]"));
    on(app, "/unfit-ok", async || foreign(StatusCode::OK, UNFIT_OK));
    on(app, "/pending-ok", async || json_ok(50, Script::new([])));
    on(app, "/broken-ok", async || json_ok(50, Script::new([Step::Panic])));
    on(app, "/slow-ok", async || {
        let steps = [Step::Data("[1"), Step::Late, Step::Data(",2]"), Step::End];
        json_ok(5, Script::new(steps))
    });
    on(app, "/no-content", async || HttpResponse::NoContent().finish());
    on(app, "/custom", async || web::custom());
    on(app, "/message-ids", async |ids: MessageIds| web::forwarded(&ids));
    on(app, "/ids-in-headers", async |request: HttpRequest| {
        let ids = request.headers().get_all("x-request-id");
        let ids = ids.map(|id| id.to_str().expect("ASCII").to_owned());
        OcpiResponse::success(ids.collect::<Vec<_>>())
    });
    on(app, "/routed", async || {
        OcpiResponse::empty()
            .with_header("OCPI-from-party-id", "HUB")
            .with_header("OCPI-from-country-code", "FR")
    });
    on(app, "/question-mark/{which}", question_mark);
    on(app, "/unauthorized", ocpi::unauthorized);
    on(app, "/forbidden", ocpi::forbidden);
    let handlers = ErrorHandlers::new().handler(StatusCode::OK, |response: ServiceResponse| {
        let BodySize::Sized(size) = response.response().body().size() else { panic!() };
        let body = BoxBody::new("<".repeat(size.try_into().unwrap()));
        Ok(ErrorHandlerResponse::Response(response.map_body(|_, _| body).map_into_right_body()))
    });
    let success = get().to(async || OcpiJson(1));
    app.service(resource("/replaced-ok").wrap(handlers).route(success));
}

async fn question_mark(which: Path<String>) -> Result<OcpiJson<u32>, Reply> {
    Ok(web::question_mark(&which)?.into())
}

fn json_ok(size: usize, body: impl MessageBody + 'static) -> HttpResponse {
    let mut response = json(size, body);
    *response.status_mut() = StatusCode::OK;
    response
}

fn json(size: usize, body: impl MessageBody + 'static) -> HttpResponse {
    let body = SizedBody { size: size.try_into().unwrap(), body: Box::pin(body) };
    HttpResponse::BadGateway().content_type("application/json").body(BoxBody::new(body))
}

fn describe(mut response: HttpResponse) -> HttpResponse {
    for (name, value) in DESCRIPTIONS.into_iter().chain([("retry-after", "5")]) {
        let name = HeaderName::from_static(name);
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

/// An error of a middleware that panics when it is converted to a response.
#[derive(Clone, Copy, Debug)]
enum InnerError {
    Display,
    Response,
}

impl fmt::Display for InnerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Display => panic!("{SECRET}"),
            Self::Response => f.write_str(SECRET),
        }
    }
}

impl ResponseError for InnerError {
    fn error_response(&self) -> HttpResponse {
        match self {
            Self::Display => HttpResponse::BadGateway().body(SECRET),
            Self::Response => panic!("{SECRET}"),
        }
    }
}
