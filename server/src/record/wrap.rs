//! The wrap: the day becomes a sealed record and is destroyed.
//!
//! Killed at any point, what is left is a day that is wrapped again at the next start, or the sealed record: the day's
//! files are destroyed only once the record is on disk and a mark says so, and the mark goes last.

use super::{
    DayFolder, FolderError, Names, OpenDay, SealedRecord, Story, destroy,
    folder::{destroy_day, write_whole},
    tell,
};
use crate::set::{Entry, RecoveryKept, Set};
use std::{io, path::Path};
use uuid::Uuid;

/// The day's record is sealed; what is left of the day is to be destroyed.
pub(super) const MARK: &str = "day.wrapped";

/// What is to be made a record of.
pub struct Wrap<'a> {
    /// "Stage 4".
    pub hub: &'a str,
    /// The log's own id.
    pub day: Uuid,
    /// Everything that happened.
    pub entries: &'a [Entry],
    /// The names of those who signalled or answered are kept.
    pub keep_names: bool,
    /// The sealed record is destroyed so many days after the wrap.
    pub keep_days: u32,
}

/// What is kept of a day.
#[derive(Clone, Debug)]
pub struct Kept {
    /// For the IC.
    pub ic: Story,
    /// For production.
    pub production: Story,
}

impl Wrap<'_> {
    /// What will be kept.
    pub fn kept(&self) -> Kept {
        let names = Names::of(self.entries);
        let mut story = tell(self.hub, self.entries);
        story.keep_days = self.keep_days;
        let production = story.clone().for_production(&names);
        let ic = if self.keep_names { story } else { story.without_names(&names) };
        Kept { ic, production }
    }

    /// Puts the sealed record on disk. The day is still there after it.
    ///
    /// # Errors
    /// When the folder can't be written: then nothing has changed.
    pub fn seal(&self, folder: &Path, recovery: &RecoveryKept) -> io::Result<Kept> {
        tracing::info!(entries = self.entries.len(), "the day's record is being sealed");
        let kept = self.kept();
        SealedRecord::write(folder, self.day, (&kept.ic, &kept.production), recovery)?;
        write_whole(&folder.join(MARK), self.day.as_bytes())?;
        tracing::info!(
            "the record is sealed to the recovery words; the day's log and its keys are being destroyed"
        );
        Ok(kept)
    }
}

impl DayFolder {
    /// Opens the day, or begins one. A wrap that was broken off is brought to its end first.
    ///
    /// # Errors
    /// When the folder can't be used, or a key or the log is damaged or missing: then nothing was changed.
    pub fn begin_day(&self, hub: &str, keep_days: u32) -> Result<OpenDay, FolderError> {
        let broken = |source| FolderError::Folder { folder: self.path().to_owned(), source };
        finish_wrap(self.path()).map_err(broken)?;
        let (day, set) = read_day(self)?;
        let Some(recovery) = set.recovery().filter(|_| set.is_day_over()) else { return Ok(day) };
        let wrap =
            Wrap { hub, day: day.id(), entries: &day.entries, keep_names: set.keeps_names(), keep_days };
        wrap.seal(self.path(), recovery).map_err(broken)?;
        drop(day);
        finish_wrap(self.path()).map_err(broken)?;
        self.day()
    }
}

/// Opens the day, or begins one, and folds its log.
///
/// # Errors
/// When the folder can't be used, or a key or the log is damaged or missing: then nothing was changed.
pub fn read_day(folder: &DayFolder) -> Result<(OpenDay, Set), FolderError> {
    let day = folder.day()?;
    let mut set = Set::default();
    for entry in &day.entries {
        set.apply(entry, 0);
    }
    Ok((day, set))
}

/// Destroys what is left of a day whose record is sealed; nothing where there is no such day.
///
/// # Errors
/// When a file can't be overwritten or removed: the next start tries it again.
pub fn finish_wrap(folder: &Path) -> io::Result<()> {
    let mark = folder.join(MARK);
    if !mark.exists() {
        return Ok(());
    }
    destroy_day(folder)?;
    destroy(&mark)?;
    tracing::info!("the day is wrapped: what is left of it is the sealed record");
    Ok(())
}
