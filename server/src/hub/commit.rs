//! The log's thread: one round puts what happened early, and then what waits, on disk.
//!
//! **Invariant.** `core.set` is the fold of the log followed by `unlogged`. A round decides the waiting
//! commands on a copy of the state, `head`; what is pressed while the disk works is applied to the state
//! at once and stays in `unlogged`. When the round is on disk the state becomes `head` with that put
//! behind it: exactly the order of the log. So a press that meets a release is never swallowed: in the log
//! it stands behind the release, and opens the signal again.

use super::{
    Hub, PlanNotSet, Reply, Session, Unlogged, join, plan,
    session::{closed, revoked},
};
use crate::{
    log::AppendError,
    set::{Ask, Concern, DAY_IS_WRAPPED, Denial, Entry, Event, Moment, PlanDenied, Presence, Set},
    words::{DenialCode, PersonId, Role},
};
use std::{sync::Arc, time::Duration};

/// What waits for the disk before anyone is told.
pub(super) enum Slow {
    Command(Ask, Reply),
    Join(join::Pending),
    /// The hub's own: nobody waits for it.
    Hub(Vec<Event>),
    /// A day plan that was read.
    Plan(plan::Offer),
    /// The laptop's command line.
    Invite(WantedInvite, tokio::sync::oneshot::Sender<Result<u32, Denial>>),
}

/// What the laptop's command line wants an invite for.
pub struct WantedInvite {
    /// As what.
    pub role: Role,
    /// Shown beside the code; empty for anyone.
    pub name: String,
    /// The performer whose watcher or chaperone it is for.
    pub for_: Option<PersonId>,
}

/// What is answered when the round is on disk.
enum Answer {
    Command(Reply),
    Join(Box<join::Pending>, PersonId),
    Plan(tokio::sync::oneshot::Sender<Result<(), PlanNotSet>>),
    Invite(u32, tokio::sync::oneshot::Sender<Result<u32, Denial>>),
}

/// A round takes no more than this: it is decided under the lock that a press takes, at some microseconds each.
const MOST_IN_A_ROUND: usize = 32;

/// While the disk can't be written it is tried again this often.
const TRY_DISK_AGAIN: Duration = Duration::from_secs(1);

struct Round {
    head: Set,
    /// How many of `unlogged` are in it.
    early: usize,
    batch: Vec<Entry>,
    answers: Vec<Answer>,
    /// The hub's own, kept for the next round should this one fail.
    own: Vec<Vec<Event>>,
    /// Whose views are other ones behind it.
    concern: Concern,
    mono: u64,
}

impl Hub {
    /// The log's thread. Returns when the hub closes and nothing is left to write.
    pub fn keep_log(&self) {
        loop {
            {
                let mut core = self.core();
                while core.unlogged.is_empty() && core.slow.is_empty() && !core.wrap_is_due() {
                    if core.closing {
                        return;
                    }
                    core.log_waits = true;
                    core = core.wait(&self.work);
                    core.log_waits = false;
                }
            }
            if !(self.commit() && self.keep_record()) {
                if self.core().closing {
                    return;
                }
                std::thread::sleep(TRY_DISK_AGAIN);
            }
        }
    }

    /// One round. False if the disk can't be written.
    pub fn commit(&self) -> bool {
        let now = self.clock.now();
        // Decided under the lock: what is pressed from here on meets a round that is whole.
        let round = {
            let mut core = self.core();
            let early: Vec<Entry> = core.unlogged.iter().map(|u| u.entry.clone()).collect();
            let mut round = Round {
                head: core.set.clone(),
                early: early.len(),
                batch: early,
                answers: Vec::new(),
                own: Vec::new(),
                concern: core
                    .unlogged
                    .iter()
                    .map(|u| u.concern.clone())
                    .fold(Concern::default(), Concern::and),
                mono: now.mono,
            };
            for _ in 0..MOST_IN_A_ROUND {
                let Some(waiting) = core.slow.pop_front() else { break };
                round.decide(waiting, &core.presence, now);
            }
            core.head = Some(round.head.clone());
            round
        };
        let written = if round.batch.is_empty() {
            Ok(())
        } else {
            let mut log = self.log.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            let end = log.end;
            log.log.append(end, &round.batch).map(|end| log.end = end)
        };
        match written {
            Ok(()) => self.tell(round),
            Err(why) => {
                self.tell_that_disk_fails(round, &why);
                return false;
            }
        }
        true
    }

    fn tell(&self, round: Round) {
        let Round { head, early, batch, answers, mut concern, .. } = round;
        let now = self.clock.now();
        let wraps =
            batch[early..].iter().flat_map(|e| &e.events).any(|e| matches!(e, Event::DayWrapped { .. }));
        let (recorded, wrapped): (Vec<Unlogged>, bool) = {
            let mut core = self.core();
            let recorded = core.unlogged.drain(..early).collect();
            core.set = head;
            core.head = None;
            let core = &mut *core;
            for since in &core.unlogged {
                concern = concern.and(core.set.take_in(&since.entry, since.mono));
            }
            core.disk_trouble &= batch.is_empty();
            // A press put behind a release has opened its signal anew.
            core.ring(now);
            (recorded, wraps && core.set.is_day_over())
        };
        for reply in recorded.iter().flat_map(|u| &u.replies) {
            reply.done();
        }
        for tested in batch[..early].iter().flat_map(|entry| &entry.events).filter_map(Event::tested) {
            self.metrics.test_recorded(tested);
        }
        self.end_sockets_of_the_gone(&batch[early..]);
        if wrapped {
            self.send_home();
        }
        for answer in answers {
            match answer {
                Answer::Command(reply) => reply.done(),
                Answer::Join(pending, person) => pending.joined(person),
                Answer::Plan(reply) => drop(reply.send(Ok(()))),
                Answer::Invite(number, reply) => drop(reply.send(Ok(number))),
            }
        }
        self.views.want(concern);
    }

    fn tell_that_disk_fails(&self, round: Round, why: &AppendError) {
        let was_well = {
            let mut core = self.core();
            core.head = None;
            // With nothing of its own, the next round tries the disk with an entry in which nothing happened:
            // so the trouble is over as soon as there is space, though nobody does anything.
            let own = if round.own.is_empty() { vec![vec![]] } else { round.own };
            for events in own.into_iter().rev() {
                core.slow.push_front(Slow::Hub(events));
            }
            !std::mem::replace(&mut core.disk_trouble, true)
        };
        if was_well {
            tracing::error!(%why, "the log can't be written; signals still go out");
        }
        for answer in round.answers {
            match answer {
                Answer::Command(reply) => reply.denied(Denial::not_recorded()),
                Answer::Join(pending, _) => pending.not_recorded(),
                Answer::Plan(reply) => drop(reply.send(Err(PlanNotSet::NotRecorded))),
                Answer::Invite(_, reply) => drop(reply.send(Err(Denial::not_recorded()))),
            }
        }
        self.views.want(Concern::Everybody);
    }

    /// Sockets whose person was let in, replaced or put out by what has just happened.
    fn end_sockets_of_the_gone(&self, batch: &[Entry]) {
        for event in batch.iter().flat_map(|entry| &entry.events) {
            match event {
                Event::TurnedAway { person } | Event::Revoked { person } => {
                    self.put_out(
                        *person,
                        &revoked("The IC has taken this phone out. Use your agreed word or gesture."),
                    );
                }
                Event::Replaced { person, by } => {
                    self.put_out(*person, &revoked("Another phone has taken this one's place."));
                    for outbox in self.clients.outboxes(*by) {
                        outbox.close(crate::protocol::Close::Again);
                    }
                }
                Event::Closed { person, .. } => {
                    let with_them: Vec<PersonId> =
                        self.core().set.closed_with(*person).map(|p| p.id).collect();
                    for gone in with_them.into_iter().chain([*person]) {
                        self.put_out(gone, &closed());
                    }
                }
                Event::Admitted { person, .. } => self.welcome_again(*person),
                _ => {}
            }
        }
    }

    pub(super) fn put_out(&self, person: PersonId, refusal: &super::Refusal) {
        self.core().receivers.retain(|r| r.person != person);
        let Some(client) = self.clients.get(person) else { return };
        client.put_beside(None);
        for outbox in client.outboxes() {
            Session::refuse(&outbox, refusal);
        }
    }

    /// The number of a new invite made on the laptop, once it is on disk.
    pub fn invite_from_laptop(
        self: &Arc<Self>,
        wanted: WantedInvite,
    ) -> tokio::sync::oneshot::Receiver<Result<u32, Denial>> {
        let (reply, answer) = tokio::sync::oneshot::channel();
        self.core().slow.push_back(Slow::Invite(wanted, reply));
        self.work.notify_one();
        answer
    }
}

impl Slow {
    /// The day is wrapped: nothing happens on it any more.
    fn too_late(self) {
        let wrapped = || Denial::new(DenialCode::NotAllowed, DAY_IS_WRAPPED);
        match self {
            Self::Command(_, reply) => reply.denied(wrapped()),
            Self::Join(pending) => pending.too_late(),
            Self::Hub(_) => {}
            Self::Plan(offer) => offer.from.denied(&offer.draft, PlanDenied::Denied(wrapped())),
            Self::Invite(_, reply) => drop(reply.send(Err(wrapped()))),
        }
    }
}

impl Round {
    fn happened(
        &mut self,
        by: Option<PersonId>,
        id: Option<crate::words::CommandId>,
        events: Vec<Event>,
        now: Moment,
    ) {
        let entry = Entry { at: now.at, by, id, events };
        let concern = self.head.take_in(&entry, self.mono);
        self.concern = std::mem::take(&mut self.concern).and(concern);
        self.batch.push(entry);
    }

    fn decide(&mut self, waiting: Slow, presence: &Presence, now: Moment) {
        if self.head.is_day_over() {
            return waiting.too_late();
        }
        match waiting {
            Slow::Command(ask, reply) => {
                if self.head.has_answered(ask.by, ask.id) {
                    return self.answers.push(Answer::Command(reply));
                }
                match self.head.decide(&ask, presence, now) {
                    Ok(events) => {
                        self.happened(Some(ask.by), Some(ask.id), events, now);
                        self.answers.push(Answer::Command(reply));
                    }
                    Err(denial) => {
                        if !denial.also.is_empty() {
                            self.happened(None, None, denial.also.clone(), now);
                        }
                        reply.denied(denial);
                    }
                }
            }
            Slow::Join(mut pending) => match self.head.decide_join(&pending.newcomer) {
                Ok((person, events)) => {
                    if !events.iter().any(|event| matches!(event, Event::RecoveryMade { .. })) {
                        pending.forget_words();
                    }
                    self.happened(Some(person), None, events, now);
                    self.answers.push(Answer::Join(Box::new(pending), person));
                }
                Err(why) => pending.denied(&why),
            },
            Slow::Hub(events) => {
                self.happened(None, None, events.clone(), now);
                self.own.push(events);
            }
            Slow::Plan(offer) => self.decide_plan(offer, now),
            Slow::Invite(WantedInvite { role, name, for_ }, reply) => {
                match self.head.make_invite(role, name, for_) {
                    Ok(events) => {
                        if !events.is_empty() {
                            self.happened(None, None, events, now);
                        }
                        let invites = self.head.invites().filter(|(_, i)| i.role == role && i.for_ == for_);
                        let number = invites.map(|(number, _)| number).last().unwrap_or_default();
                        self.answers.push(Answer::Invite(number, reply));
                    }
                    Err(denial) => drop(reply.send(Err(denial))),
                }
            }
        }
    }

    fn decide_plan(&mut self, offer: plan::Offer, now: Moment) {
        let plan::Offer { draft, from } = offer;
        let by = from.by();
        match self.head.decide_plan(by.map(|(by, _)| by), &draft.plan, &draft.hash) {
            Ok(events) => {
                if !events.is_empty() || by.is_some() {
                    self.happened(by.map(|(by, _)| by), by.map(|(_, id)| id), events, now);
                }
                self.answers.push(match from {
                    plan::From::Console(_, _, reply) => Answer::Command(reply),
                    plan::From::Laptop(reply) => Answer::Plan(reply),
                });
            }
            Err(why) => from.denied(&draft, why),
        }
    }
}
