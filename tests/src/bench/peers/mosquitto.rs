//! Mosquitto, MQTT over its websocket listener, QoS 0.

use super::{Dialect, PRESS, Part, Peer};
use crate::bench::{
    process::{self, Process},
    socket::{Carrier, Socket},
};
use std::{fs, net::SocketAddr, process::Command};
use tokio_tungstenite::tungstenite::Message;

pub(super) const NAME: &str = "Mosquitto";
const PROGRAM: &str = "mosquitto";

struct Mqtt;

/// Kinds of packets, in the upper half of the first byte.
const CONNACK: u8 = 0x20;
const PUBLISH: u8 = 0x30;
const SUBACK: u8 = 0x90;

impl Dialect for Mqtt {
    fn name(&self) -> &'static str {
        NAME
    }

    fn protocol(&self) -> Option<&'static str> {
        Some("mqtt")
    }

    fn greet(&self, socket: &mut Socket, part: Part) {
        // Version 3.1.1, a clean session, never to be pinged.
        let connect = [&word("MQTT")[..], &[4, 2, 0, 0], &word("")].concat();
        socket.say(packet(0x10, &connect));
        until(socket, CONNACK);
        let topic = match part {
            Part::Performer => return,
            Part::Receiver => "hold",
            Part::Other => "status",
        };
        socket.say(packet(0x82, &[&[0, 1][..], &word(topic), &[0]].concat()));
        until(socket, SUBACK);
    }

    fn press(&self) -> Message {
        packet(PUBLISH, &[&word("hold")[..], PRESS.as_bytes()].concat())
    }

    fn is_press(&self, message: &Message) -> bool {
        matches!(message, Message::Binary(bytes) if bytes.first().is_some_and(|kind| kind & 0xf0 == PUBLISH))
    }
}

fn until(socket: &mut Socket, kind: u8) {
    while socket.next().into_data().first().is_none_or(|first| first & 0xf0 != kind) {}
}

fn word(word: &str) -> Vec<u8> {
    let length = u16::try_from(word.len()).expect("a short word");
    [&length.to_be_bytes()[..], word.as_bytes()].concat()
}

fn packet(kind: u8, body: &[u8]) -> Message {
    let mut bytes = vec![kind];
    let mut length = body.len();
    loop {
        let more = if length > 127 { 0x80 } else { 0 };
        bytes.push(u8::try_from(length % 128).expect("seven bits") | more);
        length /= 128;
        if length == 0 {
            break;
        }
    }
    bytes.extend_from_slice(body);
    Message::binary(bytes)
}

pub(super) fn start(others: usize) -> Result<Box<dyn Carrier>, String> {
    let program =
        process::find(PROGRAM).ok_or("there is no mosquitto. As root: apt-get install mosquitto")?;
    let folder = tempfile::TempDir::with_prefix("quiethold-bench-").map_err(|why| why.to_string())?;
    let config = folder.path().join("mosquitto.conf");
    let (own, port) = (process::free_port(), process::free_port());
    // With a websocket's listener alone it does not start; and its own default would keep frames for each other.
    let text = format!(
        "listener {own} 127.0.0.1\nlistener {port} 127.0.0.1\nprotocol websockets\nallow_anonymous true\nset_tcp_nodelay true\n\
         max_connections -1\npersistence false\nuser root\n"
    );
    fs::write(&config, text).map_err(|why| why.to_string())?;
    let process =
        Process::start(Command::new(program).arg("-c").arg(&config)).map_err(|why| why.to_string())?;
    let at = SocketAddr::from(([127, 0, 0, 1], port));
    process::listens(at)?;
    Ok(Box::new(Peer::on(Mqtt, process, at, others)))
}

pub(super) fn version() -> Option<String> {
    Some(process::said(process::find(PROGRAM)?, &["-h"]))
}
