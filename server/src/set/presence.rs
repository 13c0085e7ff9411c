//! Presence: which phones are heard right now. Not part of the log: after a restart nobody is there
//! until their phone says so.

use super::{Mono, Person, Side};
use crate::words::{Lane, Link, PersonId, Role};
use imbl::HashMap;

/// Nothing heard for this long is trouble (practice: "a silent phone is a fault", 3 s).
pub const SILENCE: Mono = 3_000;

/// The 1st AD is told of trouble only after this long: a count, never in place of ROLLING.
pub const SILENCE_FOR_AD: Mono = 10_000;

/// The scale for round trips, in milliseconds.
const TRIPS: [u32; 9] = [5, 10, 20, 50, 100, 200, 500, 1000, 2000];

/// A beat from the page's own script.
#[derive(Clone, Copy, Debug)]
pub struct Beat {
    /// The page counts them, through both lanes.
    pub n: u64,
    /// Whether the page can be seen.
    pub visible: bool,
    /// Whether the screen is kept on.
    pub awake: Option<bool>,
    /// How long the echo of an earlier one took on this lane, in milliseconds.
    pub rtt: Option<u32>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Heard {
    /// Open sockets.
    lanes: u8,
    /// The newest beat: one that was stalled on the other lane comes behind it and says nothing any more.
    last: Option<(Lane, u64)>,
    /// When each lane last brought a beat.
    beaten: [Option<Mono>; 2],
    /// The latest round trips, evened out, in quarters of a millisecond.
    trip: Option<u32>,
    /// The step of [`TRIPS`] that it is said to be.
    trip_step: usize,
    /// Of the last beat whose page could be seen: a page that can't be seen can't be pressed or read.
    seen: Option<Mono>,
    visible: bool,
    awake: Option<bool>,
}

/// What the beats say.
#[derive(Clone, Debug, Default)]
pub struct Presence {
    /// Of a kind that is copied at once, however many there are: views are made from a copy.
    heard: HashMap<PersonId, Heard>,
}

impl Presence {
    /// One more socket of this person is open.
    pub fn connected(&mut self, person: PersonId) {
        let heard = self.heard.entry(person).or_default();
        heard.lanes += 1;
        heard.last = None;
    }

    /// One socket less.
    pub fn disconnected(&mut self, person: PersonId) {
        if let Some(heard) = self.heard.get_mut(&person) {
            heard.lanes = heard.lanes.saturating_sub(1);
            heard.last = None;
            if heard.lanes == 0 {
                heard.visible = false;
            }
        }
    }

    /// A beat came.
    pub fn beat(&mut self, person: PersonId, lane: Lane, beat: Beat, now: Mono) {
        let heard = self.heard.entry(person).or_default();
        heard.beaten[lane as usize] = Some(now);
        if let Some(rtt) = beat.rtt {
            let rtt = rtt.min(10_000) * 4;
            let trip = heard.trip.map_or(rtt, |trip| (trip * 7 + rtt) / 8);
            heard.trip = Some(trip);
            // It changes only when it is clearly another: each change is a view for every IC.
            let step = |ms: u32| TRIPS.iter().position(|step| ms <= *step).unwrap_or(TRIPS.len() - 1);
            if !(step(trip * 4 / 5 / 4)..=step(trip * 5 / 4 / 4)).contains(&heard.trip_step) {
                heard.trip_step = step(trip / 4);
            }
        }
        if heard.last.is_some_and(|(newest, n)| newest != lane && beat.n <= n) {
            return;
        }
        heard.last = Some((lane, beat.n));
        heard.visible = beat.visible;
        heard.awake = beat.awake;
        if beat.visible {
            heard.seen = Some(now);
        }
    }

    /// How many of a phone's lanes are up: open, and heard within [`SILENCE`].
    pub fn lanes_up(&self, person: PersonId, now: Mono) -> u8 {
        self.heard.get(&person).map_or(0, |heard| {
            let up = heard.beaten.iter().flatten().filter(|at| now.saturating_sub(**at) < SILENCE);
            u8::try_from(up.count()).unwrap_or(2).min(heard.lanes)
        })
    }

    /// About how long a frame takes to a phone and back, in milliseconds: on a coarse scale, so that it changes
    /// only when it says something else.
    pub fn round_trip(&self, person: PersonId) -> Option<u32> {
        let heard = self.heard.get(&person).filter(|heard| heard.lanes > 0)?;
        heard.trip.map(|_| TRIPS[heard.trip_step])
    }

    /// Whether the last beat said that the page can be seen.
    pub fn is_visible(&self, person: PersonId) -> bool {
        self.heard.get(&person).is_some_and(|h| h.visible)
    }

    /// Whether the page can't keep its screen awake. Unknown counts as "may sleep".
    pub fn may_sleep(&self, person: PersonId) -> bool {
        self.heard.get(&person).is_some_and(|h| h.lanes > 0 && h.awake != Some(true))
    }

    fn silent_for(&self, person: PersonId, longest: Mono, now: Mono) -> bool {
        self.heard.get(&person).and_then(|h| h.seen).is_none_or(|seen| now.saturating_sub(seen) >= longest)
    }

    /// Whether somebody's phone is heard; see [`super::Set::link`] for what is expected of it.
    pub(super) fn link(&self, person: &Person, now: Mono) -> Link {
        match person.role {
            Role::Crew | Role::Door => Link::Away,
            Role::Performer if !person.on_set => Link::Away,
            _ if self.silent_for(person.id, SILENCE, now) => Link::Trouble,
            _ => Link::Live,
        }
    }

    /// Whether somebody's phone is heard, as one side is told: the 1st AD later than the IC.
    pub(super) fn is_linked_for(&self, side: Side, person: &Person, now: Mono) -> bool {
        let longest = match side {
            Side::Ic => SILENCE,
            Side::Ad => SILENCE_FOR_AD,
        };
        !self.silent_for(person.id, longest, now)
    }

    /// Whether an alert to this receiver would be seen: connected, heard, visible, on the floor.
    pub fn is_reachable(&self, receiver: &Person, now: Mono) -> bool {
        receiver.is_admitted()
            && receiver.on_floor
            && self.heard.get(&receiver.id).is_some_and(|h| h.lanes > 0 && h.visible)
            && !self.silent_for(receiver.id, SILENCE, now)
    }
}
