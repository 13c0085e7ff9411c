//! One websocket: a reader, a writer, and a watchdog that ends both.
//!
//! The three are futures of one task and never wait for each other: a peer that reads slowly does not stop
//! its own presses from being heard.

mod ear;
mod echo;

pub use ear::{Ear, Then};
pub(crate) use echo::echo;

use crate::{
    datagram::Handshake,
    hub::{Hub, JoinRequest, LAST_WORDS, NotIn, Nth, Outbox, Pen, Refusal, Session},
    protocol::{ClientFrame, Close, MAX_CLIENT_FRAME, RefusalCode, VERSION},
    sealed::{Channel, Seal, TAG},
    web::{Door, TcpReader},
    words::{Lane, Secure},
};
use futures_util::StreamExt;
use std::{
    io,
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
    task::{Context, Poll},
    time::{Duration, Instant},
};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    runtime::Handle,
    time::{sleep, timeout},
};
use tokio_tungstenite::{
    WebSocketStream,
    tungstenite::{
        self, Error, Message, Utf8Bytes,
        protocol::{Role, WebSocketConfig},
    },
};

/// A socket that has not said who it is by then is closed.
const FIRST_FRAME_WITHIN: Duration = Duration::from_secs(3);
/// A socket that has not beaten for this long is closed; alerts are sent on it till then.
const SILENT_FOR: Duration = Duration::from_secs(30);
/// How long a peer that sends too much waits for its next frame to be read: the thread is everybody's who signals.
const IN_A_FLOOD: Duration = Duration::from_millis(20);
/// How long a peer has to answer a close.
const ANSWER_WITHIN: Duration = Duration::from_millis(500);

/// What a socket brings.
struct Reader {
    socket: WebSocketStream<Ends>,
    seal: Seal,
}

/// Where a socket reads from.
pub enum Source {
    /// A plain TCP connection.
    Tcp(TcpReader),
    /// TLS, or whatever else lies between.
    Other(Box<dyn AsyncRead + Send + Unpin>),
}

/// An upgraded connection: what it brings, what it takes, and what was read of it already.
pub struct Upgraded {
    /// Bytes in.
    pub reader: Source,
    /// Bytes out.
    pub pen: Pen,
    /// Read behind the request.
    pub read: Vec<u8>,
}

/// A socket's two ends as the websocket's reader needs them: the little that it writes by itself, answers to pings
/// and closes, goes by the same pen as every other frame.
struct Ends {
    reader: Source,
    outbox: Arc<Outbox>,
}

impl Ends {
    /// Moves a plain TCP connection to the runtime that this is called on.
    fn settle(&mut self, pen: &mut Pen) -> io::Result<()> {
        let Some(writer) = pen.take_tcp() else { return Ok(()) };
        match std::mem::replace(&mut self.reader, Source::Other(Box::new(tokio::io::empty()))) {
            Source::Tcp(reader) => {
                let (reader, writer) = reader.settle(writer)?;
                self.reader = Source::Tcp(reader);
                pen.put_tcp(writer);
            }
            other @ Source::Other(_) => {
                self.reader = other;
                pen.put_tcp(writer);
            }
        }
        Ok(())
    }
}

impl AsyncRead for Ends {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        match &mut self.reader {
            Source::Tcp(reader) => Pin::new(reader).poll_read(cx, buf),
            Source::Other(reader) => Pin::new(reader).poll_read(cx, buf),
        }
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
fn limits(longest: usize) -> WebSocketConfig {
    WebSocketConfig::default()
        .read_buffer_size(1024)
        .write_buffer_size(0)
        .max_message_size(Some(longest))
        .max_frame_size(Some(longest))
}

/// A connection's reader; the pen is the caller's until others may write.
async fn open(upgraded: Upgraded, longest: usize) -> (Reader, Pen, Arc<Outbox>) {
    let Upgraded { reader, pen, read } = upgraded;
    let outbox = Arc::new(Outbox::default());
    let ends = Ends { reader, outbox: outbox.clone() };
    let socket = WebSocketStream::from_partially_read(ends, read, Role::Server, Some(limits(longest))).await;
    (Reader { socket, seal: Seal::None }, pen, outbox)
}

/// Serves one websocket until it ends. `secure` none: its frames would cross the air in the clear.
pub async fn serve(upgraded: Upgraded, hub: Arc<Hub>, secure: Option<Secure>, door: Door) {
    hub.metrics().connected();
    let longest = MAX_CLIENT_FRAME + if secure == Some(Secure::Sealed) { TAG } else { 0 };
    let (mut reader, mut pen, outbox) = open(upgraded, longest).await;
    let first = match cover(&mut reader, &mut pen, &hub, secure).await {
        Ok(secure) => first_frame(&mut reader, &hub, secure, &outbox, &door).await,
        Err(no) => Err(no),
    };
    match first {
        Ok(session) => {
            door.known(session.role);
            inside(reader, pen, session, outbox, door).await;
        }
        Err(Some(mut refusal)) => {
            outbox.take_up(pen);
            if matches!(refusal.code, RefusalCode::UnknownInvite | RefusalCode::UnknownToken)
                && !door.may_fail_again()
            {
                refusal = too_many();
            }
            tracing::info!(code = ?refusal.code, "a client was refused");
            hub.metrics().refused(refusal.code);
            match refusal.code {
                // A handshake may have been spoilt on its way: that must not lock a phone out.
                RefusalCode::NeedsSecureChannel if secure == Some(Secure::Sealed) => {
                    Session::refuse_for_now(&outbox, &refusal, Close::Later);
                }
                _ => Session::refuse(&outbox, &refusal),
            }
            let _ = timeout(LAST_WORDS, outbox.keep_writing()).await;
            outbox.lay_down();
            see_off(&mut reader).await;
        }
        Err(None) => {}
    }
}

/// Whoever has said who they are: those who signal and who are told of signals go on on the thread that does nothing
/// else (see `urgent.rs`).
async fn inside(mut reader: Reader, mut pen: Pen, mut session: Session, outbox: Arc<Outbox>, door: Door) {
    let urgent = door.urgent().clone();
    let moves = session.is_urgent() && matches!(reader.socket.get_ref().reader, Source::Tcp(_));
    if moves {
        session.leave_long_work_to(Handle::current());
    }
    let run = async move {
        if moves && reader.socket.get_mut().settle(&mut pen).is_err() {
            return;
        }
        // From here on others write too. The welcome waits already, ahead of any view.
        outbox.take_up(pen);
        let heard = Mutex::new(Instant::now());
        tokio::select! {
            end = read(&mut reader, &session, &outbox, &heard, &door) => last_words(end, &outbox).await,
            () = outbox.keep_writing() => {}
            () = watch(&heard) => {}
        }
        drop(session);
        // Others may hold the outbox for a while; the connection ends here.
        outbox.lay_down();
        see_off(&mut reader).await;
        drop(door); // its place was taken until now
    };
    if moves {
        urgent.spawn(run);
    } else {
        run.await;
    }
}

/// Reads on until the peer has answered the close: what it had sent before, unread, would have the system take the
/// close back.
async fn see_off(reader: &mut Reader) {
    let gone = async { while !matches!(reader.message().await, Brought::End) {} };
    let _ = timeout(ANSWER_WITHIN, gone).await;
}

/// Sees to it that nothing crosses the air in the clear.
async fn cover(
    reader: &mut Reader,
    pen: &mut Pen,
    hub: &Hub,
    secure: Option<Secure>,
) -> Result<Secure, Option<Refusal>> {
    let secure = secure.ok_or_else(|| Some(no_channel()))?;
    let seal = match secure {
        Secure::Local => return Ok(secure),
        Secure::Tls => Seal::Padded,
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
    Ok(secure)
}

/// `join` or `resume`. `Err(None)`: the peer went away or said nothing.
async fn first_frame(
    reader: &mut Reader,
    hub: &Arc<Hub>,
    secure: Secure,
    outbox: &Arc<Outbox>,
    door: &Door,
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
            if hub.is_public_invite(&invite) && !door.may_join_as_crew() {
                return Err(Some(Refusal::new(
                    RefusalCode::TooMany,
                    "Very many phones have joined from this network at once. Wait a minute, then scan the code again.",
                )));
            }
            let answer = hub.join(&JoinRequest { invite, name, title, device }).map_err(Some)?;
            let joined = answer.await.map_err(|_| None)?.map_err(Some)?;
            let person = joined.person;
            Session::connect(hub, person, Lane::A, secure, outbox, Some(joined)).ok_or_else(|| Some(gone()))
        }
        Ok(ClientFrame::Resume { token, lane, page, nth, .. }) => {
            let person = hub.resume(&token).map_err(Some)?;
            let of = page.zip(nth).map(|(page, nth)| Nth { page, nth });
            Session::connect_nth(hub, person, lane, of, secure, outbox, None).map_err(|not| match not {
                NotIn::Gone => Some(gone()),
                NotIn::Overtaken => None,
            })
        }
        Ok(_) => Err(Some(Refusal::new(
            RefusalCode::BadFrame,
            "The first frame says who this is: join or resume. Reload the page.",
        ))),
        Err(_) => Err(Some(bad_frame())),
    }
}

/// Who ends a socket.
enum End {
    /// The peer: it reads nothing any more but the answer to its close.
    Theirs,
    /// The hub, with a sentence that is still to be written.
    Ours,
}

async fn last_words(end: End, outbox: &Outbox) {
    match end {
        End::Theirs => drop(timeout(LAST_WORDS, outbox.rest()).await),
        End::Ours => drop(timeout(LAST_WORDS, outbox.keep_writing()).await),
    }
}

/// Where the hub has no datagram lane the page hears nothing, and goes on without.
fn meet(offer: Handshake, session: &Session, door: &Door) {
    if let Some(datagrams) = door.datagrams()
        && let Some(beside) = session.beside()
    {
        datagrams.open(offer, beside);
    }
}

async fn read(
    reader: &mut Reader,
    session: &Session,
    outbox: &Outbox,
    heard: &Mutex<Instant>,
    door: &Door,
) -> End {
    let mut ear = Ear::default();
    let refusal = loop {
        let text = match reader.next_text().await {
            Incoming::Text(text) => text,
            Incoming::End => return End::Theirs,
            Incoming::TooLarge => break too_large(),
            Incoming::Binary => break bad_frame(),
        };
        match ear.take(&text, session, outbox) {
            Then::GoOn => {}
            Then::Beaten => *heard.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now(),
            Then::Meet(offer) => meet(offer, session, door),
            Then::Refuse(refusal) => break refusal,
        }
        if ear.is_flooded() {
            sleep(IN_A_FLOOD).await;
        }
    };
    tracing::info!(code = ?refusal.code, "a client was refused");
    session.hub().metrics().refused(refusal.code);
    Session::refuse(outbox, &refusal);
    End::Ours
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

/// A message as the websocket brings it.
enum Brought {
    Text(Utf8Bytes),
    Binary(tungstenite::Bytes),
    TooLarge,
    End,
}

impl Reader {
    async fn message(&mut self) -> Brought {
        loop {
            return match self.socket.next().await {
                Some(Ok(Message::Text(text))) => Brought::Text(text),
                Some(Ok(Message::Binary(message))) => Brought::Binary(message),
                // A ping is answered already, a close by reading on.
                Some(Ok(Message::Ping(_) | Message::Pong(_) | Message::Frame(_) | Message::Close(_))) => {
                    continue;
                }
                Some(Err(Error::Capacity(_))) => Brought::TooLarge,
                Some(Err(_)) | None => Brought::End,
            };
        }
    }

    /// The first message of a handshake, or whatever came in its place.
    async fn hello(&mut self) -> Option<Vec<u8>> {
        match self.message().await {
            Brought::Binary(hello) => Some(hello.into()),
            Brought::Text(_) | Brought::TooLarge => Some(Vec::new()),
            Brought::End => None,
        }
    }

    async fn next_text(&mut self) -> Incoming {
        loop {
            return match self.message().await {
                Brought::Text(_) if self.seal.is_sealed() => Incoming::Binary,
                Brought::Text(text) => Incoming::Text(text),
                Brought::Binary(message) => match self.seal.open(&message) {
                    Ok(Some(frame)) => Incoming::Text(frame.into()),
                    Ok(None) => continue,
                    Err(_) => Incoming::Binary,
                },
                Brought::TooLarge => Incoming::TooLarge,
                Brought::End => Incoming::End,
            };
        }
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
