//! Presence: which phones are heard right now. Not part of the log: after a restart nobody is there
//! until their phone says so.

use super::{Mono, Person, Side};
use crate::words::{Link, PersonId, Role};
use std::collections::HashMap;

/// Nothing heard for this long is trouble (practice: "a silent phone is a fault", 3 s).
pub const SILENCE: Mono = 3_000;

/// The 1st AD is told of trouble only after this long: a count, never in place of ROLLING.
pub const SILENCE_FOR_AD: Mono = 10_000;

#[derive(Clone, Copy, Debug, Default)]
struct Heard {
    lanes: u8,
    /// Of the last beat whose page could be seen: a page that can't be seen can't be pressed or read.
    seen: Option<Mono>,
    visible: bool,
    awake: Option<bool>,
    plain: bool,
}

/// What the beats say.
#[derive(Clone, Debug, Default)]
pub struct Presence {
    heard: HashMap<PersonId, Heard>,
}

impl Presence {
    /// One more socket of this person is open.
    pub fn connected(&mut self, person: PersonId, plain: bool) {
        let heard = self.heard.entry(person).or_default();
        heard.lanes += 1;
        heard.plain = plain;
    }

    /// One socket less.
    pub fn disconnected(&mut self, person: PersonId) {
        if let Some(heard) = self.heard.get_mut(&person) {
            heard.lanes = heard.lanes.saturating_sub(1);
            if heard.lanes == 0 {
                heard.visible = false;
            }
        }
    }

    /// A beat from the page's own script.
    pub fn beat(&mut self, person: PersonId, visible: bool, awake: Option<bool>, now: Mono) {
        let heard = self.heard.entry(person).or_default();
        heard.visible = visible;
        heard.awake = awake;
        if visible {
            heard.seen = Some(now);
        }
    }

    /// Whether the last beat said that the page can be seen.
    pub fn is_visible(&self, person: PersonId) -> bool {
        self.heard.get(&person).is_some_and(|h| h.visible)
    }

    /// Whether the page can't keep its screen awake. Unknown counts as "may sleep".
    pub fn may_sleep(&self, person: PersonId) -> bool {
        self.heard.get(&person).is_some_and(|h| h.lanes > 0 && h.awake != Some(true))
    }

    /// Whether the frames of this person cross the air in the clear.
    pub fn is_plain(&self, person: PersonId) -> bool {
        self.heard.get(&person).is_some_and(|h| h.lanes > 0 && h.plain)
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
