//! What happened: the events that the log keeps and the set is folded from.

use super::{Side, people::TokenHash};
use crate::words::{
    Access, Answer, ChangeId, CheckInId, CommandId, DayPlan, DeviceId, Level, LineId, Override, PersonId,
    Reply, Role, Say, SceneId, SignalId, Status, UnixMs, Verdict, Way, Word,
};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// One command carried out: the unit of the log. Its events stand or fall together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// When, on the hub's clock.
    pub at: UnixMs,
    /// Who; none if the hub itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<PersonId>,
    /// The command's id, so that a second copy is known for ever.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<CommandId>,
    /// What.
    pub events: Vec<Event>,
}

/// What is kept of the recovery words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecoveryKept {
    /// Their hash (argon2id).
    pub hash: String,
    /// The salt of the key pair that they make.
    pub salt: [u8; 16],
    /// The public half of that key pair: the day's record is sealed to it.
    pub public: [u8; 32],
}

/// What is lost of a damaged log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Loss {
    /// How many entries, in between.
    pub entries: u64,
    /// And perhaps what came last.
    pub end: bool,
    /// Everything up to then is there; 0: nothing is.
    pub after: UnixMs,
    /// Where the first gap ends.
    pub until: Option<UnixMs>,
}

/// By whose hand a signal was raised.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Hand {
    /// The performer's own.
    Own,
    /// Their watcher's or chaperone's.
    Watcher,
    /// An IC's, for them.
    Ic,
    /// A technical hold by an IC or a 1st AD.
    Technical(Side),
}

/// One thing that happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
#[allow(missing_docs)] // the field names are the words of the practice
pub enum Event {
    InviteMade {
        role: Role,
        name: String,
        /// The performer whose watcher or chaperone it is for.
        #[serde(default, rename = "for", skip_serializing_if = "Option::is_none")]
        for_: Option<PersonId>,
        /// Its place in the day: what a damaged log has lost makes no code another's.
        number: u32,
    },
    Joined {
        person: PersonId,
        role: Role,
        name: String,
        title: String,
        device: DeviceId,
        invite: u32,
        token: TokenHash,
    },
    TokenRenewed {
        person: PersonId,
        token: TokenHash,
    },
    /// The device has its token for certain: its `join` can't be repeated any more.
    Resumed {
        person: PersonId,
    },
    /// New recovery words were shown to the day's first IC.
    RecoveryMade {
        kept: RecoveryKept,
    },
    Admitted {
        person: PersonId,
        name: Option<String>,
        /// Their name in the plan, as the IC matched it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        planned: Option<String>,
        /// The performer for whom they hold the button.
        #[serde(default, rename = "for", skip_serializing_if = "Option::is_none")]
        for_: Option<PersonId>,
    },
    /// The phone that waited as `by` is from now on the phone of `person`.
    Replaced {
        person: PersonId,
        by: PersonId,
    },
    TurnedAway {
        person: PersonId,
    },
    Revoked {
        person: PersonId,
    },
    OnSet {
        person: PersonId,
        on: bool,
    },
    OnFloor {
        person: PersonId,
        on: bool,
    },

    StatusSet {
        status: Status,
        scene: SceneId,
        setup: String,
        /// The ready-made words for rolling although something was not met.
        #[serde(default, rename = "override", skip_serializing_if = "Option::is_none")]
        override_: Option<Override>,
        /// How many lines of the ready list were not met then.
        #[serde(default)]
        unmet: u32,
    },
    /// How everybody can signal is asked again, because a roll would have skipped the asking.
    WaysAsked {
        scene: SceneId,
        setup: String,
    },
    CastSet {
        scene: SceneId,
        people: Vec<PersonId>,
    },
    CastUnset {
        scene: SceneId,
    },
    WaySet {
        scene: SceneId,
        person: PersonId,
        way: Way,
    },
    AccessSet {
        access: Access,
        notice: Option<String>,
    },
    Attested {
        side: Side,
        scene: SceneId,
        closed_as_listed: bool,
    },
    CheckInStarted {
        check_in: CheckInId,
        to: Vec<PersonId>,
        text: String,
    },
    CheckInAnswered {
        check_in: CheckInId,
        person: PersonId,
        answer: Answer,
    },
    CheckInCleared {
        clear: bool,
    },
    ChangeAsked {
        change: ChangeId,
        scene: SceneId,
        text: String,
        sensitive: bool,
        of: Vec<PersonId>,
    },
    ChangeReplied {
        change: ChangeId,
        person: PersonId,
        reply: Reply,
    },
    ChangePublished {
        change: ChangeId,
        state: Verdict,
        amendment: bool,
    },
    /// The day's plan is this one from now on.
    PlanSet {
        plan: Arc<DayPlan>,
        /// Of the plan as it was read, so that the same one read again changes nothing.
        hash: String,
        /// From a file on the laptop; else the IC sent it.
        file: bool,
    },
    TalkAsked {
        line: LineId,
        person: PersonId,
    },
    Talked {
        line: LineId,
        person: PersonId,
    },
    /// A line of the plan was taken back.
    LineSaid {
        line: LineId,
        say: Say,
    },
    RiderSet {
        scene: SceneId,
        name: String,
        received: Option<UnixMs>,
        confirmed: bool,
        late_hire: bool,
    },
    ClosureBegun {
        person: PersonId,
    },
    ClosureAnswered {
        person: PersonId,
        answer: Answer,
        word: Word,
    },
    Closed {
        person: PersonId,
        in_person: bool,
    },
    /// Production's report has this signal, or not.
    Ticked {
        signal: SignalId,
        on: bool,
    },
    /// The day is over.
    DayWrapped {
        keep_names: bool,
    },
    StoodDown {
        on: bool,
    },
    NotYet {
        on: bool,
    },
    /// The log was damaged, and this is a new one with what was saved.
    LogSaved {
        lost: Option<Loss>,
    },

    Pressed {
        signal: SignalId,
        owner: PersonId,
        hand: Hand,
        level: Level,
        scene: Option<SceneId>,
        /// Milliseconds that the press was kept before it arrived; 0 if it wasn't.
        kept: u64,
        hidden_from_ad: bool,
    },
    /// A second copy of the press told that the first was stalled on its way.
    FoundLate {
        signal: SignalId,
        kept: u64,
    },
    /// A side's visible screen has painted it. `stood_in`: a 1st AD's, while no IC was reachable.
    Shown {
        signal: SignalId,
        side: Side,
        stood_in: bool,
    },
    Acknowledged {
        signal: SignalId,
        side: Side,
    },
    MeantNothing {
        signal: SignalId,
    },
    Ready {
        signal: SignalId,
    },
    Released {
        signal: SignalId,
        presses: u32,
        in_person: bool,
    },
    /// `by` none: by itself, because nobody answered in time.
    Called {
        by: Option<Side>,
    },
    /// `late`: milliseconds from the press to its arrival.
    TestPressed {
        signal: SignalId,
        person: PersonId,
        #[serde(default)]
        late: u32,
    },
    /// `ms`: from the press to the paint.
    TestShown {
        signal: SignalId,
        person: PersonId,
        ms: u32,
    },

    LinkLost {
        person: PersonId,
    },
    LinkBack {
        person: PersonId,
    },
}

impl Event {
    /// The press-test that this begins.
    pub fn tested(&self) -> Option<SignalId> {
        match self {
            Self::TestPressed { signal, .. } => Some(*signal),
            _ => None,
        }
    }
}
