//! What a socket writes to: a phone's end that has room for some bytes now and then.

use shuttle::sync::{Condvar, Mutex};
use std::{
    io,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, Waker},
};
use tokio::io::AsyncWrite;
use tokio_tungstenite::tungstenite::{Message, WebSocket, protocol::Role};

/// Both the hub's end and the phone's.
#[derive(Clone, Default)]
pub struct Air(Arc<(Mutex<State>, Condvar)>);

#[derive(Default)]
struct State {
    room: usize,
    taken: Vec<u8>,
    waker: Option<Waker>,
}

impl Air {
    /// The system has sent some bytes on: there is room for more.
    pub fn has_room(&self, more: usize) {
        let waker = {
            let mut state = self.0.0.lock().expect("nobody panics with it");
            state.room += more;
            state.waker.take()
        };
        if let Some(waker) = waker {
            waker.wake();
        }
    }

    /// Waits until what has come is as it should be.
    pub fn waits<T>(&self, look: impl Fn(&[Message]) -> Option<T>) -> T {
        let mut state = self.0.0.lock().expect("nobody panics with it");
        loop {
            if let Some(seen) = look(&messages(&state.taken)) {
                return seen;
            }
            state = self.0.1.wait(state).expect("nobody panics with it");
        }
    }

    /// What has come so far.
    pub fn messages(&self) -> Vec<Message> {
        messages(&self.0.0.lock().expect("nobody panics with it").taken)
    }
}

fn messages(bytes: &[u8]) -> Vec<Message> {
    let mut read = WebSocket::from_raw_socket(io::Cursor::new(bytes.to_vec()), Role::Client, None);
    std::iter::from_fn(|| read.read().ok()).collect()
}

impl AsyncWrite for Air {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let mut state = self.0.0.lock().expect("nobody panics with it");
        if state.room == 0 {
            state.waker = Some(cx.waker().clone());
            return Poll::Pending;
        }
        let some = bytes.len().min(state.room);
        state.room -= some;
        state.taken.extend_from_slice(&bytes[..some]);
        drop(state);
        self.0.1.notify_all();
        Poll::Ready(Ok(some))
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.poll_write(cx, &parts.iter().flat_map(|part| part.iter().copied()).collect::<Vec<u8>>())
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}
