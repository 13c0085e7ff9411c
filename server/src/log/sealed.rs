//! Entries as they lie on disk: each encrypted, and bound to its log and its place.

use super::Seq;
use crate::{record::RecordKey, set::Entry};
use std::sync::Arc;
use uuid::Uuid;

/// What a log says about itself.
#[derive(Clone, Copy)]
pub(super) struct About {
    pub id: Uuid,
    /// From it come the day's invites. None where that part is damaged.
    pub day_key: Option<[u8; 32]>,
}

impl About {
    /// What an entry is bound to; 0 is the place of what the log says about itself.
    pub fn place(log: Uuid, seq: Seq) -> [u8; 24] {
        let mut place = [0; 24];
        place[..16].copy_from_slice(log.as_bytes());
        place[16..].copy_from_slice(&seq.to_be_bytes());
        place
    }

    pub fn from_plain(id: Uuid, plain: &[u8]) -> Option<Self> {
        Some(Self { id, day_key: Some(plain.try_into().ok()?) })
    }

    pub fn open(key: &RecordKey, id: &[u8], proof: &[u8]) -> Option<Self> {
        let id = Uuid::from_slice(id).ok()?;
        Self::from_plain(id, &key.open(&Self::place(id, 0), proof)?)
    }
}

pub(super) fn seal(key: &RecordKey, log: Uuid, seq: Seq, entry: &Entry) -> serde_json::Result<Arc<[u8]>> {
    Ok(key.seal(&About::place(log, seq), &serde_json::to_vec(entry)?).into())
}

pub(super) fn open(key: &RecordKey, log: Uuid, seq: Seq, body: &[u8]) -> Option<Entry> {
    serde_json::from_slice(&key.open(&About::place(log, seq), body)?).ok()
}
