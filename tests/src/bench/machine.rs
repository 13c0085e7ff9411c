//! On what it was measured.

use super::{peers, process};
use std::fs;

/// The command that this is: with `--fifo`, nothing else on the machine comes in between.
pub fn command() -> &'static str {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // Behind the program's name, which may hold spaces: proc_pid_stat(5), field 40.
    let real_time = stat.rsplit(')').next().and_then(|rest| rest.split_whitespace().nth(37));
    if real_time.is_some_and(|priority| priority != "0") { "scripts/bench --fifo" } else { "scripts/bench" }
}

/// In one sentence each: when, the machine, the programs.
pub fn told() -> String {
    let read = |path: &str| fs::read_to_string(path).unwrap_or_default();
    let cpu = read("/proc/cpuinfo");
    let cpu = cpu.lines().find_map(|line| line.strip_prefix("model name")).unwrap_or("unknown");
    let memory = read("/proc/meminfo");
    let memory = memory.split_whitespace().nth(1).and_then(|kilo| kilo.parse::<u64>().ok()).unwrap_or(0);
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let kernel = read("/proc/sys/kernel/osrelease");
    let commit = std::process::Command::new("git").args(["rev-parse", "--short", "HEAD"]).output();
    let commit =
        commit.map(|said| String::from_utf8_lossy(&said.stdout).trim().to_owned()).unwrap_or_default();
    format!(
        "{} UTC, commit {commit}, release build, {}. {cores} cores ({}), {} GB, Linux {}; load of the minute before {}. \
         Beside it {}.",
        process::said("date", &["-u", "+%Y-%m-%d %H:%M"]),
        process::said("rustc", &["--version"]).split(" (").next().unwrap_or_default(),
        cpu.trim_start_matches([' ', '\t', ':']).trim(),
        memory / 1_000_000,
        kernel.trim(),
        read("/proc/loadavg").split(' ').next().unwrap_or_default(),
        peers::versions().join("; ")
    )
}
