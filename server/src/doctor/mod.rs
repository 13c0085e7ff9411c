//! `quiethold doctor`: looks at what a day on set needs of this laptop, before there are people on set.
//!
//! Each line says what was found and what to do. Where it could not look it says so.

mod certificate;
mod disk;
mod network;
mod running;
mod sleep;

use crate::tls::Source;
use serde::Serialize;
use std::{
    fmt,
    io::Read,
    net::{IpAddr, SocketAddr},
    path::PathBuf,
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};
use time::{Date, OffsetDateTime};

/// How something was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Found {
    /// As a day needs it.
    Ok,
    /// Worth a look: it may be right, or this program could not see it.
    Look,
    /// A day can't go well with it.
    Broken,
}

/// One thing that was looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Line {
    /// How it is.
    pub found: Found,
    /// What was looked at: `address`, `port`, `disk` …
    pub about: &'static str,
    /// What was found.
    pub says: String,
    /// What to do; empty where nothing is.
    pub to_do: String,
}

impl Line {
    fn ok(about: &'static str, says: impl Into<String>) -> Self {
        Self { found: Found::Ok, about, says: says.into(), to_do: String::new() }
    }

    fn look(about: &'static str, says: impl Into<String>, to_do: impl Into<String>) -> Self {
        Self { found: Found::Look, about, says: says.into(), to_do: to_do.into() }
    }

    fn broken(about: &'static str, says: impl Into<String>, to_do: impl Into<String>) -> Self {
        Self { found: Found::Broken, about, says: says.into(), to_do: to_do.into() }
    }
}

/// What to look at.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The day's folder.
    pub folder: PathBuf,
    /// Where the hub listens, or will.
    pub listen: SocketAddr,
    /// The address that a person put into the codes.
    pub address: Option<IpAddr>,
    /// From where the certificate will come.
    pub tls: Option<Source>,
    /// The last day on set, if it was said.
    pub wrap: Option<Date>,
}

/// Everything that was looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Report {
    /// The worst of the lines.
    pub found: Found,
    /// Line by line.
    pub lines: Vec<Line>,
}

/// Looks at everything.
pub fn examine(asked: &Asked) -> Report {
    let hub = running::ask(&asked.folder);
    let port = match &hub {
        running::Asked::Runs(runs) => runs.port,
        _ => asked.listen.port(),
    };
    let mut lines = vec![network::address(asked.listen.ip(), asked.address)];
    lines.push(network::port(SocketAddr::new(asked.listen.ip(), port), &hub));
    lines.push(network::firewall(port));
    lines.extend(sleep::lines());
    lines.extend(disk::lines(&asked.folder));
    lines.push(disk::clock(&asked.folder, OffsetDateTime::now_utc()));
    lines.extend(running::lines(&hub));
    lines.extend(certificate::lines(asked, &hub));
    let found = lines.iter().map(|line| line.found).max().unwrap_or(Found::Ok);
    Report { found, lines }
}

/// For a person.
impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for Line { found, about, says, to_do } in &self.lines {
            let word = match found {
                Found::Ok => "OK",
                Found::Look => "LOOK",
                Found::Broken => "BROKEN",
            };
            writeln!(f, "{word:<7} {about:<12} {says}")?;
            if !to_do.is_empty() {
                writeln!(f, "{:20} → {to_do}", "")?;
            }
        }
        let end = match self.found {
            Found::Ok => "This laptop is ready for a day.",
            Found::Look => "This laptop can run a day. Have a look at the lines marked LOOK first.",
            Found::Broken => "Put the lines marked BROKEN right before the day begins.",
        };
        write!(f, "\n{end}")
    }
}

/// A system's own tool that takes longer than this is not waited for.
const PATIENCE: Duration = Duration::from_secs(3);

/// What a tool of the system says on its standard output; none if it isn't there, fails, or takes too long.
fn tool(name: &str, arguments: &[&str]) -> Option<String> {
    let mut command = Command::new(name);
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().ok()?;
    let mut out = child.stdout.take()?;
    let reading = thread::spawn(move || {
        let mut bytes = Vec::new();
        out.read_to_end(&mut bytes).ok();
        String::from_utf8_lossy(&bytes).into_owned()
    });
    let began = Instant::now();
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return status.success().then(|| reading.join().ok()).flatten(),
            Ok(None) if began.elapsed() < PATIENCE => thread::sleep(Duration::from_millis(20)),
            _ => {
                let _ = child.kill();
                let _ = child.wait();
                return None;
            }
        }
    }
}
