//! The log in one SQLite file, a row an entry. Each entry is encrypted and bound to its log and its place, so that
//! none can be read, changed, moved or exchanged. Beside it lies its second copy.

use super::{
    AppendError, Log, ReadAll, Saved, Seq,
    copy::{self, SecondCopy},
    sealed::{self, About},
};
use crate::{clock::unix_ms, keys::Keys, record::RecordKey, set::Entry};
use rusqlite::{Connection, ErrorCode, config::DbConfig, ffi, params};
use std::{
    collections::BTreeMap,
    fs::{self, OpenOptions},
    io,
    path::Path,
    sync::Arc,
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
    /// The same, of its second copy.
    #[error(
        "The second copy of the day's log {path} can't be read or written. The hub has not started, no phone can connect, and nothing was changed.\n\
         Check that the folder can be read and written and that the disk is not full. Else keep the folder, work with the agreed word or gesture, and begin anew in another one: quiethold serve --data FOLDER"
    )]
    Copy {
        /// Which.
        path: String,
        /// What the system says.
        source: io::Error,
    },
    /// The key does not belong to it.
    #[error(
        "The key record.key does not open the day's log {path}: it is damaged, or from another day. The hub has not started, no phone can connect, and nothing was changed.\n\
         If there is a copy of record.key, put it back. Else the day can't be read: keep the folder, and begin anew in another one: quiethold serve --data FOLDER. Everybody scans a new code then; until they have, use the agreed word or gesture."
    )]
    Key {
        /// Which log.
        path: String,
    },
    /// It is damaged; nothing was changed yet. [`SqliteLog::mend`] goes on with what was saved.
    #[error("The day's log is damaged.")]
    Damaged(Box<Saved>),
}

/// The log in one SQLite file.
pub struct SqliteLog {
    db: Connection,
    key: RecordKey,
    id: Uuid,
    day_key: [u8; 32],
    /// What the log says about itself, as it lies on disk.
    proof: Vec<u8>,
    /// Everything as it lies on disk: some hundred bytes for each thing that happens.
    bodies: imbl::Vector<Arc<[u8]>>,
    copy: SecondCopy,
}

/// What could be read of the file.
#[derive(Default)]
struct Rows {
    about: Option<(Vec<u8>, Vec<u8>)>,
    bodies: BTreeMap<Seq, Arc<[u8]>>,
    /// It has no tables yet.
    fresh: bool,
    broken: bool,
}

impl SqliteLog {
    /// Opens or begins a day's log and reads everything in it.
    ///
    /// # Errors
    /// When the file can't be read or written, is damaged, or is not this key's. Then nothing was changed.
    pub fn open(path: &Path, key: RecordKey) -> Result<(Self, Vec<Entry>), OpenError> {
        let name = || path.display().to_string();
        let file = |source| OpenError::File { path: name(), source };
        let db = connect(path).map_err(file)?;
        let mut rows = Rows::default();
        if let Err(why) = rows.read(&db) {
            if is_no_damage(&why, path) {
                return Err(file(why));
            }
            rows.broken = true;
        }
        let said = rows.about.as_ref().and_then(|(id, proof)| About::open(&key, id, proof));
        let copied = copy::read(&copy::beside(path), &key, said.map(|about| about.id))
            .map_err(|source| OpenError::Copy { path: name(), source })?;
        if rows.fresh && !copied.found {
            return Ok((Self::begin(db, path, key, None).map_err(file)?, Vec::new()));
        }
        let Some(about) = said.or(copied.about) else {
            // A log that opens to nothing: another key's, if there is anything in it at all.
            if rows.about.is_some() || !rows.bodies.is_empty() || copied.named {
                return Err(OpenError::Key { path: name() });
            }
            drop(db);
            let about = About { id: Uuid::new_v4(), day_key: None };
            let saved = Saved::from(&key, about, BTreeMap::new(), false, unix_ms());
            return Err(OpenError::Damaged(Box::new(saved)));
        };
        if said.is_some() && !rows.broken {
            let entries: Option<Vec<Entry>> = (1..)
                .zip(&rows.bodies)
                .map(|(seq, (found, body))| sealed::open(&key, about.id, seq, body).filter(|_| *found == seq))
                .collect();
            let longest = copied.bodies.keys().next_back().copied().unwrap_or(0);
            if let Some(entries) = entries.filter(|all| all.len() as Seq >= longest) {
                let log = Self::go_on(db, path, key, rows, &copied).map_err(file)?;
                return Ok((log, entries));
            }
        }
        drop(db);
        let about =
            About { day_key: said.and_then(|s| s.day_key).or(copied.about.and_then(|c| c.day_key)), ..about };
        // Nothing was cut off behind it: the copy is whole, or both end alike.
        let ends = [rows.bodies.keys().next_back(), copied.bodies.keys().next_back()];
        let sure = copied.found && (copied.clean || (!rows.broken && ends[0] == ends[1]));
        let mut found = copied.bodies;
        // Where both open they are the same.
        for (seq, body) in rows.bodies {
            if sealed::open(&key, about.id, seq, &body).is_some() {
                found.insert(seq, body);
            }
        }
        Err(OpenError::Damaged(Box::new(Saved::from(&key, about, found, sure, unix_ms()))))
    }

    /// A new log of what was saved from a damaged one, which is to be kept aside before. Ended in the middle of it,
    /// the hub finds everything in the second copy.
    ///
    /// # Errors
    /// When it can't be written.
    pub fn mend(path: &Path, key: RecordKey, saved: Saved) -> Result<(Self, Vec<Entry>), OpenError> {
        let name = || path.display().to_string();
        let day_key = saved.about.day_key.unwrap_or_else(Keys::new_day);
        let proof = key.seal(&About::place(saved.about.id, 0), &day_key);
        let mut copy = SecondCopy::new(copy::beside(path));
        let mut anew = || -> io::Result<()> {
            copy.write_anew(saved.about.id, &proof, &saved.bodies)?;
            for beside in ["-wal", "-shm", "-journal"] {
                let mut file = path.as_os_str().to_owned();
                file.push(beside);
                match fs::remove_file(file) {
                    Err(why) if why.kind() != io::ErrorKind::NotFound => return Err(why),
                    _ => {}
                }
            }
            OpenOptions::new().write(true).truncate(true).open(path)?.sync_all()
        };
        anew().map_err(|source| OpenError::Copy { path: name(), source })?;
        let file = |source| OpenError::File { path: name(), source };
        let db = connect(path).map_err(file)?;
        let Saved { about, bodies, entries, .. } = saved;
        let from = Begun { id: about.id, day_key, proof, bodies, copy };
        Ok((Self::begin(db, path, key, Some(from)).map_err(file)?, entries))
    }

    /// A new file, with what it is to begin with.
    fn begin(mut db: Connection, path: &Path, key: RecordKey, from: Option<Begun>) -> rusqlite::Result<Self> {
        let from = from.unwrap_or_else(|| {
            let (id, day_key) = (Uuid::new_v4(), Keys::new_day());
            let proof = key.seal(&About::place(id, 0), &day_key);
            let copy = SecondCopy::new(copy::beside(path));
            Begun { id, day_key, proof, bodies: imbl::Vector::new(), copy }
        });
        let Begun { id, day_key, proof, bodies, mut copy } = from;
        keep_safe(&db)?;
        let tx = db.transaction()?;
        tx.execute_batch(
            "CREATE TABLE entry (seq INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT;
             CREATE TABLE log (id BLOB NOT NULL, proof BLOB NOT NULL) STRICT;",
        )?;
        tx.execute("INSERT INTO log (id, proof) VALUES (?1, ?2)", params![id.as_bytes(), proof])?;
        insert(&tx, 1, &bodies)?;
        tx.commit()?;
        copy.catch_up(id, &proof, &bodies);
        Ok(Self { db, key, id, day_key, proof, bodies, copy })
    }

    fn go_on(
        db: Connection,
        path: &Path,
        key: RecordKey,
        rows: Rows,
        copied: &copy::Read,
    ) -> rusqlite::Result<Self> {
        keep_safe(&db)?;
        let (id, proof) = rows.about.unwrap_or_default();
        let about = About::open(&key, &id, &proof).ok_or(rusqlite::Error::QueryReturnedNoRows)?;
        let bodies: imbl::Vector<Arc<[u8]>> = rows.bodies.into_values().collect();
        if copied.found && !copied.clean {
            tracing::warn!(
                "the log's second copy was damaged or cut short, and is written anew; nothing is lost"
            );
        }
        let copy = SecondCopy::of(copy::beside(path), copied, about.id, &proof, &bodies);
        let day_key = about.day_key.unwrap_or_else(Keys::new_day);
        Ok(Self { db, key, id: about.id, day_key, proof, bodies, copy })
    }

    /// From it come the invites and the signals' ids.
    pub fn day_key(&self) -> [u8; 32] {
        self.day_key
    }

    fn write(&mut self, batch: &[Entry]) -> Result<(), Box<dyn std::error::Error>> {
        let from = self.bodies.len() as Seq + 1;
        let sealed = (from..).zip(batch).map(|(seq, entry)| sealed::seal(&self.key, self.id, seq, entry));
        let sealed: imbl::Vector<Arc<[u8]>> = sealed.collect::<Result<_, _>>()?;
        let tx = self.db.transaction()?;
        insert(&tx, from, &sealed)?;
        tx.commit()?;
        self.bodies.append(sealed);
        self.copy.catch_up(self.id, &self.proof, &self.bodies);
        Ok(())
    }
}

/// What a new file begins with.
struct Begun {
    id: Uuid,
    day_key: [u8; 32],
    proof: Vec<u8>,
    bodies: imbl::Vector<Arc<[u8]>>,
    copy: SecondCopy,
}

fn insert(tx: &Connection, from: Seq, bodies: &imbl::Vector<Arc<[u8]>>) -> rusqlite::Result<()> {
    let mut insert = tx.prepare_cached("INSERT INTO entry (seq, body) VALUES (?1, ?2)")?;
    for (seq, body) in (from..).zip(bodies) {
        insert.execute(params![i64::try_from(seq).unwrap_or(i64::MAX), body.as_ref()])?;
    }
    Ok(())
}

/// For reading alone: a log that is refused stays as it is.
fn connect(path: &Path) -> rusqlite::Result<Connection> {
    let db = Connection::open(path)?;
    // Else closing it would move its last entries from one file to the other.
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    db.busy_timeout(Duration::from_secs(2))?;
    // Nobody else opens it: without a shared index, which a full disk would have no room for.
    db.pragma_update(None, "locking_mode", "EXCLUSIVE")?;
    Ok(db)
}

/// For writing: a commit that was answered survives a power cut, not only a crash of the hub.
fn keep_safe(db: &Connection) -> rusqlite::Result<()> {
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)?;
    db.pragma_update(None, "journal_mode", "WAL")?;
    db.pragma_update(None, "synchronous", "FULL")
}

/// What keeps the file from being read lies outside of it.
fn is_no_damage(why: &rusqlite::Error, path: &Path) -> bool {
    let rusqlite::Error::SqliteFailure(code, _) = why else { return false };
    match code.code {
        ErrorCode::DiskFull
        | ErrorCode::DatabaseBusy
        | ErrorCode::DatabaseLocked
        | ErrorCode::CannotOpen
        | ErrorCode::PermissionDenied
        | ErrorCode::OutOfMemory => true,
        ErrorCode::SystemIoFailure => {
            ![ffi::SQLITE_IOERR_READ, ffi::SQLITE_IOERR_SHORT_READ].contains(&code.extended_code)
        }
        ErrorCode::ReadOnly => OpenOptions::new().write(true).open(path).is_err(),
        _ => false,
    }
}

impl Rows {
    /// Everything that can be read; an error where not all of it could.
    fn read(&mut self, db: &Connection) -> rusqlite::Result<()> {
        let tables: i64 = db.query_row("SELECT count(*) FROM sqlite_master", [], |row| row.get(0))?;
        if tables == 0 {
            self.fresh = true;
            return Ok(());
        }
        let mut first = Ok(());
        match db.query_row("SELECT id, proof FROM log", [], |row| Ok((row.get(0)?, row.get(1)?))) {
            Ok(about) => self.about = Some(about),
            Err(why) => first = Err(why),
        }
        // From both ends, so that one bad page hides no more than itself.
        for order in ["ASC", "DESC"] {
            let read = self.read_in(db, order);
            if read.is_ok() {
                break;
            }
            first = first.and(read);
        }
        first
    }

    fn read_in(&mut self, db: &Connection, order: &str) -> rusqlite::Result<()> {
        let mut read = db.prepare(&format!("SELECT seq, body FROM entry ORDER BY seq {order}"))?;
        let mut rows = read.query([])?;
        while let Some(row) = rows.next()? {
            match (row.get::<_, i64>(0), row.get::<_, Vec<u8>>(1)) {
                (Ok(seq), Ok(body)) => {
                    self.bodies.insert(Seq::try_from(seq).unwrap_or(0), body.into());
                }
                _ => self.broken = true,
            }
        }
        Ok(())
    }
}

impl Log for SqliteLog {
    fn append(&mut self, expected: Seq, batch: &[Entry]) -> Result<Seq, AppendError> {
        if expected != self.bodies.len() as Seq {
            return Err(AppendError::Conflict);
        }
        self.write(batch).map_err(|e| AppendError::Unavailable(e.to_string()))?;
        Ok(self.bodies.len() as Seq)
    }

    fn id(&self) -> Uuid {
        self.id
    }

    /// From memory, so that no disk is asked: what lies on it is the same.
    fn read_all(&self) -> ReadAll {
        let (bodies, key, id) = (self.bodies.clone(), self.key.clone(), self.id);
        Box::new(move || {
            let open = |(seq, body): (Seq, &Arc<[u8]>)| sealed::open(&key, id, seq, body);
            let entries: Option<Vec<Entry>> = (1..).zip(&bodies).map(open).collect();
            entries.ok_or_else(|| OpenError::Key { path: "in memory".to_owned() })
        })
    }
}
