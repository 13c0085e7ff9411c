//! The plain thing beside the hub: a relay that passes a performer's frame on to two receivers, over one TCP websocket
//! each, and does nothing else.

use super::HUB;
use futures_util::{SinkExt, StreamExt, stream::SplitSink};
use std::{
    net::{IpAddr, SocketAddr},
    sync::Arc,
    time::Instant,
};
use tokio::{
    net::{TcpListener, TcpSocket, TcpStream},
    sync::{Mutex, mpsc::UnboundedSender, oneshot},
};
use tokio_tungstenite::{WebSocketStream, accept_async, client_async, tungstenite::Message};

type Socket = WebSocketStream<TcpStream>;
type Pen = SplitSink<Socket, Message>;

/// As long as a sealed press.
const LENGTH: usize = 272;

/// Where one is; it says so once it listens, and runs until its task ends. To be run where the hub is.
pub async fn relay(listens: oneshot::Sender<SocketAddr>) {
    let listener = TcpListener::bind((HUB, 0)).await.expect("a free port");
    let _ = listens.send(listener.local_addr().expect("it is bound"));
    let receivers = Arc::<Mutex<Vec<Pen>>>::default();
    while let Ok((tcp, _)) = listener.accept().await {
        let receivers = receivers.clone();
        tokio::spawn(async move {
            let _ = tcp.set_nodelay(true);
            let Ok(socket) = accept_async(tcp).await else { return };
            let (mut pen, mut ear) = socket.split();
            let Some(Ok(first)) = ear.next().await else { return };
            if first.to_text().is_ok_and(|text| text == "receiver") {
                let _ = pen.send(Message::text("yes")).await;
                return receivers.lock().await.push(pen);
            }
            let _ = pen.send(Message::text("yes")).await;
            while let Some(Ok(frame)) = ear.next().await {
                for receiver in receivers.lock().await.iter_mut() {
                    let _ = receiver.send(frame.clone()).await;
                }
            }
        });
    }
}

async fn connect(from: IpAddr, to: SocketAddr, who: &'static str) -> Socket {
    let socket = TcpSocket::new_v4().expect("a socket");
    socket.bind(SocketAddr::new(from, 0)).expect("the phone's address");
    let tcp = socket.connect(to).await.expect("the relay listens");
    tcp.set_nodelay(true).expect("any TCP has it");
    let (mut socket, _) = client_async(format!("ws://{to}/"), tcp).await.expect("a websocket");
    socket.send(Message::text(who)).await.expect("the relay lives");
    socket.next().await.expect("the relay lives").expect("it answers");
    socket
}

/// A performer's line: presses go in by their number.
pub async fn performer(from: IpAddr, to: SocketAddr) -> UnboundedSender<usize> {
    let mut socket = connect(from, to, "performer").await;
    let (presses, mut numbers) = tokio::sync::mpsc::unbounded_channel();
    tokio::spawn(async move {
        while let Some(nth) = numbers.recv().await {
            let _ = socket.send(Message::text(format!("{nth:<LENGTH$}"))).await;
        }
    });
    presses
}

/// A receiver's line: what comes goes out with the time.
pub async fn receiver(from: IpAddr, to: SocketAddr, heard: UnboundedSender<(usize, Instant)>) {
    let mut socket = connect(from, to, "receiver").await;
    tokio::spawn(async move {
        while let Some(Ok(frame)) = socket.next().await {
            let nth = frame.to_text().ok().and_then(|text| text.trim().parse().ok());
            if nth.is_none_or(|nth| heard.send((nth, Instant::now())).is_err()) {
                return;
            }
        }
    });
}
