//! The story of a day: what the record keeps of its log. Plain data; `fold.rs` makes it, `redact.rs` takes out what
//! a reader may not have.

use crate::{
    set::{Hand, Loss, Side},
    words::{
        Access, Answer, ChangeState, Level, Override, Reply, Role, Say, SceneId, SignalId, Status, UnixMs,
        Word,
    },
};
use serde::{Deserialize, Serialize};

/// Somebody's name; none where it was not kept.
pub type Who = Option<String>;

/// A day as it is told.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)] // the field names are the words of the practice
pub struct Story {
    /// "Stage 4".
    pub hub: String,
    pub from: UnixMs,
    pub to: UnixMs,
    pub wrapped_at: Option<UnixMs>,
    /// The sealed record is destroyed so many days after the wrap.
    pub keep_days: u32,
    /// Who was there, by name where names are kept.
    pub people: Vec<Somebody>,
    pub statuses: Vec<StatusStep>,
    pub takes: Vec<Take>,
    pub access: Vec<AccessSpan>,
    pub attested: Vec<Attested>,
    pub signals: Vec<SignalStory>,
    pub press_tests: Vec<PressTested>,
    pub check_ins: Vec<CheckInStory>,
    pub changes: Vec<ChangeStory>,
    pub plans: Vec<PlanStep>,
    pub lines_back: Vec<LineBack>,
    pub talks: Vec<TalkStory>,
    pub riders: Vec<RiderStep>,
    pub closures: Vec<ClosureStory>,
    pub links: Vec<LinkTrouble>,
    pub stood_down: Vec<Span>,
    pub not_yet: Vec<Span>,
    /// The log was damaged then, and this story is what was saved.
    #[serde(default)]
    pub log_saved: Vec<LogSaved>,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct LogSaved {
    pub at: UnixMs,
    pub lost: Option<Loss>,
}

/// From then to then; open at the end of the day where `to` is none.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Span {
    pub from: UnixMs,
    pub to: Option<UnixMs>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Somebody {
    pub role: Role,
    pub who: Who,
    pub title: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct StatusStep {
    pub at: UnixMs,
    pub scene: SceneId,
    pub setup: String,
    pub status: Status,
    /// Ready-made words, where something was not met.
    #[serde(rename = "override")]
    pub override_: Option<Override>,
    /// How many lines of the ready list were not met then.
    pub unmet: u32,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Take {
    pub scene: SceneId,
    pub setup: String,
    pub take: u32,
    pub span: Span,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct AccessSpan {
    pub access: Access,
    pub notice: String,
    pub span: Span,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Attested {
    pub at: UnixMs,
    pub side: Side,
    pub scene: SceneId,
    pub closed_as_listed: bool,
}

/// One signal from its first press to its release.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct SignalStory {
    pub id: SignalId,
    pub level: Level,
    pub technical: bool,
    pub who: Who,
    pub scene: Option<SceneId>,
    pub span: Span,
    /// The IC ticked it for production's report.
    pub ticked: bool,
    pub steps: Vec<Step>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Step {
    pub at: UnixMs,
    pub what: Stage,
}

/// What can happen to a signal.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "stage", rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Stage {
    /// `kept`: milliseconds before it arrived.
    Pressed {
        level: Level,
        hand: Option<Hand>,
        kept: u64,
    },
    Shown {
        side: Side,
        /// A 1st AD's screen, while no IC was reachable.
        stood_in: bool,
    },
    Acknowledged {
        side: Side,
    },
    MeantNothing,
    Ready,
    /// None: by itself.
    Called {
        by: Option<Side>,
    },
    Released {
        in_person: bool,
    },
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct PressTested {
    pub at: UnixMs,
    pub who: Who,
    pub ms: u32,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct CheckInStory {
    pub at: UnixMs,
    pub text: String,
    pub asked: usize,
    pub answers: Vec<Answered<Answer>>,
    /// Each clear and each reopening.
    pub steps: Vec<CheckInStep>,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct CheckInStep {
    pub at: UnixMs,
    /// Cleared; else opened again.
    pub cleared: bool,
}

/// An answer. Without names also without its time, and in no order that tells anything.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Answered<A> {
    pub at: Option<UnixMs>,
    pub who: Who,
    pub answer: A,
    /// What they had said before it, oldest first.
    #[serde(default = "Vec::new", skip_serializing_if = "Vec::is_empty")]
    pub before: Vec<Said<A>>,
}

/// Something that was said, and said differently later.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Said<A> {
    pub at: UnixMs,
    pub answer: A,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct ChangeStory {
    pub at: UnixMs,
    pub scene: SceneId,
    pub text: String,
    pub sensitive: bool,
    pub asked: usize,
    pub replies: Vec<Answered<Reply>>,
    pub states: Vec<ChangeStep>,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct ChangeStep {
    pub at: UnixMs,
    pub state: ChangeState,
    pub amendment: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct PlanStep {
    pub at: UnixMs,
    pub scenes: Vec<PlannedTitle>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct PlannedTitle {
    pub id: SceneId,
    pub title: String,
    pub lines: Lines,
}

/// How many of a scene's lines say what. Only a yes was agreed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Lines {
    pub yes: usize,
    pub ask: usize,
    pub not_here: usize,
}

impl Lines {
    /// Counts them.
    pub fn count(says: impl Iterator<Item = Say>) -> Self {
        says.fold(Self::default(), |mut lines, say| {
            match say {
                Say::Yes => lines.yes += 1,
                Say::Ask => lines.ask += 1,
                Say::NotHere => lines.not_here += 1,
            }
            lines
        })
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct LineBack {
    pub at: UnixMs,
    pub scene: SceneId,
    pub who: Vec<String>,
    pub to: Vec<String>,
    pub what: String,
    pub say: Say,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct TalkStory {
    pub at: UnixMs,
    pub who: Who,
    pub scene: SceneId,
    pub what: String,
    pub talked_at: Option<UnixMs>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct RiderStep {
    pub at: UnixMs,
    pub scene: SceneId,
    pub who: Who,
    pub received: Option<UnixMs>,
    pub confirmed: bool,
    pub late_hire: bool,
    /// As the plan has it; else as the IC set it on the day.
    pub planned: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct ClosureStory {
    pub at: UnixMs,
    pub who: Who,
    pub answer: Option<Answer>,
    pub word: Option<Word>,
    pub closed_at: Option<UnixMs>,
    pub in_person: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct LinkTrouble {
    pub role: Role,
    pub who: Who,
    pub span: Span,
}
