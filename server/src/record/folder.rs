//! The data folder: who may write in it, the log's key, and the log.

use super::{RecordKey, damaged, destroy, destroy::sync_names};
use crate::{
    log::{Log, OpenError, SqliteLog},
    set::Entry,
};
use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write},
    path::{Path, PathBuf},
};
use uuid::Uuid;

const LOG: &str = "day.sqlite";
const LOG_COPY: &str = "day.copy";
const RECORD_KEY: &str = "record.key";
const KEY_COPY: &str = "record.key.copy";
pub(super) const LOCK: &str = "hub.lock";
pub(super) const RUNNING: &str = "hub.json";

/// The day's own files, keys first: without them the rest says nothing.
const DAY: [&str; 7] =
    [RECORD_KEY, KEY_COPY, LOG, LOG_COPY, "day.sqlite-wal", "day.sqlite-shm", "day.sqlite-journal"];

/// What is kept aside of a damaged log.
const LOG_FILES: [&str; 4] = [LOG, LOG_COPY, "day.sqlite-wal", "day.sqlite-journal"];

/// Why a data folder can't be used.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs)]
pub enum FolderError {
    #[error(
        "The data folder {folder} can't be used. The hub has not started, and no phone can connect.\n\
         Check that the folder can be read and written and that the disk is not full, or take another one: quiethold serve --data FOLDER"
    )]
    Folder { folder: PathBuf, source: io::Error },
    #[error(
        "Another hub is running with the data folder {0}. Phones that are connected to that one stay with it; this one has not started.\n\
         Close the other one first, or take another folder: quiethold serve --data FOLDER"
    )]
    InUse(PathBuf),
    #[error(
        "The key of the day's log, {key}, is {what}. Without it the log can't be read: the hub has not started, no phone can connect, and nothing was changed.\n\
         If there is a copy of the key, put it back. Else keep the folder, and begin anew in another one: quiethold serve --data FOLDER. Everybody scans a new code then; until they have, use the agreed word or gesture."
    )]
    Key { key: PathBuf, what: &'static str },
    #[error(
        "The day's log is damaged, and the damaged files can't be kept aside in {folder}. The hub has not started, no phone can connect, and nothing was changed.\n\
         Free some space on the disk and start again: what can be read is saved then. Until it runs, use the agreed word or gesture."
    )]
    Aside { folder: PathBuf, source: io::Error },
    #[error("{0}")]
    Log(#[from] OpenError),
}

/// The data folder, held by this process alone as long as this lives.
pub struct DayFolder {
    path: PathBuf,
    _lock: File,
}

/// The day in a folder, with everything that is in its log.
pub struct OpenDay {
    /// From it come the invites and the signals' ids.
    pub key: [u8; 32],
    /// The log.
    pub log: SqliteLog,
    /// What was read from it.
    pub entries: Vec<Entry>,
    /// The log was damaged, and this is a new one with what was saved.
    pub mended: bool,
}

impl OpenDay {
    /// The log's own id.
    pub fn id(&self) -> Uuid {
        self.log.id()
    }
}

impl DayFolder {
    /// Makes the folder where there is none, and keeps everybody else out of it.
    ///
    /// # Errors
    /// When it can't be written, or another hub has it.
    pub fn take(path: &Path) -> Result<Self, FolderError> {
        let broken = |source| FolderError::Folder { folder: path.to_owned(), source };
        make_folder(path).map_err(broken)?;
        let file = open_private(OpenOptions::new().create(true).append(true), &path.join(LOCK));
        let lock = file.map_err(broken)?;
        match lock.try_lock() {
            Ok(()) => Ok(Self { path: path.to_owned(), _lock: lock }),
            Err(fs::TryLockError::WouldBlock) => Err(FolderError::InUse(path.to_owned())),
            Err(fs::TryLockError::Error(source)) => Err(broken(source)),
        }
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether a day has begun in it.
    pub fn has_day(&self) -> bool {
        Self::is_day_in(&self.path)
    }

    /// A day that is not wrapped lies in that folder, whoever holds it.
    pub fn is_day_in(folder: &Path) -> bool {
        folder.join(LOG).exists() || folder.join(LOG_COPY).exists()
    }

    /// Opens the day, or begins one. A damaged log is kept aside, and what was saved from it goes on in a new one.
    ///
    /// # Errors
    /// When the key is damaged or missing, or something can't be written: then nothing was changed.
    pub fn day(&self) -> Result<OpenDay, FolderError> {
        let broken = |source| FolderError::Folder { folder: self.path.clone(), source };
        let log = self.path.join(LOG);
        let is_empty = |file: &str| fs::metadata(self.path.join(file)).map_or(true, |about| about.len() == 0);
        let keys = self.record_keys(is_empty(LOG) && is_empty(LOG_COPY))?;
        if !log.exists() {
            private(&log).map_err(broken)?; // SQLite gives its other files the same permissions
        }
        for file in DAY.iter().chain(&[RUNNING]) {
            make_private(&self.path.join(file)).map_err(broken)?;
        }
        let mut opened = Err(OpenError::Key { path: log.display().to_string() });
        for key in keys {
            opened = SqliteLog::open(&log, key.clone());
            if !matches!(opened, Err(OpenError::Key { .. })) {
                self.keep_key(&key);
            }
            opened = match opened {
                Err(OpenError::Key { .. }) => continue,
                Err(OpenError::Damaged(saved)) => {
                    damaged::keep_aside(&self.path, &LOG_FILES)
                        .map_err(|source| FolderError::Aside { folder: self.path.clone(), source })?;
                    let (log, entries) = SqliteLog::mend(&log, key, *saved)?;
                    return Ok(OpenDay { key: log.day_key(), log, entries, mended: true });
                }
                opened => opened,
            };
            break;
        }
        let (log, entries) = opened?;
        Ok(OpenDay { key: log.day_key(), log, entries, mended: false })
    }

    /// The key of the log, as it lies in one file and in the other. A new one only where there is nothing that it
    /// would have to open.
    fn record_keys(&self, begins: bool) -> Result<Vec<RecordKey>, FolderError> {
        let path = self.path.join(RECORD_KEY);
        let found = [RECORD_KEY, KEY_COPY].map(|file| fs::read(self.path.join(file)));
        let missing =
            |found: &io::Result<Vec<u8>>| matches!(found, Err(why) if why.kind() == io::ErrorKind::NotFound);
        if begins && found.iter().all(missing) {
            let key = RecordKey::new();
            let written = write_whole(&path, &key.to_bytes());
            written.map_err(|source| FolderError::Folder { folder: self.path.clone(), source })?;
            return Ok(vec![key]);
        }
        let what = match &found[0] {
            Ok(_) => "damaged",
            Err(why) if why.kind() == io::ErrorKind::NotFound => "missing",
            Err(_) => "not readable",
        };
        let whole = found.iter().flatten().filter_map(|bytes| RecordKey::from_bytes(bytes));
        let keys: Vec<RecordKey> = whole.collect();
        if keys.is_empty() { Err(FolderError::Key { key: path, what }) } else { Ok(keys) }
    }

    /// The key that opened the log lies in two files, so that damage to one costs nothing.
    fn keep_key(&self, key: &RecordKey) {
        for file in [RECORD_KEY, KEY_COPY] {
            let path = self.path.join(file);
            let kept = fs::read(&path);
            if matches!(&kept, Ok(bytes) if *bytes == key.to_bytes()) {
                continue;
            }
            let was_there = kept.is_ok() || file == RECORD_KEY;
            match write_whole(&path, &key.to_bytes()) {
                Ok(()) if was_there => {
                    tracing::warn!(
                        file,
                        "a key of the day's log was damaged or missing, and was mended from its copy"
                    );
                }
                Ok(()) => {}
                Err(why) => tracing::warn!(file, %why, "a copy of the log's key could not be written"),
            }
        }
    }

    /// How many files the day has.
    pub(super) fn day_files(&self) -> usize {
        DAY.iter().filter(|file| self.path.join(file).exists()).count()
    }

    /// What the command line needs to ask the running hub.
    ///
    /// # Errors
    /// When the file can't be written.
    pub fn leave_address(&self, port: u16, key: &str) -> Result<(), FolderError> {
        let about = serde_json::json!({ "port": port, "key": key, "pid": std::process::id() }).to_string();
        let path = self.path.join(RUNNING);
        // On a full disk the file of the start before has room for it.
        let written = write_whole(&path, about.as_bytes()).or_else(|_| write_over(&path, about.as_bytes()));
        written.map_err(|source| FolderError::Folder { folder: self.path.clone(), source })
    }

    /// No hub runs here any more.
    pub fn remove_address(&self) {
        let _ = fs::remove_file(self.path.join(RUNNING));
    }
}

/// Destroys the day: its keys first, then its log and what was kept aside of a damaged one.
pub(super) fn destroy_day(folder: &Path) -> io::Result<()> {
    for file in DAY {
        destroy(&folder.join(file))?;
        if file == KEY_COPY {
            sync_names(folder)?;
        }
    }
    damaged::destroy_kept_aside(folder)?;
    sync_names(folder)
}

/// A folder that is there already keeps its permissions; what the hub puts into it is its owner's alone.
pub(super) fn make_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// A file gets its name once it is whole and on disk: half a key would close this folder for good.
pub(crate) fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut half = path.as_os_str().to_owned();
    half.push(".half");
    let half = PathBuf::from(half);
    match fs::remove_file(&half) {
        Err(why) if why.kind() != io::ErrorKind::NotFound => return Err(why),
        _ => {}
    }
    let mut file = private(&half)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&half, path)?;
    path.parent().map_or(Ok(()), sync_names)
}

/// Into a file that is there, and needs no more room than it has.
fn write_over(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).open(path)?;
    file.write_all(bytes)?;
    file.set_len(bytes.len() as u64)
}

/// Writes a file that only its owner can read, whole or not at all.
///
/// # Errors
/// When it can't be written.
pub fn write_private(path: &Path, bytes: &[u8]) -> io::Result<()> {
    write_whole(path, bytes)
}

/// A new file that only its owner can read.
pub(super) fn private(path: &Path) -> io::Result<File> {
    open_private(OpenOptions::new().write(true).create_new(true), path)
}

fn open_private(options: &mut OpenOptions, path: &Path) -> io::Result<File> {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    let file = options.open(path)?;
    make_private(path)?;
    Ok(file)
}

/// Whatever it was before, only its owner can read it from now on.
fn make_private(path: &Path) -> io::Result<()> {
    #[cfg(unix)]
    if path.exists() {
        fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(0o600))?;
    }
    Ok(())
}
