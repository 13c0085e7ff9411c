//! The datagram lane: what is urgent, a third time, over a WebRTC data channel.
//!
//! TCP can't be told to send again at once; after an outage it waits out its own backoff. So a page may open a path of
//! datagrams beside its two websockets, and the first copy counts. It is never trusted more than a lane: only who
//! learned the password inside a websocket is answered on it, it carries only what is urgent, and nothing waits for it.

mod channel;
mod handshake;
mod ice;
mod lane;
mod path;

pub use handshake::{Handshake, Identity, from_hex, to_hex};
pub use path::{End, Ended, Path};

use crate::{budget::Budget, hub::Beside, protocol::HubFrame};
use lane::Lane;
use std::{
    collections::HashMap,
    io,
    net::{IpAddr, Ipv4Addr, SocketAddr},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};
use tokio::{
    net::UdpSocket,
    runtime::Handle,
    sync::{
        mpsc::{Sender, channel},
        watch,
    },
    time::sleep,
};

/// So many packets of one phone may wait for their turn; more are dropped, as the air would.
const MOST_WAITING: usize = 64;
/// Packets of one phone, at once and a second: many times what a busy page sends.
const PACKETS: f64 = 400.0;
/// The same from where it was not heard before: a roam brings some, and whoever has overheard its name.
const FROM_ELSEWHERE: f64 = 20.0;
/// One phone may be heard from so many addresses; a roam brings a new one.
const MOST_ADDRESSES: usize = 4;
/// The longest packet that ICE or DTLS sends.
const PACKET: usize = 2048;
/// Behind any other error of the socket's.
const BREATH: Duration = Duration::from_millis(10);

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

/// The hub's own name for a path.
type Name = Arc<str>;

#[derive(Default)]
struct Phones {
    by_name: HashMap<Name, Phone>,
    by_address: HashMap<SocketAddr, Name>,
}

struct Phone {
    packets: Sender<Packet>,
    known: Budget,
    elsewhere: Budget,
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
            match heard {
                Ok((len, from)) => self.phones().route(from, &packet[..len]),
                // An answer to an earlier packet: nobody listens there any more.
                Err(why) if why.kind() == io::ErrorKind::ConnectionReset => {}
                Err(_) => sleep(BREATH).await,
            }
        }
    }

    /// Opens a phone's lane, and answers on the websocket that the offer came on.
    pub fn open(self: &Arc<Self>, offer: Handshake, beside: Beside) {
        let of = self.clone();
        self.runtime.spawn(async move {
            let now = Instant::now();
            let mut path = Path::new(End::Hub, &of.identity, of.local, now);
            if path.meet(&offer, None, now).is_err() {
                return;
            }
            let Handshake { ufrag, password, fingerprint } = path.handshake();
            let (sender, packets) = channel(MOST_WAITING);
            let known = Known::new(&of, ufrag.as_str().into(), sender);
            let (fingerprint, port) = (to_hex(&fingerprint), of.port);
            beside.answer(&HubFrame::Datagram { ufrag, password, fingerprint, port });
            Lane::new(path, beside, known).run(packets).await;
        });
    }

    /// The UDP port that a firewall has to let in.
    pub fn port(&self) -> u16 {
        self.port
    }

    fn send(&self, to: SocketAddr, packet: &[u8]) {
        // A packet that finds no room is lost, as on the air.
        let _ = self.socket.try_send_to(packet, to);
    }

    fn phones(&self) -> MutexGuard<'_, Phones> {
        self.phones.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Phones {
    fn route(&mut self, from: SocketAddr, packet: &[u8]) {
        let by_address = self.by_address.get(&from);
        // The name first: somebody else may have sent from this address before.
        let Some(name) = name_in(packet).or(by_address.map(|name| &**name)) else { return };
        let Some(phone) = self.by_name.get_mut(name) else { return };
        let known = by_address.is_some_and(|known| **known == *name);
        if if known { phone.known.take() } else { phone.elsewhere.take() } {
            let _ = phone.packets.try_send((from, packet.to_vec()));
        }
    }

    /// Unless another phone is known there by now.
    fn forget(&mut self, address: SocketAddr, name: &Name) {
        if self.by_address.get(&address) == Some(name) {
            self.by_address.remove(&address);
        }
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

/// A path's name and addresses at the socket, for as long as its lane runs.
struct Known {
    of: Arc<Datagrams>,
    name: Name,
    /// The latest last.
    addresses: Vec<SocketAddr>,
}

impl Known {
    fn new(of: &Arc<Datagrams>, name: Name, packets: Sender<Packet>) -> Self {
        let (known, elsewhere) = (Budget::of(PACKETS, PACKETS), Budget::of(FROM_ELSEWHERE, FROM_ELSEWHERE));
        of.phones().by_name.insert(name.clone(), Phone { packets, known, elsewhere });
        Self { of: of.clone(), name, addresses: Vec::new() }
    }

    /// Its packets come from here, too. Proven by the password before.
    fn at(&mut self, address: SocketAddr) {
        let mut phones = self.of.phones();
        self.addresses.retain(|known| *known != address);
        if self.addresses.len() == MOST_ADDRESSES {
            phones.forget(self.addresses.remove(0), &self.name);
        }
        self.addresses.push(address);
        phones.by_address.insert(address, self.name.clone());
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
            phones.forget(*address, &self.name);
        }
    }
}
