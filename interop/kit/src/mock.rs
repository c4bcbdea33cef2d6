//! ocpi-kit's mock peer, read by this library.

use std::error::Error;
use std::net::{Ipv4Addr, SocketAddr};

use ocpi_kit::VersionNumber;
use ocpi_kit::server::OcpiRouter;
use ocpi_kit::testkit::{MockPeer, test_token};
use ocpi_kit::types::Url;
use peer::{Score, table};
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

pub(crate) fn run(runtime: &Runtime) -> Result<Score, Box<dyn Error>> {
    let base = runtime.block_on(start())?;
    let authorization = test_token("c").to_header_value();
    table::run(include_str!("../mock.jsonl"), base.as_str(), &authorization)
}

async fn start() -> Result<Url, Box<dyn Error>> {
    let listener = TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, 0))).await?;
    let base = Url::new(format!("http://{}", listener.local_addr()?))?;
    let mock = MockPeer::cpo(base.clone()).seeded();
    let router = OcpiRouter::new(VersionNumber::V2_3_0, base.clone(), mock.token_store());
    tokio::spawn(axum::serve(listener, mock.mount(router).build()).into_future());
    Ok(base)
}
