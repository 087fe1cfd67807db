//! The directory of one cluster.
//!
//! ```text
//! ROOT/pg15/           the data of PostgreSQL 15
//! ROOT/postgres.log    its log; postgres.log.1 is the one before
//! ROOT/postgres.lock   locked as long as any process of PostgreSQL lives
//! ROOT/holder.lock     locked as long as the process lives that started it
//! ```
//!
//! The kernel releases both locks however a process ends, so they never lie.

use super::Durability;
use super::account::Account;
use super::binaries::Binaries;
use super::error::{StartError, says_disk_full, tail};
use nix::unistd::geteuid;
use std::fs::{DirBuilder, File, OpenOptions, TryLockError};
use std::os::unix::fs::{DirBuilderExt, FileExt};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A longer log is set aside at the next start.
const LOG_BYTES_MAX: u64 = 10 * 1024 * 1024;

/// Where the data are kept: `TENURE_DATA_DIR`; else `/var/lib/tenure` for root, and for others
/// `$XDG_DATA_HOME/tenure`, which is `~/.local/share/tenure` unless it is set.
///
/// Not the working directory: root's is often below a home that PostgreSQL's user may not enter.
pub fn default_data_dir() -> PathBuf {
    if let Some(directory) = std::env::var_os("TENURE_DATA_DIR").filter(|name| !name.is_empty()) {
        return directory.into();
    }
    if geteuid().is_root() {
        return "/var/lib/tenure".into();
    }
    let data = std::env::var_os("XDG_DATA_HOME").map(PathBuf::from);
    let data = data.filter(|path| path.is_absolute()).unwrap_or_else(|| {
        // Without a home the first write fails, and its error names this path.
        std::env::home_dir()
            .unwrap_or_else(|| "/".into())
            .join(".local/share")
    });
    data.join("tenure")
}

/// Makes the directory if it is missing. The rights of an existing one are its owner's business.
pub(super) fn prepare(root: &Path, durability: Durability) -> Result<(), StartError> {
    DirBuilder::new()
        .recursive(true)
        .mode(0o711)
        .create(root)
        .map_err(StartError::at(root))?;
    if durability == Durability::Ephemeral {
        let mut entries = std::fs::read_dir(root).map_err(StartError::at(root))?;
        if entries.next().is_some() {
            return Err(StartError::NotEmpty {
                path: root.to_owned(),
            });
        }
    }
    Ok(())
}

/// The major version of the data in `root`; the newest if there are several.
pub(super) fn existing_major(root: &Path) -> Option<u32> {
    std::fs::read_dir(root)
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| {
            let major: u32 = entry
                .file_name()
                .to_str()?
                .strip_prefix("pg")?
                .parse()
                .ok()?;
            entry.path().join("PG_VERSION").exists().then_some(major)
        })
        .max()
}

pub(super) fn data(root: &Path, major: u32) -> PathBuf {
    root.join(format!("pg{major}"))
}

/// The two locks of a cluster, both ours.
#[derive(Debug)]
pub(super) struct Locks {
    /// Handed down to every process of PostgreSQL.
    pub(super) postgres: File,
    /// Kept by the process that started it.
    pub(super) holder: File,
}

/// What the locks say.
#[derive(Debug)]
pub(super) enum Held {
    /// Nobody runs on the directory, and nobody will while we keep these.
    Ours(Locks),
    /// A living process looks after a cluster that runs or is about to.
    Others,
    /// The process that started it is gone or lets go: PostgreSQL is about to end.
    Ending,
}

/// Tries to become the one who runs a cluster in `root`. Does not wait for a cluster.
pub(super) fn hold(root: &Path) -> Result<Held, StartError> {
    let postgres = open_lock(&root.join("postgres.lock"))?;
    let holder_path = root.join("holder.lock");
    let holder = open_lock(&holder_path)?;
    match postgres.try_lock() {
        // Taken already: a holder whose PostgreSQL has died, or somebody who asks at this instant.
        Ok(()) => match holder.try_lock() {
            Ok(()) => Ok(Held::Ours(Locks { postgres, holder })),
            Err(TryLockError::WouldBlock) => Ok(Held::Others),
            Err(TryLockError::Error(error)) => Err(StartError::at(&holder_path)(error)),
        },
        Err(TryLockError::Error(error)) => Err(StartError::at(&root.join("postgres.lock"))(error)),
        // Shared, so that two who ask do not take each other for the holder.
        Err(TryLockError::WouldBlock) => match holder.try_lock_shared() {
            Ok(()) => Ok(Held::Ending),
            Err(TryLockError::WouldBlock) => Ok(Held::Others),
            Err(TryLockError::Error(error)) => Err(StartError::at(&holder_path)(error)),
        },
    }
}

fn open_lock(path: &Path) -> Result<File, StartError> {
    let mut options = OpenOptions::new();
    options
        .create(true)
        .append(true)
        .open(path)
        .map_err(StartError::at(path))
}

/// The log of one start. Readable to the end, also after the guard has removed the directory.
pub(super) struct Log {
    pub(super) path: PathBuf,
    file: File,
    /// Where this start begins.
    from: u64,
}

impl Log {
    /// Opens it for appending, after setting a long one aside.
    pub(super) fn open(root: &Path) -> Result<Self, StartError> {
        let path = root.join("postgres.log");
        if std::fs::metadata(&path).is_ok_and(|found| found.len() > LOG_BYTES_MAX) {
            std::fs::rename(&path, root.join("postgres.log.1")).map_err(StartError::at(&path))?;
        }
        let mut options = OpenOptions::new();
        options.create(true).append(true).read(true);
        let file = options.open(&path).map_err(StartError::at(&path))?;
        let from = file.metadata().map_err(StartError::at(&path))?.len();
        Ok(Self { path, file, from })
    }

    /// Another handle, for the server to write to.
    pub(super) fn writer(&self) -> Result<File, StartError> {
        self.file.try_clone().map_err(StartError::at(&self.path))
    }

    /// What this start has written; at most 64 KiB.
    pub(super) fn text(&self) -> String {
        let mut bytes = vec![0; 64 * 1024];
        let length = self.file.read_at(&mut bytes, self.from).unwrap_or(0);
        String::from_utf8_lossy(&bytes[..length]).into_owned()
    }
}

/// Makes an empty cluster in `data`, under another name until it is complete.
pub(super) fn initialise(
    binaries: &Binaries,
    account: &Account,
    data: &Path,
    durability: Durability,
    lock: &File,
) -> Result<(), StartError> {
    let unfinished = data.with_extension("unfinished");
    for (number, locale) in locales(binaries.major).iter().enumerate() {
        if unfinished.exists() {
            std::fs::remove_dir_all(&unfinished).map_err(StartError::at(&unfinished))?;
        }
        DirBuilder::new()
            .mode(0o700)
            .create(&unfinished)
            .map_err(StartError::at(&unfinished))?;
        account.own(&unfinished)?;
        let mut initdb = Command::new(binaries.program("initdb"));
        initdb
            .arg("-D")
            .arg(&unfinished)
            .args(["-U", "tenure", "-E", "UTF8", "--no-instructions"]);
        initdb
            .args(["--auth-local=trust", "--auth-host=reject"])
            .args(*locale);
        if durability == Durability::Ephemeral {
            initdb.arg("--no-sync");
        }
        account.apply(&mut initdb);
        // It reads nothing. The lock on its input keeps others away should we be killed now.
        initdb.stdin(Stdio::from(lock.try_clone().map_err(StartError::at(data))?));
        if run_initdb(&mut initdb, data)? {
            if number > 0 {
                tracing::warn!(?locale, "this machine has no locale C.UTF-8; using another");
            }
            return std::fs::rename(&unfinished, data).map_err(StartError::at(data));
        }
    }
    Err(StartError::Initdb {
        output: "it knows neither locale C.UTF-8 nor locale C".to_owned(),
    })
}

/// False when this machine does not know the locale.
fn run_initdb(initdb: &mut Command, data: &Path) -> Result<bool, StartError> {
    let answer = initdb
        .env("LC_ALL", "C")
        .output()
        .map_err(StartError::at(data))?;
    if answer.status.success() {
        return Ok(true);
    }
    let output = String::from_utf8_lossy(&answer.stderr);
    if output.contains("invalid locale name") {
        return Ok(false);
    }
    Err(if says_disk_full(&output) {
        StartError::DiskFull {
            path: data.to_owned(),
        }
    } else {
        StartError::Initdb {
            output: tail(&output),
        }
    })
}

/// The locales to try, best first. Sorting by code point is part of every index on text, so it
/// must be the same on all machines; plain C does the same but knows no letters beyond ASCII.
fn locales(major: u32) -> &'static [&'static [&'static str]] {
    const SYSTEM: &[&str] = &["--locale=C.UTF-8"];
    const BUILT_IN: &[&str] = &[
        "--locale=C",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
    ];
    const PLAIN: &[&str] = &["--locale=C"];
    if major >= 17 {
        &[SYSTEM, BUILT_IN, PLAIN]
    } else {
        &[SYSTEM, PLAIN]
    }
}
