//! The launcher, with real processes.

mod faults;
mod refusals;

use nix::unistd::{Pid, User, geteuid};
use sqlx::{Connection, Executor, PgConnection};
use std::io::{BufRead, BufReader, Read};
use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use tempfile::TempDir;
use tenure::server::embedded_postgres::{
    Cluster, Durability, SearchPath, StartError, create_database,
};

/// Set in a child: the directory of the cluster to hold until standard input closes.
const HOLD: &str = "TENURE_TEST_HOLD";
/// What the child prints once it holds the cluster.
const HOLDING: &str = "holding ";

/// A directory in memory that PostgreSQL's user may enter.
fn scratch() -> TempDir {
    let memory = Path::new("/dev/shm");
    let base = if memory.is_dir() {
        memory.to_owned()
    } else {
        std::env::temp_dir()
    };
    let directory = tempfile::Builder::new()
        .prefix("tenure-pg-")
        .tempdir_in(base)
        .expect("mkdir");
    open_to_all(directory.path());
    directory
}

fn open_to_all(path: &Path) {
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755)).expect("chmod");
}

fn start(root: &Path) -> Cluster {
    Cluster::start(root, Durability::Durable).expect("start PostgreSQL")
}

/// Runs one statement and returns its first value.
fn ask(cluster: &Cluster, statement: &'static str) -> String {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    runtime.expect("a runtime").block_on(async {
        let mut connection = PgConnection::connect(&cluster.url("postgres"))
            .await
            .expect("connect");
        let answer = sqlx::query_scalar(statement)
            .fetch_one(&mut connection)
            .await
            .expect(statement);
        connection.close().await.expect("close");
        answer
    })
}

fn write_down(cluster: &Cluster) {
    run(
        cluster,
        "create table kept (word text); insert into kept values ('still here')",
    );
}

fn run(cluster: &Cluster, statements: &'static str) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    runtime.expect("a runtime").block_on(async {
        let mut connection = PgConnection::connect(&cluster.url("postgres"))
            .await
            .expect("connect");
        connection
            .execute(sqlx::raw_sql(statements))
            .await
            .expect(statements);
        connection.close().await.expect("close");
    });
}

fn assert_kept(cluster: &Cluster) {
    assert_eq!(ask(cluster, "select word from kept"), "still here");
}

/// Another process that holds a cluster: this test binary, running the same test as a child.
struct Holder {
    child: Child,
    /// Closing it makes the child stop its cluster and end.
    input: Option<ChildStdin>,
}

impl Holder {
    /// `test` must begin with [`hold_if_child`].
    fn start<Test: Fn()>(root: &Path, test: Test) -> Self {
        Self::spawn(
            Command::new(std::env::current_exe().expect("this program")),
            root,
            test,
        )
    }

    fn spawn<Test: Fn()>(mut program: Command, root: &Path, _test: Test) -> Self {
        // `it::embedded_postgres::…`: a test's name is its path inside the crate.
        let test = std::any::type_name::<Test>()
            .split_once("::")
            .expect("a path")
            .1;
        program.args(["--exact", test, "--nocapture"]);
        program
            .env(HOLD, root)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped());
        let mut child = program.spawn().expect("run this program again");
        let mut output = BufReader::new(child.stdout.take().expect("piped")).lines();
        let held = output.any(|line| line.is_ok_and(|line| line.contains(HOLDING)));
        let input = child.stdin.take();
        assert!(
            held,
            "the child ended without a cluster: {:?}",
            child.wait()
        );
        Self { child, input }
    }

    fn kill(mut self) {
        self.child.kill().expect("kill -9");
        self.child.wait().expect("reap");
    }

    fn finish(mut self) {
        drop(self.input.take());
        assert!(
            self.child.wait().expect("reap").success(),
            "the child failed"
        );
    }
}

/// In a child, holds the cluster as long as its parent wants and does not return.
fn hold_if_child() {
    if let Some(root) = std::env::var_os(HOLD) {
        let mut cluster = start(Path::new(&root));
        println!("{HOLDING}{}", cluster.url("postgres"));
        let _ = std::io::stdin().read_to_end(&mut Vec::new());
        cluster.stop();
        std::process::exit(0);
    }
}

fn postmaster_pid(root: &Path) -> Pid {
    let text = std::fs::read_to_string(pid_file(root)).expect("postmaster.pid");
    Pid::from_raw(
        text.lines()
            .next()
            .and_then(|line| line.parse().ok())
            .expect("a pid"),
    )
}

fn pid_file(root: &Path) -> PathBuf {
    let mut data = std::fs::read_dir(root)
        .expect("list")
        .flatten()
        .map(|entry| entry.path());
    data.find(|path| path.join("PG_VERSION").exists())
        .expect("data")
        .join("postmaster.pid")
}

/// The user that PostgreSQL runs as when we are root.
fn postgres_user() -> Option<User> {
    geteuid().is_root().then(|| {
        ["postgres", "nobody"]
            .iter()
            .find_map(|name| User::from_name(name).expect("passwd"))
            .expect("postgres or nobody")
    })
}

#[test]
fn a_cluster_keeps_its_data_from_one_start_to_the_next() {
    let directory = scratch();
    let root = directory.path().join("new");
    let mut cluster = start(&root);
    assert!(cluster.is_ours());
    write_down(&cluster);
    let socket_dir = ask(&cluster, "show unix_socket_directories");
    assert!(Path::new(&socket_dir).is_dir());
    assert_eq!(ask(&cluster, "show listen_addresses"), "");
    assert_eq!(ask(&cluster, "show server_encoding"), "UTF8");
    assert_eq!(ask(&cluster, "show fsync"), "on");
    cluster.stop();
    assert!(
        !Path::new(&socket_dir).exists(),
        "the socket's directory is left"
    );
    assert!(!pid_file(&root).exists(), "PostgreSQL still runs");
    assert_kept(&start(&root));
}

#[test]
fn stopping_twice_is_stopping_once() {
    let directory = scratch();
    let mut cluster = start(directory.path());
    cluster.stop();
    cluster.stop();
    assert!(!cluster.is_ours());
}

#[test]
fn an_ephemeral_cluster_leaves_nothing_behind_and_takes_no_directory_that_is_in_use() {
    let directory = scratch();
    let root = directory.path().join("gone");
    let mut cluster = Cluster::start(&root, Durability::Ephemeral).expect("start");
    assert_eq!(ask(&cluster, "show fsync"), "off");
    cluster.stop();
    assert!(!root.exists(), "the directory is left");

    std::fs::write(directory.path().join("mine"), "keep me").expect("write");
    let refused = Cluster::start(directory.path(), Durability::Ephemeral).expect_err("a refusal");
    assert!(matches!(refused, StartError::NotEmpty { .. }), "{refused}");
    assert!(directory.path().join("mine").exists());
}

#[tokio::test]
async fn the_service_s_database_is_made_once_and_sorts_by_code_point() {
    let directory = scratch();
    let root = directory.path().join("ephemeral");
    let starting =
        tokio::task::spawn_blocking(move || Cluster::start(&root, Durability::Ephemeral));
    let cluster = starting.await.expect("no panic").expect("start");
    let url = cluster.url("postgres");
    let (one, other) = tokio::join!(create_database(&url), create_database(&url));
    one.expect("create");
    other.expect("create at the same time");
    create_database(&url).await.expect("create again");
    let mut connection = PgConnection::connect(&cluster.url("tenure"))
        .await
        .expect("connect");
    let (encoding, sorted): (String, bool) =
        sqlx::query_as("select getdatabaseencoding()::text, 'Z' < 'a' and 'z' < 'ä'")
            .fetch_one(&mut connection)
            .await
            .expect("ask");
    assert_eq!((encoding.as_str(), sorted), ("UTF8", true));
    connection.close().await.expect("close");
    tokio::task::spawn_blocking(move || drop(cluster))
        .await
        .expect("stop");
}

#[test]
fn a_long_log_is_set_aside_at_the_start() {
    let directory = scratch();
    start(directory.path()).stop();
    let log = directory.path().join("postgres.log");
    let long = std::fs::File::options()
        .write(true)
        .open(&log)
        .expect("open");
    long.set_len(10 * 1024 * 1024).expect("at the limit");
    start(directory.path()).stop();
    assert!(
        !directory.path().join("postgres.log.1").exists(),
        "set aside at the limit"
    );
    start(directory.path()).stop(); // what the last start wrote is past the limit
    assert!(
        directory.path().join("postgres.log.1").exists(),
        "not set aside past the limit"
    );
    assert!(std::fs::metadata(&log).expect("a new log").len() < 1024 * 1024);
}

#[test]
fn a_user_who_is_not_root_has_a_cluster_of_their_own() {
    hold_if_child();
    let directory = scratch();
    let root = directory.path().join("data");
    let mut program = Command::new(std::env::current_exe().expect("this program"));
    if geteuid().is_root() {
        // This program itself may lie where that user cannot go.
        let nobody = User::from_name("nobody").expect("passwd").expect("nobody");
        let copy = directory.path().join("tests");
        std::fs::copy(program.get_program(), &copy).expect("copy");
        open_to_all(&copy);
        std::fs::create_dir(&root).expect("mkdir");
        chown(&root, Some(nobody.uid.as_raw()), Some(nobody.gid.as_raw())).expect("chown");
        program = Command::new(copy);
        program
            .uid(nobody.uid.as_raw())
            .gid(nobody.gid.as_raw())
            .current_dir("/");
    }
    let holder = Holder::spawn(
        program,
        &root,
        a_user_who_is_not_root_has_a_cluster_of_their_own,
    );
    assert!(pid_file(&root).exists());
    holder.finish();
    assert!(!pid_file(&root).exists());
}
