//! The floors: a relay that passes frames on and does nothing else.

use super::{Dialect, PERFORMERS, PRESS, Part, Peer};
use crate::bench::{
    process::Process,
    socket::{Carrier, Socket},
};
use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
    time::{Duration, Instant},
};
use tokio_tungstenite::tungstenite::Message;

pub(super) const WEBSOCKET: &str = "tokio-tungstenite";
pub(super) const TCP: &str = "bare TCP";

/// The first message says what a socket is; also spoken with `ws` on Node.
pub(super) struct Plain(pub &'static str);

impl Dialect for Plain {
    fn name(&self) -> &'static str {
        self.0
    }

    fn greet(&self, socket: &mut Socket, part: Part) {
        socket.text(match part {
            Part::Performer => "p",
            Part::Receiver => "r",
            Part::Other => "o",
        });
    }

    fn press(&self) -> Message {
        Message::text(PRESS)
    }

    fn is_press(&self, message: &Message) -> bool {
        message.is_text()
    }
}

#[allow(clippy::unnecessary_wraps)] // as the peers that may not be had
pub(super) fn websocket(others: usize) -> Result<Box<dyn Carrier>, String> {
    let process = Process::own(&["floor", "websocket"]);
    let at = process.address();
    Ok(Box::new(Peer::on(Plain(WEBSOCKET), process, at, others)))
}

#[allow(clippy::unnecessary_wraps)] // likewise
pub(super) fn tcp(others: usize) -> Result<Box<dyn Carrier>, String> {
    Ok(Box::new(BareTcp::start(2, others)))
}

/// The relay without a websocket.
pub struct BareTcp {
    /// Where it listens.
    pub at: SocketAddr,
    performers: Vec<TcpStream>,
    receivers: Vec<TcpStream>,
    next: usize,
    _others: Vec<TcpStream>,
    _process: Process,
}

impl BareTcp {
    /// With so many receivers and others.
    pub fn start(receivers: usize, others: usize) -> Self {
        let process = Process::own(&["floor", "tcp"]);
        let at = process.address();
        let join = |part: u8| {
            let mut tcp = TcpStream::connect(at).expect("it listens");
            tcp.set_nodelay(true).expect("any TCP takes it");
            tcp.write_all(&[part]).expect("it listens");
            tcp
        };
        let receivers = (0..receivers).map(|_| join(b'r')).collect();
        let performers = (0..PERFORMERS).map(|_| join(b'p')).collect();
        let others = (0..others).map(|_| join(b'o')).collect();
        std::thread::sleep(Duration::from_millis(100));
        Self { at, performers, receivers, next: 0, _others: others, _process: process }
    }

    /// A performer says something.
    pub fn say(&mut self, bytes: &[u8]) {
        let whose = self.next % self.performers.len();
        self.next += 1;
        self.performers[whose].write_all(bytes).expect("it lives");
    }
}

impl Carrier for BareTcp {
    fn name(&self) -> &str {
        TCP
    }

    fn signal(&mut self) -> Duration {
        let sent = Instant::now();
        self.say(PRESS.as_bytes());
        let mut heard = [0; PRESS.len()];
        for receiver in &mut self.receivers {
            receiver.read_exact(&mut heard).expect("it lives");
        }
        sent.elapsed()
    }
}
