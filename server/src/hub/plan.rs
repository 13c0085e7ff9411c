//! The day plan's way into the hub: in parts from an IC's console, or as a file on the laptop.

use super::{CommandFrame, Hub, Reply, commit::Slow, frame};
use crate::{
    plan::{self, Draft, MAX_SIZE, Mistake},
    protocol::HubFrame,
    set::{Denial, PlanDenied},
    words::{Command, CommandId, DenialCode, PersonId},
};
use jiff::tz::TimeZone;
use std::{
    collections::{BTreeMap, HashMap},
    sync::{Mutex, MutexGuard, PoisonError},
};
use tokio::sync::oneshot;
use uuid::Uuid;

/// A plan that was read, on its way to the log's thread.
pub(super) struct Offer {
    pub draft: Draft,
    pub from: From,
}

/// Who offers it.
pub(super) enum From {
    Console(PersonId, CommandId, Reply),
    Laptop(oneshot::Sender<Result<(), PlanNotSet>>),
}

/// Why the laptop's plan was not set.
#[derive(Debug)]
pub enum PlanNotSet {
    /// For what stands in it.
    Mistakes(Vec<Mistake>),
    /// The disk can't be written.
    NotRecorded,
}

impl From {
    pub fn by(&self) -> Option<(PersonId, CommandId)> {
        match self {
            From::Console(by, id, _) => Some((*by, *id)),
            From::Laptop(_) => None,
        }
    }

    pub fn denied(self, draft: &Draft, why: PlanDenied) {
        let mistakes = |faults| draft.mistakes(faults);
        match (self, why) {
            (From::Console(_, _, reply), PlanDenied::Denied(denial)) => reply.denied(denial),
            (From::Console(_, _, reply), PlanDenied::Faults(faults)) => {
                reply.denied(bad_plan(&mistakes(&faults)));
            }
            (From::Laptop(reply), PlanDenied::Faults(faults)) => {
                drop(reply.send(Err(PlanNotSet::Mistakes(mistakes(&faults)))));
            }
            (From::Laptop(reply), PlanDenied::Denied(_)) => drop(reply.send(Err(PlanNotSet::NotRecorded))),
        }
    }
}

fn bad_plan(mistakes: &[Mistake]) -> Denial {
    Denial::new(DenialCode::BadCommand, plan::sentences(mistakes))
}

/// Plans that come in parts: one of each person, forgotten with their last socket.
#[derive(Default)]
pub(super) struct Uploads(Mutex<HashMap<PersonId, Upload>>);

struct Upload {
    id: Uuid,
    of: u32,
    parts: BTreeMap<u32, String>,
}

/// A frame holds some 3 KiB of text; whoever sends less at once may take more parts.
const MOST_PARTS: u32 = 1024;

impl Uploads {
    fn lock(&self) -> MutexGuard<'_, HashMap<PersonId, Upload>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn forget(&self, person: PersonId) {
        self.lock().remove(&person);
    }

    /// The whole text, once its last part is here; in whichever order they come.
    fn add(&self, by: PersonId, id: Uuid, part: u32, of: u32, text: &str) -> Result<Option<String>, Denial> {
        let mut uploads = self.lock();
        let upload = uploads.entry(by).or_insert_with(|| Upload { id, of, parts: BTreeMap::new() });
        if upload.id != id {
            *upload = Upload { id, of, parts: BTreeMap::new() };
        }
        let others = upload.parts.iter().filter(|(n, _)| **n != part);
        let size = text.len() + others.map(|(_, text)| text.len()).sum::<usize>();
        let denied = if part >= of || of > MOST_PARTS || upload.of != of {
            Some("The plan came in parts that don't fit together. Send it again.")
        } else if size > MAX_SIZE {
            Some("This is too long for a day plan: at most 256 KiB.")
        } else {
            None
        };
        if let Some(message) = denied {
            uploads.remove(&by);
            return Err(Denial::new(DenialCode::BadCommand, message));
        }
        upload.parts.insert(part, text.to_owned());
        if upload.parts.len() < of as usize {
            return Ok(None);
        }
        Ok(uploads.remove(&by).map(|whole| whole.parts.into_values().collect()))
    }
}

impl Hub {
    /// A part of a plan, or the wish for its text. The rules of the set come in once it is whole.
    pub(super) fn about_plan(&self, by: PersonId, ask: &CommandFrame, reply: Reply) {
        let set = self.set();
        if set.has_answered(by, ask.id) {
            return reply.done();
        }
        if let Err(denial) = set.may_set_plan(by) {
            return reply.denied(denial);
        }
        match &ask.command {
            Command::PlanText => {
                let zone = TimeZone::system();
                let text = set.plan().map_or_else(plan::starter, |plan| plan::write(plan, &zone));
                reply.outbox.urgent(frame(&HubFrame::Plan { text }));
                reply.done();
            }
            Command::PlanPart { upload, part, of, text } => {
                match self.uploads.add(by, *upload, *part, *of, text) {
                    Ok(None) => reply.done(),
                    Ok(Some(text)) => self.offer_plan(&text, From::Console(by, ask.id, reply)),
                    Err(denial) => reply.denied(denial),
                }
            }
            _ => {}
        }
    }

    fn offer_plan(&self, text: &str, from: From) {
        match (plan::read(text, &TimeZone::system()), from) {
            (Ok(draft), from) => self.core().slow.push_back(Slow::Plan(Offer { draft, from })),
            (Err(mistakes), From::Console(_, _, reply)) => reply.denied(bad_plan(&mistakes)),
            (Err(mistakes), From::Laptop(reply)) => drop(reply.send(Err(PlanNotSet::Mistakes(mistakes)))),
        }
    }

    /// Sets the plan of a file on the laptop, unless it is the one that was read last: what became of that on
    /// the day stays. For the start, before the hub's threads run.
    ///
    /// # Errors
    /// Every mistake in it, by line.
    pub fn plan_from_file(&self, text: &str) -> Result<(), PlanNotSet> {
        let (reply, mut answer) = oneshot::channel();
        self.offer_plan(text, From::Laptop(reply));
        self.commit();
        answer.try_recv().unwrap_or(Err(PlanNotSet::NotRecorded))
    }
}
