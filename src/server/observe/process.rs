//! What the process itself uses.

use nix::sys::resource::{UsageWho, getrusage};

/// Seconds of processor time, of user and system together.
pub(super) fn cpu_seconds() -> Option<f64> {
    let usage = getrusage(UsageWho::RUSAGE_SELF).ok()?;
    let seconds = |time: nix::sys::time::TimeVal| {
        #[expect(clippy::cast_precision_loss, reason = "seconds of a process are few")]
        let whole = time.tv_sec() as f64;
        #[expect(clippy::cast_precision_loss, reason = "less than a million")]
        let rest = time.tv_usec() as f64 / 1e6;
        whole + rest
    };
    Some(seconds(usage.user_time()) + seconds(usage.system_time()))
}

/// Bytes of memory that are resident; only where the system tells it under `/proc`.
pub(super) fn resident_bytes() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kibibytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kibibytes * 1024)
}
