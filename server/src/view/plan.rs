//! The plan as each role may see it: all of it for the IC; for a performer their own lines and everybody's, never
//! those between others; for the 1st AD numbers, titles and the closed-set list.

use super::Sight;
use crate::{
    protocol::{
        IcLine, IcPlan, IcScene, OwnLine, OwnScene, PartView, PlanName, SaidWord, SceneTitle, TalkView,
    },
    set::{Change, Person, Set},
    words::{ChangeState, ClosedList, Job, LineId, PlannedPart, PlannedScene, Role, Say},
};

impl Sight<'_> {
    pub(super) fn title(&self, scene: &str) -> String {
        self.set.planned_scene(scene).map(|s| s.title.clone()).unwrap_or_default()
    }

    pub(super) fn said_words(&self) -> Vec<SaidWord> {
        let words = self.set.plan().into_iter().flat_map(|plan| &plan.words);
        words.map(|(word, text)| SaidWord { word: *word, text: text.clone() }).collect()
    }

    pub(super) fn scene_titles(&self) -> Vec<SceneTitle> {
        let scenes = self.set.plan().into_iter().flat_map(|plan| &plan.scenes);
        scenes
            .map(|s| SceneTitle {
                id: s.id.clone(),
                title: s.title.clone(),
                call: s.call,
                wrapped: self.set.is_wrapped(&s.id),
            })
            .collect()
    }

    pub(super) fn closed_list(&self) -> Option<ClosedList> {
        self.set.planned_scene(&self.set.scene()?.id).map(|s| s.closed_list.clone())
    }

    /// A performer's scenes, in the order of the call sheet; behind them what came up in one that the plan doesn't have.
    pub(super) fn own_plan(&self, person: &Person) -> Vec<OwnScene> {
        let planned = self.set.plan().into_iter().flat_map(|plan| &plan.scenes);
        let mut scenes: Vec<OwnScene> = planned.filter_map(|scene| self.own_scene(scene, person)).collect();
        for change in self.set.changes().filter(|c| c.state == ChangeState::Agreed && c.asks(person.id)) {
            if scenes.iter().all(|s| s.id != change.scene) && self.set.planned_scene(&change.scene).is_none()
            {
                scenes.push(OwnScene {
                    id: change.scene.clone(),
                    title: String::new(),
                    call: None,
                    kinds: Vec::new(),
                    lines: self.own_lines_of_today(&change.scene, person),
                    limits: Vec::new(),
                });
            }
        }
        scenes
    }

    fn own_scene(&self, scene: &PlannedScene, person: &Person) -> Option<OwnScene> {
        let planned = scene.lines.iter().filter(|line| self.set.is_line_of(scene, line, person));
        let mut lines: Vec<OwnLine> = planned
            .map(|line| OwnLine {
                id: line.id,
                who: line.who.clone(),
                to: line.to.clone(),
                what: line.what.clone(),
                say: line.say,
                talk: self.set.wants_to_talk(person.id, line.id),
                today: false,
            })
            .collect();
        lines.extend(self.own_lines_of_today(&scene.id, person));
        let is_theirs = self.set.is_in_plan_of(scene, person) || !lines.is_empty();
        is_theirs.then(|| OwnScene {
            id: scene.id.clone(),
            title: scene.title.clone(),
            call: scene.call,
            kinds: scene.kinds.clone(),
            lines,
            limits: scene.limits.clone(),
        })
    }

    fn own_lines_of_today(&self, scene: &str, person: &Person) -> Vec<OwnLine> {
        let agreed = self.set.agreed_today(scene).filter(|change| change.asks(person.id));
        agreed
            .map(|change| OwnLine {
                id: LineId(change.id.0),
                who: Vec::new(),
                to: Vec::new(),
                what: change.text.clone(),
                say: Say::Yes,
                talk: self.set.wants_to_talk(person.id, LineId(change.id.0)),
                today: true,
            })
            .collect()
    }

    pub(super) fn whole_plan(&self) -> Option<IcPlan> {
        let plan = self.set.plan()?;
        let names = plan.people.iter().filter_map(|p| {
            let role = match p.job {
                Job::Performer => Role::Performer,
                Job::Chaperone => Role::Chaperone,
                _ => return None,
            };
            let person = self.set.person_of(&p.name).map(|here| here.id);
            Some(PlanName { name: p.name.clone(), role, minor: p.minor, person })
        });
        Some(IcPlan {
            notice_hours: plan.notice_hours,
            scenes: plan.scenes.iter().map(|scene| self.ic_scene(scene)).collect(),
            people: names.collect(),
        })
    }

    fn ic_scene(&self, scene: &PlannedScene) -> IcScene {
        let lines = scene.lines.iter().map(|line| IcLine {
            id: line.id,
            who: line.who.clone(),
            to: line.to.clone(),
            what: line.what.clone(),
            say: line.say,
            today: false,
        });
        IcScene {
            id: scene.id.clone(),
            title: scene.title.clone(),
            call: scene.call,
            kinds: scene.kinds.clone(),
            parts: scene.performers.iter().map(|part| self.part(scene, part)).collect(),
            lines: lines.chain(self.set.agreed_today(&scene.id).map(ic_line_of_today)).collect(),
            limits: scene.limits.clone(),
            closed_list: scene.closed_list.clone(),
            wrapped: self.set.is_wrapped(&scene.id),
        }
    }

    fn part(&self, scene: &PlannedScene, part: &PlannedPart) -> PartView {
        PartView {
            name: part.name.clone(),
            needs_rider: Set::needs_rider(scene),
            received: part.received,
            short_notice: part.received.is_some_and(|at| self.set.is_short_notice(&scene.id, at)),
            confirmed: part.confirmed,
            late_hire: part.late_hire,
        }
    }

    /// Oldest first: who has waited longest is at the top.
    pub(super) fn talks(&self) -> Vec<TalkView> {
        let mut talks: Vec<TalkView> = self
            .set
            .talks()
            .filter_map(|(line, person, at)| {
                let planned = self.set.planned_line(line).map(|(s, l)| (s.id.clone(), l.what.clone()));
                let today = || self.set.changes().find(|c| c.id.0 == line.0);
                let (scene, what) = planned.or_else(|| today().map(|c| (c.scene.clone(), c.text.clone())))?;
                let name = self.set.person(person).filter(|p| p.is_admitted())?.name.clone();
                Some(TalkView { line, person, name, scene, what, at })
            })
            .collect();
        talks.sort_by_key(|talk| talk.at);
        talks
    }
}

fn ic_line_of_today(change: &Change) -> IcLine {
    IcLine {
        id: LineId(change.id.0),
        who: Vec::new(),
        to: Vec::new(),
        what: change.text.clone(),
        say: Say::Yes,
        today: true,
    }
}
