//! NATS, by its own websocket listener.

use super::{Dialect, PRESS, Part, Peer};
use crate::bench::{
    process::{self, Process},
    socket::{Carrier, Socket},
};
use std::{fs, net::SocketAddr, process::Command};
use tokio_tungstenite::tungstenite::Message;

pub(super) const NAME: &str = "NATS";
const PROGRAM: &str = "nats-server";

struct Nats;

impl Dialect for Nats {
    fn name(&self) -> &'static str {
        NAME
    }

    fn greet(&self, socket: &mut Socket, part: Part) {
        let wants = match part {
            Part::Performer => "",
            Part::Receiver => "SUB hold 1\r\n",
            Part::Other => "SUB status 1\r\n",
        };
        let hello = r#"CONNECT {"verbose":false,"pedantic":false,"lang":"bench","version":"1"}"#;
        socket.say(Message::binary(format!("{hello}\r\n{wants}PING\r\n").into_bytes()));
        while !socket.next().into_data().ends_with(b"PONG\r\n") {}
    }

    fn press(&self) -> Message {
        Message::binary(format!("PUB hold {}\r\n{PRESS}\r\n", PRESS.len()).into_bytes())
    }

    fn is_press(&self, message: &Message) -> bool {
        matches!(message, Message::Binary(bytes) if bytes.starts_with(b"MSG hold"))
    }
}

pub(super) fn start(others: usize) -> Result<Box<dyn Carrier>, String> {
    let program =
        process::find(PROGRAM).ok_or("there is no nats-server. As root: apt-get install nats-server")?;
    let folder = tempfile::TempDir::with_prefix("quiethold-bench-").map_err(|why| why.to_string())?;
    let config = folder.path().join("nats.conf");
    let (own, websocket) = (process::free_port(), process::free_port());
    // Nobody is pinged while something is measured.
    let text = format!(
        "listen: \"127.0.0.1:{own}\"\nping_interval: \"60m\"\nwebsocket {{ listen: \"127.0.0.1:{websocket}\", no_tls: true }}\n"
    );
    fs::write(&config, text).map_err(|why| why.to_string())?;
    let process =
        Process::start(Command::new(program).arg("--config").arg(&config)).map_err(|why| why.to_string())?;
    let at = SocketAddr::from(([127, 0, 0, 1], websocket));
    process::listens(at)?;
    Ok(Box::new(Peer::on(Nats, process, at, others)))
}

pub(super) fn version() -> Option<String> {
    Some(process::said(process::find(PROGRAM)?, &["--version"]))
}
