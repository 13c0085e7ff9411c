//! The hub's port: takes connections, and gives each so much time and no more.

use crate::{
    net::{Place, Places, Scheme, files},
    tls::Tls,
};
use axum::{Router, body::Body, extract::ConnectInfo};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use std::{
    future::poll_fn,
    io,
    net::SocketAddr,
    pin::{Pin, pin},
    sync::Arc,
    task::{Context, Poll, ready},
    time::{Duration, Instant},
};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::{
        TcpListener, TcpStream,
        tcp::{OwnedReadHalf, OwnedWriteHalf},
    },
    sync::watch,
    time::{sleep, timeout},
};
use tower_service::Service;

/// A connection that has not said anything by then is closed.
const FIRST_BYTE_WITHIN: Duration = Duration::from_secs(5);
/// A request's head has to be there by then; between two requests a browser may wait as long.
const HEAD_WITHIN: Duration = Duration::from_secs(10);
/// A connection that is no websocket ends after this, however slowly it sends or reads.
const LIFE: Duration = Duration::from_secs(60);
/// What is on its way then may still arrive.
const LAST_WORDS: Duration = Duration::from_secs(5);
/// How long to wait before trying again when the system gives no more files.
const NO_FILES: Duration = Duration::from_millis(50);

/// What a request's handler may know of its connection.
#[derive(Clone)]
pub struct Arrival {
    /// From where.
    pub peer: SocketAddr,
    /// How it came.
    pub scheme: Scheme,
    /// Its place at the door, until it is known whose it is.
    pub place: Arc<Place>,
}

/// What all ports of a hub share.
#[derive(Clone)]
pub struct Port {
    /// What answers.
    pub router: Router,
    /// Where strangers wait.
    pub places: Arc<Places>,
    /// Where the hub speaks https as well. Both come to the same port: what a person types without `https://` in front
    /// still arrives, and is sent on.
    pub tls: Option<Arc<Tls>>,
}

/// How a TLS connection begins, and no http request does.
const HANDSHAKE: u8 = 0x16;

impl Port {
    /// Takes connections until it is told to stop; then waits for those that are being answered.
    pub async fn serve(self, listener: TcpListener, mut stopped: watch::Receiver<bool>) {
        let (open, _) = watch::channel(());
        let mut complained: Option<Instant> = None;
        loop {
            let accepted = tokio::select! {
                accepted = listener.accept() => accepted,
                _ = stopped.wait_for(|stop| *stop) => break,
            };
            match accepted {
                Ok((tcp, peer)) => {
                    let place = self.places.enter(peer.ip());
                    let (port, stopped, open) = (self.clone(), stopped.clone(), open.subscribe());
                    tokio::spawn(async move {
                        port.connection(tcp, Arrival { peer, scheme: Scheme::Http, place }, stopped).await;
                        drop(open);
                    });
                }
                Err(why) if files::are_used_up(&why) => {
                    if complained.is_none_or(|at| at.elapsed() > LIFE) {
                        tracing::error!(
                            "this laptop gives the hub no more connections: strangers and the newest of the crew's \
                             phones are sent away; if phones can't join, close other programs, or raise the limit of open files"
                        );
                        complained = Some(Instant::now());
                    }
                    self.places.make_room();
                    sleep(NO_FILES).await;
                }
                // The peer was gone before it was taken, mostly.
                Err(_) => tokio::task::yield_now().await,
            }
        }
        drop(listener);
        open.closed().await;
    }

    async fn connection(self, tcp: TcpStream, mut arrival: Arrival, stopped: watch::Receiver<bool>) {
        // Else a small frame may wait 40 ms for the peer's acknowledgement of the one before.
        let _ = tcp.set_nodelay(true);
        let stream = Stream { tcp, place: arrival.place.clone() };
        let Ok(Ok(first)) = timeout(FIRST_BYTE_WITHIN, stream.first_byte()).await else { return };
        match &self.tls {
            Some(tls) if first == HANDSHAKE => {
                let handshake = tls.acceptor().accept(stream);
                if let Ok(Ok(stream)) = timeout(HEAD_WITHIN, handshake).await {
                    arrival.scheme = Scheme::Https;
                    self.http(stream, arrival, stopped).await;
                }
            }
            _ => self.http(stream, arrival, stopped).await,
        }
    }

    async fn http<S>(self, stream: S, arrival: Arrival, mut stopped: watch::Receiver<bool>)
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let answer = service_fn(move |request: hyper::Request<Incoming>| {
            let mut request = request.map(Body::new);
            request.extensions_mut().insert(ConnectInfo(arrival.peer));
            request.extensions_mut().insert(arrival.clone());
            self.router.clone().call(request)
        });
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(HEAD_WITHIN)
            .serve_connection(TokioIo::new(stream), answer)
            .with_upgrades();
        let mut connection = pin!(connection);
        tokio::select! {
            _ = connection.as_mut() => return,
            () = sleep(LIFE) => {}
            _ = stopped.wait_for(|stop| *stop) => {}
        }
        connection.as_mut().graceful_shutdown();
        let _ = timeout(LAST_WORDS, connection).await;
    }
}

/// A connection and its place: it ends when the place is needed, and the place is free when it ends.
pub(super) struct Stream {
    tcp: TcpStream,
    place: Arc<Place>,
}

impl Stream {
    /// Waits for the first byte, and leaves it where it is.
    async fn first_byte(&self) -> io::Result<u8> {
        let mut byte = [0];
        poll_fn(|context| {
            self.place.poll(context)?;
            match ready!(self.tcp.poll_peek(context, &mut ReadBuf::new(&mut byte)))? {
                0 => Poll::Ready(Err(io::Error::from(io::ErrorKind::UnexpectedEof))),
                _ => Poll::Ready(Ok(())),
            }
        })
        .await?;
        Ok(byte[0])
    }

    /// A websocket's two ends. Its place is watched where it is read: whoever writes is in.
    pub fn into_split(self) -> (Reader, OwnedWriteHalf) {
        let (tcp, writer) = self.tcp.into_split();
        (Reader { tcp, place: self.place }, writer)
    }
}

/// What a websocket reads from.
pub struct Reader {
    tcp: OwnedReadHalf,
    place: Arc<Place>,
}

impl Reader {
    /// Moves both ends of a connection to the runtime that this is called on: from here on it is that one's business
    /// when there is something to read.
    ///
    /// # Errors
    /// When the system refuses; the connection has ended then.
    pub fn settle(self, writer: OwnedWriteHalf) -> io::Result<(Self, OwnedWriteHalf)> {
        let tcp = self.tcp.reunite(writer).map_err(io::Error::other)?;
        let (tcp, writer) = TcpStream::from_std(tcp.into_std()?)?.into_split();
        Ok((Self { tcp, place: self.place }, writer))
    }
}

impl AsyncRead for Reader {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        self.place.poll(context)?;
        Pin::new(&mut self.tcp).poll_read(context, into)
    }
}

impl AsyncRead for Stream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        self.place.poll(context)?;
        Pin::new(&mut self.tcp).poll_read(context, into)
    }
}

impl AsyncWrite for Stream {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.place.poll(context)?;
        Pin::new(&mut self.tcp).poll_write(context, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.place.poll(context)?;
        Pin::new(&mut self.tcp).poll_write_vectored(context, parts)
    }

    fn is_write_vectored(&self) -> bool {
        self.tcp.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.tcp).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.tcp).poll_shutdown(context)
    }
}
