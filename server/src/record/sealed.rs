//! The sealed records: one file a day, which only the recovery words open, and beside it what production's report
//! needs, with no secret in it.

use super::{
    RecordKey, Recovery, Story, destroy,
    folder::{make_folder, write_whole},
};
use crate::{set::RecoveryKept, words::UnixMs};
use serde::{Deserialize, Serialize};
use std::{
    fs, io,
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};
use uuid::Uuid;

pub(super) const FOLDER: &str = "records";
const SEALED: &str = "quiethold";
const PRODUCTION: &str = "production.json";
/// So that a file is known for what it is, and a later version can tell.
const MAGIC: &[u8] = b"QUIETHOLD RECORD 1\n";

/// Why a sealed record can't be read.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs)]
pub enum SealedError {
    #[error(
        "Those are not the recovery words of that day. Nothing was opened.\nThey are the twelve that the day's first IC was shown on joining."
    )]
    Words,
    #[error(
        "The record {0} is damaged and can't be opened. Nothing was changed. If there is a copy, put it in its place."
    )]
    Damaged(PathBuf),
    #[error("The record {path} can't be read. Check that this user may read the folder.")]
    File { path: PathBuf, source: io::Error },
}

/// What stands in the clear at the head of the file.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Head {
    date: String,
    wrapped_at: UnixMs,
    salt: [u8; 16],
    /// The record's key, sealed to the words.
    key: Vec<u8>,
}

/// A day's sealed record.
#[derive(Clone, Debug)]
pub struct SealedRecord {
    path: PathBuf,
    head: Head,
}

impl SealedRecord {
    /// The day, `2026-11-22`.
    pub fn date(&self) -> &str {
        &self.head.date
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// When the day was wrapped.
    pub fn wrapped_at(&self) -> UnixMs {
        self.head.wrapped_at
    }

    /// Puts a day's record on disk, whole or not at all. The same day's again takes its place.
    ///
    /// # Errors
    /// When the folder can't be written.
    pub(super) fn write(
        folder: &Path,
        day: Uuid,
        stories: (&Story, &Story),
        recovery: &RecoveryKept,
    ) -> io::Result<()> {
        let (kept, production) = stories;
        let folder = folder.join(FOLDER);
        make_folder(&folder)?;
        let date = date(kept.from);
        let name = format!("{date}-{}", &day.simple().to_string()[..8]);
        // Production's first: where the sealed one lies, both do.
        write_whole(&folder.join(format!("{name}.{PRODUCTION}")), &serde_json::to_vec(production)?)?;
        let key = RecordKey::new();
        let sealed_key = Recovery::seal(recovery.public, &key);
        let head = Head {
            date,
            wrapped_at: kept.wrapped_at.unwrap_or(kept.to),
            salt: recovery.salt,
            key: sealed_key,
        };
        let head = serde_json::to_vec(&head)?;
        let length = u32::try_from(head.len()).unwrap_or(u32::MAX).to_be_bytes();
        let front = [MAGIC, &length, &head].concat();
        let body = key.seal(&front, &serde_json::to_vec(kept)?);
        write_whole(&folder.join(format!("{name}.{SEALED}")), &[front, body].concat())
    }

    fn at(path: PathBuf) -> Result<Self, SealedError> {
        let bytes = fs::read(&path).map_err(|source| SealedError::File { path: path.clone(), source })?;
        match split(&bytes) {
            Some((_, head, _)) => Ok(Self { path, head }),
            None => Err(SealedError::Damaged(path)),
        }
    }

    /// The story, if these are the words.
    ///
    /// # Errors
    /// With other words, or when the file is damaged.
    pub fn open(&self, words: &str) -> Result<Story, SealedError> {
        let damaged = || SealedError::Damaged(self.path.clone());
        let file = |source| SealedError::File { path: self.path.clone(), source };
        let bytes = fs::read(&self.path).map_err(file)?;
        let (front, head, body) = split(&bytes).ok_or_else(damaged)?;
        let key = Recovery::open(words, &head.salt, &head.key).ok_or(SealedError::Words)?;
        let story = key.open(front, body).ok_or_else(damaged)?;
        serde_json::from_slice(&story).map_err(|_| damaged())
    }

    /// What production's report is made from. Needs no words.
    ///
    /// # Errors
    /// When the file is gone or damaged.
    pub fn production(&self) -> Result<Story, SealedError> {
        let path = self.production_path();
        let bytes = fs::read(&path).map_err(|source| SealedError::File { path: path.clone(), source })?;
        serde_json::from_slice(&bytes).map_err(|_| SealedError::Damaged(path))
    }

    fn production_path(&self) -> PathBuf {
        self.path.with_extension(PRODUCTION)
    }

    /// Destroys it.
    ///
    /// # Errors
    /// When a file can't be overwritten or removed.
    pub fn destroy(&self) -> io::Result<()> {
        destroy(&self.path)?;
        destroy(&self.production_path())
    }
}

/// The bytes in front of the body, the head in them, and the body.
fn split(bytes: &[u8]) -> Option<(&[u8], Head, &[u8])> {
    let rest = bytes.strip_prefix(MAGIC)?;
    let (length, rest) = rest.split_first_chunk::<4>()?;
    let (head, body) = rest.split_at_checked(u32::from_be_bytes(*length) as usize)?;
    let front = &bytes[..bytes.len() - body.len()];
    Some((front, serde_json::from_slice(head).ok()?, body))
}

/// The day on this laptop's calendar.
fn date(at: UnixMs) -> String {
    super::clockface::Clockface::here().date(at)
}

/// The sealed records in a data folder, latest first. One that is damaged at its head is left out of the list.
///
/// # Errors
/// When the folder can't be read.
pub fn sealed_records(folder: &Path) -> io::Result<Vec<SealedRecord>> {
    let files = match fs::read_dir(folder.join(FOLDER)) {
        Ok(files) => files,
        Err(why) if why.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(why) => return Err(why),
    };
    let mut records = Vec::new();
    for file in files {
        let path = file?.path();
        if path.extension().is_some_and(|e| e == SEALED)
            && let Ok(record) = SealedRecord::at(path)
        {
            records.push(record);
        }
    }
    records.sort_by_key(|record| std::cmp::Reverse(record.wrapped_at()));
    Ok(records)
}

/// Every file in the folder of sealed records, for erasing: also what was left half written.
pub(super) fn record_files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    match fs::read_dir(folder.join(FOLDER)) {
        Ok(files) => files.map(|file| Ok(file?.path())).collect(),
        Err(why) if why.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(why) => Err(why),
    }
}

/// Destroys the records that are kept long enough, and tells how many files that were.
///
/// # Errors
/// When a file can't be overwritten or removed.
pub fn forget_older_than(folder: &Path, days: u32, now: SystemTime) -> io::Result<usize> {
    let long = Duration::from_secs(u64::from(days) * 24 * 60 * 60);
    let mut forgotten = 0;
    for file in record_files(folder)? {
        let written = fs::metadata(&file)?.modified()?;
        if now.duration_since(written).is_ok_and(|age| age > long) {
            destroy(&file)?;
            forgotten += 1;
        }
    }
    Ok(forgotten)
}
