//! The hub with a whole set on it: an IC, a 1st AD, performers who take turns, and a crew that only stands around. It
//! does all its work: rules, views, the log on disk, receipts.

use super::{
    beside::Beside,
    row::Curve,
    socket::{Air, Carrier, Socket},
};
use crate::{Hub, Options};
use quiethold::{
    protocol::{ClientFrame, HubFrame, SEALED_SUBPROTOCOL, SUBPROTOCOL, VERSION},
    words::{Command, CommandId, DenialCode, DeviceId, Level, PersonId, Role, SignalId},
};
use std::{
    collections::HashSet,
    thread,
    time::{Duration, Instant},
};
use tokio_rustls::rustls::pki_types::{CertificateDer, pem::PemObject};
use uuid::Uuid;

/// The views behind a release come within this time, or have been passed over for later ones.
const REST: Duration = Duration::from_millis(20);
/// Who takes turns.
const PERFORMERS: usize = 20;

/// A hub and its people.
pub struct Set {
    /// The hub.
    pub hub: Hub,
    name: String,
    ic: Socket,
    ad: Socket,
    performers: Vec<Socket>,
    crew: Vec<Socket>,
    next: usize,
    /// What was raised last and is not released yet: whose, the command, when, the signal.
    open: Option<(usize, CommandId, Instant, SignalId)>,
    beats: u64,
    recorded: Curve,
    beside: Option<Beside>,
    /// Signals and frames by datagram up to the last beat.
    until_now: (usize, u64),
}

/// How the set's phones speak to the hub.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// On the laptop itself.
    Loopback,
    /// Over plain http.
    Sealed,
    /// Over https.
    Tls,
    /// On the laptop itself, and everybody who presses or is alerted has a datagram lane.
    Datagrams,
}

impl Set {
    /// A set of performers and of `others`, who are crew.
    ///
    /// # Errors
    /// When this machine lacks something for it.
    pub fn start(way: Way, others: usize) -> Result<Self, String> {
        let (name, options) = match way {
            Way::Loopback => ("hub", Options::default()),
            Way::Datagrams => ("hub, datagrams", Options::default()),
            Way::Sealed => ("hub, sealed", Options::for_the_network()),
            Way::Tls => ("hub, TLS", Options { args: vec!["--tls-local-ca".into()], ..Options::default() }),
        };
        let hub = Hub::try_with(options).map_err(|why| why.said)?;
        let air = match way {
            Way::Loopback | Way::Datagrams => Air::Open,
            Way::Sealed => {
                let key = hub.ready.key.clone();
                Air::Sealed(key.ok_or("this machine is in no network, so the hub gives out no key")?)
            }
            Way::Tls => {
                let pem = std::fs::read(hub.folder.join("ca.crt")).map_err(|why| why.to_string())?;
                let trusted = CertificateDer::from_pem_slice(&pem).map_err(|why| why.to_string())?;
                Air::Tls(trusted.to_vec())
            }
        };
        let mut set = Self::on(hub, name, &air, PERFORMERS, others);
        if way == Way::Datagrams {
            let mut beside = Beside::new();
            for socket in [&mut set.ic, &mut set.ad].into_iter().chain(&mut set.performers) {
                beside.open(socket);
            }
            set.beside = Some(beside);
        }
        Ok(set)
    }

    /// A set on this hub.
    pub fn on(hub: Hub, name: &str, air: &Air, performers: usize, others: usize) -> Self {
        let (mut ic, _) = join(&hub, air, Role::Ic, "Imke");
        let (mut ad, _) = join(&hub, air, Role::Ad, "Aldo");
        does(&mut ic, &Command::OnFloor { on: true });
        does(&mut ad, &Command::OnFloor { on: true });
        let performers = (0..performers).map(|n| {
            let (performer, person) = join(&hub, air, Role::Performer, &format!("Performer {n}"));
            does(&mut ic, &Command::Admit { person, as_: None, replaces: None, for_: None });
            performer
        });
        let performers = performers.collect();
        let crew = (0..others).map(|n| join(&hub, air, Role::Crew, &format!("Crew {n}")).0).collect();
        let (name, recorded) = (name.to_owned(), Curve::new(name));
        let mut set = Self {
            hub,
            name,
            ic,
            ad,
            performers,
            crew,
            next: 0,
            open: None,
            beats: 0,
            recorded,
            beside: None,
            until_now: (0, 0),
        };
        set.beat();
        set
    }

    /// The 1st AD's.
    pub fn ad(&mut self) -> &mut Socket {
        &mut self.ad
    }

    /// All performers press at once: how long until the last of them reads that it is on disk. Then all are released.
    pub fn all_at_once(&mut self) -> Duration {
        let presses: Vec<_> = self.performers.iter().map(|_| press()).collect();
        let sent = Instant::now();
        for (performer, (_, text)) in self.performers.iter_mut().zip(&presses) {
            performer.text(text);
        }
        for (performer, (id, _)) in self.performers.iter_mut().zip(&presses) {
            answered(performer, *id);
        }
        let took = sent.elapsed();
        let mut signals = HashSet::new();
        while signals.len() < presses.len() {
            signals.insert(signal_of(&until_alert(&mut self.ic)));
        }
        for signal in signals {
            // The IC's screen does not do more than some forty things a second.
            thread::sleep(Duration::from_millis(26));
            does(&mut self.ic, &Command::Release { signal, in_person: true, presses: None });
        }
        self.beat();
        took
    }

    /// Recorded, seen and released, whatever is still on its way then. Whose it was, if one was open.
    pub fn let_go(&mut self) -> Option<usize> {
        let (whose, id, sent, signal) = self.open.take()?;
        answered(&mut self.performers[whose], id);
        self.recorded.record(sent.elapsed());
        for receiver in [&mut self.ic, &mut self.ad] {
            receiver.text(&written(&ClientFrame::Shown { signal, again: None, at: None }));
        }
        does(&mut self.ic, &Command::Release { signal, in_person: true, presses: None });
        Some(whose)
    }
}

impl Carrier for Set {
    fn name(&self) -> &str {
        &self.name
    }

    fn signal(&mut self) -> Duration {
        let whose = self.next % self.performers.len();
        self.next += 1;
        let (id, text) = press();
        let sent = Instant::now();
        self.performers[whose].text(&text);
        let signal = until_alert(&mut self.ic);
        until_alert(&mut self.ad);
        let took = sent.elapsed();
        let signal = signal_of(&signal);
        self.open = Some((whose, id, sent, signal));
        took
    }

    fn release(&mut self) {
        let Some(whose) = self.let_go() else { return };
        // The views that follow belong to the release: a screen has read them long before the next signal.
        self.ic.hear_within(REST, |text| is_view(text) && text.contains(r#""signals":[]"#));
        self.ad.hear_within(REST, |text| is_view(text) && text.contains(r#""signals":[]"#));
        self.performers[whose].hear_within(REST, |text| is_view(text) && text.contains(r#""signal":null"#));
    }

    fn beat(&mut self) {
        if let Some(beside) = &self.beside {
            let (signals, heard) = std::mem::replace(&mut self.until_now, (self.next, beside.heard()));
            assert!(signals == self.next || heard < self.until_now.1, "the datagram lanes have ended");
        }
        self.beats += 1;
        let beat = written(&ClientFrame::Beat { n: self.beats, visible: true, awake: Some(true), rtt: None });
        let echo = format!(r#"{{"type":"beat","n":{},"#, self.beats);
        let mut people: Vec<&mut Socket> = [&mut self.ic, &mut self.ad]
            .into_iter()
            .chain(&mut self.performers)
            .chain(&mut self.crew)
            .collect();
        for person in &mut people {
            person.text(&beat);
        }
        // Idle are those whose beats are answered: what still waits would be in the next signal's way.
        for person in people {
            while !person.hear().starts_with(&echo) {}
        }
    }

    fn recorded(&mut self) -> Option<&mut Curve> {
        Some(&mut self.recorded)
    }
}

fn join(hub: &Hub, air: &Air, role: Role, name: &str) -> (Socket, PersonId) {
    let protocol = if matches!(air, Air::Sealed(_)) { SEALED_SUBPROTOCOL } else { SUBPROTOCOL };
    let mut socket = Socket::open(hub.address, "/ws", Some(protocol), air);
    let (invite, name, device) = (hub.invite(role).to_owned(), name.to_owned(), DeviceId(Uuid::new_v4()));
    socket.text(&written(&ClientFrame::Join { v: VERSION, invite, name, title: None, lang: None, device }));
    loop {
        if let HubFrame::Welcome { you, .. } = read(&socket.hear()) {
            return (socket, you.id);
        }
    }
}

/// A performer's press, as a frame.
fn press() -> (CommandId, String) {
    let id = CommandId(Uuid::new_v4());
    let cmd = Command::Raise { level: Level::Hold, test: false, for_: None };
    (id, written(&ClientFrame::Do { id, age: None, at: None, cmd }))
}

/// Does something, and waits until it is done. A screen that was too quick for the hub waits and tries again.
pub(super) fn does(who: &mut Socket, cmd: &Command) {
    loop {
        let id = CommandId(Uuid::new_v4());
        who.text(&written(&ClientFrame::Do { id, age: None, at: None, cmd: cmd.clone() }));
        if answered(who, id) {
            return;
        }
        thread::sleep(Duration::from_millis(100));
    }
}

/// Waits for the answer. False: it was too much at once.
fn answered(who: &mut Socket, asked: CommandId) -> bool {
    loop {
        let text = who.hear();
        if !text.starts_with(r#"{"type":"d"#) {
            continue; // a view is long, and none of our business
        }
        match read(&text) {
            HubFrame::Done { id } if id == asked => return true,
            HubFrame::Denied { id, code: DenialCode::TooMany, .. } if id == Some(asked) => return false,
            HubFrame::Denied { id, message, .. } if id == Some(asked) => panic!("{message}"),
            _ => {}
        }
    }
}

fn is_view(text: &str) -> bool {
    text.starts_with(r#"{"type":"view""#)
}

fn until_alert(receiver: &mut Socket) -> String {
    loop {
        let text = receiver.hear();
        if text.starts_with(r#"{"type":"alert""#) {
            return text;
        }
    }
}

fn signal_of(alert: &str) -> SignalId {
    match read(alert) {
        HubFrame::Alert(alert) => alert.signal,
        other => panic!("no alert: {other:?}"),
    }
}

pub(super) fn written(frame: &ClientFrame) -> String {
    serde_json::to_string(frame).expect("our own types can be written")
}

fn read(text: &str) -> HubFrame {
    serde_json::from_str(text).expect("a frame of the hub's")
}
