//! Erasing what is kept: keys first.

use super::{
    DayFolder, damaged, destroy,
    destroy::sync_names,
    folder::{LOCK, RUNNING, destroy_day},
    sealed::{FOLDER, record_files, sealed_records},
    wrap::MARK,
};
use crate::tls::CA_FILES;
use std::{fs, io};

impl DayFolder {
    /// Destroys the day, all sealed records and the laptop's own CA, whose key must not outlive what it was made for.
    /// Tells how many files there were.
    ///
    /// # Errors
    /// When a file can't be overwritten or removed.
    pub fn erase(self) -> io::Result<usize> {
        let folder = self.path();
        let mut files = self.day_files();
        for aside in damaged::kept_aside(folder)? {
            files += fs::read_dir(aside)?.count();
        }
        destroy_day(folder)?;
        destroy(&folder.join(MARK))?;
        for file in CA_FILES {
            files += usize::from(folder.join(file).exists());
            destroy(&folder.join(file))?;
        }
        for file in record_files(folder)? {
            destroy(&file)?;
            files += 1;
        }
        for file in fs::read_dir(folder)? {
            // What was being written when something ended the hub.
            let path = file?.path();
            if path.extension().is_some_and(|e| e == "half") {
                destroy(&path)?;
                files += 1;
            }
        }
        destroy(&folder.join(RUNNING))?;
        match fs::remove_dir(folder.join(FOLDER)) {
            Err(why) if why.kind() != io::ErrorKind::NotFound => return Err(why),
            _ => {}
        }
        let _ = fs::remove_file(folder.join(LOCK)); // still held: some systems keep it till the end
        sync_names(folder)?;
        Ok(files)
    }

    /// Destroys the sealed records of one day. Tells how many there were.
    ///
    /// # Errors
    /// When a file can't be overwritten or removed.
    pub fn erase_record(&self, date: &str) -> io::Result<usize> {
        let mut records = sealed_records(self.path())?;
        records.retain(|record| record.date() == date);
        for record in &records {
            record.destroy()?;
        }
        Ok(records.len())
    }
}
