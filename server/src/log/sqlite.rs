//! The log in one SQLite file, a row an entry.

use super::{AppendError, Log, Seq};
use crate::set::Entry;
use rusqlite::{Connection, params};
use std::{path::Path, time::Duration};

/// Why a day's log can't be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The file or its folder.
    #[error(
        "the day's log {path} can't be opened. Nothing was changed. Check that the folder can be read and written and that the disk is not full, or start with another --data folder"
    )]
    File {
        /// Which.
        path: String,
        /// What SQLite says.
        source: rusqlite::Error,
    },
    /// An entry that this hub can't read.
    #[error(
        "entry {seq} of the day's log {path} can't be read. Nothing was changed. Keep the folder for the record and start with another --data folder"
    )]
    Entry {
        /// Which log.
        path: String,
        /// Which entry.
        seq: Seq,
        /// What is wrong with it.
        source: serde_json::Error,
    },
}

/// The log in one SQLite file.
pub struct SqliteLog {
    db: Connection,
    end: Seq,
}

impl SqliteLog {
    /// Opens or begins a day's log and reads everything in it.
    ///
    /// # Errors
    /// When the file can't be read or written, or holds something else.
    pub fn open(path: &Path) -> Result<(Self, Vec<Entry>), OpenError> {
        let at = || path.display().to_string();
        let rows = Self::open_rows(path).map_err(|source| OpenError::File { path: at(), source })?;
        let (db, rows) = rows;
        let mut entries = Vec::with_capacity(rows.len());
        for (seq, body) in rows {
            let entry =
                serde_json::from_str(&body).map_err(|source| OpenError::Entry { path: at(), seq, source })?;
            entries.push(entry);
        }
        let end = entries.len() as Seq;
        Ok((Self { db, end }, entries))
    }

    fn open_rows(path: &Path) -> rusqlite::Result<(Connection, Vec<(Seq, String)>)> {
        let db = Connection::open(path)?;
        db.busy_timeout(Duration::from_secs(2))?;
        db.pragma_update(None, "journal_mode", "WAL")?;
        // FULL: a commit that was answered survives a power cut, not only a crash of the hub.
        db.pragma_update(None, "synchronous", "FULL")?;
        db.execute_batch(
            "CREATE TABLE IF NOT EXISTS entry (seq INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT",
        )?;
        let mut read = db.prepare("SELECT seq, body FROM entry ORDER BY seq")?;
        let rows = read
            .query_map([], |row| Ok((row.get::<_, i64>(0)?.unsigned_abs(), row.get(1)?)))?
            .collect::<rusqlite::Result<_>>()?;
        drop(read);
        Ok((db, rows))
    }

    fn write(&mut self, batch: &[Entry]) -> Result<(), Box<dyn std::error::Error>> {
        let tx = self.db.transaction()?;
        {
            let mut insert = tx.prepare_cached("INSERT INTO entry (seq, body) VALUES (?1, ?2)")?;
            for (seq, entry) in (self.end + 1..).zip(batch) {
                insert.execute(params![i64::try_from(seq)?, serde_json::to_string(entry)?])?;
            }
        }
        Ok(tx.commit()?)
    }
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
}
