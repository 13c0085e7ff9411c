//! Where a command's answer goes.

use super::{Outbox, clients::Client, frame};
use crate::{
    protocol::{Bytes, HubFrame},
    set::Denial,
    words::CommandId,
};
use std::sync::Arc;

/// Where a command's answer goes.
#[derive(Clone)]
pub(crate) struct Reply {
    /// The socket that it came on.
    pub outbox: Arc<Outbox>,
    /// What is urgent is answered on both lanes.
    pub twins: Option<Arc<Client>>,
    pub id: CommandId,
}

impl Reply {
    /// Pushes the answer. Where it is in a hurry, [`Self::flush`] writes it at once.
    pub(super) fn done(&self) {
        self.push(frame(&HubFrame::Done { id: self.id }));
    }

    pub(super) fn denied(&self, denial: Denial) {
        let message = denial.message.into_owned();
        self.push(frame(&HubFrame::Denied { id: Some(self.id), code: denial.code, message }));
    }

    pub(super) fn push(&self, answer: Bytes) {
        match &self.twins {
            Some(client) => client.push(&answer, self.id.0),
            None => self.outbox.push_and_wake(answer, None),
        }
    }

    /// Never under a lock.
    pub(super) fn flush(&self) {
        match &self.twins {
            Some(client) => client.flush(),
            None => self.outbox.flush(),
        }
    }

    /// The same copy on the other lane: the answer to one is heard on both.
    pub(super) fn is_twin_of(&self, other: &Self) -> bool {
        matches!((&self.twins, &other.twins), (Some(one), Some(two)) if Arc::ptr_eq(one, two))
            && !Arc::ptr_eq(&self.outbox, &other.outbox)
    }
}
