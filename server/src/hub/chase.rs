//! Chasers: a few small frames right behind an urgent one.
//!
//! TCP notices that a lone packet was lost only after 200 ms and more. With something sent behind it, the peer's
//! acknowledgement of that tells of the hole within a round trip. Each is a packet on a channel that two hundred
//! phones share, so they thin out and end as soon as the peer has named the signal.

use std::{
    sync::OnceLock,
    time::{Duration, Instant},
};
use uuid::Uuid;

/// When they follow, in milliseconds behind the urgent frame: why these, docs/bad-link.md.
pub const CHASERS: [u64; 12] = [4, 10, 22, 38, 56, 78, 102, 130, 160, 190, 320, 640];
/// What they are.
pub const CHASER: &str = r#"{"type":"chaser"}"#;
/// Behind what is never answered only so many.
const A_FEW: usize = 5;
/// Of each kind, so much is behind one chaser. More are never open on a set.
const MOST: usize = 64;

/// So long a view waits behind an alert. A page that is heard names it within two frames of its screen.
pub(super) const ALONE_FOR: Duration = Duration::from_millis(200);

static TRIED: OnceLock<Vec<u64>> = OnceLock::new();

/// Another schedule for this run of the hub, to be measured. Set once, before the first frame.
pub fn try_chasers(schedule: Vec<u64>) {
    let _ = TRIED.set(schedule);
}

fn schedule() -> &'static [u64] {
    TRIED.get().map_or(&CHASERS, Vec::as_slice)
}

/// What was said of late, and the chasers that are due behind it.
#[derive(Clone, Debug)]
pub struct Chase {
    /// What the peer is to name, and since when.
    unnamed: Vec<(Uuid, Instant)>,
    /// The newest of that: a view waits behind it.
    alone: Option<Uuid>,
    /// What it need not.
    answers: Vec<Uuid>,
    since: Instant,
    next: usize,
    last: usize,
}

impl Chase {
    /// Until the peer names `what`, or for a second.
    pub fn until_named(what: Uuid) -> Self {
        let since = Instant::now();
        let (unnamed, answers) = (vec![(what, since)], Vec::new());
        Self { unnamed, alone: Some(what), answers, since, next: 0, last: schedule().len() }
    }

    /// A few, behind a frame that nobody answers.
    pub fn a_few(what: Uuid) -> Self {
        let (unnamed, answers) = (Vec::new(), vec![what]);
        let last = A_FEW.min(schedule().len());
        Self { unnamed, alone: None, answers, since: Instant::now(), next: 0, last }
    }

    /// What goes on when a newer one comes: both, by the newer one's times. But an answer's must not cut short an
    /// alert's, nor let a view out ahead of it. What is not named for as long as chasers follow it never will be.
    #[must_use]
    pub fn and(mut self, mut newer: Self) -> Self {
        if self.due().is_none() {
            return newer;
        }
        let longest = Duration::from_millis(schedule().last().copied().unwrap_or_default());
        self.unnamed.retain(|(_, since)| since.elapsed() < longest);
        if !self.unnamed.is_empty() && newer.unnamed.is_empty() {
            std::mem::swap(&mut self, &mut newer);
        }
        self.unnamed.retain(|(older, _)| newer.unnamed.iter().all(|(what, _)| what != older));
        newer.unnamed.append(&mut self.unnamed);
        newer.unnamed.truncate(MOST);
        self.answers.retain(|older| !newer.answers.contains(older));
        newer.answers.append(&mut self.answers);
        newer.answers.truncate(MOST);
        newer
    }

    /// What is left of it once the peer has named this. Another alert that it has not named is still chased: by datagram
    /// a later one may have come alone. An answer keeps its few.
    #[must_use]
    pub fn named(mut self, what: Uuid) -> Option<Self> {
        self.unnamed.retain(|(unnamed, _)| *unnamed != what);
        self.answers.retain(|answer| *answer != what);
        self.alone = self.alone.filter(|alone| *alone != what);
        if self.unnamed.is_empty() {
            self.last = self.last.min(A_FEW);
        }
        let left = !self.unnamed.is_empty() || (!self.answers.is_empty() && self.due().is_some());
        left.then_some(self)
    }

    /// Whether nothing else goes out meanwhile that can wait.
    pub fn has_the_air(&self) -> bool {
        self.alone.is_some() && self.since.elapsed() < ALONE_FOR
    }

    /// What it is behind.
    pub fn behind(&self) -> impl Iterator<Item = Uuid> {
        self.unnamed.iter().map(|(what, _)| what).chain(&self.answers).copied()
    }

    /// When the next one is due, if any is.
    pub fn due(&self) -> Option<Instant> {
        let ms = schedule()[..self.last].get(self.next)?;
        Some(self.since + Duration::from_millis(*ms))
    }

    /// One was sent; what is left is still to come. Those for which the time is over are left out.
    pub fn sent(mut self, now: Instant) -> Option<Self> {
        while self.due()? <= now {
            self.next += 1;
        }
        Some(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_sends_its_chasers_when_the_hub_does() {
        let page = concat!(env!("CARGO_MANIFEST_DIR"), "/../client-web/src/connection.ts");
        let page = std::fs::read_to_string(page).expect("the page's line");
        let ours = CHASERS.map(|ms| ms.to_string()).join(", ");
        assert!(page.contains(&format!("const CHASERS_MS = [{ours}];")), "the hub's: [{ours}]");
    }

    fn id() -> Uuid {
        Uuid::new_v4()
    }

    #[test]
    fn an_answer_behind_an_alert_does_not_cut_the_alerts_chasers_short() {
        let (alert, answer) = (id(), id());
        let [one, other] = [(true, false), (false, true)].map(|(first, second)| {
            let chase = |alerts| if alerts { Chase::until_named(alert) } else { Chase::a_few(answer) };
            chase(first).and(chase(second))
        });
        for chase in [one, other] {
            assert!(chase.has_the_air());
            assert_eq!(chase.last, CHASERS.len());
            assert!(chase.clone().named(answer).is_some());
            let left = chase.named(alert).expect("the answer's few");
            assert!(!left.has_the_air());
            assert_eq!(left.last, A_FEW);
        }
        let mut over = Chase::until_named(alert);
        over.next = over.last;
        assert!(!over.and(Chase::a_few(answer)).has_the_air());
    }

    #[test]
    fn of_two_alerts_the_one_that_is_not_named_is_still_chased() {
        let (first, second) = (id(), id());
        let both = Chase::until_named(first).and(Chase::until_named(second));
        let left = both.named(second).expect("the first may not have come");
        assert!(!left.has_the_air(), "what the peer has seen the newest of is no reason to keep a view back");
        assert_eq!(left.behind().collect::<Vec<_>>(), [first]);
        assert!(left.named(first).is_none());
    }

    #[test]
    fn an_alert_has_the_air_for_itself_until_it_is_named_or_for_a_fifth_of_a_second() {
        assert!(Chase::until_named(id()).has_the_air());
        assert!(!Chase::a_few(id()).has_the_air());
        let long_ago = Instant::now().checked_sub(ALONE_FOR).expect("this machine is up for longer");
        assert!(!Chase { since: long_ago, ..Chase::until_named(id()) }.has_the_air());
    }
    #[test]
    fn an_alert_that_is_said_again_is_chased_from_then_on() {
        let what = id();
        let mut first = Chase::until_named(what);
        first.unnamed[0].1 =
            Instant::now().checked_sub(Duration::from_millis(600)).expect("it is up for longer");
        let again = first.and(Chase::until_named(what));
        assert!(again.unnamed.len() == 1 && again.unnamed[0].1.elapsed() < Duration::from_millis(500));
    }

    #[test]
    fn what_nobody_ever_names_is_forgotten_however_many_come_behind_it() {
        let never = id();
        let longest = Duration::from_millis(CHASERS[CHASERS.len() - 1]);
        let long_ago = Instant::now().checked_sub(longest).expect("this machine is up for longer");
        let mut chase = Chase::until_named(id());
        chase.unnamed.push((never, long_ago));
        assert!(chase.and(Chase::until_named(id())).behind().all(|what| what != never));
    }
}
