//! Two relays on Node: socket.io and `ws`, from `tests/bench-peers`.

use super::{Dialect, PRESS, Part, Peer, floor::Plain};
use crate::bench::{
    process::{self, Process},
    socket::{Carrier, Socket},
};
use std::{
    path::{Path, PathBuf},
    process::Command,
};
use tokio_tungstenite::tungstenite::Message;

pub(super) const SOCKET_IO: &str = "socket.io";
pub(super) const WS: &str = "ws on Node";

struct SocketIo;

impl Dialect for SocketIo {
    fn name(&self) -> &'static str {
        SOCKET_IO
    }

    fn path(&self) -> &'static str {
        "/socket.io/?EIO=4&transport=websocket"
    }

    fn greet(&self, socket: &mut Socket, part: Part) {
        until(socket, "0");
        socket.text("40");
        until(socket, "40");
        socket.text(if part == Part::Receiver { r#"42["join","r"]"# } else { r#"42["join","o"]"# });
        until(socket, r#"42["joined""#);
    }

    fn press(&self) -> Message {
        Message::text(format!(r#"42["hold",{PRESS}]"#))
    }

    fn is_press(&self, message: &Message) -> bool {
        message.to_text().is_ok_and(|text| text.starts_with(r#"42["hold""#))
    }
}

fn until(socket: &mut Socket, begins: &str) {
    while !socket.next().to_text().is_ok_and(|text| text.starts_with(begins)) {}
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("bench-peers")
}

fn node(script: &str) -> Result<Process, String> {
    if !folder().join("node_modules").is_dir() {
        return Err("its npm packages are missing: npm ci in tests/bench-peers".to_owned());
    }
    let program = process::find("node").ok_or("there is no Node.js")?;
    Process::start(Command::new(program).arg(folder().join(script)).env("NODE_ENV", "production"))
        .map_err(|why| why.to_string())
}

pub(super) fn socket_io(others: usize) -> Result<Box<dyn Carrier>, String> {
    let process = node("socket-io.js")?;
    let at = process.address();
    Ok(Box::new(Peer::on(SocketIo, process, at, others)))
}

pub(super) fn ws(others: usize) -> Result<Box<dyn Carrier>, String> {
    let process = node("ws.js")?;
    let at = process.address();
    Ok(Box::new(Peer::on(Plain(WS), process, at, others)))
}

pub(super) fn version() -> Option<String> {
    let package = std::fs::read_to_string(folder().join("package.json")).ok()?;
    let package: serde_json::Value = serde_json::from_str(&package).ok()?;
    let of = |name: &str| package["dependencies"][name].as_str().unwrap_or("?").to_owned();
    let node = process::said(process::find("node")?, &["--version"]);
    Some(format!("Node {node}, socket.io {}, ws {}", of("socket.io"), of("ws")))
}
