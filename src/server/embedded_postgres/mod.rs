//! A PostgreSQL of our own, for machines where nobody has set one up.
//!
//! Runs an installed `postgres` as a private child: on a unix socket in a directory that only its
//! user may enter, without TCP and without a password, and not as root even when we are. The data
//! survive any death of ours or its own; PostgreSQL never outlives us.
//!
//! At most one cluster runs in a directory. A second start joins it.

mod account;
mod binaries;
mod database;
mod directory;
mod error;
mod guard;
mod postmaster;

pub use binaries::{MAJOR_MIN, SearchPath};
pub use database::{DATABASE, create_database};
pub use directory::default_data_dir;
pub use error::StartError;

use account::Account;
use binaries::Binaries;
use directory::{Held, Locks, Log};
use guard::Launch;
use nix::sys::signal::Signal;
use postmaster::Postmaster;
use std::fs::File;
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::Child;
use std::time::{Duration, Instant};

/// Only a name: the port is part of the socket's file name, and there is no TCP.
const PORT: u16 = 5432;
/// How long another cluster on the directory may take to start, or to end.
const WAIT_MAX: Duration = Duration::from_secs(60);
/// How long the server may take to be ready; after a crash it first replays its log.
const READY_MAX: Duration = Duration::from_secs(300);
/// How long a fast shutdown may take before it becomes an immediate one.
const STOP_MAX: Duration = Duration::from_secs(60);
/// How long an immediate shutdown may take before we give up waiting.
const KILL_MAX: Duration = Duration::from_secs(10);
/// How often we look, while a person waits.
const POLL: Duration = Duration::from_millis(5);

/// What the data are worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Durability {
    /// Every commit survives a crash of the machine.
    Durable,
    /// For tests: fast, and the whole directory is removed at the end.
    Ephemeral,
}

/// A running PostgreSQL. Dropping it stops the server if this process started it.
#[derive(Debug)]
pub struct Cluster {
    socket_dir: PathBuf,
    data: PathBuf,
    /// `None`: another process started it, or it is stopped.
    server: Option<Server>,
}

/// What only the process has that started the server.
#[derive(Debug)]
struct Server {
    guard: Child,
    holder: File,
    /// Removed at the end.
    remove: Option<PathBuf>,
}

/// All that a start finds out before it takes the locks.
struct Plan {
    root: PathBuf,
    data: PathBuf,
    existing_major: Option<u32>,
    binaries: Binaries,
    account: Account,
    durability: Durability,
}

impl Cluster {
    /// Starts the cluster in `root`, making it if there is none, or joins the one that runs there.
    ///
    /// Takes 0.6 s the first time and 0.05 s later. Blocks: call it from a thread that may.
    ///
    /// # Errors
    /// [`StartError`], a sentence that says what to do.
    pub fn start(root: &Path, durability: Durability) -> Result<Self, StartError> {
        Self::start_with(&SearchPath::from_environment(), root, durability)
    }

    /// [`Cluster::start`] with the programs of `search`.
    ///
    /// # Errors
    /// [`StartError`], a sentence that says what to do.
    pub fn start_with(
        search: &SearchPath,
        root: &Path,
        durability: Durability,
    ) -> Result<Self, StartError> {
        let root = std::path::absolute(root).map_err(StartError::at(root))?;
        directory::prepare(&root, durability)?;
        let began = Instant::now();
        loop {
            let plan = Plan::make(search, &root, durability)?;
            match directory::hold(&root)? {
                Held::Ours(locks) => {
                    // Somebody may have made a cluster between the plan and the lock.
                    if directory::existing_major(&root) == plan.existing_major
                        && plan.clear_the_way()?
                    {
                        return plan.launch(locks);
                    }
                }
                Held::Others => {
                    if let Some(joined) = plan.join() {
                        return Ok(joined);
                    }
                }
                Held::Ending => {}
            }
            if began.elapsed() > WAIT_MAX {
                return Err(StartError::InUse { data: plan.data });
            }
            std::thread::sleep(4 * POLL);
        }
    }

    /// A connection URL for `database`, for sqlx.
    pub fn url(&self, database: &str) -> String {
        let mut url = url::Url::parse("postgres://tenure@localhost").expect("a constant URL");
        url.path_segments_mut()
            .expect("a URL with a host has a path")
            .push(database);
        // Port and mode are named so that PGPORT and PGSSLMODE of the caller's shell do not count.
        url.set_port(Some(PORT))
            .expect("a URL with a host may have a port");
        url.query_pairs_mut()
            .append_pair("host", &self.socket_dir.to_string_lossy())
            .append_pair("sslmode", "disable");
        url.into()
    }

    /// Whether this process started the server. If not, the server ends with the one that did.
    pub fn is_ours(&self) -> bool {
        self.server.is_some()
    }

    /// The data directory.
    pub fn data(&self) -> &Path {
        &self.data
    }

    /// Stops the server if this process started it, and waits for its end: connections are cut,
    /// and everything is on disk. A second call does nothing.
    pub fn stop(&mut self) {
        let Some(Server {
            mut guard,
            holder,
            remove,
        }) = self.server.take()
        else {
            return;
        };
        drop(holder); // from here on nobody joins
        drop(guard.stdin.take()); // the guard sees its pipe close
        let began = Instant::now();
        let mut signal = None;
        loop {
            let guard_ended = !matches!(guard.try_wait(), Ok(None));
            // Somebody may have killed the guard alone.
            let postmaster = self.postmaster();
            if guard_ended && (postmaster.is_none() || began.elapsed() > STOP_MAX + KILL_MAX) {
                break;
            }
            let wanted = match began.elapsed() {
                waited if waited > STOP_MAX => Some(Signal::SIGQUIT), // replays its log next time
                _ if guard_ended => Some(Signal::SIGINT),
                _ => None,
            };
            if signal != wanted
                && let Some(postmaster) = postmaster
            {
                signal = wanted;
                wanted
                    .into_iter()
                    .for_each(|wanted| postmaster.signal(wanted));
            }
            std::thread::sleep(POLL);
        }
        guard::remove_socket_dir(&self.socket_dir);
        if let Some(root) = remove {
            let _ = std::fs::remove_dir_all(root); // as a rule the guard has done it
        }
    }

    /// Our server's own entry, as long as it lives.
    fn postmaster(&self) -> Option<Postmaster> {
        Postmaster::read(&self.data).filter(|postmaster| {
            postmaster.socket_dir == self.socket_dir && postmaster.is_postgres_on(&self.data)
        })
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        self.stop();
    }
}

impl Plan {
    fn make(search: &SearchPath, root: &Path, durability: Durability) -> Result<Self, StartError> {
        let existing_major = directory::existing_major(root);
        let existing = existing_major.map_or(root.to_owned(), |major| directory::data(root, major));
        let binaries = search.find(existing_major, &existing)?;
        let data = directory::data(root, binaries.major);
        let account = Account::choose(&data)?;
        if durability == Durability::Ephemeral {
            account.own(root)?; // its guard removes it
        }
        account.reach(root)?;
        account.reach(&binaries.program("postgres"))?;
        Ok(Self {
            root: root.to_owned(),
            data,
            existing_major,
            binaries,
            account,
            durability,
        })
    }

    /// Removes what a crash left behind. False when somebody started PostgreSQL here by hand.
    fn clear_the_way(&self) -> Result<bool, StartError> {
        let left = Postmaster::read(&self.data);
        if !postmaster::clear_stale(&self.data).map_err(StartError::at(&self.data))? {
            return Ok(false);
        }
        if let Some(left) = left {
            guard::remove_socket_dir(&left.socket_dir);
        }
        Ok(true)
    }

    /// The cluster that another process runs, once it answers.
    fn join(&self) -> Option<Cluster> {
        let Postmaster {
            socket_dir, ready, ..
        } = Postmaster::read(&self.data)?;
        let socket = socket_dir.join(format!(".s.PGSQL.{PORT}"));
        if !ready || UnixStream::connect(socket).is_err() {
            return None;
        }
        Some(Cluster {
            socket_dir,
            data: self.data.clone(),
            server: None,
        })
    }

    fn launch(self, locks: Locks) -> Result<Cluster, StartError> {
        let Self {
            root,
            data,
            existing_major,
            binaries,
            account,
            durability,
        } = &self;
        if existing_major.is_none() {
            directory::initialise(binaries, account, data, *durability, &locks.postgres)?;
        }
        let log = Log::open(root)?;
        let socket_dir = guard::make_socket_dir(account)?;
        let launch = Launch {
            binaries,
            account,
            root,
            data,
            socket_dir: &socket_dir,
            durability: *durability,
        };
        let guard = launch.spawn(&locks.postgres, log.writer()?)?;
        let remove = (*durability == Durability::Ephemeral).then(|| root.clone());
        let server = Server {
            guard,
            holder: locks.holder,
            remove,
        };
        // From here on every return stops what was started.
        let mut cluster = Cluster {
            socket_dir,
            data: data.clone(),
            server: Some(server),
        };
        cluster.wait_until_ready(log)?;
        Ok(cluster)
    }
}

impl Cluster {
    fn wait_until_ready(&mut self, log: Log) -> Result<(), StartError> {
        let began = Instant::now();
        loop {
            let postmaster = Postmaster::read(&self.data);
            if postmaster.is_some_and(|found| found.ready && found.socket_dir == self.socket_dir) {
                return Ok(());
            }
            let guard = self.server.as_mut().map(|server| server.guard.try_wait());
            let ended = !matches!(guard, Some(Ok(None)));
            if ended || began.elapsed() > READY_MAX {
                let output = error::tail(&log.text());
                if error::says_disk_full(&output) {
                    return Err(StartError::DiskFull {
                        path: self.data.clone(),
                    });
                }
                return Err(StartError::Server {
                    output,
                    log: log.path,
                });
            }
            std::thread::sleep(POLL);
        }
    }
}
