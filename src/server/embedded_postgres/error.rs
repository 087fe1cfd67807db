//! What can go wrong between "start" and a cluster that answers.

use std::io;
use std::path::{Path, PathBuf};

/// Why no cluster could be started. Each message is one sentence for the person at the terminal:
/// what is wrong, where, and what would be right.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// No program anywhere that the search looked.
    #[error(
        "no PostgreSQL 15 or newer was found: install one (Debian: apt-get install postgresql; \
         macOS: brew install postgresql@18), or set TENURE_PG_BIN to its bin directory, or set \
         TENURE_DATABASE_URL to a running one"
    )]
    NoPostgres,

    /// The directory that the caller insisted on holds no usable PostgreSQL.
    #[error(
        "{} holds no PostgreSQL 15 or newer (`initdb` and `postgres`): set TENURE_PG_BIN to a bin \
         directory that does, or unset it",
        directory.display()
    )]
    NotPostgres {
        /// The directory that was named.
        directory: PathBuf,
    },

    /// The data were written by a major version that is not installed here.
    #[error(
        "the data in {} are of PostgreSQL {major}, and no usable PostgreSQL {major} was found: \
         install that version, or dump the data with it and restore them in another directory \
         (TENURE_DATA_DIR)",
        data.display()
    )]
    OtherMajor {
        /// The data directory.
        data: PathBuf,
        /// The major version that wrote it.
        major: u32,
    },

    /// We are root, PostgreSQL refuses to be, and there is nobody else to be.
    #[error(
        "PostgreSQL does not run as root, and neither user `postgres` nor user `nobody` exists: \
         create a user `postgres`, or start as another user"
    )]
    NoUser,

    /// The user that PostgreSQL runs as cannot reach a file or directory.
    #[error(
        "PostgreSQL runs as user `{user}`, who may not enter or run {}: allow it (chmod a+x), or \
         choose another place (TENURE_DATA_DIR for data, TENURE_PG_BIN for programs)",
        path.display()
    )]
    OutOfReach {
        /// The first path on the way that is closed.
        path: PathBuf,
        /// The user that PostgreSQL runs as.
        user: String,
    },

    /// The data belong to somebody else.
    #[error(
        "the data in {} belong to user id {owner}: start as that user or as root, or choose \
         another directory with TENURE_DATA_DIR",
        data.display()
    )]
    NotOwned {
        /// The data directory.
        data: PathBuf,
        /// The user id that owns it.
        owner: u32,
    },

    /// A file or directory could not be made.
    #[error(
        "cannot write to {}: {source}; choose another directory with TENURE_DATA_DIR",
        path.display()
    )]
    Unwritable {
        /// What could not be written.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },

    /// No space left.
    #[error(
        "the disk that holds {} is full: free about 60 MB, or choose another directory with \
         TENURE_DATA_DIR",
        path.display()
    )]
    DiskFull {
        /// The directory on that disk.
        path: PathBuf,
    },

    /// An ephemeral cluster removes its directory at the end, so it takes only an empty one.
    #[error("{} is not empty, and an ephemeral cluster would remove it: name a new directory", path.display())]
    NotEmpty {
        /// The directory that was named.
        path: PathBuf,
    },

    /// Another process holds the data and neither became ready nor let go.
    #[error(
        "{} is in use by another PostgreSQL that neither answers nor ends: stop it, or choose \
         another directory with TENURE_DATA_DIR",
        data.display()
    )]
    InUse {
        /// The data directory.
        data: PathBuf,
    },

    /// `initdb` refused for a reason that we do not know.
    #[error("initdb failed: {output}")]
    Initdb {
        /// The end of what it printed.
        output: String,
    },

    /// The server ended, or did not become ready, for a reason that we do not know.
    #[error("PostgreSQL did not start: {output} (see {})", log.display())]
    Server {
        /// The end of its log.
        output: String,
        /// The whole log.
        log: PathBuf,
    },
}

impl StartError {
    /// Names the path that an input or output error is about.
    pub(super) fn at(path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |source| {
            let path = path.to_owned();
            if matches!(
                source.kind(),
                io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded
            ) {
                Self::DiskFull { path }
            } else {
                Self::Unwritable { path, source }
            }
        }
    }
}

/// Whether a message of PostgreSQL's (always in English here) says that the disk is full.
pub(super) fn says_disk_full(output: &str) -> bool {
    output.contains("No space left on device") || output.contains("Disk quota exceeded")
}

/// The last lines of a program's output, joined into one.
pub(super) fn tail(output: &str) -> String {
    const LINES_MAX: usize = 8;
    let lines: Vec<&str> = output
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect();
    lines[lines.len().saturating_sub(LINES_MAX)..].join("; ")
}
