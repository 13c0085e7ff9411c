//! The words that the rules and the wire share: ids, roles, levels, statuses, commands.
//!
//! A leaf of plain data. It knows neither the rules (`set`) nor the frames (`protocol`).

mod command;
mod plan;

pub use command::Command;
pub use plan::*;

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
    /// One line of the day's plan: derived from what it says, so that a plan read again keeps its lines.
    LineId,
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
    /// Holds the button for one performer who can't: wardrobe, a support person.
    Watcher,
    /// A minor's guardian: a watcher who must be live, and is told of that minor's signals.
    Chaperone,
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

    /// Whether this role holds the button for somebody else.
    pub fn watches(self) -> bool {
        matches!(self, Role::Watcher | Role::Chaperone)
    }

    /// Whether the IC lets this role in by name; the others are handed their invites, or see only what is public.
    pub fn waits(self) -> bool {
        self == Role::Performer || self.watches()
    }

    /// Whether this role sees only what everybody on set sees, and its code hangs where everybody can scan it.
    pub fn is_public(self) -> bool {
        matches!(self, Role::Crew | Role::Door)
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
    /// A watcher holds the button for them: the watcher's phone counts.
    Watcher,
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
    /// Over https.
    Tls,
    /// Over plain http, sealed by the hub and the page themselves.
    Sealed,
    /// The browser on the hub's own laptop.
    Local,
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

/// What a performer would like as an ending: a word with the IC, or none. None of them leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Word {
    /// A word with the IC, in sight of someone.
    InSight,
    /// A word with the IC, and a person of their choice with them.
    WithSomeone,
    /// No word: that is a complete answer, too.
    NoThanks,
}

/// For whom a report is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Reader {
    /// The IC: everything that is kept.
    Ic,
    /// Production: no names, and only those signals that the IC ticked.
    Production,
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
    UnknownLine,
    NotAsked,
    Rolling,
    NotAllYes,
    AmendmentNeeded,
    SignalOpen,
    NoIc,
    NotReady,
    PressedAgain,
    NotReadyToRoll,
    Minor,
    RoleConflict,
    TooMany,
    NotRecorded,
}
