//! What an IC sees: everything, by name.

use super::{Sight, who};
use crate::{
    protocol::{Attested, IcSignal, IcView, PersonView, WaitingView},
    set::{Person, Side},
    words::{Role, Secure},
};

/// Crew in the list of people: the latest to join, so that a large crew doesn't drown the console.
const CREW_SHOWN: usize = 200;

impl Sight<'_> {
    pub(super) fn ic(&self, person: &Person, secure: Secure) -> IcView {
        let attested = self.set.attested();
        IcView {
            public: self.inside(secure),
            on_floor: person.on_floor,
            reach: self.reach(),
            people: self.people(),
            waiting: self
                .set
                .waiting()
                .into_iter()
                .map(|p| WaitingView {
                    id: p.id,
                    name: p.name.clone(),
                    title: p.title.clone(),
                    role: p.role,
                    since: p.joined_at,
                })
                .collect(),
            signals: self
                .set
                .signals()
                .map(|s| IcSignal {
                    id: s.id,
                    level: s.level,
                    stage: s.ic.stage(),
                    ad_stage: s.ad.stage(),
                    hidden_from_ad: s.hidden_from_ad,
                    recorded: self.is_recorded(s.id),
                    scene: s.scene.clone(),
                    raised_at: s.raised_at,
                    armed_at: s.armed_at,
                    presses: s.presses,
                    who: who(self.set, s),
                    meant_nothing: s.meant_nothing,
                    ready: s.ready,
                    releasable: s.is_releasable(),
                })
                .collect(),
            ready: self.ready(Side::Ic),
            not_yet: self.set.is_not_yet(),
            cast: self.set.cast().map(|cast| cast.iter().copied().collect()),
            attested: Attested { ic: attested.ic, ad: attested.ad },
            invites: self.invites.to_vec(),
            timeline: self.timeline(),
            notices: self.notices(),
            disk_trouble: self.disk_trouble,
        }
    }

    fn people(&self) -> Vec<PersonView> {
        let mut people = Vec::new();
        for role in [Role::Performer, Role::Ic, Role::Ad, Role::Door] {
            people.extend(self.set.admitted(role));
        }
        people.extend(self.set.admitted(Role::Crew).into_iter().rev().take(CREW_SHOWN));
        people.into_iter().map(|p| self.person(p)).collect()
    }

    fn person(&self, p: &Person) -> PersonView {
        let way = self.set.way(p.id);
        PersonView {
            id: p.id,
            name: p.name.clone(),
            title: p.title.clone(),
            role: p.role,
            admitted: true,
            on_set: p.on_set,
            in_cast: p.role == Role::Performer && self.set.is_in_cast(p.id),
            way: way.map(|(way, _)| way),
            way_confirmed: way.is_some_and(|(_, confirmed)| confirmed),
            link: self.presence.link(p, self.now.mono),
            may_sleep: p.role == Role::Performer && self.presence.may_sleep(p.id),
            plain: self.presence.is_plain(p.id),
            tested: p.tested_ms.is_some(),
            tested_ms: p.tested_ms,
            on_floor: p.on_floor,
        }
    }
}
