//! The registry of live clients: who has which sockets open, and which view they were last sent.

use super::outbox::Outbox;
use crate::{
    protocol::{Bytes, Close},
    words::{Lane, PersonId, Role, Secure},
};
use dashmap::DashMap;
use std::sync::{Arc, Mutex, PoisonError};

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
    published: Published,
}

/// The last view that a client was sent.
#[derive(Clone, Default)]
pub struct Published {
    /// Counts the changes of this client's own view.
    pub rev: u64,
    /// Its bytes.
    pub view: Option<Bytes>,
}

impl Client {
    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The socket for views: lane `a`, or `b` while `a` is gone.
    pub fn view_lane(&self) -> Option<(Arc<Outbox>, Secure)> {
        let state = self.state();
        state.lanes.iter().flatten().next().cloned()
    }

    /// Takes note of a view, if it is another than the last one.
    pub fn publish(&self, view: &Bytes) -> Option<Published> {
        let mut state = self.state();
        let last = state.published.view.as_ref();
        if last.is_some_and(|last| Arc::ptr_eq(last, view) || last == view) {
            return None;
        }
        state.published = Published { rev: state.published.rev + 1, view: Some(view.clone()) };
        Some(state.published.clone())
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
        if let Some((older, _)) = client.state().lanes[lane as usize].replace((outbox, secure)) {
            older.close(Close::Replaced);
        }
        client
    }

    /// Forgets a socket, unless a newer one has taken its place.
    pub fn disconnect(&self, person: PersonId, lane: Lane, outbox: &Arc<Outbox>) {
        if let Some(client) = self.get(person) {
            let slot = &mut client.state().lanes[lane as usize];
            if slot.as_ref().is_some_and(|(current, _)| Arc::ptr_eq(current, outbox)) {
                *slot = None;
            }
        }
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

    /// Every open socket of one person.
    pub fn outboxes(&self, person: PersonId) -> Vec<Arc<Outbox>> {
        self.get(person)
            .map(|c| c.state().lanes.iter().flatten().map(|(outbox, _)| outbox.clone()).collect())
            .unwrap_or_default()
    }
}
