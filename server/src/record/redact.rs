//! What a reader may not have, taken out of the story.
//!
//! Without names: those of performers, watchers and chaperones are gone everywhere, also from what was written
//! freely; and nothing that was pressed or answered can be put to one of them, also not by leaving out the others.

use super::story::{Answered, ChangeStory, Stage, Story};
use crate::{
    set::{Entry, Event},
    words::{ChangeState, Job, Role},
};
use std::collections::BTreeSet;

/// What stands where a name stood.
pub const NAMELESS: &str = "[name]";

/// Every name that stands in a day's log.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// Of performers, watchers and chaperones, as they joined, were let in, and stand in the plan.
    private: BTreeSet<String>,
    /// Of everybody else.
    others: BTreeSet<String>,
}

impl Names {
    /// Reads them out of the log.
    pub fn of(entries: &[Entry]) -> Self {
        let mut names = Self::default();
        for event in entries.iter().flat_map(|entry| &entry.events) {
            names.note(event);
        }
        names
    }

    fn note(&mut self, event: &Event) {
        match event {
            Event::Joined { role, name, .. } | Event::InviteMade { role, name, .. } => {
                let private = matches!(role, Role::Performer | Role::Watcher | Role::Chaperone);
                let placeholder =
                    matches!(role, Role::Crew | Role::Door) && (name == "Crew" || name == "Door");
                if !placeholder {
                    if private { &mut self.private } else { &mut self.others }.insert(name.clone());
                }
            }
            Event::Admitted { name, planned, .. } => {
                self.private.extend([name, planned].into_iter().flatten().cloned());
            }
            Event::RiderSet { name, .. } => {
                self.private.insert(name.clone());
            }
            Event::PlanSet { plan, .. } => {
                for person in &plan.people {
                    let private = person.minor || matches!(person.job, Job::Performer | Job::Chaperone);
                    if private { &mut self.private } else { &mut self.others }.insert(person.name.clone());
                    self.private.extend(person.chaperone.clone());
                }
                for scene in &plan.scenes {
                    self.private.extend(scene.performers.iter().map(|part| part.name.clone()));
                    let named = scene.lines.iter().flat_map(|line| line.who.iter().chain(&line.to));
                    self.private.extend(named.cloned());
                }
            }
            _ => {}
        }
    }
}

impl Story {
    /// As it is kept where the IC does not keep the names of those who signalled or answered.
    #[must_use]
    pub fn without_names(mut self, names: &Names) -> Self {
        for somebody in &mut self.people {
            if !somebody.role.receives() {
                somebody.who = None;
                somebody.title.clear();
            }
        }
        self.forget_authors();
        self.scrub(&Scrubber::new(&names.private));
        self
    }

    /// Production's: no names at all, only the signals that the IC ticked, and of answers nothing.
    #[must_use]
    pub fn for_production(mut self, names: &Names) -> Self {
        self.forget_authors();
        for somebody in &mut self.people {
            somebody.who = None;
            somebody.title.clear();
        }
        self.signals.retain(|signal| signal.ticked);
        for signal in &mut self.signals {
            // What passed between the performer and the IC.
            signal.steps.retain(|step| !matches!(step.what, Stage::MeantNothing | Stage::Ready));
            for step in &mut signal.steps {
                if let Stage::Released { in_person } = &mut step.what {
                    *in_person = false;
                }
            }
        }
        for check_in in &mut self.check_ins {
            check_in.answers.clear();
            check_in.text.clear(); // asked of performers alone
        }
        for change in &mut self.changes {
            change.replies.clear();
        }
        // The IC's alone, or told by the signals that are not in here.
        self.not_yet.clear();
        self.talks.clear();
        self.lines_back.clear();
        self.links.clear();
        self.press_tests.clear();
        self.riders.retain(|rider| !rider.planned);
        for rider in &mut self.riders {
            rider.received = None;
        }
        for closure in &mut self.closures {
            (closure.answer, closure.word, closure.in_person) = (None, None, false);
        }
        let all: BTreeSet<String> = names.private.union(&names.others).cloned().collect();
        self.scrub(&Scrubber::new(&all));
        self
    }

    fn forget_authors(&mut self) {
        for signal in &mut self.signals {
            signal.who = None;
            for step in &mut signal.steps {
                // That a watcher pressed would tell for whom.
                if let Stage::Pressed { hand, .. } = &mut step.what {
                    *hand = None;
                }
            }
        }
        self.press_tests.iter_mut().for_each(|test| test.who = None);
        self.talks.iter_mut().for_each(|talk| talk.who = None);
        self.closures.iter_mut().for_each(|closure| closure.who = None);
        self.riders.iter_mut().for_each(|rider| rider.who = None);
        // In no order of the plan, which would tell whose each is.
        self.riders.sort_by(|a, b| (a.at, &a.scene, a.received).cmp(&(b.at, &b.scene, b.received)));
        for line in &mut self.lines_back {
            line.who.clear();
            line.to.clear();
        }
        for link in &mut self.links {
            link.who = None;
        }
        for check_in in &mut self.check_ins {
            check_in.answers = unordered(&check_in.answers, |answer| answer as u8);
        }
        for change in &mut self.changes {
            change.as_published();
            change.replies = unordered(&change.replies, |reply| reply as u8);
        }
    }

    fn scrub(&mut self, names: &Scrubber) {
        let texts = self
            .access
            .iter_mut()
            .map(|span| &mut span.notice)
            .chain(self.check_ins.iter_mut().map(|check_in| &mut check_in.text))
            .chain(self.changes.iter_mut().map(|change| &mut change.text))
            .chain(self.plans.iter_mut().flat_map(|plan| &mut plan.scenes).map(|scene| &mut scene.title))
            .chain(self.lines_back.iter_mut().map(|line| &mut line.what))
            .chain(self.talks.iter_mut().map(|talk| &mut talk.what))
            .chain(self.people.iter_mut().map(|somebody| &mut somebody.title));
        for text in texts {
            *text = names.scrub(text);
        }
    }
}

impl ChangeStory {
    /// The replies as they were when it was published: who took a yes back later is nobody's to count out.
    fn as_published(&mut self) {
        let step = |state| self.states.iter().rfind(|step| step.state == state);
        let Some(published) = step(ChangeState::Agreed).or_else(|| step(ChangeState::NotToday)) else {
            return;
        };
        for reply in &mut self.replies {
            if reply.at.is_some_and(|at| at > published.at)
                && let Some(said) = reply.before.iter().rfind(|said| said.at <= published.at)
            {
                reply.answer = said.answer;
            }
        }
    }
}

/// Counts alone: no time and no order tells whose an answer was.
fn unordered<A: Copy>(answers: &[Answered<A>], rank: impl Fn(A) -> u8) -> Vec<Answered<A>> {
    let mut answers: Vec<Answered<A>> = answers
        .iter()
        .map(|a| Answered { at: None, who: None, answer: a.answer, before: Vec::new() })
        .collect();
    answers.sort_by_key(|a| rank(a.answer));
    answers
}

/// Finds names in what was written freely.
struct Scrubber {
    /// Longest first, so that a whole name goes before its parts.
    names: Vec<Vec<char>>,
}

/// A part of a name shorter than this is too often another word: "de", "van".
const SHORTEST_PART: usize = 3;

impl Scrubber {
    fn new(names: &BTreeSet<String>) -> Self {
        let mut all: BTreeSet<Vec<char>> = BTreeSet::new();
        for name in names {
            all.insert(name.trim().chars().collect());
            let parts = name.split(|c: char| !c.is_alphanumeric());
            all.extend(parts.map(|p| p.chars().collect::<Vec<_>>()).filter(|p| p.len() >= SHORTEST_PART));
        }
        let mut names: Vec<Vec<char>> = all.into_iter().filter(|name| !name.is_empty()).collect();
        names.sort_by_key(|name| std::cmp::Reverse(name.len()));
        Self { names }
    }

    fn scrub(&self, text: &str) -> String {
        let text: Vec<char> = text.chars().collect();
        let mut clean = String::new();
        let mut at = 0;
        while at < text.len() {
            if let Some(name) = self.names.iter().find(|name| stands_at(&text, at, name)) {
                clean.push_str(NAMELESS);
                at += name.len();
            } else {
                clean.push(text[at]);
                at += 1;
            }
        }
        clean
    }
}

fn stands_at(text: &[char], at: usize, name: &[char]) -> bool {
    let Some(here) = text.get(at..at + name.len()) else { return false };
    if !here.iter().zip(name).all(|(a, b)| a == b || a.to_lowercase().eq(b.to_lowercase())) {
        return false;
    }
    // A name is a whole word where words are set apart; in other scripts it may stand within one.
    let set_apart = |c: &char| !(c.is_alphanumeric() && *c < '\u{590}');
    let before = at.checked_sub(1).and_then(|i| text.get(i)).is_none_or(set_apart);
    let behind = text.get(at + name.len()).is_none_or(set_apart);
    (before && behind) || name.iter().any(|c| *c >= '\u{590}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scrubbed(names: &[&str], text: &str) -> String {
        Scrubber::new(&names.iter().map(|n| (*n).to_owned()).collect()).scrub(text)
    }

    #[test]
    fn a_name_is_found_however_it_is_written() {
        let ana = ["Ana Zeller", "Bo", "王芳", "Élodie de Wit"];
        assert_eq!(scrubbed(&ana, "Ana Zeller keeps the robe"), "[name] keeps the robe");
        assert_eq!(scrubbed(&ana, "ana's robe, ZELLER's chair"), "[name]'s robe, [name]'s chair");
        assert_eq!(scrubbed(&ana, "may bo sit?"), "may [name] sit?");
        assert_eq!(scrubbed(&ana, "请王芳坐下"), "请[name]坐下");
        assert_eq!(scrubbed(&ana, "ask élodie and wit, de facto"), "ask [name] and [name], de facto");
    }

    #[test]
    fn a_name_within_another_word_stays() {
        assert_eq!(scrubbed(&["Ana", "Al"], "Banana at almost ten: Analog"), "Banana at almost ten: Analog");
    }
}
