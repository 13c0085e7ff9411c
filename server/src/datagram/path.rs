//! One phone's datagram path: ICE, DTLS and SCTP one on top of the other, without a socket or a clock of its own.
//!
//! A WebRTC data channel and nothing else: no media, no STUN servers, one candidate. What it sends may be lost and may
//! come twice or out of order. The keys' fingerprints were exchanged inside the websocket, so nobody between can have
//! put their own in.

use super::{Handshake, Identity};
use bytes::Bytes;
use dimpl::{Dtls, Output};
use is::{
    Candidate, IceAgent, IceAgentEvent, IceCreds, Protocol,
    stun::{StunMessage, StunPacket},
};
use sctp_proto::{
    Association, AssociationHandle, ClientConfig, DatagramEvent, Endpoint, EndpointConfig, Event, Payload,
    PayloadProtocolIdentifier, ReliabilityType, ServerConfig, StreamEvent, TransportConfig,
};
use sha2::{Digest, Sha256};
use std::{
    collections::VecDeque,
    net::SocketAddr,
    sync::{Arc, LazyLock},
    time::{Duration, Instant},
};

/// Both ends know the one channel by its number, so nothing opens it.
const CHANNEL: u16 = 0;
/// What could not be delivered by then is given up: a newer copy is on its way.
const LIFETIME_MS: u32 = 120;
/// SCTP would wait a second, by its default, before it sends a lost packet again.
const RETRANSMIT_MS: u64 = 60;
/// A frame from a page is at most 4 KiB.
const LONGEST: u32 = 8 * 1024;
/// Nothing that ICE or DTLS ever sends is longer.
const PACKET: usize = 2048;
/// SCTP wants an address; there is one peer only, and it may move.
const PEER: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(std::net::Ipv4Addr::new(192, 0, 2, 1)), 5000);

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
    end: End,
    local: SocketAddr,
    ice: IceAgent,
    dtls: Dtls,
    peer_fingerprint: Option<[u8; 32]>,
    trusted: bool,
    sctp: Endpoint,
    association: Option<(AssociationHandle, Association)>,
    open: bool,
    ended: bool,
    to: Option<SocketAddr>,
    dtls_due: Option<Instant>,
    packets: VecDeque<(SocketAddr, Vec<u8>)>,
    messages: VecDeque<Vec<u8>>,
    found: VecDeque<SocketAddr>,
}

static DTLS: LazyLock<Arc<dimpl::Config>> = LazyLock::new(|| {
    let config = dimpl::Config::builder().flight_start_rto(Duration::from_millis(200)).flight_retries(8);
    Arc::new(config.build().expect("a constant that can be built"))
});

static TRANSPORT: LazyLock<Arc<TransportConfig>> = LazyLock::new(|| {
    let config = TransportConfig::default()
        .with_max_receive_buffer_size(64 * 1024)
        .with_max_receive_message_size(LONGEST)
        .with_max_send_message_size(LONGEST)
        .with_max_num_inbound_streams(1)
        .with_max_num_outbound_streams(1)
        .with_max_init_retransmits(None)
        .with_rto_initial_ms(RETRANSMIT_MS * 4)
        .with_rto_min_ms(RETRANSMIT_MS)
        .with_rto_max_ms(RETRANSMIT_MS * 16);
    Arc::new(config)
});

impl Path {
    /// `local`: where this end's packets come from, as far as it knows.
    pub fn new(end: End, identity: &Identity, local: SocketAddr, now: Instant) -> Self {
        let mut ice = IceAgent::new(IceCreds::new());
        ice.set_ice_lite(end == End::Hub);
        ice.set_controlling(end != End::Hub);
        if let Ok(candidate) = Candidate::host(local, "udp") {
            ice.add_local_candidate(candidate);
        }
        let mut dtls = Dtls::new_auto(DTLS.clone(), identity.certificate.clone(), now);
        dtls.set_active(end != End::Hub);
        let mut server = ServerConfig::new();
        server.transport = TRANSPORT.clone();
        let server = (end == End::Hub).then(|| Arc::new(server));
        Self {
            end,
            local,
            ice,
            dtls,
            peer_fingerprint: None,
            trusted: false,
            sctp: Endpoint::new(Arc::new(EndpointConfig::new()), server),
            association: None,
            open: false,
            ended: false,
            to: None,
            dtls_due: None,
            packets: VecDeque::new(),
            messages: VecDeque::new(),
            found: VecDeque::new(),
        }
    }

    /// What the other end has to know.
    pub fn handshake(&self, identity: &Identity) -> Handshake {
        let IceCreds { ufrag, pass } = self.ice.local_credentials().clone();
        Handshake { ufrag, password: pass, fingerprint: identity.fingerprint }
    }

    /// What the other end has said; for a page, with the hub's address.
    ///
    /// # Errors
    /// When the path is of no use any more.
    pub fn meet(&mut self, peer: &Handshake, at: Option<SocketAddr>, now: Instant) -> Result<(), Ended> {
        let (ufrag, pass) = (peer.ufrag.clone(), peer.password.clone());
        self.ice.set_remote_credentials(IceCreds { ufrag, pass });
        self.peer_fingerprint = Some(peer.fingerprint);
        if let Some(hub) = at
            && let Ok(candidate) = Candidate::host(hub, "udp")
        {
            self.ice.add_remote_candidate(candidate);
        }
        self.tick(now)
    }

    /// Whether frames can be sent.
    pub fn is_open(&self) -> bool {
        self.open && !self.ended
    }

    /// A packet has come from there.
    ///
    /// # Errors
    /// When the path is of no use any more.
    pub fn take(&mut self, from: SocketAddr, packet: &[u8], now: Instant) -> Result<(), Ended> {
        match packet.first() {
            Some(0..=3) => {
                if let Ok(message) = StunMessage::parse(packet) {
                    let (proto, destination) = (Protocol::Udp, self.local);
                    self.ice.handle_packet(now, StunPacket { proto, source: from, destination, message });
                }
            }
            Some(20..=63) => {
                self.dtls.handle_timeout(now).map_err(|_| self.fail())?;
                self.dtls.handle_packet(packet).map_err(|_| self.fail())?;
            }
            _ => return Ok(()),
        }
        self.settle(now)
    }

    /// Time has gone by.
    ///
    /// # Errors
    /// When the path is of no use any more.
    pub fn tick(&mut self, now: Instant) -> Result<(), Ended> {
        self.ice.handle_timeout(now);
        self.dtls.handle_timeout(now).map_err(|_| self.fail())?;
        if let Some((_, association)) = &mut self.association
            && association.poll_timeout().is_some_and(|due| due <= now)
        {
            association.handle_timeout(now);
        }
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
        let Some((_, association)) = &mut self.association else { return Ok(()) };
        if let Ok(mut stream) = association.stream(CHANNEL) {
            let _ = stream.write_with_ppi(frame.as_bytes(), PayloadProtocolIdentifier::String);
        }
        self.settle(now)
    }

    /// The next packet to send, and where to.
    pub fn packet(&mut self) -> Option<(SocketAddr, Vec<u8>)> {
        self.packets.pop_front()
    }

    /// The next frame that has come.
    pub fn message(&mut self) -> Option<Vec<u8>> {
        self.messages.pop_front()
    }

    /// An address that the other end was heard from, proven by its password.
    pub fn address(&mut self) -> Option<SocketAddr> {
        self.found.pop_front()
    }

    /// When to call [`Self::tick`].
    pub fn due(&mut self) -> Option<Instant> {
        let sctp = self.association.as_ref().and_then(|(_, association)| association.poll_timeout());
        // A lite end has nothing to do by itself; it looks now and then whether the other one is gone.
        [self.ice.poll_timeout(), self.dtls_due, sctp].into_iter().flatten().min()
    }

    fn fail(&mut self) -> Ended {
        self.ended = true;
        Ended
    }

    /// Lets each layer hand on what it has, until none has anything left.
    fn settle(&mut self, now: Instant) -> Result<(), Ended> {
        self.settle_ice();
        loop {
            let heard = self.settle_dtls(now)?;
            let said = self.settle_sctp(now)?;
            if !heard && !said {
                break;
            }
        }
        if self.ended { Err(Ended) } else { Ok(()) }
    }

    fn settle_ice(&mut self) {
        while let Some(event) = self.ice.poll_event() {
            match event {
                IceAgentEvent::DiscoveredRecv { source, .. } => self.found.push_back(source),
                IceAgentEvent::NominatedSend { destination, .. } => self.to = Some(destination),
                IceAgentEvent::IceRestart(_) | IceAgentEvent::IceConnectionStateChange(_) => {}
            }
        }
        while let Some(transmit) = self.ice.poll_transmit() {
            self.packets.push_back((transmit.destination, transmit.contents.to_vec()));
        }
    }

    /// Whether it had anything.
    fn settle_dtls(&mut self, now: Instant) -> Result<bool, Ended> {
        let mut any = false;
        let mut buffer = [0; PACKET];
        // Before ICE has found a way nothing can be sent; DTLS would take it for lost.
        while self.to.is_some() {
            match self.dtls.poll_output(&mut buffer) {
                Output::Packet(packet) => {
                    if let Some(to) = self.to {
                        self.packets.push_back((to, packet.to_vec()));
                    }
                }
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
                    self.connect();
                }
                Output::ApplicationData(data) => {
                    any = true;
                    let data = Bytes::copy_from_slice(data);
                    if self.trusted {
                        self.take_sctp(data, now);
                    }
                }
                Output::CloseNotify | Output::BufferTooSmall { .. } => return Err(self.fail()),
                _ => {}
            }
        }
        Ok(any)
    }

    /// The page's end begins.
    fn connect(&mut self) {
        if self.end != End::Hub {
            let mut config = ClientConfig::new();
            config.transport = TRANSPORT.clone();
            self.association = self.sctp.connect(config, PEER).ok();
        }
    }

    fn take_sctp(&mut self, data: Bytes, now: Instant) {
        match self.sctp.handle(now, PEER, None, None, data) {
            // One for a path: whoever opens more has them all dropped but the first.
            Some((handle, DatagramEvent::NewAssociation(association))) if self.association.is_none() => {
                self.association = Some((handle, association));
            }
            Some((handle, DatagramEvent::AssociationEvent(event))) => {
                if let Some((own, association)) = &mut self.association
                    && *own == handle
                {
                    association.handle_event(event);
                }
            }
            _ => {}
        }
    }

    /// Whether it had anything.
    fn settle_sctp(&mut self, now: Instant) -> Result<bool, Ended> {
        let mut any = false;
        let mut packets = Vec::new();
        while let Some(transmit) = self.sctp.poll_transmit() {
            packets.push(transmit.payload);
        }
        if let Some((_, association)) = &mut self.association {
            while let Some(event) = association.poll() {
                any = true;
                match event {
                    Event::Connected => {
                        if let Ok(mut stream) =
                            association.open_stream(CHANNEL, PayloadProtocolIdentifier::String)
                        {
                            self.open = stream
                                .set_reliability_params(true, ReliabilityType::Timed, LIFETIME_MS)
                                .is_ok();
                        }
                    }
                    Event::Stream(StreamEvent::Readable { id: CHANNEL }) => {
                        let Ok(mut stream) = association.stream(CHANNEL) else { continue };
                        while let Ok(Some(chunks)) = stream.read_sctp() {
                            let mut message = vec![0; chunks.len()];
                            if chunks.read(&mut message).is_ok() {
                                self.messages.push_back(message);
                            }
                        }
                    }
                    Event::HandshakeFailed { .. } | Event::AssociationLost { .. } => self.ended = true,
                    _ => {}
                }
            }
            while association.poll_endpoint_event().is_some() {}
            while let Some(transmit) = association.poll_transmit(now) {
                packets.push(transmit.payload);
            }
        }
        for payload in packets {
            let Payload::RawEncode(parts) = payload else { continue };
            for part in parts {
                any = true;
                self.dtls.send_application_data(&part).map_err(|_| self.fail())?;
            }
        }
        Ok(any)
    }
}

impl std::fmt::Debug for Path {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Path").field("end", &self.end).field("open", &self.open).finish_non_exhaustive()
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
            let mut said = page.handshake(&theirs);
            said.fingerprint[0] ^= u8::from(spoil);
            hub.meet(&said, None, now).expect("begun");
            page.meet(&hub.handshake(&ours), Some(HUB), now).expect("begun");
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
    fn whoever_has_another_key_than_the_one_said_in_the_websocket_is_not_heard() {
        let mut both = Both::new(true);
        assert_eq!(both.carry(), Err(Ended));
        assert!(!both.hub.is_open());
    }
}
