//! A receiver's page answers the hub's decoys, as `client-web/src/cover.ts` does it: else each would be chased like an
//! alert that nobody has seen.

use std::{
    collections::HashMap,
    time::{Duration, Instant},
};
use uuid::Uuid;

/// On the mean, as there.
const TAP: Duration = Duration::from_millis(4_500);
const RELEASE: Duration = Duration::from_secs(23);

/// What a person does behind the page's own answer: a tap, and an IC's release.
pub enum Then {
    Taps(Uuid),
    Releases(Uuid),
}

/// Those that a page was asked about.
#[derive(Default)]
pub struct Decoys {
    /// With the number of the latest ask.
    asked: HashMap<Uuid, u32>,
    due: Vec<(Instant, Then)>,
}

impl Decoys {
    /// Whether the page answers: not the other lane's copy.
    pub fn asks(&mut self, id: Uuid, again: u32) -> bool {
        if self.asked.get(&id).is_some_and(|before| again <= *before) {
            return false;
        }
        if self.asked.insert(id, again).is_none() {
            self.due.push((Instant::now() + TAP, Then::Taps(id)));
        }
        true
    }

    /// When the next is due.
    pub fn next(&self) -> Option<Instant> {
        self.due.iter().map(|(at, _)| *at).min()
    }

    /// What is due.
    pub fn due(&mut self, now: Instant) -> Vec<Then> {
        let due: Vec<Then> = self.due.extract_if(.., |(at, _)| *at <= now).map(|(_, then)| then).collect();
        for then in &due {
            match then {
                Then::Taps(id) => self.due.push((now + RELEASE, Then::Releases(*id))),
                Then::Releases(id) => drop(self.asked.remove(id)),
            }
        }
        due
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decoy_is_answered_once_for_each_ask_and_tapped_and_released_later() {
        let (mut decoys, id) = (Decoys::default(), Uuid::new_v4());
        assert!(decoys.asks(id, 0));
        assert!(!decoys.asks(id, 0), "the other lane's copy");
        assert!(decoys.asks(id, 1));
        let now = Instant::now();
        assert!(decoys.due(now).is_empty());
        assert!(matches!(decoys.due(now + TAP)[..], [Then::Taps(tapped)] if tapped == id));
        assert!(matches!(decoys.due(now + TAP + RELEASE)[..], [Then::Releases(released)] if released == id));
        assert_eq!(decoys.next(), None);
    }
}
