//! The hub that runs with this folder, if one does: asked over loopback with the laptop's key, and answered in counts.

use super::Line;
use crate::{hub::Counts, web::LaptopState};
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
    lines.extend(links(counts));
    lines
}

/// A frame that takes so long there and back makes a hold late enough to be felt.
const SLOW_MS: u32 = 200;

/// How good the links are. The IC's page has the same by name.
fn links(counts: &Counts) -> Option<Line> {
    let (one_lane, slowest) = (counts.one_lane, counts.slowest_ms);
    let sockets = match one_lane {
        0 => "all on both lanes".to_owned(),
        some => format!("{some} on one lane only"),
    };
    let lanes = match counts.by_datagram {
        0 => sockets,
        some => format!("{sockets}, {some} by datagram, too"),
    };
    let says = match slowest {
        Some(ms) => {
            format!("Linked phones: {lanes}; to the slowest and back a frame takes about {ms} ms.")
        }
        None if one_lane > 0 => format!("Linked phones: {lanes}."),
        None => return None, // nobody is linked
    };
    let todo = "Move the access point nearer to the floor, or put it on a channel that nobody else is on. The IC's page shows which phones it is.";
    Some(if one_lane == 0 && slowest < Some(SLOW_MS) {
        Line::ok("links", says)
    } else {
        Line::look("links", says, todo)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::doctor::Found;

    #[test]
    fn a_phone_on_one_lane_or_a_slow_one_is_worth_a_look_and_nobody_linked_is_nothing_to_say() {
        let found = |one_lane, slowest_ms| {
            links(&Counts { one_lane, slowest_ms, ..Counts::default() }).map(|line| (line.found, line.says))
        };
        assert_eq!(found(0, None), None);
        let well = "Linked phones: all on both lanes; to the slowest and back a frame takes about 20 ms.";
        assert_eq!(found(0, Some(20)), Some((Found::Ok, well.to_owned())));
        assert_eq!(found(0, Some(200)).map(|(found, _)| found), Some(Found::Look));
        let counts = Counts { by_datagram: 7, slowest_ms: Some(20), ..Counts::default() };
        let says = links(&counts).map(|line| line.says);
        assert!(says.is_some_and(|says| says.contains("all on both lanes, 7 by datagram, too;")));
        let one = "Linked phones: 2 on one lane only; to the slowest and back a frame takes about 10 ms.";
        assert_eq!(found(2, Some(10)), Some((Found::Look, one.to_owned())));
        assert_eq!(found(1, None), Some((Found::Look, "Linked phones: 1 on one lane only.".to_owned())));
    }
}
