//! `quiethold report`: from the running hub, else from the day in the folder, else from the latest sealed record.

use super::{
    Report as Wanted,
    ask::{self, Asked},
};
use crate::{
    hub::KEEP_DAYS,
    keys::recovery,
    record::{
        DayFolder, FolderError, Kept, Report, SealedError, Wrap, finish_wrap, read_day, sealed_records,
    },
    words::Reader,
};
use anyhow::{Context, bail};
use std::{
    io::{IsTerminal, stderr},
    path::Path,
};

const NOT_THE_WORDS: &str = "Those are not the recovery words. Nothing was opened and nothing written.\n\
                             They are the twelve that the day's first IC was shown on joining.";
const NOTHING_KEPT: &str = "There is no day in this folder, and no sealed record of one.\n\
                            If it lies in another folder, name that one: quiethold report --data DIR";

/// The report's text, as it was wanted.
///
/// # Errors
/// When there is no such day, it can't be read, or the recovery words are not its own.
pub fn report(folder: &Path, wanted: &Wanted) -> anyhow::Result<String> {
    if !folder.is_dir() {
        bail!(NOTHING_KEPT);
    }
    let reader = Reader::from(wanted.reader);
    let words = match reader {
        Reader::Ic => Some(ask::recovery_words(wanted.words_file.as_deref())?),
        Reader::Production => None,
    };
    let made = match &wanted.day {
        Some(day) => sealed(folder, Some(day), reader, words.as_deref())?,
        None => latest(folder, reader, words.as_deref())?,
    };
    Ok(if wanted.json { made.json } else { made.html })
}

fn progress(what: &str) {
    if stderr().is_terminal() {
        eprintln!("  {what} …");
    }
}

fn latest(folder: &Path, reader: Reader, words: Option<&str>) -> anyhow::Result<Report> {
    let held = match DayFolder::take(folder) {
        Ok(held) => held,
        Err(FolderError::InUse(_)) => {
            progress("Asking the running hub");
            return ask::report(folder, &Asked { reader, words })?.map_err(anyhow::Error::msg);
        }
        Err(why) => return Err(why.into()),
    };
    finish_wrap(folder)?;
    if !held.has_day() {
        return sealed(folder, None, reader, words);
    }
    progress("Reading the day's log");
    let (day, set) = read_day(&held)?;
    if let Some(words) = words {
        progress("Checking the recovery words");
        let known = set.recovery().is_some_and(|kept| recovery::matches(words, &kept.hash));
        if !known {
            bail!(NOT_THE_WORDS);
        }
    }
    progress("Making the report");
    let wrap = Wrap {
        hub: "Quiet Hold",
        day: day.id(),
        entries: &day.entries,
        keep_names: true,
        keep_days: KEEP_DAYS,
    };
    let Kept { ic, production } = wrap.kept();
    Ok(Report::of(if reader == Reader::Ic { &ic } else { &production }, reader))
}

fn sealed(folder: &Path, day: Option<&str>, reader: Reader, words: Option<&str>) -> anyhow::Result<Report> {
    let records = sealed_records(folder).context("The sealed records can't be read.")?;
    let wanted = records.iter().find(|record| day.is_none_or(|day| record.date() == day));
    let Some(record) = wanted else {
        let days: Vec<&str> = records.iter().map(crate::record::SealedRecord::date).collect();
        let living = DayFolder::is_day_in(folder);
        let (Some(day), true) = (day, living || !days.is_empty()) else { bail!(NOTHING_KEPT) };
        let known = match days[..] {
            [] => "No day in this folder was wrapped yet.".to_owned(),
            _ => format!("There are records of: {}.", days.join(", ")),
        };
        let now = "\nThe day that is not wrapped yet is here, too: ask for it without --day.";
        bail!("There is no sealed record of {day}. {known}{}", if living { now } else { "" });
    };
    progress("Opening the sealed record");
    let story = match words {
        Some(words) => record.open(words),
        None => record.production(),
    };
    match story {
        Ok(story) => Ok(Report::of(&story, reader)),
        Err(SealedError::Words) => bail!(NOT_THE_WORDS),
        Err(why) => Err(why.into()),
    }
}
