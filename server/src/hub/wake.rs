//! The lock on the state, and what is woken behind it: first every alert is written, then threads and tasks are woken.

use super::{Core, Hub};
use crate::{
    set::Concern,
    sync::{Condvar, MutexGuard},
};
use std::{
    ops::{Deref, DerefMut},
    sync::PoisonError,
};

/// The lock on the state. Let go, it writes the alerts that were pushed under it.
pub(super) struct Held<'a>(pub(super) Option<MutexGuard<'a, Core>>);

impl Held<'_> {
    /// Waits for `rung` with the lock let go.
    pub(super) fn wait(mut self, rung: &Condvar) -> Self {
        let core = self.0.take().map(|core| rung.wait(core).unwrap_or_else(PoisonError::into_inner));
        Self(core)
    }
}

impl Deref for Held<'_> {
    type Target = Core;
    fn deref(&self) -> &Core {
        self.0.as_ref().expect("held until it is dropped")
    }
}

impl DerefMut for Held<'_> {
    fn deref_mut(&mut self) -> &mut Core {
        self.0.as_mut().expect("held until it is dropped")
    }
}

impl Drop for Held<'_> {
    fn drop(&mut self) {
        let Some(mut core) = self.0.take() else { return };
        let pushed = std::mem::take(&mut core.pushed);
        drop(core);
        // All alerts first: a task that is woken in between may take the core from the next of them.
        let mut unfinished = Vec::with_capacity(pushed.len());
        for outbox in pushed {
            if outbox.write_some() {
                unfinished.push(outbox);
            }
        }
        for outbox in unfinished {
            outbox.wake();
        }
    }
}

/// Wakes the log's thread, and has views made for whom something has changed, when it is dropped. Held back until the
/// alerts are written: on a laptop with few cores the threads would take one from their readers.
#[must_use = "dropped at once, it wakes the threads before the alerts are written"]
pub struct Wake<'a> {
    pub(super) hub: &'a Hub,
    pub(super) changed: Option<Changed>,
}

/// What was told early.
pub(super) struct Changed {
    pub(super) concern: Concern,
    /// The log's thread waited for work, so the views are made behind its write, together with "recorded". Each thread
    /// that is woken costs more than all the rules together, and a view for an IC more than an alert's whole way.
    /// Should the disk hang, the next tick has them made.
    pub(super) log_tells: bool,
}

impl Drop for Wake<'_> {
    fn drop(&mut self) {
        match self.changed.take() {
            Some(Changed { concern, log_tells: true }) => self.hub.views.wish(concern),
            Some(Changed { concern, log_tells: false }) => self.hub.views.want(concern),
            None => {}
        }
        self.hub.work.notify_one();
    }
}
