//! A person's datagram lane as the hub sees it: urgent frames, beside the two websockets. Dropping it is its end.

use super::{CommandFrame, Hub, Outbox, Receiver, Reply, Session, clients::Client, frame};
use crate::{
    budget::Budget,
    protocol::{ClientFrame, HubFrame},
    set::{Person, Side},
    words::{Command, CommandId, PersonId, Role, UnixMs},
};
use std::sync::Arc;
use tokio::runtime::Handle;

/// Presence is none of its business: a person is live by the websockets' beats alone.
pub struct Beside {
    hub: Arc<Hub>,
    person: PersonId,
    role: Role,
    client: Arc<Client>,
    /// What waits to be sent there. Nobody takes a pen to it: whoever pushes wakes the lane, and waits for nothing.
    pub outbox: Arc<Outbox>,
    /// The socket that it was offered on.
    socket: Arc<Outbox>,
    is_open: bool,
    frames: Budget,
    decoys: Budget,
}

/// Frames that are no copies, at once and a second, and as many decoys: many times what a page sends.
const FRAMES: f64 = 40.0;

impl Session {
    /// Takes the place of the one before. None for whoever neither signals nor is told of signals.
    pub fn beside(&self) -> Option<Beside> {
        if !self.is_urgent() {
            return None;
        }
        let outbox = Arc::new(Outbox::default());
        self.client.put_beside(Some(outbox.clone()));
        if self.role.receives() {
            let side = if self.role == Role::Ic { Side::Ic } else { Side::Ad };
            let mut core = self.hub.core();
            // Whoever was taken out in this very moment hears nothing more.
            if core.set.person(self.person).is_some_and(Person::is_admitted) {
                core.receivers.push(Receiver { person: self.person, side, outbox: outbox.clone() });
            }
        }
        let (hub, client, socket) = (self.hub.clone(), self.client.clone(), self.outbox.clone());
        let [frames, decoys] = [(); 2].map(|()| Budget::of(FRAMES, FRAMES));
        let (person, role) = (self.person, self.role);
        Some(Beside { hub, person, role, client, outbox, socket, is_open: false, frames, decoys })
    }
}

impl Beside {
    /// The hub's end of it, to the page.
    pub fn answer(&self, datagram: &HubFrame) {
        self.socket.urgent(frame(datagram));
    }

    /// Frames come and go by it.
    pub fn opened(&mut self) {
        if !self.is_open {
            self.is_open = true;
            self.client.beside_opened(&self.outbox);
        }
    }

    /// A frame from the phone: presses, receipts, acknowledgements, decoys. Whatever else there is has an order among
    /// itself, which only a websocket keeps: a CUT must not overtake the ROLL before it. False: there are too many. Even a
    /// raise: it comes on the websockets, where no limit ever stops one.
    pub fn hear(&mut self, bytes: &[u8]) -> bool {
        let heard = serde_json::from_slice(bytes);
        let budget =
            if matches!(heard, Ok(ClientFrame::Decoy { .. })) { &mut self.decoys } else { &mut self.frames };
        if !budget.take() {
            return false;
        }
        match heard {
            Ok(ClientFrame::Do { id, age, at, cmd: cmd @ Command::Raise { .. } }) => {
                self.command(id, age, at, cmd);
            }
            Ok(ClientFrame::Do { id, age, at, cmd: Command::Acknowledge { signal, again } }) => {
                self.client.named(signal.0);
                self.command(id, age, at, Command::Acknowledge { signal, again });
            }
            Ok(ClientFrame::Shown { signal, again, at }) => {
                self.client.named(signal.0);
                self.hub.shown(self.person, signal, again, at);
            }
            // The third of them is a release's, which goes by websocket.
            Ok(ClientFrame::Decoy { id, again: again @ 0..2 }) => {
                self.hub.decoy(self.person, self.role, id, again, &self.outbox, &Handle::current());
            }
            _ => {}
        }
        true
    }

    fn command(&self, id: CommandId, age: Option<u64>, at: Option<UnixMs>, command: Command) {
        let reply = Reply { outbox: self.outbox.clone(), twins: Some(self.client.clone()), id };
        drop(self.hub.command(self.person, CommandFrame { id, age, at, command }, reply));
    }
}

impl Drop for Beside {
    fn drop(&mut self) {
        self.client.forget_beside(&self.outbox);
        self.hub.core().receivers.retain(|r| !Arc::ptr_eq(&r.outbox, &self.outbox));
    }
}
