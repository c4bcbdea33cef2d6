//! Reads recorded answers of real parties, as a client does: HTTP status and body in, and out
//! comes what the peer meant.
//!
//! ```text
//! cargo run --example client
//! ```

use std::error::Error;
use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener};
use std::{io, thread};

use ocpi_status::{PeerError, Received, read_ack, read_response};
use serde::Deserialize;

/// An answer that was recorded.
#[derive(Clone, Deserialize)]
struct Recorded {
    name: String,
    http_status: u16,
    body: String,
    read_as: ReadAs,
}

/// What the endpoint answers a success with.
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum ReadAs {
    Object,
    List,
    Nothing,
}

#[derive(Deserialize)]
struct Location {
    id: String,
}

fn main() -> Result<(), Box<dyn Error>> {
    let recorded: Vec<Recorded> =
        serde_json::from_str(include_str!("../../tests/wire/responses.json"))?;
    let address = play_back(recorded.clone())?;

    // An HTTP status is not an error yet: the body has the say. Loopback needs no proxy.
    let config =
        ureq::Agent::config_builder().http_status_as_error(false).max_redirects(0).proxy(None);
    let agent = config.build().new_agent();
    for (index, Recorded { name, read_as, .. }) in recorded.iter().enumerate() {
        let mut response = agent.get(format!("http://{address}/{index}")).call()?;
        let http_status = response.status();
        let body = response.body_mut().read_to_vec()?;
        let line = match read_as {
            ReadAs::Object => {
                conclude(read_response(http_status, &body), |location: Location| location.id)
            }
            ReadAs::List => {
                conclude(read_response(http_status, &body), |locations: Vec<Location>| {
                    format!("{} locations", locations.len())
                })
            }
            ReadAs::Nothing => conclude(read_ack(http_status, &body), |()| "done".to_owned()),
        };
        println!("{name:30} {line}");
    }
    Ok(())
}

/// Says in a line what there is to do.
fn conclude<T>(
    answer: Result<Received<T>, PeerError>,
    describe: impl FnOnce(T) -> String,
) -> String {
    match answer {
        Ok(received) if received.quirks.is_empty() => {
            format!("success: {}", describe(received.data))
        }
        Ok(received) => {
            let quirks: Vec<_> = received.quirks.iter().map(ToString::to_string).collect();
            format!("success: {} ({})", describe(received.data), quirks.join(", "))
        }
        Err(error) if error.is_transient() => format!("try again later: {error}"),
        Err(PeerError::Rejected(rejection)) => format!("refused: {rejection}"),
        Err(error) => match error.source() {
            Some(cause) => format!("report to the peer: {error}: {cause}"),
            None => format!("report to the peer: {error}"),
        },
    }
}

/// Serves the answers on loopback: `/0` is the first.
fn play_back(recorded: Vec<Recorded>) -> io::Result<SocketAddr> {
    let listener = TcpListener::bind(("127.0.0.1", 0))?;
    let address = listener.local_addr()?;
    thread::spawn(move || -> io::Result<()> {
        for stream in listener.incoming() {
            let mut stream = stream?;
            let mut request = BufReader::new(&stream).lines();
            let line = request.next().transpose()?.unwrap_or_default();
            while request.next().transpose()?.is_some_and(|header| !header.is_empty()) {}
            let index = line.split([' ', '/']).find_map(|word| word.parse::<usize>().ok());
            let Some(Recorded { http_status, body, .. }) = index.and_then(|i| recorded.get(i))
            else {
                continue;
            };
            let len = body.len();
            write!(
                stream,
                "HTTP/1.1 {http_status} Recorded\r\ncontent-length: {len}\r\nconnection: close\r\n\r\n{body}",
            )?;
        }
        Ok(())
    });
    Ok(address)
}
