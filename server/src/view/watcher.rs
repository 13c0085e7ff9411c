//! What a watcher or chaperone sees: what their one performer sees of their own signal, and no more.

use super::Sight;
use crate::{
    protocol::{Watched, WatcherView},
    set::Person,
    words::Secure,
};

impl Sight<'_> {
    pub(super) fn watcher(&self, person: &Person, secure: Secure) -> WatcherView {
        let watched = self.set.watched_by(person);
        WatcherView {
            public: self.inside(secure),
            receivers: self.receivers(),
            signal: watched.and_then(|p| self.own_signal(p.id)),
            watched: watched.map(|p| Watched {
                id: p.id,
                name: p.name.clone(),
                on_set: p.on_set,
                relies: self.set.relies_on_watcher(p.id),
                alone: self.set.is_alone(p.id),
            }),
            tested: person.tested_ms.is_some(),
            tests: person.tests,
        }
    }
}
