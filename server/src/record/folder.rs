//! The data folder: who may write in it, the day's two keys, and its log.

use super::{RecordKey, destroy, destroy::sync_names};
use crate::{
    keys::Keys,
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
const RECORD_KEY: &str = "record.key";
const DAY_KEY: &str = "day.key";
pub(super) const LOCK: &str = "hub.lock";
pub(super) const RUNNING: &str = "hub.json";

/// The day's own files, keys first: without them the rest says nothing.
const DAY: [&str; 6] = [RECORD_KEY, DAY_KEY, LOG, "day.sqlite-wal", "day.sqlite-shm", "day.sqlite-journal"];

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
        folder.join(LOG).exists()
    }

    /// Opens the day, or begins one.
    ///
    /// # Errors
    /// When a key or the log is damaged or missing: then nothing was changed.
    pub fn day(&self) -> Result<OpenDay, FolderError> {
        let broken = |source| FolderError::Folder { folder: self.path.clone(), source };
        let log = self.path.join(LOG);
        let begins = fs::metadata(&log).map_or(true, |about| about.len() == 0);
        let record = self.record_key(begins)?;
        let key = day_key(&self.path.join(DAY_KEY)).map_err(broken)?;
        if !log.exists() {
            private(&log).map_err(broken)?; // SQLite gives its other files the same permissions
        }
        for file in DAY.iter().chain(&[RUNNING]) {
            make_private(&self.path.join(file)).map_err(broken)?;
        }
        let (log, entries) = SqliteLog::open(&log, record)?;
        Ok(OpenDay { key, log, entries })
    }

    /// The key of the log. A new one only where there is nothing that it would have to open.
    fn record_key(&self, begins: bool) -> Result<RecordKey, FolderError> {
        let path = self.path.join(RECORD_KEY);
        let unusable = |what| FolderError::Key { key: path.clone(), what };
        match fs::read(&path) {
            Ok(bytes) => RecordKey::from_bytes(&bytes).ok_or_else(|| unusable("damaged")),
            Err(why) if why.kind() == io::ErrorKind::NotFound && begins => {
                let key = RecordKey::new();
                let written = write_whole(&path, &key.to_bytes());
                written.map_err(|source| FolderError::Folder { folder: self.path.clone(), source })?;
                Ok(key)
            }
            Err(why) if why.kind() == io::ErrorKind::NotFound => Err(unusable("missing")),
            Err(_) => Err(unusable("not readable")),
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
        let written = write_whole(&self.path.join(RUNNING), about.as_bytes());
        written.map_err(|source| FolderError::Folder { folder: self.path.clone(), source })
    }

    /// No hub runs here any more.
    pub fn remove_address(&self) {
        let _ = fs::remove_file(self.path.join(RUNNING));
    }
}

/// Destroys the day: its keys first, then its log.
pub(super) fn destroy_day(folder: &Path) -> io::Result<()> {
    for file in DAY {
        destroy(&folder.join(file))?;
        if file == DAY_KEY {
            sync_names(folder)?;
        }
    }
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

/// The day's key, made on the first start.
fn day_key(path: &Path) -> io::Result<[u8; 32]> {
    match fs::read(path) {
        Ok(bytes) => bytes
            .try_into()
            .map_err(|_| io::Error::new(io::ErrorKind::InvalidData, "day.key does not hold a day's key")),
        Err(why) if why.kind() == io::ErrorKind::NotFound => {
            let key = Keys::new_day();
            write_whole(path, &key)?;
            Ok(key)
        }
        Err(why) => Err(why),
    }
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

/// Writes a file that only its owner can read, whole or not at all.
///
/// # Errors
/// When it can't be written.
pub fn write_private(path: &Path, bytes: &[u8]) -> io::Result<()> {
    write_whole(path, bytes)
}

/// A new file that only its owner can read.
fn private(path: &Path) -> io::Result<File> {
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
