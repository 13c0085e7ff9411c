//! The registry of live clients: who has which sockets open, and which view they were last sent.

use super::{chase::Chase, outbox::Outbox};
use crate::{
    protocol::{Bytes, Close, View},
    words::{Lane, PersonId, Role, Secure},
};
use dashmap::DashMap;
use std::{
    hash::{DefaultHasher, Hash, Hasher},
    sync::{Arc, Mutex, PoisonError},
};
use uuid::Uuid;

/// One person's sockets. No guard of the map ever leaves this module.
#[derive(Default)]
pub struct Clients {
    clients: DashMap<PersonId, Arc<Client>>,
}

/// One person's client.
pub struct Client {
    pub person: PersonId,
    pub role: Role,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    lanes: [Option<(Arc<Outbox>, Secure)>; 2],
    /// Its datagram lane: for what is urgent alone.
    beside: Option<Arc<Outbox>>,
    published: Published,
}

/// The last view that a client was sent.
#[derive(Clone, Default)]
pub struct Published {
    /// Counts the changes of this client's own view.
    pub rev: u64,
    /// Its bytes.
    pub view: Option<Written>,
}

impl Published {
    /// As a frame.
    pub fn frame(&self) -> Option<Bytes> {
        let view = &self.view.as_ref()?.bytes;
        Some(format!(r#"{{"type":"view","rev":{},"view":{view}}}"#, self.rev).into())
    }
}

/// A view as it goes out.
#[derive(Clone)]
pub struct Written {
    /// Its JSON.
    pub bytes: Bytes,
    /// Tells views apart that differ in their signals or in HOLD: such a change travels on both lanes.
    urgent: u64,
}

impl Written {
    /// A view's bytes.
    pub fn new(view: &View) -> Self {
        let json = |what: Result<String, _>| what.expect("a view of our own types can always be written");
        let signals = match view {
            View::Ic(view) => json(serde_json::to_string(&view.signals)),
            View::Ad(view) => json(serde_json::to_string(&view.signals)),
            View::Performer(view) => json(serde_json::to_string(&view.signal)),
            View::Watcher(view) => json(serde_json::to_string(&view.signal)),
            View::Public(_) => String::new(),
        };
        let mut urgent = DefaultHasher::new();
        (signals, view.public().set.hold).hash(&mut urgent);
        Self { bytes: json(serde_json::to_string(view)).into(), urgent: urgent.finish() }
    }
}

impl Client {
    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Every open socket, lane `a` first.
    pub fn outboxes(&self) -> Vec<Arc<Outbox>> {
        self.state().lanes.iter().flatten().map(|(outbox, _)| outbox.clone()).collect()
    }

    /// How its frames cross the air, if a socket is open.
    pub fn secure(&self) -> Option<Secure> {
        self.state().lanes.iter().flatten().map(|(_, secure)| *secure).next()
    }

    /// Something that goes on both lanes, with a few chasers behind it; [`Self::flush`] writes it at once.
    pub fn push(&self, frame: &Bytes, what: Uuid) {
        let state = self.state();
        let lanes = state.lanes.iter().flatten().map(|(outbox, _)| outbox);
        for outbox in lanes.chain(&state.beside) {
            outbox.push_and_wake(frame.clone(), Some(Chase::a_few(what)));
        }
    }

    /// Writes what waits. Never under another lock.
    pub fn flush(&self) {
        for outbox in self.outboxes() {
            outbox.flush();
        }
    }

    /// Its person has named this signal, on whichever lane.
    pub fn named(&self, what: Uuid) {
        let state = self.state();
        let lanes = state.lanes.iter().flatten().map(|(outbox, _)| outbox);
        for outbox in lanes.chain(&state.beside) {
            outbox.named(what);
        }
    }

    /// A datagram lane takes the place of the one before, or goes with the last socket.
    pub fn put_beside(&self, outbox: Option<Arc<Outbox>>) {
        let older = std::mem::replace(&mut self.state().beside, outbox);
        if let Some(older) = older {
            older.close(Close::Replaced);
        }
    }

    /// It has ended, unless a newer one has taken its place.
    pub fn forget_beside(&self, outbox: &Arc<Outbox>) {
        self.state().beside.take_if(|current| Arc::ptr_eq(current, outbox));
    }

    /// The sockets that a view goes to, and its frame, if it is another than the last one: lane `a`, or `b` while
    /// `a` is gone, and both when it is urgent.
    pub fn publish(&self, view: &Written) -> Option<(Bytes, Vec<Arc<Outbox>>)> {
        let mut state = self.state();
        let last = state.published.view.as_ref();
        if last.is_some_and(|last| Arc::ptr_eq(&last.bytes, &view.bytes) || last.bytes == view.bytes) {
            return None;
        }
        let urgent = last.is_none_or(|last| last.urgent != view.urgent);
        state.published = Published { rev: state.published.rev + 1, view: Some(view.clone()) };
        let lanes = state.lanes.iter().flatten().map(|(outbox, _)| outbox.clone());
        let lanes = lanes.take(if urgent { 2 } else { 1 }).collect();
        Some((state.published.frame()?, lanes))
    }

    /// Forgets a socket, unless a newer one has taken its place. What was on its way there may be lost with it:
    /// the other lane is sent the latest view.
    pub fn disconnect(&self, lane: Lane, outbox: &Arc<Outbox>) {
        let mut state = self.state();
        let slot = &mut state.lanes[lane as usize];
        if slot.as_ref().is_some_and(|(current, _)| Arc::ptr_eq(current, outbox)) {
            *slot = None;
        }
        let other = state.lanes.iter().flatten().next().map(|(outbox, _)| outbox.clone());
        let frame = state.published.frame();
        drop(state);
        if let (Some(other), Some(frame)) = (other, frame) {
            other.view(frame);
        }
    }

    /// The last view that was sent.
    pub fn published(&self) -> Published {
        self.state().published.clone()
    }
}

impl Clients {
    /// A new socket of a person. An older one of the same lane is told that it was replaced.
    pub fn connect(
        &self,
        person: PersonId,
        role: Role,
        lane: Lane,
        outbox: Arc<Outbox>,
        secure: Secure,
    ) -> Arc<Client> {
        let client = self
            .clients
            .entry(person)
            .or_insert_with(|| Arc::new(Client { person, role, state: Mutex::default() }))
            .clone();
        let older = client.state().lanes[lane as usize].replace((outbox, secure));
        if let Some((older, _)) = older {
            older.close(Close::Replaced);
        }
        client
    }

    /// One person's client.
    pub fn get(&self, person: PersonId) -> Option<Arc<Client>> {
        self.clients.get(&person).map(|client| client.clone())
    }

    /// All clients with an open socket, receivers first, then performers, then everybody else.
    pub fn live(&self) -> Vec<Arc<Client>> {
        let mut live: Vec<_> = self.clients.iter().map(|c| c.clone()).collect();
        live.sort_by_key(|c| c.role);
        live
    }

    /// Every way to one person: the open sockets, and the datagram lane.
    pub fn outboxes(&self, person: PersonId) -> Vec<Arc<Outbox>> {
        let Some(client) = self.get(person) else { return Vec::new() };
        let beside = client.state().beside.clone();
        client.outboxes().into_iter().chain(beside).collect()
    }
}
