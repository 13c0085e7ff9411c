//! The hub: the single writer. A command comes in, events are applied, the alert goes out; then the log,
//! the answer and the views.
//!
//! **The locking rule.** There is one lock on the state (`core`). It is held for microseconds, never over
//! an `await`, a write to disk or a send; pushing into an outbox is not a send. What was pushed under it is
//! written right behind it ([`Held`]), by whoever held it. Whoever holds `core` takes no other lock but a client's
//! and the queue of an outbox, and never a pen. The publisher's lock is taken before `core`, never after it.
//!
//! **Two ways through it.** What is urgent (see [`Command::is_urgent`]) is decided, applied and alerted in
//! one hold of the lock, and goes into the log behind that. Everything else waits in `slow` for the log's
//! thread: decided there, put on disk, and only then applied and told. The state is always the fold of the
//! log and, behind it, of `unlogged`: see `commit.rs`.

mod beside;
mod chase;
mod clients;
mod commit;
mod core;
mod cover;
mod join;
mod metrics;
mod outbox;
mod pen;
mod plan;
mod publish;
mod record;
mod reply;
mod session;
mod state;
mod wake;

pub use beside::Beside;
pub use chase::{CHASER, CHASERS, try_chasers};
pub use clients::{Client, Clients, Nth, Written};
pub use commit::WantedInvite;
use core::{Core, Receiver, Unlogged};
pub use join::{JoinRequest, Joined};
pub use metrics::Metrics;
pub use outbox::{LAST_WORDS, Outbox, Outgoing};
pub use pen::Pen;
pub use plan::PlanNotSet;
pub use publish::Handouts;
pub(crate) use reply::Reply;
pub use session::{NotIn, Refusal, Session};
pub use state::Counts;
pub use wake::Wake;
use wake::{Changed, Held};

use crate::{
    clock::Clock,
    keys::Keys,
    log::{Log, Seq},
    protocol::{Bytes, HubFrame, WifiView},
    sealed::HubKey,
    set::{Ask, Concern, Denial, Entry, Event, Moment, Patience, Set},
    sync::{Condvar, Mutex},
    words::{Command, CommandId, DenialCode, PersonId, SignalId, UnixMs},
};
use std::{path::PathBuf, sync::PoisonError, time::Instant};
use uuid::Uuid;

/// What a hub is made with.
#[derive(Clone, Debug)]
pub struct Settings {
    /// "Stage 4".
    pub name: String,
    /// How long a hold waits for a person.
    pub patience: Patience,
    /// Sealed records are destroyed so many days after the wrap.
    pub keep_days: u32,
    /// The Wi-Fi's own code, where it was told.
    pub wifi: Option<WifiView>,
    /// Where the day and its record lie; none in tests without one.
    pub folder: Option<PathBuf>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            name: "Quiet Hold".to_owned(),
            patience: Patience::default(),
            keep_days: KEEP_DAYS,
            wifi: None,
            folder: None,
        }
    }
}

/// Sealed records are kept for so many days, unless somebody says otherwise.
pub const KEEP_DAYS: u32 = 90;

/// The hub, free of sockets: frames in by [`Session`], frames out by [`Outbox`].
pub struct Hub {
    core: Mutex<Core>,
    /// Rung when the log's thread has something to do. Goes with `core`.
    work: Condvar,
    log: Mutex<LogEnd>,
    publisher: Mutex<publish::Publisher>,
    views: publish::Wanted,
    clients: Clients,
    reporting: record::Reporting,
    uploads: plan::Uploads,
    cover: cover::Cover,
    metrics: Metrics,
    clock: Box<dyn Clock>,
    keys: Keys,
    settings: Settings,
    epoch: Uuid,
}

struct LogEnd {
    log: Box<dyn Log>,
    end: Seq,
}

/// A frame's bytes.
pub(crate) fn frame(frame: &HubFrame) -> Bytes {
    serde_json::to_string(frame).expect("a frame of our own types can always be written").into()
}

/// A press can't have been kept longer than a long shooting day.
const LONGEST_KEPT: u64 = 24 * 60 * 60 * 1000;

impl Hub {
    /// A hub on a log and what was read from it.
    pub fn new(
        log: Box<dyn Log>,
        entries: &[Entry],
        clock: Box<dyn Clock>,
        keys: Keys,
        settings: Settings,
    ) -> Self {
        let mut set = Set::default();
        for entry in entries {
            set.apply(entry, 0);
        }
        let epoch = keys.epoch();
        let hub = Self {
            core: Mutex::new(Core { set, ..Core::default() }),
            work: Condvar::new(),
            log: Mutex::new(LogEnd { log, end: entries.len() as Seq }),
            publisher: Mutex::default(),
            views: publish::Wanted::default(),
            clients: Clients::default(),
            reporting: record::Reporting::default(),
            uploads: plan::Uploads::default(),
            cover: cover::Cover::default(),
            metrics: Metrics::default(),
            clock,
            keys,
            settings,
            epoch,
        };
        hub.make_first_invites();
        hub
    }

    fn core(&self) -> Held<'_> {
        // A panic in one command must not silence the hub for everyone.
        Held(Some(self.core.lock().unwrap_or_else(PoisonError::into_inner)))
    }

    fn wake(&self, changed: Option<Changed>) -> Wake<'_> {
        Wake { hub: self, changed }
    }

    /// A command of a person who is let in or waits.
    pub(crate) fn command(&self, by: PersonId, ask: CommandFrame, reply: Reply) -> Wake<'_> {
        let now = self.clock.now();
        if matches!(ask.command, Command::PlanPart { .. } | Command::PlanText) {
            self.about_plan(by, &ask, reply);
            return self.wake(None);
        }
        let ask = Ask {
            by,
            id: ask.id,
            fresh: self.keys.signal(by, ask.id).0,
            age: ask.age.map(|age| age.min(LONGEST_KEPT)),
            late: ask.at.map_or(0, |at| now.at.saturating_sub(at)),
            command: ask.command,
        };
        if ask.command.is_urgent() {
            return self.wake(self.urgent(&ask, reply, now));
        }
        self.core().slow.push_back(commit::Slow::Command(ask, reply));
        self.wake(None)
    }

    /// The way of one hold: decided, applied and alerted in one hold of the lock. Whom it concerns, if anything changed.
    fn urgent(&self, ask: &Ask, reply: Reply, now: Moment) -> Option<Changed> {
        let tested = matches!(ask.command, Command::Raise { test: true, .. }).then(Instant::now);
        let mut core = self.core();
        if core.set.has_answered(ask.by, ask.id) {
            let changed = core.find_late(ask, now);
            // A second copy: answered when the first is on disk.
            let waiting =
                core.unlogged.iter_mut().find(|u| u.entry.by == Some(ask.by) && u.entry.id == Some(ask.id));
            match waiting {
                Some(first) if first.replies.iter().any(|first| first.is_twin_of(&reply)) => {}
                Some(first) => first.replies.push(reply),
                None => {
                    reply.outbox.push(frame(&HubFrame::Done { id: reply.id }), None);
                    core.pushed.push(reply.outbox);
                }
            }
            return changed;
        }
        let decided = match ask.command {
            Command::Acknowledge { signal, again } if core.is_pressed_since(ask.by, signal, again) => {
                Err(Denial::new(
                    DenialCode::PressedAgain,
                    "It was pressed again since your screen showed it. Look once more, then say that you have it in hand.",
                ))
            }
            _ => core.state_for(&ask.command).decide(ask, &core.presence, now),
        };
        match decided {
            Ok(events) => {
                let entry = Entry { at: now.at, by: Some(ask.by), id: Some(ask.id), events };
                let tested = tested.zip(entry.events.iter().find_map(Event::tested));
                let changed = core.apply_early(entry, now, vec![reply]);
                drop(core);
                if let Some((arrived, signal)) = tested {
                    self.metrics.test_written(signal, arrived);
                }
                Some(changed)
            }
            Err(denial) => {
                reply.denied(denial);
                drop(core);
                reply.flush();
                None
            }
        }
    }

    /// A receiver's page says that it has painted an alert.
    pub(crate) fn shown(&self, by: PersonId, signal: SignalId, again: Option<u32>, at: Option<UnixMs>) {
        let now = self.clock.now();
        let mut core = self.core();
        if core.set.is_day_over() {
            return;
        }
        if core.is_pressed_since(by, signal, again) {
            return; // that alert is still on its way
        }
        let events = core.set.decide_shown(by, signal, at, &core.presence, now);
        if events.is_empty() {
            return;
        }
        let tested = match events[0] {
            Event::TestShown { ms, .. } => Some(ms),
            _ => None,
        };
        let changed = core.apply_early(Entry { at: now.at, by: Some(by), id: None, events }, now, vec![]);
        drop(core);
        drop(self.wake(Some(changed)));
        if let Some(ms) = tested {
            self.metrics.test_shown(signal, ms);
        }
    }

    /// Timers and presence: to be called ten times a second.
    pub fn tick(&self) {
        let now = self.clock.now();
        let mut core = self.core();
        let due = core.set.due(self.settings.patience, now.mono);
        let something_due = !due.is_empty();
        if something_due {
            core.apply_early(Entry { at: now.at, by: None, id: None, events: due }, now, vec![]);
        }
        core.ring(now);
        let links_changed = core.note_links(now);
        let facts = core.facts(now);
        let changed = facts != core.last_facts;
        core.last_facts = facts;
        drop(core);
        if something_due || links_changed {
            self.work.notify_one();
        }
        if something_due || changed {
            self.views.want(Concern::Everybody);
        } else {
            self.views.ring(); // should the disk hang: see `Wake`
        }
        self.repeat_cover();
    }

    /// Ends every socket with "come back after a short wait", and lets the threads run out.
    pub fn close(&self) {
        self.core().closing = true;
        self.work.notify_all();
        self.views.close();
        for client in self.clients.live() {
            for outbox in self.clients.outboxes(client.person) {
                outbox.close(crate::protocol::Close::Later);
            }
        }
    }

    /// What is counted and timed.
    pub fn metrics(&self) -> &Metrics {
        &self.metrics
    }

    /// The key that frames over plain http are sealed with.
    pub fn seal(&self) -> HubKey {
        HubKey::new(self.keys.channel())
    }

    /// The Wi-Fi's own code.
    pub fn wifi(&self) -> Option<&WifiView> {
        self.settings.wifi.as_ref()
    }

    /// "Stage 4".
    pub fn name(&self) -> &str {
        &self.settings.name
    }

    /// Whether an IC has joined today.
    pub fn is_claimed(&self) -> bool {
        self.core().set.has_had_ic()
    }

    /// Whether the log can't be written now.
    pub fn has_disk_trouble(&self) -> bool {
        self.core().disk_trouble
    }

    /// A copy of the rules' state, for the record and for tests.
    pub fn set(&self) -> Set {
        self.core().set.clone()
    }
}

/// A `do` frame.
pub(crate) struct CommandFrame {
    pub id: CommandId,
    pub age: Option<u64>,
    pub at: Option<UnixMs>,
    pub command: Command,
}
