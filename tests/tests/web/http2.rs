//! HTTP/2 without TLS.

use std::future::poll_fn;
use std::net::SocketAddr;

use ocpi_status::http::{Method, Request};

use super::Answer;

pub(crate) fn returns_envelopes_over_http_2(address: SocketAddr) {
    for (method, path, http_status, code) in [
        (Method::GET, "/error", 404, 2004),
        (Method::GET, "/2.1.1/error", 404, 2000),
        (Method::GET, "/text", 500, 3000),
        (Method::GET, "/panic", 500, 3000),
        (Method::GET, "/trickle", 502, 3000),
        (Method::GET, "/panicking-body", 502, 3000),
        (Method::GET, "/json", 200, 1000),
        (Method::DELETE, "/json", 405, 2000),
    ] {
        let answer = send(address, method, path);
        assert_eq!((answer.http_status, answer.status_code()), (http_status, code), "{path}");
        assert_eq!(answer.header("x-request-id").len(), 36, "{path}");
    }
    let head = send(address, Method::HEAD, "/error");
    assert_eq!((head.http_status, head.body.as_str()), (404, ""));
}

fn send(address: SocketAddr, method: Method, path: &str) -> Answer {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let stream = tokio::net::TcpStream::connect(address).await.unwrap();
        let (mut client, connection) = h2::client::handshake(stream).await.unwrap();
        tokio::spawn(connection);
        poll_fn(|context| client.poll_ready(context)).await.unwrap();
        let uri = format!("http://{address}{path}");
        let request = Request::builder().method(method).uri(uri).body(()).unwrap();
        let (response, _) = client.send_request(request, true).unwrap();
        let (parts, mut stream) = response.await.unwrap().into_parts();
        let mut body = Vec::new();
        while let Some(data) = stream.data().await {
            let data = data.unwrap();
            stream.flow_control().release_capacity(data.len()).unwrap();
            body.extend_from_slice(&data);
        }
        Answer {
            http_status: parts.status.as_u16(),
            headers: parts.headers,
            body: String::from_utf8(body).unwrap(),
        }
    })
}
