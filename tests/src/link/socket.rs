//! A lane's socket: opened in the background, and carried to its end.

use crate::{
    Route,
    line::{Heard, Line},
};
use quiethold::protocol::{ClientFrame, HubFrame};
use std::{
    net::IpAddr,
    time::{Duration, Instant},
};
use tokio::{
    sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel},
    task::JoinHandle,
    time::sleep,
};

/// A lane's socket, on its way or open.
pub(super) struct Socket {
    /// Tells what an earlier one still says from what this one says.
    pub birth: u64,
    pub live: bool,
    /// The latest beat of which the echo came.
    pub echoed: u64,
    pub heard: Instant,
    say: UnboundedSender<String>,
    task: JoinHandle<()>,
}

impl Drop for Socket {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// What comes on a lane: a frame and its bytes, or its end.
pub(super) type Said = Result<(Box<HubFrame>, String), Option<u16>>;
pub(super) type FromLane = (usize, u64, Instant, Said);

impl Socket {
    /// Says this first.
    pub fn dial(
        (route, from): (Route, IpAddr),
        (lane, birth): (usize, u64),
        hello: &ClientFrame,
        heard: UnboundedSender<FromLane>,
    ) -> Self {
        let (say, says) = unbounded_channel();
        let task = tokio::spawn(async move {
            let tell = |what| heard.send((lane, birth, Instant::now(), what)).is_ok();
            let end = match Line::try_open_from(route, from).await {
                Ok(open) => carry(open, says, tell).await,
                Err(_) => None,
            };
            let _ = heard.send((lane, birth, Instant::now(), Err(end)));
        });
        let socket = Self { birth, live: false, echoed: 0, heard: Instant::now(), say, task };
        socket.say(hello);
        socket
    }

    pub fn say(&self, frame: &ClientFrame) -> bool {
        self.say.send(serde_json::to_string(frame).expect("our own types can be written")).is_ok()
    }
}

async fn carry(
    mut line: Line,
    mut says: UnboundedReceiver<String>,
    tell: impl Fn(Said) -> bool,
) -> Option<u16> {
    loop {
        tokio::select! {
            biased;
            said = says.recv() => match said {
                Some(text) => line.text(text).await,
                None => return None,
            },
            heard = line.hear() => match heard {
                Heard::Frame(frame, bytes) => {
                    if !tell(Ok((frame, bytes))) {
                        return None;
                    }
                }
                Heard::End(code) => {
                    sleep(Duration::from_millis(10)).await;
                    return code;
                }
            },
        }
    }
}
