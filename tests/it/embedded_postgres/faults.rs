//! Processes are killed, files are forged, starts race.

use super::*;
use nix::errno::Errno;
use nix::sys::signal::{Signal, kill};
use std::time::{Duration, Instant};

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

#[test]
fn after_kill_9_of_the_holder_postgres_ends_and_a_new_start_succeeds_at_once() {
    hold_if_child();
    let directory = scratch();
    let holder = Holder::start(
        directory.path(),
        after_kill_9_of_the_holder_postgres_ends_and_a_new_start_succeeds_at_once,
    );
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
    let holder = Holder::start(
        directory.path(),
        after_kill_9_of_holder_and_postgres_committed_data_are_there,
    );
    let joined = start(directory.path());
    write_down(&joined);
    kill(postmaster_pid(directory.path()), Signal::SIGKILL).expect("kill -9 postgres");
    holder.kill();
    let cluster = start(directory.path());
    assert!(cluster.is_ours());
    assert_kept(&cluster);
}

#[test]
fn after_kill_9_of_postgres_alone_the_holder_can_start_it_again() {
    let directory = scratch();
    let mut cluster = start(directory.path());
    write_down(&cluster);
    kill(postmaster_pid(directory.path()), Signal::SIGKILL).expect("kill -9 postgres");
    cluster.stop();
    assert_kept(&start(directory.path()));
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
    let holder = Holder::start(
        directory.path(),
        a_second_start_joins_and_leaves_the_cluster_running,
    );
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
