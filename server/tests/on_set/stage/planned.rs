//! Small plans, and the morning of a day that has one.

use super::{MORNING, Stage};
use quiethold::{
    set::{Entry, Event},
    words::{ClosedList, DayPlan, Job, Kind, PlannedPart, PlannedPerson, PlannedScene},
};
use std::sync::Arc;

pub fn a_scene(id: &str, kind: Kind, performers: &[&str]) -> PlannedScene {
    let part = |name: &&str| PlannedPart { name: (*name).to_owned(), ..PlannedPart::default() };
    PlannedScene {
        id: id.into(),
        title: String::new(),
        call: None,
        kinds: vec![kind],
        performers: performers.iter().map(part).collect(),
        lines: Vec::new(),
        limits: Vec::new(),
        closed_list: ClosedList::default(),
    }
}

pub fn somebody(name: &str, job: Job) -> PlannedPerson {
    PlannedPerson { name: name.into(), job, minor: false, chaperone: None }
}

pub fn a_minor(name: &str, chaperone: Option<&str>) -> PlannedPerson {
    PlannedPerson { minor: true, chaperone: chaperone.map(str::to_owned), ..somebody(name, Job::Performer) }
}

pub fn a_day(scenes: Vec<PlannedScene>, people: Vec<PlannedPerson>) -> DayPlan {
    DayPlan { notice_hours: 48, scenes, people, words: std::collections::BTreeMap::new() }
}

impl Stage {
    /// A hub with this plan, on which nobody has joined.
    pub fn planned(plan: DayPlan) -> Self {
        let event = Event::PlanSet { plan: Arc::new(plan), hash: "the morning's".into(), file: true };
        Self::after(&[Entry { at: MORNING, by: None, id: None, events: vec![event] }])
    }
}
