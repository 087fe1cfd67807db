//! What `postmaster.pid` says, checked against the machine.
//!
//! PostgreSQL itself asks only whether the process id exists. A dead postmaster that nobody has
//! reaped yet (a container whose first process is slow) and an id that another program got since
//! both make it refuse to start for ever. We look closer.

use nix::errno::Errno;
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use std::path::{Path, PathBuf};

/// The lines of `postmaster.pid` that we use.
#[derive(Debug)]
pub(super) struct Postmaster {
    pid: Pid,
    /// Where its socket is.
    pub(super) socket_dir: PathBuf,
    /// It accepts connections.
    pub(super) ready: bool,
}

impl Postmaster {
    /// `None` when there is no file or it is not complete yet.
    pub(super) fn read(data: &Path) -> Option<Self> {
        let text = std::fs::read_to_string(pid_file(data)).ok()?;
        let lines: Vec<&str> = text.lines().map(str::trim).collect();
        Some(Self {
            pid: Pid::from_raw(lines.first()?.parse().ok().filter(|&pid| pid > 1)?),
            socket_dir: lines.get(4).copied().unwrap_or_default().into(),
            ready: lines.get(7).is_some_and(|state| *state == "ready"),
        })
    }

    /// Whether PostgreSQL's own check would take the process for alive.
    fn exists(&self) -> bool {
        kill(self.pid, None) != Err(Errno::ESRCH)
    }

    /// Whether the process is a living PostgreSQL on `data`. When in doubt, yes.
    pub(super) fn is_postgres_on(&self, data: &Path) -> bool {
        self.exists() && runs_postgres(self.pid, data)
    }

    /// Sends a signal; a process that is gone already is what the sender wanted.
    pub(super) fn signal(&self, signal: Signal) {
        let _ = kill(self.pid, signal);
    }
}

fn pid_file(data: &Path) -> PathBuf {
    data.join("postmaster.pid")
}

/// Removes a `postmaster.pid` that would stop PostgreSQL from starting although nobody runs on
/// `data`. Returns false when somebody does. Call it with the cluster's lock held.
pub(super) fn clear_stale(data: &Path) -> std::io::Result<bool> {
    let Some(postmaster) = Postmaster::read(data) else {
        // Nobody can be behind a file that a crash cut short, and PostgreSQL refuses it.
        return match std::fs::remove_file(pid_file(data)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
            _ => Ok(true),
        };
    };
    if !postmaster.exists() {
        // PostgreSQL sees this itself, and checks its shared memory as well.
        return Ok(true);
    }
    if postmaster.is_postgres_on(data) {
        return Ok(false);
    }
    std::fs::remove_file(pid_file(data))?;
    Ok(true)
}

#[cfg(target_os = "linux")]
fn runs_postgres(pid: Pid, data: &Path) -> bool {
    let Ok(stat) = std::fs::read_to_string(format!("/proc/{pid}/stat")) else {
        // Gone since, or there is no /proc to ask.
        return !Path::new("/proc/self/stat").exists();
    };
    // `123 (postgres) S …`; a name may itself hold parentheses.
    let name = stat
        .split_once('(')
        .and_then(|(_, rest)| rest.rsplit_once(')'));
    let Some((name, rest)) = name else {
        return true;
    };
    if name != "postgres" || rest.trim_start().starts_with(['Z', 'X']) {
        return false;
    }
    // The working directory of another user's process is hidden from a container's root.
    match (
        std::fs::read_link(format!("/proc/{pid}/cwd")),
        data.canonicalize(),
    ) {
        (Ok(directory), Ok(data)) => directory == data,
        _ => true,
    }
}

#[cfg(not(target_os = "linux"))]
fn runs_postgres(pid: Pid, _data: &Path) -> bool {
    let answer = std::process::Command::new("ps")
        .args(["-o", "stat=,comm=", "-p", &pid.to_string()])
        .output();
    let Ok(answer) = answer else {
        return true;
    };
    let line = String::from_utf8_lossy(&answer.stdout).trim().to_owned();
    !line.starts_with('Z') && line.rsplit(['/', ' ']).next() == Some("postgres")
}
