//! What waits to be written to one socket: urgent frames in order, and the latest view.

use crate::protocol::{Bytes, Close};
use std::{
    collections::VecDeque,
    sync::{Mutex, MutexGuard, PoisonError},
};
use tokio::sync::Notify;

/// A socket that leaves this many frames unread is too slow; it comes back and is told the latest.
const MOST_WAITING: usize = 256;

/// What waits to be written to one socket. Pushing never waits.
#[derive(Default)]
pub struct Outbox {
    queue: Mutex<Queue>,
    wake: Notify,
}

#[derive(Default)]
struct Queue {
    urgent: VecDeque<Bytes>,
    view: Option<Bytes>,
    close: Option<Close>,
}

/// The next thing to write.
#[derive(Debug, PartialEq)]
pub enum Outgoing {
    /// A frame.
    Frame(Bytes),
    /// The last thing.
    Close(Close),
}

impl Outbox {
    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A frame that is never skipped, ahead of any view.
    pub fn urgent(&self, frame: Bytes) {
        let mut queue = self.queue();
        if queue.close.is_none() {
            queue.urgent.push_back(frame);
            if queue.urgent.len() > MOST_WAITING {
                // A slow client costs only itself.
                queue.urgent.clear();
                queue.view = None;
                queue.close = Some(Close::Later);
            }
        }
        drop(queue);
        self.wake.notify_one();
    }

    /// The latest view; an older one that still waits is skipped.
    pub fn view(&self, frame: Bytes) {
        self.queue().view = Some(frame);
        self.wake.notify_one();
    }

    /// Ends the socket behind what is urgent.
    pub fn close(&self, code: Close) {
        let mut queue = self.queue();
        queue.close.get_or_insert(code);
        queue.view = None;
        drop(queue);
        self.wake.notify_one();
    }

    /// The next thing to write, if any waits.
    pub fn try_next(&self) -> Option<Outgoing> {
        let mut queue = self.queue();
        if let Some(frame) = queue.urgent.pop_front() {
            return Some(Outgoing::Frame(frame));
        }
        if let Some(code) = queue.close {
            return Some(Outgoing::Close(code));
        }
        queue.view.take().map(Outgoing::Frame)
    }

    /// Waits for the next thing to write.
    pub async fn next(&self) -> Outgoing {
        loop {
            if let Some(next) = self.try_next() {
                return next;
            }
            self.wake.notified().await;
        }
    }
}
