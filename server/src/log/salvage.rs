//! A damaged log: what can still be read of it and of its second copy, in order.
//!
//! What is in neither leaves a gap. It may have held anything, so what happened around it is kept, an entry in which
//! nothing happened stands in each lost one's place, and the last entry says that the log was damaged:
//! `set/saved.rs` has what that means for the rules.

use super::{
    Seq,
    sealed::{self, About},
};
use crate::{
    record::RecordKey,
    set::{Entry, Event, Loss},
    words::UnixMs,
};
use std::{collections::BTreeMap, sync::Arc};

/// What was saved.
pub struct Saved {
    pub(super) about: About,
    pub(super) bodies: imbl::Vector<Arc<[u8]>>,
    pub(super) entries: Vec<Entry>,
    /// What is lost, if anything is.
    pub lost: Option<Loss>,
}

impl std::fmt::Debug for Saved {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Saved({} entries, {:?})", self.entries.len(), self.lost)
    }
}

impl Saved {
    /// From all bodies that were found, by their place. `sure`: nothing can have stood behind the last of them.
    pub(super) fn from(
        key: &RecordKey,
        about: About,
        found: BTreeMap<Seq, Arc<[u8]>>,
        sure: bool,
        now: UnixMs,
    ) -> Self {
        let found: BTreeMap<Seq, (Arc<[u8]>, Entry)> = found
            .into_iter()
            .filter_map(|(seq, body)| {
                let entry = sealed::open(key, about.id, seq, &body).filter(|_| seq > 0)?;
                Some((seq, (body, entry)))
            })
            .collect();
        let end = found.keys().next_back().copied().unwrap_or(0);
        let mut saved = Self { about, bodies: imbl::Vector::new(), entries: Vec::new(), lost: None };
        let (mut lost, mut after, mut until) = (0, None, None);
        for seq in 1..=end {
            if let Some((body, entry)) = found.get(&seq) {
                if lost > 0 {
                    until.get_or_insert(entry.at); // where the first gap ends
                }
                saved.bodies.push_back(body.clone());
                saved.entries.push(entry.clone());
                continue;
            }
            let before = saved.entries.last().map_or(0, |entry| entry.at);
            after.get_or_insert(before);
            lost += 1;
            saved.put(key, Entry { at: before, by: None, id: None, events: vec![] });
        }
        if lost > 0 || !sure {
            let after = after.unwrap_or_else(|| saved.entries.last().map_or(0, |entry| entry.at));
            saved.lost = Some(Loss { entries: lost, end: !sure, after, until });
        }
        let told = |entry: &Entry| matches!(entry.events[..], [Event::LogSaved { .. }]);
        // A hub that was ended while it mended mends again, and says it once.
        if saved.lost.is_some() || !saved.entries.last().is_some_and(told) {
            let lost = saved.lost;
            saved.put(key, Entry { at: now, by: None, id: None, events: vec![Event::LogSaved { lost }] });
        }
        saved
    }

    fn put(&mut self, key: &RecordKey, entry: Entry) {
        let seq = self.entries.len() as Seq + 1;
        let body = sealed::seal(key, self.about.id, seq, &entry).expect("an entry of our own can be written");
        self.bodies.push_back(body);
        self.entries.push(entry);
    }
}
