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

/// When they follow, in milliseconds behind the urgent frame: why these, docs/performance.md.
pub const CHASERS: [u64; 12] = [4, 10, 18, 30, 46, 66, 92, 130, 200, 320, 540, 900];
/// Behind what is never answered only so many.
const A_FEW: usize = 5;

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
}

impl Chase {
    /// Until the peer names `what`, or for a second.
    pub fn until_named(what: Uuid) -> Self {
        Self { what, since: Instant::now(), next: 0, last: schedule().len() }
    }

    /// A few, behind a frame that nobody answers.
    pub fn a_few(what: Uuid) -> Self {
        Self { last: A_FEW.min(schedule().len()), ..Self::until_named(what) }
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
