//! From the log to the story. What the rules know is asked of the rules: the set is folded beside it.

use super::story::{
    AccessSpan, Answered, Attested, ChangeStep, ChangeStory, CheckInStep, CheckInStory, ClosureStory,
    LineBack, Lines, LinkTrouble, LogSaved, PlanStep, PlannedTitle, PressTested, RiderStep, Said,
    SignalStory, Somebody, Span, Stage, StatusStep, Step, Story, Take, TalkStory, Who,
};
use crate::{
    set::{Entry, Event, Set},
    words::{
        ChangeId, CheckInId, DayPlan, LineId, PersonId, PlannedLine, Role, SceneId, SignalId, Status, UnixMs,
    },
};
use std::collections::HashMap;

/// The story of a day, with every name in it.
pub fn tell(hub: &str, entries: &[Entry]) -> Story {
    let mut fold = Fold::default();
    hub.clone_into(&mut fold.story.hub);
    fold.story.from = entries.iter().map(|entry| entry.at).find(|at| *at > 0).unwrap_or(0);
    for entry in entries {
        fold.entry(entry);
    }
    fold.name_everybody();
    fold.story
}

/// The story so far, with ids where names will stand.
#[derive(Default)]
struct Fold {
    set: Set,
    story: Story,
    /// Everybody who was ever let in.
    here: Vec<PersonId>,
    signals: HashMap<SignalId, (usize, PersonId)>,
    check_ins: HashMap<CheckInId, usize>,
    /// The open scene's.
    check_in: Option<usize>,
    changes: HashMap<ChangeId, usize>,
    answered: Vec<(Place, PersonId)>,
    lines: HashMap<LineId, (SceneId, PlannedLine)>,
    talks: HashMap<(LineId, PersonId), usize>,
    closures: HashMap<PersonId, usize>,
    links: HashMap<PersonId, usize>,
    /// Whose name goes where, once the day's last name is known.
    whose: Vec<(Place, PersonId)>,
}

/// Where a name will stand.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Place {
    Signal(usize),
    Test(usize),
    Answer(usize, usize),
    Reply(usize, usize),
    Talk(usize),
    Closure(usize),
    Link(usize),
}

impl Fold {
    fn entry(&mut self, entry: &Entry) {
        let at = entry.at;
        self.story.to = self.story.to.max(at);
        for event in &entry.events {
            self.event(at, event);
        }
        self.set.apply(entry, 0);
        self.after(at, entry);
    }

    fn event(&mut self, at: UnixMs, event: &Event) {
        match event {
            Event::StatusSet { status, scene, setup, override_, unmet } => {
                end(self.story.takes.iter_mut().map(|take| &mut take.span), at);
                if self.set.scene().is_none_or(|open| open.id != *scene) {
                    self.check_in = None; // another scene has its own
                }
                self.story.statuses.push(StatusStep {
                    at,
                    scene: scene.clone(),
                    setup: setup.clone(),
                    status: *status,
                    override_: *override_,
                    unmet: *unmet,
                });
            }
            Event::AccessSet { access, notice } => {
                end(self.story.access.iter_mut().map(|span| &mut span.span), at);
                let before = self.story.access.last().map(|span| span.notice.clone());
                let notice = notice.clone().or(before).unwrap_or_default();
                self.story.access.push(AccessSpan { access: *access, notice, span: Span::since(at) });
            }
            Event::Admitted { person, .. } => self.here.push(*person),
            Event::Joined { person, role, .. } if !role.waits() => self.here.push(*person),
            Event::Attested { side, scene, closed_as_listed } => self.story.attested.push(Attested {
                at,
                side: *side,
                scene: scene.clone(),
                closed_as_listed: *closed_as_listed,
            }),
            Event::StoodDown { on } => toggle(&mut self.story.stood_down, *on, at),
            Event::NotYet { on } => toggle(&mut self.story.not_yet, *on, at),
            Event::LogSaved { lost } => self.story.log_saved.push(LogSaved { at, lost: *lost }),
            Event::LinkLost { person } => self.lost(at, *person),
            Event::LinkBack { person } => {
                if let Some(link) = self.links.remove(person) {
                    self.story.links[link].span.to = Some(at);
                }
            }
            Event::DayWrapped { .. } => self.story.wrapped_at = Some(at),
            Event::CheckInStarted { .. } | Event::CheckInAnswered { .. } => {
                self.check_in(at, event);
            }
            Event::ChangeAsked { .. } | Event::ChangeReplied { .. } => self.change(at, event),
            Event::PlanSet { .. }
            | Event::TalkAsked { .. }
            | Event::Talked { .. }
            | Event::LineSaid { .. }
            | Event::RiderSet { .. } => self.plan(at, event),
            Event::ClosureBegun { .. } | Event::ClosureAnswered { .. } | Event::Closed { .. } => {
                self.closure(at, event);
            }
            _ => self.signal(at, event),
        }
    }

    fn signal(&mut self, at: UnixMs, event: &Event) {
        let (signal, what) = match event {
            Event::Pressed { signal, owner, hand, level, scene, kept, .. } => {
                self.story.wrapped_at = None; // a press that met the wrap: the day went on
                let nth = match self.signals.get(signal) {
                    Some((nth, _)) if self.story.signals[*nth].span.to.is_none() => *nth,
                    _ => {
                        self.story.signals.push(SignalStory {
                            id: *signal,
                            level: *level,
                            technical: matches!(hand, crate::set::Hand::Technical(_)),
                            who: None,
                            scene: scene.clone(),
                            span: Span::since(at),
                            ticked: false,
                            steps: Vec::new(),
                        });
                        self.story.signals.len() - 1
                    }
                };
                self.signals.insert(*signal, (nth, *owner));
                self.whose.push((Place::Signal(nth), *owner));
                let told = &mut self.story.signals[nth];
                told.level = told.level.max(*level);
                (signal, Stage::Pressed { level: *level, hand: Some(*hand), kept: *kept })
            }
            Event::Shown { signal, side, stood_in } => {
                (signal, Stage::Shown { side: *side, stood_in: *stood_in })
            }
            Event::Acknowledged { signal, side } => (signal, Stage::Acknowledged { side: *side }),
            Event::MeantNothing { signal } => (signal, Stage::MeantNothing),
            Event::Ready { signal } => (signal, Stage::Ready),
            Event::Released { signal, in_person, .. } => (signal, Stage::Released { in_person: *in_person }),
            Event::Called { by } => {
                for told in self.story.signals.iter_mut().filter(|told| told.span.to.is_none()) {
                    told.steps.push(Step { at, what: Stage::Called { by: *by } });
                }
                return;
            }
            Event::FoundLate { signal, kept: late } => {
                let steps = self.signals.get(signal).map(|(nth, _)| &mut self.story.signals[*nth].steps);
                if let Some(Stage::Pressed { kept, .. }) =
                    steps.and_then(|s| s.first_mut()).map(|s| &mut s.what)
                {
                    *kept = *late;
                }
                return;
            }
            Event::Ticked { signal, on } => {
                for told in self.story.signals.iter_mut().filter(|told| told.id == *signal) {
                    told.ticked = *on;
                }
                return;
            }
            Event::TestShown { person, ms, .. } => {
                self.whose.push((Place::Test(self.story.press_tests.len()), *person));
                self.story.press_tests.push(PressTested { at, who: None, ms: *ms });
                return;
            }
            _ => return,
        };
        if let Some((nth, _)) = self.signals.get(signal) {
            let told = &mut self.story.signals[*nth];
            told.steps.push(Step { at, what });
            if matches!(what, Stage::Released { .. }) {
                told.span.to = Some(at);
            }
        }
    }

    fn check_in(&mut self, at: UnixMs, event: &Event) {
        match event {
            Event::CheckInStarted { check_in, to, text } => {
                self.check_ins.insert(*check_in, self.story.check_ins.len());
                self.story.check_ins.push(CheckInStory {
                    at,
                    text: text.clone(),
                    asked: to.len(),
                    answers: Vec::new(),
                    steps: Vec::new(),
                });
            }
            Event::CheckInAnswered { check_in, person, answer } => {
                let Some(nth) = self.check_ins.get(check_in).copied() else { return };
                let answers = &mut self.story.check_ins[nth].answers;
                let answered = Answered { at: Some(at), who: None, answer: *answer, before: Vec::new() };
                let places = 0..answers.len();
                // A later one replaces the earlier.
                let known =
                    places.into_iter().find(|i| self.answered.contains(&(Place::Answer(nth, *i), *person)));
                if let Some(i) = known {
                    answers[i] = answered;
                } else {
                    self.answered.push((Place::Answer(nth, answers.len()), *person));
                    answers.push(answered);
                }
            }
            _ => {}
        }
    }

    fn change(&mut self, at: UnixMs, event: &Event) {
        match event {
            Event::ChangeAsked { change, scene, text, sensitive, of } => {
                self.changes.insert(*change, self.story.changes.len());
                self.story.changes.push(ChangeStory {
                    at,
                    scene: scene.clone(),
                    text: text.clone(),
                    sensitive: *sensitive,
                    asked: of.len(),
                    replies: Vec::new(),
                    states: Vec::new(),
                });
            }
            Event::ChangeReplied { change, person, reply } => {
                let Some(nth) = self.changes.get(change).copied() else { return };
                let replies = &mut self.story.changes[nth].replies;
                let mut answered = Answered { at: Some(at), who: None, answer: *reply, before: Vec::new() };
                let known =
                    (0..replies.len()).find(|i| self.answered.contains(&(Place::Reply(nth, *i), *person)));
                if let Some(i) = known {
                    let known = &mut replies[i];
                    answered.before.append(&mut known.before);
                    answered.before.push(Said { at: known.at.unwrap_or(at), answer: known.answer });
                    *known = answered;
                } else {
                    self.answered.push((Place::Reply(nth, replies.len()), *person));
                    replies.push(answered);
                }
            }
            _ => {}
        }
    }

    fn plan(&mut self, at: UnixMs, event: &Event) {
        match event {
            Event::PlanSet { plan, .. } => {
                for scene in &plan.scenes {
                    for line in &scene.lines {
                        self.lines.insert(line.id, (scene.id.clone(), line.clone()));
                    }
                }
                let title = |s: &crate::words::PlannedScene| PlannedTitle {
                    id: s.id.clone(),
                    title: s.title.clone(),
                    lines: Lines::count(s.lines.iter().map(|line| line.say)),
                };
                self.story.plans.push(PlanStep { at, scenes: plan.scenes.iter().map(title).collect() });
                self.planned_riders(at, plan);
            }
            Event::LineSaid { line, say } => {
                let Some((scene, line)) = self.lines.get(line) else { return };
                self.story.lines_back.push(LineBack {
                    at,
                    scene: scene.clone(),
                    who: line.who.clone(),
                    to: line.to.clone(),
                    what: line.what.clone(),
                    say: *say,
                });
            }
            Event::TalkAsked { line, person } => {
                let (scene, what) = match self.lines.get(line) {
                    Some((scene, line)) => (scene.clone(), line.what.clone()),
                    None => (String::new(), String::new()),
                };
                let nth = self.story.talks.len();
                self.talks.insert((*line, *person), nth);
                self.whose.push((Place::Talk(nth), *person));
                self.story.talks.push(TalkStory { at, who: None, scene, what, talked_at: None });
            }
            Event::Talked { line, person } => {
                if let Some(nth) = self.talks.get(&(*line, *person)) {
                    self.story.talks[*nth].talked_at = Some(at);
                }
            }
            Event::RiderSet { scene, name, received, confirmed, late_hire } => {
                self.story.riders.push(RiderStep {
                    at,
                    scene: scene.clone(),
                    who: Some(name.clone()),
                    received: *received,
                    confirmed: *confirmed,
                    late_hire: *late_hire,
                    planned: false,
                });
            }
            _ => {}
        }
    }

    /// The riders as a plan has them: where one is due or was seen to, and the story does not have it so already.
    fn planned_riders(&mut self, at: UnixMs, plan: &DayPlan) {
        for scene in &plan.scenes {
            let due = scene.kinds.iter().any(|kind| kind.is_exposing());
            for part in &scene.performers {
                let rider = RiderStep {
                    at,
                    scene: scene.id.clone(),
                    who: Some(part.name.clone()),
                    received: part.received,
                    confirmed: part.confirmed,
                    late_hire: part.late_hire,
                    planned: true,
                };
                let before = self.story.riders.iter().rfind(|r| r.scene == rider.scene && r.who == rider.who);
                let told = |r: &RiderStep| (r.received, r.confirmed, r.late_hire);
                let seen_to = told(&rider) != (None, false, false);
                let news = before.map_or(due || seen_to, |before| told(before) != told(&rider));
                if news {
                    self.story.riders.push(rider);
                }
            }
        }
    }

    fn closure(&mut self, at: UnixMs, event: &Event) {
        let (Event::ClosureBegun { person }
        | Event::ClosureAnswered { person, .. }
        | Event::Closed { person, .. }) = event
        else {
            return;
        };
        let known = self.closures.get(person).copied();
        let nth = known.unwrap_or(self.story.closures.len());
        if known.is_none() {
            self.closures.insert(*person, nth);
            self.whose.push((Place::Closure(nth), *person));
            self.story.closures.push(ClosureStory {
                at,
                who: None,
                answer: None,
                word: None,
                closed_at: None,
                in_person: false,
            });
        }
        let told = &mut self.story.closures[nth];
        match event {
            Event::ClosureAnswered { answer, word, .. } => {
                (told.answer, told.word) = (Some(*answer), Some(*word));
            }
            Event::Closed { in_person, .. } => {
                (told.closed_at, told.in_person) = (Some(at), *in_person);
            }
            _ => {}
        }
    }

    fn lost(&mut self, at: UnixMs, person: PersonId) {
        let nth = self.story.links.len();
        self.links.insert(person, nth);
        self.whose.push((Place::Link(nth), person));
        let role = self.set.person(person).map_or(Role::Performer, |p| p.role);
        self.story.links.push(LinkTrouble { role, who: None, span: Span::since(at) });
    }

    /// Each time the open scene's check-in is cleared or opened again, by the IC or by what changed since.
    fn clears(&mut self, at: UnixMs) {
        let asked = self.set.check_in().and_then(|c| self.check_ins.get(&c.id).copied());
        let cleared = self.set.is_check_in_cleared();
        let Some(nth) = asked.or(self.check_in) else {
            if cleared {
                // Cleared without having been asked here.
                self.check_in = Some(self.story.check_ins.len());
                let steps = vec![CheckInStep { at, cleared }];
                let (text, answers) = (String::new(), Vec::new());
                self.story.check_ins.push(CheckInStory { at, text, asked: 0, answers, steps });
            }
            return;
        };
        self.check_in = Some(nth);
        let steps = &mut self.story.check_ins[nth].steps;
        if steps.last().is_some_and(|step| step.cleared) != cleared {
            steps.push(CheckInStep { at, cleared });
        }
    }

    /// What only the rules know: which take it is, what was clear, and what became of a change.
    fn after(&mut self, at: UnixMs, entry: &Entry) {
        self.clears(at);
        let rolls = |event: &Event| matches!(event, Event::StatusSet { status: Status::Rolling, .. });
        if let Some(scene) = self.set.scene().filter(|_| entry.events.iter().any(rolls)) {
            self.story.takes.push(Take {
                scene: scene.id.clone(),
                setup: scene.setup.clone(),
                take: scene.take,
                span: Span::since(at),
            });
        }
        let amendment =
            entry.events.iter().any(|e| matches!(e, Event::ChangePublished { amendment: true, .. }));
        for change in self.set.changes() {
            let Some(told) = self.changes.get(&change.id).map(|nth| &mut self.story.changes[*nth]) else {
                continue;
            };
            told.asked = change.asked().count();
            if told.states.last().map(|step| step.state) != Some(change.state) {
                told.states.push(ChangeStep { at, state: change.state, amendment });
            }
        }
    }

    fn name_everybody(&mut self) {
        let name = |id: PersonId| -> Who { self.set.person(id).map(|p| p.name.clone()) };
        let story = &mut self.story;
        for (place, id) in self.whose.drain(..).chain(self.answered.drain(..)) {
            let who = match place {
                Place::Signal(nth) => &mut story.signals[nth].who,
                Place::Test(nth) => &mut story.press_tests[nth].who,
                Place::Answer(nth, i) => &mut story.check_ins[nth].answers[i].who,
                Place::Reply(nth, i) => &mut story.changes[nth].replies[i].who,
                Place::Talk(nth) => &mut story.talks[nth].who,
                Place::Closure(nth) => &mut story.closures[nth].who,
                Place::Link(nth) => &mut story.links[nth].who,
            };
            *who = name(id);
        }
        // The crew sees only what is public; the record has no need of them.
        let here = self.here.iter().filter_map(|id| self.set.person(*id));
        story.people.extend(here.filter(|p| !matches!(p.role, Role::Crew | Role::Door)).map(|p| Somebody {
            role: p.role,
            who: Some(p.name.clone()),
            title: p.title.clone(),
        }));
        story.people.sort_by_key(|p| p.role);
    }
}

impl Span {
    fn since(from: UnixMs) -> Self {
        Self { from, to: None }
    }
}

fn end<'a>(mut spans: impl DoubleEndedIterator<Item = &'a mut Span>, at: UnixMs) {
    if let Some(last) = spans.next_back().filter(|span| span.to.is_none()) {
        last.to = Some(at);
    }
}

fn toggle(spans: &mut Vec<Span>, on: bool, at: UnixMs) {
    end(spans.iter_mut(), at);
    if on {
        spans.push(Span::since(at));
    }
}
