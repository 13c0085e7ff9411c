//! Datagram lanes beside a set's sockets, which only listen: what the hub sends there is its own work, and the phones'.

use super::{set::written, socket::Socket};
use crate::{PATIENCE, third::ThirdLane};
use quiethold::protocol::HubFrame;
use std::{
    net::{IpAddr, Ipv4Addr},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering::Relaxed},
        mpsc::channel,
    },
};
use tokio::runtime::{Builder, Runtime};

/// They live on a thread of their own.
pub(super) struct Beside {
    lanes: Vec<ThirdLane>,
    heard: Arc<AtomicU64>,
    runtime: Runtime,
}

impl Beside {
    pub fn new() -> Self {
        let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build();
        Self { lanes: Vec::new(), heard: Arc::default(), runtime: runtime.expect("a thread") }
    }

    /// Opens one.
    pub fn open(&mut self, socket: &mut Socket) {
        let here = IpAddr::V4(Ipv4Addr::LOCALHOST);
        let (tell, opened) = channel();
        let heard = self.heard.clone();
        let ear = move |said: Option<(HubFrame, usize)>| match said {
            Some(_) => _ = heard.fetch_add(1, Relaxed),
            None => drop(tell.send(())),
        };
        let (lane, offer) = self.runtime.block_on(ThirdLane::offer(here, here, Box::new(ear)));
        socket.text(&written(&offer));
        let answer = loop {
            let text = socket.hear();
            if text.starts_with(r#"{"type":"datagram""#) {
                break serde_json::from_str(&text).expect("a frame of the hub's");
            }
        };
        lane.answered(&answer);
        opened.recv_timeout(PATIENCE).expect("it opens");
        self.lanes.push(lane);
    }

    /// How many frames have come on them.
    pub fn heard(&self) -> u64 {
        self.heard.load(Relaxed)
    }
}
