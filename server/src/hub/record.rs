//! The record on the hub's side: reports that are asked for, and the day's end. Nothing of it is on the way of a
//! signal: reports are made on threads of their own, the wrap on the log's.

use super::{Core, Hub, Outbox, Refusal, Reply, Settings, frame};
use crate::{
    log::Wrapped,
    protocol::{HubFrame, RefusalCode},
    record::{Kept, Report, Wrap, finish_wrap},
    set::{Concern, Denial, Entry},
    words::{CommandId, DenialCode, PersonId, Reader, Role},
};
use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

/// One report at a time: each reads the whole log.
#[derive(Default)]
pub(super) struct Reporting(AtomicBool);

struct Busy<'a>(&'a Reporting);

impl Reporting {
    fn begin(&self) -> Option<Busy<'_>> {
        (!self.0.swap(true, Ordering::AcqRel)).then_some(Busy(self))
    }
}

impl Drop for Busy<'_> {
    fn drop(&mut self) {
        self.0.0.store(false, Ordering::Release);
    }
}

/// Whoever is not the IC is told this once the day is wrapped.
pub(super) fn day_is_wrapped() -> Refusal {
    Refusal::new(RefusalCode::Closed, "The day is wrapped. This phone has forgotten it.")
}

impl Core {
    /// The day is over, everything is in the log, and there is no record of it yet.
    pub(super) fn wrap_is_due(&self) -> bool {
        self.set.is_day_over() && self.unlogged.is_empty() && self.kept.is_none()
    }
}

impl Hub {
    /// The day's end, once it is due: its record is sealed, and the day destroyed. False if that has to be tried again.
    pub(super) fn keep_record(&self) -> bool {
        let set = {
            let core = self.core();
            if !core.wrap_is_due() {
                return true;
            }
            core.set.clone()
        };
        match self.entries().and_then(|entries| self.seal_record(&entries, &set)) {
            Ok(()) => {
                self.views.want(Concern::Everybody);
                true
            }
            Err(why) => {
                let was_well = !std::mem::replace(&mut self.core().disk_trouble, true);
                if was_well {
                    tracing::error!(%why, "the day's record can't be written; nothing is lost, and it is tried again");
                    self.views.want(Concern::Everybody);
                }
                false
            }
        }
    }

    fn seal_record(&self, entries: &[Entry], set: &crate::set::Set) -> Result<(), String> {
        let mut log = self.log.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let day = log.log.id();
        let wrap = Wrap {
            hub: &self.settings.name,
            day,
            entries,
            keep_names: set.keeps_names(),
            keep_days: self.settings.keep_days,
        };
        let (Some(folder), Some(recovery)) = (&self.settings.folder, set.recovery()) else {
            self.core().kept = Some(Arc::new(wrap.kept())); // a hub without a folder, in a test
            return Ok(());
        };
        let kept = wrap.seal(folder, recovery).map_err(|why| why.to_string())?;
        {
            let mut core = self.core();
            core.disk_trouble = false;
            core.kept = Some(Arc::new(kept));
        }
        log.log = Box::new(Wrapped(day)); // the file is closed, so that it can be destroyed
        if let Err(why) = finish_wrap(folder) {
            tracing::error!(%why, "the record is sealed, but the day's files could not be destroyed; the next start tries it again");
        }
        Ok(())
    }

    /// Everything in the log.
    ///
    /// # Errors
    /// When it can't be read.
    pub fn entries(&self) -> Result<Vec<Entry>, String> {
        let read = self.log.lock().unwrap_or_else(std::sync::PoisonError::into_inner).log.read_all();
        read().map_err(|why| why.to_string())
    }

    fn kept(&self) -> Option<Arc<Kept>> {
        self.core().kept.clone()
    }

    /// The day so far, with every name.
    fn living(&self) -> Result<Kept, String> {
        let entries = self.entries()?;
        let Settings { name: hub, keep_days, .. } = &self.settings;
        let wrap =
            Wrap { hub, day: uuid::Uuid::nil(), entries: &entries, keep_names: true, keep_days: *keep_days };
        Ok(wrap.kept())
    }

    /// Sends everybody home but the ICs.
    pub(super) fn send_home(&self) {
        for client in self.clients.live() {
            if client.role != Role::Ic {
                self.put_out(client.person, &day_is_wrapped());
            }
        }
    }

    /// An IC asks for a report. It comes when it is made.
    pub(super) fn send_report(
        self: &Arc<Self>,
        by: PersonId,
        id: CommandId,
        reader: Reader,
        outbox: &Arc<Outbox>,
    ) {
        let reply = Reply { outbox: outbox.clone(), twins: None, id };
        if !self.core().set.person(by).is_some_and(|p| p.is_admitted() && p.role == Role::Ic) {
            let message = "Only the IC takes the day's reports.";
            return reply.denied(Denial::new(DenialCode::NotAllowed, message));
        }
        let hub = self.clone();
        let later = reply.clone();
        let made =
            std::thread::Builder::new().name("report".to_owned()).spawn(move || match hub.report(reader) {
                Ok(Report { html, json }) => {
                    later.outbox.urgent(frame(&HubFrame::Report { reader, html, json }));
                    later.done();
                }
                Err(denial) => later.denied(denial),
            });
        if made.is_err() {
            reply.denied(too_busy());
        }
    }

    /// A report on the day so far, or on what was kept of it. Takes its time: not to be called on the way of a signal.
    ///
    /// # Errors
    /// When another one is being made, or the log can't be read.
    pub fn report(&self, reader: Reader) -> Result<Report, Denial> {
        let _busy = self.reporting.begin().ok_or_else(too_busy)?;
        // Wrapped while the log was read: what was kept is the day then.
        let living = if self.kept().is_none() { self.living() } else { Err(String::new()) };
        let kept = match (self.kept(), living) {
            (Some(kept), _) => kept,
            (None, Ok(living)) => Arc::new(living),
            (None, Err(why)) => {
                tracing::error!(%why, "a report could not be made");
                return Err(Denial::new(
                    DenialCode::NotRecorded,
                    "The day's log can't be read now, so there is no report. Signals still go out. Look at the laptop's disk.",
                ));
            }
        };
        let story = match reader {
            Reader::Ic => &kept.ic,
            Reader::Production => &kept.production,
        };
        Ok(Report::of(story, reader))
    }
}

fn too_busy() -> Denial {
    Denial::new(DenialCode::TooMany, "A report is being made already. Ask again in a moment.")
}
