//! Other systems, run for real: each carries a performer's signal to two receivers, with the same crowd around.

mod floor;
mod mosquitto;
mod nats;
mod node;

use super::{
    process::Process,
    socket::{Air, Carrier, Socket},
};
use std::{
    net::SocketAddr,
    thread,
    time::{Duration, Instant},
};
use tokio_tungstenite::tungstenite::Message;

pub use floor::BareTcp;

/// As many as take turns on the hub.
const PERFORMERS: usize = 20;
/// So many of the others come at once: one behind the other, Mosquitto takes a fifth of a second for each.
const AT_ONCE: usize = 20;
/// As long as a performer's frame is.
const PRESS: &str =
    r#"{"type":"do","id":"f2b7cc94-4bb2-4c8e-9bd0-0d7d6a4f10aa","cmd":{"kind":"raise","level":"hold"}}"#;

/// What a connection is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Performer,
    Receiver,
    Other,
}

/// How one system is spoken to over its websocket.
pub(super) trait Dialect: Sync {
    fn name(&self) -> &'static str;
    fn path(&self) -> &'static str {
        "/"
    }
    fn protocol(&self) -> Option<&'static str> {
        None
    }
    /// What is said before all else, up to the answer that says that it counts.
    fn greet(&self, socket: &mut Socket, part: Part);
    fn press(&self) -> Message;
    fn is_press(&self, message: &Message) -> bool;
}

/// A system with its people.
pub struct Peer {
    dialect: Box<dyn Dialect>,
    performers: Vec<Socket>,
    receivers: [Socket; 2],
    next: usize,
    _others: Vec<Socket>,
    _process: Process,
}

impl Peer {
    fn on(dialect: impl Dialect + 'static, process: Process, at: SocketAddr, others: usize) -> Self {
        let join = |part| {
            let mut socket = Socket::open(at, dialect.path(), dialect.protocol(), &Air::Open);
            dialect.greet(&mut socket, part);
            socket
        };
        let receivers = [join(Part::Receiver), join(Part::Receiver)];
        let performers = (0..PERFORMERS).map(|_| join(Part::Performer)).collect();
        let some = |nth| (nth..others).step_by(AT_ONCE).map(|_| join(Part::Other)).collect::<Vec<_>>();
        let others = thread::scope(|all| {
            let threads: Vec<_> = (0..AT_ONCE).map(|nth| all.spawn(move || some(nth))).collect();
            threads.into_iter().flat_map(|some| some.join().expect("they come in")).collect()
        });
        let dialect = Box::new(dialect);
        let mut peer = Self { dialect, performers, receivers, next: 0, _others: others, _process: process };
        // A greeting that nobody answers may still be on its way.
        thread::sleep(Duration::from_millis(100));
        peer.signal();
        peer
    }
}

impl Carrier for Peer {
    fn name(&self) -> &str {
        self.dialect.name()
    }

    fn signal(&mut self) -> Duration {
        let whose = self.next % self.performers.len();
        self.next += 1;
        let press = self.dialect.press();
        let sent = Instant::now();
        self.performers[whose].say(press);
        for receiver in &mut self.receivers {
            while !self.dialect.is_press(&receiver.next()) {}
        }
        sent.elapsed()
    }
}

/// How a peer is started with a crowd around it; what it lacks where it can't be.
pub type Start = fn(others: usize) -> Result<Box<dyn Carrier>, String>;

/// All of them by name, the floor first.
pub const ALL: [(&str, Start); 6] = [
    (floor::WEBSOCKET, floor::websocket),
    (floor::TCP, floor::tcp),
    (nats::NAME, nats::start),
    (mosquitto::NAME, mosquitto::start),
    (node::SOCKET_IO, node::socket_io),
    (node::WS, node::ws),
];

/// What ran beside the hub, for whoever repeats it.
pub fn versions() -> Vec<String> {
    [nats::version(), mosquitto::version(), node::version()].into_iter().flatten().collect()
}
