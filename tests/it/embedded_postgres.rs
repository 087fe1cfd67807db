//! The launcher against real faults: processes are killed, files are forged.

use nix::errno::Errno;
use nix::sys::signal::{Signal, kill};
use nix::unistd::{Pid, User, geteuid};
use sqlx::{Connection, Executor, PgConnection};
use std::io::{BufRead, BufReader, Read};
use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::time::{Duration, Instant};
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

fn refusal(search: &SearchPath, root: &Path) -> StartError {
    Cluster::start_with(search, root, Durability::Durable).expect_err("a refusal")
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
    fn start(root: &Path, test: &str) -> Self {
        Self::spawn(
            Command::new(std::env::current_exe().expect("this program")),
            root,
            test,
        )
    }

    fn spawn(mut program: Command, root: &Path, test: &str) -> Self {
        program.args([
            "--exact",
            &format!("embedded_postgres::{test}"),
            "--nocapture",
        ]);
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

/// What a crashed server with process id `pid` leaves behind.
fn forge_pid_file(root: &Path, pid: u32) {
    let path = pid_file(root);
    let data = path.parent().expect("data").display();
    let text = format!("{pid}\n{data}\n1700000000\n5432\n/tmp/gone\n\n  0 0\nready   \n");
    std::fs::write(&path, text).expect("forge");
    if let Some(user) = postgres_user() {
        chown(&path, Some(user.uid.as_raw()), Some(user.gid.as_raw())).expect("chown");
    }
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
fn after_kill_9_of_the_holder_postgres_ends_and_a_new_start_succeeds_at_once() {
    hold_if_child();
    let directory = scratch();
    let name = "after_kill_9_of_the_holder_postgres_ends_and_a_new_start_succeeds_at_once";
    let holder = Holder::start(directory.path(), name);
    let old = postmaster_pid(directory.path());
    holder.kill();
    let cluster = start(directory.path());
    assert!(
        cluster.is_ours(),
        "joined a cluster that nobody looks after"
    );
    assert_ne!(postmaster_pid(directory.path()), old);
    drop(cluster);
    assert!(!pid_file(directory.path()).exists());
}

#[test]
fn after_kill_9_of_holder_and_postgres_committed_data_are_there() {
    hold_if_child();
    let directory = scratch();
    let name = "after_kill_9_of_holder_and_postgres_committed_data_are_there";
    let holder = Holder::start(directory.path(), name);
    let joined = start(directory.path());
    write_down(&joined);
    kill(postmaster_pid(directory.path()), Signal::SIGKILL).expect("kill -9 postgres");
    holder.kill();
    let cluster = start(directory.path());
    assert!(cluster.is_ours());
    assert_kept(&cluster);
}

#[test]
fn after_kill_9_of_the_guard_alone_stopping_still_stops_postgres() {
    let directory = scratch();
    let mut cluster = start(directory.path());
    let postgres = postmaster_pid(directory.path());
    let stat = std::fs::read_to_string(format!("/proc/{postgres}/stat"));
    let Ok(stat) = stat else {
        // Without /proc the guard cannot be found from outside.
        return;
    };
    let parent = stat
        .rsplit_once(')')
        .expect("a name")
        .1
        .split_whitespace()
        .nth(1);
    let guard = Pid::from_raw(parent.and_then(|pid| pid.parse().ok()).expect("a parent"));
    kill(guard, Signal::SIGKILL).expect("kill -9 the guard");
    cluster.stop();
    assert!(
        !pid_file(directory.path()).exists(),
        "PostgreSQL still runs"
    );
}

#[test]
fn a_process_id_that_another_program_got_since_does_not_stop_a_start() {
    let directory = scratch();
    start(directory.path()).stop();
    let mut sleeps = vec![Command::new("sleep")];
    if let Some(user) = postgres_user() {
        let mut sleep = Command::new("sleep");
        sleep
            .uid(user.uid.as_raw())
            .gid(user.gid.as_raw())
            .current_dir("/");
        sleeps.push(sleep);
    }
    for mut sleep in sleeps {
        let mut other = sleep.arg("60").spawn().expect("sleep");
        forge_pid_file(directory.path(), other.id());
        let started = Cluster::start(directory.path(), Durability::Durable).map(|mut cluster| {
            cluster.stop();
        });
        other.kill().expect("kill");
        other.wait().expect("reap");
        started.expect("start although the process id is taken");
    }
}

#[test]
fn a_dead_postgres_that_nobody_has_reaped_does_not_stop_a_start() {
    let directory = scratch();
    start(directory.path()).stop();
    // A zombie named postgres, owned by PostgreSQL's user: a copy of `true` under that name.
    let program = directory.path().join("postgres");
    std::fs::copy("/bin/true", &program).expect("copy true");
    let mut command = Command::new(&program);
    if let Some(user) = postgres_user() {
        command
            .uid(user.uid.as_raw())
            .gid(user.gid.as_raw())
            .current_dir("/");
    }
    let mut zombie = command.spawn().expect("run true");
    let pid = Pid::from_raw(i32::try_from(zombie.id()).expect("a pid"));
    let stat = format!("/proc/{pid}/stat");
    let began = Instant::now();
    while !std::fs::read_to_string(&stat).is_ok_and(|text| text.contains(") Z ")) {
        assert!(began.elapsed() < Duration::from_secs(10), "no zombie");
        std::thread::sleep(Duration::from_millis(5));
    }
    forge_pid_file(directory.path(), zombie.id());
    let started = Cluster::start(directory.path(), Durability::Durable);
    assert_ne!(
        kill(pid, None),
        Err(Errno::ESRCH),
        "the zombie went away by itself"
    );
    zombie.wait().expect("reap");
    started.expect("start although the process id is a zombie's");
}

#[test]
fn a_pid_file_that_a_crash_cut_short_does_not_stop_a_start() {
    let directory = scratch();
    start(directory.path()).stop();
    std::fs::write(pid_file(directory.path()), "").expect("forge");
    start(directory.path());
}

#[test]
fn a_second_start_joins_and_leaves_the_cluster_running() {
    hold_if_child();
    let directory = scratch();
    let name = "a_second_start_joins_and_leaves_the_cluster_running";
    let holder = Holder::start(directory.path(), name);
    let mut joined = start(directory.path());
    assert!(!joined.is_ours());
    write_down(&joined);
    joined.stop();
    assert_kept(&start(directory.path()));
    holder.finish();
    assert!(
        !pid_file(directory.path()).exists(),
        "PostgreSQL outlived its holder"
    );
}

#[test]
fn of_several_first_starts_one_makes_the_cluster_and_the_others_join() {
    let directory = scratch();
    let root = directory.path();
    let clusters: Vec<Cluster> = std::thread::scope(|scope| {
        let starts: Vec<_> = (0..4).map(|_| scope.spawn(|| start(root))).collect();
        starts
            .into_iter()
            .map(|start| start.join().expect("a start"))
            .collect()
    });
    assert_eq!(
        clusters.iter().filter(|cluster| cluster.is_ours()).count(),
        1
    );
    assert_eq!(
        clusters
            .iter()
            .map(|cluster| cluster.url("x"))
            .collect::<Vec<_>>()
            .len(),
        4
    );
    assert!(
        clusters
            .iter()
            .all(|cluster| cluster.url("x") == clusters[0].url("x"))
    );
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
fn data_of_a_major_that_is_not_installed_are_refused_and_left_alone() {
    let directory = scratch();
    let data = directory.path().join("pg14");
    std::fs::create_dir(&data).expect("mkdir");
    std::fs::write(data.join("PG_VERSION"), "14\n").expect("write");
    let refused = refusal(&SearchPath::from_environment(), directory.path());
    assert!(
        matches!(&refused, StartError::OtherMajor { major: 14, .. }),
        "{refused}"
    );
    assert!(refused.to_string().contains("pg14"), "{refused}");
    assert_eq!(
        std::fs::read_dir(directory.path()).expect("list").count(),
        1
    );
}

#[test]
fn without_postgres_the_refusal_names_the_ways_out() {
    let directory = scratch();
    let empty = directory.path().join("bin");
    let refused = refusal(&SearchPath::Among(vec![empty.clone()]), directory.path());
    assert!(matches!(refused, StartError::NoPostgres), "{refused}");
    for way in [
        "apt-get install postgresql",
        "TENURE_PG_BIN",
        "TENURE_DATABASE_URL",
    ] {
        assert!(refused.to_string().contains(way), "{refused}");
    }
    let refused = refusal(&SearchPath::Only(empty.clone()), directory.path());
    assert!(matches!(&refused, StartError::NotPostgres { directory } if *directory == empty));
}

#[test]
fn a_place_that_cannot_be_written_is_named() {
    let directory = scratch();
    let file = directory.path().join("file");
    std::fs::write(&file, "not a directory").expect("write");
    let refused = refusal(&SearchPath::from_environment(), &file.join("below"));
    assert!(
        matches!(&refused, StartError::Unwritable { .. }),
        "{refused}"
    );
    assert!(refused.to_string().contains("file/below"), "{refused}");
}

/// Programs that answer as PostgreSQL 15 does on a machine with the fault at hand.
fn fake_programs(directory: &Path, initdb: &str, postgres: &str) -> SearchPath {
    let version = "[ \"$1\" != --version ] || { echo 'postgres (PostgreSQL) 15.0'; exit; }";
    for (name, body) in [("initdb", initdb), ("postgres", postgres)] {
        let path = directory.join(name);
        std::fs::write(&path, format!("#!/bin/sh\n{version}\n{body}\n")).expect("write");
        open_to_all(&path);
    }
    SearchPath::Only(directory.to_owned())
}

#[test]
fn a_full_disk_and_a_broken_program_are_told_apart() {
    let directory = scratch();
    let full = "echo 'could not write file \"x\": No space left on device' >&2; exit 1";
    let broken = "echo 'FATAL:  the moon is wrong' >&2; exit 1";
    let version =
        "for a; do last=$now; now=$a; [ \"$last\" != -D ] || echo 15 >\"$a/PG_VERSION\"; done";
    for (number, initdb, postgres, expected) in [
        (0, full, "exit 1", "the disk that holds"),
        (
            1,
            broken,
            "exit 1",
            "initdb failed: FATAL:  the moon is wrong",
        ),
        (2, version, full, "the disk that holds"),
        (
            3,
            version,
            broken,
            "PostgreSQL did not start: FATAL:  the moon is wrong",
        ),
    ] {
        let search = fake_programs(directory.path(), initdb, postgres);
        let refused = refusal(&search, &directory.path().join(number.to_string())).to_string();
        assert!(refused.starts_with(expected), "{number}: {refused}");
    }
}

#[test]
fn a_machine_without_the_locale_gets_plain_c() {
    let directory = scratch();
    let initdb = "for a; do case $a in --locale=C.UTF-8) \
                  echo 'initdb: error: invalid locale name \"C.UTF-8\"' >&2; exit 1;; esac; done; \
                  echo 'reached plain C' >&2; exit 1";
    let search = fake_programs(directory.path(), initdb, "exit 1");
    let refused = refusal(&search, &directory.path().join("data")).to_string();
    assert_eq!(refused, "initdb failed: reached plain C");
}

#[test]
fn as_root_a_directory_that_postgres_may_not_enter_is_refused_by_name() {
    let Some(user) = postgres_user() else {
        // Nobody else is involved unless we are root.
        return;
    };
    let directory = scratch();
    let closed = directory.path().join("closed");
    std::fs::create_dir(&closed).expect("mkdir");
    std::fs::set_permissions(&closed, std::fs::Permissions::from_mode(0o700)).expect("chmod");
    let refused = refusal(&SearchPath::from_environment(), &closed.join("data"));
    match &refused {
        StartError::OutOfReach { path, user: named } => {
            assert_eq!((path, named), (&closed, &user.name));
        }
        other => panic!("{other}"),
    }
}

#[test]
fn a_user_who_is_not_root_has_a_cluster_of_their_own() {
    hold_if_child();
    let name = "a_user_who_is_not_root_has_a_cluster_of_their_own";
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
    let holder = Holder::spawn(program, &root, name);
    assert!(pid_file(&root).exists());
    holder.finish();
    assert!(!pid_file(&root).exists());
}
