//! The floors: what passes a frame on and does nothing else. Each is a process of its own, of this same program.
//!
//! A connection says with its first byte or frame what it is: `p` a performer, `r` a receiver, `o` anybody else. What a
//! performer says goes to all receivers.

use futures_util::{SinkExt, StreamExt, stream::SplitSink};
use std::{cell::RefCell, net::SocketAddr, rc::Rc};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream, tcp::OwnedWriteHalf},
    sync::Mutex,
    task::{LocalSet, spawn_local},
};
use tokio_tungstenite::{WebSocketStream, accept_async, tungstenite::Message};

type Sink = SplitSink<WebSocketStream<TcpStream>, Message>;

/// Runs a floor until its standard input ends. The address goes to standard output.
pub fn run(kind: &str) {
    // Both are faster with one thread than with several.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let listen = async {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        println!("{}", listener.local_addr().expect("it is bound"));
        match kind {
            "tcp" => tcp(listener).await,
            "websocket" => websocket(listener).await,
            _ => panic!("there is no floor {kind}"),
        }
    };
    runtime.block_on(LocalSet::new().run_until(async {
        tokio::select! {
            () = listen => {}
            () = super::process::told_to_end() => {}
        }
    }));
}

async fn accept(listener: &TcpListener) -> TcpStream {
    let (tcp, _): (_, SocketAddr) = listener.accept().await.expect("a connection");
    tcp.set_nodelay(true).expect("any TCP takes it");
    tcp
}

async fn websocket(listener: TcpListener) {
    let receivers = Rc::new(Mutex::new(Vec::<Sink>::new()));
    loop {
        let tcp = accept(&listener).await;
        let receivers = receivers.clone();
        spawn_local(async move {
            let Ok(socket) = accept_async(tcp).await else { return };
            let (own, mut said) = socket.split();
            let Some(Ok(first)) = said.next().await else { return };
            if first.to_text().is_ok_and(|word| word == "r") {
                receivers.lock().await.push(own);
            }
            while let Some(Ok(message)) = said.next().await {
                for receiver in receivers.lock().await.iter_mut() {
                    let _ = receiver.send(message.clone()).await;
                }
            }
        });
    }
}

async fn tcp(listener: TcpListener) {
    let receivers = Rc::new(RefCell::new(Vec::<Rc<Mutex<OwnedWriteHalf>>>::new()));
    loop {
        let tcp = accept(&listener).await;
        let receivers = receivers.clone();
        spawn_local(async move {
            let (mut said, own) = tcp.into_split();
            let mut buffer = vec![0; 16 * 1024];
            if said.read_exact(&mut buffer[..1]).await.is_err() {
                return;
            }
            let own = Rc::new(Mutex::new(own));
            if buffer[0] == b'r' {
                receivers.borrow_mut().push(own.clone());
            }
            while let Ok(some @ 1..) = said.read(&mut buffer).await {
                // What they are is not touched while they are written to: a receiver may come in between.
                let all = receivers.borrow().clone();
                for receiver in all {
                    let _ = receiver.lock().await.write_all(&buffer[..some]).await;
                }
            }
        });
    }
}
