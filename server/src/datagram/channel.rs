//! The one data channel of a path: SCTP's messages, unordered, each given up after a while.

use super::{End, Ended};
use bytes::Bytes;
use sctp_proto::{
    Association, AssociationHandle, ClientConfig, DatagramEvent, Endpoint, EndpointConfig, Event, Payload,
    PayloadProtocolIdentifier, ReliabilityType, ServerConfig, StreamEvent, TransportConfig,
};
use std::{
    collections::VecDeque,
    net::{IpAddr, Ipv4Addr, SocketAddr},
    sync::{Arc, LazyLock},
    time::Instant,
};

/// Both ends know the one channel by its number, so nothing opens it.
const CHANNEL: u16 = 0;
/// What could not be delivered by then is given up: a newer copy is on its way.
const LIFETIME_MS: u32 = 120;
/// SCTP would wait a second, by its default, before it sends a lost packet again.
const RETRANSMIT_MS: u64 = 60;
/// A frame from a page is at most 4 KiB.
const LONGEST: u32 = 8 * 1024;
/// SCTP wants an address; there is one peer only, and it may move.
const PEER: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1)), 5000);

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

pub(super) struct Channel {
    endpoint: Endpoint,
    association: Option<(AssociationHandle, Association)>,
    open: bool,
    messages: VecDeque<Vec<u8>>,
}

impl Channel {
    pub fn new(end: End) -> Self {
        let mut server = ServerConfig::new();
        server.transport = TRANSPORT.clone();
        let server = (end == End::Hub).then(|| Arc::new(server));
        let endpoint = Endpoint::new(Arc::new(EndpointConfig::new()), server);
        Self { endpoint, association: None, open: false, messages: VecDeque::new() }
    }

    /// The page's end begins.
    pub fn connect(&mut self) {
        let mut config = ClientConfig::new();
        config.transport = TRANSPORT.clone();
        self.association = self.endpoint.connect(config, PEER).ok();
    }

    pub fn is_open(&self) -> bool {
        self.open
    }

    /// It may be lost.
    pub fn send(&mut self, frame: &str) {
        if let Some((_, association)) = &mut self.association
            && let Ok(mut stream) = association.stream(CHANNEL)
        {
            let _ = stream.write_with_ppi(frame.as_bytes(), PayloadProtocolIdentifier::String);
        }
    }

    /// The next frame that has come.
    pub fn message(&mut self) -> Option<Vec<u8>> {
        self.messages.pop_front()
    }

    pub fn due(&self) -> Option<Instant> {
        self.association.as_ref().and_then(|(_, association)| association.poll_timeout())
    }

    pub fn tick(&mut self, now: Instant) {
        if let Some((_, association)) = &mut self.association
            && association.poll_timeout().is_some_and(|due| due <= now)
        {
            association.handle_timeout(now);
        }
    }

    /// What DTLS has brought.
    pub fn take(&mut self, data: &[u8], now: Instant) -> Result<(), Ended> {
        match self.endpoint.handle(now, PEER, None, None, Bytes::copy_from_slice(data)) {
            // One for a path: the crate would keep as many as a phone begins.
            Some((_, DatagramEvent::NewAssociation(_))) if self.association.is_some() => return Err(Ended),
            Some((handle, DatagramEvent::NewAssociation(association))) => {
                self.association = Some((handle, association));
            }
            Some((handle, DatagramEvent::AssociationEvent(event))) => {
                if let Some((own, association)) = &mut self.association
                    && *own == handle
                {
                    association.handle_event(event);
                }
            }
            None => {}
        }
        Ok(())
    }

    /// What is to be sent.
    pub fn settle(&mut self, now: Instant) -> Result<Vec<Bytes>, Ended> {
        let mut packets = Vec::new();
        while let Some(transmit) = self.endpoint.poll_transmit() {
            packets.push(transmit.payload);
        }
        if let Some((_, association)) = &mut self.association {
            while let Some(event) = association.poll() {
                match event {
                    Event::Connected => {
                        let opened = association.open_stream(CHANNEL, PayloadProtocolIdentifier::String);
                        self.open = opened.is_ok_and(|mut stream| {
                            stream.set_reliability_params(true, ReliabilityType::Timed, LIFETIME_MS).is_ok()
                        });
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
                    // Nothing ever opens or closes a channel here.
                    Event::Stream(StreamEvent::Opened { .. } | StreamEvent::Finished { .. })
                    | Event::HandshakeFailed { .. }
                    | Event::AssociationLost { .. } => return Err(Ended),
                    _ => {}
                }
            }
            while association.poll_endpoint_event().is_some() {}
            while let Some(transmit) = association.poll_transmit(now) {
                packets.push(transmit.payload);
            }
        }
        let parts = |payload| match payload {
            Payload::RawEncode(parts) => parts,
            Payload::PartialDecode(_) => Vec::new(),
        };
        Ok(packets.into_iter().flat_map(parts).collect())
    }
}
