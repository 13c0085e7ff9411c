//! What the air does to packets: delay for all, loss by chance, outages and roams of one phone. From one seed.

use rand::{Rng, SeedableRng, rngs::StdRng};
use std::{
    collections::HashMap,
    ops::Add,
    time::{Duration, Instant},
};

/// How the air is.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Weather {
    /// The share of packets that is lost, each way, each by itself.
    pub loss: f64,
    /// Times in which nothing of one phone passes.
    pub outages: Option<Outages>,
}

/// Two states, each for a time by chance (exponential).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Outages {
    /// How long one lasts in the mean.
    pub mean: Duration,
    /// The share of all time.
    pub share: f64,
}

impl Weather {
    /// Packets are lost, each by itself.
    pub fn losing(share: f64) -> Self {
        Self { loss: share, outages: None }
    }

    /// Nothing of a phone passes for so long in the mean, 5 % of the time.
    pub fn outages(mean: Duration) -> Self {
        Self { loss: 0.0, outages: Some(Outages { mean, share: 0.05 }) }
    }
}

/// Which way a packet goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Way {
    FromPhone,
    ToPhone,
}

/// What went over the air for one phone, one way: IP packets and their bytes, lost ones too.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Traffic {
    pub packets: u64,
    pub bytes: u64,
    pub lost: u64,
}

impl Add for Traffic {
    type Output = Self;

    fn add(self, more: Self) -> Self {
        let (packets, bytes) = (self.packets + more.packets, self.bytes + more.bytes);
        Self { packets, bytes, lost: self.lost + more.lost }
    }
}

pub(super) struct Air {
    seed: u64,
    weather: Weather,
    since: Instant,
    phones: HashMap<u16, Phone>,
}

struct Phone {
    chance: [StdRng; 2],
    fate: StdRng,
    /// Its outages so far, in order, and one to come.
    down: Vec<(Instant, Instant)>,
    /// Its roams.
    away: Vec<(Instant, Instant)>,
    traffic: [Traffic; 2],
}

impl Air {
    pub fn new(seed: u64) -> Self {
        Self { seed, weather: Weather::default(), since: Instant::now(), phones: HashMap::new() }
    }

    /// From here on it is so. What was before is forgotten.
    pub fn change(&mut self, weather: Weather) {
        self.seed = self.seed.wrapping_add(1 << 32);
        (self.weather, self.since) = (weather, Instant::now());
        self.phones.values_mut().for_each(|phone| phone.down.clear());
    }

    fn phone(&mut self, nth: u16) -> &mut Phone {
        let seed = self.seed ^ u64::from(nth) << 2;
        self.phones.entry(nth).or_insert_with(|| Phone {
            chance: [StdRng::seed_from_u64(seed), StdRng::seed_from_u64(seed + 1)],
            fate: StdRng::seed_from_u64(seed + 2),
            down: Vec::new(),
            away: Vec::new(),
            traffic: Default::default(),
        })
    }

    /// Nothing of this phone passes for so long.
    pub fn roam(&mut self, nth: u16, last: Duration) -> Instant {
        let now = Instant::now();
        self.phone(nth).away.push((now, now + last));
        now + last
    }

    /// Whether a packet of this phone passes.
    pub fn passes(&mut self, nth: u16, way: Way, bytes: usize, now: Instant) -> bool {
        let chance = self.weather.loss;
        let down = self.down_until(nth, now).is_some();
        let phone = self.phone(nth);
        // Drawn in any case: an outage more or less does not change what is lost elsewhere.
        let lost = phone.chance[way as usize].random::<f64>() < chance;
        let traffic = &mut phone.traffic[way as usize];
        traffic.packets += 1;
        traffic.bytes += bytes as u64;
        traffic.lost += u64::from(lost || down);
        !(lost || down)
    }

    /// Until when nothing of this phone passes, if nothing does at this time.
    pub fn down_until(&mut self, nth: u16, at: Instant) -> Option<Instant> {
        let (outages, since) = (self.weather.outages, self.since);
        let phone = self.phone(nth);
        if let Some(Outages { mean, share }) = outages {
            let up = mean.mul_f64((1.0 - share) / share);
            while phone.down.last().is_none_or(|(_, end)| *end <= at) {
                let from = phone.down.last().map_or(since, |(_, end)| *end);
                let start = from + up.mul_f64(by_chance(&mut phone.fate));
                phone.down.push((start, start + mean.mul_f64(by_chance(&mut phone.fate))));
            }
        }
        let near = phone.down.partition_point(|(_, end)| *end <= at);
        let outage = phone.down.get(near).filter(|(start, _)| *start <= at);
        let away = phone.away.iter().filter(|(start, end)| *start <= at && at < *end);
        outage.into_iter().chain(away).map(|(_, end)| *end).max()
    }

    /// What went over the air for this phone, from it and to it.
    pub fn traffic(&mut self, nth: u16) -> [Traffic; 2] {
        self.phone(nth).traffic
    }
}

/// Exponential, 1 in the mean.
fn by_chance(rng: &mut StdRng) -> f64 {
    -(1.0 - rng.random::<f64>()).ln()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_air_loses_as_many_packets_as_it_should_and_the_same_ones_each_time() {
        let lost = |seed| {
            let mut air = Air::new(seed);
            air.change(Weather::losing(0.1));
            let now = Instant::now();
            (0..20_000).map(|_| !air.passes(3, Way::FromPhone, 100, now)).collect::<Vec<_>>()
        };
        let first = lost(7);
        assert_eq!(first, lost(7));
        assert_ne!(first, lost(8));
        let count = first.iter().filter(|lost| **lost).count();
        assert!((1800..2200).contains(&count), "{count} of 20,000");
    }

    #[test]
    fn outages_take_their_share_of_a_phones_time_and_no_others() {
        let mut air = Air::new(1);
        air.change(Weather::outages(Duration::from_millis(30)));
        let start = Instant::now();
        let at = |ms: u64| start + Duration::from_millis(ms);
        let down =
            |air: &mut Air, phone| (0..600_000).filter(|ms| air.down_until(phone, at(*ms)).is_some()).count();
        let (one, other) = (down(&mut air, 1), down(&mut air, 2));
        assert!((24_000..36_000).contains(&one), "{one} ms of 10 minutes");
        assert!((24_000..36_000).contains(&other), "{other} ms of 10 minutes");
        let both =
            (0..600_000).filter(|ms| [1, 2].iter().all(|phone| air.down_until(*phone, at(*ms)).is_some()));
        assert!(both.count() < 6_000, "each phone has its own");
    }

    #[test]
    fn a_phone_that_roams_is_cut_off_both_ways_until_it_is_back() {
        let mut air = Air::new(1);
        let back = air.roam(4, Duration::from_secs(2));
        let during = Instant::now();
        for way in [Way::FromPhone, Way::ToPhone] {
            assert!(!air.passes(4, way, 100, during));
            assert!(air.passes(5, way, 100, during));
            assert!(air.passes(4, way, 100, back));
        }
        let lost = Traffic { packets: 2, bytes: 200, lost: 1 };
        assert_eq!(air.traffic(4), [lost, lost]);
    }
}
