//! Somebody on the same Wi-Fi who writes down every byte between the phones and the hub.

use crate::line::Route;
use std::{
    net::SocketAddr,
    sync::{Arc, Mutex, PoisonError},
    time::Instant,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};

/// What was written down of one connection.
#[derive(Clone, Debug, Default)]
pub struct Taken {
    /// From the phone.
    pub up: Vec<u8>,
    /// From the hub.
    pub down: Vec<u8>,
    /// When how many bytes had come from the phone, and from the hub.
    pub times: Vec<(Instant, usize, usize)>,
}

/// A route to the hub that is overheard.
pub struct Tap {
    route: Route,
    taken: Arc<Mutex<Vec<Arc<Mutex<Taken>>>>>,
    carrier: JoinHandle<()>,
}

impl Drop for Tap {
    fn drop(&mut self) {
        self.carrier.abort();
    }
}

impl Tap {
    /// Between the phones and the hub, at another port of the hub's address.
    pub async fn on(to: &Route) -> Self {
        let here = SocketAddr::new(to.tcp.ip(), 0);
        let listener = TcpListener::bind(here).await.expect("a port beside the hub's");
        let route = Route { tcp: listener.local_addr().expect("it is bound"), ..to.clone() };
        let taken = Arc::<Mutex<Vec<_>>>::default();
        let carrier = tokio::spawn(carry(listener, to.tcp, taken.clone()));
        Self { route, taken, carrier }
    }

    /// The route over it.
    pub fn route(&self) -> Route {
        self.route.clone()
    }

    /// All that was written down so far, by connection.
    pub fn taken(&self) -> Vec<Taken> {
        lock(&self.taken).iter().map(|one| lock(one).clone()).collect()
    }
}

fn lock<T>(shared: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn carry(listener: TcpListener, hub: SocketAddr, all: Arc<Mutex<Vec<Arc<Mutex<Taken>>>>>) {
    while let Ok((phone, _)) = listener.accept().await {
        let Ok(hub) = TcpStream::connect(hub).await else { continue };
        let taken = Arc::<Mutex<Taken>>::default();
        lock(&all).push(taken.clone());
        for tcp in [&phone, &hub] {
            tcp.set_nodelay(true).expect("any stream takes it");
        }
        let ((from_phone, to_phone), (from_hub, to_hub)) = (phone.into_split(), hub.into_split());
        tokio::spawn(pass(from_phone, to_hub, taken.clone(), true));
        tokio::spawn(pass(from_hub, to_phone, taken, false));
    }
}

async fn pass(
    mut from: impl AsyncReadExt + Unpin,
    mut to: impl AsyncWriteExt + Unpin,
    taken: Arc<Mutex<Taken>>,
    up: bool,
) {
    let mut buffer = vec![0; 65_536];
    while let Ok(read @ 1..) = from.read(&mut buffer).await {
        {
            let mut taken = lock(&taken);
            let side = if up { &mut taken.up } else { &mut taken.down };
            side.extend_from_slice(&buffer[..read]);
            let so_far = (Instant::now(), taken.up.len(), taken.down.len());
            taken.times.push(so_far);
        }
        if to.write_all(&buffer[..read]).await.is_err() {
            break;
        }
    }
    let _ = to.shutdown().await;
}

/// One websocket message as it stands in the bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Message {
    /// 1: text, 2: binary, 8: close, 9 and 10: ping and pong.
    pub kind: u8,
    /// How long what it carries is.
    pub length: usize,
    /// Where it ends in the bytes.
    pub end: usize,
}

/// The messages behind the upgrade; a last one that is not whole is left out.
pub fn messages(bytes: &[u8]) -> Vec<Message> {
    let Some(head) = bytes.windows(4).position(|part| part == b"\r\n\r\n") else { return Vec::new() };
    let mut at = head + 4;
    let mut messages = Vec::new();
    while let Some(&[first, second]) = bytes.get(at..at + 2) {
        let (more, short) = (if second & 0x80 == 0 { 0 } else { 4 }, usize::from(second & 0x7f));
        let wide = match short {
            126 => 2,
            127 => 8,
            _ => 0,
        };
        let Some(digits) = bytes.get(at + 2..at + 2 + wide) else { break };
        let length =
            if wide == 0 { short } else { digits.iter().fold(0, |sum, byte| sum << 8 | usize::from(*byte)) };
        let end = at + 2 + wide + more + length;
        if end > bytes.len() {
            break;
        }
        messages.push(Message { kind: first & 0x0f, length, end });
        at = end;
    }
    messages
}
