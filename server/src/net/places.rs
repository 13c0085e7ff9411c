//! The room at the hub's door, for connections that have not said yet whose they are.
//!
//! Opening a connection costs a stranger nothing, and the hub a file descriptor. So there are so many places and no
//! more; when they are taken, **the one that has waited longest goes**. A phone needs its place for some
//! milliseconds, so it is hardly ever that one, however many stand around it. Whoever has said who it is needs
//! no place any more. Only when the system gives no more files the newest of crew and doors goes, too: a crowd
//! with their code must not keep out a phone that signals or receives.

use futures_util::task::AtomicWaker;
use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    io,
    net::{IpAddr, Ipv6Addr},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    task::Context,
};

/// Strangers at once from one address. A whole set may stand behind one router's address: a hundred phones with two
/// sockets each, all at once after the access point's restart.
const FROM_ONE: usize = 256;
/// Strangers at once in all, where the system gives the hub enough files.
const IN_ALL: usize = 2048;

/// The places at the door.
pub struct Places {
    in_all: usize,
    standing: Mutex<Standing>,
}

#[derive(Default)]
struct Standing {
    next: u64,
    /// By number, so the first has waited longest.
    strangers: BTreeMap<u64, Arc<Sign>>,
    of: HashMap<IpAddr, BTreeSet<u64>>,
    /// Crew and doors inside: they neither signal nor receive.
    guests: BTreeMap<u64, Arc<Sign>>,
}

/// How a stranger learns that it has to go.
#[derive(Default)]
struct Sign {
    goes: AtomicBool,
    waker: AtomicWaker,
    from: Option<IpAddr>,
}

impl Sign {
    fn go(&self) {
        self.goes.store(true, Ordering::Release);
        self.waker.wake();
    }
}

/// A connection's place. Given back when it is dropped, or once it is known whose the connection is.
pub struct Place {
    places: Arc<Places>,
    number: u64,
    sign: Arc<Sign>,
}

impl Places {
    /// `files`: how many the system lets this program have open; half of them are for those who are in.
    pub fn new(files: u64) -> Arc<Self> {
        let half = usize::try_from(files / 2).unwrap_or(usize::MAX);
        Arc::new(Self { in_all: half.clamp(16, IN_ALL), standing: Mutex::default() })
    }

    fn standing(&self) -> MutexGuard<'_, Standing> {
        self.standing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A place for a new connection; somebody else may have to go for it. The laptop's own programs share
    /// only in the places of all.
    pub fn enter(self: &Arc<Self>, peer: IpAddr) -> Arc<Place> {
        let from = neighbour(peer);
        let mut standing = self.standing();
        if let Some(own) = from.and_then(|from| standing.of.get(&from))
            && own.len() >= FROM_ONE
            && let Some(&longest) = own.first()
        {
            standing.send_away(longest);
        }
        if standing.strangers.len() >= self.in_all {
            standing.send_the_longest_away();
        }
        let number = standing.next;
        standing.next += 1;
        let sign = Arc::new(Sign { from, ..Sign::default() });
        standing.strangers.insert(number, sign.clone());
        if let Some(from) = from {
            standing.of.entry(from).or_default().insert(number);
        }
        Arc::new(Place { places: self.clone(), number, sign })
    }

    /// The system gives no more files: some strangers have to go at once, or the newest guest where there are but few.
    /// One of those few may be a performer who comes back.
    pub fn make_room(&self) {
        let mut standing = self.standing();
        let some = standing.strangers.len() / 4;
        for _ in 0..some {
            standing.send_the_longest_away();
        }
        if some > 0 {
            return;
        }
        match standing.guests.pop_last() {
            Some((_, newest)) => newest.go(),
            None => standing.send_the_longest_away(),
        }
    }

    /// How many stand at the door now.
    pub fn taken(&self) -> usize {
        self.standing().strangers.len()
    }
}

impl Standing {
    fn send_the_longest_away(&mut self) {
        if let Some((&longest, _)) = self.strangers.first_key_value() {
            self.send_away(longest);
        }
    }

    fn send_away(&mut self, number: u64) {
        if let Some(sign) = self.leave(number) {
            sign.go();
        }
    }

    fn leave(&mut self, number: u64) -> Option<Arc<Sign>> {
        let sign = self.strangers.remove(&number)?;
        if let Some(from) = sign.from
            && let Some(own) = self.of.get_mut(&from)
        {
            own.remove(&number);
            if own.is_empty() {
                self.of.remove(&from);
            }
        }
        Some(sign)
    }
}

impl Place {
    /// It is known now whose this connection is: it is nobody's to send away.
    pub fn known(&self) {
        self.places.standing().leave(self.number);
    }

    /// It is known to be crew's or a door's: it stays while there are files.
    pub fn guest(&self) {
        let mut standing = self.places.standing();
        if let Some(sign) = standing.leave(self.number) {
            standing.guests.insert(self.number, sign);
        }
    }

    /// Fails once the connection has to go, and wakes the task then.
    pub fn poll(&self, context: &mut Context<'_>) -> io::Result<()> {
        self.sign.waker.register(context.waker());
        if self.sign.goes.load(Ordering::Acquire) {
            return Err(io::Error::new(io::ErrorKind::ConnectionAborted, "its place at the door is needed"));
        }
        Ok(())
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut standing = self.places.standing();
        standing.leave(self.number);
        standing.guests.remove(&self.number);
    }
}

/// Under what a stranger is counted: one machine can have a whole IPv6 network of addresses. None: the laptop.
fn neighbour(peer: IpAddr) -> Option<IpAddr> {
    match peer.to_canonical() {
        IpAddr::V4(ip) if ip.is_loopback() => None,
        IpAddr::V6(ip) if ip.is_loopback() => None,
        IpAddr::V6(ip) => {
            let [a, b, c, d, ..] = ip.segments();
            Some(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).into())
        }
        ip @ IpAddr::V4(_) => Some(ip),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> IpAddr {
        text.parse().expect("an address")
    }

    fn stays(place: &Place) -> bool {
        place.poll(&mut Context::from_waker(std::task::Waker::noop())).is_ok()
    }

    #[test]
    fn who_opens_more_than_a_whole_set_would_only_pushes_out_its_own() {
        let places = Places::new(100_000);
        let phone = places.enter(at("192.168.1.30"));
        let crowd: Vec<_> = (0..FROM_ONE + 3).map(|_| places.enter(at("192.168.1.66"))).collect();
        assert!(stays(&phone));
        assert_eq!(crowd.iter().filter(|place| stays(place)).count(), FROM_ONE);
        assert!(!stays(&crowd[0]) && stays(&crowd[3]));
    }

    #[test]
    fn a_machine_with_a_thousand_addresses_in_one_network_is_one() {
        let places = Places::new(100_000);
        let crowd: Vec<_> = (0..1000).map(|n| places.enter(at(&format!("fd00::{n:x}")))).collect();
        assert_eq!(crowd.iter().filter(|place| stays(place)).count(), FROM_ONE);
        assert_eq!(places.taken(), FROM_ONE);
    }

    #[test]
    fn when_all_places_are_taken_the_one_that_waited_longest_goes() {
        let places = Places::new(100);
        let crowd: Vec<_> = (0..50).map(|n| places.enter(at(&format!("10.0.0.{n}")))).collect();
        let phone = places.enter(at("10.0.1.1"));
        assert!(!stays(&crowd[0]) && stays(&crowd[1]) && stays(&phone));
        assert_eq!(places.taken(), 50);
    }

    #[test]
    fn whoever_has_said_who_it_is_stays_whatever_comes() {
        let places = Places::new(100);
        let phone = places.enter(at("10.0.0.1"));
        phone.known();
        let crowd: Vec<_> = (0..500).map(|_| places.enter(at("127.0.0.1"))).collect();
        places.make_room();
        assert!(stays(&phone));
        assert!(crowd.iter().filter(|place| stays(place)).count() < 50);
    }

    #[test]
    fn without_files_the_newest_guest_goes_before_a_phone_that_comes_back() {
        let places = Places::new(100);
        let guests: Vec<_> = (0..3).map(|n| places.enter(at(&format!("10.0.0.{n}")))).collect();
        for guest in &guests {
            guest.guest();
        }
        let phone = places.enter(at("10.0.1.1"));
        places.make_room();
        assert!(stays(&phone) && stays(&guests[0]) && stays(&guests[1]) && !stays(&guests[2]));
        drop(guests);
        places.make_room();
        assert!(!stays(&phone), "nobody else is there to go");
    }

    #[test]
    fn a_connection_that_ends_gives_its_place_back() {
        let places = Places::new(100);
        for n in 0..1000 {
            drop(places.enter(at(&format!("10.0.{}.1", n % 250))));
        }
        assert_eq!(places.taken(), 0);
        assert!(places.standing().of.is_empty());
    }
}
