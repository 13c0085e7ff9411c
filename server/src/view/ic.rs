//! What an IC sees: everything, by name.

use super::{Sight, who};
use crate::{
    protocol::{
        Attested, CheckInStanding, CheckInView, IcChange, IcClosure, IcSignal, IcView, PastSignal,
        PersonView, ReplyView, WaitingView,
    },
    set::{Change, Person, Side, Standing},
    words::{Answer, Role, Secure},
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
                    for_: self.set.invited_for(p),
                    same_name: self.set.shares_name(p),
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
            check_in: self.set.check_in().map(|c| CheckInView {
                id: c.id,
                text: c.text.clone(),
                at: c.at,
                cleared: self.set.is_check_in_cleared(),
            }),
            changes: self.changes(),
            cast: self.set.cast().map(|cast| cast.iter().copied().collect()),
            attested: Attested { ic: attested.ic, ad: attested.ad },
            plan: self.whole_plan(),
            talks: self.talks(),
            past: self.past(),
            wrapped: self.set.is_day_over(),
            wifi: self.wifi.cloned(),
            invites: self.invites.to_vec(),
            timeline: self.timeline(),
            notices: self.notices(),
            disk_trouble: self.disk_trouble,
        }
    }

    fn past(&self) -> Vec<PastSignal> {
        self.set
            .past()
            .map(|past| PastSignal {
                id: past.id,
                level: past.level,
                scene: past.scene.clone(),
                raised_at: past.raised_at,
                released_at: past.released_at,
                name: self.set.person(past.owner).map(|p| p.name.clone()).unwrap_or_default(),
                ticked: self.set.is_ticked(past.id),
            })
            .collect()
    }

    fn changes(&self) -> Vec<IcChange> {
        let mut changes: Vec<&Change> = self.set.changes().collect();
        changes.reverse();
        let reply = |c: &Change, person| ReplyView {
            person,
            name: self.set.person(person).map(|p| p.name.clone()).unwrap_or_default(),
            reply: c.reply(person),
        };
        changes
            .into_iter()
            .map(|c| IcChange {
                id: c.id,
                scene: c.scene.clone(),
                text: c.text.clone(),
                sensitive: c.sensitive,
                short_notice: self.set.is_short_notice(&c.scene, c.at),
                state: c.state,
                at: c.at,
                replies: c.asked().map(|person| reply(c, person)).collect(),
            })
            .collect()
    }

    fn people(&self) -> Vec<PersonView> {
        let mut people = Vec::new();
        for role in [Role::Performer, Role::Watcher, Role::Chaperone, Role::Ic, Role::Ad, Role::Door] {
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
            link: self.set.link(p, self.presence, self.now.mono),
            may_sleep: (p.role == Role::Performer || p.role.watches()) && self.presence.may_sleep(p.id),
            lanes: (!matches!(p.role, Role::Crew | Role::Door))
                .then(|| self.presence.lanes_up(p.id, self.now.mono)),
            rtt_ms: self.presence.round_trip(p.id),
            tested: p.tested_ms.is_some(),
            tested_ms: p.tested_ms,
            check_in: self.set.check_in().and_then(|c| c.standing(p.id, self.now.mono)).map(|standing| {
                match standing {
                    Standing::Asked => CheckInStanding::Asked,
                    Standing::Silent => CheckInStanding::Silent,
                    Standing::Answered(Answer::Green) => CheckInStanding::Green,
                    Standing::Answered(Answer::Amber) => CheckInStanding::Amber,
                    Standing::Answered(Answer::Red) => CheckInStanding::Red,
                }
            }),
            on_floor: p.on_floor,
            planned: p.planned.clone(),
            minor: p.role == Role::Performer && self.set.is_minor(p),
            for_: p.for_,
            closure: self.set.closure(p.id).map(|c| IcClosure {
                at: c.at,
                silent: c.is_silent(self.now.mono),
                answer: c.answer.map(|(answer, _)| answer),
                word: c.answer.map(|(_, word)| word),
            }),
        }
    }
}
