//! A link to test on: what lies between the phones and the hub on a set.
//!
//! Two network namespaces, a TUN device in each, and between them two threads that carry packets: each later by the
//! delay, some never. Every phone has its own address, so what the air does to one it does to both its sockets, and to
//! nobody else. Needs root and `/dev/net/tun`.

mod air;
mod bare;
mod browser;
pub mod chromium;
mod connection;
mod decoys;
pub mod manner;
pub mod measure;
pub mod page;
mod presses;
pub mod rows;
mod socket;
mod space;
mod watched;

pub use air::{Outages, Traffic, Way, Weather};
pub use space::{CannotRun, HUB, Namespace, PHONES, address};

use crate::{Hub, Options, Route};
use air::Air;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use space::Spaces;
use std::{
    collections::VecDeque,
    io,
    net::Ipv4Addr,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};
use tun_rs::SyncDevice;

/// From a phone to the hub, and back: 10.2 ms for the two ways of a hold.
pub const DELAY: Duration = Duration::from_micros(5100);

/// The link. Dropped, it is gone, with everything that ran on it.
pub struct Link {
    air: Arc<Mutex<Air>>,
    stop: Arc<AtomicBool>,
    carriers: Vec<JoinHandle<()>>,
    spaces: Spaces,
}

impl Link {
    /// A link with good air.
    ///
    /// # Errors
    /// Where this machine can't have one, with the reason.
    pub fn new(seed: u64) -> Result<Self, CannotRun> {
        let (spaces, phones, hub) = Spaces::new()?;
        let air = Arc::new(Mutex::new(Air::new(seed)));
        let stop = Arc::new(AtomicBool::new(false));
        let (phones, hub) = (Arc::new(phones), Arc::new(hub));
        let carriers =
            [(Way::FromPhone, &phones, &hub), (Way::ToPhone, &hub, &phones)].map(|(way, from, to)| {
                let carrier =
                    Carrier { way, from: from.clone(), to: to.clone(), air: air.clone(), stop: stop.clone() };
                thread::spawn(move || carrier.carry())
            });
        Ok(Self { air, stop, carriers: carriers.into(), spaces })
    }

    fn air(&self) -> MutexGuard<'_, Air> {
        lock(&self.air)
    }

    /// From here on the air is so.
    pub fn weather(&self, weather: Weather) {
        self.air().change(weather);
    }

    /// One phone is out of the air for so long; returns when it will be back.
    pub fn roam(&self, phone: u16, last: Duration) -> Instant {
        self.air().roam(phone, last)
    }

    /// What went over the air for this phone, from it and to it.
    pub fn traffic(&self, phone: u16) -> [Traffic; 2] {
        self.air().traffic(phone)
    }

    /// When at the earliest something could arrive that is said over this phone's air from now on again and again.
    pub fn earliest(&self, phone: u16, said: Instant) -> Instant {
        const AGAIN: Duration = Duration::from_millis(2);
        let mut at = said;
        while let Some(until) = self.air().down_until(phone, at) {
            while at < until {
                at += AGAIN;
            }
        }
        at + DELAY
    }

    /// Where the phones are.
    pub fn phones(&self) -> &Namespace {
        &self.spaces.phones
    }

    /// Where the hub is.
    pub fn hubs(&self) -> &Namespace {
        &self.spaces.hub
    }

    /// An address of the hub's that is reached from this phone's, also by a program that chooses no address of its own.
    ///
    /// # Errors
    /// Where the system doesn't take it.
    pub fn door(&self, phone: u16) -> Result<Ipv4Addr, CannotRun> {
        self.spaces.door(phone)
    }

    /// A hub on the link, and the phones' way to it.
    pub fn start_hub(&self, options: Options) -> (Hub, Route) {
        let under = Some(self.hubs().under());
        let hub = Hub::with(Options { under, ..options });
        let route = hub.route_in_the_network().expect("it listens on the link");
        (hub, route)
    }
}

impl Drop for Link {
    fn drop(&mut self) {
        self.stop.store(true, Relaxed);
        for carrier in self.carriers.drain(..) {
            let _ = carrier.join();
        }
    }
}

fn lock<T>(shared: &Mutex<T>) -> MutexGuard<'_, T> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Carries packets one way.
struct Carrier {
    way: Way,
    from: Arc<SyncDevice>,
    to: Arc<SyncDevice>,
    air: Arc<Mutex<Air>>,
    stop: Arc<AtomicBool>,
}

impl Carrier {
    fn carry(&self) {
        /// How often it looks whether it is to stop.
        const LOOK: Duration = Duration::from_millis(50);
        let mut buffer = vec![0; 65_536];
        let mut flying: VecDeque<(Instant, Vec<u8>)> = VecDeque::new();
        while !self.stop.load(Relaxed) {
            let due = flying.front().map(|(due, _)| due.saturating_duration_since(Instant::now()));
            let wait = Timespec::try_from(due.unwrap_or(LOOK)).expect("a short time");
            let mut readable = [PollFd::new(&*self.from, PollFlags::IN)];
            match poll(&mut readable, Some(&wait)) {
                Ok(_) | Err(rustix::io::Errno::INTR) => {}
                Err(why) => panic!("the link is broken: {why}"),
            }
            // Not for ever: what is due must go out.
            for _ in 0..256 {
                let Some(packet) = self.next(&mut buffer) else { break };
                let now = Instant::now();
                if self.passes(packet, now) {
                    flying.push_back((now + DELAY, packet.to_vec()));
                }
            }
            let now = Instant::now();
            while flying.front().is_some_and(|(due, _)| *due <= now)
                && let Some((_, packet)) = flying.pop_front()
            {
                // What the other side has no room for is lost, as on any link.
                let _ = self.to.send(&packet);
            }
        }
    }

    fn next<'b>(&self, buffer: &'b mut [u8]) -> Option<&'b [u8]> {
        match self.from.recv(buffer) {
            Ok(length) => Some(&buffer[..length]),
            Err(why) if why.kind() == io::ErrorKind::WouldBlock => None,
            Err(_) if self.stop.load(Relaxed) => None,
            Err(why) => panic!("the link is broken: {why}"),
        }
    }

    /// IPv4 between a phone and the hub; nothing else is on this link.
    fn passes(&self, packet: &[u8], now: Instant) -> bool {
        let (Some(from), Some(to)) = (address_at(packet, 12), address_at(packet, 16)) else { return false };
        let phone = match self.way {
            Way::FromPhone if space::is_hub(to) => space::phone(from),
            Way::ToPhone if space::is_hub(from) => space::phone(to),
            _ => None,
        };
        packet[0] >> 4 == 4
            && phone.is_some_and(|nth| lock(&self.air).passes(nth, self.way, packet.len(), now))
    }
}

/// The IPv4 address that stands there in a packet's header.
fn address_at(packet: &[u8], at: usize) -> Option<Ipv4Addr> {
    let four: [u8; 4] = packet.get(at..at + 4)?.try_into().ok()?;
    Some(Ipv4Addr::from(four))
}
