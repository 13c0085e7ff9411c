//! What waits to be written to one socket: urgent frames in order, and the latest view.
//!
//! **Whoever says something writes it.** The task that has read a press writes the alerts, the log's thread the
//! `done`, the publisher's the views: each takes the pen for one write that never waits. So an alert waits for no
//! other task's turn. The socket's own task writes what the socket had no room for, the chasers, and the close.

use super::{
    chase::{ALONE_FOR, CHASER, Chase},
    pen::Pen,
};
use crate::{
    protocol::{Bytes, Close},
    sync::{Mutex, MutexGuard},
};
use std::{
    collections::VecDeque,
    future::poll_fn,
    io,
    sync::{Arc, OnceLock, PoisonError},
    task::Poll,
    time::{Duration, Instant},
};
use tokio::{
    sync::Notify,
    time::{sleep_until, timeout},
};
use uuid::Uuid;

/// A socket that leaves this many frames unread is too slow; it comes back and is told the latest.
const MOST_WAITING: usize = 256;

/// A peer that takes none of what is written for this long is too slow.
const WRITE_WITHIN: Duration = Duration::from_secs(10);
/// How long a refused peer has to take the sentence that says why.
pub const LAST_WORDS: Duration = Duration::from_secs(2);

/// What waits to be written to one socket. Pushing never waits.
#[derive(Default)]
pub struct Outbox {
    queue: Mutex<Queue>,
    /// Taken before `queue`, never behind it.
    pen: Mutex<Option<Pen>>,
    wake: Notify,
}

#[derive(Default)]
struct Queue {
    urgent: VecDeque<Bytes>,
    view: Option<Bytes>,
    /// A decoy of a view.
    cover: Option<Bytes>,
    /// Since when one of the two has waited.
    waits_since: Option<Instant>,
    close: Option<Close>,
    chase: Option<Chase>,
}

impl Queue {
    /// An alert has it for itself; but alert upon alert does not keep a view back for longer than one does.
    fn has_the_air(&self) -> bool {
        self.chase.as_ref().is_some_and(Chase::has_the_air)
            && self.waits_since.is_none_or(|since| since.elapsed() < ALONE_FOR)
    }
}

/// The next thing to write.
#[derive(Debug, PartialEq)]
pub enum Outgoing {
    /// A frame.
    Frame(Bytes),
    /// The last thing.
    Close(Close),
}

/// What is left after writing.
#[derive(Debug, PartialEq, Eq)]
pub enum Left {
    /// Nothing.
    Nothing,
    /// What the socket has no room for.
    Rest,
    /// The close, which is the socket's own task's to write.
    Close(Close),
    /// The socket is broken, or nobody holds a pen yet.
    NoPen,
}

impl Outbox {
    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn pen(&self) -> MutexGuard<'_, Option<Pen>> {
        self.pen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A frame that is never skipped, ahead of any view. It waits: for whoever comes from under a lock.
    pub fn push(&self, frame: Bytes, chase: Option<Chase>) {
        let mut queue = self.queue();
        if queue.close.is_none() {
            queue.urgent.push_back(frame);
            queue.chase = match (queue.chase.take(), chase) {
                (Some(older), Some(newer)) => Some(older.and(newer)),
                (older, newer) => newer.or(older),
            };
            if queue.urgent.len() > MOST_WAITING {
                // A slow client costs only itself.
                queue.urgent.clear();
                queue.view = None;
                queue.close = Some(Close::Later);
            }
        }
    }

    /// The same, for the socket's own task to write.
    pub fn push_and_wake(&self, frame: Bytes, chase: Option<Chase>) {
        self.push(frame, chase);
        self.wake.notify_one();
    }

    /// A frame that is never skipped, ahead of any view. Written at once; never under another lock.
    pub fn urgent(&self, frame: Bytes) {
        self.push(frame, None);
        self.flush();
    }

    /// The latest view; an older one that still waits is skipped. It waits: see [`Self::push`].
    pub fn push_view(&self, frame: Bytes) {
        let mut queue = self.queue();
        queue.view = Some(frame);
        queue.waits_since.get_or_insert_with(Instant::now);
    }

    /// What is to look like a view on the air, and waits where a view would. Written at once; never under another lock.
    pub fn cover(&self, frame: Bytes) {
        let mut queue = self.queue();
        queue.cover = Some(frame);
        queue.waits_since.get_or_insert_with(Instant::now);
        drop(queue);
        self.flush();
    }

    /// Ends the socket behind what is urgent.
    pub fn close(&self, code: Close) {
        let mut queue = self.queue();
        queue.close.get_or_insert(code);
        queue.view = None;
        drop(queue);
        self.wake.notify_one();
    }

    /// The peer has named this: no chaser is needed any more, and a view has waited long enough. Never under another
    /// lock.
    pub fn named(&self, what: Uuid) {
        let mut queue = self.queue();
        let Some(chase) = queue.chase.take() else { return };
        queue.chase = chase.named(what);
        let goes = queue.waits_since.is_some() && !queue.has_the_air();
        drop(queue);
        if goes {
            self.flush();
        }
    }

    /// The next thing to write, if any waits.
    pub fn try_next(&self) -> Option<Outgoing> {
        Self::next(&mut self.queue())
    }

    /// The same, but for a view behind an alert that the peer has not named: on a bad link its packets would use up what
    /// TCP lets out, and no chaser could tell of the loss.
    fn next_on_the_air(&self) -> Option<Outgoing> {
        let mut queue = self.queue();
        if queue.has_the_air() && queue.urgent.is_empty() && queue.close.is_none() {
            return None;
        }
        Self::next(&mut queue)
    }

    fn next(queue: &mut Queue) -> Option<Outgoing> {
        if let Some(frame) = queue.urgent.pop_front() {
            return Some(Outgoing::Frame(frame));
        }
        if let Some(code) = queue.close {
            return Some(Outgoing::Close(code));
        }
        let next = queue.cover.take().or_else(|| queue.view.take());
        if queue.view.is_none() {
            queue.waits_since = None;
        }
        next.map(Outgoing::Frame)
    }

    /// Writes what waits, as far as the socket takes it now; what is left is the socket's own task's.
    pub fn flush(&self) {
        if self.write_some() {
            self.wake();
        }
    }

    /// The same, and tells whether the socket's own task has to be woken for the rest or for chasers.
    pub fn write_some(&self) -> bool {
        self.write() != Left::Nothing || self.queue().chase.is_some()
    }

    /// Wakes the socket's own task.
    pub fn wake(&self) {
        self.wake.notify_one();
    }

    /// The same, and tells what is left.
    pub fn write(&self) -> Left {
        let mut held = self.pen();
        loop {
            let Some(pen) = held.as_mut() else { return Left::NoPen };
            if !pen.is_free() {
                return Left::Rest;
            }
            let written = match self.next_on_the_air() {
                Some(Outgoing::Frame(frame)) => pen.text(&frame),
                Some(Outgoing::Close(code)) => return Left::Close(code),
                None => return Left::Nothing,
            };
            if written.is_err() {
                *held = None;
            }
        }
    }

    /// From here on frames are written.
    pub fn take_up(&self, pen: Pen) {
        *self.pen() = Some(pen);
    }

    /// Nothing is written any more, and the socket ends.
    pub fn lay_down(&self) {
        *self.pen() = None;
    }

    /// Whole frames that somebody else has made.
    pub fn made(&self, bytes: &[u8]) {
        let rest = self.pen().as_mut().is_some_and(|pen| pen.made(bytes).is_ok() && !pen.is_free());
        if rest {
            self.wake.notify_one();
        }
    }

    /// A binary message as it is, for the echo. The hub's own come sealed out of the pen.
    pub fn binary(&self, message: &[u8]) {
        let left = self.pen().as_mut().is_some_and(|pen| pen.binary(message).is_ok() && !pen.is_free());
        if left {
            self.wake.notify_one();
        }
    }

    /// Waits until the socket has taken what it had no room for.
    pub async fn rest(&self) -> io::Result<()> {
        poll_fn(|cx| match self.pen().as_mut() {
            Some(pen) => pen.poll_rest(cx),
            None => Poll::Ready(Err(io::ErrorKind::BrokenPipe.into())),
        })
        .await
    }

    /// Writes the close frame.
    async fn end(&self, code: Close) -> io::Result<()> {
        if let Some(pen) = self.pen().as_mut() {
            pen.close(code as u16, words(code))?;
        }
        self.rest().await
    }

    /// What is the socket's own task's: what there was no room for, the chasers, the close. Until it is closed or broken.
    pub async fn keep_writing(&self) {
        loop {
            match self.write() {
                Left::Nothing => match self.chaser_due() {
                    Some(due) => tokio::select! {
                        () = self.wake.notified() => {}
                        () = sleep_until(due.into()) => self.chaser(),
                    },
                    None => self.wake.notified().await,
                },
                Left::Rest => match timeout(WRITE_WITHIN, self.rest()).await {
                    Ok(Ok(())) => {}
                    Ok(Err(_)) | Err(_) => return,
                },
                Left::Close(code) => {
                    let _ = timeout(LAST_WORDS, self.end(code)).await;
                    return;
                }
                Left::NoPen => return,
            }
        }
    }

    /// Something waits here.
    pub async fn woken(&self) {
        self.wake.notified().await;
    }

    /// When the next chaser is due.
    pub fn chaser_due(&self) -> Option<Instant> {
        self.queue().chase.as_ref().and_then(Chase::due)
    }

    /// Sends the chaser that is due. Behind a frame that still waits here it would be of no use.
    pub fn chaser(&self) {
        static BYTES: OnceLock<Bytes> = OnceLock::new();
        let chaser = BYTES.get_or_init(|| Arc::from(CHASER));
        let mut queue = self.queue();
        queue.chase = queue.chase.take().and_then(|chase| chase.sent(Instant::now()));
        if queue.urgent.is_empty() && queue.close.is_none() {
            queue.urgent.push_back(chaser.clone());
        }
        drop(queue);
        self.flush();
    }

    /// Where no chaser is sent: what the one that is due now would be behind.
    pub fn chased(&self) -> Vec<Uuid> {
        let mut queue = self.queue();
        let Some(chase) = queue.chase.take() else { return Vec::new() };
        let behind = chase.behind().collect();
        queue.chase = chase.sent(Instant::now());
        behind
    }
}

fn words(code: Close) -> &'static str {
    match code {
        Close::Again => "come back at once",
        Close::Later => "come back after a short wait",
        Close::Reload => "reload the page",
        Close::Never => "do not come back",
        Close::Replaced => "replaced by a newer connection",
    }
}
