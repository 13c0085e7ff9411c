//! What breaks on a set, done to the real hub again and again: a file a fault. What is counted is what was lost, and
//! how long a hold took to the IC meanwhile.
//!
//! *Lost* is a command that a phone was told is done, and that is not in the day's log afterwards.

mod access_point;
mod asleep;
mod clocks;
mod crowded;
mod damaged;
mod disks;
mod killed;
mod power;
mod returning;
mod rude;
mod table;

pub use table::{Row, table, write};

use crate::{Day, Hub, Phone};
use quiethold::{
    protocol::{Alert, IcView},
    record::DayFolder,
    words::{Command, CommandId, Level, SignalId, Stage},
};
use rand::{Rng, SeedableRng, rngs::StdRng};
use std::{
    collections::HashSet,
    path::Path,
    pin::Pin,
    time::{Duration, Instant},
};
use tokio::time::timeout;

/// A performer's hold.
pub const HOLD: Command = Command::Raise { level: Level::Hold, test: false, for_: None };

/// How a run goes.
pub struct Soak {
    /// Few times each, for `scripts/test`.
    pub quick: bool,
    /// The same seed does the same things at the same moments, as far as a machine lets it.
    pub seed: u64,
}

impl Soak {
    /// So often in a quick run, so often in a full one.
    pub fn times(&self, quick: u64, full: u64) -> u64 {
        if self.quick { quick } else { full }
    }

    /// Chance of its own for each fault.
    pub fn chance(&self, fault: &str) -> StdRng {
        let mixed = fault.bytes().fold(self.seed, |n, byte| n.wrapping_mul(31).wrapping_add(byte.into()));
        StdRng::seed_from_u64(mixed)
    }
}

/// What a fault came to, at least once; an error says why it could not be done here.
pub type Done<'a> = Pin<Box<dyn Future<Output = Result<Row, String>> + 'a>>;

/// A fault: what `--only` calls it, and the doing of it.
pub struct Fault {
    /// One word.
    pub name: &'static str,
    run: fn(&Soak) -> Done<'_>,
}

impl Fault {
    /// Does it.
    ///
    /// # Errors
    /// When it can't be done here, or was done not once: that nothing was lost would say nothing.
    pub async fn run(&self, soak: &Soak) -> Result<Row, String> {
        let row = (self.run)(soak).await?;
        if row.times == 0 { Err("it was not done once".into()) } else { Ok(row) }
    }
}

/// All of them, in the table's order. A new one: a file with `pub async fn run(&Soak) -> Result<Row, String>`, and a
/// line here.
pub const FAULTS: &[Fault] = &[
    Fault { name: "kill", run: |soak| Box::pin(killed::run(soak)) },
    Fault { name: "power", run: |soak| Box::pin(power::at_any_moment(soak)) },
    Fault { name: "torn", run: |soak| Box::pin(power::torn_last_write(soak)) },
    Fault { name: "full-disk", run: |soak| Box::pin(disks::full(soak)) },
    Fault { name: "full-restart", run: |soak| Box::pin(disks::restarted_while_full(soak)) },
    Fault { name: "read-only", run: |soak| Box::pin(disks::read_only(soak)) },
    Fault { name: "cut", run: |soak| Box::pin(damaged::cut(soak)) },
    Fault { name: "flipped", run: |soak| Box::pin(damaged::flipped(soak)) },
    Fault { name: "damaged-start", run: |soak| Box::pin(damaged::started(soak)) },
    Fault { name: "clock", run: |soak| Box::pin(clocks::run(soak)) },
    Fault { name: "asleep", run: |soak| Box::pin(asleep::run(soak)) },
    Fault { name: "files", run: |soak| Box::pin(crowded::run(soak)) },
    Fault { name: "return", run: |soak| Box::pin(returning::run(soak)) },
    Fault { name: "access-point", run: |soak| Box::pin(access_point::run(soak)) },
    Fault { name: "reads-nothing", run: |soak| Box::pin(rude::reads_nothing(soak)) },
    Fault { name: "byte-a-second", run: |soak| Box::pin(rude::a_byte_a_second(soak)) },
    Fault { name: "half-open", run: |soak| Box::pin(rude::half_open(soak)) },
];

/// Presses, and waits for the IC's alert of it: how long that took.
pub async fn hold(day: &Day, performer: &Phone) -> (CommandId, Duration) {
    let (id, before, pressed) = press(day, performer);
    let took = alerted(day, performer, before, pressed).await;
    (id, took)
}

/// Presses; the number of alerts that the IC had before, and when it was.
pub fn press(day: &Day, performer: &Phone) -> (CommandId, usize, Instant) {
    let before = day.ic.with(|s| s.alerts.len());
    let pressed = Instant::now();
    (performer.press(HOLD), before, pressed)
}

/// Until the IC is alerted of a performer's press.
pub async fn alerted(day: &Day, performer: &Phone, before: usize, since: Instant) -> Duration {
    let whose = performer.id();
    let is_it = |alert: &Alert| alert.who.as_ref().is_some_and(|who| who.id == whose);
    day.ic.waits("the alert", |s| s.alerts[before..].iter().any(is_it).then_some(())).await;
    since.elapsed()
}

/// The IC has a performer's signal in hand, so that the next press is alerted anew. Needs no disk.
pub async fn in_hand(day: &Day, performer: &Phone) -> SignalId {
    let whose = performer.id();
    let last = |alert: &&Alert| alert.who.as_ref().is_some_and(|who| who.id == whose);
    let signal =
        day.ic.with(|s| s.alerts.iter().rev().find(last).map(|alert| alert.signal)).expect("alerted");
    let is = |yes: bool| {
        move |v: &IcView| v.signals.iter().any(|s| s.id == signal && (s.stage == Stage::Acknowledged) == yes)
    };
    // The press that was alerted, and not the answer to the one before.
    day.ic.ic_sees("the signal", is(false)).await;
    day.ic.press(Command::Acknowledge { signal, again: None });
    // On a machine under load the press may come behind the answer to an alert of the one before.
    while timeout(Duration::from_secs(2), day.ic.ic_sees("in hand", is(true))).await.is_err() {
        day.ic.press(Command::Acknowledge { signal, again: None });
    }
    signal
}

/// Everybody is connected, and everything that they said is answered.
pub async fn settled(day: &Day) {
    for phone in day.phones() {
        phone.waits("all is answered", |s| (s.live && s.kept.is_empty()).then_some(())).await;
    }
}

/// The longest of holds, so far.
#[derive(Clone, Copy, Default)]
pub struct Longest(Option<Duration>);

impl Longest {
    /// One more.
    pub fn of(&mut self, took: Duration) {
        self.0 = self.0.max(Some(took));
    }
}

/// The commands that phones were told are done.
pub fn answered(day: &Day) -> HashSet<CommandId> {
    day.phones().into_iter().flat_map(told_done).collect()
}

fn told_done(phone: &Phone) -> Vec<CommandId> {
    phone.with(|s| s.answers.iter().filter(|(_, answer)| answer.is_ok()).map(|(id, _)| *id).collect())
}

/// The commands in a folder's log, and whether it had to be mended. No hub may run there.
///
/// # Errors
/// When the log can't be opened.
pub fn logged(folder: &Path) -> Result<(HashSet<CommandId>, bool), String> {
    let folder = DayFolder::take(folder).map_err(|why| why.to_string())?;
    let day = folder.day().map_err(|why| why.to_string())?;
    Ok((day.entries.iter().filter_map(|entry| entry.id).collect(), day.mended))
}

/// How many of the commands that were told to be done are not in the log. Ends the hub.
pub fn lost(day: &mut Day) -> u64 {
    lost_of(day, &[])
}

/// The same, with phones beside the day's own.
pub fn lost_of(day: &mut Day, beside: &[&Phone]) -> u64 {
    day.hub.kill();
    let mut done = answered(day);
    done.extend(beside.iter().flat_map(|phone| told_done(phone)));
    let (logged, _) = logged(&day.hub.folder).expect("the log can be read");
    done.difference(&logged).count() as u64
}

/// A time between nothing and `most`, short ones as likely as long ones.
pub fn moment(chance: &mut StdRng, most: Duration) -> Duration {
    let share: f64 = chance.random();
    most.mul_f64(share * share)
}

/// The shortest and the longest of some times, in words.
pub fn from_to(times: &[u64]) -> String {
    match (times.iter().min(), times.iter().max()) {
        (Some(least), Some(most)) if least != most => format!("{least} to {most}"),
        (least, _) => least.map(ToString::to_string).unwrap_or_default(),
    }
}

/// How densely something was cut or flipped.
pub fn every(step: usize) -> String {
    if step == 1 { "at every byte".into() } else { format!("at one byte in {step}") }
}

/// Sends the hub's process a signal.
pub fn signal(hub: &Hub, name: &str) {
    let sent = std::process::Command::new("kill").args([name, &hub.pid().to_string()]).status();
    assert!(sent.expect("kill can be started").success(), "the hub is gone");
}
