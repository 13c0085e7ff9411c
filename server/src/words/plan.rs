//! The day's plan: what was agreed beforehand. Plain data; `plan/` reads and writes it, `set/plan.rs` keeps its rules.

use super::{LineId, SceneId, UnixMs};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use ts_rs::TS;

/// A whole day as the IC prepared it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayPlan {
    /// The rider is to be received so many hours before call; never fewer than 48.
    pub notice_hours: u32,
    /// The scenes, in the order of the call sheet.
    pub scenes: Vec<PlannedScene>,
    /// Everyone whom the plan names.
    pub people: Vec<PlannedPerson>,
    /// Trade words as this production says them.
    pub words: BTreeMap<TradeWord, String>,
}

/// One scene of the plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlannedScene {
    /// Its number.
    pub id: SceneId,
    /// Its title: everyone on set reads it.
    pub title: String,
    /// When it is called.
    pub call: Option<UnixMs>,
    /// What kind of intimate scene it is.
    pub kinds: Vec<Kind>,
    /// Its performers, by their names in the plan, with their riders.
    pub performers: Vec<PlannedPart>,
    /// What was agreed.
    pub lines: Vec<PlannedLine>,
    /// Limits for improvising, one sentence each.
    pub limits: Vec<String>,
    /// Who may be in on the closed set.
    pub closed_list: ClosedList,
}

/// A performer's part in a scene.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlannedPart {
    /// Their name in the plan.
    pub name: String,
    /// When the rider was received.
    pub received: Option<UnixMs>,
    /// It was confirmed with the performer.
    pub confirmed: bool,
    /// Hired too late for the notice, on the IC's attestation.
    pub late_hire: bool,
}

/// One thing that was agreed, or was not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlannedLine {
    /// Derived from the scene and what it says.
    pub id: LineId,
    /// Who does it; nobody named: all of the scene's performers.
    pub who: Vec<String>,
    /// To whom.
    pub to: Vec<String>,
    /// What.
    pub what: String,
    /// Whether.
    pub say: Say,
}

/// Whether an action was agreed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Say {
    /// Not in this scene.
    NotHere,
    /// Ask in the moment.
    Ask,
    /// Yes.
    Yes,
}

/// What kind of intimate scene it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)] // the trade's own words
pub enum Kind {
    Nudity,
    SimulatedSex,
    Explicit,
    HyperExposed,
    Kiss,
    Other,
}

impl Kind {
    /// No minor plays in a scene of this kind, and every performer in it has a rider.
    pub fn is_exposing(self) -> bool {
        !matches!(self, Kind::Kiss | Kind::Other)
    }
}

/// Who may be in on a closed set, as agreed by the IC and the 1st AD. Never performers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ClosedList {
    /// The people, each by name or by job.
    pub people: Vec<ListedPerson>,
    /// The viewing positions: each monitor is one.
    pub monitors: Vec<String>,
}

/// Somebody on the closed-set list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ListedPerson {
    /// Name or job.
    pub name: String,
    /// In for a moment only: hair, make-up, wardrobe. Reopens nothing.
    pub moments: bool,
}

/// Somebody whom the plan names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlannedPerson {
    /// As used on this set.
    pub name: String,
    /// What they do.
    pub job: Job,
    /// Not of age: needs a chaperone.
    pub minor: bool,
    /// The minor's chaperone, by name.
    pub chaperone: Option<String>,
}

/// What somebody does on this production.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)] // the trade's own words
pub enum Job {
    Performer,
    Chaperone,
    Ic,
    Ad,
    Director,
    Producer,
    BoardMember,
    Crew,
}

/// A trade word that a production may say in its own way. Hold and pause are not among them: every screen says
/// those in the same words, whoever reads it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)] // the trade's own words
pub enum TradeWord {
    Ic,
    Ad,
    ClosedSet,
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
