//! The life of a signal: raised → displayed → acknowledged → released; re-armed, called, tested.

use super::{Denial, Event, Hand, Moment, Mono, Person, Presence, Set};
use crate::words::{DenialCode, Level, PersonId, Role, SceneId, SignalId, Stage, UnixMs};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Whose receipts: the IC's and the 1st AD's are kept apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Side {
    Ic,
    Ad,
}

/// What one side has done about a signal since it was last armed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct SideState {
    pub displayed: bool,
    pub acknowledged: bool,
}

impl SideState {
    /// As the wire says it.
    pub fn stage(self) -> Stage {
        match self {
            Self { acknowledged: true, .. } => Stage::Acknowledged,
            Self { displayed: true, .. } => Stage::Displayed,
            _ => Stage::Raised,
        }
    }
}

/// One open signal.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs)]
pub struct Signal {
    pub id: SignalId,
    /// The performer; for a technical hold, who raised it.
    pub owner: PersonId,
    pub hand: Hand,
    pub level: Level,
    pub scene: Option<SceneId>,
    pub raised_at: UnixMs,
    /// Of the last press that armed it, on the timers' clock.
    pub armed: Mono,
    pub armed_at: UnixMs,
    /// How often it was armed: a later arming is a new alert.
    pub arms: u32,
    /// Milliseconds that the arming press was kept before it arrived.
    pub kept: u64,
    pub presses: u32,
    pub ic: SideState,
    pub ad: SideState,
    /// A 1st AD's screen painted it while no IC was reachable.
    pub stood_in: bool,
    pub meant_nothing: bool,
    pub ready: bool,
    /// A pause of the only performer on set: the 1st AD reads only "not yet".
    pub hidden_from_ad: bool,
}

/// A press kept longer than this arrives as "late"; less is the network's ordinary delay.
pub const LATE: u64 = 2_000;

impl Signal {
    /// Whether this side is told of it.
    pub fn is_known_to(&self, side: Side) -> bool {
        side == Side::Ic || !self.hidden_from_ad
    }

    /// What one side has done.
    pub fn side(&self, side: Side) -> SideState {
        match side {
            Side::Ic => self.ic,
            Side::Ad => self.ad,
        }
    }

    /// What its performer may be told: never more than is true.
    pub fn stage_for_owner(&self) -> Stage {
        match self.ic.stage() {
            Stage::Raised if self.stood_in => Stage::Displayed,
            stage => stage,
        }
    }

    /// Raised by an IC or a 1st AD; for everyone else it looks like any other.
    pub fn is_technical(&self) -> bool {
        matches!(self.hand, Hand::Technical(_))
    }

    /// The IC may release it without having spoken in person.
    pub fn is_releasable(&self) -> bool {
        self.is_technical() || self.ready || self.meant_nothing
    }

    fn side_mut(&mut self, side: Side) -> &mut SideState {
        match side {
            Side::Ic => &mut self.ic,
            Side::Ad => &mut self.ad,
        }
    }
}

/// The hold is public.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Called {
    /// By an IC, who may know of a pause that the 1st AD doesn't.
    pub by_ic: bool,
}

/// A press-test on its way: never latches, never blocks rolling.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct PressTest {
    pub signal: SignalId,
    pub at: UnixMs,
    /// When it arrived.
    pub arrived: Mono,
    /// Milliseconds from the press to its arrival, as far as the phone could tell.
    pub late: u32,
}

/// A press-test that was painted later than this measured something else.
const TEST_LASTS: Mono = 30_000;

impl Set {
    /// The open signals, oldest first.
    pub fn signals(&self) -> impl Iterator<Item = &Signal> {
        self.signals.iter().map(AsRef::as_ref)
    }

    /// An open signal by its id.
    pub fn signal(&self, id: SignalId) -> Option<&Signal> {
        self.signals().find(|s| s.id == id)
    }

    /// A performer's own open signal.
    pub fn signal_of(&self, performer: PersonId) -> Option<&Signal> {
        self.signals().find(|s| s.owner == performer && !s.is_technical())
    }

    /// The press-test that somebody has on its way.
    pub fn test_of(&self, performer: PersonId) -> Option<&PressTest> {
        self.tests.get(&performer)
    }

    /// A pause that the 1st AD reads only as "not yet".
    pub(super) fn has_hidden_signal(&self) -> bool {
        self.signals().any(|s| s.hidden_from_ad)
    }

    pub(super) fn decide_raise(
        &self,
        by: &Person,
        ask: &super::Ask,
        level: Level,
        test: bool,
        for_: Option<PersonId>,
    ) -> Result<Vec<Event>, Denial> {
        let (owner, hand) = match (by.role, for_) {
            (Role::Performer, None) => (by, Hand::Own),
            (Role::Performer, Some(id)) if id == by.id => (by, Hand::Own),
            (Role::Watcher | Role::Chaperone, None) => (self.whom_to_press_for(by)?, Hand::Watcher),
            (Role::Watcher | Role::Chaperone, Some(id)) if by.for_ == Some(id) => {
                (self.whom_to_press_for(by)?, Hand::Watcher)
            }
            (Role::Ic, Some(id)) => (self.performer(id)?, Hand::Ic),
            (Role::Ic | Role::Ad, None) => (by, Hand::Technical(by.role.side())),
            _ => {
                return Err(Denial::not_allowed(
                    "This screen has no button for that. A performer's own phone, their watcher's, the IC and the 1st AD do.",
                ));
            }
        };
        if test {
            // Never kept, and it gives way to a real press.
            let real = self.signal_of(owner.id).is_some() || ask.age.is_some();
            if !matches!(hand, Hand::Own | Hand::Watcher) {
                return Err(Denial::not_allowed(
                    "The press-test is made on the performer's own phone, or their watcher's.",
                ));
            }
            let late = u32::try_from(ask.late.min(TEST_LASTS)).unwrap_or(u32::MAX);
            return Ok(if real {
                vec![]
            } else {
                vec![Event::TestPressed { signal: SignalId(ask.fresh), person: by.id, late }]
            });
        }
        let technical = matches!(hand, Hand::Technical(_));
        let open = self.signals().find(|s| s.owner == owner.id && s.is_technical() == technical);
        Ok(vec![Event::Pressed {
            signal: open.map_or(SignalId(ask.fresh), |s| s.id),
            owner: owner.id,
            hand,
            level,
            scene: self.scene.as_ref().map(|s| s.id.clone()),
            kept: ask.age.unwrap_or(0),
            hidden_from_ad: !technical && level == Level::Pause && self.is_alone(owner.id),
        }])
    }

    fn whom_to_press_for(&self, watcher: &Person) -> Result<&Person, Denial> {
        self.watched_by(watcher).ok_or_else(|| {
            Denial::not_allowed("The performer whose button this was is not here any more. Ask the IC.")
        })
    }

    /// A receiver's screen has painted an alert, at that time where it says so; nobody is answered.
    pub fn decide_shown(
        &self,
        by: PersonId,
        signal: SignalId,
        at: Option<UnixMs>,
        presence: &Presence,
        now: Moment,
    ) -> Vec<Event> {
        let Some(by) = self.person(by).filter(|p| p.is_admitted() && p.role.receives()) else {
            return vec![];
        };
        if !presence.is_visible(by.id) {
            return vec![];
        }
        let side = by.role.side();
        let ic_is_reachable = self.is_ic_reachable(presence, now);
        if let Some((person, test)) = self.tests.iter().find(|(_, test)| test.signal == signal) {
            // From finger to paint. The two pages know the hub's clock by their echoes; what neither can have
            // taken (longer than the hub itself waited, or the way back of this very frame) is left out.
            let waited = now.mono.saturating_sub(test.arrived);
            let back = at.map_or(0, |at| now.at.saturating_sub(at)).min(waited);
            let ms = u64::from(test.late) + waited - back;
            let counts = ms <= TEST_LASTS && (side == Side::Ic || !ic_is_reachable);
            let ms = u32::try_from(ms).unwrap_or(u32::MAX);
            return if counts { vec![Event::TestShown { signal, person: *person, ms }] } else { vec![] };
        }
        let Some(open) = self.signal(signal).filter(|s| s.is_known_to(side)) else { return vec![] };
        let stood_in = side == Side::Ad && !ic_is_reachable;
        if open.side(side).displayed && (!stood_in || open.stood_in) {
            return vec![];
        }
        vec![Event::Shown { signal, side, stood_in }]
    }

    pub(super) fn decide_meant_nothing(
        &self,
        by: &Person,
        signal: SignalId,
        presses: Option<u32>,
    ) -> Result<Vec<Event>, Denial> {
        let own = self.own_signal(by, signal, presses)?;
        Ok(if own.meant_nothing { vec![] } else { vec![Event::MeantNothing { signal }] })
    }

    pub(super) fn decide_ready(
        &self,
        by: &Person,
        signal: SignalId,
        presses: Option<u32>,
    ) -> Result<Vec<Event>, Denial> {
        let own = self.own_signal(by, signal, presses)?;
        Ok(if own.ready { vec![] } else { vec![Event::Ready { signal }] })
    }

    /// Safety: a raise may overtake what was said before it, on another lane. What the performer has said of the press
    /// before must not have the newer one released unheard.
    fn own_signal(&self, by: &Person, signal: SignalId, presses: Option<u32>) -> Result<&Signal, Denial> {
        if by.role.watches() {
            return Err(Denial::not_allowed("Only the performer says so, or tells the IC in person."));
        }
        let own = self.signal_of(by.id).filter(|s| s.id == signal).ok_or_else(Denial::unknown_signal)?;
        if presses.is_some_and(|seen| seen != own.presses) {
            return Err(Denial::new(
                DenialCode::PressedAgain,
                "It was pressed again since. Tap again if this still holds.",
            ));
        }
        Ok(own)
    }

    pub(super) fn decide_acknowledge(&self, by: &Person, signal: SignalId) -> Result<Vec<Event>, Denial> {
        by.must_receive("The IC and the 1st AD acknowledge signals.")?;
        let side = by.role.side();
        let open = self.signal(signal).filter(|s| s.is_known_to(side)).ok_or_else(Denial::unknown_signal)?;
        Ok(if open.side(side).acknowledged { vec![] } else { vec![Event::Acknowledged { signal, side }] })
    }

    pub(super) fn decide_release(
        &self,
        by: &Person,
        signal: SignalId,
        in_person: bool,
        presses: Option<u32>,
    ) -> Result<Vec<Event>, Denial> {
        by.must_be_ic("Only the IC releases a signal.")?;
        let open = self.signal(signal).ok_or_else(Denial::unknown_signal)?;
        if presses.is_some_and(|seen| seen != open.presses) {
            return Err(Denial::new(
                DenialCode::PressedAgain,
                "It was pressed again since your screen showed it. Look once more before you release it.",
            ));
        }
        if !open.is_releasable() && !in_person {
            return Err(Denial::new(
                DenialCode::NotReady,
                "The performer has not said ready. Speak with them, then release it as spoken in person.",
            ));
        }
        Ok(vec![Event::Released { signal, presses: open.presses, in_person }])
    }

    pub(super) fn decide_call(&self, by: &Person, ask: &super::Ask) -> Result<Vec<Event>, Denial> {
        by.must_receive("The IC and the 1st AD call a hold.")?;
        if self.called.is_some() {
            return Ok(vec![]);
        }
        let side = by.role.side();
        let mut events = Vec::new();
        // With none open that the caller knows of. Else a 1st AD's call that raised nothing would tell of
        // a pause that is hidden from the 1st AD.
        if !self.signals().any(|s| s.is_known_to(side)) {
            events.extend(self.decide_raise(by, ask, Level::Hold, false, None)?);
        }
        events.push(Event::Called { by: Some(side) });
        Ok(events)
    }

    /// Whether an IC would see an alert now.
    pub fn is_ic_reachable(&self, presence: &Presence, now: Moment) -> bool {
        self.reachable(Role::Ic, presence, now) > 0
    }

    /// How many receivers of a role would see an alert now.
    pub fn reachable(&self, role: Role, presence: &Presence, now: Moment) -> u32 {
        let people = self.admitted.get(&role).into_iter().flatten().filter_map(|id| self.person(*id));
        u32::try_from(people.filter(|p| presence.is_reachable(p, now.mono)).count()).unwrap_or(u32::MAX)
    }

    pub(super) fn apply_to_signals(&mut self, event: &Event, when: Moment) {
        match event {
            Event::Pressed { .. } => self.press(event, when),
            Event::FoundLate { signal, kept } => self.change_signal(*signal, |s| s.kept = *kept),
            Event::Shown { signal, side, stood_in } => self.change_signal(*signal, |s| {
                s.side_mut(*side).displayed = true;
                s.stood_in |= stood_in;
            }),
            Event::Acknowledged { signal, side } => self.change_signal(*signal, |s| {
                *s.side_mut(*side) = SideState { displayed: true, acknowledged: true };
            }),
            Event::MeantNothing { signal } => self.change_signal(*signal, |s| s.meant_nothing = true),
            Event::Ready { signal } => self.change_signal(*signal, |s| s.ready = true),
            Event::Released { signal, .. } => {
                self.signals.retain(|s| s.id != *signal);
                self.end_call_if_nothing_is_open();
            }
            Event::Called { by } if !self.signals.is_empty() => {
                self.called = Some(Called { by_ic: *by == Some(Side::Ic) });
            }
            Event::TestPressed { signal, person, late } => {
                let test = PressTest { signal: *signal, at: when.at, arrived: when.mono, late: *late };
                self.tests.insert(*person, test);
            }
            Event::TestShown { signal, person, ms } => {
                if self.tests.get(person).is_some_and(|t| t.signal == *signal) {
                    self.tests.remove(person);
                }
                self.change_person(*person, |p| {
                    p.tested_ms = Some(*ms);
                    p.tests += 1;
                });
            }
            _ => {}
        }
    }

    fn press(&mut self, event: &Event, when: Moment) {
        let Event::Pressed { signal, owner, hand, level, scene, kept, hidden_from_ad } = event else {
            return;
        };
        self.tests.remove(owner);
        let watchers: Vec<PersonId> = self.watchers_of(*owner).map(|w| w.id).collect();
        for watcher in watchers {
            self.tests.remove(&watcher);
        }
        let mut pressed = match self.signal(*signal) {
            Some(open) => open.clone(),
            None => Signal {
                id: *signal,
                owner: *owner,
                hand: *hand,
                level: *level,
                scene: scene.clone(),
                raised_at: when.at,
                armed: when.mono,
                armed_at: when.at,
                arms: 0,
                kept: *kept,
                presses: 0,
                ic: SideState::default(),
                ad: SideState::default(),
                stood_in: false,
                meant_nothing: false,
                ready: false,
                hidden_from_ad: *hidden_from_ad,
            },
        };
        let rises = *level > pressed.level;
        let answered = pressed.ic.acknowledged || pressed.ad.acknowledged;
        pressed.presses += 1;
        pressed.level = pressed.level.max(*level);
        if pressed.arms == 0 || rises || answered || pressed.ready || pressed.meant_nothing {
            pressed.arms += 1;
            pressed.hand = *hand;
            pressed.armed = when.mono;
            pressed.armed_at = when.at;
            pressed.kept = *kept;
            pressed.meant_nothing = false;
            pressed.ready = false;
            pressed.stood_in = false;
            // Whoever raised it for somebody, or technically, has it in hand already.
            let in_hand = |side| SideState { displayed: side, acknowledged: side };
            pressed.ic = in_hand(matches!(hand, Hand::Ic | Hand::Technical(Side::Ic)));
            pressed.ad = in_hand(*hand == Hand::Technical(Side::Ad));
            pressed.hidden_from_ad &= pressed.level == Level::Pause;
        }
        if pressed.presses == 1 {
            self.signals.push_back(Arc::new(pressed));
        } else {
            self.change_signal(*signal, |s| *s = pressed);
        }
    }

    fn change_signal(&mut self, id: SignalId, change: impl FnOnce(&mut Signal)) {
        if let Some(signal) = self.signals.iter_mut().find(|s| s.id == id) {
            change(Arc::make_mut(signal));
        }
    }

    /// A call lasts until no signal is open that its caller knew of. (A pause hidden from the 1st AD must
    /// not hold up the end of a call that was made for something else: that would tell of it.)
    fn end_call_if_nothing_is_open(&mut self) {
        if let Some(called) = self.called {
            let side = if called.by_ic { Side::Ic } else { Side::Ad };
            if !self.signals.iter().any(|s| s.is_known_to(side)) {
                self.called = None;
            }
        }
    }

    pub(super) fn forget_press_tests(&mut self) {
        let tested: Vec<PersonId> =
            self.people.values().filter(|p| p.tested_ms.is_some()).map(|p| p.id).collect();
        for id in tested {
            self.change_person(id, |p| p.tested_ms = None);
        }
        self.tests.clear();
    }
}
