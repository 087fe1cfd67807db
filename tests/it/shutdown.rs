//! The program is told to end while its clients are at work: no request that it took fails.

use nix::sys::signal::Signal;
use serde_json::json;
use sqlx::{Connection, PgConnection};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::watch;

use crate::support::Client;
use crate::support::database::{TestDatabase, fresh};
use crate::support::program::{Serving, said};

const CLIENTS: usize = 24;
/// Requests that each client has made before the end begins.
const WARM: u64 = 5;

/// A client that uses one connection until it is told that the connection ends.
struct KeptAlive {
    stream: TcpStream,
    token: String,
}

/// What came back.
struct Came {
    status: u16,
    last: bool,
}

impl KeptAlive {
    async fn new(serving: &Serving, token: &str) -> Self {
        Self {
            stream: TcpStream::connect(serving.address()).await.unwrap(),
            token: token.to_owned(),
        }
    }

    async fn ask(&mut self, line: &str, body: &str) -> std::io::Result<Came> {
        let request = format!(
            "{line} HTTP/1.1\r\nhost: tenure\r\nauthorization: Bearer {}\r\n\
             content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
            self.token,
            body.len()
        );
        self.stream.write_all(request.as_bytes()).await?;
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            head.push(self.stream.read_u8().await?);
        }
        let head = String::from_utf8(head).unwrap().to_lowercase();
        let header = |name: &str| {
            let line = head.lines().find(|line| line.starts_with(name))?;
            Some(line.split_once(": ")?.1.trim().to_owned())
        };
        let length = header("content-length:").unwrap().parse().unwrap();
        self.stream.read_exact(&mut vec![0; length]).await?;
        Ok(Came {
            status: head[9..12].parse().unwrap(),
            last: header("connection:").as_deref() == Some("close"),
        })
    }

    /// Asks without a pause until the last answer; answers how often it asked.
    async fn work(
        mut self,
        number: usize,
        progress: watch::Sender<u64>,
        make: impl Fn(u64) -> (String, String),
    ) -> u64 {
        for count in 0.. {
            let (line, body) = make(count);
            let came = self.ask(&line, &body).await;
            let came = came.unwrap_or_else(|error| panic!("{number}: {line}: {error}"));
            assert!(matches!(came.status, 200 | 201), "{line}: {}", came.status);
            progress.send_replace(count + 1);
            if came.last {
                return count + 1;
            }
        }
        unreachable!("it counts until the last answer")
    }
}

/// A program with one route.
async fn serving() -> (TestDatabase, Serving, String) {
    let database = fresh().await;
    said(&["migrate"], &database.url);
    let contributor = said(&["token", "writer"], &database.url);
    let operator = said(&["token", "operator", "--role", "operator"], &database.url);
    let serving = Serving::start(&database.url, &[]);
    let writer = Client::new(&serving.base, Some(&contributor));
    let model = writer.post("/models", json!({"name": "triage"})).await.id();
    let source =
        json!({"source": {"kind": "hosted", "platform": "openai", "native_id": "gpt-5-mini"}});
    let versions = format!("/models/{model}/versions");
    let version = writer.post(&versions, source).await.id();
    let application = crate::routes::application(&writer, "helpdesk").await;
    let route = json!({
        "environment": "development", "key": "bot", "application_id": application,
        "reason": "because the test says so",
        "allocation": [{"version_id": version, "slots": 10_000}],
    });
    let operator = Client::new(&serving.base, Some(&operator));
    operator.post("/routes", route).await.ok();
    let asked = "/resolve/development/bot";
    while writer.get(asked).await.status != 200 {
        tokio::task::yield_now().await;
    }
    (database, serving, contributor)
}

#[actix_web::test]
async fn told_to_end_under_load_it_answers_every_request_that_it_took_and_ends_well() {
    let (database, serving, token) = serving().await;
    let mut working = Vec::new();
    let mut progress = Vec::new();
    for number in 0..CLIENTS {
        let client = KeptAlive::new(&serving, &token).await;
        let (sender, receiver) = watch::channel(0);
        progress.push(receiver);
        working.push(tokio::spawn(client.work(number, sender, move |count| {
            if number % 3 == 0 {
                let name = json!({"name": format!("model {number} {count}")});
                ("POST /api/v1/models".into(), name.to_string())
            } else {
                let line = format!("GET /api/v1/resolve/development/bot?unit={number}");
                (line, String::new())
            }
        })));
    }
    for each in &mut progress {
        each.wait_for(|count| *count >= WARM).await.unwrap();
    }
    serving.signal(Signal::SIGTERM);

    let mut written = 0;
    for (number, client) in working.into_iter().enumerate() {
        let asked = client.await.expect("no request fails");
        written += if number % 3 == 0 { asked } else { 0 };
    }
    let ended = serving.ended().await;
    assert_eq!(ended.status.code(), Some(0), "{}", ended.log);

    let mut behind = PgConnection::connect(&database.url).await.unwrap();
    let kept: i64 = sqlx::query_scalar("select count(*) from model where name like 'model %'")
        .fetch_one(&mut behind)
        .await
        .unwrap();
    assert_eq!(
        u64::try_from(kept).unwrap(),
        written,
        "what was answered is there"
    );
}

#[actix_web::test]
async fn while_it_ends_it_is_not_ready_and_a_second_signal_ends_it_at_once() {
    let (_database, mut serving, token) = serving().await;
    let mut waiting = KeptAlive::new(&serving, &token).await;
    let mut probing = KeptAlive::new(&serving, &token).await;
    assert_eq!(probing.ask("GET /readyz", "").await.unwrap().status, 200);
    // A request whose body never comes holds the end up.
    let begun = "POST /api/v1/models HTTP/1.1\r\nhost: tenure\r\ncontent-length: 5\r\n\
                 content-type: application/json\r\nauthorization: Bearer "
        .to_owned()
        + &token
        + "\r\n\r\n{";
    waiting.stream.write_all(begun.as_bytes()).await.unwrap();

    serving.signal(Signal::SIGINT);
    assert!(serving.line().starts_with("Stopping"));
    let came = probing.ask("GET /readyz", "").await.unwrap();
    assert_eq!((came.status, came.last), (503, true));

    serving.signal(Signal::SIGINT);
    let ended = serving.ended().await;
    assert_eq!(ended.status.code(), Some(1), "{}", ended.log);
}
