//! A websocket of the measuring side: one thread that writes and waits, as little as can be between it and the system.

use super::Curve;
use quiethold::sealed::{Channel, Hello};
use std::{
    io::{self, Read, Write},
    net::{SocketAddr, TcpStream},
    sync::Arc,
    time::{Duration, Instant},
};
use tokio_rustls::rustls::{
    ClientConfig, ClientConnection, RootCertStore, StreamOwned,
    crypto::ring,
    pki_types::{CertificateDer, ServerName},
};
use tokio_tungstenite::tungstenite::{
    Error, Message, WebSocket, client::IntoClientRequest, client::client_with_config,
    protocol::WebSocketConfig,
};

/// How long anything may take before the bench gives up.
const PATIENCE: Duration = Duration::from_secs(30);

/// In the clear, or over TLS.
trait Wire: Read + Write + Send {}
impl<T: Read + Write + Send> Wire for T {}

/// A websocket that waits.
pub struct Socket {
    line: WebSocket<Box<dyn Wire>>,
    tcp: TcpStream,
    channel: Option<Channel>,
}

/// How a socket speaks to its hub.
#[derive(Clone, Debug, Default)]
pub enum Air {
    /// In the clear.
    #[default]
    Open,
    /// Sealed for the hub with this public key.
    Sealed(String),
    /// Over TLS, trusting this certificate alone.
    Tls(Vec<u8>),
}

impl Socket {
    /// Connects to `path`, asking for a subprotocol.
    pub fn open(at: SocketAddr, path: &str, protocol: Option<&str>, air: &Air) -> Self {
        let tcp = TcpStream::connect(at).expect("it listens");
        tcp.set_nodelay(true).expect("any TCP takes it");
        tcp.set_read_timeout(Some(PATIENCE)).expect("any TCP takes it");
        let wire: Box<dyn Wire> = match air {
            Air::Tls(trusted) => Box::new(tls(tcp.try_clone().expect("a second handle"), trusted)),
            _ => Box::new(tcp.try_clone().expect("a second handle")),
        };
        let scheme = if matches!(air, Air::Tls(_)) { "wss" } else { "ws" };
        let mut request = format!("{scheme}://{at}{path}").into_client_request().expect("an address");
        if let Some(protocol) = protocol {
            let protocol = protocol.parse().expect("a word");
            request.headers_mut().insert("Sec-WebSocket-Protocol", protocol);
        }
        let config = WebSocketConfig::default().read_buffer_size(16 * 1024).write_buffer_size(0);
        let Ok((socket, _)) = client_with_config(request, wire, Some(config)) else {
            panic!("{at} takes no websocket")
        };
        let mut socket = Self { line: socket, tcp, channel: None };
        if let Air::Sealed(key) = air {
            socket.shake_hands(key);
        }
        socket
    }

    fn shake_hands(&mut self, key: &str) {
        let (hello, first) = Hello::to(key).expect("a key");
        self.say(Message::binary(first));
        let Message::Binary(answer) = self.next() else { panic!("the hub answers a hello") };
        self.channel = Some(hello.answered(&answer).expect("the hub's answer"));
    }

    /// One message, as it is.
    pub fn say(&mut self, message: Message) {
        self.line.send(message).expect("it takes what is said");
    }

    /// A frame of the hub's protocol, sealed where it has to be.
    pub fn text(&mut self, text: &str) {
        let Some(channel) = &mut self.channel else { return self.say(Message::text(text)) };
        for message in channel.seal(text).expect("sealed") {
            self.say(Message::binary(message));
        }
    }

    /// The next message; answers to pings are not told.
    pub fn next(&mut self) -> Message {
        loop {
            match self.line.read().expect("it says something") {
                Message::Ping(_) | Message::Pong(_) | Message::Frame(_) => {}
                message => return message,
            }
        }
    }

    /// The next frame of the hub's protocol.
    pub fn hear(&mut self) -> String {
        loop {
            if let Some(text) = self.opened() {
                return text;
            }
        }
    }

    /// Reads on until a frame is such; false if none came in good time.
    pub fn hear_within(&mut self, time: Duration, is: impl Fn(&str) -> bool) -> bool {
        let until = Instant::now() + time;
        let mut found = false;
        while !found {
            let left = until.saturating_duration_since(Instant::now()).max(Duration::from_millis(1));
            self.tcp.set_read_timeout(Some(left)).expect("any TCP takes it");
            match self.line.read() {
                Ok(Message::Ping(_) | Message::Pong(_) | Message::Frame(_)) => {}
                Ok(message) => found = self.open_up(message).is_some_and(|text| is(&text)),
                Err(Error::Io(why)) if why.kind() == io::ErrorKind::WouldBlock => break,
                Err(why) => panic!("the line broke: {why}"),
            }
        }
        self.tcp.set_read_timeout(Some(PATIENCE)).expect("any TCP takes it");
        found
    }

    fn opened(&mut self) -> Option<String> {
        let message = self.next();
        self.open_up(message)
    }

    fn open_up(&mut self, message: Message) -> Option<String> {
        match (message, &mut self.channel) {
            (Message::Text(text), None) => Some(text.as_str().to_owned()),
            (Message::Binary(message), Some(channel)) => channel.open(&message).expect("in order"),
            (other, _) => panic!("no frame of the hub's: {other:?}"),
        }
    }
}

fn tls(tcp: TcpStream, trusted: &[u8]) -> StreamOwned<ClientConnection, TcpStream> {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from(trusted.to_vec())).expect("a certificate");
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("ring has them")
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = ServerName::try_from("127.0.0.1").expect("a name");
    StreamOwned::new(ClientConnection::new(Arc::new(config), name).expect("a connection"), tcp)
}

/// Something that carries a performer's signal to two receivers.
pub trait Carrier {
    /// What it is called in the tables.
    fn name(&self) -> &str;

    /// One signal, from the performer's frame to the later of both receivers'.
    fn signal(&mut self) -> Duration;

    /// What belongs to a signal and is not timed: here it is released, and comes to rest.
    fn release(&mut self) {}

    /// Between two slices, while nothing is measured: whoever has to be heard of now and then is.
    fn beat(&mut self) {}

    /// How long from a signal's frame until it was told to be on disk, if that is told.
    fn recorded(&mut self) -> Option<&mut Curve> {
        None
    }
}
