//! Minors: no exposing scene, a chaperone who is live, and no notice that names one.

use super::{Denial, Event, Mono, Person, Presence, Set, Side, text_names};
use crate::words::{DenialCode, PersonId, Role, SceneId};
use std::collections::BTreeSet;

impl Set {
    /// Not of age: by the plan, or because a chaperone was let in for them.
    pub fn is_minor(&self, performer: &Person) -> bool {
        let by_plan = performer.planned.as_deref().and_then(|name| self.planned_person(name));
        performer.chaperoned || by_plan.is_some_and(|p| p.minor)
    }

    fn minors(&self) -> impl Iterator<Item = &Person> {
        let performers = self.admitted.get(&Role::Performer).into_iter().flatten();
        performers.filter_map(|id| self.person(*id)).filter(|p| self.is_minor(p))
    }

    /// Minors of the cast on set without a chaperone whose phone is heard: one is enough for each.
    pub(super) fn minors_alone(&self, side: Side, presence: &Presence, now: Mono) -> Option<Vec<PersonId>> {
        let minors: Vec<PersonId> = self.cast_on_set().filter(|p| self.is_minor(p)).map(|p| p.id).collect();
        let is_accompanied = |minor: PersonId| {
            self.watchers_of(minor).any(|w| w.role == Role::Chaperone && presence.is_linked_for(side, w, now))
        };
        (!minors.is_empty()).then(|| minors.into_iter().filter(|m| !is_accompanied(*m)).collect())
    }

    /// Every minor here in a scene of the plan in which none may play.
    pub(super) fn exposed_minors(&self) -> BTreeSet<(SceneId, PersonId)> {
        let scenes = self.plan().map(|plan| plan.scenes.as_slice()).unwrap_or_default();
        let exposing = scenes.iter().filter(|scene| scene.kinds.iter().any(|kind| kind.is_exposing()));
        exposing
            .flat_map(|scene| self.minors().map(move |minor| (scene, minor)))
            .filter(|(scene, minor)| self.plays_in(&scene.id, minor.id))
            .map(|(scene, minor)| (scene.id.clone(), minor.id))
            .collect()
    }

    /// Denies what would bring a minor into an exposing scene.
    pub(super) fn must_not_expose_a_minor(&self, events: &[Event]) -> Result<(), Denial> {
        if self.plan().is_none() {
            return Ok(());
        }
        let mut then = self.clone();
        for event in events {
            then.apply_event(event, super::Moment { at: 0, mono: 0 });
        }
        match then.exposed_minors().difference(&self.exposed_minors()).next() {
            None => Ok(()),
            Some((scene, _)) => Err(Denial::new(
                DenialCode::Minor,
                format!(
                    "A minor would be in the cast of scene {scene}, which by the plan has nudity, simulated sex or the like. Leave them out of that scene's cast."
                ),
            )),
        }
    }

    /// Whether a text for everyone names a minor who is here or in the plan.
    pub fn names_a_minor(&self, text: &str) -> bool {
        let planned = self.plan().map(|plan| plan.people.as_slice()).unwrap_or_default();
        planned.iter().any(|p| p.minor && text_names(text, &p.name))
            || self.minors().any(|p| text_names(text, &p.name))
    }

    /// Whoever has a chaperone is a minor from then on, also on another phone under the same name of the plan.
    pub(super) fn remember_minors(&mut self, admitted: PersonId) {
        let Some(person) = self.person(admitted) else { return };
        let minor = match person.role {
            Role::Chaperone => person.for_,
            Role::Performer if person.planned.is_some() => {
                let was = self.people.values().any(|p| p.chaperoned && p.planned == person.planned);
                was.then_some(admitted)
            }
            _ => None,
        };
        if let Some(minor) = minor {
            self.change_person(minor, |p| p.chaperoned = true);
            if self.names_a_minor(self.access().1) {
                self.access.notice.clear(); // it stood there before anyone knew
            }
        }
    }
}
