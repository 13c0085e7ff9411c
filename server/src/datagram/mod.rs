//! The datagram lane: what is urgent, a third time, over a WebRTC data channel.
//!
//! TCP can't be told to send again at once; after an outage it waits out its own backoff. So a page may open a path of
//! datagrams beside its two websockets, and the first copy counts. It is never trusted more than a lane: only who
//! learned the password inside a websocket is answered on it, it carries only what is urgent, and nothing waits for it.

mod handshake;
mod lane;
mod path;

pub use handshake::{Handshake, Identity, from_hex, to_hex};
pub use path::{End, Ended, Path};

use crate::{hub::Beside, protocol::HubFrame};
use std::{
    collections::HashMap,
    io,
    net::{IpAddr, Ipv4Addr, SocketAddr},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Instant,
};
use tokio::{
    net::UdpSocket,
    runtime::Handle,
    sync::{
        mpsc::{Receiver, Sender, channel},
        watch,
    },
};

/// So many packets of one phone may wait for their turn; more are dropped, as the air would.
const MOST_WAITING: usize = 64;
/// One phone may be heard from so many addresses; a roam brings a new one.
const MOST_ADDRESSES: usize = 4;
/// The longest packet that ICE or DTLS sends.
const PACKET: usize = 2048;

/// The hub's one UDP socket, and whose packets are known there.
pub struct Datagrams {
    socket: UdpSocket,
    port: u16,
    local: SocketAddr,
    identity: Identity,
    phones: Mutex<Phones>,
    /// Where the lanes run: a handshake's cryptography must not hold up the thread that carries everybody's holds.
    runtime: Handle,
}

/// A packet and where it came from.
type Packet = (SocketAddr, Vec<u8>);

#[derive(Default)]
struct Phones {
    by_name: HashMap<String, Sender<Packet>>,
    by_address: HashMap<SocketAddr, Sender<Packet>>,
}

impl Datagrams {
    /// Takes the port of the same number, or any that is free.
    ///
    /// # Errors
    /// When the system gives no UDP socket.
    pub async fn listen(address: SocketAddr) -> io::Result<Arc<Self>> {
        let socket = match UdpSocket::bind(address).await {
            Ok(socket) => socket,
            Err(_) => UdpSocket::bind(SocketAddr::new(address.ip(), 0)).await?,
        };
        let port = socket.local_addr()?.port();
        let identity = Identity::new().map_err(io::Error::other)?;
        // Only a name for "here": the page finds the hub where it found the websocket.
        let ip = if address.ip().is_unspecified() { IpAddr::V4(Ipv4Addr::LOCALHOST) } else { address.ip() };
        let local = SocketAddr::new(ip, port);
        let (phones, runtime) = (Mutex::default(), Handle::current());
        Ok(Arc::new(Self { socket, port, local, identity, phones, runtime }))
    }

    /// Hands each packet to the phone whose it is, until it is told to stop. Whatever nobody is known for is dropped:
    /// no answer, no line in a log.
    pub async fn serve(self: Arc<Self>, mut stopped: watch::Receiver<bool>) {
        let mut packet = [0; PACKET];
        loop {
            let heard = tokio::select! {
                heard = self.socket.recv_from(&mut packet) => heard,
                _ = stopped.wait_for(|stop| *stop) => return,
            };
            // An error here is an answer to an earlier packet: nobody listens there any more.
            let Ok((len, from)) = heard else { continue };
            self.route(from, &packet[..len]);
        }
    }

    fn route(&self, from: SocketAddr, packet: &[u8]) {
        let phones = self.phones();
        let phone = match phones.by_address.get(&from) {
            Some(phone) => phone,
            None => match name_in(packet).and_then(|name| phones.by_name.get(name)) {
                Some(phone) => phone,
                None => return,
            },
        };
        let _ = phone.try_send((from, packet.to_vec()));
    }

    /// Opens a phone's lane. What it returns goes back on the websocket that the offer came on. None: no such offer.
    pub fn open(self: &Arc<Self>, offer: &Handshake, beside: Beside) -> Option<HubFrame> {
        let now = Instant::now();
        let mut path = Path::new(End::Hub, &self.identity, self.local, now);
        let answer = path.handshake(&self.identity);
        path.meet(offer, None, now).ok()?;
        let (sender, packets) = channel(MOST_WAITING);
        self.phones().by_name.insert(answer.ufrag.clone(), sender.clone());
        let known = Known { of: self.clone(), name: answer.ufrag.clone(), addresses: Vec::new(), sender };
        self.runtime.spawn(lane::run(path, beside, known, packets));
        let Handshake { ufrag, password, fingerprint } = answer;
        Some(HubFrame::Datagram { ufrag, password, fingerprint: to_hex(&fingerprint), port: self.port })
    }

    fn send(&self, to: SocketAddr, packet: &[u8]) {
        // A packet that finds no room is lost, as on the air.
        let _ = self.socket.try_send_to(packet, to);
    }

    fn phones(&self) -> MutexGuard<'_, Phones> {
        self.phones.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The hub's own name for a path in an ICE request: what stands before the colon of its USERNAME.
fn name_in(packet: &[u8]) -> Option<&str> {
    if !matches!(packet.first(), Some(0..=3)) {
        return None;
    }
    let (_, name) = packet.split_at_checked(20)?;
    let mut attributes = name;
    loop {
        let (head, rest) = attributes.split_at_checked(4)?;
        let len = usize::from(u16::from_be_bytes([head[2], head[3]]));
        if head[..2] == [0, 6] {
            return std::str::from_utf8(rest.get(..len)?).ok()?.split(':').next();
        }
        attributes = rest.get(len.next_multiple_of(4)..)?;
    }
}

/// A path's names at the socket, for as long as its lane runs.
struct Known {
    of: Arc<Datagrams>,
    name: String,
    addresses: Vec<SocketAddr>,
    sender: Sender<Packet>,
}

impl Known {
    /// Its packets come from here, too. Proven by the password before.
    fn at(&mut self, address: SocketAddr) {
        if self.addresses.contains(&address) {
            return;
        }
        let mut phones = self.of.phones();
        if self.addresses.len() == MOST_ADDRESSES {
            phones.by_address.remove(&self.addresses.remove(0));
        }
        phones.by_address.insert(address, self.sender.clone());
        self.addresses.push(address);
    }

    fn send(&self, to: SocketAddr, packet: &[u8]) {
        self.of.send(to, packet);
    }
}

impl Drop for Known {
    fn drop(&mut self) {
        let mut phones = self.of.phones();
        phones.by_name.remove(&self.name);
        for address in &self.addresses {
            if phones.by_address.get(address).is_some_and(|phone| phone.same_channel(&self.sender)) {
                phones.by_address.remove(address);
            }
        }
    }
}

type Packets = Receiver<Packet>;
