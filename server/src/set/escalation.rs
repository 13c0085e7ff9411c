//! No silent ending: screens are alerted again, and a hold that nobody answers calls itself.

use super::{Event, Mono, Set, Side, Signal};
use crate::words::Level;

/// How long a hold waits for a person before it is called by itself. Adjustable, never off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Patience {
    /// While rolling: neither cut nor call has come, in milliseconds.
    pub rolling: Mono,
    /// Not rolling: no IC has acknowledged, in milliseconds.
    pub unanswered: Mono,
}

impl Default for Patience {
    /// The practice's numbers.
    fn default() -> Self {
        Self { rolling: 5_000, unanswered: 15_000 }
    }
}

impl Patience {
    /// Within bounds: 2–10 s while rolling, 5–30 s else.
    pub fn within_bounds(rolling: Mono, unanswered: Mono) -> Self {
        Self { rolling: rolling.clamp(2_000, 10_000), unanswered: unanswered.clamp(5_000, 30_000) }
    }
}

/// The first repeat, if no screen of that side has painted it by then.
const UNPAINTED: Mono = 1_000;
/// Every further repeat, until that side acknowledges.
pub const UNANSWERED: Mono = 5_000;

/// One side's alerts about one signal. Not in the log: a restart alerts everyone anew anyway.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Alarm {
    /// Which arming of the signal this counts for: its number and its time, since a signal that was released
    /// and opened again by a press counts from one.
    arm: Option<(u32, Mono)>,
    /// Repeats that were due since then.
    step: u32,
    /// Counts up on every repeat, over all armings.
    pub again: u32,
    /// The first alert of this arming: a paint of an earlier one doesn't count.
    pub first: u32,
}

impl Alarm {
    /// Whether this side's screens are to be alerted now, for the first time or again.
    pub fn rings(&mut self, signal: &Signal, side: Side, now: Mono) -> bool {
        let arm = Some((signal.arms, signal.armed));
        if arm != self.arm {
            // The very first alert is number 0; a later arming counts on.
            let is_first_of_all = self.arm.is_none();
            *self = Self { arm, step: 0, again: self.again, first: self.again };
            if !is_first_of_all {
                self.again += 1;
                self.first = self.again;
            }
            return true;
        }
        let state = signal.side(side);
        let waited = now.saturating_sub(signal.armed);
        if state.acknowledged {
            return false;
        }
        let due = if self.step == 0 { UNPAINTED } else { UNANSWERED * Mono::from(self.step) };
        if waited < due {
            return false;
        }
        let only_if_unpainted = self.step == 0 && waited < UNANSWERED;
        // A hub that slept does not ring once for every repeat that it missed.
        self.step = u32::try_from(waited / UNANSWERED).unwrap_or(u32::MAX).saturating_add(1);
        if only_if_unpainted && state.displayed {
            return false;
        }
        self.again += 1;
        true
    }
}

impl Set {
    /// What happens by itself now: a hold that waited too long for a person is called.
    pub fn due(&self, patience: Patience, now: Mono) -> Vec<Event> {
        let too_long = |s: &Signal| {
            let waited = now.saturating_sub(s.armed);
            s.level == Level::Hold
                && if self.is_rolling() {
                    waited >= patience.rolling
                } else {
                    !s.ic.acknowledged && waited >= patience.unanswered
                }
        };
        if self.called.is_none() && self.signals().any(too_long) {
            vec![Event::Called { by: None }]
        } else {
            vec![]
        }
    }
}
