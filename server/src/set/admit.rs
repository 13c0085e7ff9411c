//! Letting people in: by the IC alone, by name, matched to the plan, and for whom they hold the button.

use super::{Denial, Event, Person, Set, clean_name, same_name};
use crate::words::{DenialCode, Job, PersonId, Role};

impl Set {
    /// Also for somebody who is in already: matched to the plan, or holding the button for somebody else.
    pub(super) fn decide_admit(
        &self,
        by: &Person,
        person: PersonId,
        as_: Option<&str>,
        replaces: Option<PersonId>,
        for_: Option<PersonId>,
    ) -> Result<Vec<Event>, Denial> {
        by.must_be_ic("Only the IC lets people in.")?;
        let again = as_.is_some() || for_.is_some();
        let person = match self.person(person).filter(|p| p.is_admitted() && p.role.waits() && again) {
            Some(admitted) if replaces.is_none() => admitted,
            _ => self.waiting_person(person)?,
        };
        if let Some(earlier) = replaces {
            let earlier =
                self.person(earlier).filter(|p| p.is_admitted()).ok_or_else(Denial::unknown_person)?;
            if earlier.role != person.role {
                return Err(Denial::bad_command("A phone can only replace one of the same role."));
            }
            return Ok(vec![Event::Replaced { person: earlier.id, by: person.id }]);
        }
        let for_ = self.whose_button(person, for_)?;
        let name = as_.map(clean_name).transpose().map_err(Denial::bad_command)?;
        let called = name.as_deref().unwrap_or(&person.name);
        if let Some(conflict) = self.role_conflict(person.role, called) {
            return Err(Denial::new(DenialCode::RoleConflict, conflict.sentence()));
        }
        // Let in as if they were somebody else, a minor would be one of the adults.
        if name.is_none()
            && person.role == Role::Performer
            && self.planned_person(&person.name).is_some_and(|p| p.minor)
        {
            return Err(Denial::new(
                DenialCode::Minor,
                "The plan has a minor of this name. If it is them, let them in under the plan's name; else under another one.",
            ));
        }
        let planned = match &name {
            Some(name) => self.planned_as(person, name, for_)?,
            None => person.planned.clone(),
        };
        let name = planned.clone().or(name);
        let admitted = vec![Event::Admitted { person: person.id, name, planned, for_ }];
        self.must_not_expose_a_minor(&admitted)?;
        Ok(admitted)
    }

    /// The performer for whom a watcher or chaperone holds the button: said by the IC, never taken from an invite.
    fn whose_button(&self, person: &Person, for_: Option<PersonId>) -> Result<Option<PersonId>, Denial> {
        match (person.role.watches(), for_.or(person.for_)) {
            (true, Some(performer)) => Ok(Some(self.performer(performer)?.id)),
            (true, None) => {
                Err(Denial::bad_command("Say for which performer they hold the button, then let them in."))
            }
            (false, Some(_)) => {
                Err(Denial::bad_command("Only a watcher or a chaperone holds the button for somebody."))
            }
            (false, None) => Ok(None),
        }
    }

    /// Whom of the plan somebody is by this name, as the plan spells it; none if the plan has nobody for it.
    fn planned_as(
        &self,
        person: &Person,
        name: &str,
        for_: Option<PersonId>,
    ) -> Result<Option<String>, Denial> {
        let job = match person.role {
            Role::Performer => Job::Performer,
            Role::Chaperone => Job::Chaperone,
            _ => return Ok(None),
        };
        let Some(planned) = self.planned_person(name).filter(|p| p.job == job) else { return Ok(None) };
        // A chaperone of two minors has a phone for each.
        let is_another = |p: &Person| p.role == Role::Chaperone && p.for_ != for_;
        let is_taken =
            |p: &&Person| p.id != person.id && p.planned.as_ref() == Some(&planned.name) && !is_another(p);
        if self.admitted(person.role).iter().any(is_taken) {
            return Err(Denial::bad_command(
                "Somebody of the plan's name is here already. If this is another phone of theirs, let it replace the earlier one.",
            ));
        }
        let people = self.plan().map(|plan| plan.people.as_slice()).unwrap_or_default();
        let minors: Vec<&str> = people
            .iter()
            .filter(|p| p.chaperone.as_ref().is_some_and(|c| same_name(c, &planned.name)))
            .map(|p| p.name.as_str())
            .collect();
        let theirs = for_.and_then(|id| self.person(id)).and_then(|p| p.planned.as_deref());
        if job == Job::Chaperone && !minors.is_empty() && theirs.is_none_or(|name| !minors.contains(&name)) {
            return Err(Denial::bad_command(format!(
                "By the plan, {} is the chaperone of {}. Let them in for that performer, who has to be in under the plan's name first.",
                planned.name,
                minors.join(", ")
            )));
        }
        Ok(Some(planned.name.clone()))
    }
}
