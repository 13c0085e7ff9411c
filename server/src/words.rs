//! The words that the rules and the wire share: ids, roles, levels, statuses, commands.
//!
//! A leaf of plain data. It knows neither the rules (`set`) nor the frames (`protocol`).

use serde::{Deserialize, Serialize};
use std::fmt;
use ts_rs::TS;
use uuid::Uuid;

/// Milliseconds since 1970 on the hub's clock.
pub type UnixMs = u64;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
        #[serde(transparent)]
        #[ts(as = "String")]
        pub struct $name(pub Uuid);

        impl fmt::Debug for $name {
            /// Shortened, so that an id in a failing test can be told from the next.
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), &self.0.simple().to_string()[..6])
            }
        }
    )*};
}

ids! {
    /// One person with one phone. Opaque, 128 random bits.
    PersonId,
    /// One signal: derived from the day's key, the person and the press's command id, so that the
    /// same press sent again after a crash is the same signal.
    SignalId,
    /// One round of check-ins.
    CheckInId,
    /// One change on the day.
    ChangeId,
    /// The id that a client gives a command. It makes a second copy harmless.
    CommandId,
    /// What a phone calls itself in `join`; kept by the phone, never shown to anyone.
    DeviceId,
}

/// A shooting scene's number, as on the call sheet: `42A`.
pub type SceneId = String;

/// Who somebody is on this set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Intimacy coordinator: the only role that learns who signalled.
    Ic,
    /// First assistant director: runs the floor.
    Ad,
    /// Actor, body double or stand-in in the scene.
    Performer,
    /// Everybody else, and the display in video village.
    Crew,
    /// The display at the stage door.
    Door,
}

impl Role {
    /// Whether alerts go to this role.
    pub fn receives(self) -> bool {
        matches!(self, Role::Ic | Role::Ad)
    }
}

/// How strong a signal is. A signal's level only ever rises.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// "I need something."
    Pause,
    /// Stop the action now.
    Hold,
}

/// What an alert is about: a signal, or a press-test that only looks like one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum AlertLevel {
    /// See [`Level::Pause`].
    Pause,
    /// See [`Level::Hold`].
    Hold,
    /// A press-test through the real path.
    Test,
}

impl From<Level> for AlertLevel {
    fn from(level: Level) -> Self {
        match level {
            Level::Pause => AlertLevel::Pause,
            Level::Hold => AlertLevel::Hold,
        }
    }
}

/// What is known of a signal's way to one side.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// It reached the hub.
    Raised,
    /// A visible screen of that side has painted it.
    Displayed,
    /// A person of that side has it in hand.
    Acknowledged,
}

/// The status of the scene, in its usual order. Any may be skipped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)] // the trade's own words
pub enum Status {
    Blocking,
    Rehearsal,
    LastLooks,
    PictureUp,
    Rolling,
    Cut,
    Reset,
    Closure,
    Wrapped,
}

/// Who may come in: an axis of its own beside the status.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)] // the trade's own words
pub enum Access {
    Open,
    Closing,
    Closed,
    Reopening,
}

/// How a performer can signal in this scene. In a nude scene the phone is not in the hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// The phone is in the hand.
    InHand,
    /// The phone lies within reach.
    InReach,
    /// A Bluetooth remote or pedal.
    Remote,
    /// The agreed word or gesture only.
    Word,
}

/// The ready-made reasons for rolling although a line of the ready list is not met.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Override {
    IcPresent,
    AdResponsible,
    CheckedInPerson,
    NotNeededHere,
}

/// Whether a performer's phone can signal right now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Link {
    /// Beats arrive.
    Live,
    /// A silent phone is a fault.
    Trouble,
    /// Off set: nothing is expected of it.
    Away,
}

/// How a client's frames cross the air.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Secure {
    /// The browser on the hub's own laptop.
    Local,
    /// In the clear.
    Plain,
}

/// One of the two sockets of a client.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Lane {
    #[default]
    A,
    B,
}

/// A silent answer to a check-in, for the IC alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)] // the trade's own words
pub enum Answer {
    Green,
    Amber,
    Red,
}

/// A private answer to a change. Silence is none of them, and never yes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Reply {
    /// Yes, until taken back.
    Yes,
    /// No is a complete answer.
    No,
    /// Talk to me: to the IC only.
    Talk,
}

/// What production is told of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ChangeState {
    /// Nothing yet.
    Asking,
    /// Every performer who was asked said yes, and the IC published it.
    Agreed,
    /// No, talk, silence and withdrawal all read alike.
    NotToday,
}

/// What an IC can publish of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Verdict {
    Agreed,
    NotToday,
}

/// A command, as its sender writes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Command {
    /// A press: performer for themselves; IC `for` someone; IC and 1st AD without `for`, a technical hold.
    Raise {
        /// Hold or pause.
        level: Level,
        /// A press-test: through the real path, never latches.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        #[ts(optional, as = "Option<bool>")]
        test: bool,
        /// The performer for whom the IC presses.
        #[serde(default, rename = "for", skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        for_: Option<PersonId>,
    },
    /// The performer: "it meant nothing".
    MeantNothing {
        /// Their own open signal.
        signal: SignalId,
    },
    /// The performer: "ready to go on".
    Ready {
        /// Their own open signal.
        signal: SignalId,
    },
    /// IC, 1st AD, each for their own side: it is in hand. Clears nothing.
    Acknowledge {
        /// An open signal.
        signal: SignalId,
    },
    /// IC: going on is right again.
    Release {
        /// An open signal.
        signal: SignalId,
        /// The IC attests to have spoken with the performer.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        #[ts(optional, as = "Option<bool>")]
        in_person: bool,
        /// How many presses the IC's screen showed; one more since then refuses the release.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        presses: Option<u32>,
    },
    /// IC, 1st AD: make the hold public.
    Call,
    /// 1st AD, IC: the scene's status.
    Status {
        /// The new status.
        status: Status,
        /// The scene, if another than now; an unknown one is opened by this.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        scene: Option<SceneId>,
        /// The setup, if another than now.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        setup: Option<String>,
        /// Roll although a line is not met.
        #[serde(default, rename = "override", skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        override_: Option<Override>,
    },
    /// IC, 1st AD: the tool is not in use; off: IC.
    StandDown {
        /// Down or up again.
        on: bool,
    },
    /// IC: a hard line of the ready list, without a word why.
    NotYet {
        /// Set or cleared.
        on: bool,
    },
    /// Who may come in.
    Access {
        /// The new set access.
        access: Access,
        /// A line for everyone, the door too.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        notice: Option<String>,
    },
    /// IC, 1st AD, each for themselves: the set is closed as listed.
    Attest {
        /// The scene that this is about.
        scene: SceneId,
        /// Only the listed people are in.
        people: bool,
        /// Only the listed monitors show the scene.
        monitors: bool,
        /// No phones or cameras but signal phones.
        devices: bool,
        /// Robes are to hand.
        robes: bool,
    },
    /// IC: who plays in a scene. No cast: all admitted performers.
    Cast {
        /// The scene.
        scene: SceneId,
        /// Its performers.
        people: Vec<PersonId>,
    },
    /// IC: how a performer can signal in the current scene; said again, it is confirmed.
    Way {
        /// The performer.
        person: PersonId,
        /// How.
        way: Way,
    },
    /// IC: whether a performer is on set.
    OnSet {
        /// The performer.
        person: PersonId,
        /// On or off.
        on: bool,
    },
    /// IC, 1st AD, for themselves: on the floor.
    OnFloor {
        /// On or off.
        on: bool,
    },
    /// IC: a silent question to performers, between takes.
    CheckIn {
        /// Who is asked; left out, every performer of the cast on set.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        to: Option<Vec<PersonId>>,
        /// The question; left out, a plain one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        text: Option<String>,
    },
    /// Performer: the answer to a check-in. A later one replaces the earlier.
    Answer {
        /// The round.
        check_in: CheckInId,
        /// The answer.
        answer: Answer,
    },
    /// IC: the check-in is cleared, or not any more.
    Clear {
        /// Cleared or not.
        clear: bool,
    },
    /// IC: what came up on the day, asked of every performer of the scene.
    Change {
        /// The scene.
        scene: SceneId,
        /// What is asked, in one sentence.
        text: String,
        /// Nudity or simulated sex: needs the written amendment, too.
        sensitive: bool,
    },
    /// Performer: the private answer to a change. A later one replaces the earlier.
    Reply {
        /// The change.
        change: ChangeId,
        /// The answer.
        reply: Reply,
    },
    /// IC: what production is told.
    Publish {
        /// The change.
        change: ChangeId,
        /// Agreed, or not today.
        state: Verdict,
        /// The IC attests that the written amendment is signed.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        #[ts(optional, as = "Option<bool>")]
        amendment: bool,
    },
    /// IC: let somebody in from the waiting room.
    Admit {
        /// Who waits.
        person: PersonId,
        /// The name to be used here.
        #[serde(default, rename = "as", skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        as_: Option<String>,
        /// The same person's earlier phone, which this one replaces.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        replaces: Option<PersonId>,
    },
    /// IC: not let in.
    TurnAway {
        /// Who waits.
        person: PersonId,
    },
    /// IC: this phone is out from now on.
    Revoke {
        /// Who was let in.
        person: PersonId,
    },
    /// IC: a new single-use invite for an IC or a 1st AD, or the day's invite of another role.
    Invite {
        /// The role.
        role: Role,
        /// For whom; shown beside the code.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        name: Option<String>,
    },
}

/// Why a command was denied: a closed table, the same in docs/protocol.md.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)] // each is its own word; docs/protocol.md says when it comes
pub enum DenialCode {
    BadCommand,
    NotAllowed,
    UnknownSignal,
    UnknownPerson,
    UnknownScene,
    UnknownCheckIn,
    UnknownChange,
    NotAsked,
    Rolling,
    NotAllYes,
    AmendmentNeeded,
    SignalOpen,
    NoIc,
    NotReady,
    PressedAgain,
    NotReadyToRoll,
    TooMany,
    NotRecorded,
}
