//! `quiethold erase`: destroys what is kept.

use super::Erase as Wanted;
use crate::record::{DayFolder, FolderError};
use anyhow::{Context, bail};
use std::{
    io::{IsTerminal, Write, stderr, stdin},
    path::Path,
};

const RUNS: &str = "A hub is running with this folder, and phones rely on it. Nothing was erased.\n\
                    End it first (Ctrl-C in its terminal), then erase.";
const WORD: &str = "erase";

/// What that does, and what it doesn't.
const GUARANTEE: &str = "The keys were destroyed first, and the files were overwritten before they were removed. On a disk with platters that is the end of them.\n\
                         On an SSD the drive may keep old bytes for a while where no program can reach them. What was a log or a sealed record can't be read from them without its key; that a key itself is gone from the chips, no program can promise.\n\
                         Copies that somebody made (backups, printed or saved reports) are not touched by this.";

/// Destroys, after asking, and tells what was done.
///
/// # Errors
/// When a hub runs there, there is nothing, or a file can't be destroyed.
pub fn erase(folder: &Path, wanted: &Wanted) -> anyhow::Result<String> {
    if !folder.is_dir() {
        bail!("There is no such folder, so there is nothing to erase.");
    }
    let held = match DayFolder::take(folder) {
        Ok(held) => held,
        Err(FolderError::InUse(_)) => bail!(RUNS),
        Err(why) => return Err(why.into()),
    };
    let what = match &wanted.day {
        Some(day) => format!("the sealed record of {day}"),
        None => format!(
            "everything that is kept in {}: the day, all sealed records, and the laptop's own CA if it has one (production's phones are set up anew then)",
            folder.display()
        ),
    };
    if stdin().is_terminal() && stderr().is_terminal() && !confirmed(&what)? {
        bail!("Nothing was erased.");
    }
    let erased = match &wanted.day {
        Some(day) => held.erase_record(day),
        None => held.erase(),
    };
    let files = erased.context(
        "Not everything could be erased. Check that this user may write in the folder, and try again.",
    )?;
    if files == 0 {
        bail!("There is nothing of that in this folder, so nothing was erased.");
    }
    Ok(format!("Erased: {what}.\n\n{GUARANTEE}"))
}

fn confirmed(what: &str) -> anyhow::Result<bool> {
    eprint!("This destroys {what}.\nNobody can bring it back. Type \"{WORD}\" to go on: ");
    stderr().flush()?;
    let mut typed = String::new();
    stdin().read_line(&mut typed)?;
    Ok(typed.trim().eq_ignore_ascii_case(WORD))
}
