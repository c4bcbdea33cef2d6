//! Reads recorded responses of real parties, and prints how a client should handle each.
//!
//! ```sh
//! cargo run --example client
//! ```

use std::error::Error;
use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener};
use std::{io, thread};

use ocpi_status::{Lenient, PeerError, Received, read_ack, read_response};
use serde::Deserialize;

/// A recorded response.
#[derive(Clone, Deserialize)]
struct Recorded {
    name: String,
    http_status: u16,
    body: String,
    read_as: ReadAs,
}

/// The type of the `data` of a success.
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
    let mut recorded: Vec<Recorded> =
        serde_json::from_str(include_str!("../../tests/wire/responses.json"))?;
    let of_packages: Vec<Recorded> =
        serde_json::from_str(include_str!("../../tests/wire/recorded.json"))?;
    recorded.extend(of_packages);
    let address = play_back(recorded.clone())?;

    // The code in the body decides, not the HTTP status. Loopback needs no proxy.
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
                // One bad location must not lose the page.
                conclude(read_response(http_status, &body), |locations: Lenient<Location>| {
                    let problems = locations.problems.iter().map(|problem| format!("; {problem}"));
                    format!("{} locations{}", locations.items.len(), problems.collect::<String>())
                })
            }
            ReadAs::Nothing => conclude(read_ack(http_status, &body), |()| "done".to_owned()),
        };
        println!("{name:34} {line}");
    }
    Ok(())
}

/// Returns how to handle a response, as one line.
fn conclude<T>(
    response: Result<Received<T>, PeerError>,
    describe: impl FnOnce(T) -> String,
) -> String {
    match response {
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

/// Serves the responses on loopback: `/0` is the first.
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
