//! Views out: whenever a client's bytes change, and only then.
//!
//! One publisher at a time, each from a snapshot: so a client's views are never reordered, and a press
//! never waits for a fan-out. Subscribe before snapshot: a socket is registered before its first view is
//! made, so that no change falls between the two.

use super::{
    Hub, Outbox,
    clients::{Client, Written},
    frame,
};
use crate::{
    protocol::{HubFrame, InviteView, You},
    set::{Concern, Person, Presence, Set},
    sync::{Condvar, Mutex, MutexGuard},
    view::Sight,
    words::{PersonId, Role, Secure, SignalId},
};
use std::{
    collections::HashMap,
    panic::resume_unwind,
    sync::{Arc, PoisonError},
    thread,
    time::Instant,
};

/// So many are sent their views by two threads: most of that work is the kernel's, and a laptop has another core for it.
const CROWD: usize = 1000;
/// Behind so many of a crowd, some hundred microseconds, whoever waits for the core comes first: a press may.
const GIVE_WAY: usize = 32;

/// What is handed out with the views besides the set: the addresses that the codes carry.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Handouts {
    /// `http://192.168.1.20:8080`
    pub base_url: String,
    /// The hub's public key, where frames have to be sealed.
    pub seal: Option<String>,
    /// A phone has loaded the page through that address.
    pub reached: bool,
}

impl Handouts {
    /// What an invite's code says. In the fragment, which no server and no log ever sees.
    pub fn code(&self, invite: &str) -> String {
        let seal = self.seal.as_ref().map_or_else(String::new, |key| format!(".{key}"));
        format!("{}/#{invite}{seal}", self.base_url)
    }
}

#[derive(Default)]
pub(super) struct Publisher {
    handouts: Handouts,
}

/// Views are wanted: many wishes in a row are one.
#[derive(Default)]
pub(super) struct Wanted {
    /// Whose, if any, and whether the hub closes.
    state: Mutex<(Option<Concern>, bool)>,
    rung: Condvar,
}

impl Wanted {
    fn state(&self) -> MutexGuard<'_, (Option<Concern>, bool)> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// To be called behind the change, so that whoever takes the wish sees it.
    pub fn want(&self, concern: Concern) {
        self.wish(concern);
        self.rung.notify_one();
    }

    /// The same; somebody else is about to [`Self::ring`].
    pub fn wish(&self, concern: Concern) {
        let mut state = self.state();
        state.0 = Some(state.0.take().unwrap_or_default().and(concern));
    }

    /// Wakes the publisher for what is wished.
    pub fn ring(&self) {
        let wished = self.state().0.is_some();
        if wished {
            self.rung.notify_one();
        }
    }

    pub fn close(&self) {
        self.state().1 = true;
        self.rung.notify_all();
    }

    /// Waits for a wish. False when the hub closes.
    fn wait(&self) -> bool {
        let mut state = self.state();
        while state.0.is_none() && !state.1 {
            state = self.rung.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        !state.1
    }

    fn take(&self) -> Option<Concern> {
        self.state().0.take()
    }
}

struct Snapshot {
    set: Set,
    presence: Presence,
    unrecorded: Vec<SignalId>,
    disk_trouble: bool,
    rung: u64,
    invites: Vec<InviteView>,
}

impl Hub {
    /// The publisher's thread. Returns when the hub closes.
    pub fn keep_views(&self) {
        self.views.want(Concern::Everybody); // begun anew behind a panic, it has forgotten whose were wanted
        while self.views.wait() {
            self.publish();
        }
    }

    /// Makes the views that are wanted, and sends every client whose view has changed its new one.
    pub fn publish(&self) {
        let publisher = self.publisher.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(concern) = self.views.take() else { return };
        let since = Instant::now();
        let snapshot = self.snapshot(&publisher);
        let clients = self.concerned(&snapshot.set, concern);
        let everybody_sees = if clients.len() < CROWD {
            self.publish_to(&snapshot, &clients)
        } else {
            let (first, rest) = clients.split_at(clients.len() / 2);
            thread::scope(|scope| {
                let other = thread::Builder::new().name("views too".to_owned());
                let other = other.spawn_scoped(scope, || self.publish_to(&snapshot, rest));
                let seen = self.publish_to(&snapshot, first);
                seen | match other {
                    Ok(other) => other.join().unwrap_or_else(|panic| resume_unwind(panic)),
                    Err(_) => self.publish_to(&snapshot, rest), // the laptop has no thread for it
                }
            })
        };
        if everybody_sees {
            self.metrics.fanned_out(since);
        }
    }

    /// Sends each of them a view if it has changed. True if it is one that everybody sees.
    fn publish_to(&self, snapshot: &Snapshot, clients: &[Arc<Client>]) -> bool {
        let mut everybody_sees = false;
        let mut public: HashMap<(Role, bool, Secure), Written> = HashMap::new();
        let mut frames = HashMap::new();
        for (n, client) in clients.iter().enumerate() {
            if n % GIVE_WAY == GIVE_WAY - 1 {
                thread::yield_now();
            }
            let Some(secure) = client.secure() else { continue };
            let Some(person) = snapshot.set.person(client.person) else { continue };
            let alike = (person.role, person.is_admitted(), secure);
            let all_alike = person.role.is_public();
            let view = if all_alike {
                public.entry(alike).or_insert_with(|| self.write_view(snapshot, person, secure)).clone()
            } else {
                self.write_view(snapshot, person, secure)
            };
            let Some(rev) = client.next_rev(&view) else { continue };
            // Made before the lock is taken: a long one would hold a press up.
            let frame = if all_alike {
                frames.entry((alike, rev)).or_insert_with(|| view.frame(rev)).clone()
            } else {
                view.frame(rev)
            };
            // An alert that was rung since the snapshot is newer than this view: sent behind it, the view
            // would tell a receiver's screen that the alert is over.
            let core = person.role.receives().then(|| self.core());
            if core.as_ref().is_some_and(|core| core.rung != snapshot.rung) {
                self.views.want(Concern::Those([person.id].into()));
                continue;
            }
            let outboxes = client.publish(view, &frame);
            everybody_sees |= all_alike;
            drop(core);
            for outbox in outboxes {
                outbox.flush();
            }
        }
        everybody_sees
    }

    /// Whose views are made: the receivers' first.
    fn concerned(&self, set: &Set, concern: Concern) -> Vec<Arc<Client>> {
        match concern {
            Concern::Everybody => self.clients.live(),
            Concern::Those(people) => {
                let receivers = [Role::Ic, Role::Ad].into_iter().flat_map(|role| set.admitted(role));
                let mut concerned: Vec<PersonId> = receivers.map(|receiver| receiver.id).collect();
                let others: Vec<_> =
                    people.into_iter().filter(|person| !concerned.contains(person)).collect();
                concerned.extend(others);
                concerned.into_iter().filter_map(|person| self.clients.get(person)).collect()
            }
        }
    }

    /// The first frame of a socket. The caller has registered it.
    pub(super) fn welcome(
        &self,
        person: PersonId,
        outbox: &Outbox,
        secure: Secure,
        joined: Option<super::Joined>,
    ) {
        let publisher = self.publisher.lock().unwrap_or_else(PoisonError::into_inner);
        let snapshot = self.snapshot(&publisher);
        let Some(person) = snapshot.set.person(person) else { return };
        let Some(client) = self.clients.get(person.id) else { return };
        let view = self.sight(&snapshot).view(person, secure);
        // While the other lane is open, a new view is the publisher's, who sends it there.
        if client.outboxes().len() < 2 {
            let written = Written::new(&view);
            if let Some(rev) = client.next_rev(&written) {
                let frame = written.frame(rev);
                client.publish(written, &frame);
            }
        }
        let (token, recovery) = joined.map(|j| (Some(j.token), j.recovery)).unwrap_or_default();
        outbox.urgent(frame(&HubFrame::Welcome {
            token,
            recovery,
            you: You {
                id: person.id,
                role: person.role,
                name: person.name.clone(),
                admitted: person.is_admitted(),
            },
            epoch: self.epoch,
            rev: client.published().rev,
            now: self.clock.now().at,
            view,
        }));
    }

    /// Somebody was let in: their page learns that it is another page now. The view follows as any other.
    pub(super) fn welcome_again(&self, person: PersonId) {
        let Some(client) = self.clients.get(person) else { return };
        let Some(secure) = client.secure() else { return };
        for outbox in client.outboxes().iter().take(1) {
            self.welcome(person, outbox, secure, None);
            client.send_view_again(outbox);
        }
    }

    /// Tells the ICs which address the codes carry.
    pub fn hand_out(&self, handouts: Handouts) {
        self.publisher.lock().unwrap_or_else(PoisonError::into_inner).handouts = handouts;
        self.views.want(Concern::Everybody);
    }

    fn snapshot(&self, publisher: &Publisher) -> Snapshot {
        let core = self.core();
        let set = core.set.clone();
        let presence = core.presence.clone();
        let unrecorded = core.unrecorded();
        let disk_trouble = core.disk_trouble;
        let rung = core.rung;
        drop(core);
        let invites = self.invite_views(&set, &publisher.handouts);
        Snapshot { set, presence, unrecorded, disk_trouble, rung, invites }
    }

    fn sight<'a>(&'a self, snapshot: &'a Snapshot) -> Sight<'a> {
        Sight {
            set: &snapshot.set,
            presence: &snapshot.presence,
            now: self.clock.now(),
            unrecorded: &snapshot.unrecorded,
            hub_name: &self.settings.name,
            keep_days: self.settings.keep_days,
            wifi: self.settings.wifi.as_ref(),
            invites: &snapshot.invites,
            disk_trouble: snapshot.disk_trouble,
        }
    }

    fn write_view(&self, snapshot: &Snapshot, person: &Person, secure: Secure) -> Written {
        Written::new(&self.sight(snapshot).view(person, secure))
    }

    /// What can be handed out now: single-use invites that are not used yet, and the others.
    pub(crate) fn invite_views(&self, set: &Set, handouts: &Handouts) -> Vec<InviteView> {
        let usable = set.invites().filter(|(_, i)| set.is_usable(i));
        usable
            .map(|(number, invite)| {
                let secret = self.keys.invite(number);
                InviteView {
                    role: invite.role,
                    name: invite.name.clone(),
                    url: handouts.code(&secret),
                    invite: secret,
                    single_use: invite.is_single_use(),
                    for_: invite.for_,
                    reached: handouts.reached,
                }
            })
            .collect()
    }
}
