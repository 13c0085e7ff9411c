//! The record: the day's signals that are over, what production's report has of them, and the day's end.

use super::{Denial, Event, Moment, Person, Set, Signal};
use crate::words::{DenialCode, Level, PersonId, SceneId, SignalId, UnixMs};
use std::sync::Arc;

/// A signal that was released.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Past {
    pub id: SignalId,
    pub owner: PersonId,
    pub level: Level,
    pub scene: Option<SceneId>,
    pub raised_at: UnixMs,
    pub released_at: UnixMs,
}

/// Whatever is asked of a day that is over.
pub const DAY_IS_WRAPPED: &str =
    "The day is wrapped. The reports can still be taken until the hub ends; the next start begins a new day.";

/// More signals than these are not ticked one by one; the log keeps all.
const MOST_PAST: usize = 200;

impl Set {
    /// The day is over.
    pub fn is_day_over(&self) -> bool {
        self.wrapped.is_some()
    }

    /// Once the day is wrapped: whether the names of those who signalled or answered are kept.
    pub fn keeps_names(&self) -> bool {
        self.wrapped == Some(true)
    }

    /// The day's signals that are over, latest first.
    pub fn past(&self) -> impl Iterator<Item = &Past> {
        self.past.iter().map(|past| &**past)
    }

    /// Whether production's report has this signal.
    pub fn is_ticked(&self, signal: SignalId) -> bool {
        self.ticked.contains(&signal)
    }

    /// Nothing is done any more once the day is wrapped.
    pub(super) fn must_go_on(&self) -> Result<(), Denial> {
        if self.is_day_over() {
            return Err(Denial::not_allowed(DAY_IS_WRAPPED));
        }
        Ok(())
    }

    pub(super) fn decide_tick(&self, by: &Person, signal: SignalId, on: bool) -> Result<Vec<Event>, Denial> {
        by.must_be_ic("Only the IC says which signals production's report has.")?;
        if self.signal(signal).is_none() && !self.past().any(|past| past.id == signal) {
            return Err(Denial::unknown_signal());
        }
        Ok(if self.is_ticked(signal) == on { vec![] } else { vec![Event::Ticked { signal, on }] })
    }

    pub(super) fn decide_wrap(&self, by: &Person, keep_names: bool) -> Result<Vec<Event>, Denial> {
        by.must_be_ic("Only the IC wraps the day.")?;
        if self.signals().next().is_some() {
            return Err(Denial::new(
                DenialCode::SignalOpen,
                "A signal is open. The day ends once every signal is released.",
            ));
        }
        if self.is_rolling() {
            return Err(Denial::new(DenialCode::Rolling, "A camera is rolling. Wrap the day after the cut."));
        }
        if self.recovery().is_none() {
            return Err(Denial::not_allowed(
                "There are no recovery words that the record could be sealed to. Join as the day's first IC, then wrap the day.",
            ));
        }
        Ok(vec![Event::DayWrapped { keep_names }])
    }

    /// Looks on at everything, before it is applied to the rest.
    pub(super) fn apply_to_record(&mut self, event: &Event, when: Moment) {
        match event {
            Event::Released { signal, .. } => {
                if let Some(over) = self.signal(*signal).map(|s| Past::of(s, when.at)) {
                    // Opened anew behind its release, a signal is over twice.
                    if let Some(before) = self.past.iter().position(|past| past.id == over.id) {
                        self.past.remove(before);
                    }
                    self.past.push_front(Arc::new(over));
                    self.past.truncate(MOST_PAST);
                }
            }
            Event::Ticked { signal, on: true } => {
                self.ticked.insert(*signal);
            }
            Event::Ticked { signal, on: false } => {
                self.ticked.remove(signal);
            }
            Event::DayWrapped { keep_names } => self.wrapped = Some(*keep_names),
            // A press that meets the wrap on its way is never swallowed: it stands behind it, and the day goes on.
            Event::Pressed { .. } => self.wrapped = None,
            _ => {}
        }
    }
}

impl Past {
    fn of(signal: &Signal, released_at: UnixMs) -> Self {
        Self {
            id: signal.id,
            owner: signal.owner,
            level: signal.level,
            scene: signal.scene.clone(),
            raised_at: signal.raised_at,
            released_at,
        }
    }
}
