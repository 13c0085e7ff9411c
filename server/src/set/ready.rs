//! Ready for touch, ready to roll: one list, each line met or not.

use super::{Moment, Presence, RiderLack, Set, Side};
use crate::words::{PersonId, Role, Status, Way};

/// One line.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Line {
    pub rule: Rule,
    pub met: bool,
    /// Rolling is refused while it is not met; no override.
    pub hard: bool,
}

/// What a line is about, with what its sentence needs.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Rule {
    NoOpenSignal,
    NotYet,
    IcReachable {
        count: u32,
    },
    AdReachable {
        count: u32,
    },
    /// Every performer on set has a way to signal now, linked and tested.
    WayToSignal {
        of: u32,
        missing: Vec<(PersonId, Missing)>,
        nobody_joined: bool,
    },
    /// The IC has published "clear"; starting a round takes it back.
    CheckInCleared {
        asked: bool,
        /// It was clear, and who plays or what is agreed has changed since.
        taken_back: bool,
    },
    /// A change of this scene is being asked.
    NoChangeAsked,
    ClosedAsListed {
        access: crate::words::Access,
        ic: bool,
        ad: bool,
    },
    /// Every minor of the cast on set has a chaperone whose phone is heard. Those who have none now.
    ChaperoneLive {
        missing: Vec<PersonId>,
    },
    /// Once there is a plan: something is agreed for this scene.
    AgreedLines {
        count: u32,
    },
    /// Where the scene's kinds ask for it: every rider received in time and confirmed.
    Rider {
        of: u32,
        missing: Vec<(PersonId, RiderLack)>,
    },
}

/// What a performer lacks to be able to signal, the first that applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// The IC has not set a way for this scene.
    Way,
    /// The way is asked again.
    WayAskedAgain,
    /// The phone is silent.
    Link,
    /// Not press-tested for this scene.
    Test,
    /// A watcher's button is the way, and no watcher was let in.
    Watcher,
    /// No watcher's phone is heard.
    WatcherLink,
    /// No watcher who is heard has press-tested.
    WatcherTest,
}

impl Set {
    /// The list as one side sees it now; empty while no scene is open.
    pub fn ready(&self, side: Side, presence: &Presence, now: Moment) -> Vec<Line> {
        match &self.scene {
            Some(scene) if scene.status != Status::Wrapped => self.lines(side, presence, now),
            _ => Vec::new(),
        }
    }

    /// The same list that is shown is the one that `rolling` has to meet.
    pub(super) fn lines(&self, side: Side, presence: &Presence, now: Moment) -> Vec<Line> {
        let ic = self.reachable(Role::Ic, presence, now);
        let ad = self.reachable(Role::Ad, presence, now);
        let open = self.signals().any(|s| s.is_known_to(side));
        let mut lines = vec![
            Line { rule: Rule::NoOpenSignal, met: !open, hard: true },
            Line { rule: Rule::IcReachable { count: ic }, met: ic > 0, hard: true },
            Line { rule: Rule::AdReachable { count: ad }, met: ad > 0, hard: false },
        ];
        // To the 1st AD a hidden pause is the same "not yet" that the IC can set at any time.
        let not_yet = self.not_yet || (side == Side::Ad && self.has_hidden_signal());
        if not_yet {
            lines.insert(0, Line { rule: Rule::NotYet, met: false, hard: true });
        }
        let mut of = 0;
        let mut missing = Vec::new();
        for performer in self.cast_on_set() {
            of += 1;
            if let Some(what) = self.missing(performer.id, side, presence, now) {
                missing.push((performer.id, what));
            }
        }
        let nobody_joined = self.admitted.get(&Role::Performer).is_none_or(imbl::OrdSet::is_empty);
        let met = missing.is_empty() && !nobody_joined;
        lines.push(Line { rule: Rule::WayToSignal { of, missing, nobody_joined }, met, hard: false });
        lines.push(Line {
            rule: Rule::CheckInCleared {
                asked: self.check_in().is_some(),
                taken_back: self.clear_was_taken_back,
            },
            met: self.is_check_in_cleared(),
            // Starting a round sets "not yet" until the IC publishes "clear".
            hard: self.check_in().is_some(),
        });
        lines.push(Line { rule: Rule::NoChangeAsked, met: !self.is_change_asked(), hard: false });
        let attested = self.attested();
        lines.push(Line {
            rule: Rule::ClosedAsListed { access: self.access().0, ic: attested.ic, ad: attested.ad },
            met: self.is_closed_as_listed(),
            hard: false,
        });
        if let Some(missing) = self.minors_alone(side, presence, now.mono) {
            let met = missing.is_empty();
            lines.push(Line { rule: Rule::ChaperoneLive { missing }, met, hard: true });
        }
        lines.extend(self.agreed_lines());
        lines.extend(self.riders());
        lines
    }

    /// A scene without lines is not ready.
    fn agreed_lines(&self) -> Option<Line> {
        self.plan()?;
        let scene = self.scene()?;
        let planned = self.planned_scene(&scene.id).map_or(0, |s| s.lines.len());
        let count = planned + self.agreed_today(&scene.id).count();
        let rule = Rule::AgreedLines { count: u32::try_from(count).unwrap_or(u32::MAX) };
        Some(Line { rule, met: count > 0, hard: false })
    }

    fn riders(&self) -> Option<Line> {
        let scene = self.planned_scene(&self.scene()?.id).filter(|s| Set::needs_rider(s))?;
        let performers = self.admitted(Role::Performer);
        let cast: Vec<PersonId> = performers.iter().map(|p| p.id).filter(|id| self.is_in_cast(*id)).collect();
        let missing: Vec<(PersonId, RiderLack)> =
            cast.iter().filter_map(|id| Some((*id, self.rider_lack(scene, *id)?))).collect();
        let of = u32::try_from(cast.len()).unwrap_or(u32::MAX);
        let met = missing.is_empty() && of > 0;
        Some(Line { rule: Rule::Rider { of, missing }, met, hard: false })
    }

    fn missing(&self, performer: PersonId, side: Side, presence: &Presence, now: Moment) -> Option<Missing> {
        let person = self.person(performer)?;
        match self.way(performer) {
            None => return Some(Missing::Way),
            Some((_, false)) => return Some(Missing::WayAskedAgain),
            // Link and press-test count for all but the word or gesture.
            Some((Way::Word, _)) => return None,
            Some((Way::Watcher, _)) => return self.missing_of_watchers(performer, side, presence, now.mono),
            Some(_) => {}
        }
        if !presence.is_linked_for(side, person, now.mono) {
            return Some(Missing::Link);
        }
        person.tested_ms.is_none().then_some(Missing::Test)
    }
}
