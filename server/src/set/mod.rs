//! The set: the rules of the practice, and nothing else.
//!
//! No I/O, no clock, no tasks, no JSON; nothing in here can fail for an outside reason. A command is
//! decided into events ([`Set::decide`]), events are applied ([`Set::apply`]), and the state is the
//! fold of all events since the morning. Recovery is the same fold.
//!
//! A `Set` is cheap to clone: its collections share their structure.

mod access;
mod admit;
mod change;
mod check_in;
mod closure;
mod concern;
mod denial;
mod escalation;
mod event;
mod import;
mod invites;
mod minors;
mod names;
mod people;
mod plan;
mod presence;
mod ready;
mod record;
mod rider;
mod roles;
mod saved;
mod scene;
mod signal;
mod watchers;

pub use access::Attestation;
pub use change::Change;
pub use check_in::{CheckIn, Standing};
pub use closure::Closure;
pub use concern::Concern;
pub use denial::Denial;
pub use escalation::{Alarm, Patience, UNANSWERED};
pub use event::{Entry, Event, Hand, Loss, RecoveryKept};
pub use import::{Fault, Place, PlanDenied};
pub use invites::{Invite, JoinDenied, Newcomer};
pub use names::{MAX_NAME, clean_line, clean_name, same_name, text_names};
pub use people::{Admission, Notice, Person, TokenHash};
pub use presence::{Beat, Presence, SILENCE};
pub use ready::{Line, Missing, Rule};
pub use record::{DAY_IS_WRAPPED, Past};
pub use rider::RiderLack;
pub use roles::RoleConflict;
pub use scene::{Scene, SceneBook};
pub use signal::{Called, LATE, PressTest, Side, SideState, Signal};

use crate::words::{Access, Command, CommandId, PersonId, Role, SceneId, SignalId, Status, UnixMs};
use std::sync::Arc;
use uuid::Uuid;

/// Milliseconds since the hub's start, never going back. Timers live on it, so that neither a clock
/// set by hand nor a restart makes an escalation early or late.
pub type Mono = u64;

/// What time it is. Comes in as a value, so that no test of a rule needs a sleep.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// The hub's wall clock, for people.
    pub at: UnixMs,
    /// The hub's monotonic clock, for timers.
    pub mono: Mono,
}

/// A command together with who gave it.
#[derive(Clone, Debug)]
pub struct Ask {
    /// Who.
    pub by: PersonId,
    /// The command's id.
    pub id: CommandId,
    /// The id of what this command opens: a signal, a round of check-ins, a change.
    pub fresh: Uuid,
    /// Milliseconds since the press, if it was kept.
    pub age: Option<u64>,
    /// Milliseconds that a press-test took to arrive, as far as its phone could tell.
    pub late: u64,
    /// What.
    pub command: Command,
}

/// The state of the set: the fold of the day's events.
#[derive(Clone, Debug, Default)]
pub struct Set {
    people: imbl::OrdMap<PersonId, Arc<Person>>,
    /// The admitted, by role: so that a press never walks over two hundred crew phones.
    admitted: imbl::OrdMap<Role, imbl::OrdSet<PersonId>>,
    tokens: imbl::HashMap<people::TokenHash, PersonId>,
    invites: imbl::OrdMap<u32, Invite>,
    /// A later invite has at least this number.
    invites_from: u32,
    recovery: Option<RecoveryKept>,
    notices: imbl::Vector<(UnixMs, Notice)>,

    plan: plan::PlanBook,
    scene: Option<Scene>,
    books: imbl::OrdMap<SceneId, SceneBook>,
    access: access::SetAccess,
    not_yet: bool,
    check_in: Option<CheckIn>,
    check_in_cleared: bool,
    /// It was clear, and who plays or what is agreed has changed since.
    clear_was_taken_back: bool,
    changes: imbl::Vector<Change>,
    closures: imbl::OrdMap<PersonId, Closure>,
    stood_down: bool,

    /// Open signals only, in the order of their opening.
    signals: imbl::Vector<Arc<Signal>>,
    tests: imbl::OrdMap<PersonId, PressTest>,
    called: Option<Called>,

    past: imbl::Vector<Arc<Past>>,
    ticked: imbl::OrdSet<SignalId>,
    /// The day is over; whether it keeps names.
    wrapped: Option<bool>,

    answered: imbl::HashSet<(PersonId, CommandId)>,
    /// Each of what is shared here is held by itself: the first change behind a copy must not copy a day of sentences.
    timeline: imbl::Vector<Arc<Entry>>,
}

/// The IC's timeline shows the latest; the log keeps all.
const TIMELINE_ENTRIES: usize = 120;

impl Command {
    /// May be shown before it is on disk: what raises, paints, acknowledges, calls, cuts or stands down.
    /// Everything else is on disk before anyone is told (practice: "the life of a signal").
    pub fn is_urgent(&self) -> bool {
        matches!(
            self,
            Command::Raise { .. }
                | Command::Acknowledge { .. }
                | Command::Call
                | Command::Status { status: Status::Cut, .. }
                | Command::StandDown { on: true }
        )
    }
}

impl Set {
    /// What a command comes to: the events that carry it out, or why not.
    ///
    /// A command that is already answered, or changes nothing, is carried out by no events.
    ///
    /// # Errors
    /// A [`Denial`] with a code of the closed table and a sentence for the person.
    pub fn decide(&self, ask: &Ask, presence: &Presence, now: Moment) -> Result<Vec<Event>, Denial> {
        if self.has_answered(ask.by, ask.id) {
            return Ok(Vec::new());
        }
        let by = self.person(ask.by).filter(|p| p.is_admitted()).ok_or_else(Denial::not_admitted)?;
        self.must_go_on()?;
        match &ask.command {
            Command::Raise { level, test, for_ } => self.decide_raise(by, ask, *level, *test, *for_),
            Command::MeantNothing { signal, presses } => self.decide_meant_nothing(by, *signal, *presses),
            Command::Ready { signal, presses } => self.decide_ready(by, *signal, *presses),
            Command::Acknowledge { signal, .. } => self.decide_acknowledge(by, *signal),
            Command::Release { signal, in_person, presses } => {
                self.decide_release(by, *signal, *in_person, *presses)
            }
            Command::Call => self.decide_call(by, ask),
            Command::Status { status, scene, setup, override_ } => {
                self.decide_status(by, *status, scene.as_deref(), setup.as_deref(), *override_, presence, now)
            }
            Command::StandDown { on } => self.decide_stand_down(by, *on),
            Command::NotYet { on } => self.decide_not_yet(by, *on),
            Command::Access { access, notice } => self.decide_access(by, *access, notice.as_deref()),
            Command::Attest { scene, people, monitors, devices, robes } => {
                self.decide_attest(by, scene, [*people, *monitors, *devices, *robes])
            }
            Command::Cast { scene, people } => self.decide_cast(by, scene, people),
            Command::CastAsPlanned { scene } => self.decide_cast_as_planned(by, scene),
            Command::Way { person, way } => self.decide_way(by, *person, *way),
            Command::OnSet { person, on } => self.decide_on_set(by, *person, *on),
            Command::OnFloor { on } => Self::decide_on_floor(by, *on),
            Command::CheckIn { to, text } => self.decide_check_in(by, ask, to.as_deref(), text.as_deref()),
            Command::Answer { check_in, answer } => self.decide_answer(by, *check_in, *answer),
            Command::Clear { clear } => self.decide_clear(by, *clear),
            Command::Change { scene, text, sensitive } => {
                self.decide_change(by, ask, scene, text, *sensitive)
            }
            Command::Reply { change, reply } => self.decide_reply(by, *change, *reply),
            Command::Publish { change, state, amendment } => {
                self.decide_publish(by, *change, *state, *amendment)
            }
            Command::Admit { person, as_, replaces, for_ } => {
                self.decide_admit(by, *person, as_.as_deref(), *replaces, *for_)
            }
            Command::TurnAway { person } => self.decide_turn_away(by, *person),
            Command::Revoke { person } => self.decide_revoke(by, *person),
            Command::Invite { role, name, for_ } => self.decide_invite(by, *role, name.as_deref(), *for_),
            Command::Talk { .. } | Command::Talked { .. } | Command::Line { .. } | Command::Rider { .. } => {
                self.decide_about_plan(by, &ask.command, now)
            }
            Command::Closure { .. } | Command::Close { .. } | Command::Closed { .. } => {
                self.decide_closure(by, &ask.command)
            }
            Command::Tick { signal, on } => self.decide_tick(by, *signal, *on),
            Command::Wrap { keep_names } => self.decide_wrap(by, *keep_names),
            // The hub answers these itself: they change nothing that the rules know of.
            Command::PlanPart { .. } | Command::PlanText | Command::Report { .. } => Ok(vec![]),
        }
    }

    /// Applies what happened. Total: an event whose object is gone by now changes nothing, so that any
    /// prefix of the log, and any early event put behind a later one, folds to a valid set.
    ///
    /// `mono` is when it happened on the timers' clock: 0 for what was read from the log, so that
    /// timers start at the later of the press's arrival and the hub's start.
    pub fn apply(&mut self, entry: &Entry, mono: Mono) {
        if let (Some(by), Some(id)) = (entry.by, entry.id) {
            self.answered.insert((by, id));
        }
        let recasts = |e: &Event| {
            matches!(
                e,
                Event::Admitted { .. }
                    | Event::CastSet { .. }
                    | Event::CastUnset { .. }
                    | Event::PlanSet { .. }
            )
        };
        let cast = entry.events.iter().any(recasts).then(|| self.cast_now());
        for event in &entry.events {
            self.apply_event(event, Moment { at: entry.at, mono });
        }
        if let Some(before) = cast {
            self.ask_newcomers();
            self.reopen_for_another_cast(&before);
        }
        if !entry.events.is_empty() {
            self.timeline.push_front(Arc::new(entry.clone()));
            self.timeline.truncate(TIMELINE_ENTRIES);
        }
    }

    fn apply_event(&mut self, event: &Event, when: Moment) {
        self.apply_to_record(event, when);
        match event {
            Event::InviteMade { .. }
            | Event::Joined { .. }
            | Event::TokenRenewed { .. }
            | Event::Resumed { .. }
            | Event::RecoveryMade { .. }
            | Event::Admitted { .. }
            | Event::Replaced { .. }
            | Event::TurnedAway { .. }
            | Event::Revoked { .. }
            | Event::OnSet { .. }
            | Event::OnFloor { .. } => self.apply_to_people(event, when),
            Event::StatusSet { .. }
            | Event::WaysAsked { .. }
            | Event::CastSet { .. }
            | Event::CastUnset { .. }
            | Event::WaySet { .. } => {
                self.apply_to_scene(event);
            }
            Event::AccessSet { .. } | Event::Attested { .. } => self.apply_to_access(event),
            Event::CheckInStarted { .. } | Event::CheckInAnswered { .. } | Event::CheckInCleared { .. } => {
                self.apply_to_check_in(event, when);
            }
            Event::ChangeAsked { .. } | Event::ChangeReplied { .. } | Event::ChangePublished { .. } => {
                self.apply_to_changes(event, when);
            }
            Event::PlanSet { .. }
            | Event::TalkAsked { .. }
            | Event::Talked { .. }
            | Event::LineSaid { .. }
            | Event::RiderSet { .. } => self.apply_to_plan(event, when),
            Event::ClosureBegun { .. } | Event::ClosureAnswered { .. } | Event::Closed { .. } => {
                self.apply_to_closures(event, when);
            }
            Event::StoodDown { on } => self.stood_down = *on,
            Event::NotYet { on } => self.not_yet = *on,
            Event::LogSaved { lost } => self.apply_saved(*lost, when),
            Event::Pressed { .. }
            | Event::FoundLate { .. }
            | Event::Shown { .. }
            | Event::Acknowledged { .. }
            | Event::MeantNothing { .. }
            | Event::Ready { .. }
            | Event::Released { .. }
            | Event::Called { .. }
            | Event::TestPressed { .. }
            | Event::TestShown { .. } => self.apply_to_signals(event, when),
            // Only the timeline remembers the links, which the beats tell; the record's events are applied above.
            Event::LinkLost { .. }
            | Event::LinkBack { .. }
            | Event::Ticked { .. }
            | Event::DayWrapped { .. } => {}
        }
    }

    /// A command's second copy gets the same answer and changes nothing.
    pub fn has_answered(&self, by: PersonId, id: CommandId) -> bool {
        self.answered.contains(&(by, id))
    }

    /// The tool is not in use; the agreed word or gesture is.
    pub fn is_stood_down(&self) -> bool {
        self.stood_down
    }

    /// The IC's own "not yet", as set by hand.
    pub fn is_not_yet(&self) -> bool {
        self.not_yet
    }

    /// A hold is public.
    pub fn is_called(&self) -> bool {
        self.called.is_some()
    }

    /// Latest first.
    pub fn timeline(&self) -> impl Iterator<Item = &Entry> {
        self.timeline.iter().map(|entry| &**entry)
    }

    /// Who may come in, and the line for everyone.
    pub fn access(&self) -> (Access, &str) {
        (self.access.access, &self.access.notice)
    }

    fn decide_stand_down(&self, by: &Person, on: bool) -> Result<Vec<Event>, Denial> {
        let allowed = if on { by.role.receives() } else { by.role == Role::Ic };
        if !allowed {
            return Err(Denial::not_allowed(if on {
                "Only the IC or the 1st AD stands the tool down."
            } else {
                "Only the IC takes the tool up again."
            }));
        }
        Ok(if self.stood_down == on { vec![] } else { vec![Event::StoodDown { on }] })
    }

    fn decide_not_yet(&self, by: &Person, on: bool) -> Result<Vec<Event>, Denial> {
        by.must_be_ic("Only the IC sets \"not yet\".")?;
        Ok(if self.not_yet == on { vec![] } else { vec![Event::NotYet { on }] })
    }
}
