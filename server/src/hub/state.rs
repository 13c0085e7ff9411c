//! How the hub is, in counts: for whoever looks after the laptop. No name stands in it.

use super::{Hub, core::SUPERVISED};
use crate::words::{Link, Role, UnixMs};
use serde::{Deserialize, Serialize};

/// A running hub's state.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// ICs whose page is open and who are on the floor.
    pub ics: usize,
    /// The same for 1st ADs.
    pub ads: usize,
    /// Performers on set whose phones can signal now.
    pub live: usize,
    /// Performers on set whose phones can't.
    pub trouble: usize,
    /// Performers who are off set.
    pub away: usize,
    /// Who waits to be let in.
    pub waiting: usize,
    /// Phones that are linked by one of their two lanes only.
    pub one_lane: usize,
    /// Linked phones that have a datagram lane, too.
    pub by_datagram: usize,
    /// About how long a frame takes to the slowest of the linked phones and back, in milliseconds.
    pub slowest_ms: Option<u32>,
    /// The log can't be written.
    pub disk_trouble: bool,
    /// The plan's last call.
    pub last_call: Option<UnixMs>,
}

impl Hub {
    /// The hub's state now.
    pub fn counts(&self) -> Counts {
        let now = self.clock.now();
        let core = self.core();
        let (set, presence) = (&core.set, &core.presence);
        let reachable = |role| {
            let people = set.admitted(role);
            people.iter().filter(|person| presence.is_reachable(person, now.mono)).count()
        };
        let links: Vec<_> = set
            .admitted(Role::Performer)
            .into_iter()
            .map(|person| set.link(person, presence, now.mono))
            .collect();
        let with = |link| links.iter().filter(|its| **its == link).count();
        let linked = SUPERVISED.into_iter().flat_map(|role| set.admitted(role));
        let linked: Vec<_> =
            linked.filter(|p| set.link(p, presence, now.mono) == Link::Live).map(|p| p.id).collect();
        let by_datagram = linked.iter().filter_map(|id| self.clients.get(*id)).filter(|c| c.has_beside());
        let on_one = linked.iter().filter(|id| presence.lanes_up(**id, now.mono) < 2);
        Counts {
            one_lane: on_one.count(),
            by_datagram: by_datagram.count(),
            slowest_ms: linked.iter().filter_map(|id| presence.round_trip(*id)).max(),
            ics: reachable(Role::Ic),
            ads: reachable(Role::Ad),
            live: with(Link::Live),
            trouble: with(Link::Trouble),
            away: with(Link::Away),
            waiting: set.waiting().len(),
            disk_trouble: core.disk_trouble,
            last_call: set.plan().and_then(|plan| plan.scenes.iter().filter_map(|scene| scene.call).max()),
        }
    }
}
