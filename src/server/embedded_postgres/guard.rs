//! The process between us and PostgreSQL.
//!
//! A POSIX shell that owns `postgres` and waits on a pipe whose other end only we hold. However we
//! end, kill -9 included, the pipe closes and PostgreSQL gets its fast shutdown. The kernel's
//! parent-death signal would do less: it follows the thread that forked, and macOS has none.

use super::account::Account;
use super::binaries::Binaries;
use super::error::StartError;
use super::{Durability, PORT};
use nix::unistd::mkdtemp;
use std::ffi::OsStr;
use std::fs::File;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// Its arguments are the command line of `postgres`. It ends when `postgres` ends, and tidies up.
const SCRIPT: &str = r#"
exec 3<&0 </dev/null
"$@" 3<&- &
server=$!
{ read -r _ <&3; kill -INT "$server" 2>/dev/null; } &
watch=$!
wait "$server"
result=$?
kill "$watch" 2>/dev/null
rm -rf -- "$TENURE_SOCKET_DIR"
[ -z "$TENURE_REMOVE" ] || rm -rf -- "$TENURE_REMOVE"
exit "$result"
"#;

/// The path of a unix socket has room for 107 bytes on Linux and 103 on macOS.
const SOCKET_PATH_MAX: usize = 103;
/// How the names of our socket directories begin.
const SOCKET_DIR_PREFIX: &str = "tenure-pg.";

const SETTINGS: &[&str] = &[
    "listen_addresses=",
    "unix_socket_permissions=0700",
    "logging_collector=off",
    "log_checkpoints=off",
    "shared_buffers=128MB",
    // All our statements are short: compiling one takes longer than running it.
    "jit=off",
    "timezone=UTC",
    "log_timezone=UTC",
];
const DURABLE: &[&str] = &["max_connections=200"];
/// For data that nobody will miss. Autovacuum would only get in the way of copying templates.
const EPHEMERAL: &[&str] = &[
    "max_connections=500",
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "wal_level=minimal",
    "max_wal_senders=0",
    "autovacuum=off",
];

/// What one start of the server needs.
pub(super) struct Launch<'a> {
    pub(super) binaries: &'a Binaries,
    pub(super) account: &'a Account,
    pub(super) root: &'a Path,
    pub(super) data: &'a Path,
    pub(super) socket_dir: &'a Path,
    pub(super) durability: Durability,
}

impl Launch<'_> {
    /// Starts the guard, which starts the server. Every process of the server inherits `lock`.
    pub(super) fn spawn(&self, lock: &File, log: File) -> Result<Child, StartError> {
        let mut guard = Command::new("/bin/sh");
        guard
            .args(["-c", SCRIPT, "tenure-pg-guard"])
            .arg(self.binaries.program("postgres"));
        guard
            .arg("-D")
            .arg(self.data)
            .arg("-k")
            .arg(self.socket_dir);
        guard.args(["-c", &format!("port={PORT}")]);
        let mode = match self.durability {
            Durability::Durable => DURABLE,
            Durability::Ephemeral => EPHEMERAL,
        };
        for setting in SETTINGS.iter().chain(mode) {
            guard.args(["-c", setting]);
        }
        let remove = match self.durability {
            Durability::Durable => OsStr::new(""),
            Durability::Ephemeral => self.root.as_os_str(),
        };
        guard
            .env("TENURE_SOCKET_DIR", self.socket_dir)
            .env("TENURE_REMOVE", remove);
        // Its messages are read by us when a start fails.
        guard.env("LC_ALL", "C");
        self.account.apply(&mut guard);
        // A terminal's ^C must reach us alone: we close our connections before we stop it.
        guard.process_group(0);
        // The log goes to standard error; nothing is ever written to standard output, which
        // carries the lock.
        let lock = lock.try_clone().map_err(StartError::at(self.root))?;
        guard.stdin(Stdio::piped()).stdout(lock).stderr(log);
        guard.spawn().map_err(StartError::at(Path::new("/bin/sh")))
    }
}

/// Makes a private directory for the socket, new at each start so that no stale socket is met.
pub(super) fn make_socket_dir(account: &Account) -> Result<PathBuf, StartError> {
    let name = format!("{SOCKET_DIR_PREFIX}XXXXXX");
    let length = name.len() + format!("//.s.PGSQL.{PORT}").len();
    let temporary = std::env::temp_dir();
    let usable = temporary.is_absolute()
        && temporary.as_os_str().len() + length <= SOCKET_PATH_MAX
        && account.reach(&temporary).is_ok();
    let temporary = if usable { temporary } else { "/tmp".into() };
    let directory =
        mkdtemp(&temporary.join(name)).map_err(|error| StartError::at(&temporary)(error.into()))?;
    account.own(&directory)?;
    Ok(directory)
}

/// Removes the socket directory of a cluster that is gone, guard and all. Leaves others alone.
pub(super) fn remove_socket_dir(directory: &Path) {
    let ours = directory.file_name().is_some_and(|name| {
        name.as_encoded_bytes()
            .starts_with(SOCKET_DIR_PREFIX.as_bytes())
    });
    if ours {
        for name in [format!(".s.PGSQL.{PORT}"), format!(".s.PGSQL.{PORT}.lock")] {
            let _ = std::fs::remove_file(directory.join(name)); // as a rule it is gone already
        }
        let _ = std::fs::remove_dir(directory); // as a rule it is gone already
    }
}
