//! A person's datagram lane as the hub sees it: urgent frames, beside the two websockets. Dropping it is its end.

use super::{CommandFrame, Hub, Outbox, Receiver, Reply, Session, clients::Client, frame};
use crate::{
    datagram::Handshake,
    protocol::{ClientFrame, HubFrame},
    set::Side,
    words::{Command, PersonId, Role},
};
use std::{fmt::Write, sync::Arc};

/// Presence is none of its business: a person is live by the websockets' beats alone.
pub struct Beside {
    hub: Arc<Hub>,
    person: PersonId,
    role: Role,
    client: Arc<Client>,
    /// What waits to be sent there.
    pub outbox: Arc<Outbox>,
}

impl Session {
    /// The page offers a datagram lane. Without an answer it goes on without one.
    pub fn datagram(&self, ufrag: String, password: String, fingerprint: &str) {
        let Some(datagrams) = self.hub.datagrams() else { return };
        let Some(fingerprint) = from_hex(fingerprint) else { return };
        let offer = Handshake { ufrag, password, fingerprint };
        let Some(Handshake { ufrag, password, fingerprint }) = datagrams.open(&offer, self.beside()) else {
            return;
        };
        let (fingerprint, port) = (to_hex(&fingerprint), datagrams.port);
        self.outbox.urgent(frame(&HubFrame::Datagram { ufrag, password, fingerprint, port }));
    }

    fn beside(&self) -> Beside {
        let outbox = Arc::new(Outbox::default());
        self.client.put_beside(Some(outbox.clone()));
        if self.role.receives() {
            let side = if self.role == Role::Ic { Side::Ic } else { Side::Ad };
            let mut core = self.hub.core();
            if core.set.person(self.person).is_some_and(|p| p.is_admitted()) {
                core.receivers.push(Receiver { person: self.person, side, outbox: outbox.clone() });
            }
        }
        let (hub, client) = (self.hub.clone(), self.client.clone());
        Beside { hub, person: self.person, role: self.role, client, outbox }
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
                self.hub.decoy(self.person, self.role, id, again, &self.outbox, &tokio::runtime::Handle::current());
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

/// As SDP writes it.
fn to_hex(fingerprint: &[u8; 32]) -> String {
    let mut text = String::with_capacity(95);
    for byte in fingerprint {
        let colon = if text.is_empty() { "" } else { ":" };
        let _ = write!(text, "{colon}{byte:02X}");
    }
    text
}

fn from_hex(text: &str) -> Option<[u8; 32]> {
    let bytes: Vec<u8> =
        text.split(':').map(|pair| u8::from_str_radix(pair, 16)).collect::<Result<_, _>>().ok()?;
    bytes.try_into().ok()
}
