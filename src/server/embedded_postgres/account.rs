//! Which user PostgreSQL runs as. It refuses root, so root steps down.

use super::error::StartError;
use nix::unistd::{Uid, User, geteuid};
use std::os::unix::fs::{MetadataExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The user that PostgreSQL and its files belong to.
#[derive(Debug, Clone)]
pub(super) enum Account {
    /// We are not root: PostgreSQL runs as we do.
    Own,
    /// We are root: PostgreSQL runs as this user. Boxed, since a passwd entry is large.
    Other(Box<User>),
}

impl Account {
    /// `data` may exist already: then its owner goes on, whatever users exist by now.
    pub(super) fn choose(data: &Path) -> Result<Self, StartError> {
        let owner = std::fs::metadata(data)
            .map(|found| Uid::from_raw(found.uid()))
            .ok();
        if !geteuid().is_root() {
            return match owner {
                Some(owner) if owner != geteuid() => Err(StartError::NotOwned {
                    data: data.to_owned(),
                    owner: owner.as_raw(),
                }),
                _ => Ok(Self::Own),
            };
        }
        let by_owner = owner.filter(|owner| !owner.is_root()).and_then(|owner| {
            // A failed look-up is an absent user: the next one may do.
            User::from_uid(owner).ok().flatten()
        });
        let by_name = || {
            ["postgres", "nobody"]
                .iter()
                .find_map(|name| User::from_name(name).ok().flatten())
        };
        by_owner
            .or_else(by_name)
            .map(|user| Self::Other(Box::new(user)))
            .ok_or(StartError::NoUser)
    }

    /// Makes `command` run as this user, in a directory that everybody may enter.
    pub(super) fn apply(&self, command: &mut Command) {
        if let Self::Other(user) = self {
            // std clears the supplementary groups itself when root names a user.
            command.uid(user.uid.as_raw()).gid(user.gid.as_raw());
        }
        command.current_dir("/");
    }

    /// Gives `path` to this user.
    pub(super) fn own(&self, path: &Path) -> Result<(), StartError> {
        match self {
            Self::Own => Ok(()),
            Self::Other(user) => chown(path, Some(user.uid.as_raw()), Some(user.gid.as_raw()))
                .map_err(StartError::at(path)),
        }
    }

    /// Checks that this user may enter each directory above `path`, and enter or run `path`
    /// itself. Asks the system by trying, so that access lists count too.
    pub(super) fn reach(&self, path: &Path) -> Result<(), StartError> {
        const PROBE: &str = r#"for p; do [ -x "$p" ] || { printf %s "$p"; exit 1; }; done"#;
        let Self::Other(user) = self else {
            return Ok(());
        };
        let mut on_the_way: Vec<&Path> = path.ancestors().collect();
        on_the_way.reverse();
        let mut probe = Command::new("/bin/sh");
        probe
            .args(["-c", PROBE, "tenure-probe"])
            .args(on_the_way)
            .stdin(Stdio::null());
        self.apply(&mut probe);
        let answer = probe
            .output()
            .map_err(StartError::at(Path::new("/bin/sh")))?;
        if answer.status.success() {
            return Ok(());
        }
        let closed = PathBuf::from(String::from_utf8_lossy(&answer.stdout).into_owned());
        Err(StartError::OutOfReach {
            path: closed,
            user: user.name.clone(),
        })
    }
}
