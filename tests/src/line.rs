//! A bare websocket, to say what no page of ours would.

use crate::PATIENCE;
use futures_util::{SinkExt, StreamExt};
use quiethold::protocol::{ClientFrame, HubFrame, SUBPROTOCOL, VERSION};
use quiethold::words::{DeviceId, Lane};
use std::net::SocketAddr;
use tokio::{
    net::{TcpSocket, TcpStream},
    time::timeout,
};
use tokio_tungstenite::{
    WebSocketStream, client_async,
    tungstenite::{Message, client::IntoClientRequest, http::HeaderValue},
};
use uuid::Uuid;

/// A bare websocket to a hub.
pub struct Line {
    socket: WebSocketStream<TcpStream>,
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
    /// Connects, speaking `quiethold.v1`.
    pub async fn open(hub: SocketAddr) -> Self {
        Self::try_open(hub).await.expect("the hub takes the connection")
    }

    /// Connects as a peer that has hardly any room for what comes in.
    pub async fn open_narrow(hub: SocketAddr) -> Self {
        let socket = TcpSocket::new_v4().expect("a socket");
        socket.set_recv_buffer_size(4096).expect("any size is taken");
        let tcp = socket.connect(hub).await.expect("the hub listens");
        Self::over(tcp, hub).await.expect("the hub takes the connection")
    }

    /// Connects to a hub that may be down.
    ///
    /// # Errors
    /// When nobody answers there.
    pub async fn try_open(hub: SocketAddr) -> Result<Self, tokio_tungstenite::tungstenite::Error> {
        Self::over(TcpStream::connect(hub).await?, hub).await
    }

    async fn over(tcp: TcpStream, hub: SocketAddr) -> Result<Self, tokio_tungstenite::tungstenite::Error> {
        let mut request = format!("ws://{hub}/ws").into_client_request()?;
        request.headers_mut().insert("Sec-WebSocket-Protocol", HeaderValue::from_static(SUBPROTOCOL));
        tcp.set_nodelay(true)?;
        let (socket, _) = client_async(request, tcp).await?;
        Ok(Self { socket, gone: false })
    }

    /// A text frame, whatever it says. A line that the hub has ended takes it silently.
    pub async fn text(&mut self, text: impl Into<String>) {
        self.gone |= self.socket.send(Message::text(text.into())).await.is_err();
    }

    /// Whether something could not be sent any more.
    pub fn is_gone(&self) -> bool {
        self.gone
    }

    /// A binary frame.
    pub async fn binary(&mut self, bytes: Vec<u8>) {
        let _ = self.socket.send(Message::binary(bytes)).await;
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
        let frame = ClientFrame::Resume { v: VERSION, token: token.to_owned(), lane: Lane::A };
        self.say(&frame).await;
    }

    /// The next frame, or the end.
    pub async fn next(&mut self) -> Heard {
        timeout(PATIENCE, self.hear()).await.expect("the hub says something or hangs up")
    }

    /// The same, for as long as it takes.
    pub async fn hear(&mut self) -> Heard {
        loop {
            match self.socket.next().await {
                Some(Ok(Message::Text(text))) => {
                    let frame = serde_json::from_str(&text).unwrap_or_else(|why| panic!("{why}: {text}"));
                    return Heard::Frame(Box::new(frame), text.to_string());
                }
                Some(Ok(Message::Close(close))) => return Heard::End(close.map(|c| c.code.into())),
                Some(Ok(_)) => {}
                Some(Err(_)) | None => return Heard::End(None),
            }
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
