//! The durable log, encrypted at rest. SQLite behind it today; a replicated log could stand behind the same trait.

mod copy;
mod salvage;
mod sealed;
mod sqlite;

pub use salvage::Saved;
pub use sqlite::{OpenError, SqliteLog};

use crate::set::Entry;
use uuid::Uuid;

/// A place in the log: how many entries stand before it.
pub type Seq = u64;

/// Why a batch is not in the log.
#[derive(Debug, thiserror::Error)]
pub enum AppendError {
    /// Somebody else wrote first; only a replicated log has this. Read on and decide again.
    #[error("another hub wrote to this log first")]
    Conflict,
    /// Nothing can be written now; nothing of the batch is.
    #[error("the log can't be written: {0}")]
    Unavailable(String),
}

/// Reads everything that was in a log when it is called, without holding up its writer.
pub type ReadAll = Box<dyn FnOnce() -> Result<Vec<Entry>, OpenError> + Send>;

/// Where a day's entries are kept. A batch is on disk whole when `append` returns, or not at all.
pub trait Log: Send {
    /// Puts a batch behind the entry number `expected` and returns the new end.
    ///
    /// # Errors
    /// See [`AppendError`].
    fn append(&mut self, expected: Seq, batch: &[Entry]) -> Result<Seq, AppendError>;

    /// The log's own id: no other day has it.
    fn id(&self) -> Uuid;

    /// For the record: everything that was appended so far.
    fn read_all(&self) -> ReadAll;
}

/// What stands in a log's place once the day is wrapped: nothing can be written any more.
pub struct Wrapped(pub Uuid);

impl Log for Wrapped {
    fn append(&mut self, _expected: Seq, _batch: &[Entry]) -> Result<Seq, AppendError> {
        Err(AppendError::Unavailable("the day is wrapped".to_owned()))
    }

    fn id(&self) -> Uuid {
        self.0
    }

    fn read_all(&self) -> ReadAll {
        Box::new(|| Ok(Vec::new()))
    }
}
