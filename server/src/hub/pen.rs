//! Writes websocket frames to whatever takes bytes, as much as it takes now.

use crate::sealed::{Seal, lock, padded};
use std::{
    io::{self, IoSlice},
    pin::Pin,
    task::{Context, Poll},
};
use tokio::{io::AsyncWrite, net::tcp::OwnedWriteHalf};

/// A peer's pings are answered only as long as no more than this waits for it.
const MOST_ANSWERS_WAITING: usize = 16 * 1024;

/// The writing end of one websocket. Frames from the hub are whole and unmasked (RFC 6455, 5.2).
pub struct Pen {
    io: To,
    /// How frames cross the air.
    seal: Seal,
    /// What the socket had no room for: the end of one frame.
    rest: Vec<u8>,
    /// Something between us and the socket, TLS for one, still holds some of it back.
    held_back: bool,
}

/// Where a pen writes to.
enum To {
    Tcp(OwnedWriteHalf),
    Other(Box<dyn AsyncWrite + Send + Unpin>),
}

impl To {
    fn io(&mut self) -> Pin<&mut (dyn AsyncWrite + Send + Unpin)> {
        match self {
            Self::Tcp(tcp) => Pin::new(tcp),
            Self::Other(io) => Pin::new(&mut **io),
        }
    }
}

impl Pen {
    /// A pen that writes to `io`.
    pub fn new(io: impl AsyncWrite + Send + Unpin + 'static) -> Self {
        Self::to(To::Other(Box::new(io)))
    }

    /// A pen that writes to a plain TCP connection.
    pub fn on_tcp(tcp: OwnedWriteHalf) -> Self {
        Self::to(To::Tcp(tcp))
    }

    fn to(io: To) -> Self {
        Self { io, seal: Seal::None, rest: Vec::new(), held_back: false }
    }

    /// The plain TCP connection that it writes to, if it is one. Another takes its place in [`Self::put_tcp`].
    pub fn take_tcp(&mut self) -> Option<OwnedWriteHalf> {
        match std::mem::replace(&mut self.io, To::Other(Box::new(tokio::io::sink()))) {
            To::Tcp(tcp) => Some(tcp),
            other @ To::Other(_) => {
                self.io = other;
                None
            }
        }
    }

    /// From here on it writes to this plain TCP connection.
    pub fn put_tcp(&mut self, tcp: OwnedWriteHalf) {
        self.io = To::Tcp(tcp);
    }

    /// Whether it can begin a new frame.
    pub fn is_free(&self) -> bool {
        self.rest.is_empty() && !self.held_back
    }

    /// From here on frames are sealed or padded.
    pub fn seal(&mut self, seal: Seal) {
        self.seal = seal;
    }

    /// One of the hub's frames. Only for a pen that is free.
    pub fn text(&mut self, text: &str) -> io::Result<()> {
        let messages = match &self.seal {
            Seal::None => return self.frame(0x81, text.as_bytes()),
            Seal::Padded => return self.frame(0x81, padded(text).as_bytes()),
            Seal::Sealed(channel) => lock(channel).seal(text).map_err(io::Error::other)?,
        };
        messages.iter().try_for_each(|message| self.binary(message))
    }

    /// A binary message as it is.
    pub fn binary(&mut self, message: &[u8]) -> io::Result<()> {
        self.frame(0x82, message)
    }

    /// A close frame. Only for a pen that is free.
    pub fn close(&mut self, code: u16, why: &str) -> io::Result<()> {
        self.frame(0x88, &[&code.to_be_bytes(), why.as_bytes()].concat())
    }

    /// Whole frames that somebody else has made: answers to pings and closes.
    pub fn made(&mut self, bytes: &[u8]) -> io::Result<()> {
        if self.is_free() {
            self.put(bytes, &[])
        } else if self.rest.len() < MOST_ANSWERS_WAITING {
            self.rest.extend_from_slice(bytes);
            Ok(())
        } else {
            Ok(())
        }
    }

    /// Writes what is left; ready when nothing is.
    pub fn poll_rest(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        while !self.rest.is_empty() {
            match self.io.io().poll_write(cx, &self.rest) {
                Poll::Ready(Ok(0)) => return Poll::Ready(Err(io::ErrorKind::WriteZero.into())),
                Poll::Ready(Ok(written)) => drop(self.rest.drain(..written)),
                Poll::Ready(Err(why)) => return Poll::Ready(Err(why)),
                Poll::Pending => return Poll::Pending,
            }
        }
        self.rest = Vec::new(); // a socket that was slow once doesn't keep the memory
        let flushed = self.io.io().poll_flush(cx);
        self.held_back = flushed.is_pending();
        flushed
    }

    fn frame(&mut self, kind: u8, body: &[u8]) -> io::Result<()> {
        let mut head = [kind, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        let head = match body.len() {
            len @ 0..=125 => {
                head[1] = len.to_be_bytes()[7];
                &head[..2]
            }
            len @ 126..=0xffff => {
                head[1] = 126;
                head[2..4].copy_from_slice(&len.to_be_bytes()[6..]);
                &head[..4]
            }
            len => {
                head[1] = 127;
                head[2..].copy_from_slice(&len.to_be_bytes());
                &head[..]
            }
        };
        self.put(head, body)
    }

    fn put(&mut self, head: &[u8], body: &[u8]) -> io::Result<()> {
        if !self.is_free() {
            // Behind the first messages of a long frame.
            self.rest.extend_from_slice(head);
            self.rest.extend_from_slice(body);
            return Ok(());
        }
        // Nobody waits here: when there is room again is the business of `poll_rest`.
        let mut cx = Context::from_waker(std::task::Waker::noop());
        let both = [IoSlice::new(head), IoSlice::new(body)];
        let written = match self.io.io().poll_write_vectored(&mut cx, &both) {
            Poll::Ready(written) => written?,
            Poll::Pending => 0,
        };
        if written < head.len() {
            self.rest.extend_from_slice(&head[written..]);
            self.rest.extend_from_slice(body);
        } else {
            self.rest.extend_from_slice(&body[written - head.len()..]);
        }
        match self.io.io().poll_flush(&mut cx) {
            Poll::Ready(flushed) => flushed?,
            Poll::Pending => self.held_back = true,
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::{Arc, Mutex};

    /// Takes a few bytes at a time, and now and then none.
    struct Slow {
        taken: Arc<Mutex<Vec<u8>>>,
        turn: usize,
    }

    impl AsyncWrite for Slow {
        fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
            self.turn += 1;
            if self.turn.is_multiple_of(3) {
                cx.waker().wake_by_ref();
                return Poll::Pending;
            }
            let some = buf.len().min(7);
            self.taken.lock().expect("nobody panics with it").extend_from_slice(&buf[..some]);
            Poll::Ready(Ok(some))
        }
        fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
            Poll::Ready(Ok(()))
        }
        fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
            Poll::Ready(Ok(()))
        }
    }

    #[tokio::test]
    async fn frames_of_every_length_arrive_whole_on_a_slow_socket() {
        let taken = Arc::new(Mutex::new(Vec::new()));
        let mut pen = Pen::new(Slow { taken: taken.clone(), turn: 0 });
        let texts: Vec<String> = [0, 1, 125, 126, 4096, 65_535, 65_536].map(|len| "h".repeat(len)).into();
        for text in &texts {
            pen.text(text).expect("it takes some");
            pen.made(&[0x8a, 0]).expect("an answer to a ping goes behind it");
            std::future::poll_fn(|cx| pen.poll_rest(cx)).await.expect("it takes the rest");
        }
        let bytes = taken.lock().expect("nobody panics with it").clone();
        let cursor = io::Cursor::new(bytes);
        let role = tokio_tungstenite::tungstenite::protocol::Role::Client;
        let mut read = tokio_tungstenite::tungstenite::WebSocket::from_raw_socket(cursor, role, None);
        for text in &texts {
            let frame = read.read().expect("a whole frame");
            assert_eq!(frame.into_text().expect("a text").as_str(), text);
            // A peer that pings and doesn't read gets no more answers after a while.
            assert!(text.len() > MOST_ANSWERS_WAITING || read.read().expect("a whole frame").is_pong());
        }
    }
}
