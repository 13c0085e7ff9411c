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

/// So long a view waits behind an alert. A page that is heard names it within two frames of its screen.
const ALONE_FOR: Duration = Duration::from_millis(200);

static TRIED: OnceLock<Vec<u64>> = OnceLock::new();

/// Another schedule for this run of the hub, to be measured. Set once, before the first frame.
pub fn try_chasers(schedule: Vec<u64>) {
    let _ = TRIED.set(schedule);
}

fn schedule() -> &'static [u64] {
    TRIED.get().map_or(&CHASERS, Vec::as_slice)
}

/// The chasers that are due behind one urgent frame.
#[derive(Clone, Copy, Debug)]
pub struct Chase {
    what: Uuid,
    since: Instant,
    next: usize,
    last: usize,
    /// A view waits behind it.
    alone: bool,
}

impl Chase {
    /// Until the peer names `what`, or for a second.
    pub fn until_named(what: Uuid) -> Self {
        Self { what, since: Instant::now(), next: 0, last: schedule().len(), alone: true }
    }

    /// A few, behind a frame that nobody answers.
    pub fn a_few(what: Uuid) -> Self {
        Self { last: A_FEW.min(schedule().len()), alone: false, ..Self::until_named(what) }
    }

    /// Which goes on when a newer one comes: those behind an answer must not cut short an alert's, nor let a view out
    /// ahead of them.
    #[must_use]
    pub fn or_newer(self, newer: Self) -> Self {
        if self.alone && !newer.alone && self.due().is_some() { self } else { newer }
    }

    /// Whether nothing else goes out meanwhile that can wait.
    pub fn has_the_air(&self) -> bool {
        self.alone && self.since.elapsed() < ALONE_FOR
    }

    /// Whether it is about this.
    pub fn is_about(&self, what: Uuid) -> bool {
        self.what == what
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

    #[test]
    fn an_answer_behind_an_alert_does_not_cut_the_alerts_chasers_short() {
        let (alert, answer) = (Chase::until_named(Uuid::new_v4()), Chase::a_few(Uuid::new_v4()));
        assert!(alert.or_newer(answer).is_about(alert.what));
        assert!(answer.or_newer(alert).is_about(alert.what));
        let over = Chase { next: alert.last, ..alert };
        assert!(over.or_newer(answer).is_about(answer.what));
    }

    #[test]
    fn an_alert_has_the_air_for_itself_until_it_is_named_or_for_a_fifth_of_a_second() {
        let what = Uuid::new_v4();
        assert!(Chase::until_named(what).has_the_air());
        assert!(!Chase::a_few(what).has_the_air());
        let long_ago = Instant::now().checked_sub(ALONE_FOR).expect("this machine is up for longer");
        assert!(!Chase { since: long_ago, ..Chase::until_named(what) }.has_the_air());
    }
}
