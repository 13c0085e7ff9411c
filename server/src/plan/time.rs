//! Times of the plan: local dates and times in the file, Unix milliseconds in the hub.

use crate::words::UnixMs;
use jiff::{
    Timestamp,
    civil::DateTime,
    tz::{AmbiguousOffset, Offset, TimeZone},
};
use toml::value::{Datetime, Offset as Written};

/// # Errors
/// A sentence when it is no moment.
pub(super) fn read(written: &Datetime, zone: &TimeZone) -> Result<UnixMs, &'static str> {
    let (Some(date), Some(time)) = (written.date, written.time) else {
        return Err("Write the day and the time: 2026-11-22T08:30.");
    };
    let no_such = "There is no such day or time.";
    let small = |n: u8| i8::try_from(n).map_err(|_| no_such);
    let local = DateTime::new(
        i16::try_from(date.year).map_err(|_| no_such)?,
        small(date.month)?,
        small(date.day)?,
        small(time.hour)?,
        small(time.minute)?,
        small(time.second.unwrap_or(0))?,
        i32::try_from(time.nanosecond.unwrap_or(0)).map_err(|_| no_such)?,
    )
    .map_err(|_| no_such)?;
    let moment = match written.offset {
        Some(Written::Z) => Offset::UTC.to_timestamp(local),
        Some(Written::Custom { minutes }) => {
            let offset = Offset::from_seconds(i32::from(minutes) * 60).map_err(|_| no_such)?;
            offset.to_timestamp(local)
        }
        None => {
            let ambiguous = zone.to_ambiguous_timestamp(local);
            if matches!(ambiguous.offset(), AmbiguousOffset::Gap { .. }) {
                return Err("The clocks are put forward over this time: it does not exist that day.");
            }
            ambiguous.compatible()
        }
    };
    let moment = moment.map_err(|_| no_such)?;
    UnixMs::try_from(moment.as_millisecond()).map_err(|_| "This is long ago. Check the year.")
}

pub(super) fn write(at: UnixMs, zone: &TimeZone) -> String {
    let moment =
        i64::try_from(at).ok().and_then(|ms| Timestamp::from_millisecond(ms).ok()).unwrap_or_default();
    let local = zone.to_datetime(moment);
    let digits = if at.is_multiple_of(1000) { "%Y-%m-%dT%H:%M:%S" } else { "%Y-%m-%dT%H:%M:%S%.3f" };
    // Once a year an hour is there twice: then it takes the offset to know which is meant.
    if zone.to_ambiguous_timestamp(local).is_ambiguous() {
        format!("{}Z", Offset::UTC.to_datetime(moment).strftime(digits))
    } else {
        local.strftime(digits).to_string()
    }
}
