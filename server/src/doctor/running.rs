//! The hub that runs with this folder, if one does: asked over loopback with the laptop's key, and answered in counts.

use super::Line;
use crate::web::LaptopState;
use serde::Deserialize;
use std::{fs, path::Path, time::Duration};

/// What became of asking.
pub(super) enum Asked {
    /// No hub runs with this folder.
    Nobody,
    /// One was killed, or doesn't answer.
    Silent,
    /// `hub.json` is another user's.
    NotOurs,
    /// It answered.
    Runs(Box<Runs>),
}

/// A hub that runs.
pub(super) struct Runs {
    pub port: u16,
    pub state: LaptopState,
}

#[derive(Deserialize)]
struct Left {
    port: u16,
    key: String,
}

/// A hub on the same machine answers in milliseconds, or something is wrong.
const PATIENCE: Duration = Duration::from_secs(3);

pub(super) fn ask(folder: &Path) -> Asked {
    let left = match fs::read_to_string(folder.join("hub.json")) {
        Ok(text) => serde_json::from_str::<Left>(&text).ok(),
        Err(why) if why.kind() == std::io::ErrorKind::PermissionDenied => return Asked::NotOurs,
        Err(_) => return Asked::Nobody,
    };
    let Some(Left { port, key }) = left else { return Asked::Silent };
    let agent: ureq::Agent =
        ureq::Agent::config_builder().timeout_global(Some(PATIENCE)).proxy(None).build().into();
    let answer = agent
        .get(format!("http://127.0.0.1:{port}/local/state"))
        .header("Authorization", format!("Bearer {key}"))
        .call()
        .and_then(|mut answer| answer.body_mut().read_json());
    match answer {
        Ok(state) => Asked::Runs(Box::new(Runs { port, state })),
        Err(_) => Asked::Silent,
    }
}

pub(super) fn lines(hub: &Asked) -> Vec<Line> {
    let runs = match hub {
        Asked::Nobody => return vec![Line::ok("hub", "No hub runs with this folder now.")],
        Asked::Silent => {
            return vec![Line::look(
                "hub",
                "A hub ran with this folder, and does not answer.",
                "Was it killed? Start it again: the phones come back by themselves.",
            )];
        }
        Asked::NotOurs => {
            return vec![Line::look(
                "hub",
                "Another user of this laptop runs the hub.",
                "Ask as that user: only they can read its key.",
            )];
        }
        Asked::Runs(runs) => runs,
    };
    let counts = &runs.state.counts;
    let mut lines = vec![Line::ok("hub", format!("It runs: {}", runs.state.url))];
    if counts.disk_trouble {
        lines.push(Line::broken(
            "record",
            "The hub can't write its disk: holds go out, and nothing is recorded.",
            "Make room, or check the disk; the hub goes on by itself.",
        ));
    }
    let receivers = format!("ICs reachable: {}. 1st ADs reachable: {}.", counts.ics, counts.ads);
    lines.push(if counts.ics == 0 {
        Line::look("receivers", receivers, "Rolling is refused until an IC is reachable.")
    } else if counts.ics + counts.ads == 1 {
        Line::look("receivers", receivers, "At least two should be: a second IC, or the 1st AD.")
    } else {
        Line::ok("receivers", receivers)
    });
    let phones = format!(
        "Performers' phones: {} can signal, {} can't, {} off set. Waiting to be let in: {}.",
        counts.live, counts.trouble, counts.away, counts.waiting
    );
    lines.push(if counts.trouble == 0 {
        Line::ok("phones", phones)
    } else {
        Line::look(
            "phones",
            phones,
            "The IC's page names them. Until they are back: the agreed word or gesture.",
        )
    });
    lines
}
