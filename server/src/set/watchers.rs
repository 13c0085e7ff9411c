//! Watchers and chaperones: who holds the button for whom, and whether they are there.

use super::{Missing, Mono, Person, Presence, Set, Side};
use crate::words::{Link, PersonId, Role, Way};

impl Set {
    /// The performer whose button a watcher or chaperone holds; none once that performer is gone.
    pub fn watched_by(&self, watcher: &Person) -> Option<&Person> {
        self.performer(watcher.for_?).ok()
    }

    /// Who holds the button for a performer: watchers first.
    pub fn watchers_of(&self, performer: PersonId) -> impl Iterator<Item = &Person> {
        [Role::Watcher, Role::Chaperone]
            .into_iter()
            .flat_map(|role| self.admitted.get(&role).into_iter().flatten())
            .filter_map(|id| self.person(*id))
            .filter(move |p| p.for_ == Some(performer))
    }

    /// The IC has agreed with a performer that a watcher's button is their way to signal in the open scene.
    pub fn relies_on_watcher(&self, performer: PersonId) -> bool {
        self.way(performer).is_some_and(|(way, _)| way == Way::Watcher)
    }

    /// Whether somebody's phone can signal, or their screen be read. Nothing is expected of whoever is off set,
    /// and nothing of a watcher whose performer is.
    pub fn link(&self, person: &Person, presence: &Presence, now: Mono) -> Link {
        let away = person.role.watches() && !self.watched_by(person).is_some_and(|p| p.on_set);
        if away { Link::Away } else { presence.link(person, now) }
    }

    /// What keeps a watcher's button from being a performer's way to signal: any watcher of theirs will do.
    pub(super) fn missing_of_watchers(
        &self,
        performer: PersonId,
        side: Side,
        presence: &Presence,
        now: Mono,
    ) -> Option<Missing> {
        let mut watchers = self.watchers_of(performer).peekable();
        if watchers.peek().is_none() {
            return Some(Missing::Watcher);
        }
        let live: Vec<&Person> = watchers.filter(|w| presence.is_linked_for(side, w, now)).collect();
        if live.is_empty() {
            return Some(Missing::WatcherLink);
        }
        live.iter().all(|w| w.tested_ms.is_none()).then_some(Missing::WatcherTest)
    }
}
