//! The log in one SQLite file, a row an entry. Each entry is encrypted and bound to its log and its place, so that
//! none can be read, changed, moved or exchanged.

use super::{AppendError, Log, ReadAll, Seq};
use crate::{record::RecordKey, set::Entry};
use rusqlite::{Connection, OptionalExtension, config::DbConfig, params};
use std::{
    path::{Path, PathBuf},
    time::Duration,
};
use uuid::Uuid;

/// Why a day's log can't be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The file or its folder.
    #[error(
        "The day's log {path} can't be opened. The hub has not started, no phone can connect, and nothing was changed.\n\
         Check that the folder can be read and written and that the disk is not full. Else keep the folder, work with the agreed word or gesture, and begin anew in another one: quiethold serve --data FOLDER"
    )]
    File {
        /// Which.
        path: String,
        /// What SQLite says.
        source: rusqlite::Error,
    },
    /// The key does not belong to it.
    #[error(
        "The key record.key does not open the day's log {path}: one of the two is damaged, or from another day. The hub has not started, no phone can connect, and nothing was changed.\n\
         If there is a copy of record.key, put it back. Else the day can't be read: keep the folder, and begin anew in another one: quiethold serve --data FOLDER. Everybody scans a new code then; until they have, use the agreed word or gesture."
    )]
    Key {
        /// Which log.
        path: String,
    },
    /// An entry that is damaged or missing.
    #[error(
        "Entry {seq} of the day's log {path} is damaged, so what happened on this set today can't be told for certain. The hub has not started, no phone can connect, and nothing was changed.\n\
         Keep the folder for the record, and begin anew in another one: quiethold serve --data FOLDER. Everybody scans a new code then; until they have, use the agreed word or gesture."
    )]
    Entry {
        /// Which log.
        path: String,
        /// Which entry.
        seq: Seq,
    },
}

/// The log in one SQLite file.
pub struct SqliteLog {
    db: Connection,
    path: PathBuf,
    key: RecordKey,
    id: Uuid,
    end: Seq,
}

impl SqliteLog {
    /// Opens or begins a day's log and reads everything in it.
    ///
    /// # Errors
    /// When the file can't be read or written, is damaged, or is not this key's.
    pub fn open(path: &Path, key: RecordKey) -> Result<(Self, Vec<Entry>), OpenError> {
        let file = |source| OpenError::File { path: path.display().to_string(), source };
        let db = connect(path).map_err(file)?;
        let id = about(&db, &key).map_err(file)?;
        let id = id.ok_or_else(|| OpenError::Key { path: path.display().to_string() })?;
        let entries = read(&db, path, &key, id)?;
        db.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false).map_err(file)?;
        let end = entries.len() as Seq;
        Ok((Self { db, path: path.to_owned(), key, id, end }, entries))
    }

    fn write(&mut self, batch: &[Entry]) -> Result<(), Box<dyn std::error::Error>> {
        let rows = (self.end + 1..).zip(batch).map(|(seq, entry)| {
            Ok((i64::try_from(seq)?, self.key.seal(&place(self.id, seq), &serde_json::to_vec(entry)?)))
        });
        let rows: Vec<(i64, Vec<u8>)> = rows.collect::<Result<_, Box<dyn std::error::Error>>>()?;
        let tx = self.db.transaction()?;
        {
            let mut insert = tx.prepare_cached("INSERT INTO entry (seq, body) VALUES (?1, ?2)")?;
            for (seq, body) in rows {
                insert.execute(params![seq, body])?;
            }
        }
        Ok(tx.commit()?)
    }
}

/// What an entry is bound to.
fn place(log: Uuid, seq: Seq) -> [u8; 24] {
    let mut place = [0; 24];
    place[..16].copy_from_slice(log.as_bytes());
    place[16..].copy_from_slice(&seq.to_be_bytes());
    place
}

fn connect(path: &Path) -> rusqlite::Result<Connection> {
    let db = Connection::open(path)?;
    // Else closing a log that is refused would move its last entries from one file to the other.
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    db.busy_timeout(Duration::from_secs(2))?;
    db.pragma_update(None, "journal_mode", "WAL")?;
    // FULL: a commit that was answered survives a power cut, not only a crash of the hub.
    db.pragma_update(None, "synchronous", "FULL")?;
    Ok(db)
}

/// The log's id, on the first start a new one; none if it is not this key's.
fn about(db: &Connection, key: &RecordKey) -> rusqlite::Result<Option<Uuid>> {
    db.execute_batch(
        "BEGIN;
         CREATE TABLE IF NOT EXISTS entry (seq INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT;
         CREATE TABLE IF NOT EXISTS log (id BLOB NOT NULL, proof BLOB NOT NULL) STRICT;
         COMMIT",
    )?;
    let known: Option<(Vec<u8>, Vec<u8>)> =
        db.query_row("SELECT id, proof FROM log", [], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    let Some((id, proof)) = known else {
        let id = Uuid::new_v4();
        let proof = key.seal(&place(id, 0), b"");
        db.execute("INSERT INTO log (id, proof) VALUES (?1, ?2)", params![id.as_bytes(), proof])?;
        return Ok(Some(id));
    };
    Ok(Uuid::from_slice(&id).ok().filter(|id| key.open(&place(*id, 0), &proof).is_some()))
}

fn read(db: &Connection, path: &Path, key: &RecordKey, id: Uuid) -> Result<Vec<Entry>, OpenError> {
    let path = path.display().to_string();
    let rows = || {
        let mut read = db.prepare("SELECT seq, body FROM entry ORDER BY seq")?;
        let rows = read.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        rows.collect::<rusqlite::Result<Vec<(i64, Vec<u8>)>>>()
    };
    let rows = rows().map_err(|source| OpenError::File { path: path.clone(), source })?;
    (1..)
        .zip(rows)
        .map(|(seq, (found, body))| {
            let here = i64::try_from(seq) == Ok(found);
            let entry = here.then(|| key.open(&place(id, seq), &body)).flatten();
            let entry = entry.and_then(|text| serde_json::from_slice(&text).ok());
            entry.ok_or_else(|| OpenError::Entry { path: path.clone(), seq })
        })
        .collect()
}

impl Log for SqliteLog {
    fn append(&mut self, expected: Seq, batch: &[Entry]) -> Result<Seq, AppendError> {
        if expected != self.end {
            return Err(AppendError::Conflict);
        }
        self.write(batch).map_err(|e| AppendError::Unavailable(e.to_string()))?;
        self.end += batch.len() as Seq;
        Ok(self.end)
    }

    fn id(&self) -> Uuid {
        self.id
    }

    /// By a connection of its own: SQLite's readers don't wait for its writer, nor it for them.
    fn read_all(&self) -> ReadAll {
        let (path, key, id) = (self.path.clone(), self.key.clone(), self.id);
        Box::new(move || {
            let file = |source| OpenError::File { path: path.display().to_string(), source };
            let db = connect(&path).map_err(file)?;
            read(&db, &path, &key, id)
        })
    }
}
