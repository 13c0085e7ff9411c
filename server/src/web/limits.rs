//! How much one device, and all together, may ask of the hub. No limit here ever stops a raise, nor who comes in to signal
//! or to be told: a valid token never counts, and of the valid codes only the crew's and the door's.

use governor::{DefaultDirectRateLimiter, DefaultKeyedRateLimiter, Quota, RateLimiter};
use std::{
    net::IpAddr,
    num::NonZeroU32,
    sync::atomic::{AtomicU32, Ordering},
};

/// Failed joins a minute: from one address, and in all. Codes are 128 bits long, so this keeps the hub's
/// time rather than its secrets.
const FAILED_JOINS: (u32, u32) = (20, 600);
/// Joins as crew or door: a second, and at once, from one address (a whole set may stand behind a router's).
const CREW_JOINS: (u32, u32) = (5, 1000);
/// The same in all.
const CREW_JOINS_IN_ALL: (u32, u32) = (20, 3000);
/// Requests a second from one address, and how many at once: a page is some ten of them, and a whole set may
/// stand behind one router's address.
const REQUESTS: (u32, u32) = (50, 1000);
/// The same in all.
const REQUESTS_IN_ALL: (u32, u32) = (500, 5000);
/// How often addresses that have been quiet are forgotten, in requests.
const TIDY: u32 = 1024;

/// The limits of a hub.
pub struct Limits {
    failed_joins: DefaultKeyedRateLimiter<IpAddr>,
    failed_joins_in_all: DefaultDirectRateLimiter,
    crew_joins: DefaultKeyedRateLimiter<IpAddr>,
    crew_joins_in_all: DefaultDirectRateLimiter,
    requests: DefaultKeyedRateLimiter<IpAddr>,
    requests_in_all: DefaultDirectRateLimiter,
    counted: AtomicU32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            failed_joins: RateLimiter::keyed(Quota::per_minute(times(FAILED_JOINS.0))),
            failed_joins_in_all: RateLimiter::direct(Quota::per_minute(times(FAILED_JOINS.1))),
            crew_joins: RateLimiter::keyed(per_second(CREW_JOINS)),
            crew_joins_in_all: RateLimiter::direct(per_second(CREW_JOINS_IN_ALL)),
            requests: RateLimiter::keyed(per_second(REQUESTS)),
            requests_in_all: RateLimiter::direct(per_second(REQUESTS_IN_ALL)),
            counted: AtomicU32::new(0),
        }
    }
}

fn times(times: u32) -> NonZeroU32 {
    NonZeroU32::new(times).unwrap_or(NonZeroU32::MIN)
}

fn per_second((a_second, at_once): (u32, u32)) -> Quota {
    Quota::per_second(times(a_second)).allow_burst(times(at_once))
}

impl Limits {
    /// Notes a wrong code or token. False: so many have come that the next is not even told it was wrong.
    pub fn may_fail_to_join(&self, peer: IpAddr) -> bool {
        self.tidy();
        let peer = peer.to_canonical();
        // Both are counted, whatever the first says.
        let own = self.failed_joins.check_key(&peer).is_ok();
        self.failed_joins_in_all.check().is_ok() && own
    }

    /// Whether one more may join by the crew's or the door's code. The laptop itself always may.
    pub fn may_join_as_crew(&self, peer: IpAddr) -> bool {
        self.has_left(peer, &self.crew_joins, &self.crew_joins_in_all)
    }

    /// Whether a page, a code or a question may be asked for. The laptop itself always may.
    pub fn may_ask(&self, peer: IpAddr) -> bool {
        self.has_left(peer, &self.requests, &self.requests_in_all)
    }

    fn has_left(
        &self,
        peer: IpAddr,
        of_each: &DefaultKeyedRateLimiter<IpAddr>,
        in_all: &DefaultDirectRateLimiter,
    ) -> bool {
        let peer = peer.to_canonical();
        if peer.is_loopback() {
            return true;
        }
        self.tidy();
        of_each.check_key(&peer).is_ok() && in_all.check().is_ok()
    }

    /// A thousand addresses that came once are not kept.
    fn tidy(&self) {
        if self.counted.fetch_add(1, Ordering::Relaxed) % TIDY == TIDY - 1 {
            self.failed_joins.retain_recent();
            self.crew_joins.retain_recent();
            self.requests.retain_recent();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::Ipv4Addr;

    fn phone(n: u32) -> IpAddr {
        Ipv4Addr::from_bits(0x0a00_0000 + n).into()
    }

    #[test]
    fn one_address_that_asks_without_end_is_told_to_wait_and_others_are_not() {
        let limits = Limits::default();
        let answered = (0..5000).filter(|_| limits.may_ask(phone(1))).count();
        assert!((1000..1500).contains(&answered), "{answered}");
        assert!(limits.may_ask(phone(2)));
        assert!((0..5000).all(|_| limits.may_ask(Ipv4Addr::LOCALHOST.into())), "the laptop itself");
    }

    #[test]
    fn a_set_comes_in_as_crew_at_once_and_a_flood_does_not() {
        let limits = Limits::default();
        assert!((0..1000).all(|_| limits.may_join_as_crew(phone(1))));
        let more = (0..1000).filter(|_| limits.may_join_as_crew(phone(1))).count();
        assert!(more < 500, "{more}");
        assert!(limits.may_join_as_crew(phone(2)));
    }

    #[test]
    fn twenty_wrong_codes_a_minute_are_enough_for_anybody() {
        let limits = Limits::default();
        assert_eq!((0..30).filter(|_| limits.may_fail_to_join(phone(1))).count(), 20);
        assert!(limits.may_fail_to_join(phone(2)));
    }

    #[test]
    fn addresses_that_came_once_are_forgotten() {
        let limits = Limits::default();
        for n in 0..10_000 {
            limits.may_ask(phone(n));
        }
        // One request is forgotten after 20 ms; a busy machine may take longer, so this looks until it is so.
        let patience = std::time::Instant::now() + std::time::Duration::from_secs(20);
        while limits.requests.len() >= 5000 {
            assert!(std::time::Instant::now() < patience, "{}", limits.requests.len());
            std::thread::sleep(std::time::Duration::from_millis(20));
            for _ in 0..TIDY {
                limits.may_ask(phone(0));
            }
        }
    }
}
