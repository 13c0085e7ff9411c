//! Everything that crosses a wire, written down by tshark's `dumpcap` and put together again by tshark.

use crate::{PATIENCE, link::Namespace, tap::Taken};
use std::{
    collections::BTreeMap,
    fs,
    io::{BufRead, BufReader},
    path::PathBuf,
    process::{Child, Command, Stdio},
    thread::sleep,
    time::{Duration, Instant},
};
use tempfile::TempDir;

/// A capture that goes on until it is ended.
pub struct Capture {
    port: u16,
    dumpcap: Child,
    folder: TempDir,
}

/// A capture that is over.
pub struct Captured {
    /// The file as it was written.
    pub file: Vec<u8>,
    /// What it holds, by connection, without a gap.
    pub connections: Vec<Taken>,
}

impl Capture {
    /// Begins at this side of a link, with what goes to and from one port. None without tshark.
    pub fn begin(net: &Namespace, port: u16) -> Option<Self> {
        Command::new("tshark").arg("--version").stdout(Stdio::null()).status().ok()?;
        let folder = TempDir::with_prefix("quiethold-capture-").expect("a folder");
        let mut dumpcap = net
            .command("dumpcap")
            .args(["-q", "-i", "air", "-B", "64", "-f", &format!("tcp port {port}"), "-w"])
            .arg(folder.path().join("day.pcapng"))
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("tshark brings dumpcap along");
        let said = BufReader::new(dumpcap.stderr.take().expect("it is piped")).lines().map_while(Result::ok);
        // It says so once it listens.
        assert!(said.into_iter().any(|line| line.starts_with("File: ")), "dumpcap does not listen");
        Some(Self { port, dumpcap, folder })
    }

    /// Ends once it holds `last`, which was said in the clear and after all else.
    pub fn end(mut self, last: &str) -> Captured {
        let file = self.file();
        let end = Instant::now() + PATIENCE;
        while !readable(&fs::read(&file).unwrap_or_default()).contains(last) {
            assert!(Instant::now() < end, "the capture does not hold what was said last");
            sleep(Duration::from_millis(50));
        }
        let _ = self.dumpcap.kill();
        let _ = self.dumpcap.wait();
        Captured { file: fs::read(&file).expect("just read"), connections: self.connections() }
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("day.pcapng")
    }

    fn connections(&self) -> Vec<Taken> {
        let told = Command::new("tshark")
            .args(["-o", "tcp.desegment_tcp_streams:FALSE", "-Y", "tcp.len > 0", "-T", "fields"])
            .args(["tcp.stream", "tcp.dstport", "tcp.seq", "tcp.payload"].map(|field| format!("-e{field}")))
            .args(["-d", "tcp.port==1-65535,data", "-r"])
            .arg(self.file())
            .output()
            .expect("tshark was there before");
        // By connection and the port that it goes to: what came, by its place.
        let mut ways = BTreeMap::<(usize, u16), BTreeMap<usize, Vec<u8>>>::new();
        for line in String::from_utf8_lossy(&told.stdout).lines() {
            let fields: Vec<&str> = line.split('\t').collect();
            let [connection, port, place, payload] = fields[..] else { panic!("tshark says: {line}") };
            let number = |text: &str| text.parse::<usize>().expect("a number");
            let way = (number(connection), u16::try_from(number(port)).expect("a port"));
            let piece = ways.entry(way).or_default().entry(number(place)).or_default();
            // What is sent again may be cut elsewhere.
            if piece.len() < payload.len() / 2 {
                *piece = unhex(payload);
            }
        }
        let mut connections = BTreeMap::<usize, Taken>::new();
        for ((connection, port), pieces) in ways {
            let taken = connections.entry(connection).or_default();
            let bytes = whole(pieces);
            if port == self.port { taken.up = bytes } else { taken.down = bytes }
        }
        connections.into_values().collect()
    }
}

impl Drop for Capture {
    fn drop(&mut self) {
        let _ = self.dumpcap.kill();
        let _ = self.dumpcap.wait();
    }
}

/// What can be read in bytes, to be searched: as text, in small letters.
pub fn readable(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).to_lowercase()
}

/// The pieces in their order, each once. The first byte of a connection has the place 1.
fn whole(pieces: BTreeMap<usize, Vec<u8>>) -> Vec<u8> {
    let mut all = Vec::new();
    for (place, piece) in pieces {
        let here = place - 1;
        assert!(here <= all.len(), "the capture has missed something");
        if let Some(new) = piece.get(all.len() - here..) {
            all.extend_from_slice(new);
        }
    }
    all
}

fn unhex(digits: &str) -> Vec<u8> {
    let digit = |at: usize| u8::from_str_radix(&digits[at..at + 2], 16).expect("hexadecimal");
    (0..digits.len()).step_by(2).map(digit).collect()
}
