//! The day's plan: what was agreed beforehand, riders, and who is meant by which name.

use super::{Denial, Event, Moment, Person, Set};
use crate::words::{Command, DayPlan, PlannedPerson, PlannedScene};
use std::sync::Arc;

impl Set {
    /// The day's plan.
    pub fn plan(&self) -> Option<&DayPlan> {
        self.plan.as_deref()
    }

    /// A scene of the plan.
    pub fn planned_scene(&self, id: &str) -> Option<&PlannedScene> {
        self.plan()?.scenes.iter().find(|scene| scene.id == id)
    }

    /// Somebody whom the plan names.
    pub fn planned_person(&self, name: &str) -> Option<&PlannedPerson> {
        self.plan()?.people.iter().find(|person| person.name.to_lowercase() == name.to_lowercase())
    }

    pub(super) fn decide_about_plan(&self, _by: &Person, _command: &Command) -> Result<Vec<Event>, Denial> {
        Err(Denial::unknown_line())
    }

    pub(super) fn apply_to_plan(&mut self, event: &Event, _when: Moment) {
        if let Event::PlanSet { plan } = event {
            self.plan = Some(Arc::new(plan.clone()));
        }
    }
}
