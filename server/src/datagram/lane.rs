//! One phone's datagram lane: its path, and the frames to and from it.

use super::{Ended, Known, Packets, Path};
use crate::{
    budget::Budget,
    hub::{Beside, Outgoing},
    protocol::Bytes,
};
use std::{
    collections::VecDeque,
    hash::{DefaultHasher, Hash, Hasher},
    time::{Duration, Instant},
};
use tokio::time::sleep_until;

/// A path that has not come about by then never will.
const OPEN_WITHIN: Duration = Duration::from_secs(10);
/// ICE looks whether the other end is there every few seconds; this long without it, the page has gone.
const SILENT_FOR: Duration = Duration::from_secs(30);
/// The same frame again within this is a copy that was sent in case the first one was lost.
const COPY_WITHIN: Duration = Duration::from_millis(300);
/// Room for the copies of a busy second.
const REMEMBERED: usize = 16;
/// Frames that are no copies, at once and a second: many times what a page sends. More are lost, as on the air.
const FRAMES: [f64; 2] = [120.0, 40.0];
/// A frame of a page is as long as everywhere.
const PAD: usize = 256;

/// Runs until the path or the person's line ends.
pub(super) async fn run(path: Path, beside: Beside, known: Known, mut packets: Packets) {
    let begun = Instant::now();
    let mut lane = Lane {
        path,
        beside,
        known,
        last: None,
        heard: VecDeque::new(),
        frames: Budget::of(FRAMES[0], FRAMES[1]),
        alive: begun,
    };
    loop {
        let now = Instant::now();
        let silent = if lane.path.is_open() { SILENT_FOR } else { OPEN_WITHIN };
        let end = lane.alive + silent;
        if end <= now {
            return;
        }
        let due = lane.path.due().map_or(end, |due| due.min(end));
        let chaser = lane.beside.outbox.chaser_due();
        let went_on = tokio::select! {
            packet = packets.recv() => match packet {
                Some((from, packet)) => lane.take(from, &packet),
                None => return,
            },
            () = lane.beside.outbox.woken() => Ok(()),
            () = sleep_until(chaser.unwrap_or(end).into()), if chaser.is_some() => {
                lane.beside.outbox.chaser();
                Ok(())
            }
            () = sleep_until(due.into()) => lane.path.tick(Instant::now()),
        };
        if went_on.and_then(|()| lane.say()).is_err() {
            return;
        }
        lane.flush();
    }
}

struct Lane {
    path: Path,
    beside: Beside,
    known: Known,
    /// What chasers repeat.
    last: Option<Bytes>,
    heard: VecDeque<(u64, Instant)>,
    frames: Budget,
    alive: Instant,
}

impl Lane {
    fn take(&mut self, from: std::net::SocketAddr, packet: &[u8]) -> Result<(), Ended> {
        let now = Instant::now();
        let taken = self.path.take(from, packet, now);
        while let Some(address) = self.path.address() {
            self.known.at(address);
        }
        self.alive = now;
        while let Some(frame) = self.path.message() {
            if !self.is_copy(&frame, now) && self.frames.take() {
                self.beside.hear(&frame);
            }
        }
        taken
    }

    /// Copies mean nothing, but each is a turn of the hub's lock.
    fn is_copy(&mut self, frame: &[u8], now: Instant) -> bool {
        let mut hasher = DefaultHasher::new();
        frame.hash(&mut hasher);
        let hash = hasher.finish();
        self.heard.retain(|(_, at)| now.duration_since(*at) < COPY_WITHIN);
        if self.heard.iter().any(|(known, _)| *known == hash) {
            return true;
        }
        if self.heard.len() == REMEMBERED {
            self.heard.pop_front();
        }
        self.heard.push_back((hash, now));
        false
    }

    /// What waits in the outbox. A chaser is the last frame once more: on this path nothing else brings it back.
    fn say(&mut self) -> Result<(), Ended> {
        while let Some(outgoing) = self.beside.outbox.try_next() {
            let Outgoing::Frame(frame) = outgoing else { return Err(Ended) };
            let frame = if &*frame == r#"{"type":"chaser"}"# {
                let Some(last) = &self.last else { continue };
                last.clone()
            } else {
                self.last = Some(frame.clone());
                frame
            };
            let padded = format!("{frame:<width$}", width = frame.len().next_multiple_of(PAD));
            self.path.send(&padded, Instant::now())?;
        }
        Ok(())
    }

    fn flush(&mut self) {
        while let Some((to, packet)) = self.path.packet() {
            self.known.send(to, &packet);
        }
    }
}
