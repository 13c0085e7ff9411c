//! The plan, and what belongs to it, as each role may see it.

use crate::words::{
    Answer, ClosedList, Kind, Level, LineId, PersonId, Role, Say, SceneId, SignalId, TradeWord, UnixMs, Word,
};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// One scene as one performer sees it: their own lines, and those of everybody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct OwnScene {
    #[allow(missing_docs)]
    pub id: SceneId,
    #[allow(missing_docs)]
    pub title: String,
    /// When it is called.
    pub call: Option<UnixMs>,
    #[allow(missing_docs)]
    pub kinds: Vec<Kind>,
    /// What was agreed; what is not listed is not agreed.
    pub lines: Vec<OwnLine>,
    /// Limits for improvising.
    pub limits: Vec<String>,
}

/// One line as one performer sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct OwnLine {
    #[allow(missing_docs)]
    pub id: LineId,
    /// Empty: everybody in the scene.
    pub who: Vec<String>,
    /// To whom.
    pub to: Vec<String>,
    /// What.
    pub what: String,
    /// Whether.
    pub say: Say,
    /// They asked to talk about it, and the IC hasn't yet.
    pub talk: bool,
    /// It came up on the day, and everybody said yes.
    pub today: bool,
}

/// The plan as an IC sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct IcPlan {
    /// The rider is to be received so many hours before call.
    pub notice_hours: u32,
    #[allow(missing_docs)]
    pub scenes: Vec<IcScene>,
    /// Performers and chaperones of the plan, and who of the people here they are.
    pub people: Vec<PlanName>,
}

/// One scene as an IC sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct IcScene {
    #[allow(missing_docs)]
    pub id: SceneId,
    #[allow(missing_docs)]
    pub title: String,
    /// When it is called.
    pub call: Option<UnixMs>,
    #[allow(missing_docs)]
    pub kinds: Vec<Kind>,
    /// Its performers, with their riders.
    pub parts: Vec<PartView>,
    /// What was agreed.
    pub lines: Vec<IcLine>,
    /// Limits for improvising.
    pub limits: Vec<String>,
    /// Who may be in on the closed set.
    pub closed_list: ClosedList,
    /// It was wrapped.
    pub wrapped: bool,
}

/// A performer's part in a scene, with the rider.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PartView {
    /// Their name in the plan.
    pub name: String,
    /// The scene's kinds ask for a rider.
    pub needs_rider: bool,
    /// When the rider was received.
    pub received: Option<UnixMs>,
    /// Received, but with less than the notice before call.
    pub short_notice: bool,
    /// It was confirmed with the performer.
    pub confirmed: bool,
    /// Hired too late for the notice, on the IC's attestation.
    pub late_hire: bool,
}

/// One line as an IC sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[allow(missing_docs)]
pub struct IcLine {
    pub id: LineId,
    pub who: Vec<String>,
    pub to: Vec<String>,
    pub what: String,
    pub say: Say,
    /// It came up on the day, and everybody said yes.
    pub today: bool,
}

/// Somebody whom the plan names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PlanName {
    /// As used on this set.
    pub name: String,
    /// `performer` or `chaperone`.
    pub role: Role,
    /// Not of age.
    pub minor: bool,
    /// Who of the people here they are, as the IC said; null until they are let in.
    pub person: Option<PersonId>,
}

/// A performer wants to talk about a line: for the IC alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[allow(missing_docs)]
pub struct TalkView {
    pub line: LineId,
    pub person: PersonId,
    pub name: String,
    pub scene: SceneId,
    /// What the line says.
    pub what: String,
    pub at: UnixMs,
}

/// The ending as the performer sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct OwnClosure {
    /// Their last answer.
    pub answer: Option<Answer>,
    /// The offered word.
    pub word: Option<Word>,
}

/// The ending of one performer as an IC sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct IcClosure {
    /// When it began.
    pub at: UnixMs,
    /// Nothing for a minute: go and ask.
    pub silent: bool,
    #[allow(missing_docs)]
    pub answer: Option<Answer>,
    #[allow(missing_docs)]
    pub word: Option<Word>,
}

/// What a watcher or chaperone sees.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct WatcherView {
    #[serde(flatten)]
    #[allow(missing_docs)]
    pub public: super::PublicView,
    /// Who is reachable.
    pub receivers: super::Receivers,
    /// For whom they hold the button; null once that performer is gone.
    pub watched: Option<Watched>,
    /// The open signal of theirs.
    pub signal: Option<super::OwnSignal>,
    /// This phone is press-tested for this scene.
    pub tested: bool,
    /// How many of its press-tests a screen has painted.
    pub tests: u32,
}

/// For whom somebody holds the button.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Watched {
    #[allow(missing_docs)]
    pub id: PersonId,
    #[allow(missing_docs)]
    pub name: String,
    /// On set now.
    pub on_set: bool,
    /// The IC has agreed with them that this button is their way to signal in this scene.
    pub relies: bool,
    /// The only one of the cast on set: the 1st AD will know whose a hold is.
    pub alone: bool,
}

/// A signal of the day that is over, for the record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[allow(missing_docs)]
pub struct PastSignal {
    pub id: SignalId,
    pub level: Level,
    pub scene: Option<SceneId>,
    pub raised_at: UnixMs,
    pub released_at: UnixMs,
    /// Whose.
    pub name: String,
    /// Production's report has it.
    pub ticked: bool,
}

/// A trade word as this production says it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[allow(missing_docs)]
pub struct SaidWord {
    pub word: TradeWord,
    pub text: String,
}

/// The Wi-Fi's own code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct WifiView {
    /// The network's name.
    pub ssid: String,
    /// What its QR code says.
    pub code: String,
}
