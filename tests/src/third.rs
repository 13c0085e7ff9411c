//! A page's datagram lane, as `client-web/src/datagram.ts` keeps it.

use quiethold::{
    datagram::{End, Handshake, Identity, Path, from_hex, to_hex},
    protocol::{ClientFrame, HubFrame},
};
use std::{
    net::{IpAddr, SocketAddr},
    time::{Duration, Instant},
};
use tokio::{
    net::UdpSocket,
    sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel},
    task::JoinHandle,
    time::sleep_until,
};

/// A lane that is open, or on its way. Dropped, it is closed.
pub struct ThirdLane {
    say: UnboundedSender<Said>,
    task: JoinHandle<()>,
}

enum Said {
    Answer(Handshake, u16),
    Frame(String),
}

impl Drop for ThirdLane {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// What comes on it, and how long it was on the air. `None`: it is open.
pub type Ear = Box<dyn Fn(Option<(HubFrame, usize)>) + Send>;

impl ThirdLane {
    /// Begins: the offer goes to the hub on a websocket, and its answer to [`Self::answered`].
    pub async fn offer(from: IpAddr, hub: IpAddr, ear: Ear) -> (Self, ClientFrame) {
        let socket = UdpSocket::bind((from, 0)).await.expect("a UDP socket");
        let local = socket.local_addr().expect("it is bound");
        let identity = Identity::new().expect("chance");
        // Which port the hub has is only known from its answer.
        let (say, says) = unbounded_channel();
        let path = Path::new(End::Page, &identity, local, Instant::now());
        let Handshake { ufrag, password, fingerprint } = path.handshake();
        let fingerprint = to_hex(&fingerprint);
        let task = tokio::spawn(run(path, socket, hub, says, ear));
        (Self { say, task }, ClientFrame::Datagram { ufrag, password, fingerprint })
    }

    /// The hub's end of it.
    pub fn answered(&self, frame: &HubFrame) {
        let HubFrame::Datagram { ufrag, password, fingerprint, port } = frame else { return };
        let fingerprint = from_hex(fingerprint).expect("the hub's own");
        let hub = Handshake { ufrag: ufrag.clone(), password: password.clone(), fingerprint };
        let _ = self.say.send(Said::Answer(hub, *port));
    }

    /// May be lost.
    pub fn say(&self, frame: &ClientFrame) {
        let text = serde_json::to_string(frame).expect("our own types can be written");
        let _ = self.say.send(Said::Frame(text));
    }

    /// Anything at all, as a frame.
    pub fn text(&self, text: impl Into<String>) {
        let _ = self.say.send(Said::Frame(text.into()));
    }
}

async fn run(mut path: Path, socket: UdpSocket, hub: IpAddr, mut says: UnboundedReceiver<Said>, ear: Ear) {
    let mut buffer = [0; 2048];
    let mut open = false;
    loop {
        let due = path.due().unwrap_or_else(|| Instant::now() + Duration::from_secs(1));
        let went_on = tokio::select! {
            biased;
            said = says.recv() => match said {
                Some(Said::Answer(peer, port)) => {
                    let hub = SocketAddr::new(hub, port);
                    // As a browser: whatever comes from anywhere else is nobody's answer.
                    socket.connect(hub).await.expect("any address");
                    path.meet(&peer, Some(hub), Instant::now())
                }
                Some(Said::Frame(text)) => {
                    path.send(&format!("{text:<width$}", width = text.len().next_multiple_of(256)), Instant::now())
                }
                None => return,
            },
            Ok((len, from)) = socket.recv_from(&mut buffer) => path.take(from, &buffer[..len], Instant::now()).map(drop),
            () = sleep_until(due.into()) => path.tick(Instant::now()),
        };
        while let Some((_, packet)) = path.packet() {
            let _ = socket.send(&packet).await;
        }
        if path.is_open() && !std::mem::replace(&mut open, true) {
            ear(None);
        }
        while let Some(message) = path.message() {
            let text = String::from_utf8(message).expect("the hub sends text");
            let frame = serde_json::from_str(&text).unwrap_or_else(|why| panic!("{why}: {text}"));
            ear(Some((frame, text.len())));
        }
        if went_on.is_err() {
            return;
        }
    }
}
