//! A minute of good and bad requests, to find memory that grows and rare responses without an
//! envelope.

use std::fs;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::panic;
use std::thread;
use std::time::{Duration, Instant};

use ocpi_status::http::StatusCode;
use ocpi_status::{PeerError, read_ack};

const CLIENTS: u64 = 4;
/// A quarter of the time. The first one is the warm-up.
const QUARTER: Duration = Duration::from_secs(15);

/// The requests that the clients send.
#[derive(Clone, Copy, Debug)]
pub struct Requests {
    /// Methods, paths and bodies.
    pub requests: &'static [(&'static str, &'static str, &'static str)],
    /// Headers of every request, each with its line end; the credentials token is not among them.
    pub headers: &'static [&'static str],
    /// The credentials token.
    pub token: &'static str,
    /// The length of the longest body that the server reads.
    pub max_body: usize,
}

/// Sends requests for a minute, and asserts that every response has an envelope, and that the
/// memory of this process, which includes the server, differs by at most a tenth between the last
/// quarter and the one after the warm-up.
///
/// # Panics
///
/// If an assertion fails.
pub fn run(address: SocketAddr, requests: Requests) {
    // Handlers panic on purpose; their lines would hide all other output.
    panic::set_hook(Box::new(|_| {}));
    let begin = Instant::now();
    let (responses, [before, after]) = thread::scope(|scope| {
        let clients: Vec<_> = (0..CLIENTS)
            .map(|seed| {
                let client = Client { address, requests, random: seed };
                scope.spawn(move || client.run(begin))
            })
            .collect();
        thread::sleep(QUARTER);
        let before = average_memory(begin + 2 * QUARTER);
        thread::sleep(QUARTER);
        let after = average_memory(begin + 4 * QUARTER);
        let responses = clients.into_iter().map(|client| client.join().expect("a client"));
        (responses.collect::<Result<Vec<_>, String>>(), [before, after])
    });
    let _ = panic::take_hook();
    let responses: u64 = responses.expect("envelopes").iter().sum();
    println!("{responses} responses, {before} KiB after the warm-up and {after} KiB at the end");
    assert!(responses > 1000, "the server does nothing");
    assert!(after * 10 >= before * 9 && after * 10 <= before * 11, "the memory is not flat");
}

fn average_memory(end: Instant) -> u64 {
    let (mut sum, mut count) = (0, 0);
    while Instant::now() < end {
        thread::sleep(Duration::from_millis(100));
        sum += memory();
        count += 1;
    }
    sum / count
}

/// Returns the anonymous memory of the process in KiB, including swap.
fn memory() -> u64 {
    let status = fs::read_to_string("/proc/self/status").expect("Linux");
    let lines = status.lines().filter_map(|line| line.split_once(':'));
    let lines = lines.filter(|(name, _)| matches!(*name, "RssAnon" | "VmSwap"));
    lines.filter_map(|(_, value)| value.trim().strip_suffix(" kB")?.parse::<u64>().ok()).sum()
}

struct Client {
    address: SocketAddr,
    requests: Requests,
    random: u64,
}

impl Client {
    fn below(&mut self, end: usize) -> usize {
        self.random = self.random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        usize::try_from(self.random >> 33).unwrap_or_default() % end
    }

    /// Returns the number of responses, or the one that has no envelope.
    fn run(mut self, begin: Instant) -> Result<u64, String> {
        let mut responses = 0;
        while begin.elapsed() < 4 * QUARTER {
            let stream = TcpStream::connect(self.address).map_err(|error| error.to_string())?;
            stream.set_nodelay(true).map_err(|error| error.to_string())?;
            let mut stream = BufReader::new(stream);
            for _ in 0..50 {
                let request = self.request();
                // The server may close the connection, after a body that is too large for example.
                let Ok((status, body)) = ask(&mut stream, &request) else { break };
                if let Err(error @ (PeerError::Http { .. } | PeerError::NotEnvelope { .. })) =
                    read_ack(status, &body)
                {
                    return Err(format!("{error}: {}", String::from_utf8_lossy(&request)));
                }
                responses += 1;
            }
            // A client that disconnects in the middle of a request.
            let request = self.request();
            let half = self.below(request.len());
            let _ = stream.get_mut().write_all(&request[..half]);
        }
        Ok(responses)
    }

    /// Returns one of the requests, or a damaged one.
    fn request(&mut self) -> Vec<u8> {
        let Requests { requests, headers, token, max_body } = self.requests;
        let (method, path, body) = requests[self.below(requests.len())];
        let mut body = body.as_bytes().to_vec();
        match self.below(8) {
            0 => body.truncate(self.below(body.len() + 1)),
            1 if !body.is_empty() => {
                let at = self.below(body.len());
                body[at] = u8::try_from(self.below(256)).unwrap_or_default();
            }
            2 => body = "[".repeat(self.below(2000)).into_bytes(),
            3 if self.below(20) == 0 => body = vec![b' '; max_body + 1],
            _ => {}
        }
        let token = if self.below(16) == 0 { "wrong" } else { token };
        let kind = if self.below(16) == 0 { "text/plain" } else { "application/json" };
        let (length, headers) = (body.len(), headers.concat());
        let head = format!(
            "{method} {path} HTTP/1.1\r\nHost: server\r\nAuthorization: Token {token}\r\n{headers}\
             Content-Type: {kind}\r\nContent-Length: {length}\r\n\r\n"
        );
        [head.into_bytes(), body].concat()
    }
}

fn ask(stream: &mut BufReader<TcpStream>, request: &[u8]) -> io::Result<(StatusCode, Vec<u8>)> {
    stream.get_mut().write_all(request)?;
    let mut status = StatusCode::OK;
    let mut length = 0;
    loop {
        let mut line = String::new();
        stream.read_line(&mut line)?;
        if let Some(rest) = line.strip_prefix("HTTP/1.1 ") {
            let number = rest.get(..3).unwrap_or_default();
            status = number.parse().map_err(|_| io::ErrorKind::InvalidData)?;
        } else if let Some(value) = line.strip_prefix("content-length: ") {
            length = value.trim_end().parse().map_err(|_| io::ErrorKind::InvalidData)?;
        } else if line == "\r\n" {
            break;
        } else if line.is_empty() {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
    }
    let mut body = vec![0; length];
    stream.read_exact(&mut body)?;
    Ok((status, body))
}
