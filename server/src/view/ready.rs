//! The ready list's sentences: by name for the IC, as counts for the 1st AD.

use super::Sight;
use crate::{
    protocol::{ReadyKey, ReadyLine},
    set::{Line, Missing, RiderLack, Rule, Side},
    words::{Access, PersonId, Role},
};

impl Sight<'_> {
    pub(super) fn ready(&self, side: Side) -> Vec<ReadyLine> {
        self.set
            .ready(side, self.presence, self.now)
            .into_iter()
            .map(|line| {
                let (key, text) = self.sentence(&line, side);
                ReadyLine { key, met: line.met, hard: line.hard, text }
            })
            .collect()
    }

    fn sentence(&self, line: &Line, side: Side) -> (ReadyKey, String) {
        match &line.rule {
            Rule::NotYet => (ReadyKey::NotYet, "Not yet: the IC says when".to_owned()),
            Rule::NoOpenSignal => {
                let text = if line.met { "No open signal" } else { "A signal is open" };
                (ReadyKey::NoOpenSignal, text.to_owned())
            }
            Rule::IcReachable { count } => (ReadyKey::IcReachable, reachable("IC", *count)),
            Rule::AdReachable { count } => (ReadyKey::AdReachable, reachable("1st AD", *count)),
            Rule::WayToSignal { of, missing, nobody_joined } => {
                (ReadyKey::WayToSignal, self.ways(*of, missing, *nobody_joined, side))
            }
            Rule::CheckInCleared { asked, taken_back } => {
                let text = match (line.met, asked) {
                    (true, _) => "Check-in cleared",
                    _ if *taken_back => "Who plays or what is agreed has changed: the IC checks in anew",
                    (false, true) => "Check-in under way: the IC says when it is clear",
                    (false, false) => "Check-in not cleared by the IC yet",
                };
                (ReadyKey::CheckInCleared, text.to_owned())
            }
            Rule::NoChangeAsked => {
                let text = if line.met { "No change being asked" } else { "A change is being asked" };
                (ReadyKey::NoChangeAsked, text.to_owned())
            }
            Rule::ClosedAsListed { access, ic, ad } => {
                (ReadyKey::ClosedAsListed, closed_as_listed(*access, *ic, *ad))
            }
            Rule::ChaperoneLive { missing } => (ReadyKey::ChaperoneLive, self.chaperones(missing, side)),
            Rule::AgreedLines { count } => {
                let text = match count {
                    0 => "Nothing is agreed for this scene in the plan".to_owned(),
                    1 => "1 line in the plan".to_owned(),
                    n => format!("{n} lines in the plan"),
                };
                (ReadyKey::AgreedLines, text)
            }
            Rule::Rider { of, missing } => (ReadyKey::Rider, self.riders(*of, missing, side)),
        }
    }

    fn chaperones(&self, missing: &[PersonId], side: Side) -> String {
        if missing.is_empty() {
            return "A chaperone is here for every minor".to_owned();
        }
        if side == Side::Ad {
            return "A minor's chaperone is not connected".to_owned();
        }
        let each = missing.iter().filter_map(|id| self.set.person(*id)).map(|p| {
            let mut theirs = self.set.watchers_of(p.id).filter(|w| w.role == Role::Chaperone);
            let what = theirs.next().map_or("no chaperone let in", |_| "chaperone not connected");
            format!("{}: {what}", p.name)
        });
        each.collect::<Vec<_>>().join(" · ")
    }

    fn riders(&self, of: u32, missing: &[(PersonId, RiderLack)], side: Side) -> String {
        if of == 0 {
            return "No performer of this scene is here yet, whose rider could be".to_owned();
        }
        if missing.is_empty() {
            return "Every rider received in time and confirmed".to_owned();
        }
        if side == Side::Ad {
            let have = of as usize - missing.len();
            return format!("{have} of {of} riders received in time and confirmed");
        }
        let each: Vec<String> = missing
            .iter()
            .map(|(id, lack)| {
                let name = self.set.person(*id).map_or("", |p| &p.name);
                let lack = match lack {
                    RiderLack::Unplanned => "has no part in this scene's plan",
                    RiderLack::NotReceived => "rider not received",
                    RiderLack::ShortNotice => "rider received at short notice",
                    RiderLack::NoCall => "rider received; the scene has no call",
                    RiderLack::NotConfirmed => "rider not confirmed",
                };
                format!("{name}: {lack}")
            })
            .collect();
        each.join(" · ")
    }

    fn ways(&self, of: u32, missing: &[(PersonId, Missing)], nobody_joined: bool, side: Side) -> String {
        if nobody_joined {
            return "No performer has joined yet".to_owned();
        }
        if of == 0 {
            return "No performer of this scene is on set".to_owned();
        }
        if missing.is_empty() {
            return "Every performer has a way to signal now".to_owned();
        }
        if side == Side::Ad {
            let have = of as usize - missing.len();
            return format!("{have} of {of} performers have a way to signal now");
        }
        let each: Vec<String> = missing
            .iter()
            .map(|(id, what)| {
                let name = self.set.person(*id).map_or("", |p| &p.name);
                let what = match what {
                    Missing::Way => "no way to signal set",
                    Missing::WayAskedAgain => "way to signal asked again",
                    Missing::Link => "phone not connected",
                    Missing::Test => "not press-tested",
                    Missing::Watcher => "no watcher let in",
                    Missing::WatcherLink => "watcher not connected",
                    Missing::WatcherTest => "watcher not press-tested",
                };
                format!("{name}: {what}")
            })
            .collect();
        each.join(" · ")
    }
}

fn reachable(role: &str, count: u32) -> String {
    match count {
        0 => format!("No {role} reachable"),
        1 => format!("{role} reachable"),
        n => format!("{n} {role}s reachable"),
    }
}

fn closed_as_listed(access: Access, ic: bool, ad: bool) -> String {
    match (access, ic, ad) {
        (Access::Closed, true, true) => "Set closed as listed",
        (Access::Closed, true, false) => "Set closed; the 1st AD has not said \"as listed\"",
        (Access::Closed, false, true) => "Set closed; the IC has not said \"as listed\"",
        (Access::Closed, false, false) => "Set closed; nobody has said \"as listed\" yet",
        _ => "Set not closed",
    }
    .to_owned()
}
