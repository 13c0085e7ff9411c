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

mod chase;
mod clients;
mod commit;
mod cover;
mod join;
mod metrics;
mod outbox;
mod pen;
mod plan;
mod publish;
mod record;
mod session;
mod state;

use chase::Chase;
pub use chase::{CHASERS, try_chasers};
pub use clients::{Clients, Nth, Written};
pub use commit::WantedInvite;
pub use join::{JoinRequest, Joined};
pub use metrics::Metrics;
pub use outbox::{LAST_WORDS, Outbox, Outgoing};
pub use pen::Pen;
pub use plan::PlanNotSet;
pub use publish::Handouts;
pub use session::{NotIn, Refusal, Session};
pub use state::Counts;

use crate::{
    clock::Clock,
    keys::Keys,
    log::{Log, Seq},
    protocol::{Bytes, HubFrame, WifiView},
    record::Kept,
    sealed::HubKey,
    set::{
        Alarm, Ask, Concern, Denial, Entry, Event, LATE, Line, Moment, Patience, Presence, Set, Side,
        Standing,
    },
    sync::{Condvar, Mutex, MutexGuard},
    view,
    words::{Command, CommandId, DenialCode, Link, PersonId, Role, SignalId, UnixMs},
};
use std::{
    collections::{HashMap, HashSet, VecDeque},
    ops::{Deref, DerefMut},
    path::PathBuf,
    sync::{Arc, PoisonError},
    time::Instant,
};
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

/// Wakes the log's and the publisher's threads when it is dropped. Held back until the writers of the alerts
/// have had their turn: on a laptop with few cores the threads would take it from them.
#[must_use = "dropped at once, it wakes the threads before the alerts are written"]
pub struct Wake<'a>(&'a Hub, Option<Concern>);

impl Drop for Wake<'_> {
    fn drop(&mut self) {
        self.0.work.notify_one();
        if let Some(concern) = self.1.take() {
            self.0.views.want(concern);
        }
    }
}

struct LogEnd {
    log: Box<dyn Log>,
    end: Seq,
}

/// The lock on the state. Let go, it writes the alerts that were pushed under it.
struct Held<'a>(Option<MutexGuard<'a, Core>>);

impl Held<'_> {
    /// Waits for `rung` with the lock let go.
    fn wait(mut self, rung: &Condvar) -> Self {
        let core = self.0.take().map(|core| rung.wait(core).unwrap_or_else(PoisonError::into_inner));
        Self(core)
    }
}

impl Deref for Held<'_> {
    type Target = Core;
    fn deref(&self) -> &Core {
        self.0.as_ref().expect("held until it is dropped")
    }
}

impl DerefMut for Held<'_> {
    fn deref_mut(&mut self) -> &mut Core {
        self.0.as_mut().expect("held until it is dropped")
    }
}

impl Drop for Held<'_> {
    fn drop(&mut self) {
        let Some(mut core) = self.0.take() else { return };
        let pushed = std::mem::take(&mut core.pushed);
        drop(core);
        // All alerts first: a task that is woken in between may take the core from the next of them.
        let mut unfinished = Vec::with_capacity(pushed.len());
        for outbox in pushed {
            if outbox.write_some() {
                unfinished.push(outbox);
            }
        }
        for outbox in unfinished {
            outbox.wake();
        }
    }
}

struct Core {
    /// The sockets that something was pushed for.
    pushed: Vec<Arc<Outbox>>,
    /// The fold of the log and of `unlogged`.
    set: Set,
    presence: Presence,
    /// Applied and told, not on disk yet.
    unlogged: VecDeque<Unlogged>,
    /// The state that the round being written leads to, while there is one.
    head: Option<Set>,
    /// Neither decided nor applied yet.
    slow: VecDeque<commit::Slow>,
    /// Who is alerted, with their sockets at hand.
    receivers: Vec<Receiver>,
    alarms: HashMap<SignalId, [Alarm; 2]>,
    /// Counts every alert, so that no older view is sent behind one.
    rung: u64,
    /// What the last tick saw, so that a change of presence is told.
    links: HashMap<PersonId, Link>,
    /// Whose loss stands in the timeline.
    lost: HashSet<PersonId>,
    last_facts: Facts,
    disk_trouble: bool,
    closing: bool,
    /// What is kept of the day, once it is wrapped and destroyed.
    kept: Option<Arc<Kept>>,
}

/// What time and beats alone can change in a view.
#[derive(Default, PartialEq)]
struct Facts {
    people: Vec<(Link, bool, bool, u8, Option<u32>)>,
    check_in: Vec<Option<Standing>>,
    silent_closures: Vec<bool>,
    ready: [Vec<Line>; 2],
}

struct Unlogged {
    entry: Entry,
    mono: u64,
    concern: Concern,
    replies: Vec<Reply>,
}

struct Receiver {
    person: PersonId,
    side: Side,
    outbox: Arc<Outbox>,
}

/// Where a command's answer goes.
#[derive(Clone)]
pub(crate) struct Reply {
    /// The socket that it came on.
    pub outbox: Arc<Outbox>,
    /// What is urgent is answered on both lanes.
    pub twins: Option<Arc<clients::Client>>,
    pub id: CommandId,
}

impl Reply {
    /// Pushes the answer. Where it is in a hurry, [`Self::flush`] writes it at once.
    fn done(&self) {
        self.push(frame(&HubFrame::Done { id: self.id }));
    }

    fn denied(&self, denial: Denial) {
        let message = denial.message.into_owned();
        self.push(frame(&HubFrame::Denied { id: Some(self.id), code: denial.code, message }));
    }

    fn push(&self, answer: Bytes) {
        match &self.twins {
            Some(client) => client.push(&answer, self.id.0),
            None => self.outbox.push_and_wake(answer, None),
        }
    }

    /// Never under a lock.
    fn flush(&self) {
        match &self.twins {
            Some(client) => client.flush(),
            None => self.outbox.flush(),
        }
    }

    /// The same copy on the other lane: the answer to one is heard on both.
    fn is_twin_of(&self, other: &Self) -> bool {
        matches!((&self.twins, &other.twins), (Some(one), Some(two)) if Arc::ptr_eq(one, two))
            && !Arc::ptr_eq(&self.outbox, &other.outbox)
    }
}

/// A frame's bytes.
pub(crate) fn frame(frame: &HubFrame) -> Bytes {
    serde_json::to_string(frame).expect("a frame of our own types can always be written").into()
}

/// Whose silence is a fault: everybody's who signals or is told of signals.
const SUPERVISED: [Role; 5] = [Role::Performer, Role::Watcher, Role::Chaperone, Role::Ic, Role::Ad];

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
            core: Mutex::new(Core {
                pushed: Vec::new(),
                set,
                presence: Presence::default(),
                unlogged: VecDeque::new(),
                head: None,
                slow: VecDeque::new(),
                lost: HashSet::new(),
                receivers: Vec::new(),
                alarms: HashMap::new(),
                rung: 0,
                links: HashMap::new(),
                last_facts: Facts::default(),
                disk_trouble: false,
                closing: false,
                kept: None,
            }),
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

    /// A command of a person who is let in or waits.
    pub(crate) fn command(&self, by: PersonId, ask: CommandFrame, reply: Reply) -> Wake<'_> {
        let now = self.clock.now();
        if matches!(ask.command, Command::PlanPart { .. } | Command::PlanText) {
            self.about_plan(by, &ask, reply);
            return Wake(self, None);
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
            return Wake(self, self.urgent(&ask, reply, now));
        }
        self.core().slow.push_back(commit::Slow::Command(ask, reply));
        Wake(self, None)
    }

    /// The way of one hold: decided, applied and alerted in one hold of the lock. Whom it concerns, if anything changed.
    fn urgent(&self, ask: &Ask, reply: Reply, now: Moment) -> Option<Concern> {
        let tested = matches!(ask.command, Command::Raise { test: true, .. }).then(Instant::now);
        let mut core = self.core();
        if core.set.has_answered(ask.by, ask.id) {
            let concern = core.find_late(ask, now);
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
            return concern;
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
                let concern = core.apply_early(entry, now, vec![reply]);
                drop(core);
                if let Some((arrived, signal)) = tested {
                    self.metrics.test_written(signal, arrived);
                }
                Some(concern)
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
        let concern = core.apply_early(Entry { at: now.at, by: Some(by), id: None, events }, now, vec![]);
        drop(core);
        self.work.notify_one();
        self.views.want(concern);
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

impl Core {
    /// What an urgent command is decided on. A cut, a call or standing down answers to the state that the round
    /// on its way to disk leads to: else a CUT right behind a ROLL would change nothing, and the roll be told.
    fn state_for(&self, command: &Command) -> &Set {
        match command {
            Command::Status { .. } | Command::StandDown { .. } | Command::Call => {
                self.head.as_ref().unwrap_or(&self.set)
            }
            _ => &self.set,
        }
    }

    /// Applies what may be told before it is on disk, and alerts.
    fn apply_early(&mut self, entry: Entry, now: Moment, replies: Vec<Reply>) -> Concern {
        let concern = self.set.take_in(&entry, now.mono);
        self.ring(now);
        for event in &entry.events {
            if let Event::TestPressed { person, .. } = event {
                self.ring_test(*person);
            }
        }
        self.unlogged.push_back(Unlogged { entry, mono: now.mono, concern: concern.clone(), replies });
        concern
    }

    /// A press whose first copy was stalled on the air arrives as if it were new; its second copy, sent with
    /// its age, tells when it was really made.
    fn find_late(&mut self, ask: &Ask, now: Moment) -> Option<Concern> {
        let (Command::Raise { test: false, .. }, Some(age)) = (&ask.command, ask.age) else { return None };
        let signal = SignalId(ask.fresh);
        let open = self.set.signal(signal).filter(|s| s.arms == 1 && s.kept <= LATE)?;
        // By the wall clock, which a restart leaves as it is, and by the other, which nobody can set: both have to say so.
        let by_wall = open.armed_at.saturating_sub(now.at.saturating_sub(age));
        let kept = by_wall.min((open.armed + age).saturating_sub(now.mono));
        (kept > LATE).then(|| {
            let events = vec![Event::FoundLate { signal, kept }];
            self.apply_early(Entry { at: now.at, by: Some(ask.by), id: None, events }, now, vec![])
        })
    }

    /// Whether a signal was pressed anew since a receiver's screen showed the alert with this `again`.
    fn is_pressed_since(&self, by: PersonId, signal: SignalId, again: Option<u32>) -> bool {
        let side = self.receivers.iter().find(|r| r.person == by).map(|r| r.side);
        let first = side.and_then(|side| self.alarms.get(&signal).map(|alarms| alarms[side as usize].first));
        again.zip(first).is_some_and(|(again, first)| again < first)
    }

    /// Alerts every receiver whose side is due, for the first time or again.
    fn ring(&mut self, now: Moment) {
        if self.set.signals().next().is_none() {
            self.alarms.clear();
            return;
        }
        for signal in self.set.signals() {
            let alarms = self.alarms.entry(signal.id).or_default();
            for side in [Side::Ic, Side::Ad] {
                let alarm = &mut alarms[side as usize];
                if signal.is_known_to(side) && alarm.rings(signal, side, now.mono) {
                    self.rung += 1;
                    let alert = frame(&HubFrame::Alert(view::alert(&self.set, signal, side, alarm.again)));
                    for receiver in self.receivers.iter().filter(|r| r.side == side) {
                        receiver.outbox.push(alert.clone(), Some(Chase::until_named(signal.id.0)));
                        self.pushed.push(receiver.outbox.clone());
                    }
                }
            }
        }
        self.alarms.retain(|id, _| self.set.signal(*id).is_some());
    }

    fn ring_test(&mut self, performer: PersonId) {
        let Some(person) = self.set.person(performer) else { return };
        for side in [Side::Ic, Side::Ad] {
            let Some(alert) = view::test_alert(&self.set, person, side) else { return };
            let signal = alert.signal;
            let alert = frame(&HubFrame::Alert(alert));
            for receiver in self.receivers.iter().filter(|r| r.side == side) {
                receiver.outbox.push(alert.clone(), Some(Chase::until_named(signal.0)));
                self.pushed.push(receiver.outbox.clone());
            }
        }
    }

    /// Tells a receiver who has just come of everything that their side has not acknowledged.
    fn ring_newcomer(&mut self, side: Side, outbox: &Arc<Outbox>) {
        for signal in self.set.signals().filter(|s| s.is_known_to(side) && !s.side(side).acknowledged) {
            let again = self.alarms.get(&signal.id).map_or(0, |alarms| alarms[side as usize].again);
            outbox.push(frame(&HubFrame::Alert(view::alert(&self.set, signal, side, again))), None);
        }
        self.pushed.push(outbox.clone());
    }

    /// Puts lost and found phones into the timeline.
    fn note_links(&mut self, now: Moment) -> bool {
        let mut noted = false;
        for role in SUPERVISED {
            for person in self.set.admitted(role) {
                let link = self.set.link(person, &self.presence, now.mono);
                let before = self.links.insert(person.id, link);
                let event = match (before, link) {
                    (Some(Link::Live), Link::Trouble) if self.lost.insert(person.id) => {
                        Event::LinkLost { person: person.id }
                    }
                    (_, Link::Live) if self.lost.remove(&person.id) => Event::LinkBack { person: person.id },
                    _ => continue,
                };
                self.slow.push_back(commit::Slow::Hub(vec![event]));
                noted = true;
            }
        }
        noted
    }

    /// Everything of presence that a view shows, so that a change is noticed.
    fn facts(&self, now: Moment) -> Facts {
        let people = SUPERVISED.into_iter().flat_map(|role| self.set.admitted(role));
        Facts {
            people: people
                .map(|p| {
                    let link = self.set.link(p, &self.presence, now.mono);
                    let presence = &self.presence;
                    let reachable = presence.is_reachable(p, now.mono);
                    let lanes = presence.lanes_up(p.id, now.mono);
                    (link, reachable, presence.may_sleep(p.id), lanes, presence.round_trip(p.id))
                })
                .collect(),
            check_in: self
                .set
                .admitted(Role::Performer)
                .iter()
                .map(|p| self.set.check_in().and_then(|c| c.standing(p.id, now.mono)))
                .collect(),
            silent_closures: self
                .set
                .admitted(Role::Performer)
                .iter()
                .map(|p| self.set.closure(p.id).is_some_and(|c| c.is_silent(now.mono)))
                .collect(),
            ready: [Side::Ic, Side::Ad].map(|side| self.set.ready(side, &self.presence, now)),
        }
    }

    /// Signals of which a press is not on disk yet.
    fn unrecorded(&self) -> Vec<SignalId> {
        self.unlogged
            .iter()
            .flat_map(|u| &u.entry.events)
            .filter_map(|event| match event {
                Event::Pressed { signal, .. } => Some(*signal),
                _ => None,
            })
            .collect()
    }
}
