//! The frames of the wire, version 1, subprotocol `quiethold.v1`.
//!
//! A leaf: it imports nothing of ours but words. docs/protocol.md tells the same in prose and is
//! checked against these types; `client-web/src/protocol.ts` is generated from them.

mod laptop;
mod plan;
mod views;

pub use laptop::*;
pub use plan::*;
pub use views::*;

use crate::words::{
    AlertLevel, Command, CommandId, DenialCode, DeviceId, Lane, PersonId, Reader, Role, SceneId, SignalId,
    UnixMs,
};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use ts_rs::TS;
use uuid::Uuid;

/// The version in `join` and `resume`.
pub const VERSION: u32 = 1;
/// The websocket subprotocol.
pub const SUBPROTOCOL: &str = "quiethold.v1";
/// The websocket subprotocol over plain http from another machine.
pub const SEALED_SUBPROTOCOL: &str = "quiethold.v1.sealed";
/// A client frame is at most this long, in bytes.
pub const MAX_CLIENT_FRAME: usize = 4096;

/// Client → hub.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ClientFrame {
    /// First frame of a new device.
    Join {
        /// The protocol's version.
        v: u32,
        /// From the QR code's fragment.
        invite: String,
        /// As this person wants to be called here.
        name: String,
        /// "costume", "director": shown to the IC.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        title: Option<String>,
        /// The phone's language.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        lang: Option<String>,
        /// What the phone calls itself.
        device: DeviceId,
    },
    /// First frame of a known device.
    Resume {
        /// The protocol's version.
        v: u32,
        /// From `welcome`.
        token: String,
        /// Which of the client's two sockets this is.
        #[serde(default)]
        #[ts(optional, as = "Option<Lane>")]
        lane: Lane,
        /// This page, from its load to its end: random.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        page: Option<Uuid>,
        /// Counts the page's sockets, so that one that it gave up and that arrives late takes no newer one's place.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        nth: Option<u32>,
    },
    /// Every second, from the page's own script.
    Beat {
        /// Counts up.
        n: u64,
        /// Whether the page can be seen.
        visible: bool,
        /// Whether the screen is kept on; absent where the browser doesn't tell.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        awake: Option<bool>,
        /// How long the echo of the last beat on this lane took, in milliseconds.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        rtt: Option<u32>,
    },
    /// Means nothing.
    Chaser,
    /// Means nothing, and is answered by the frames of a press; from a receiver, by those of an answer.
    Decoy {
        /// Tells two copies, and a receiver's answer, from another decoy's.
        id: Uuid,
        /// A receiver's second answer, as when a person has tapped; the third, an IC's, as when they release.
        #[serde(default, skip_serializing_if = "is_zero")]
        #[ts(optional, as = "Option<u32>")]
        again: u32,
    },
    /// The page offers a datagram lane.
    Datagram {
        /// Its ICE user fragment.
        ufrag: String,
        /// Its ICE password.
        password: String,
        /// Of its DTLS certificate: SHA-256, as SDP writes it.
        fingerprint: String,
    },
    /// An IC's or 1st AD's page has painted the alert.
    Shown {
        /// The alert's signal.
        signal: SignalId,
        /// The alert's `again`, so that a paint of an earlier alert doesn't count for a later press.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        again: Option<u32>,
        /// When, by the hub's clock as the page knows it; of a press-test.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        at: Option<UnixMs>,
    },
    /// A command.
    Do {
        /// Makes a second copy harmless.
        id: CommandId,
        /// Milliseconds since the press, if it was kept.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        age: Option<u64>,
        /// When a press-test was pressed, by the hub's clock as the page knows it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        at: Option<UnixMs>,
        /// What is to be done.
        cmd: Command,
    },
}

/// Hub → client.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum HubFrame {
    /// The answer to `join` and `resume`.
    Welcome {
        /// Only after a join.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        token: Option<String>,
        /// Only in the first IC's, until its first `resume`: the recovery words.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        recovery: Option<String>,
        /// Whom the hub takes this client for.
        you: You,
        /// Random for each start of the hub; `rev` compares only within it.
        epoch: Uuid,
        /// Of `view`.
        rev: u64,
        /// The hub's clock.
        now: UnixMs,
        /// See [`View`].
        view: View,
    },
    /// The whole and latest view.
    View {
        /// Counts the changes of this client's own view.
        rev: u64,
        /// See [`View`].
        view: View,
    },
    /// The urgent lane, ahead of any view.
    Alert(Alert),
    /// The echo of a beat.
    Beat {
        /// The beat's own.
        n: u64,
        /// The hub's clock.
        now: UnixMs,
    },
    /// Means nothing.
    Chaser,
    /// Means nothing.
    Decoy {
        /// Whose.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        id: Option<Uuid>,
        /// A receiver's page sends it back, as it would say `shown`.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        #[ts(optional, as = "Option<bool>")]
        answer: bool,
        /// Asked again, so many times.
        #[serde(default, skip_serializing_if = "is_zero")]
        #[ts(optional, as = "Option<u32>")]
        again: u32,
    },
    /// The hub's end of the datagram lane; absent where it has none.
    Datagram {
        /// Its ICE user fragment.
        ufrag: String,
        /// Its ICE password.
        password: String,
        /// Of its DTLS certificate: SHA-256, as SDP writes it.
        fingerprint: String,
        /// The UDP port, at the address where the page found the hub.
        port: u16,
    },
    /// It is on disk.
    Done {
        /// The command's id.
        id: CommandId,
    },
    /// The plan's text, for the IC who asked for it.
    Plan {
        /// As a day plan file has it.
        text: String,
    },
    /// A report, for the IC who asked for it.
    Report {
        /// For whom it is.
        #[serde(rename = "for")]
        reader: Reader,
        /// One self-contained page.
        html: String,
        /// The same for other programs.
        json: String,
    },
    /// It was not done, and why.
    Denied {
        /// The command's id; absent if it couldn't be read.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        id: Option<CommandId>,
        /// From the closed table.
        code: DenialCode,
        /// A sentence for the person: what happened and what to do.
        message: String,
    },
    /// Then the close.
    Refused {
        /// From the closed table.
        code: RefusalCode,
        /// A sentence for the person.
        message: String,
    },
}

#[allow(clippy::trivially_copy_pass_by_ref)] // serde's way
fn is_zero(again: &u32) -> bool {
    *again == 0
}

/// Somebody must look now. The same bytes for everyone who isn't the IC.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct Alert {
    /// Which signal.
    pub signal: SignalId,
    /// Hold, pause, or a press-test.
    pub level: AlertLevel,
    /// Counts up on repeats.
    pub again: u32,
    /// Where.
    pub scene: Option<SceneId>,
    /// When it reached the hub.
    pub raised_at: UnixMs,
    /// Only to the IC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub who: Option<Who>,
}

/// Who signalled, and how. Only ever sent to the IC.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct Who {
    /// The performer; for a technical hold, who raised it.
    pub id: PersonId,
    /// Their name here.
    pub name: String,
    /// By which hand.
    pub how: How,
    /// The press was kept while offline.
    pub late: bool,
    /// When the button was pressed; earlier than `raised_at` if late.
    pub pressed_at: UnixMs,
}

/// By which hand a signal was raised.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum How {
    /// The performer's own phone or remote.
    OwnPress,
    /// Their watcher or chaperone, for them.
    WatcherForThem,
    /// An IC, for them.
    IcForThem,
    /// A technical hold.
    Technical,
}

/// Why a client is not let in: a closed table, the same in docs/protocol.md.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)] // each is its own word
pub enum RefusalCode {
    BadFrame,
    TooLarge,
    UnknownInvite,
    InviteUsed,
    InviteExpired,
    RoleConflict,
    UnknownToken,
    Revoked,
    TooMany,
    WrongVersion,
    NeedsSecureChannel,
    /// The ending is done, or the day is wrapped: the phone forgets everything.
    Closed,
    /// The disk can't be written, so nobody new can join.
    NotRecorded,
}

/// Websocket close codes: a closed table, the same in docs/protocol.md.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u16)]
pub enum Close {
    /// Come back at once.
    Again = 4000,
    /// Come back after a short random wait: the hub is going down, or the client was too slow.
    Later = 4001,
    /// Reload the page.
    Reload = 4002,
    /// Do not come back: revoked, refused.
    Never = 4003,
    /// Replaced by a newer connection of the same device and lane.
    Replaced = 4004,
}

impl RefusalCode {
    /// What the client should do after this refusal.
    ///
    /// A frame that can't be read must not lock a performer's phone out, so it may come back.
    pub fn close(self) -> Close {
        match self {
            Self::BadFrame | Self::TooLarge | Self::TooMany | Self::NotRecorded => Close::Later,
            Self::WrongVersion => Close::Reload,
            _ => Close::Never,
        }
    }
}

/// Whom the hub takes a client for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct You {
    /// Opaque.
    pub id: PersonId,
    /// Their role.
    pub role: Role,
    /// Their name here.
    pub name: String,
    /// False while in the waiting room.
    pub admitted: bool,
}

/// A frame, written once and sent to many.
pub type Bytes = Arc<str>;
