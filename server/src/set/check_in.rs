//! Check-ins: a silent question from the IC between takes. The answers go to the IC alone and raise nothing.

use super::{Ask, Denial, Event, Moment, Mono, Person, Set, clean_line};
use crate::words::{Answer, CheckInId, DenialCode, PersonId, Role, UnixMs};

/// One round.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs)]
pub struct CheckIn {
    pub id: CheckInId,
    pub text: String,
    pub at: UnixMs,
    asked: Mono,
    to: imbl::OrdSet<PersonId>,
    answers: imbl::OrdMap<PersonId, Answer>,
}

/// How one performer stands in a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Asked, and there is still time.
    Asked,
    /// Nothing for a minute: go and ask.
    Silent,
    /// Answered.
    Answered(Answer),
}

/// No answer for so long comes up as "go and ask" (practice: 60 s).
const SILENT: Mono = 60_000;

/// The plain question, where the IC wrote none.
const PLAIN: &str = "How are you?";

/// A question is read at arm's length on a phone.
pub(super) const MAX_QUESTION: usize = 160;

impl CheckIn {
    /// How somebody stands in this round; none if they were not asked.
    pub fn standing(&self, performer: PersonId, now: Mono) -> Option<Standing> {
        self.to.contains(&performer).then(|| match self.answers.get(&performer) {
            Some(answer) => Standing::Answered(*answer),
            None if now.saturating_sub(self.asked) >= SILENT => Standing::Silent,
            None => Standing::Asked,
        })
    }
}

impl Set {
    /// The latest round, until another scene begins.
    pub fn check_in(&self) -> Option<&CheckIn> {
        self.check_in.as_ref()
    }

    /// The IC has published "clear" for this scene, and started no round since.
    pub fn is_check_in_cleared(&self) -> bool {
        self.check_in_cleared
    }

    pub(super) fn decide_check_in(
        &self,
        by: &Person,
        ask: &Ask,
        to: Option<&[PersonId]>,
        text: Option<&str>,
    ) -> Result<Vec<Event>, Denial> {
        by.must_be_ic("Only the IC asks a check-in.")?;
        if self.is_rolling() {
            return Err(Denial::new(
                DenialCode::Rolling,
                "A check-in is asked between takes. Wait for the cut.",
            ));
        }
        let to: Vec<PersonId> = match to {
            None => self.cast_on_set().map(|p| p.id).collect(),
            Some(to) => {
                for person in to {
                    if !self.performer(*person)?.on_set {
                        return Err(Denial::bad_command("A check-in is asked of performers who are on set."));
                    }
                }
                to.to_vec()
            }
        };
        if to.is_empty() {
            return Err(Denial::bad_command("No performer of this scene is on set to be asked."));
        }
        let text = question(text.unwrap_or(PLAIN))?;
        Ok(vec![Event::CheckInStarted { check_in: CheckInId(ask.fresh), to, text }])
    }

    pub(super) fn decide_answer(
        &self,
        by: &Person,
        check_in: CheckInId,
        answer: Answer,
    ) -> Result<Vec<Event>, Denial> {
        if by.role != Role::Performer {
            return Err(Denial::not_asked());
        }
        let round = self.check_in.as_ref().filter(|c| c.id == check_in).ok_or_else(|| {
            Denial::new(DenialCode::UnknownCheckIn, "That question is over. The IC may ask again.")
        })?;
        if !round.to.contains(&by.id) {
            return Err(Denial::not_asked());
        }
        Ok(vec![Event::CheckInAnswered { check_in, person: by.id, answer }])
    }

    pub(super) fn decide_clear(&self, by: &Person, clear: bool) -> Result<Vec<Event>, Denial> {
        by.must_be_ic("Only the IC clears a check-in.")?;
        Ok(if self.check_in_cleared == clear { vec![] } else { vec![Event::CheckInCleared { clear }] })
    }

    pub(super) fn apply_to_check_in(&mut self, event: &Event, when: Moment) {
        match event {
            Event::CheckInStarted { check_in, to, text } => {
                self.check_in = Some(CheckIn {
                    id: *check_in,
                    text: text.clone(),
                    at: when.at,
                    asked: when.mono,
                    to: to.iter().copied().collect(),
                    answers: imbl::OrdMap::new(),
                });
                self.check_in_cleared = false;
                self.clear_was_taken_back = false;
            }
            Event::CheckInAnswered { check_in, person, answer } => {
                if let Some(round) = self.check_in.as_mut().filter(|c| c.id == *check_in) {
                    round.answers.insert(*person, *answer);
                }
            }
            Event::CheckInCleared { clear } => {
                self.check_in_cleared = *clear;
                self.clear_was_taken_back = false;
            }
            _ => {}
        }
    }

    /// What was clear has changed since.
    pub(super) fn forget_clear(&mut self) {
        self.clear_was_taken_back |= self.check_in_cleared;
        self.check_in_cleared = false;
    }

    pub(super) fn forget_check_in(&mut self) {
        self.check_in = None;
        self.check_in_cleared = false;
        self.clear_was_taken_back = false;
    }
}

/// One sentence to be answered.
pub(super) fn question(text: &str) -> Result<String, Denial> {
    let text = clean_line(text);
    match text.chars().count() {
        0 => Err(Denial::bad_command("Write the question in one sentence.")),
        n if n > MAX_QUESTION => {
            Err(Denial::bad_command("A question has at most 160 characters: it is read at arm's length."))
        }
        _ => Ok(text),
    }
}
