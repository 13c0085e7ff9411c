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

    /// The round times from then to then, in steps that suit the span: sixteen at most while a day has 32 hours.
    pub fn steps(&self, from: UnixMs, to: UnixMs) -> Vec<UnixMs> {
        const MINUTE: u64 = 60_000;
        let fits = |minutes: &u64| to.saturating_sub(from) / (minutes * MINUTE) < 16;
        let step = [1, 5, 15, 30, 60, 120].into_iter().find(fits).unwrap_or(240) * MINUTE;
        let zoned = self.at(from);
        let of = |part: i8| u64::try_from(part).unwrap_or(0);
        let today = (of(zoned.hour()) * 60 + of(zoned.minute())) * MINUTE + from % MINUTE;
        let first = from + (step - today % step) % step;
        (first..=to).step_by(usize::try_from(step).unwrap_or(usize::MAX)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn times(from: UnixMs, minutes: u64) -> Vec<String> {
        let clock = Clockface(TimeZone::UTC);
        clock.steps(from, from + minutes * 60_000).iter().map(|at| clock.minute(*at)).collect()
    }

    #[test]
    fn a_short_day_has_its_times_too_and_a_long_one_not_too_many() {
        let from = (14 * 60 + 3) * 60_000 + 20_000;
        assert_eq!(times(from, 3), ["14:04", "14:05", "14:06"]);
        assert_eq!(times(from, 20), ["14:05", "14:10", "14:15", "14:20"]);
        assert_eq!(times(from, 100)[..2], ["14:15", "14:30"]);
        assert_eq!(times(from, 7 * 60)[..2], ["14:30", "15:00"]);
        assert_eq!(times(from, 12 * 60)[..2], ["15:00", "16:00"]);
        assert_eq!(times(from, 20 * 60)[..2], ["16:00", "18:00"]);
        for minutes in 1..32 * 60 {
            assert!(times(from, minutes).len() <= 16, "{minutes}");
        }
    }
}
