//! Which phone a packet belongs to: by the name that it asks for, or by where it was proven to come from.

use super::{Datagrams, PACKET, Way};
use crate::budget::Budget;
use std::{collections::HashMap, net::SocketAddr, sync::Arc};
use tokio::sync::mpsc::Sender;

/// Packets of one phone, at once and a second: many times what a busy page sends.
const PACKETS: f64 = 400.0;
/// The same from where it was not heard before: a roam brings some, and whoever has overheard its name.
const FROM_ELSEWHERE: f64 = 20.0;
/// One phone may be heard from so many addresses; a roam brings a new one.
const MOST_ADDRESSES: usize = 4;

/// A packet and the way it came.
pub(super) type Packet = (Way, Vec<u8>);

/// The hub's own name for a path.
pub(super) type Name = Arc<str>;

/// All that are known.
#[derive(Default)]
pub(super) struct Phones {
    by_name: HashMap<Name, Phone>,
    by_address: HashMap<SocketAddr, Name>,
}

struct Phone {
    packets: Sender<Packet>,
    known: Budget,
    elsewhere: Budget,
}

impl Phones {
    /// To the phone whose it is. Whatever nobody is known for is dropped: no answer, no line in a log.
    pub fn route(&mut self, way: Way, packet: &[u8]) {
        if packet.len() > PACKET {
            return;
        }
        let by_address = self.by_address.get(&way.from);
        // The name first: somebody else may have sent from this address before.
        let Some(name) = name_in(packet).or(by_address.map(|name| &**name)) else { return };
        let Some(phone) = self.by_name.get_mut(name) else { return };
        let known = by_address.is_some_and(|known| **known == *name);
        if if known { phone.known.take() } else { phone.elsewhere.take() } {
            let _ = phone.packets.try_send((way, packet.to_vec()));
        }
    }

    /// Unless another phone is known there by now.
    fn forget(&mut self, address: SocketAddr, name: &Name) {
        if self.by_address.get(&address) == Some(name) {
            self.by_address.remove(&address);
        }
    }
}

/// The hub's own name for a path in an ICE request: what stands before the colon of its USERNAME.
fn name_in(packet: &[u8]) -> Option<&str> {
    if !matches!(packet.first(), Some(0..=3)) {
        return None;
    }
    let (_, name) = packet.split_at_checked(20)?;
    let mut attributes = name;
    loop {
        let (head, rest) = attributes.split_at_checked(4)?;
        let len = usize::from(u16::from_be_bytes([head[2], head[3]]));
        if head[..2] == [0, 6] {
            return std::str::from_utf8(rest.get(..len)?).ok()?.split(':').next();
        }
        attributes = rest.get(len.next_multiple_of(4)..)?;
    }
}

/// A path's name and ways at the socket, for as long as its lane runs.
pub(super) struct Known {
    of: Arc<Datagrams>,
    name: Name,
    /// The latest last.
    ways: Vec<Way>,
}

impl Known {
    pub fn new(of: &Arc<Datagrams>, name: Name, packets: Sender<Packet>) -> Self {
        let (known, elsewhere) = (Budget::of(PACKETS, PACKETS), Budget::of(FROM_ELSEWHERE, FROM_ELSEWHERE));
        of.phones().by_name.insert(name.clone(), Phone { packets, known, elsewhere });
        Self { of: of.clone(), name, ways: Vec::new() }
    }

    /// Its packets come this way, too. Proven by the password before.
    pub fn comes(&mut self, way: Way) {
        // From one address the first way stays: a request that was overheard and is sent again to another of the laptop's
        // addresses must not have it answer from there.
        let known = self.ways.iter().position(|known| known.from == way.from);
        let way = known.map_or(way, |at| self.ways.remove(at));
        let mut phones = self.of.phones();
        if self.ways.len() == MOST_ADDRESSES {
            phones.forget(self.ways.remove(0).from, &self.name);
        }
        self.ways.push(way);
        phones.by_address.insert(way.from, self.name.clone());
    }

    /// Back the way that it came from there.
    pub fn send(&self, to: SocketAddr, packet: &[u8]) {
        if let Some(way) = self.ways.iter().find(|way| way.from == to) {
            self.of.socket.answer(*way, packet);
        }
    }
}

impl Drop for Known {
    fn drop(&mut self) {
        let mut phones = self.of.phones();
        phones.by_name.remove(&self.name);
        for way in &self.ways {
            phones.forget(way.from, &self.name);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_packet_at_all_can_be_looked_at(packet in proptest::collection::vec(any::<u8>(), 0..200)) {
            name_in(&packet);
        }

        #[test]
        fn a_request_is_known_by_its_name_whatever_stands_around_it(
            before in proptest::collection::vec(any::<u8>(), 0..9),
            after in proptest::collection::vec(any::<u8>(), 0..40),
        ) {
            let attribute = |kind: u16, value: &[u8]| {
                let length = u16::try_from(value.len()).expect("short").to_be_bytes();
                let mut bytes = [&kind.to_be_bytes()[..], &length, value].concat();
                bytes.resize(bytes.len().next_multiple_of(4), 0);
                bytes
            };
            let packet = [vec![0; 20], attribute(0x8022, &before), attribute(6, b"hers:page"), after].concat();
            prop_assert_eq!(name_in(&packet), Some("hers"));
        }
    }
}
