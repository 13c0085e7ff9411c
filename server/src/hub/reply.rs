//! Where a command's answer goes.

use super::{Outbox, clients::Client, frame};
use crate::{protocol::HubFrame, set::Denial, words::CommandId};
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
    /// Written at once; never under a lock.
    pub(super) fn done(&self) {
        let done = frame(&HubFrame::Done { id: self.id });
        match &self.twins {
            Some(client) => client.push(&done, self.id.0),
            None => self.outbox.push(done, None),
        }
        self.flush();
    }

    /// For the socket's own task to write; what is urgent has [`Self::flush`] follow.
    pub(super) fn denied(&self, denial: Denial) {
        let message = denial.message.into_owned();
        let denied = frame(&HubFrame::Denied { id: Some(self.id), code: denial.code, message });
        match &self.twins {
            Some(client) => client.push(&denied, self.id.0),
            None => self.outbox.push_and_wake(denied, None),
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
