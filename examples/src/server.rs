//! Runs an axum server: until Ctrl-C, or for as long as a client takes.

use std::io;
use std::net::SocketAddr;

use axum::Router;
use tokio::net::TcpListener;
use tokio::{signal, task};

/// Binds a port of loopback, 0 for any that is free.
///
/// # Errors
///
/// The error of the operating system, for example if the port is in use.
pub async fn listen(port: u16) -> io::Result<(TcpListener, SocketAddr)> {
    let listener = TcpListener::bind(SocketAddr::from(([127, 0, 0, 1], port))).await?;
    let address = listener.local_addr()?;
    Ok((listener, address))
}

/// Serves until Ctrl-C, and completes the requests in progress.
///
/// # Errors
///
/// The error of the listener.
pub async fn serve(listener: TcpListener, app: Router) -> io::Result<()> {
    let interrupted = async {
        if signal::ctrl_c().await.is_err() {
            // Without signals, the server runs until it is killed.
            std::future::pending::<()>().await;
        }
    };
    axum::serve(listener, app).with_graceful_shutdown(interrupted).await
}

/// Serves until the blocking `client` returns, and returns its result.
///
/// # Errors
///
/// The error of the listener, or a panic of the client.
pub async fn serve_while<T: Send + 'static>(
    listener: TcpListener,
    app: Router,
    client: impl FnOnce() -> T + Send + 'static,
) -> io::Result<T> {
    let client = task::spawn_blocking(client);
    let (shutdown, is_shutdown) = tokio::sync::oneshot::channel::<()>();
    let is_shutdown = async { is_shutdown.await.unwrap_or_default() };
    let server = axum::serve(listener, app).with_graceful_shutdown(is_shutdown);
    let server = tokio::spawn(server.into_future());
    let result = client.await?;
    drop(shutdown);
    server.await??;
    Ok(result)
}
