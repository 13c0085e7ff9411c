//! One phone's datagram lane: its path, and the frames to and from it.

use super::{
    Ended, Path, Way,
    phones::{Known, Packet},
};
use crate::{
    hub::{Beside, CHASERS, Outgoing},
    protocol::Bytes,
    sealed,
};
use std::{
    collections::VecDeque,
    hash::{DefaultHasher, Hash, Hasher},
    time::{Duration, Instant},
};
use tokio::{sync::mpsc::Receiver, time::sleep_until};
use uuid::Uuid;

/// A path that has not come about by then never will.
const OPEN_WITHIN: Duration = Duration::from_secs(10);
/// ICE looks whether the other end is there every few seconds; this long without it, the page has gone.
const SILENT_FOR: Duration = Duration::from_secs(10);
/// The same frame again within this is a copy that was sent in case the first one was lost.
const COPY_WITHIN: Duration = Duration::from_millis(300);
/// Room for the copies of a busy second.
const REMEMBERED: usize = 16;
/// As long as chasers follow a frame.
const CHASED_FOR: Duration = Duration::from_millis(CHASERS[CHASERS.len() - 1]);

pub(super) struct Lane {
    path: Path,
    beside: Beside,
    known: Known,
    /// What is said again.
    said: VecDeque<(Bytes, Instant)>,
    /// Hashes of what has come of late.
    heard: VecDeque<(u64, Instant)>,
    begun: Instant,
    /// When whoever knows the password was last heard.
    proven: Instant,
}

impl Lane {
    pub fn new(path: Path, beside: Beside, known: Known) -> Self {
        let begun = Instant::now();
        Self { path, beside, known, said: VecDeque::new(), heard: VecDeque::new(), begun, proven: begun }
    }

    /// Until the path or the person's line ends.
    pub async fn run(mut self, mut packets: Receiver<Packet>) {
        while self.goes_on(&mut packets).await.and_then(|()| self.say()).is_ok() {
            self.flush();
        }
        // What was said before the end, and the end.
        self.path.close(Instant::now());
        self.flush();
    }

    async fn goes_on(&mut self, packets: &mut Receiver<Packet>) -> Result<(), Ended> {
        let end = if self.path.is_open() { self.proven + SILENT_FOR } else { self.begun + OPEN_WITHIN };
        if end <= Instant::now() {
            return Err(Ended);
        }
        let due = self.path.due().map_or(end, |due| due.min(end));
        let chaser = self.beside.outbox.chaser_due();
        tokio::select! {
            packet = packets.recv() => {
                let (way, packet) = packet.ok_or(Ended)?;
                self.take(way, &packet)
            }
            () = self.beside.outbox.woken() => Ok(()),
            () = sleep_until(chaser.unwrap_or(end).into()), if chaser.is_some() => self.say_again(),
            () = sleep_until(due.into()) => self.path.tick(Instant::now()),
        }
    }

    fn take(&mut self, way: Way, packet: &[u8]) -> Result<(), Ended> {
        let now = Instant::now();
        let taken = self.path.take(way.from, packet, now);
        if taken == Ok(true) {
            self.proven = now;
            self.known.comes(way);
        }
        while let Some(frame) = self.path.message() {
            // Copies mean nothing, but each is a turn of the hub's lock.
            let hash = hash(&frame);
            self.heard.retain(|(_, at)| now.duration_since(*at) < COPY_WITHIN);
            if !self.heard.iter().any(|(known, _)| *known == hash) && self.beside.hear(&frame) {
                self.heard.truncate(REMEMBERED - 1);
                self.heard.push_front((hash, now));
            }
        }
        if self.path.is_open() {
            self.beside.opened();
        }
        taken.map(drop)
    }

    /// What waits in the outbox.
    fn say(&mut self) -> Result<(), Ended> {
        let now = Instant::now();
        while let Some(outgoing) = self.beside.outbox.try_next() {
            let Outgoing::Frame(frame) = outgoing else { return Err(Ended) };
            self.path.send(&sealed::padded(&frame), now)?;
            self.said.truncate(REMEMBERED - 1);
            self.said.push_front((frame, now));
        }
        Ok(())
    }

    /// In a chaser's place goes what it would be behind, once more: SCTP itself tries once or twice, and gives up.
    fn say_again(&mut self) -> Result<(), Ended> {
        let now = Instant::now();
        let behind: Vec<String> = self.beside.outbox.chased().iter().map(Uuid::to_string).collect();
        self.said.retain(|(_, at)| now.duration_since(*at) <= CHASED_FOR);
        for (frame, _) in self.said.iter().filter(|(frame, _)| behind.iter().any(|what| frame.contains(what)))
        {
            self.path.send(&sealed::padded(frame), now)?;
        }
        Ok(())
    }

    fn flush(&mut self) {
        while let Some((to, packet)) = self.path.packet() {
            self.known.send(to, &packet);
        }
    }
}

fn hash(frame: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    frame.hash(&mut hasher);
    hasher.finish()
}
