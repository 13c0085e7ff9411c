//! A disk that can be filled up and emptied again.

use std::{
    fs::{self, File},
    io::Write,
    path::{Path, PathBuf},
    process::Command,
};
use tempfile::TempDir;

/// One megabyte, mounted for this test alone.
pub struct SmallDisk {
    place: TempDir,
}

impl SmallDisk {
    /// None where this user may not mount one.
    pub fn mount() -> Option<Self> {
        let place = TempDir::with_prefix("quiethold-disk-").ok()?;
        let mount = Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=1m,mode=700", "tmpfs"])
            .arg(place.path())
            .output()
            .ok()?;
        mount.status.success().then_some(Self { place })
    }

    /// Where a hub can keep its day.
    pub fn folder(&self) -> PathBuf {
        self.place.path().join("day")
    }

    /// Fills it up to the last byte.
    pub fn fill(&self) {
        let mut file = File::create(self.filler()).expect("there is space for a name");
        let mut size = 64 * 1024;
        while size > 0 {
            if file.write_all(&vec![b'x'; size]).is_err() {
                size /= 2;
            }
        }
    }

    /// Makes space again.
    pub fn empty(&self) {
        fs::remove_file(self.filler()).expect("it was filled");
    }

    /// Mounts it anew so that it can only be read, or written again. Nobody may have a file of it open.
    pub fn read_only(&self, yes: bool) {
        let how = if yes { "remount,ro" } else { "remount,rw" };
        let done = Command::new("mount").args(["-o", how]).arg(self.place.path()).status();
        assert!(done.expect("mount can be started").success(), "it can't be mounted anew");
    }

    fn filler(&self) -> PathBuf {
        Path::new(self.place.path()).join("filler")
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        // Lazily: a hub that is killed after this one lets go of it then.
        let _ = Command::new("umount").arg("-l").arg(self.place.path()).status();
    }
}
