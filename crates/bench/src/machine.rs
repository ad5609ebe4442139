//! What the machine was doing meanwhile, and what a process used.

use crate::{Failed, float};
use std::{path::Path, time::Duration};

/// Ticks a second in `/proc/PID/stat` (`CLK_TCK`, fixed at 100 on Linux).
const TICK: Duration = Duration::from_millis(10);

/// Load and pressure stall information, one line.
pub(crate) fn pressure() -> String {
    let read = |path: &str| std::fs::read_to_string(path).unwrap_or_default();
    let some = |path: &str| {
        let text = read(path);
        let line = text.lines().next().unwrap_or("-");
        line.split_whitespace().nth(1).unwrap_or("-").to_owned()
    };
    let load: Vec<String> = read("/proc/loadavg")
        .split_whitespace()
        .take(3)
        .map(str::to_owned)
        .collect();
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    format!(
        "machine: {cores} cores, load {}, psi cpu {} io {} memory {}",
        load.join(" "),
        some("/proc/pressure/cpu"),
        some("/proc/pressure/io"),
        some("/proc/pressure/memory"),
    )
}

/// CPU time a process has used, user and system.
pub(crate) fn cpu(pid: u32) -> Result<Duration, Failed> {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat"))?;
    let after = stat.rsplit_once(')').ok_or("stat")?.1;
    let mut fields = after.split_whitespace().skip(11);
    let mut ticks = 0u32;
    for _ in 0..2 {
        let field: u32 = fields.next().ok_or("stat")?.parse()?;
        ticks = ticks.saturating_add(field);
    }
    Ok(TICK.saturating_mul(ticks))
}

/// Resident memory now, MiB.
pub(crate) fn resident_mib(pid: u32) -> Result<f64, Failed> {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status"))?;
    let line = status
        .lines()
        .find_map(|l| l.strip_prefix("VmRSS:"))
        .ok_or("no VmRSS")?;
    let kb: u64 = line.trim().trim_end_matches(" kB").parse()?;
    Ok(float(kb) / 1024.0)
}

/// Bytes the loopback interface carried, headers included.
pub(crate) fn loopback() -> Result<u64, Failed> {
    Ok(
        std::fs::read_to_string("/sys/class/net/lo/statistics/tx_bytes")?
            .trim()
            .parse()?,
    )
}

/// Size of a file, MiB.
pub(crate) fn file_mib(path: &Path) -> Result<f64, Failed> {
    Ok(float(std::fs::metadata(path)?.len()) / 1_048_576.0)
}
