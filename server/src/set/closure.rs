//! Closure: the ending of an intimate scene for one person. A last check-in and the offered word with the IC; then
//! the phone forgets everything.

use super::{Admission, Denial, Event, Moment, Mono, Person, Set};
use crate::words::{Answer, Command, DenialCode, PersonId, Role, UnixMs, Word};

/// One person's ending.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Closure {
    pub at: UnixMs,
    begun: Mono,
    /// What was answered; a later answer replaces the earlier.
    pub answer: Option<(Answer, Word)>,
}

/// No answer for so long comes up as "go and ask", as with a check-in.
const SILENT: Mono = 60_000;

impl Closure {
    /// Nothing for a minute: go and ask.
    pub fn is_silent(&self, now: Mono) -> bool {
        self.answer.is_none() && now.saturating_sub(self.begun) >= SILENT
    }
}

impl Set {
    /// A performer's ending, once the IC has begun it.
    pub fn closure(&self, performer: PersonId) -> Option<&Closure> {
        self.closures.get(&performer)
    }

    /// How many of a scene's cast are here without their ending, and play in no scene of the plan that is still to come.
    pub fn closures_open(&self, scene: &str) -> u32 {
        let open = self.admitted(Role::Performer).into_iter().filter(|p| {
            let later = self.plan().into_iter().flat_map(|plan| &plan.scenes);
            let mut later = later.filter(|s| s.id != scene && !self.is_wrapped(&s.id));
            self.plays_in(scene, p.id) && !later.any(|s| self.plays_in(&s.id, p.id))
        });
        u32::try_from(open.count()).unwrap_or(u32::MAX)
    }

    /// Watchers and chaperones whose day ended with their performer's.
    pub fn closed_with(&self, performer: PersonId) -> impl Iterator<Item = &Person> {
        self.people
            .values()
            .map(AsRef::as_ref)
            .filter(move |p| p.for_ == Some(performer) && p.admission == Admission::Closed)
    }

    pub(super) fn decide_closure(&self, by: &Person, command: &Command) -> Result<Vec<Event>, Denial> {
        match command {
            Command::Closure { person } => self.begin_closure(by, *person),
            Command::Close { answer, word } => self.answer_closure(by, *answer, *word),
            Command::Closed { person, in_person } => self.end_closure(by, *person, *in_person),
            _ => Ok(vec![]),
        }
    }

    fn begin_closure(&self, by: &Person, person: PersonId) -> Result<Vec<Event>, Denial> {
        by.must_be_ic("Only the IC begins a closure.")?;
        if self.is_rolling() {
            return Err(Denial::new(
                DenialCode::Rolling,
                "A closure is begun between takes. Wait for the cut.",
            ));
        }
        self.performer(person)?;
        Ok(if self.closure(person).is_some() { vec![] } else { vec![Event::ClosureBegun { person }] })
    }

    fn answer_closure(&self, by: &Person, answer: Answer, word: Word) -> Result<Vec<Event>, Denial> {
        let closure = self.closure(by.id).ok_or_else(Denial::not_asked)?;
        let same = closure.answer == Some((answer, word));
        Ok(if same { vec![] } else { vec![Event::ClosureAnswered { person: by.id, answer, word }] })
    }

    fn end_closure(&self, by: &Person, person: PersonId, in_person: bool) -> Result<Vec<Event>, Denial> {
        by.must_be_ic("Only the IC ends a closure.")?;
        self.performer(person)?;
        if self.signal_of(person).is_some() {
            return Err(Denial::new(
                DenialCode::SignalOpen,
                "A signal of theirs is open. Go to them, release it, and then end the closure.",
            ));
        }
        let not_ready = match self.closure(person).and_then(|c| c.answer) {
            _ if in_person => None,
            None => Some("They have not answered. Go and speak with them, then end it as spoken in person."),
            Some((_, Word::InSight | Word::WithSomeone)) => {
                Some("They would like a word with you. Have it, then end the closure as spoken in person.")
            }
            Some((_, Word::NoThanks)) => None,
        };
        match not_ready {
            Some(sentence) => Err(Denial::new(DenialCode::NotReady, sentence)),
            None => Ok(vec![Event::Closed { person, in_person }]),
        }
    }

    pub(super) fn apply_to_closures(&mut self, event: &Event, when: Moment) {
        match event {
            Event::ClosureBegun { person } => {
                let closure = Closure { at: when.at, begun: when.mono, answer: None };
                self.closures.insert(*person, closure);
            }
            Event::ClosureAnswered { person, answer, word } => {
                if let Some(closure) = self.closures.get_mut(person) {
                    closure.answer = Some((*answer, *word));
                }
            }
            Event::Closed { person, .. } => {
                let watchers: Vec<PersonId> = self.watchers_of(*person).map(|w| w.id).collect();
                for gone in watchers.into_iter().chain([*person]) {
                    self.put_out(gone, Admission::Closed);
                }
                self.closures.remove(person);
            }
            _ => {}
        }
    }
}
