//! Times as the people on this set read them.

use crate::words::UnixMs;
use jiff::{Timestamp, Zoned, tz::TimeZone};

/// A time zone to tell times in.
#[derive(Clone, Debug)]
pub struct Clockface(TimeZone);

impl Clockface {
    /// This laptop's.
    pub fn here() -> Self {
        Self(TimeZone::system())
    }

    fn at(&self, at: UnixMs) -> Zoned {
        let at = i64::try_from(at).ok().and_then(|ms| Timestamp::from_millisecond(ms).ok());
        at.unwrap_or_default().to_zoned(self.0.clone())
    }

    /// `2026-11-22`
    pub fn date(&self, at: UnixMs) -> String {
        self.at(at).strftime("%Y-%m-%d").to_string()
    }

    /// `14:02`
    pub fn minute(&self, at: UnixMs) -> String {
        self.at(at).strftime("%H:%M").to_string()
    }

    /// `14:02:05`
    pub fn second(&self, at: UnixMs) -> String {
        self.at(at).strftime("%H:%M:%S").to_string()
    }

    /// The full hours from then to then.
    pub fn hours(&self, from: UnixMs, to: UnixMs) -> Vec<UnixMs> {
        const HOUR: u64 = 3_600_000;
        let zoned = self.at(from);
        let past = u64::try_from(zoned.minute()).unwrap_or(0) * 60_000
            + u64::try_from(zoned.second()).unwrap_or(0) * 1000
            + u64::try_from(zoned.millisecond()).unwrap_or(0);
        let first = if past == 0 { from } else { from - past + HOUR };
        (first..=to).step_by(usize::try_from(HOUR).unwrap_or(usize::MAX)).collect()
    }
}
