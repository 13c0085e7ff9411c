//! One phone's datagram path: ICE, DTLS and SCTP one on top of the other, without a socket or a clock of its own.
//!
//! A WebRTC data channel and nothing else: no media, no STUN servers, one candidate. What it sends may be lost and may
//! come twice or out of order. The keys' fingerprints were exchanged inside the websocket, so nobody between can have
//! put their own in.

use super::{
    Handshake, Identity, PACKET,
    channel::Channel,
    ice::{Lite, Request},
};
use dimpl::{Dtls, Output};
use is::{
    Candidate, IceAgent, IceAgentEvent, IceCreds, Protocol,
    stun::{StunMessage, StunPacket},
};
use sha2::{Digest, Sha256};
use std::{
    collections::VecDeque,
    net::SocketAddr,
    sync::{Arc, LazyLock},
    time::{Duration, Instant},
};

/// Which end this is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// Is looked for, and answers.
    Hub,
    /// Looks for the hub.
    Page,
}

/// The path is of no use any more.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("the datagram path has ended")]
pub struct Ended;

/// One end of a path. After every call to it, [`Self::packet`] has what is to be sent, [`Self::message`] what has come
/// and [`Self::due`] when to call [`Self::tick`].
pub struct Path {
    local: SocketAddr,
    ice: Ice,
    dtls: Dtls,
    fingerprint: [u8; 32],
    peer_fingerprint: Option<[u8; 32]>,
    trusted: bool,
    channel: Channel,
    ended: bool,
    to: Option<SocketAddr>,
    dtls_due: Option<Instant>,
    packets: VecDeque<(SocketAddr, Vec<u8>)>,
}

enum Ice {
    Hub(Lite),
    Page(Box<IceAgent>),
}

static DTLS: LazyLock<Arc<dimpl::Config>> = LazyLock::new(|| {
    let config = dimpl::Config::builder().flight_start_rto(Duration::from_millis(200)).flight_retries(8);
    Arc::new(config.build().expect("a constant that can be built"))
});

impl Path {
    /// `local`: where this end's packets come from, as far as it knows.
    pub fn new(end: End, identity: &Identity, local: SocketAddr, now: Instant) -> Self {
        let ice = match end {
            End::Hub => Ice::Hub(Lite::new()),
            End::Page => {
                let mut agent = IceAgent::new(IceCreds::new());
                agent.set_controlling(true);
                if let Ok(candidate) = Candidate::host(local, "udp") {
                    agent.add_local_candidate(candidate);
                }
                Ice::Page(Box::new(agent))
            }
        };
        let mut dtls = Dtls::new_auto(DTLS.clone(), identity.certificate.clone(), now);
        dtls.set_active(end == End::Page);
        Self {
            local,
            ice,
            dtls,
            fingerprint: identity.fingerprint,
            peer_fingerprint: None,
            trusted: false,
            channel: Channel::new(end),
            ended: false,
            to: None,
            dtls_due: None,
            packets: VecDeque::new(),
        }
    }

    /// What the other end has to know.
    pub fn handshake(&self) -> Handshake {
        let IceCreds { ufrag, pass } = match &self.ice {
            Ice::Hub(lite) => lite.own().clone(),
            Ice::Page(agent) => agent.local_credentials().clone(),
        };
        Handshake { ufrag, password: pass, fingerprint: self.fingerprint }
    }

    /// What the other end has said; for a page, with the hub's address.
    ///
    /// # Errors
    /// When the path is of no use any more.
    pub fn meet(&mut self, peer: &Handshake, at: Option<SocketAddr>, now: Instant) -> Result<(), Ended> {
        self.peer_fingerprint = Some(peer.fingerprint);
        if let Ice::Page(agent) = &mut self.ice {
            let (ufrag, pass) = (peer.ufrag.clone(), peer.password.clone());
            agent.set_remote_credentials(IceCreds { ufrag, pass });
            if let Some(candidate) = at.and_then(|hub| Candidate::host(hub, "udp").ok()) {
                agent.add_remote_candidate(candidate);
            }
        }
        self.tick(now)
    }

    /// Whether frames can be sent.
    pub fn is_open(&self) -> bool {
        self.channel.is_open() && !self.ended
    }

    /// A packet has come from there. Tells whether it proves that whoever sent it knows the password: nothing else may
    /// draw the path to an address, or keep it.
    ///
    /// # Errors
    /// When the path is of no use any more.
    pub fn take(&mut self, from: SocketAddr, packet: &[u8], now: Instant) -> Result<bool, Ended> {
        let proven = match packet.first() {
            Some(0..=3) => self.take_stun(from, packet, now),
            // In the midst of a handshake a single alert of a stranger's would end it.
            Some(20..=63) if matches!(&self.ice, Ice::Hub(lite) if !lite.knows(from)) => return Ok(false),
            Some(20..=63) => {
                self.dtls.handle_timeout(now).map_err(|_| self.fail())?;
                // Anybody can send what can't be read.
                let _ = self.dtls.handle_packet(packet);
                false
            }
            _ => return Ok(false),
        };
        self.settle(now)?;
        Ok(proven)
    }

    fn take_stun(&mut self, from: SocketAddr, packet: &[u8], now: Instant) -> bool {
        match &mut self.ice {
            Ice::Hub(lite) => {
                let Some(Request { answer, chosen }) = lite.take(from, packet) else { return false };
                if chosen {
                    self.to = Some(from);
                }
                self.packets.push_back((from, answer));
                true
            }
            Ice::Page(agent) => {
                let Ok(message) = StunMessage::parse(packet) else { return false };
                let (proto, destination) = (Protocol::Udp, self.local);
                let proven =
                    agent.handle_packet(now, StunPacket { proto, source: from, destination, message });
                agent.handle_timeout(now);
                proven
            }
        }
    }

    /// Time has gone by.
    ///
    /// # Errors
    /// When the path is of no use any more.
    pub fn tick(&mut self, now: Instant) -> Result<(), Ended> {
        if let Ice::Page(agent) = &mut self.ice {
            agent.handle_timeout(now);
        }
        self.dtls.handle_timeout(now).map_err(|_| self.fail())?;
        self.channel.tick(now);
        self.settle(now)
    }

    /// Sends a frame, if the path is open; it may be lost.
    ///
    /// # Errors
    /// When the path is of no use any more.
    pub fn send(&mut self, frame: &str, now: Instant) -> Result<(), Ended> {
        if !self.is_open() {
            return Ok(());
        }
        self.channel.send(frame);
        self.settle(now)
    }

    /// Tells the other end that nothing more comes, as far as that is heard.
    pub fn close(&mut self, now: Instant) {
        self.ended = true;
        let _ = self.dtls.close();
        let _ = self.settle_dtls(now);
    }

    /// The next packet to send, and where to.
    pub fn packet(&mut self) -> Option<(SocketAddr, Vec<u8>)> {
        self.packets.pop_front()
    }

    /// The next frame that has come.
    pub fn message(&mut self) -> Option<Vec<u8>> {
        self.channel.message()
    }

    /// When to call [`Self::tick`].
    pub fn due(&mut self) -> Option<Instant> {
        let ice = match &mut self.ice {
            Ice::Hub(_) => None,
            Ice::Page(agent) => agent.poll_timeout(),
        };
        [ice, self.dtls_due, self.channel.due()].into_iter().flatten().min()
    }

    fn fail(&mut self) -> Ended {
        self.ended = true;
        Ended
    }

    /// Lets each layer hand on what it has, until none has anything left.
    fn settle(&mut self, now: Instant) -> Result<(), Ended> {
        if let Ice::Page(agent) = &mut self.ice {
            while let Some(event) = agent.poll_event() {
                if let IceAgentEvent::NominatedSend { destination, .. } = event {
                    self.to = Some(destination);
                }
            }
            while let Some(transmit) = agent.poll_transmit() {
                self.packets.push_back((transmit.destination, transmit.contents.to_vec()));
            }
        }
        loop {
            let heard = self.settle_dtls(now)?;
            let parts = self.channel.settle(now).map_err(|_| self.fail())?;
            if !heard && parts.is_empty() {
                break;
            }
            for part in parts {
                // What finds no room is lost, as on the air.
                let _ = self.dtls.send_application_data(&part);
                self.settle_dtls(now)?;
            }
        }
        if self.ended { Err(Ended) } else { Ok(()) }
    }

    /// Whether it had anything.
    fn settle_dtls(&mut self, now: Instant) -> Result<bool, Ended> {
        let mut any = false;
        let mut buffer = [0; PACKET];
        // Before ICE has found a way nothing can be sent; DTLS would take it for lost.
        while let Some(to) = self.to {
            match self.dtls.poll_output(&mut buffer) {
                Output::Packet(packet) => self.packets.push_back((to, packet.to_vec())),
                Output::Timeout(due) => {
                    self.dtls_due = Some(due);
                    break;
                }
                Output::PeerCert(certificate) => {
                    let fingerprint: [u8; 32] = Sha256::digest(certificate).into();
                    self.trusted = self.peer_fingerprint == Some(fingerprint);
                    if !self.trusted {
                        return Err(self.fail());
                    }
                }
                Output::Connected => {
                    any = true;
                    if !self.trusted {
                        return Err(self.fail());
                    }
                    if matches!(self.ice, Ice::Page(_)) {
                        self.channel.connect();
                    }
                }
                Output::ApplicationData(data) if self.trusted => {
                    any = true;
                    self.channel.take(data, now).map_err(|_| self.fail())?;
                }
                Output::CloseNotify | Output::BufferTooSmall { .. } => return Err(self.fail()),
                _ => {}
            }
        }
        Ok(any)
    }
}

impl std::fmt::Debug for Path {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Path").field("open", &self.is_open()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Carries packets between two ends until nothing is left to carry; time goes by where both only wait.
    struct Both {
        hub: Path,
        page: Path,
        now: Instant,
    }

    const HUB: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(std::net::Ipv4Addr::new(10, 0, 0, 1)), 8080);
    const PAGE: SocketAddr =
        SocketAddr::new(std::net::IpAddr::V4(std::net::Ipv4Addr::new(10, 0, 0, 2)), 40_000);

    impl Both {
        fn new(spoil: bool) -> Self {
            let now = Instant::now();
            let (ours, theirs) = (Identity::new().expect("chance"), Identity::new().expect("chance"));
            let mut hub = Path::new(End::Hub, &ours, HUB, now);
            let mut page = Path::new(End::Page, &theirs, PAGE, now);
            let mut said = page.handshake();
            said.fingerprint[0] ^= u8::from(spoil);
            hub.meet(&said, None, now).expect("begun");
            page.meet(&hub.handshake(), Some(HUB), now).expect("begun");
            Self { hub, page, now }
        }

        fn carry(&mut self) -> Result<(), Ended> {
            for _ in 0..400 {
                let mut still = true;
                while let Some((_, packet)) = self.page.packet() {
                    still = false;
                    self.hub.take(PAGE, &packet, self.now)?;
                }
                while let Some((_, packet)) = self.hub.packet() {
                    still = false;
                    self.page.take(HUB, &packet, self.now)?;
                }
                if still {
                    if self.hub.is_open() && self.page.is_open() {
                        return Ok(());
                    }
                    self.now += Duration::from_millis(10);
                    self.hub.tick(self.now)?;
                    self.page.tick(self.now)?;
                }
            }
            Ok(())
        }
    }

    #[test]
    fn a_path_opens_and_carries_frames_both_ways() {
        let mut both = Both::new(false);
        both.carry().expect("no end");
        both.page.send("a press", both.now).expect("open");
        both.hub.send("an alert", both.now).expect("open");
        both.carry().expect("no end");
        assert_eq!(both.hub.message().as_deref(), Some(&b"a press"[..]));
        assert_eq!(both.page.message().as_deref(), Some(&b"an alert"[..]));
    }

    #[test]
    fn rubbish_from_a_stranger_ends_no_path_and_draws_none_elsewhere() {
        let mut both = Both::new(false);
        let stranger = SocketAddr::from(([10, 0, 0, 66], 6));
        let alert = [21, 254, 253, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 2, 40];
        for from in [stranger, PAGE] {
            for first in 0..=255 {
                assert_eq!(both.hub.take(from, &[first; 64], both.now), Ok(false));
            }
            assert_eq!(
                both.hub.take(from, &alert, both.now),
                Ok(false),
                "a fatal alert that anybody can write"
            );
        }
        both.carry().expect("no end");
        assert!(both.hub.is_open());
        for from in [stranger, PAGE] {
            assert_eq!(both.hub.take(from, &alert, both.now), Ok(false));
        }
        both.hub.send("an alert", both.now).expect("open");
        assert!(both.hub.packets.iter().all(|(to, _)| *to == PAGE));
        both.carry().expect("no end");
        assert_eq!(both.page.message().as_deref(), Some(&b"an alert"[..]));
    }

    #[test]
    fn whoever_has_another_key_than_the_one_said_in_the_websocket_is_not_heard() {
        let mut both = Both::new(true);
        assert_eq!(both.carry(), Err(Ended));
        assert!(!both.hub.is_open());
    }
}
