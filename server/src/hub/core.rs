//! The state behind the hub's one lock, and what is done while it is held.

use super::{Changed, Outbox, Reply, chase::Chase, commit, frame};
use crate::{
    protocol::HubFrame,
    record::Kept,
    set::{Alarm, Ask, Concern, Entry, Event, LATE, Line, Moment, Presence, Set, Side, Standing},
    view,
    words::{Command, Link, PersonId, Role, SignalId},
};
use std::{
    collections::{HashMap, HashSet, VecDeque},
    sync::Arc,
};

#[derive(Default)]
pub(super) struct Core {
    /// The sockets that something was pushed for.
    pub(super) pushed: Vec<Arc<Outbox>>,
    /// The fold of the log and of `unlogged`.
    pub(super) set: Set,
    pub(super) presence: Presence,
    /// Applied and told, not on disk yet.
    pub(super) unlogged: VecDeque<Unlogged>,
    /// The state that the round being written leads to, while there is one.
    pub(super) head: Option<Set>,
    /// Neither decided nor applied yet.
    pub(super) slow: VecDeque<commit::Slow>,
    /// Who is alerted, with their sockets at hand.
    pub(super) receivers: Vec<Receiver>,
    pub(super) alarms: HashMap<SignalId, [Alarm; 2]>,
    /// Counts every alert, so that no older view is sent behind one.
    pub(super) rung: u64,
    /// What the last tick saw, so that a change of presence is told.
    pub(super) links: HashMap<PersonId, Link>,
    /// Whose loss stands in the timeline.
    pub(super) lost: HashSet<PersonId>,
    pub(super) last_facts: Facts,
    pub(super) disk_trouble: bool,
    /// The log's thread waits for work.
    pub(super) log_waits: bool,
    pub(super) closing: bool,
    /// What is kept of the day, once it is wrapped and destroyed.
    pub(super) kept: Option<Arc<Kept>>,
}

/// What time and beats alone can change in a view.
#[derive(Default, PartialEq)]
pub(super) struct Facts {
    people: Vec<(Link, bool, bool, u8, Option<u32>)>,
    check_in: Vec<Option<Standing>>,
    silent_closures: Vec<bool>,
    ready: [Vec<Line>; 2],
}

pub(super) struct Unlogged {
    pub(super) entry: Entry,
    pub(super) mono: u64,
    pub(super) concern: Concern,
    pub(super) replies: Vec<Reply>,
}

pub(super) struct Receiver {
    pub(super) person: PersonId,
    pub(super) side: Side,
    pub(super) outbox: Arc<Outbox>,
}

/// Whose silence is a fault: everybody's who signals or is told of signals.
pub(super) const SUPERVISED: [Role; 5] =
    [Role::Performer, Role::Watcher, Role::Chaperone, Role::Ic, Role::Ad];

impl Core {
    /// What an urgent command is decided on. A cut, a call or standing down answers to the state that the round
    /// on its way to disk leads to: else a CUT right behind a ROLL would change nothing, and the roll be told.
    pub(super) fn state_for(&self, command: &Command) -> &Set {
        match command {
            Command::Status { .. } | Command::StandDown { .. } | Command::Call => {
                self.head.as_ref().unwrap_or(&self.set)
            }
            _ => &self.set,
        }
    }

    /// Applies what may be told before it is on disk, and alerts.
    pub(super) fn apply_early(&mut self, entry: Entry, now: Moment, replies: Vec<Reply>) -> Changed {
        let concern = self.set.take_in(&entry, now.mono);
        self.ring(now);
        for event in &entry.events {
            if let Event::TestPressed { person, .. } = event {
                self.ring_test(*person);
            }
        }
        self.unlogged.push_back(Unlogged { entry, mono: now.mono, concern: concern.clone(), replies });
        // To whoever gets no alert, the view is it: HOLD, CUT and "stood down" wait for no disk.
        let log_tells = self.log_waits && concern != Concern::Everybody;
        Changed { concern, log_tells }
    }

    /// A press whose first copy was stalled on the air arrives as if it were new; its second copy, sent with
    /// its age, tells when it was really made.
    pub(super) fn find_late(&mut self, ask: &Ask, now: Moment) -> Option<Changed> {
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
    pub(super) fn is_pressed_since(&self, by: PersonId, signal: SignalId, again: Option<u32>) -> bool {
        let side = self.receivers.iter().find(|r| r.person == by).map(|r| r.side);
        let first = side.and_then(|side| self.alarms.get(&signal).map(|alarms| alarms[side as usize].first));
        again.zip(first).is_some_and(|(again, first)| again < first)
    }

    /// Alerts every receiver whose side is due, for the first time or again.
    pub(super) fn ring(&mut self, now: Moment) {
        if self.set.signals().next().is_none() {
            self.alarms.clear();
            return;
        }
        let mut open = 0;
        for signal in self.set.signals() {
            open += 1;
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
        // Looked through only when one is over: with a hundred open, each press would look for all of them.
        if self.alarms.len() > open {
            self.alarms.retain(|id, _| self.set.signal(*id).is_some());
        }
    }

    pub(super) fn ring_test(&mut self, performer: PersonId) {
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
    pub(super) fn ring_newcomer(&mut self, side: Side, outbox: &Arc<Outbox>) {
        for signal in self.set.signals().filter(|s| s.is_known_to(side) && !s.side(side).acknowledged) {
            let again = self.alarms.get(&signal.id).map_or(0, |alarms| alarms[side as usize].again);
            outbox.push(frame(&HubFrame::Alert(view::alert(&self.set, signal, side, again))), None);
        }
        self.pushed.push(outbox.clone());
    }

    /// Puts lost and found phones into the timeline.
    pub(super) fn note_links(&mut self, now: Moment) -> bool {
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
    pub(super) fn facts(&self, now: Moment) -> Facts {
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
    pub(super) fn unrecorded(&self) -> Vec<SignalId> {
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
