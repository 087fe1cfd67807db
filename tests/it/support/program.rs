//! The real program, as its users start it.

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, ChildStdout, Command, ExitStatus, Stdio};
use std::thread::JoinHandle;

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use serde_json::Value;

pub fn tenure(arguments: &[&str], url: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tenure"));
    command
        .args(arguments)
        .env("TENURE_DATABASE_URL", url)
        .env_remove("TENURE_TOKEN")
        .env_remove("TENURE_LOG")
        .stdin(Stdio::null());
    command
}

/// What it prints when it succeeds.
pub fn said(arguments: &[&str], url: &str) -> String {
    let done = tenure(arguments, url).output().unwrap();
    let error = String::from_utf8_lossy(&done.stderr).into_owned();
    assert!(done.status.success(), "{arguments:?}: {error}");
    String::from_utf8(done.stdout).unwrap().trim().to_owned()
}

/// A running `tenure serve`.
pub struct Serving {
    child: Child,
    output: BufReader<ChildStdout>,
    /// Reads its log all the time: a full pipe would hold it up.
    log: Option<JoinHandle<String>>,
    pub base: String,
}

/// How a `tenure serve` ended.
pub struct Ended {
    pub status: ExitStatus,
    /// What it wrote to its log.
    pub log: String,
}

impl Serving {
    pub fn start(url: &str, arguments: &[&str]) -> Self {
        let mut all = vec!["serve", "--listen", "127.0.0.1:0", "--log-format", "json"];
        all.extend(arguments);
        let mut child = tenure(&all, url)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut output = BufReader::new(child.stdout.take().unwrap());
        let mut errors = child.stderr.take().unwrap();
        let log = std::thread::spawn(move || {
            let mut log = String::new();
            errors.read_to_string(&mut log).unwrap();
            log
        });
        let first = line(&mut output);
        let base = first
            .strip_prefix("Tenure listens on ")
            .unwrap_or_else(|| panic!("it said {first:?}"))
            .to_owned();
        Self {
            child,
            output,
            log: Some(log),
            base,
        }
    }

    /// Where to connect to.
    pub fn address(&self) -> &str {
        self.base.strip_prefix("http://").unwrap()
    }

    pub async fn get(&self, path: &str) -> (u16, Value) {
        let answer = reqwest::get(format!("{}{path}", self.base)).await.unwrap();
        (
            answer.status().as_u16(),
            serde_json::from_str(&answer.text().await.unwrap()).unwrap(),
        )
    }

    pub fn signal(&self, signal: Signal) {
        kill(
            Pid::from_raw(i32::try_from(self.child.id()).unwrap()),
            signal,
        )
        .unwrap();
    }

    /// The next line that it prints.
    pub fn line(&mut self) -> String {
        line(&mut self.output)
    }

    /// Waits for its end.
    pub async fn ended(mut self) -> Ended {
        tokio::task::spawn_blocking(move || {
            let status = self.child.wait().unwrap();
            let log = self.log.take().unwrap().join().unwrap();
            Ended { status, log }
        })
        .await
        .unwrap()
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn line(output: &mut impl BufRead) -> String {
    let mut line = String::new();
    output.read_line(&mut line).unwrap();
    line.trim().to_owned()
}
