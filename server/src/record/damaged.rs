//! Damaged logs are kept aside, as they were found, until the day is wrapped or erased.

use super::{
    destroy,
    destroy::sync_names,
    folder::{make_folder, private},
};
use std::{
    fs, io,
    path::{Path, PathBuf},
};

/// `damaged-1`, `damaged-2` …
const NAME: &str = "damaged-";
/// More tell nothing new, and fill the disk.
const MOST: usize = 9;

/// Copies these files of the folder into one of their own.
pub(super) fn keep_aside(folder: &Path, files: &[&str]) -> io::Result<()> {
    let place = |n: usize| folder.join(format!("{NAME}{n}"));
    let aside = (1..=MOST).map(place).find(|place| !place.exists()).unwrap_or_else(|| place(MOST));
    destroy_folder(&aside)?;
    make_folder(&aside)?;
    for file in files {
        match fs::File::open(folder.join(file)) {
            Ok(mut from) => {
                let mut to = private(&aside.join(file))?;
                io::copy(&mut from, &mut to)?;
                to.sync_all()?;
            }
            Err(why) if why.kind() == io::ErrorKind::NotFound => {}
            Err(why) => return Err(why),
        }
    }
    sync_names(&aside)?;
    sync_names(folder)?;
    tracing::error!("the day's log was damaged; the damaged files are kept aside in the data folder");
    Ok(())
}

/// All that was kept aside.
pub(super) fn kept_aside(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let named = entry.file_name().to_str().is_some_and(|name| name.starts_with(NAME));
        if named && entry.file_type()?.is_dir() {
            found.push(entry.path());
        }
    }
    Ok(found)
}

/// Destroys all that was kept aside. Tells how many files there were.
pub(super) fn destroy_kept_aside(folder: &Path) -> io::Result<usize> {
    let mut files = 0;
    for aside in kept_aside(folder)? {
        files += destroy_folder(&aside)?;
    }
    Ok(files)
}

fn destroy_folder(aside: &Path) -> io::Result<usize> {
    if !aside.exists() {
        return Ok(0);
    }
    let mut files = 0;
    for file in fs::read_dir(aside)? {
        destroy(&file?.path())?;
        files += 1;
    }
    fs::remove_dir(aside)?;
    Ok(files)
}
