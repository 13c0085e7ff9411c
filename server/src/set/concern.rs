//! Whom an event concerns: so that a hold makes new views for those who see of it, and for nobody else.

use super::{Entry, Event, Mono, Set};
use crate::words::PersonId;
use std::collections::BTreeSet;

/// Whose views an entry can have changed, besides those of the ICs and the 1st ADs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Concern {
    /// Everybody's.
    Everybody,
    /// These people's alone.
    Those(BTreeSet<PersonId>),
}

impl Default for Concern {
    fn default() -> Self {
        Self::Those(BTreeSet::new())
    }
}

impl Concern {
    /// Both.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Those(mut people), Self::Those(more)) => {
                people.extend(more);
                Self::Those(people)
            }
            _ => Self::Everybody,
        }
    }
}

impl Set {
    /// Applies what was decided, and tells whom it concerns. `mono` is when, on the clock that never jumps.
    pub fn take_in(&mut self, entry: &Entry, mono: Mono) -> Concern {
        let in_all_views = |set: &Self| (set.is_called(), set.is_day_over());
        let before = in_all_views(self);
        let owners: Option<Vec<PersonId>> = entry.events.iter().map(|event| self.owner(event)).collect();
        self.apply(entry, mono);
        match owners {
            Some(owners) if in_all_views(self) == before => {
                Concern::Those(owners.into_iter().flat_map(|owner| self.with_watchers(owner)).collect())
            }
            _ => Concern::Everybody,
        }
    }

    /// Whose signal or press-test an event is about. None: it may be seen by everybody.
    fn owner(&self, event: &Event) -> Option<PersonId> {
        match event {
            Event::Pressed { owner, .. } => Some(*owner),
            Event::TestPressed { person, .. } | Event::TestShown { person, .. } => Some(*person),
            Event::FoundLate { signal, .. }
            | Event::Shown { signal, .. }
            | Event::Acknowledged { signal, .. }
            | Event::MeantNothing { signal }
            | Event::Ready { signal }
            | Event::Released { signal, .. } => self.signal(*signal).map(|signal| signal.owner),
            _ => None,
        }
    }

    fn with_watchers(&self, owner: PersonId) -> impl Iterator<Item = PersonId> {
        self.watchers_of(owner).map(|watcher| watcher.id).chain([owner])
    }
}
