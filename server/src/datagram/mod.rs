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
mod phones;
mod socket;

pub use handshake::{Handshake, Identity, from_hex, to_hex};
pub use path::{End, Ended, Path};

use crate::{hub::Beside, protocol::HubFrame};
use lane::Lane;
use phones::{Known, Phones};
use socket::{Socket, Way};
use std::{
    io,
    net::{IpAddr, Ipv4Addr, SocketAddr},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};
use tokio::{
    runtime::Handle,
    sync::{mpsc::channel, watch},
    time::sleep,
};

/// So many packets of one phone may wait for their turn; more are dropped, as the air would.
const MOST_WAITING: usize = 64;
/// The longest packet that ICE or DTLS sends.
const PACKET: usize = 2048;
/// Behind any other error of the socket's.
const BREATH: Duration = Duration::from_millis(10);

/// The hub's one UDP socket, and whose packets are known there.
pub struct Datagrams {
    socket: Socket,
    port: u16,
    local: SocketAddr,
    identity: Identity,
    phones: Mutex<Phones>,
    /// Where the lanes run: a handshake's cryptography must not hold up the thread that carries everybody's holds.
    runtime: Handle,
}

impl Datagrams {
    /// Takes the port of the same number, or any that is free.
    ///
    /// # Errors
    /// When the system gives no UDP socket.
    pub async fn listen(address: SocketAddr) -> io::Result<Arc<Self>> {
        let socket = Socket::bind(address).await?;
        let port = socket.port()?;
        let identity = Identity::new().map_err(io::Error::other)?;
        // Only a name for "here": the page finds the hub where it found the websocket.
        let ip = if address.ip().is_unspecified() { IpAddr::V4(Ipv4Addr::LOCALHOST) } else { address.ip() };
        let local = SocketAddr::new(ip, port);
        let (phones, runtime) = (Mutex::default(), Handle::current());
        Ok(Arc::new(Self { socket, port, local, identity, phones, runtime }))
    }

    /// Hands each packet to the phone whose it is, until it is told to stop.
    pub async fn serve(self: Arc<Self>, mut stopped: watch::Receiver<bool>) {
        let mut room = Socket::room();
        loop {
            let heard = tokio::select! {
                heard = self.socket.hear(&mut room) => heard,
                _ = stopped.wait_for(|stop| *stop) => return,
            };
            match heard {
                Ok((way, packets)) => {
                    let mut phones = self.phones();
                    packets.for_each(|packet| phones.route(way, packet));
                }
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

    fn phones(&self) -> MutexGuard<'_, Phones> {
        self.phones.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
