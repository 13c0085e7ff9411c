//! What a plan that comes in on the day may change, and what only a change may: an action that is not in the
//! plan of a scene that has been opened becomes agreed by nothing else.

use super::{Denial, Event, Moment, Person, Set, plan::has_part, same_name};
use crate::words::{DayPlan, PersonId, PlannedPart, PlannedScene, Role, Say};
use std::sync::Arc;

/// A place in a plan. Whoever has read it knows the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The list of scenes, for what is missing from it.
    Scenes,
    /// The list of people, for who is missing from it.
    People,
    /// A scene's kinds.
    Kinds(usize),
    /// A scene's limits.
    Limits(usize),
    /// A scene's performer.
    Part(usize, usize),
    /// A scene's line.
    Line(usize, usize),
    /// Somebody of the plan.
    Person(usize),
}

/// Something in a plan that can't be: where, and a sentence.
pub type Fault = (Place, &'static str);

/// Why a plan was not set.
#[derive(Clone, Debug, PartialEq)]
pub enum PlanDenied {
    /// Not by this person.
    Denied(Denial),
    /// For what stands in it.
    Faults(Vec<Fault>),
}

impl Set {
    /// Decides a plan that has been read; `by` none: the laptop's own file.
    ///
    /// # Errors
    /// When this person may not set one, or for what stands in it.
    pub fn decide_plan(
        &self,
        by: Option<PersonId>,
        plan: &Arc<DayPlan>,
        hash: &str,
    ) -> Result<Vec<Event>, PlanDenied> {
        if let Some(by) = by {
            self.may_set_plan(by).map_err(PlanDenied::Denied)?;
        }
        let file = by.is_none();
        if self.plan_hash() == Some(hash) && (!file || self.plan_file() == Some(hash)) {
            return Ok(vec![]);
        }
        let faults = self.faults(plan);
        if !faults.is_empty() {
            return Err(PlanDenied::Faults(faults));
        }
        let set = Event::PlanSet { plan: self.with_riders_reopened(plan), hash: hash.to_owned(), file };
        let faults = self.minors_in(plan, &set);
        if faults.is_empty() { Ok(vec![set]) } else { Err(PlanDenied::Faults(faults)) }
    }

    /// Minors who are here, and whom this plan would bring into a scene in which none may play.
    fn minors_in(&self, plan: &DayPlan, set: &Event) -> Vec<Fault> {
        let mut then = self.clone();
        then.apply_to_plan(set, Moment { at: 0, mono: 0 });
        let exposed = then.exposed_minors();
        let exposing = |i: &usize| exposed.iter().any(|(id, _)| *id == plan.scenes[*i].id);
        let faults = (0..plan.scenes.len()).filter(exposing);
        faults
            .map(|i| {
                (Place::Kinds(i), "A minor who is here would be in this scene: leave them out of its cast.")
            })
            .collect()
    }

    /// # Errors
    /// For everybody but an IC.
    pub fn may_set_plan(&self, by: PersonId) -> Result<&Person, Denial> {
        let by = self.person(by).filter(|p| p.is_admitted()).ok_or_else(Denial::not_admitted)?;
        by.must_be_ic("The plan is the IC's.")?;
        Ok(by)
    }

    fn faults(&self, plan: &DayPlan) -> Vec<Fault> {
        let mut faults = Vec::new();
        for matched in self.admitted.values().flatten().filter_map(|id| self.person(*id)) {
            let Some(name) = &matched.planned else { continue };
            if !plan.people.iter().any(|p| same_name(&p.name, name)) {
                faults.push((
                    Place::People,
                    "Somebody who is here by a name of the plan is missing. Keep everybody in it who was let in.",
                ));
            }
        }
        for (i, person) in plan.people.iter().enumerate() {
            faults.extend(self.conflicts_with_plan(person).map(|sentence| (Place::Person(i), sentence)));
        }
        // With no plan yet, this one is what was agreed beforehand: there is nothing to compare it with.
        let Some(running) = self.plan() else { return faults };
        for was in running.scenes.iter().filter(|s| self.is_opened(&s.id)) {
            if !plan.scenes.iter().any(|s| s.id == was.id) {
                faults.push((
                    Place::Scenes,
                    "A scene that has been opened today is missing. Keep it in the plan.",
                ));
            }
        }
        for (i, scene) in plan.scenes.iter().enumerate() {
            let was = running.scenes.iter().find(|s| s.id == scene.id);
            if self.is_opened(&scene.id) {
                faults.extend(widened(i, scene, was));
            }
            for (j, line) in scene.lines.iter().enumerate() {
                if self.taken_back(line.id).is_some_and(|say| line.say > say) {
                    faults.push((
                        Place::Line(i, j),
                        "This was taken back today. Leave it as it is now; what is to be agreed anew is asked as a change.",
                    ));
                }
            }
        }
        faults.dedup();
        faults
    }

    /// A rider that was confirmed is confirmed again where more was written into its scene.
    fn with_riders_reopened(&self, plan: &Arc<DayPlan>) -> Arc<DayPlan> {
        let mut plan = plan.clone();
        for (i, scene) in plan.clone().scenes.iter().enumerate() {
            let Some(was) = self.planned_scene(&scene.id) else { continue };
            if !has_grown(scene, was) {
                continue;
            }
            for (j, part) in scene.performers.iter().enumerate() {
                let was_confirmed = |p: &PlannedPart| p.confirmed && same_name(&p.name, &part.name);
                if part.confirmed && was.performers.iter().any(was_confirmed) {
                    Arc::make_mut(&mut plan).scenes[i].performers[j].confirmed = false;
                }
            }
        }
        plan
    }

    /// The performers of the open scene's cast, to see whether it becomes another.
    pub(super) fn cast_now(&self) -> Vec<PersonId> {
        let performers = self.admitted.get(&Role::Performer).into_iter().flatten();
        performers.copied().filter(|id| self.is_in_cast(*id)).collect()
    }

    /// Practice: what was attested is reopened by a change that touches it.
    pub(super) fn reopen_for_another_cast(&mut self, before: &[PersonId]) {
        if self.cast_now() != before {
            self.forget_attestations();
            self.forget_clear();
        }
    }
}

/// Whether a scene's plan says more than it did.
fn has_grown(scene: &PlannedScene, was: &PlannedScene) -> bool {
    let said = |line| was.lines.iter().find(|l| l.id == line).map_or(Say::NotHere, |l| l.say);
    scene.kinds.iter().any(|kind| !was.kinds.contains(kind))
        || scene.lines.iter().any(|line| line.say > said(line.id))
}

/// What a scene that has been opened may not take from a plan.
fn widened(i: usize, scene: &PlannedScene, was: Option<&PlannedScene>) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (j, line) in scene.lines.iter().enumerate() {
        let said = was.and_then(|s| s.lines.iter().find(|l| l.id == line.id)).map(|l| l.say);
        if line.say <= said.unwrap_or(Say::NotHere) {
            continue;
        }
        faults.push((
            Place::Line(i, j),
            if said.is_none() {
                "This scene has been opened: nothing is added to what was agreed. Ask it as a change."
            } else {
                "This scene has been opened: a line is only taken back. What is to be agreed anew is asked as a change."
            },
        ));
    }
    let Some(was) = was else { return faults };
    let same_kinds =
        scene.kinds.len() == was.kinds.len() && scene.kinds.iter().all(|kind| was.kinds.contains(kind));
    if !same_kinds {
        faults.push((Place::Kinds(i), "This scene has been opened: its kinds stay as they are."));
    }
    if was.limits.iter().any(|limit| !scene.limits.contains(limit)) {
        faults.push((Place::Limits(i), "This scene has been opened: its limits stay; more can be added."));
    }
    // A line without names is everybody's: a new part would be agreed to by somebody whom nobody asked.
    let is_everybodys = scene.lines.iter().any(|l| l.say > Say::NotHere && l.who.is_empty());
    for (j, part) in scene.performers.iter().enumerate() {
        if is_everybodys && !has_part(was, &part.name) {
            faults.push((
                Place::Part(i, j),
                "This scene has been opened, and has lines for everybody in it: whoever is new was not asked about them.",
            ));
        }
    }
    faults
}
