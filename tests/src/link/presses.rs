//! Presses of the performers on one set, told apart: whose alert it is, and when the later of the IC and the 1st AD had it.

use quiethold::{
    protocol::Alert,
    words::{CommandId, PersonId, SignalId},
};
use std::{
    collections::HashMap,
    time::{Duration, Instant},
};

/// A performer: on a page in Chromium, or on one of the tests' own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Who {
    Chromium,
    Own,
}

#[derive(Debug)]
pub(super) struct Press {
    pub who: Who,
    /// When it was made; a finger's time is said later.
    pub at: Option<Instant>,
    signal: Option<SignalId>,
    /// The IC and the 1st AD.
    alerted: [Option<Instant>; 2],
    released: Option<CommandId>,
    over: bool,
}

impl Press {
    pub fn took(&self) -> Option<Duration> {
        let [one, other] = self.alerted;
        Some(one?.max(other?).saturating_duration_since(self.at?))
    }
}

#[derive(Default)]
pub(super) struct Presses {
    pub people: HashMap<PersonId, Who>,
    pub all: Vec<Press>,
    /// The 1st AD's alerts of which it is not known yet whose they are.
    early: HashMap<SignalId, Instant>,
}

impl Presses {
    /// A new hold of somebody whose last one is over.
    pub fn made(&mut self, who: Who, at: Option<Instant>) {
        let (signal, alerted, released) = (None, [None; 2], None);
        self.all.push(Press { who, at, signal, alerted, released, over: false });
    }

    /// One whose last hold is still open would only press it once more, and alert nobody.
    pub fn is_open(&self, who: Who) -> bool {
        self.all.iter().any(|press| press.who == who && !press.over)
    }

    /// When the finger of the latest press was there.
    pub fn touched(&mut self, who: Who, at: Instant) {
        let latest = self.all.iter_mut().rev().find(|press| press.who == who);
        latest.expect("it was to press").at = Some(at);
    }

    /// An alert on a receiver's page. Returns the signal once both have it: it is to be released.
    pub fn alerted(&mut self, receiver: usize, alert: &Alert, at: Instant) -> Option<(usize, SignalId)> {
        let of_signal = |press: &Press| press.signal == Some(alert.signal);
        let nth = self.all.iter().rposition(of_signal).or_else(|| {
            let who = self.people.get(&alert.who.as_ref()?.id)?;
            self.all.iter().rposition(|press| press.who == *who && press.signal.is_none())
        });
        // The 1st AD is not told who: the IC's alert will say.
        let Some(nth) = nth else {
            self.early.entry(alert.signal).or_insert(at);
            return None;
        };
        let press = &mut self.all[nth];
        press.signal = Some(alert.signal);
        press.alerted[receiver].get_or_insert(at);
        if let Some(at) = self.early.remove(&alert.signal) {
            press.alerted[1].get_or_insert(at);
        }
        let both = press.alerted.iter().all(Option::is_some) && press.released.is_none();
        both.then_some((nth, alert.signal))
    }

    /// It is being released by this command.
    pub fn released(&mut self, nth: usize, by: CommandId) {
        self.all[nth].released = Some(by);
    }

    /// A command was done: if it was a release, that press is over.
    pub fn done(&mut self, id: CommandId) {
        if let Some(press) = self.all.iter_mut().rev().find(|press| press.released == Some(id)) {
            press.over = true;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use quiethold::{
        protocol::{How, Who as Raiser},
        words::AlertLevel,
    };
    use uuid::Uuid;

    const IC: usize = 0;
    const AD: usize = 1;

    fn id(of: u128) -> Uuid {
        Uuid::from_u128(of)
    }

    fn alert(signal: u128, who: Option<u128>) -> Alert {
        let (signal, raised_at) = (SignalId(id(signal)), 0);
        let who = who.map(|who| Raiser {
            id: PersonId(id(who)),
            name: String::new(),
            how: How::OwnPress,
            late: false,
            pressed_at: 0,
        });
        Alert { signal, level: AlertLevel::Hold, again: 0, scene: None, raised_at, who }
    }

    #[test]
    fn the_later_of_the_two_alerts_counts_and_a_late_copy_is_not_the_next_press() {
        let start = Instant::now();
        let at = |ms| start + Duration::from_millis(ms);
        let mut presses = Presses::default();
        presses.people.insert(PersonId(id(7)), Who::Chromium);

        presses.made(Who::Chromium, None);
        presses.touched(Who::Chromium, at(0));
        assert_eq!(presses.alerted(AD, &alert(1, None), at(30)), None, "not known whose it is");
        assert_eq!(presses.alerted(IC, &alert(1, Some(7)), at(12)), Some((0, SignalId(id(1)))));
        assert_eq!(presses.all[0].took(), Some(Duration::from_millis(30)));

        presses.released(0, CommandId(id(9)));
        assert!(presses.is_open(Who::Chromium));
        presses.done(CommandId(id(9)));
        assert!(!presses.is_open(Who::Chromium));

        presses.made(Who::Chromium, Some(at(500)));
        presses.alerted(IC, &alert(1, Some(7)), at(510));
        assert_eq!(presses.all[1].took(), None);
        presses.alerted(IC, &alert(2, Some(7)), at(520));
        presses.alerted(AD, &alert(2, None), at(514));
        assert_eq!(presses.all[1].took(), Some(Duration::from_millis(20)));
        assert_eq!(presses.all[0].took(), Some(Duration::from_millis(30)));
    }
}
