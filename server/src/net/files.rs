//! How many files the system lets the hub have open: each connection is one.

/// Enough for two sockets of each person that a hub takes in, and for the strangers at its door.
#[cfg(unix)]
const WANTED: u64 = 65_536;
/// What a hub needs for a set of two hundred phones, two sockets each, and its own.
pub const ENOUGH: u64 = 1024;

/// Raises this program's own limit as far as the system lets it, and says how far that is. Many systems start
/// programs with 256 or 1024.
#[cfg(unix)]
pub fn raise_limit() -> u64 {
    use rlimit::Resource;
    let (soft, hard) = Resource::NOFILE.get().unwrap_or((ENOUGH, ENOUGH));
    // macOS names no bound and then refuses more than its own; less than wanted is taken there.
    [WANTED, 10_240, 4096]
        .into_iter()
        .map(|wanted| wanted.min(hard))
        .filter(|wanted| *wanted > soft)
        .find(|wanted| Resource::NOFILE.set(*wanted, hard).is_ok())
        .unwrap_or(soft)
}

/// Windows counts sockets otherwise, and has enough of them.
#[cfg(not(unix))]
pub fn raise_limit() -> u64 {
    65_536
}

/// Whether an error says that there are no more files to be had.
pub fn are_used_up(error: &std::io::Error) -> bool {
    // EMFILE and ENFILE on every Unix; Windows has WSAEMFILE.
    matches!(error.raw_os_error(), Some(23 | 24 | 10_024))
}
