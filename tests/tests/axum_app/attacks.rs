//! Routes for the tests in `web::attacks` and `web::options`.

use axum::Router;
use axum::body::{Body, HttpBody};
use axum::extract::Path;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::middleware::map_response;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use ocpi_status::axum::{self as ocpi, MessageIds, OcpiJson};
use ocpi_status::{OcpiResponse, Reply};

use super::FOREIGN_JSON;
use super::bodies::{Empty, PanickingDrop, Script};
use crate::web::attacks::{Bomb, DESCRIPTIONS, LATE, Panicking, Step, UNFIT, long_tail};
use crate::web::{self, SECRET, UNFIT_OK, UNKNOWN_TOKEN};

pub(crate) fn attacks() -> Router {
    let gateway = |body: Body| (StatusCode::BAD_GATEWAY, body);
    let json = |size: usize, body: Body| {
        let headers =
            [("content-type", "application/json".to_owned()), ("content-length", size.to_string())];
        (StatusCode::BAD_GATEWAY, headers, body)
    };
    Router::new()
        .route("/pending", get(async move || gateway(Body::new(Script::new([])))))
        .route(
            "/trickle",
            get(async move || gateway(Body::new(Script::new([Step::Data("data: 1\n\n")])))),
        )
        .route("/pending-json", get(async move || json(50, Body::new(Script::new([])))))
        .route(
            "/trickle-json",
            get(async move || json(50, Body::new(Script::new([Step::Data("{")])))),
        )
        .route("/empty-frames", get(async move || json(50, Body::new(Empty))))
        .route(
            "/late-json",
            get(async move || {
                json(LATE.len(), Body::new(Script::new([Step::Late, Step::Data(LATE), Step::End])))
            }),
        )
        .route(
            "/unfit/{number}",
            get(async |Path(number): Path<usize>| {
                let (content_type, body, ..) = UNFIT[number];
                let mut response = (StatusCode::BAD_GATEWAY, body).into_response();
                response.headers_mut().remove("content-type");
                if let Some(content_type) = content_type {
                    response
                        .headers_mut()
                        .insert("content-type", HeaderValue::from_static(content_type));
                }
                response
            }),
        )
        .route("/long-tail", get(async || (StatusCode::BAD_GATEWAY, FOREIGN_JSON, long_tail())))
        .route(
            "/replaced",
            get(async || UNKNOWN_TOKEN).layer(map_response(async |mut response: Response| {
                *response.body_mut() = "<h1>hunter2</h1>".into();
                response
            })),
        )
        .route(
            "/replaced-same-size",
            get(async || UNKNOWN_TOKEN).layer(map_response(async |mut response: Response| {
                let size = response.body().size_hint().exact().unwrap();
                *response.body_mut() = "<".repeat(size.try_into().unwrap()).into();
                response
            })),
        )
        .route(
            "/encoded",
            get(async || UNKNOWN_TOKEN).layer(map_response(async |mut response: Response| {
                *response.body_mut() = "\u{1f}\u{8b}".into();
                response.headers_mut().insert("content-encoding", HeaderValue::from_static("gzip"));
                response
            })),
        )
        .route("/panicking-body", get(async move || gateway(Body::new(Script::new([Step::Panic])))))
        .route("/panicking-drop", get(async move || gateway(Body::new(PanickingDrop))))
        .route("/panicking-payload", get(async || -> Reply { std::panic::panic_any(Bomb(3)) }))
        .route("/panicking-display", get(async || Reply::from(Panicking::Display)))
        .route("/panicking-data", get(async || Reply::from(Panicking::Data)))
        .route(
            "/inner-error",
            get(async || Reply::from(Panicking::Display))
                .layer(map_response(async |_: Response| -> Response { panic!("{SECRET}") })),
        )
        .route("/inner-error-response", get(async || Reply::from(Panicking::Data)))
        .route("/described", get(async || (StatusCode::SERVICE_UNAVAILABLE, described(), SECRET)))
        .route("/described-own", get(async || (described(), UNKNOWN_TOKEN)))
}

fn described() -> HeaderMap {
    let headers = DESCRIPTIONS.into_iter().chain([("retry-after", "5")]);
    headers
        .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)))
        .collect()
}

pub(crate) fn for_options() -> Router {
    let sized = |size: usize, body: Body| {
        let size =
            [("content-type", "application/json".to_owned()), ("content-length", size.to_string())];
        (size, body)
    };
    let gone = map_response(async |mut response: Response| {
        let size = response.body().size_hint().exact().unwrap();
        *response.body_mut() = "<".repeat(size.try_into().unwrap()).into();
        response
    });
    Router::new()
        .route("/empty-ok", get(async || [("etag", "\"1\"")]))
        .route("/bare-json", get(async || (FOREIGN_JSON, "[1]")))
        .route("/unfit-ok", get(async || (FOREIGN_JSON, UNFIT_OK)))
        .route("/replaced-ok", get(async || OcpiJson(1)).layer(gone))
        .route("/pending-ok", get(async move || sized(50, Body::new(Script::new([])))))
        .route("/broken-ok", get(async move || sized(50, Body::new(Script::new([Step::Panic])))))
        .route(
            "/slow-ok",
            get(async move || {
                let steps = [Step::Data("[1"), Step::Late, Step::Data(",2]"), Step::End];
                sized(5, Body::new(Script::new(steps)))
            }),
        )
        .route("/no-content", get(async || StatusCode::NO_CONTENT))
        .route("/custom", get(async || web::custom()))
        .route("/message-ids", get(async |ids: MessageIds| web::forwarded(&ids)))
        .route(
            "/ids-in-headers",
            get(async |headers: HeaderMap| {
                let ids = headers.get_all("x-request-id").iter();
                let ids = ids.map(|id| id.to_str().expect("ASCII").to_owned());
                OcpiResponse::success(ids.collect::<Vec<_>>())
            }),
        )
        .route(
            "/routed",
            get(async || {
                OcpiResponse::empty()
                    .with_header("OCPI-from-party-id", "HUB")
                    .with_header("OCPI-from-country-code", "FR")
            }),
        )
        .route("/question-mark/{which}", get(question_mark))
        .route("/unauthorized", get(ocpi::unauthorized))
        .route("/forbidden", get(ocpi::forbidden))
}

async fn question_mark(Path(which): Path<String>) -> Result<OcpiJson<u32>, Reply> {
    Ok(web::question_mark(&which)?.into())
}
