//! A party of OCPI 2.1.1, 2.2.1 and 2.3.0: versions, credentials, five sender modules, a receiver
//! of locations, real-time authorization, and any error on request.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::extract::{FromRequestParts, Path, State};
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use axum::routing::{any, get, post};
use ocpi_status::axum::{self as ocpi, OcpiJson, OcpiLayer, OcpiQuery};
use ocpi_status::http::StatusCode;
use ocpi_status::{ErrorCode, OcpiResponse, Paging, Reply, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::error::{Detail, Requested, ServerError};
use crate::objects::{self, MODULES, Objects, VERSIONS};

/// The credentials token of the only partner.
pub const TOKEN: &str = "interop";
/// The token in Base64, as OCPI 2.2 and later have it in the header.
const ENCODED_TOKEN: &str = "aW50ZXJvcA==";
/// The page size: less than the number of objects, so that every list has two pages.
const MAX_LIMIT: usize = 2;

struct Server {
    base: String,
    objects: Objects,
    is_registered: Mutex<bool>,
}

type Shared = State<Arc<Server>>;

/// Starts a server on a free port of the loopback interface. Returns its base URL, below which are
/// `versions` and a folder for each version.
///
/// # Errors
///
/// Returns an error if no port is free.
pub async fn start(layer: OcpiLayer) -> io::Result<String> {
    let listener = TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, 0))).await?;
    let base = format!("http://{}/ocpi", listener.local_addr()?);
    let objects = Objects::load()?;
    let server = Server { base: base.clone(), objects, is_registered: Mutex::default() };
    tokio::spawn(axum::serve(listener, app(server, layer)).into_future());
    Ok(base)
}

fn app(server: Server, layer: OcpiLayer) -> Router {
    let of_version = Router::new()
        .route("/details", get(details))
        .route("/credentials", get(credentials).post(register).put(update).delete(unregister))
        .route("/tokens/{uid}/authorize", post(authorize))
        .route("/{module}", get(list))
        .route("/{module}/{id}", get(object))
        .route("/{module}/{country_code}/{party_id}/{id}", get(owned_object).put(put_location));
    Router::new()
        .route("/ocpi/versions", get(versions))
        .route("/ocpi/{version}", get(details))
        .nest("/ocpi/{version}", of_version)
        .route("/errors/{status_code}/{http_status}/{*path}", any(error))
        .route("/errors-with-data/{status_code}/{http_status}/{*path}", any(error_with_data))
        .fallback(ocpi::not_found)
        .method_not_allowed_fallback(ocpi::method_not_allowed)
        .layer(layer)
        .with_state(Arc::new(server))
}

/// The partner, recognized by its credentials token.
struct Partner;

impl<S: Sync> FromRequestParts<S> for Partner {
    type Rejection = ServerError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ServerError> {
        let header = parts.headers.get(AUTHORIZATION).and_then(|header| header.to_str().ok());
        match header.and_then(|header| header.split_once(' ')) {
            Some((scheme, TOKEN | ENCODED_TOKEN)) if scheme.eq_ignore_ascii_case("token") => {
                Ok(Self)
            }
            _ => Err(ServerError::Unauthorized),
        }
    }
}

async fn versions(_: Partner, State(server): Shared) -> OcpiJson<Value> {
    let entry =
        |version| json!({ "version": version, "url": format!("{}/{version}", server.base) });
    OcpiJson(VERSIONS.into_iter().map(entry).collect())
}

async fn details(
    _: Partner,
    State(server): Shared,
    Path(version): Path<String>,
) -> Result<OcpiJson<Value>, ServerError> {
    if !VERSIONS.contains(&version.as_str()) {
        return Err(ServerError::NotFound(version));
    }
    let endpoint = |identifier| {
        let url = format!("{}/{version}/{identifier}", server.base);
        json!({ "identifier": identifier, "role": "SENDER", "url": url })
    };
    let endpoints: Value = MODULES.into_iter().chain(["credentials"]).map(endpoint).collect();
    Ok(OcpiJson(json!({ "version": version, "endpoints": endpoints })))
}

async fn list(
    _: Partner,
    State(server): Shared,
    Path((version, module)): Path<(String, String)>,
    OcpiQuery(paging): OcpiQuery<Paging>,
) -> Result<OcpiResponse<Vec<Value>>, ServerError> {
    let objects = server.objects.module(&version, &module);
    let objects = objects.ok_or_else(|| ServerError::NotFound(module.clone()))?.iter();
    let is_in = |object: &&Value| {
        let last_updated = objects::last_updated(object);
        paging.date_from.is_none_or(|from| last_updated >= Some(from))
            && paging.date_to.is_none_or(|to| last_updated < Some(to))
    };
    let total = objects.clone().filter(is_in).count();
    let page = objects.filter(is_in).skip(paging.offset).take(paging.limit(MAX_LIMIT));
    let url = format!("{}/{version}/{module}", server.base);
    let response = OcpiResponse::success(page.cloned().collect());
    Ok(response.with_page(&paging, total, MAX_LIMIT, &url))
}

async fn object(
    _: Partner,
    State(server): Shared,
    Path((version, module, id)): Path<(String, String, String)>,
) -> Result<OcpiJson<Value>, ServerError> {
    server.object(&version, &module, id).map(OcpiJson)
}

async fn owned_object(
    _: Partner,
    State(server): Shared,
    Path((version, module, _, _, id)): Path<(String, String, String, String, String)>,
) -> Result<OcpiJson<Value>, ServerError> {
    server.object(&version, &module, id).map(OcpiJson)
}

#[derive(Deserialize)]
struct Location {
    id: String,
    #[expect(dead_code, reason = "read, so that a body without it is refused")]
    last_updated: Timestamp,
}

/// Checks the location but does not store it, so that other requests read the same data.
async fn put_location(
    _: Partner,
    State(server): Shared,
    Path((version, module, _, _, id)): Path<(String, String, String, String, String)>,
    OcpiJson(location): OcpiJson<Location>,
) -> Result<OcpiResponse<()>, ServerError> {
    if module != "locations" {
        return Err(ServerError::NotFound(module));
    }
    if location.id != id {
        return Err(ServerError::OtherId(id));
    }
    let response = OcpiResponse::empty();
    let is_known = server.objects.get(&version, &module, &id).is_some();
    Ok(if is_known { response } else { response.created() })
}

#[derive(Deserialize, Serialize)]
struct LocationReferences {
    location_id: String,
    #[serde(default)]
    evse_uids: Vec<String>,
}

async fn authorize(
    _: Partner,
    State(server): Shared,
    Path((version, uid)): Path<(String, String)>,
    references: Option<OcpiJson<LocationReferences>>,
) -> Result<OcpiJson<Value>, ServerError> {
    let token = server.objects.get(&version, "tokens", &uid);
    let token = token.ok_or(ServerError::UnknownToken(uid))?;
    let OcpiJson(location) = references.ok_or(ServerError::NoLocation)?;
    Ok(OcpiJson(json!({ "allowed": "ALLOWED", "token": token, "location": location })))
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "read, so that a body without these is refused")]
struct Credentials {
    token: String,
    url: String,
}

async fn credentials(_: Partner, State(server): Shared) -> OcpiJson<Value> {
    OcpiJson(server.credentials())
}

async fn register(
    _: Partner,
    State(server): Shared,
    OcpiJson(_): OcpiJson<Credentials>,
) -> Result<OcpiJson<Value>, ServerError> {
    server.set_registered(true)?;
    Ok(OcpiJson(server.credentials()))
}

/// Accepts a renewal without a body, as latam-evra-ocpi sends it.
async fn update(
    _: Partner,
    State(server): Shared,
    _: Option<OcpiJson<Credentials>>,
) -> Result<OcpiJson<Value>, ServerError> {
    if !*server.is_registered() {
        return Err(ServerError::NotRegistered);
    }
    Ok(OcpiJson(server.credentials()))
}

async fn unregister(_: Partner, State(server): Shared) -> Result<OcpiResponse<()>, ServerError> {
    server.set_registered(false)?;
    Ok(OcpiResponse::empty())
}

async fn error(Path((status_code, http_status, _)): Path<(u16, u16, String)>) -> Reply {
    requested(status_code, http_status, None)
}

async fn error_with_data(Path((status_code, http_status, _)): Path<(u16, u16, String)>) -> Reply {
    requested(status_code, http_status, Some(Detail { reason: "requested" }))
}

fn requested(status_code: u16, http_status: u16, data: Option<Detail>) -> Reply {
    match (ErrorCode::new(status_code), StatusCode::from_u16(http_status)) {
        (Some(status_code), Ok(http_status)) => Requested { status_code, http_status, data }.into(),
        _ => ServerError::NotFound(format!("{status_code} with HTTP {http_status}")).into(),
    }
}

impl Server {
    fn object(&self, version: &str, module: &str, id: String) -> Result<Value, ServerError> {
        self.objects.get(version, module, &id).cloned().ok_or(ServerError::NotFound(id))
    }

    /// Has the fields of every version: unknown ones are not a reason to refuse it.
    fn credentials(&self) -> Value {
        let business_details = json!({ "name": "ocpi-status" });
        let mut party = json!({ "party_id": "TNM", "country_code": "NL" });
        party["business_details"] = business_details;
        let mut credentials = party.clone();
        party["role"] = "CPO".into();
        credentials["roles"] = json!([party]);
        credentials["token"] = TOKEN.into();
        credentials["url"] = format!("{}/versions", self.base).into();
        credentials
    }

    fn is_registered(&self) -> std::sync::MutexGuard<'_, bool> {
        self.is_registered.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn set_registered(&self, is_registered: bool) -> Result<(), ServerError> {
        let was_registered = std::mem::replace(&mut *self.is_registered(), is_registered);
        match (was_registered, is_registered) {
            (true, true) => Err(ServerError::Registered),
            (false, false) => Err(ServerError::NotRegistered),
            _ => Ok(()),
        }
    }
}
