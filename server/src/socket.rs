//! One websocket: a reader, a writer, and a watchdog that ends both.
//!
//! The three are futures of one task and never wait for each other: a peer that reads slowly does not stop
//! its own presses from being heard.

use crate::{
    hub::{Hub, JoinRequest, Left, Outbox, Pen, Refusal, Session},
    protocol::{ClientFrame, Close, HubFrame, MAX_CLIENT_FRAME, RefusalCode, VERSION},
    sealed::{Channel, Seal, TAG},
    web::Door,
    words::{Command, CommandId, DenialCode, Lane, Secure},
};
use futures_util::StreamExt;
use serde::Deserialize;
use std::{
    io,
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
    task::{Context, Poll},
    time::{Duration, Instant},
};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    time::{sleep, sleep_until, timeout},
};
use tokio_tungstenite::{
    WebSocketStream,
    tungstenite::{
        Error, Message, Utf8Bytes,
        protocol::{Role, WebSocketConfig},
    },
};

/// A socket that has not said who it is by then is closed.
const FIRST_FRAME_WITHIN: Duration = Duration::from_secs(3);
/// A socket that has not beaten for this long is closed; alerts are sent on it till then.
const SILENT_FOR: Duration = Duration::from_secs(30);
/// A peer that takes none of what is written for this long is too slow.
const WRITE_WITHIN: Duration = Duration::from_secs(10);
/// Frames at once, and then a second: many times what a page sends.
const BURST: f64 = 120.0;
const FRAMES_PER_SECOND: f64 = 40.0;
/// How long a refused peer has to take the sentence that says why.
const LAST_WORDS: Duration = Duration::from_secs(2);

/// What a socket brings.
struct Reader {
    socket: WebSocketStream<Ends>,
    seal: Seal,
}

/// An upgraded connection: what it brings, what it takes, and what was read of it already.
pub struct Upgraded {
    /// Bytes in.
    pub reader: Box<dyn AsyncRead + Send + Unpin>,
    /// Bytes out.
    pub pen: Pen,
    /// Read behind the request.
    pub read: Vec<u8>,
}

/// A socket's two ends as the websocket's reader needs them: the little that it writes by itself, answers to pings
/// and closes, goes by the same pen as every other frame.
struct Ends {
    reader: Box<dyn AsyncRead + Send + Unpin>,
    outbox: Arc<Outbox>,
}

impl AsyncRead for Ends {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.reader).poll_read(cx, buf)
    }
}

impl AsyncWrite for Ends {
    fn poll_write(self: Pin<&mut Self>, _: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        self.outbox.made(bytes);
        Poll::Ready(Ok(bytes.len()))
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}

/// By default each socket holds 128 KiB to read into.
fn limits(secure: Secure) -> WebSocketConfig {
    let longest = MAX_CLIENT_FRAME + if secure == Secure::Sealed { TAG } else { 0 };
    WebSocketConfig::default()
        .read_buffer_size(1024)
        .write_buffer_size(0)
        .max_message_size(Some(longest))
        .max_frame_size(Some(longest))
}

/// Serves one websocket until it ends.
pub async fn serve(
    Upgraded { reader, mut pen, read: before }: Upgraded,
    hub: Arc<Hub>,
    secure: Secure,
    door: Door,
) {
    let outbox = Arc::new(Outbox::default());
    let ends = Ends { reader, outbox: outbox.clone() };
    let config = Some(limits(secure));
    let socket = WebSocketStream::from_partially_read(ends, before, Role::Server, config).await;
    let mut reader = Reader { socket, seal: Seal::None };
    let first = match cover(&mut reader, &mut pen, &hub, secure).await {
        Ok(()) => first_frame(&mut reader, &hub, secure, &outbox).await,
        Err(no) => Err(no),
    };
    // From here on others write too. The welcome waits already, ahead of any view.
    outbox.take_up(pen);
    match first {
        Ok(session) => {
            door.known();
            let heard = Mutex::new(Instant::now());
            tokio::select! {
                () = read(&mut reader, &session, &outbox, &heard) => {
                    // What says why the socket ends is still written.
                    let _ = timeout(LAST_WORDS, write(&outbox)).await;
                }
                () = write(&outbox) => {}
                () = watch(&heard) => {}
            }
        }
        Err(Some(mut refusal)) => {
            if matches!(refusal.code, RefusalCode::UnknownInvite | RefusalCode::UnknownToken)
                && !door.may_fail_again()
            {
                refusal = too_many();
            }
            tracing::info!(code = ?refusal.code, "a client was refused");
            match refusal.code {
                // A handshake may have been spoilt on its way: that must not lock a phone out.
                RefusalCode::NeedsSecureChannel if secure == Secure::Sealed => {
                    Session::refuse_for_now(&outbox, &refusal, Close::Later);
                }
                _ => Session::refuse(&outbox, &refusal),
            }
            let _ = timeout(LAST_WORDS, write(&outbox)).await;
        }
        Err(None) => {}
    }
    // Others may hold the outbox for a while; the connection ends here.
    outbox.lay_down();
}

/// Sees to it that nothing crosses the air in the clear.
async fn cover(reader: &mut Reader, pen: &mut Pen, hub: &Hub, secure: Secure) -> Result<(), Option<Refusal>> {
    let seal = match secure {
        Secure::Local => return Ok(()),
        Secure::Tls => Seal::Padded,
        // Before it has said anything.
        Secure::Plain => return Err(Some(no_channel())),
        Secure::Sealed => match timeout(FIRST_FRAME_WITHIN, reader.hello()).await {
            Ok(Some(hello)) => {
                let (channel, answer) =
                    Channel::accept(&hub.seal(), &hello).map_err(|_| Some(no_channel()))?;
                pen.binary(&answer).map_err(|_| None)?;
                Seal::new(channel)
            }
            Ok(None) | Err(_) => return Err(None),
        },
    };
    pen.seal(seal.clone());
    reader.seal = seal;
    Ok(())
}

/// `join` or `resume`. `Err(None)`: the peer went away or said nothing.
async fn first_frame(
    reader: &mut Reader,
    hub: &Arc<Hub>,
    secure: Secure,
    outbox: &Arc<Outbox>,
) -> Result<Session, Option<Refusal>> {
    let text = match timeout(FIRST_FRAME_WITHIN, reader.next_text()).await {
        Ok(Incoming::Text(text)) => text,
        Ok(Incoming::TooLarge) => return Err(Some(too_large())),
        Ok(Incoming::Binary) => return Err(Some(bad_frame())),
        Ok(Incoming::End) | Err(_) => return Err(None),
    };
    let gone = || {
        Refusal::new(
            RefusalCode::UnknownToken,
            "This hub doesn't know this phone. Scan the code that is shown now.",
        )
    };
    match serde_json::from_str(&text) {
        Ok(ClientFrame::Join { v, .. } | ClientFrame::Resume { v, .. }) if v != VERSION => {
            Err(Some(Refusal::new(
                RefusalCode::WrongVersion,
                "This page is of another version than the hub. Reload it.",
            )))
        }
        Ok(ClientFrame::Join { invite, name, title, device, .. }) => {
            let answer = hub.join(&JoinRequest { invite, name, title, device }).map_err(Some)?;
            let joined = answer.await.map_err(|_| None)?.map_err(Some)?;
            let person = joined.person;
            Session::connect(hub, person, Lane::A, secure, outbox, Some(joined)).ok_or_else(|| Some(gone()))
        }
        Ok(ClientFrame::Resume { token, lane, .. }) => {
            let person = hub.resume(&token).map_err(Some)?;
            Session::connect(hub, person, lane, secure, outbox, None).ok_or_else(|| Some(gone()))
        }
        Ok(_) => Err(Some(Refusal::new(
            RefusalCode::BadFrame,
            "The first frame says who this is: join or resume. Reload the page.",
        ))),
        Err(_) => Err(Some(bad_frame())),
    }
}

async fn read(reader: &mut Reader, session: &Session, outbox: &Outbox, heard: &Mutex<Instant>) {
    let mut budget = Budget::new();
    loop {
        let refusal = match reader.next_text().await {
            Incoming::End => return,
            Incoming::TooLarge => too_large(),
            Incoming::Binary => bad_frame(),
            Incoming::Text(text) => {
                let frame = serde_json::from_str(&text);
                match frame {
                    // These must not use up what a signal needs.
                    Ok(ClientFrame::Chaser) => continue,
                    Ok(ClientFrame::Decoy { id, again }) => {
                        session.decoy(id, again);
                        continue;
                    }
                    _ => {}
                }
                let within = budget.take();
                match frame {
                    // No limit ever stops a raise; a flood is only slowed.
                    Ok(ClientFrame::Do { id, age, cmd })
                        if within || matches!(cmd, Command::Raise { .. }) =>
                    {
                        drop(session.command(id, age, cmd));
                        if !within {
                            sleep(Duration::from_millis(20)).await;
                        }
                        continue;
                    }
                    Ok(ClientFrame::Do { id, .. }) => {
                        deny(
                            outbox,
                            Some(id),
                            DenialCode::TooMany,
                            "Too much at once from this screen. Wait a moment and try again.",
                        );
                        continue;
                    }
                    Ok(ClientFrame::Beat { n, visible, awake, rtt }) => {
                        *heard.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
                        if within {
                            session.beat(n, visible, awake, rtt);
                        }
                        continue;
                    }
                    Ok(ClientFrame::Shown { signal, again }) => {
                        session.shown(signal, again);
                        continue;
                    }
                    Ok(ClientFrame::Datagram { ufrag, password, fingerprint }) => {
                        if within {
                            session.datagram(ufrag, password, &fingerprint);
                        }
                        continue;
                    }
                    Ok(
                        ClientFrame::Join { .. }
                        | ClientFrame::Resume { .. }
                        | ClientFrame::Chaser
                        | ClientFrame::Decoy { .. },
                    ) => Refusal::new(
                        RefusalCode::BadFrame,
                        "This phone has said already who it is. Reload the page.",
                    ),
                    // A command that can't be read is denied under its id; the socket lives on.
                    Err(why) => match serde_json::from_str::<Unreadable>(&text) {
                        Ok(Unreadable { id }) => {
                            let message =
                                format!("This hub can't read that command ({why}). Reload the page.");
                            deny(outbox, serde_json::from_value(id).ok(), DenialCode::BadCommand, &message);
                            continue;
                        }
                        Err(_) => bad_frame(),
                    },
                }
            }
        };
        tracing::info!(code = ?refusal.code, "a client was refused");
        return Session::refuse(outbox, &refusal);
    }
}

/// A `do` frame of which not everything can be read.
#[derive(Deserialize)]
#[serde(tag = "type", rename = "do")]
struct Unreadable {
    #[serde(default)]
    id: serde_json::Value,
}

fn deny(outbox: &Outbox, id: Option<CommandId>, code: DenialCode, message: &str) {
    outbox.urgent(crate::hub::frame(&HubFrame::Denied { id, code, message: message.to_owned() }));
}

fn too_large() -> Refusal {
    Refusal::new(RefusalCode::TooLarge, "That was too long: a frame has at most 4096 bytes. Reload the page.")
}

fn too_many() -> Refusal {
    Refusal::new(
        RefusalCode::TooMany,
        "Too many wrong codes from this address. Wait a minute, then scan the code that is shown now.",
    )
}

fn bad_frame() -> Refusal {
    Refusal::new(RefusalCode::BadFrame, "This hub can't read what this page sent. Reload the page.")
}

fn no_channel() -> Refusal {
    Refusal::new(
        RefusalCode::NeedsSecureChannel,
        "This page doesn't know this hub's key, and without it others could read along. Scan the code that is shown now.",
    )
}

enum Incoming {
    Text(Utf8Bytes),
    /// What does not belong on this socket.
    Binary,
    TooLarge,
    End,
}

impl Reader {
    /// The first message of a handshake, or whatever came in its place.
    async fn hello(&mut self) -> Option<Vec<u8>> {
        loop {
            return match self.socket.next().await? {
                Ok(Message::Binary(hello)) => Some(hello.into()),
                Ok(Message::Text(_)) | Err(Error::Capacity(_)) => Some(Vec::new()),
                Ok(Message::Ping(_) | Message::Pong(_) | Message::Frame(_)) => continue,
                Ok(Message::Close(_)) | Err(_) => None,
            };
        }
    }

    async fn next_text(&mut self) -> Incoming {
        loop {
            return match self.socket.next().await {
                Some(Ok(Message::Text(_))) if self.seal.is_sealed() => Incoming::Binary,
                Some(Ok(Message::Text(text))) => Incoming::Text(text),
                Some(Ok(Message::Binary(message))) => match self.seal.open(&message) {
                    Ok(Some(frame)) => Incoming::Text(frame.into()),
                    Ok(None) => continue,
                    Err(_) => Incoming::Binary,
                },
                Some(Ok(Message::Ping(_) | Message::Pong(_) | Message::Frame(_))) => continue,
                Some(Err(Error::Capacity(_))) => Incoming::TooLarge,
                Some(Ok(Message::Close(_)) | Err(_)) | None => Incoming::End,
            };
        }
    }
}

/// What is left for the socket's own task: what there was no room for, the chasers, the close.
async fn write(outbox: &Outbox) {
    loop {
        match outbox.write() {
            Left::Nothing => match outbox.chaser_due() {
                Some(due) => tokio::select! {
                    () = outbox.woken() => {}
                    () = sleep_until(due.into()) => outbox.chaser(),
                },
                None => outbox.woken().await,
            },
            Left::Rest => match timeout(WRITE_WITHIN, outbox.rest()).await {
                Ok(Ok(())) => {}
                Ok(Err(_)) | Err(_) => return,
            },
            Left::Close(code) => {
                let _ = timeout(LAST_WORDS, outbox.end(code, close_words(code))).await;
                return;
            }
            Left::NoPen => return,
        }
    }
}

fn close_words(code: Close) -> &'static str {
    match code {
        Close::Again => "come back at once",
        Close::Later => "come back after a short wait",
        Close::Reload => "reload the page",
        Close::Never => "do not come back",
        Close::Replaced => "replaced by a newer connection",
    }
}

async fn watch(heard: &Mutex<Instant>) {
    loop {
        let silent = heard.lock().unwrap_or_else(PoisonError::into_inner).elapsed();
        match SILENT_FOR.checked_sub(silent) {
            Some(left) => sleep(left + Duration::from_millis(10)).await,
            None => return,
        }
    }
}

/// A token bucket for one socket.
struct Budget {
    left: f64,
    at: Instant,
}

impl Budget {
    fn new() -> Self {
        Self { left: BURST, at: Instant::now() }
    }

    fn take(&mut self) -> bool {
        let now = Instant::now();
        self.left = (self.left + now.duration_since(self.at).as_secs_f64() * FRAMES_PER_SECOND).min(BURST);
        self.at = now;
        let within = self.left >= 1.0;
        if within {
            self.left -= 1.0;
        }
        within
    }
}
