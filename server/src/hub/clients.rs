//! The registry of live clients: who has which sockets open, and which view they were last sent.

use super::{chase::Chase, outbox::Outbox};
use crate::{
    protocol::{Bytes, Close, View},
    sync::{Mutex, MutexGuard},
    words::{Lane, PersonId, Role, Secure},
};
use dashmap::DashMap;
use serde::Serialize;
use std::{
    hash::{DefaultHasher, Hash, Hasher},
    sync::{Arc, PoisonError},
};
use uuid::Uuid;

/// Room for most views: an IC's, and anybody else's. In bytes.
const LONG: usize = 100 * 1024;
const SHORT: usize = 2 * 1024;

/// One person's sockets. No guard of the map ever leaves this module.
#[derive(Default)]
pub struct Clients {
    clients: DashMap<PersonId, Arc<Client>>,
}

/// One person's client.
pub struct Client {
    /// Whose.
    pub person: PersonId,
    /// As what.
    pub role: Role,
    state: Mutex<State>,
}

/// Which of its page's sockets one is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Nth {
    pub page: Uuid,
    pub nth: u32,
}

struct Socket {
    outbox: Arc<Outbox>,
    secure: Secure,
    of: Option<Nth>,
}

#[derive(Default)]
struct State {
    lanes: [Option<Socket>; 2],
    /// Its datagram lane: for what is urgent alone.
    beside: Option<Arc<Outbox>>,
    /// It is not only on its way.
    beside_is_open: bool,
    published: Published,
}

impl State {
    /// Under the client's lock, or an older view would come behind a later one.
    fn push_view(&self, to: &[Arc<Outbox>]) {
        let Some(frame) = self.published.frame() else { return };
        for outbox in to {
            outbox.push_view(frame.clone());
        }
    }
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
        Some(self.view.as_ref()?.frame(self.rev))
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
    ///
    /// # Panics
    /// Never: a view of our own types can always be written.
    pub fn new(view: &View) -> Self {
        let signals = match view {
            View::Ic(view) => json(&view.signals, SHORT),
            View::Ad(view) => json(&view.signals, SHORT),
            View::Performer(view) => json(&view.signal, SHORT),
            View::Watcher(view) => json(&view.signal, SHORT),
            View::Public(_) => String::new(),
        };
        let mut urgent = DefaultHasher::new();
        (signals, view.public().set.hold).hash(&mut urgent);
        let room = if matches!(view, View::Ic(_)) { LONG } else { SHORT };
        Self { bytes: json(view, room).into(), urgent: urgent.finish() }
    }

    /// As a frame of this revision.
    pub fn frame(&self, rev: u64) -> Bytes {
        format!(r#"{{"type":"view","rev":{rev},"view":{}}}"#, self.bytes).into()
    }
}

/// Written into so much room at once: an IC's view would be copied a dozen times while it grows.
fn json(what: &impl Serialize, room: usize) -> String {
    let mut bytes = Vec::with_capacity(room);
    serde_json::to_writer(&mut bytes, what).expect("a view of our own types can always be written");
    String::from_utf8(bytes).expect("JSON is UTF-8")
}

impl Client {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Every open socket, lane `a` first.
    pub fn outboxes(&self) -> Vec<Arc<Outbox>> {
        self.state().lanes.iter().flatten().map(|socket| socket.outbox.clone()).collect()
    }

    /// How its frames cross the air, if a socket is open.
    pub fn secure(&self) -> Option<Secure> {
        self.state().lanes.iter().flatten().map(|socket| socket.secure).next()
    }

    /// Something that goes on all its lanes, with a few chasers behind it. [`Self::flush`] has to follow, which writes it.
    pub fn push(&self, frame: &Bytes, what: Uuid) {
        let state = self.state();
        let lanes = state.lanes.iter().flatten().map(|socket| &socket.outbox);
        for outbox in lanes.chain(&state.beside) {
            outbox.push(frame.clone(), Some(Chase::a_few(what)));
        }
    }

    /// Writes what waits. Never under another lock.
    pub fn flush(&self) {
        for outbox in self.ways() {
            outbox.flush();
        }
    }

    /// Its person has named this signal, on whichever lane.
    pub fn named(&self, what: Uuid) {
        for outbox in self.ways() {
            outbox.named(what);
        }
    }

    /// Every open socket, and the datagram lane.
    fn ways(&self) -> Vec<Arc<Outbox>> {
        let state = self.state();
        let lanes = state.lanes.iter().flatten().map(|socket| &socket.outbox);
        lanes.chain(&state.beside).cloned().collect()
    }

    /// A datagram lane takes the place of the one before, or goes with the last socket.
    pub fn put_beside(&self, outbox: Option<Arc<Outbox>>) {
        let mut state = self.state();
        state.beside_is_open = false;
        let older = std::mem::replace(&mut state.beside, outbox);
        drop(state);
        if let Some(older) = older {
            older.close(Close::Replaced);
        }
    }

    /// That lane is open, unless a newer one has taken its place.
    pub fn beside_opened(&self, outbox: &Arc<Outbox>) {
        let mut state = self.state();
        state.beside_is_open |= state.beside.as_ref().is_some_and(|current| Arc::ptr_eq(current, outbox));
    }

    /// A datagram lane of its is open.
    pub fn has_beside(&self) -> bool {
        let state = self.state();
        state.beside.is_some() && state.beside_is_open
    }

    /// It has ended, unless a newer one has taken its place.
    pub fn forget_beside(&self, outbox: &Arc<Outbox>) {
        self.state().beside.take_if(|current| Arc::ptr_eq(current, outbox));
    }

    /// Which revision a view would be, if it is another than the last one. Views are only published by whoever holds
    /// the publisher's lock, so it stays true.
    pub fn next_rev(&self, view: &Written) -> Option<u64> {
        let state = self.state();
        let last = state.published.view.as_ref();
        let same = last.is_some_and(|last| Arc::ptr_eq(&last.bytes, &view.bytes) || last.bytes == view.bytes);
        (!same).then_some(state.published.rev + 1)
    }

    /// Pushes the frame of the next revision: to lane `a`, or `b` while `a` is gone, and to both when it is urgent. What
    /// it returns is flushed, under no lock.
    pub fn publish(&self, view: Written, frame: &Bytes) -> Vec<Arc<Outbox>> {
        let mut state = self.state();
        let urgent = state.published.view.as_ref().is_none_or(|last| last.urgent != view.urgent);
        state.published = Published { rev: state.published.rev + 1, view: Some(view) };
        let lanes = state.lanes.iter().flatten().map(|socket| socket.outbox.clone());
        let lanes: Vec<_> = lanes.take(if urgent { 2 } else { 1 }).collect();
        for outbox in &lanes {
            outbox.push_view(frame.clone());
        }
        lanes
    }

    /// Sends the last view once more. Never under another lock.
    pub fn send_view_again(&self, outbox: &Arc<Outbox>) {
        self.state().push_view(std::slice::from_ref(outbox));
        outbox.flush();
    }

    /// Forgets a socket, unless a newer one has taken its place. What was on its way there may be lost with it:
    /// the other lane is sent the latest view.
    pub fn disconnect(&self, lane: Lane, outbox: &Arc<Outbox>) {
        let mut state = self.state();
        let slot = &mut state.lanes[lane as usize];
        if slot.as_ref().is_some_and(|current| Arc::ptr_eq(&current.outbox, outbox)) {
            *slot = None;
        }
        let other = state.lanes.iter().flatten().take(1);
        let other: Vec<_> = other.map(|socket| socket.outbox.clone()).collect();
        state.push_view(&other);
        drop(state);
        for outbox in other {
            outbox.flush();
        }
    }

    /// The last view that was sent.
    pub fn published(&self) -> Published {
        self.state().published.clone()
    }
}

impl Clients {
    /// A new socket of a person. An older one of the same lane is told that it was replaced; one of the same page only
    /// to come back, should it still listen: no other tab has taken over. None: the page has a newer socket here. It
    /// gave this one up, and what was still on its way on a bad link has arrived now.
    pub fn connect(
        &self,
        person: PersonId,
        role: Role,
        lane: Lane,
        outbox: Arc<Outbox>,
        secure: Secure,
        of: Option<Nth>,
    ) -> Option<Arc<Client>> {
        let client = self
            .clients
            .entry(person)
            .or_insert_with(|| Arc::new(Client { person, role, state: Mutex::default() }))
            .clone();
        let mut state = client.state();
        let slot = &mut state.lanes[lane as usize];
        let same_page =
            slot.as_ref().and_then(|older| older.of).zip(of).filter(|(older, of)| older.page == of.page);
        if same_page.is_some_and(|(older, of)| older.nth > of.nth) {
            return None;
        }
        let older = slot.replace(Socket { outbox, secure, of });
        drop(state);
        if let Some(older) = older {
            older.outbox.close(if same_page.is_some() { Close::Again } else { Close::Replaced });
        }
        Some(client)
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
        self.get(person).map(|client| client.outboxes()).unwrap_or_default()
    }
}
