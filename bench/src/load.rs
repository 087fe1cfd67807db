//! The load: connections that stay open, each with one request under way.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use anyhow::Context;

/// One request, ready to be sent.
#[derive(Clone)]
pub struct Request(Vec<u8>);

impl Request {
    pub fn get(path: &str, token: &str) -> Self {
        Self::new("GET", path, token, "")
    }

    pub fn post(path: &str, token: &str, body: &str) -> Self {
        Self::new("POST", path, token, body)
    }

    fn new(method: &str, path: &str, token: &str, body: &str) -> Self {
        let text = format!(
            "{method} {path} HTTP/1.1\r\nhost: bench\r\nauthorization: Bearer {token}\r\n\
             content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        );
        Self(text.into_bytes())
    }
}

/// One connection.
pub struct Connection(BufReader<TcpStream>);

impl Connection {
    pub fn open(address: &str) -> anyhow::Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_secs(120)))?;
        Ok(Self(BufReader::new(stream)))
    }

    /// Sends a request, reads the whole answer and gives its body.
    pub fn ask(&mut self, request: &Request) -> anyhow::Result<Vec<u8>> {
        self.0.get_mut().write_all(&request.0)?;
        let (mut status, mut length, mut line) = (String::new(), 0, String::new());
        self.0.read_line(&mut status)?;
        while line != "\r\n" {
            line.clear();
            self.0.read_line(&mut line)?;
            let name = line.get(..15).unwrap_or_default();
            if name.eq_ignore_ascii_case("content-length:") {
                length = line[15..].trim().parse().context("length")?;
            }
        }
        let mut body = vec![0; length];
        self.0.read_exact(&mut body)?;
        let good = status.starts_with("HTTP/1.1 20");
        anyhow::ensure!(good, "{status}{}", String::from_utf8_lossy(&body));
        Ok(body)
    }
}

/// Sends `count` requests over as many connections as there are lists of requests, each list over and over.
pub fn run(address: &str, lists: &[Vec<Request>], count: usize) -> anyhow::Result<Duration> {
    let mut connections = Vec::new();
    for _ in lists {
        connections.push(Connection::open(address)?);
    }
    let began = Instant::now();
    std::thread::scope(|scope| {
        let working: Vec<_> = connections
            .iter_mut()
            .zip(lists)
            .map(|(connection, list)| {
                scope.spawn(move || {
                    let mut mine = list.iter().cycle().take(count / lists.len());
                    mine.try_for_each(|request| connection.ask(request).map(drop))
                })
            })
            .collect();
        let ended = working
            .into_iter()
            .map(|thread| thread.join().expect("a client ends"));
        ended.collect::<anyhow::Result<()>>()
    })?;
    Ok(began.elapsed())
}
