//! A great many phones that only listen, in a process of their own: the crew of a hub, or the receivers of a bare relay.
//!
//! On standard input: `mark TEXT`, then it says `all LENGTH` once every phone has been sent something with this text in
//! it, and how long the last one was; `beat`, and every phone of a crew beats once.

use crate::line::Route;
use quiethold::{
    protocol::{ClientFrame, SUBPROTOCOL, VERSION},
    words::DeviceId,
};
use std::{
    cell::{Cell, RefCell},
    io::ErrorKind,
    net::SocketAddr,
    rc::Rc,
    time::{Duration, Instant},
};
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader},
    net::{TcpStream, tcp::OwnedReadHalf, tcp::OwnedWriteHalf},
    task::{LocalSet, spawn_local},
};
use uuid::Uuid;

/// Who does not beat for thirty seconds is hung up on.
const BEAT: Duration = Duration::from_secs(10);
/// So many come at once.
const AT_ONCE: usize = 50;

#[derive(Default)]
struct Marked {
    text: RefCell<Vec<u8>>,
    left: Cell<usize>,
}

/// Runs until standard input ends. With an invite they are a hub's crew.
pub fn run(at: &str, many: &str, invite: Option<&str>) {
    quiethold::net::files::raise_limit();
    let at: SocketAddr = at.parse().expect("an address");
    let many: usize = many.parse().expect("a number");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(LocalSet::new().run_until(listen(at, many, invite)));
}

async fn listen(at: SocketAddr, many: usize, invite: Option<&str>) {
    let marked = Rc::new(Marked::default());
    let mut writers = Vec::new();
    let mut beaten = Instant::now();
    while writers.len() < many {
        let some = (writers.len()..many).take(AT_ONCE).map(|n| come(at, invite, n));
        for (reader, writer) in futures_util::future::join_all(some).await {
            writers.push(writer);
            spawn_local(hear(reader, marked.clone(), many));
        }
        // The first of them must not be silent until the last has come.
        if invite.is_some() && beaten.elapsed() > BEAT {
            beat(&mut writers).await;
            beaten = Instant::now();
        }
    }
    println!("here");
    let mut lines = BufReader::new(tokio::io::stdin()).lines();
    while let Ok(Some(line)) = lines.next_line().await {
        if let Some(("mark", text)) = line.split_once(' ') {
            *marked.text.borrow_mut() = text.as_bytes().to_vec();
            marked.left.set(many);
            println!("marked");
        } else {
            beat(&mut writers).await;
            println!("beaten");
        }
    }
}

async fn come(at: SocketAddr, invite: Option<&str>, number: usize) -> (OwnedReadHalf, OwnedWriteHalf) {
    let mut tcp = TcpStream::connect(at).await.expect("it listens");
    tcp.set_nodelay(true).expect("any TCP takes it");
    match invite {
        None => tcp.write_all(b"r").await.expect("it listens"),
        Some(invite) => {
            let host = Route::from(at).host;
            let upgrade = format!(
                "GET /ws HTTP/1.1\r\nHost: {host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
                 Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\
                 Sec-WebSocket-Protocol: {SUBPROTOCOL}\r\n\r\n"
            );
            tcp.write_all(upgrade.as_bytes()).await.expect("it listens");
            until(&mut tcp, b"\r\n\r\n").await;
            let (invite, name, device) =
                (invite.to_owned(), format!("Crew {number}"), DeviceId(Uuid::new_v4()));
            let join = ClientFrame::Join { v: VERSION, invite, name, title: None, lang: None, device };
            tcp.write_all(&masked(&join)).await.expect("it listens");
            until(&mut tcp, b"\"welcome\"").await;
        }
    }
    tcp.into_split()
}

async fn until(tcp: &mut TcpStream, what: &[u8]) {
    let mut heard = Vec::new();
    while !contains(&heard, what) {
        assert_ne!(tcp.read_buf(&mut heard).await.expect("it lives"), 0, "it has hung up");
    }
}

/// A frame as a client sends it. With a mask of zeros its bytes stay as they are.
fn masked(frame: &ClientFrame) -> Vec<u8> {
    let text = serde_json::to_string(frame).expect("our own types can be written");
    let length = u16::try_from(text.len()).expect("a short frame");
    let mut bytes = vec![0x81];
    if let Ok(short @ 0..=125) = u8::try_from(length) {
        bytes.push(0x80 | short);
    } else {
        bytes.push(0xFE);
        bytes.extend_from_slice(&length.to_be_bytes());
    }
    bytes.extend_from_slice(&[0; 4]);
    bytes.extend_from_slice(text.as_bytes());
    bytes
}

async fn beat(writers: &mut [OwnedWriteHalf]) {
    let beat = masked(&ClientFrame::Beat { n: 1, visible: true, awake: None, rtt: None });
    for writer in writers {
        writer.write_all(&beat).await.expect("it lives");
    }
}

async fn hear(reader: OwnedReadHalf, marked: Rc<Marked>, many: usize) {
    loop {
        if reader.readable().await.is_err() {
            return;
        }
        let mut buffer = [0; 4096];
        match reader.try_read(&mut buffer) {
            Ok(0) => return,
            Ok(length) => {
                let text = marked.text.borrow();
                if !text.is_empty() && contains(&buffer[..length], &text) {
                    marked.left.set(marked.left.get().saturating_sub(1));
                    if marked.left.get() == 0 {
                        drop(text);
                        marked.text.borrow_mut().clear();
                        marked.left.set(many);
                        println!("all {length}");
                    }
                }
            }
            Err(why) if why.kind() == ErrorKind::WouldBlock => {}
            Err(_) => return,
        }
    }
}

fn contains(heard: &[u8], what: &[u8]) -> bool {
    heard.windows(what.len()).any(|window| window == what)
}
