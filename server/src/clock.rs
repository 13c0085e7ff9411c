//! Time, as a value that the rules are given.

use crate::{set::Moment, words::UnixMs};
use std::time::{Instant, SystemTime, UNIX_EPOCH};

/// Tells the time. The tests bring their own.
pub trait Clock: Send + Sync {
    /// What time it is.
    fn now(&self) -> Moment;
}

/// The laptop's clocks.
pub struct SystemClock {
    start: Instant,
}

impl Default for SystemClock {
    fn default() -> Self {
        Self { start: Instant::now() }
    }
}

impl Clock for SystemClock {
    fn now(&self) -> Moment {
        let mono = self.start.elapsed().as_millis();
        Moment { at: unix_ms(), mono: u64::try_from(mono).unwrap_or(u64::MAX) }
    }
}

/// What the laptop's wall clock says.
pub fn unix_ms() -> UnixMs {
    let at = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_millis();
    u64::try_from(at).unwrap_or(u64::MAX)
}
