//! A person's datagram lane as the hub sees it: urgent frames, beside the two websockets. Dropping it is its end.

use super::{CommandFrame, Hub, Outbox, Receiver, Reply, Session, clients::Client};
use crate::{
    protocol::ClientFrame,
    set::{Person, Side},
    words::{Command, PersonId, Role},
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
}

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
        let (hub, client) = (self.hub.clone(), self.client.clone());
        Some(Beside { hub, person: self.person, role: self.role, client, outbox })
    }
}

impl Beside {
    /// A frame from the phone. Whatever isn't urgent has no business here.
    pub fn hear(&self, bytes: &[u8]) {
        match serde_json::from_slice(bytes) {
            Ok(ClientFrame::Do { id, age, at, cmd }) if cmd.is_urgent() => {
                if let Command::Acknowledge { signal, .. } = &cmd {
                    self.client.named(signal.0);
                }
                let reply = Reply { outbox: self.outbox.clone(), twins: Some(self.client.clone()), id };
                drop(self.hub.command(self.person, CommandFrame { id, age, at, command: cmd }, reply));
            }
            Ok(ClientFrame::Shown { signal, again, at }) => {
                self.client.named(signal.0);
                self.hub.shown(self.person, signal, again, at);
            }
            Ok(ClientFrame::Decoy { id, again }) => {
                self.hub.decoy(self.person, self.role, id, again, &self.outbox, &Handle::current());
            }
            _ => {}
        }
    }
}

impl Drop for Beside {
    fn drop(&mut self) {
        self.client.forget_beside(&self.outbox);
        self.hub.core().receivers.retain(|r| !Arc::ptr_eq(&r.outbox, &self.outbox));
    }
}
