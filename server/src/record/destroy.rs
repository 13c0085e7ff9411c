//! Destroying a file as well as a program can: overwritten, put on disk, removed.
//!
//! On an SSD the old bytes may stay somewhere until the drive needs the space. That is why keys are destroyed first,
//! and why everything else is encrypted: without its key it says nothing.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write},
    path::Path,
};

/// Overwrites a file and removes it. One that is not there is destroyed already.
pub fn destroy(path: &Path) -> io::Result<()> {
    let about = match fs::symlink_metadata(path) {
        Ok(about) => about,
        Err(why) if why.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(why) => return Err(why),
    };
    if about.is_file() {
        let mut file = OpenOptions::new().write(true).open(path)?;
        let mut left = about.len();
        let nothing = [0; 8192];
        while left > 0 {
            let part = left.min(nothing.len() as u64);
            file.write_all(&nothing[..usize::try_from(part).unwrap_or(nothing.len())])?;
            left -= part;
        }
        file.sync_all()?;
    }
    fs::remove_file(path)
}

/// Puts a folder's names on disk: what was renamed or removed in it stays so after a power cut.
pub(super) fn sync_names(folder: &Path) -> io::Result<()> {
    // Windows keeps names in order by itself, and opens no folder.
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Read, Seek, SeekFrom};

    #[test]
    fn whoever_still_holds_a_destroyed_file_reads_nothing_in_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("record.key");
        fs::write(&path, vec![7; 20_000]).expect("a folder");
        let mut held = File::open(&path).expect("it is there");
        destroy(&path).expect("it can be");
        assert!(!path.exists());
        let mut bytes = Vec::new();
        held.seek(SeekFrom::Start(0)).and_then(|_| held.read_to_end(&mut bytes)).expect("it is held");
        assert!(bytes.len() == 20_000 && bytes.iter().all(|byte| *byte == 0));
        destroy(&path).expect("once more is no mishap");
    }
}
