//! Where PostgreSQL's programs are. `tools/find-postgres` looks in the same places in the same
//! order, for the scripts.

use super::error::StartError;
use nix::unistd::geteuid;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The oldest major version that the migrations are tested with.
pub const MAJOR_MIN: u32 = 15;
/// The newest major version that is looked for in versioned directories. PATH may hold newer ones.
const MAJOR_MAX: u32 = 20;

/// The directories to look in, best first.
#[derive(Debug, Clone)]
pub enum SearchPath {
    /// This bin directory or none.
    Only(PathBuf),
    /// The first of these that holds a PostgreSQL that will do.
    Among(Vec<PathBuf>),
}

impl SearchPath {
    /// `TENURE_PG_BIN` alone if it is set; else what the machine has installed, newest first; then
    /// PATH; then what `tools/provision-postgres/provision` has put into the cache.
    pub fn from_environment() -> Self {
        if let Some(directory) = std::env::var_os("TENURE_PG_BIN").filter(|name| !name.is_empty()) {
            return Self::Only(directory.into());
        }
        let mut directories = Vec::new();
        for major in (MAJOR_MIN..=MAJOR_MAX).rev() {
            directories.extend(
                [
                    format!("/usr/lib/postgresql/{major}/bin"),
                    format!("/usr/pgsql-{major}/bin"),
                    format!("/opt/homebrew/opt/postgresql@{major}/bin"),
                    format!("/usr/local/opt/postgresql@{major}/bin"),
                    format!("/Applications/Postgres.app/Contents/Versions/{major}/bin"),
                ]
                .map(PathBuf::from),
            );
        }
        let path = std::env::var_os("PATH").unwrap_or_default();
        directories.extend(std::env::split_paths(&path).filter_map(|directory| {
            // A link into the real bin directory has no initdb beside it.
            let program = std::fs::canonicalize(directory.join("postgres")).ok()?;
            program.parent().map(Path::to_owned)
        }));
        directories.extend(provisioned());
        Self::Among(directories)
    }

    /// Finds the programs. `major` is what existing data need; `data` is named in the refusal.
    pub(super) fn find(&self, major: Option<u32>, data: &Path) -> Result<Binaries, StartError> {
        let directories = match self {
            Self::Only(directory) => std::slice::from_ref(directory),
            Self::Among(directories) => directories,
        };
        let mut any = false;
        for found in directories
            .iter()
            .filter_map(|directory| Binaries::look_in(directory))
        {
            any = true;
            if major.is_none_or(|wanted| wanted == found.major) {
                return Ok(found);
            }
        }
        Err(match (self, major) {
            (Self::Only(directory), _) if !any => StartError::NotPostgres {
                directory: directory.clone(),
            },
            (_, Some(major)) => StartError::OtherMajor {
                data: data.to_owned(),
                major,
            },
            (_, None) => StartError::NoPostgres,
        })
    }
}

/// The bin directories in the cache of `tools/provision-postgres/provision`, newest first.
fn provisioned() -> Vec<PathBuf> {
    let Some(cache) = cache_directory() else {
        return Vec::new();
    };
    let mut found: Vec<PathBuf> = std::fs::read_dir(cache)
        .into_iter()
        .flatten()
        .flatten()
        .filter(|entry| entry.file_name().as_encoded_bytes().starts_with(b"pg-"))
        .map(|entry| entry.path().join("bin"))
        .collect();
    found.sort();
    found.reverse();
    found
}

fn cache_directory() -> Option<PathBuf> {
    if geteuid().is_root() {
        return Some("/var/cache/tenure".into());
    }
    let cache = std::env::var_os("XDG_CACHE_HOME").map(PathBuf::from);
    let cache = cache.filter(|path| path.is_absolute());
    let base = cache.or_else(|| std::env::home_dir().map(|home| home.join(".cache")))?;
    Some(base.join("tenure"))
}

/// One installation that is new enough.
#[derive(Debug, Clone)]
pub(super) struct Binaries {
    /// Holds `initdb` and `postgres`.
    pub(super) directory: PathBuf,
    /// At least [`MAJOR_MIN`].
    pub(super) major: u32,
}

impl Binaries {
    fn look_in(directory: &Path) -> Option<Self> {
        let postgres = directory.join("postgres");
        if !postgres.is_file() || !directory.join("initdb").is_file() {
            return None;
        }
        let answer = Command::new(postgres)
            .arg("--version")
            .stdin(Stdio::null())
            .output()
            .ok()?;
        let major = parse_major(&String::from_utf8_lossy(&answer.stdout))?;
        (major >= MAJOR_MIN).then(|| Self {
            directory: directory.to_owned(),
            major,
        })
    }

    pub(super) fn program(&self, name: &str) -> PathBuf {
        self.directory.join(name)
    }
}

/// The major in `postgres (PostgreSQL) 15.18 (Debian …)`; before a release it reads `19beta1`.
fn parse_major(version: &str) -> Option<u32> {
    let digits: String = version
        .chars()
        .skip_while(|character| !character.is_ascii_digit())
        .take_while(char::is_ascii_digit)
        .collect();
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_major_is_read_from_every_shape_of_version() {
        for (version, major) in [
            (
                "postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)\n",
                Some(15),
            ),
            ("postgres (PostgreSQL) 18.4\n", Some(18)),
            ("postgres (PostgreSQL) 19beta1\n", Some(19)),
            ("postgres (PostgreSQL)\n", None),
            ("", None),
        ] {
            assert_eq!(parse_major(version), major, "{version}");
        }
    }
}
