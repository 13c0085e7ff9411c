//! The day's plan: what was agreed beforehand, who is meant by which name, and what is taken back on the day.
//!
//! "What is not listed is not agreed." On the day a line is only ever taken back; what is new is a change.

use super::{Change, Denial, Event, Moment, Person, Set, same_name};
use crate::words::{
    ChangeId, ChangeState, Command, DayPlan, LineId, PersonId, PlannedLine, PlannedPerson, PlannedScene,
    Role, Say, SceneId, UnixMs, Verdict,
};
use std::sync::Arc;

/// The plan, and what has become of it on the day.
#[derive(Clone, Debug, Default)]
pub(super) struct PlanBook {
    plan: Option<Arc<DayPlan>>,
    /// Of the plan as it was last read, before anything was taken back: so that the same one read again changes nothing.
    hash: Option<String>,
    /// The same of the last one that came from a file on the laptop.
    file_hash: Option<String>,
    /// Lines that were taken back today, and how far: no plan brings them back.
    taken_back: imbl::OrdMap<LineId, Say>,
    talks: imbl::OrdMap<(LineId, PersonId), UnixMs>,
}

/// A console may say "today" for a rider that came this morning.
const DAY: UnixMs = 24 * 60 * 60 * 1000;

impl Set {
    /// The day's plan.
    pub fn plan(&self) -> Option<&DayPlan> {
        self.plan.plan.as_deref()
    }

    /// The plan as it was last read from a file on the laptop, by its hash.
    pub fn plan_file(&self) -> Option<&str> {
        self.plan.file_hash.as_deref()
    }

    pub(super) fn plan_hash(&self) -> Option<&str> {
        self.plan.hash.as_deref()
    }

    /// All scenes of the plan.
    pub(super) fn planned_scenes_of_the_day(&self) -> Vec<SceneId> {
        self.plan().into_iter().flat_map(|plan| &plan.scenes).map(|scene| scene.id.clone()).collect()
    }

    /// A scene of the plan.
    pub fn planned_scene(&self, id: &str) -> Option<&PlannedScene> {
        self.plan()?.scenes.iter().find(|scene| scene.id == id)
    }

    /// Somebody whom the plan names.
    pub fn planned_person(&self, name: &str) -> Option<&PlannedPerson> {
        self.plan()?.people.iter().find(|person| same_name(&person.name, name))
    }

    /// Who of the people here somebody of the plan is, as the IC said.
    pub fn person_of(&self, name: &str) -> Option<&Person> {
        let admitted = self.admitted.values().flatten().filter_map(|id| self.person(*id));
        admitted.into_iter().find(|p| p.planned.as_deref().is_some_and(|planned| same_name(planned, name)))
    }

    /// Whether the plan has somebody in a scene. A scene without a plan has everybody in it, and whoever was
    /// not matched to the plan is in every scene: nobody is left out silently.
    pub(super) fn plays_by_plan(&self, scene: &str, person: PersonId) -> bool {
        let planned = self.person(person).and_then(|p| p.planned.as_deref());
        match (self.planned_scene(scene), planned) {
            (Some(scene), Some(name)) => has_part(scene, name),
            _ => true,
        }
    }

    /// Whether a line of a scene is this performer's: they do it, it is done to them, or it is everybody's.
    pub fn is_line_of(&self, scene: &PlannedScene, line: &PlannedLine, person: &Person) -> bool {
        let named = |name: &str| line.who.iter().chain(&line.to).any(|n| same_name(n, name));
        let is_named = person.planned.as_deref().is_some_and(named);
        is_named || (line.who.is_empty() && self.is_in_plan_of(scene, person))
    }

    /// Has a part in a planned scene, by the plan or by the IC's cast.
    pub fn is_in_plan_of(&self, scene: &PlannedScene, person: &Person) -> bool {
        let by_plan = person.planned.as_deref().is_some_and(|name| has_part(scene, name));
        by_plan || self.is_cast_by_hand(&scene.id, person.id)
    }

    /// What came up on the day in a scene, and everybody said yes to.
    pub fn agreed_today<'a>(&'a self, scene: &'a str) -> impl Iterator<Item = &'a Change> {
        self.changes().filter(move |c| c.state == ChangeState::Agreed && c.scene == scene)
    }

    /// Who wants to talk about which line, and since when.
    pub fn talks(&self) -> impl Iterator<Item = (LineId, PersonId, UnixMs)> {
        self.plan.talks.iter().map(|((line, person), at)| (*line, *person, *at))
    }

    /// Whether somebody has asked to talk about a line, and the IC hasn't yet.
    pub fn wants_to_talk(&self, person: PersonId, line: LineId) -> bool {
        self.plan.talks.contains_key(&(line, person))
    }

    /// A line of the plan, with its scene.
    pub fn planned_line(&self, id: LineId) -> Option<(&PlannedScene, &PlannedLine)> {
        let scenes = self.plan()?.scenes.iter();
        scenes.flat_map(|scene| scene.lines.iter().map(move |line| (scene, line))).find(|(_, l)| l.id == id)
    }

    pub(super) fn taken_back(&self, line: LineId) -> Option<Say> {
        self.plan.taken_back.get(&line).copied()
    }

    pub(super) fn decide_about_plan(
        &self,
        by: &Person,
        command: &Command,
        now: Moment,
    ) -> Result<Vec<Event>, Denial> {
        match command {
            Command::Talk { line } => self.decide_talk(by, *line),
            Command::Talked { line, person } => self.decide_talked(by, *line, *person),
            Command::Line { line, say } => self.decide_line(by, *line, *say),
            Command::Rider { received: Some(at), .. } if *at > now.at.saturating_add(DAY) => {
                Err(Denial::bad_command("This rider would come in the future. Check the date."))
            }
            Command::Rider { scene, name, received, confirmed, late_hire } => {
                self.decide_rider(by, scene, name, *received, *confirmed, *late_hire)
            }
            _ => Ok(vec![]),
        }
    }

    fn decide_talk(&self, by: &Person, line: LineId) -> Result<Vec<Event>, Denial> {
        let planned = self.planned_line(line).is_some_and(|(scene, l)| self.is_line_of(scene, l, by));
        let today = self.line_of_today(line).is_some_and(|change| change.asks(by.id));
        if by.role != Role::Performer || !(planned || today) {
            return Err(Denial::unknown_line());
        }
        let talking = self.wants_to_talk(by.id, line);
        Ok(if talking { vec![] } else { vec![Event::TalkAsked { line, person: by.id }] })
    }

    fn decide_talked(&self, by: &Person, line: LineId, person: PersonId) -> Result<Vec<Event>, Denial> {
        by.must_be_ic("Only the IC says that you have talked.")?;
        if !self.wants_to_talk(person, line) {
            return Err(Denial::unknown_line());
        }
        Ok(vec![Event::Talked { line, person }])
    }

    /// Practice: what a performer takes away is away at the IC's word, unasked and unnamed.
    fn decide_line(&self, by: &Person, line: LineId, say: Say) -> Result<Vec<Event>, Denial> {
        by.must_be_ic("Only the IC takes a line back.")?;
        if let Some(change) = self.line_of_today(line) {
            if say != Say::NotHere {
                return Err(Denial::bad_command("What came up today is agreed, or it is \"not today\"."));
            }
            let (change, state) = (change.id, Verdict::NotToday);
            return Ok(vec![Event::ChangePublished { change, state, amendment: false }]);
        }
        let (_, planned) = self.planned_line(line).ok_or_else(Denial::unknown_line)?;
        if say > planned.say {
            return Err(Denial::bad_command(
                "A line can only be taken back here. What is to be agreed anew is asked as a change.",
            ));
        }
        Ok(if say == planned.say { vec![] } else { vec![Event::LineSaid { line, say }] })
    }

    /// What was agreed on the day stands in the plan under its change's own id.
    pub(super) fn line_of_today(&self, line: LineId) -> Option<&Change> {
        self.changes().find(|c| c.id == ChangeId(line.0) && c.state == ChangeState::Agreed)
    }

    pub(super) fn apply_to_plan(&mut self, event: &Event, when: Moment) {
        match event {
            Event::PlanSet { plan, hash, file } => self.set_plan(plan, hash, *file),
            Event::TalkAsked { line, person } => {
                self.plan.talks.insert((*line, *person), when.at);
            }
            Event::Talked { line, person } => {
                self.plan.talks.remove(&(*line, *person));
            }
            Event::LineSaid { line, say } => {
                self.plan.taken_back.insert(*line, *say);
                self.change_plan(|plan| {
                    let lines = plan.scenes.iter_mut().flat_map(|scene| &mut scene.lines);
                    for found in lines.filter(|l| l.id == *line) {
                        found.say = found.say.min(*say);
                    }
                });
            }
            Event::RiderSet { scene, name, received, confirmed, late_hire } => {
                self.change_scene_of_plan(scene, |scene| {
                    for part in scene.performers.iter_mut().filter(|p| same_name(&p.name, name)) {
                        part.received = *received;
                        part.confirmed = *confirmed;
                        part.late_hire = *late_hire;
                    }
                });
            }
            _ => {}
        }
    }

    fn set_plan(&mut self, plan: &Arc<DayPlan>, hash: &str, file: bool) {
        let here = self.scene().map(|s| s.id.clone());
        let listed = |set: &Self| {
            here.as_ref()
                .and_then(|id| set.planned_scene(id))
                .map(|s| s.closed_list.clone())
                .unwrap_or_default()
        };
        let before = listed(self);
        self.plan.plan = Some(plan.clone());
        self.plan.hash = Some(hash.to_owned());
        if file {
            self.plan.file_hash = Some(hash.to_owned());
        }
        if listed(self) != before {
            self.forget_attestations();
        }
        let gone: Vec<(LineId, PersonId)> =
            self.talks().map(|(l, p, _)| (l, p)).filter(|(l, _)| !self.has_line(*l)).collect();
        for talk in gone {
            self.plan.talks.remove(&talk);
        }
    }

    fn has_line(&self, line: LineId) -> bool {
        self.planned_line(line).is_some() || self.line_of_today(line).is_some()
    }

    fn change_plan(&mut self, change: impl FnOnce(&mut DayPlan)) {
        if let Some(plan) = &mut self.plan.plan {
            change(Arc::make_mut(plan));
        }
    }

    pub(super) fn change_scene_of_plan(&mut self, id: &SceneId, change: impl FnOnce(&mut PlannedScene)) {
        self.change_plan(|plan| {
            if let Some(scene) = plan.scenes.iter_mut().find(|scene| scene.id == *id) {
                change(scene);
            }
        });
    }
}

pub(super) fn has_part(scene: &PlannedScene, name: &str) -> bool {
    scene.performers.iter().any(|part| same_name(&part.name, name))
}
