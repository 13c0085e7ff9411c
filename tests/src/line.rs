//! A bare websocket, to say what no page of ours would.

use crate::PATIENCE;
use futures_util::{SinkExt, StreamExt};
use quiethold::protocol::{ClientFrame, HubFrame, SEALED_SUBPROTOCOL, SUBPROTOCOL, VERSION};
use quiethold::sealed::{Channel, Hello};
use quiethold::words::{DeviceId, Lane};
use std::net::{IpAddr, SocketAddr};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::{TcpSocket, TcpStream},
    time::timeout,
};
use tokio_rustls::client::TlsStream;
use tokio_tungstenite::{
    WebSocketStream, client_async,
    tungstenite::{
        Message,
        client::IntoClientRequest,
        http::HeaderValue,
        protocol::{CloseFrame, frame::coding::CloseCode},
    },
};
use uuid::Uuid;

/// The way to a hub. From an address alone: open, as on the laptop itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    /// Where to connect.
    pub tcp: SocketAddr,
    /// What the hub is called there.
    pub host: SocketAddr,
    /// The hub's public key: then everything is sealed.
    pub key: Option<String>,
}

impl From<SocketAddr> for Route {
    fn from(address: SocketAddr) -> Self {
        Self { tcp: address, host: address, key: None }
    }
}

type Failure = tokio_tungstenite::tungstenite::Error;

/// In the clear, or over TLS.
trait Air: AsyncRead + AsyncWrite + Unpin + Send {}
impl<S: AsyncRead + AsyncWrite + Unpin + Send> Air for S {}
type Socket = WebSocketStream<Box<dyn Air>>;

/// A bare websocket to a hub.
pub struct Line {
    socket: Socket,
    channel: Option<Channel>,
    gone: bool,
}

/// What came on it.
#[derive(Clone, Debug)]
pub enum Heard {
    /// A frame, and its bytes.
    Frame(Box<HubFrame>, String),
    /// The end, with its close code if one was given.
    End(Option<u16>),
}

impl Line {
    /// Connects, speaking `quiethold.v1`, or sealed where the way has a key.
    pub async fn open(hub: impl Into<Route>) -> Self {
        Self::try_open(hub).await.expect("the hub takes the connection")
    }

    /// Connects as a peer that has hardly any room for what comes in.
    pub async fn open_narrow(hub: SocketAddr) -> Self {
        let socket = TcpSocket::new_v4().expect("a socket");
        socket.set_recv_buffer_size(4096).expect("any size is taken");
        let tcp = socket.connect(hub).await.expect("the hub listens");
        Self::over(tcp, hub, SUBPROTOCOL).await.expect("the hub takes the connection")
    }

    /// Connects, and says nothing yet.
    pub async fn speaking(protocol: &'static str, hub: &Route) -> Self {
        let tcp = TcpStream::connect(hub.tcp).await.expect("the hub listens");
        Self::over(tcp, hub.host, protocol).await.expect("the hub takes the connection")
    }

    /// Connects to a hub that may be down.
    ///
    /// # Errors
    /// When nobody answers there.
    pub async fn try_open(hub: impl Into<Route>) -> Result<Self, Failure> {
        let hub = hub.into();
        let tcp = TcpStream::connect(hub.tcp).await?;
        Self::by(tcp, hub).await
    }

    /// The same, from one of this machine's addresses.
    ///
    /// # Errors
    /// When nobody answers there.
    pub async fn try_open_from(hub: Route, from: IpAddr) -> Result<Self, Failure> {
        let socket = TcpSocket::new_v4()?;
        socket.bind(SocketAddr::new(from, 0))?;
        Self::by(socket.connect(hub.tcp).await?, hub).await
    }

    async fn by(tcp: TcpStream, Route { host, key, .. }: Route) -> Result<Self, Failure> {
        let Some(key) = key else { return Self::over(tcp, host, SUBPROTOCOL).await };
        let mut line = Self::over(tcp, host, SEALED_SUBPROTOCOL).await?;
        line.channel = Some(shake_hands(&mut line.socket, &key).await?);
        Ok(line)
    }

    async fn over(tcp: TcpStream, host: SocketAddr, protocol: &'static str) -> Result<Self, Failure> {
        let mut request = format!("ws://{host}/ws").into_client_request()?;
        request.headers_mut().insert("Sec-WebSocket-Protocol", HeaderValue::from_static(protocol));
        tcp.set_nodelay(true)?;
        let (socket, _) = client_async(request, Box::new(tcp) as Box<dyn Air>).await?;
        Ok(Self { socket, channel: None, gone: false })
    }

    /// Connects over TLS, as a page of this origin.
    ///
    /// # Errors
    /// When the hub refuses.
    pub async fn over_tls(tls: TlsStream<TcpStream>, hub: SocketAddr, origin: &str) -> Result<Self, Failure> {
        let mut request = format!("wss://{hub}/ws").into_client_request()?;
        let headers = request.headers_mut();
        headers.insert("Sec-WebSocket-Protocol", HeaderValue::from_static(SUBPROTOCOL));
        headers.insert("Origin", origin.parse()?);
        let (socket, _) = client_async(request, Box::new(tls) as Box<dyn Air>).await?;
        Ok(Self { socket, channel: None, gone: false })
    }

    /// A text frame, whatever it says. A line that the hub has ended takes it silently.
    pub async fn text(&mut self, text: impl Into<String>) {
        let text = text.into();
        let messages = match &mut self.channel {
            Some(channel) => channel.seal(&text).expect("sealed").into_iter().map(Message::binary).collect(),
            None => vec![Message::text(text)],
        };
        for message in messages {
            self.gone |= self.socket.send(message).await.is_err();
        }
    }

    /// What a frame would be on the air. It counts as sent: the next one is sealed as the one behind it.
    pub fn sealed(&mut self, text: &str) -> Vec<Vec<u8>> {
        self.channel.as_mut().expect("a sealed line").seal(text).expect("sealed")
    }

    /// Whether something could not be sent any more.
    pub fn is_gone(&self) -> bool {
        self.gone
    }

    /// A text frame on a sealed line.
    pub async fn in_the_clear(&mut self, text: &str) {
        let _ = self.socket.send(Message::text(text)).await;
    }

    /// A binary frame.
    pub async fn binary(&mut self, bytes: Vec<u8>) {
        let _ = self.socket.send(Message::binary(bytes)).await;
    }

    /// The page is closed; what the hub answers.
    pub async fn closes(&mut self) -> Option<u16> {
        let frame = CloseFrame { code: CloseCode::Normal, reason: "".into() };
        let _ = self.socket.close(Some(frame)).await;
        self.ended().await
    }

    /// A proper frame.
    pub async fn say(&mut self, frame: &ClientFrame) {
        self.text(serde_json::to_string(frame).expect("our own types can be written")).await;
    }

    /// `join` as a new device.
    pub async fn join(&mut self, invite: &str, name: &str) {
        self.join_as(invite, name, DeviceId(Uuid::new_v4())).await;
    }

    /// `join` as a known device.
    pub async fn join_as(&mut self, invite: &str, name: &str, device: DeviceId) {
        let (invite, name) = (invite.to_owned(), name.to_owned());
        self.say(&ClientFrame::Join { v: VERSION, invite, name, title: None, lang: None, device }).await;
    }

    /// `resume`.
    pub async fn resume(&mut self, token: &str) {
        self.resume_on(Lane::A, token).await;
    }

    /// The same, on this lane, as a simple client that doesn't count its sockets.
    pub async fn resume_on(&mut self, lane: Lane, token: &str) {
        let token = token.to_owned();
        self.say(&ClientFrame::Resume { v: VERSION, token, lane, page: None, nth: None }).await;
    }

    /// The next frame, or the end.
    pub async fn next(&mut self) -> Heard {
        timeout(PATIENCE, self.hear()).await.expect("the hub says something or hangs up")
    }

    /// The same, for as long as it takes.
    pub async fn hear(&mut self) -> Heard {
        loop {
            let text = match self.socket.next().await {
                Some(Ok(Message::Text(text))) => text.to_string(),
                Some(Ok(Message::Binary(message))) => {
                    let channel = self.channel.as_mut().expect("binary frames are sealed");
                    let Some(text) = channel.open(&message).expect("the hub's, in order") else { continue };
                    text
                }
                Some(Ok(Message::Close(close))) => return Heard::End(close.map(|c| c.code.into())),
                Some(Ok(_)) => continue,
                Some(Err(_)) | None => return Heard::End(None),
            };
            let frame = serde_json::from_str(&text).unwrap_or_else(|why| panic!("{why}: {text}"));
            return Heard::Frame(Box::new(frame), text.trim_end_matches(' ').to_owned());
        }
    }

    /// The next frame.
    pub async fn frame(&mut self) -> HubFrame {
        match self.next().await {
            Heard::Frame(frame, _) => *frame,
            Heard::End(code) => panic!("the hub has ended the line ({code:?})"),
        }
    }

    /// The first frame that is of interest; others are passed over.
    pub async fn until<T>(&mut self, mut what: impl FnMut(HubFrame) -> Option<T>) -> T {
        loop {
            if let Some(found) = what(self.frame().await) {
                return found;
            }
        }
    }

    /// The code and the sentence of the refusal, and the close code behind it.
    pub async fn refused(&mut self) -> (quiethold::protocol::RefusalCode, String, Option<u16>) {
        let (code, message) = self
            .until(|frame| match frame {
                HubFrame::Refused { code, message } => Some((code, message)),
                _ => None,
            })
            .await;
        let end = self.ended().await;
        (code, message, end)
    }

    /// The close code; frames before it are passed over.
    pub async fn ended(&mut self) -> Option<u16> {
        loop {
            if let Heard::End(code) = self.next().await {
                return code;
            }
        }
    }
}

async fn shake_hands(socket: &mut Socket, key: &str) -> Result<Channel, Failure> {
    let (hello, first) = Hello::to(key).expect("a key");
    socket.send(Message::binary(first)).await?;
    loop {
        match socket.next().await {
            Some(Ok(Message::Binary(answer))) => {
                return Ok(hello.answered(&answer).expect("the hub's answer"));
            }
            Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
            Some(Err(why)) => return Err(why),
            Some(Ok(_)) | None => return Err(Failure::ConnectionClosed),
        }
    }
}
