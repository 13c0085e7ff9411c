//! One socket's person: frames in. Dropping it is leaving.

use super::{CommandFrame, Hub, Joined, Nth, Outbox, Receiver, Reply, Wake, clients::Client, frame};
use crate::{
    protocol::{Close, HubFrame, RefusalCode},
    set::{Beat, Concern, Side},
    words::{Command, CommandId, Lane, PersonId, Role, Secure, SignalId, UnixMs},
};
use std::{borrow::Cow, sync::Arc};
use tokio::runtime::Handle;

/// Why a client is not let in, with a sentence for the person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// From the closed table.
    pub code: RefusalCode,
    /// What happened and what to do.
    pub message: Cow<'static, str>,
}

impl Refusal {
    /// A refusal with its sentence.
    pub fn new(code: RefusalCode, message: impl Into<Cow<'static, str>>) -> Self {
        Self { code, message: message.into() }
    }
}

/// Why a socket is not registered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotIn {
    /// That person isn't here any more.
    Gone,
    /// The page has a newer socket here: nobody listens on this one.
    Overtaken,
}

pub(super) fn revoked(message: &'static str) -> Refusal {
    Refusal::new(RefusalCode::Revoked, message)
}

/// Their ending is done.
pub(super) fn closed() -> Refusal {
    Refusal::new(
        RefusalCode::Closed,
        "Your day here is done, and this phone has forgotten everything of it. Thank you, and take good care. Should you be needed again today, scan the code anew.",
    )
}

/// One connected socket. Presence ends when it is dropped, however the socket ended.
pub struct Session {
    pub(super) hub: Arc<Hub>,
    /// Whose.
    pub person: PersonId,
    /// As what.
    pub role: Role,
    lane: Lane,
    pub(super) client: Arc<Client>,
    pub(super) outbox: Arc<Outbox>,
    /// Who does what takes its time, where this socket's thread has holds to carry.
    others: Option<Handle>,
}

impl Session {
    /// Registers a socket, welcomes it, and alerts a receiver of everything open. None: that person isn't here.
    pub fn connect(
        hub: &Arc<Hub>,
        person: PersonId,
        lane: Lane,
        secure: Secure,
        outbox: &Arc<Outbox>,
        joined: Option<Joined>,
    ) -> Option<Self> {
        Self::connect_nth(hub, person, lane, None, secure, outbox, joined).ok()
    }

    /// The same, of a page that counts its sockets.
    ///
    /// # Errors
    /// When that person isn't here, or the page has a newer socket here already.
    pub fn connect_nth(
        hub: &Arc<Hub>,
        person: PersonId,
        lane: Lane,
        of: Option<Nth>,
        secure: Secure,
        outbox: &Arc<Outbox>,
        joined: Option<Joined>,
    ) -> Result<Self, NotIn> {
        let role = hub.core().set.person(person).filter(|p| p.is_here()).ok_or(NotIn::Gone)?.role;
        let client =
            hub.clients.connect(person, role, lane, outbox.clone(), secure, of).ok_or(NotIn::Overtaken)?;
        hub.core().presence.connected(person);
        let session =
            Self { hub: hub.clone(), person, role, lane, client, outbox: outbox.clone(), others: None };
        if role != Role::Ic && hub.core().set.is_day_over() {
            Self::refuse(outbox, &super::record::day_is_wrapped());
            return Ok(session); // wrapped in this very moment
        }
        hub.welcome(person, outbox, secure, joined);
        if role.receives() {
            let side = if role == Role::Ic { Side::Ic } else { Side::Ad };
            let mut core = hub.core();
            // Taken out in this very moment: the next thing that this socket reads is why.
            core.set.person(person).filter(|p| p.is_admitted()).ok_or(NotIn::Gone)?;
            core.receivers.push(Receiver { person, side, outbox: outbox.clone() });
            core.ring_newcomer(side, outbox);
        }
        hub.views.want(Concern::Everybody);
        Ok(session)
    }

    /// Whose socket it is.
    pub fn hub(&self) -> &Hub {
        &self.hub
    }

    /// From here on what takes its time is done by others.
    pub fn leave_long_work_to(&mut self, others: Handle) {
        self.others = Some(others);
    }

    /// Signals, or is told of signals.
    pub fn is_urgent(&self) -> bool {
        !self.role.is_public()
    }

    /// A beat from the page's own script.
    pub fn beat(&self, n: u64, visible: bool, awake: Option<bool>, rtt: Option<u32>) {
        let now = self.hub.clock.now();
        // Crew and doors are not supervised: their beats only keep the socket.
        if self.is_urgent() {
            let mut core = self.hub.core();
            let was_visible = core.presence.is_visible(self.person);
            core.presence.beat(self.person, self.lane, Beat { n, visible, awake, rtt }, now.mono);
            let is_visible = core.presence.is_visible(self.person);
            drop(core);
            if was_visible != is_visible {
                self.hub.views.want(Concern::Everybody);
            }
        }
        self.outbox.urgent(frame(&HubFrame::Beat { n, now: now.at }));
    }

    /// The page has painted an alert.
    pub fn shown(&self, signal: SignalId, again: Option<u32>, at: Option<UnixMs>) {
        self.client.named(signal.0);
        self.hub.shown(self.person, signal, again, at);
    }

    /// Nothing, with the frames of a press behind it. Only where the air is watched through a seal.
    pub fn decoy(&self, id: uuid::Uuid, again: u32) {
        let others = self.others.clone().unwrap_or_else(Handle::current);
        self.hub.decoy(self.person, self.role, id, again, &self.outbox, &others);
    }

    /// A command, of a press-test with when it was pressed; the answer goes to the outbox, and to the other lane's if it is urgent. What it returns is
    /// dropped once others have had their turn.
    pub fn command(&self, id: CommandId, age: Option<u64>, at: Option<UnixMs>, command: Command) -> Wake<'_> {
        if let Command::Report { reader } = command {
            self.hub.send_report(self.person, id, reader, &self.outbox);
            return self.hub.wake(None);
        }
        if matches!(command, Command::PlanPart { .. } | Command::PlanText)
            && let Some(runtime) = &self.others
        {
            let (hub, person, outbox) = (self.hub.clone(), self.person, self.outbox.clone());
            runtime.spawn_blocking(move || {
                let reply = Reply { outbox, twins: None, id };
                drop(hub.command(person, CommandFrame { id, age, at, command }, reply));
            });
            return self.hub.wake(None);
        }
        if let Command::Acknowledge { signal, .. } | Command::Release { signal, .. } = &command {
            self.client.named(signal.0);
        }
        let twins = command.is_urgent().then(|| self.client.clone());
        let reply = Reply { outbox: self.outbox.clone(), twins, id };
        self.hub.command(self.person, CommandFrame { id, age, at, command }, reply)
    }

    /// Says why, then closes.
    pub fn refuse(outbox: &Outbox, refusal: &Refusal) {
        Self::refuse_for_now(outbox, refusal, refusal.code.close());
    }

    /// Says why, then closes with another code than the usual one.
    pub fn refuse_for_now(outbox: &Outbox, refusal: &Refusal, close: Close) {
        outbox.urgent(frame(&HubFrame::Refused {
            code: refusal.code,
            message: refusal.message.clone().into_owned(),
        }));
        outbox.close(close);
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        self.client.disconnect(self.lane, &self.outbox);
        if self.client.outboxes().is_empty() {
            self.hub.uploads.forget(self.person);
            self.client.put_beside(None);
        }
        let mut core = self.hub.core();
        core.presence.disconnected(self.person);
        core.receivers.retain(|r| !Arc::ptr_eq(&r.outbox, &self.outbox));
        drop(core);
        self.hub.views.want(Concern::Everybody);
    }
}
