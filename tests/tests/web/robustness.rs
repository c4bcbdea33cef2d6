//! Requests that are not HTTP, incomplete, or many at once.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::process::Command;
use std::time::{Duration, Instant};

use super::attacks::Bomb;
use super::{Answer, Client, SECRET};
use ocpi_status::http::{HeaderMap, HeaderName, HeaderValue};

const GOOD: &str = "GET /json HTTP/1.1\r\nhost: x\r\n\r\n";

pub(crate) fn keeps_serving_when_a_client_sends_garbage(address: SocketAddr) {
    let client = Client::new(address);
    let mut random = 0x2545_f491_4f6c_dd1d_u64;
    let mut noise = |len: usize| -> Vec<u8> {
        let mut byte = || {
            random ^= random << 13;
            random ^= random >> 7;
            random ^= random << 17;
            random.to_le_bytes()[3]
        };
        (0..len).map(|_| byte()).collect()
    };
    let mut answers = 0;
    let mut refusals = 0;
    for round in 0..300 {
        let mut bytes = GOOD.as_bytes().repeat(2);
        match round % 6 {
            0 => bytes.extend(noise(1 + round)),
            1 => bytes.extend(b"GET / HTTP/9.9\r\n\r\n"),
            2 => bytes.extend(b"PUT /body HTTP/1.1\r\nhost: x\r\ncontent-length: -1\r\n\r\n"),
            3 => bytes.extend(
                b"PUT /body HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n",
            ),
            4 => bytes
                .extend(b"GET /%ff?limit=%00 HTTP/1.1\r\nhost: x\r\nx-request-id: \xff\r\n\r\n"),
            _ => bytes.extend(GOOD.replace("/json", "/page?limit=\u{1}").into_bytes()),
        }
        bytes.extend(noise(64));
        let mut stream = connect(address);
        // The server may close the connection before it has read everything.
        let _ = stream.write_all(&bytes);
        let _ = stream.shutdown(Shutdown::Write);
        let mut reader = BufReader::new(stream);
        let mut number = 0;
        while let Some(answer) = read_answer(&mut reader) {
            number += 1;
            // Bytes that are not HTTP do not reach a layer: the HTTP server refuses them with an
            // empty body.
            if answer.http_status == 400 && answer.body.is_empty() {
                refusals += 1;
            } else {
                answer.envelope();
                answers += 1;
            }
        }
        assert!(number >= 1, "no answer in round {round}");
    }
    println!("garbage: {answers} envelopes, {refusals} refusals by the HTTP server");
    assert!(answers >= 300, "{answers}");
    assert_eq!(client.get("/json").status_code(), 1000);
}

pub(crate) fn keeps_serving_when_a_client_sends_half_a_body(address: SocketAddr) {
    let half = "PUT /body HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n[1,2,";
    for round in 0..200 {
        let mut stream = connect(address);
        stream.write_all(half.as_bytes()).unwrap();
        if round % 2 == 0 {
            drop(stream);
            continue;
        }
        stream.shutdown(Shutdown::Write).unwrap();
        if let Some(answer) = read_answer(&mut BufReader::new(stream)) {
            assert_eq!((answer.http_status, answer.status_code()), (400, 2000));
        }
    }
    assert_eq!(Client::new(address).get("/json").status_code(), 1000);
}

const CONNECTIONS: usize = 400;
const REQUESTS: usize = 25;

/// Sends 10,000 requests before it reads the first response; half of them are errors.
pub(crate) fn responds_in_order_when_10_000_requests_are_pipelined(address: SocketAddr) {
    let put = |content_type, body: &str| {
        format!(
            "PUT /body HTTP/1.1\r\nhost: x\r\ncontent-type: {content_type}\r\ncontent-length: {}\r\n\r\n{body}",
            body.len(),
        )
    };
    let get = |path| format!("GET {path} HTTP/1.1\r\nhost: x\r\n\r\n");
    let requests = [
        (get("/json"), 1000),
        (put("application/json", "[1"), 2000),
        (put("application/json", "[1]"), 1000),
        (put("application/json", "[\"x\"]"), 2001),
        (get("/list"), 1000),
        (put("text/plain", "[1]"), 2000),
        (get("/page?limit=1"), 1000),
        (get("/no-such-route"), 2000),
        (get("/reply"), 1000),
        (get("/text"), 3000),
        (get("/replaced"), 2000),
        (get("/trickle"), 3000),
        (get("/unfit/0"), 2001),
        (get("/panicking-body"), 3000),
        (get("/panicking-payload"), 3000),
    ];
    silence_expected_panics();
    let mut memory = Vec::new();
    let start = Instant::now();
    for _ in 0..5 {
        let mut streams: Vec<_> = (0..CONNECTIONS).map(|_| connect(address)).collect();
        for stream in &mut streams {
            let all: String =
                (0..REQUESTS).map(|index| requests[index % requests.len()].0.as_str()).collect();
            stream.write_all(all.as_bytes()).unwrap();
        }
        for stream in streams {
            let mut reader = BufReader::new(stream);
            for index in 0..REQUESTS {
                let answer = read_answer(&mut reader).expect("every request has an answer");
                assert_eq!(answer.status_code(), requests[index % requests.len()].1);
            }
        }
        memory.push(resident());
    }
    println!(
        "5 times {} requests in {:?}; resident KiB: {memory:?}",
        CONNECTIONS * REQUESTS,
        start.elapsed(),
    );
    // The first rounds fill buffers that are kept.
    assert!(memory[4] <= memory[1] + 16 * 1024, "{memory:?}");
}

/// Tells whether the test has the process to itself; if not, runs it in a process of its own, because
/// other tests allocate as well.
pub(crate) fn has_process(test: &str) -> bool {
    const ALONE: &str = "OCPI_STATUS_TEST_ALONE";
    if std::env::var_os(ALONE).is_some() {
        return true;
    }
    let mut alone = Command::new(std::env::current_exe().unwrap());
    let output = alone.args(["--exact", test, "--nocapture"]).env(ALONE, "1").output().unwrap();
    let printed = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && printed.contains("1 passed"), "{output:?}");
    println!("{printed}");
    false
}

/// Silences expected panics: the test harness would keep their output in memory, which is measured.
fn silence_expected_panics() {
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        let payload = panic.payload();
        let text = payload.downcast_ref::<&str>().copied();
        let text = text.or_else(|| payload.downcast_ref::<String>().map(String::as_str));
        let is_meant = payload.is::<Bomb>() || text == Some(SECRET);
        if !is_meant {
            hook(panic);
        }
    }));
}

pub(crate) fn get_http_1_0(address: SocketAddr, path: &str) -> Answer {
    let mut stream = connect(address);
    write!(stream, "GET {path} HTTP/1.0\r\nhost: x\r\n\r\n").unwrap();
    let mut reader = BufReader::new(stream);
    let answer = read_answer(&mut reader).expect("a response");
    let mut rest = Vec::new();
    reader.read_to_end(&mut rest).unwrap();
    assert!(rest.is_empty(), "{path}");
    answer
}

fn connect(address: SocketAddr) -> TcpStream {
    let stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    stream
}

/// Returns the next response, or `None` at the end of the connection.
fn read_answer(reader: &mut BufReader<TcpStream>) -> Option<Answer> {
    let mut line = String::new();
    if reader.read_line(&mut line).ok()? == 0 {
        return None;
    }
    let http_status = line.split(' ').nth(1).expect(&line).parse().expect(&line);
    let mut headers = HeaderMap::new();
    loop {
        let mut line = Vec::new();
        reader.read_until(b'\n', &mut line).ok()?;
        let line = line.trim_ascii_end();
        let Some(colon) = line.iter().position(|&byte| byte == b':') else { break };
        let name = HeaderName::from_bytes(&line[..colon]).unwrap();
        headers.append(name, HeaderValue::from_bytes(line[colon + 1..].trim_ascii()).unwrap());
    }
    let len = headers.get("content-length").map_or(0, |len| len.to_str().unwrap().parse().unwrap());
    let mut body = vec![0; len];
    reader.read_exact(&mut body).ok()?;
    Some(Answer { http_status, headers, body: String::from_utf8(body).unwrap() })
}

/// Returns the resident memory of this process in KiB, or 0 if the system does not tell.
fn resident() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.trim().strip_suffix(" kB")?.parse().ok()).unwrap_or_default()
}
