//! A server process: started, asked what it used, ended.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::Context;

/// A running server.
pub struct Server {
    child: Child,
    /// Where it listens.
    pub address: String,
    /// How long it took to listen.
    pub started_in: Duration,
}

impl Server {
    /// Starts it and waits until it says where it listens.
    pub fn start(command: &mut Command) -> anyhow::Result<Self> {
        let began = Instant::now();
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .with_context(|| format!("start {command:?}"))?;
        let output = child.stdout.take().context("its output")?;
        for line in BufReader::new(output).lines() {
            if let Some((_, address)) = line?.split_once("listens on http://") {
                return Ok(Self {
                    child,
                    address: address.to_owned(),
                    started_in: began.elapsed(),
                });
            }
        }
        anyhow::bail!("{command:?} ended before it listened")
    }

    /// The product on a database.
    pub fn tenure(binary: &Path, url: &str, issuers: &Path) -> anyhow::Result<Self> {
        let mut command = Command::new(binary);
        command.args(["serve", "--listen", "127.0.0.1:0", "--issuers"]);
        Self::start(command.arg(issuers).env("TENURE_DATABASE_URL", url))
    }

    /// Processor time so far, of user and system together.
    pub fn cpu(&self) -> anyhow::Result<Duration> {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id()))?;
        // After the name, which may hold spaces: state is the 3rd field, utime and stime the 14th and 15th.
        let (_, fields) = stat.rsplit_once(") ").context("stat")?;
        let mut ticks = 0;
        for field in fields.split(' ').skip(11).take(2) {
            ticks += field.parse::<u64>()?;
        }
        // The kernel tells it in hundredths, whatever its own clock does.
        Ok(Duration::from_millis(ticks * 10))
    }

    /// Resident memory in MiB.
    pub fn resident(&self) -> anyhow::Result<f64> {
        self.memory("VmRSS:")
    }

    /// The most memory that was ever resident, in MiB.
    pub fn peak(&self) -> anyhow::Result<f64> {
        self.memory("VmHWM:")
    }

    fn memory(&self, name: &'static str) -> anyhow::Result<f64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix(name));
        let kibibytes = line.and_then(|line| line.trim().strip_suffix(" kB"));
        Ok(kibibytes.context(name)?.parse::<f64>()? / 1024.0)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let pid = self.child.id().to_string();
        // Asks it to end, so that what it started ends too.
        let _ = Command::new("kill").arg(pid).status();
        let _ = self.child.wait();
    }
}
