//! The views: everything that a client may show, by role.

use super::{
    IcClosure, IcPlan, OwnClosure, OwnScene, PastSignal, SaidWord, TalkView, WatcherView, Who, WifiView,
};
use crate::words::{
    Access, Answer, ChangeId, ChangeState, CheckInId, ClosedList, Level, Link, PersonId, Reply, Role,
    SceneId, Secure, SignalId, Stage, Status, UnixMs, Way,
};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Everything that a client may show, built anew for each role.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(untagged)]
#[allow(missing_docs)]
pub enum View {
    Ic(Box<IcView>),
    Ad(Box<AdView>),
    Performer(Box<PerformerView>),
    /// Watcher and chaperone.
    Watcher(Box<WatcherView>),
    /// Crew, door, and everyone in the waiting room.
    Public(PublicView),
}

impl View {
    /// What everyone may see of it.
    pub fn public(&self) -> &PublicView {
        match self {
            Self::Ic(view) => &view.public,
            Self::Ad(view) => &view.public,
            Self::Performer(view) => &view.public,
            Self::Watcher(view) => &view.public,
            Self::Public(view) => view,
        }
    }
}

/// What everyone may see.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PublicView {
    /// The open scene.
    pub scene: Option<SceneView>,
    /// The set.
    pub set: SetView,
    /// The hub.
    pub hub: HubView,
}

/// The open scene.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SceneView {
    /// Its number.
    pub id: SceneId,
    /// Its title; empty if it has none.
    pub title: String,
    /// The setup; empty before the first.
    pub setup: String,
    /// Counts each `rolling` of this setup.
    pub take: u32,
    /// Its status.
    pub status: Status,
}

/// What the set says in public.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SetView {
    /// Who may come in.
    pub access: Access,
    /// A line for everyone; empty if there is none.
    pub notice: String,
    /// A hold was called. Always false at the door.
    pub hold: bool,
    /// The tool is not in use; the agreed word or gesture is.
    pub stood_down: bool,
}

/// The hub as this client sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct HubView {
    /// "Stage 4".
    pub name: String,
    /// How this client's frames cross the air.
    pub secure: Secure,
    /// The record is erased so many days after the wrap.
    pub keep_days: u32,
    /// Trade words as this production says them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[ts(optional, as = "Option<Vec<SaidWord>>")]
    pub words: Vec<SaidWord>,
}

/// Whether a signal would reach somebody right now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Receivers {
    /// An IC.
    pub ic: bool,
    /// A 1st AD.
    pub ad: bool,
    /// The names of all ICs of the day, reachable or not, so that a false one is noticed.
    pub ic_names: Vec<String>,
}

/// What one performer sees.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct PerformerView {
    #[serde(flatten)]
    #[allow(missing_docs)]
    pub public: PublicView,
    /// Who is reachable.
    pub receivers: Receivers,
    /// Their own open signal.
    pub signal: Option<OwnSignal>,
    /// How they can signal in this scene; null until the IC sets it.
    pub way: Option<Way>,
    /// Press-tested for this scene.
    pub tested: bool,
    /// How many of their press-tests a screen has painted: one more means that this one was.
    pub tests: u32,
    /// The IC's silent question.
    pub question: Option<QuestionView>,
    /// What is asked of them on the day; what was answered "not today" stays until the scene is over.
    pub changes: Vec<AskedChange>,
    /// The only one of the cast on set.
    pub alone: bool,
    /// On set today, now.
    pub on_set: bool,
    /// What was agreed: their own scenes, their own lines and everybody's.
    pub plan: Vec<OwnScene>,
    /// Their ending, once the IC has begun it.
    pub closure: Option<OwnClosure>,
    /// Somebody holds the button for them, too.
    pub watched: bool,
}

/// A silent question to one performer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct QuestionView {
    /// The round.
    pub id: CheckInId,
    /// The question.
    pub text: String,
    /// Their own answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub answer: Option<Answer>,
}

/// A change as one performer who is asked sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[allow(missing_docs)]
pub struct AskedChange {
    pub id: ChangeId,
    pub scene: SceneId,
    pub text: String,
    pub sensitive: bool,
    /// It came with less notice before the scene's call than the plan says.
    pub short_notice: bool,
    /// What production was told.
    pub state: ChangeState,
    /// Their own answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub reply: Option<Reply>,
}

/// A performer's own open signal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct OwnSignal {
    /// Its id.
    pub id: SignalId,
    /// Its level.
    pub level: Level,
    /// What the IC's side has done (a 1st AD's screen stands in where no IC is reachable).
    pub stage: Stage,
    /// It is on disk.
    pub recorded: bool,
    /// The performer said so.
    pub meant_nothing: bool,
    /// The performer is ready to go on.
    pub ready: bool,
    /// How often it was pressed.
    pub presses: u32,
}

/// What an IC sees.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct IcView {
    #[serde(flatten)]
    #[allow(missing_docs)]
    pub public: PublicView,
    /// This IC says to be on the floor.
    pub on_floor: bool,
    /// How many of each are reachable.
    pub reach: Reach,
    /// Everybody who was let in and not revoked; crew at most 200, latest first.
    pub people: Vec<PersonView>,
    /// The waiting room.
    pub waiting: Vec<WaitingView>,
    /// The open signals, oldest first.
    pub signals: Vec<IcSignal>,
    /// The ready list.
    pub ready: Vec<ReadyLine>,
    /// The hard line "not yet" as this IC set it.
    pub not_yet: bool,
    /// The latest round of check-ins; the answers stand with the people.
    pub check_in: Option<CheckInView>,
    /// The day's changes with each reply, latest first.
    pub changes: Vec<IcChange>,
    /// Performers of the current scene; null where none was set (then: all).
    pub cast: Option<Vec<PersonId>>,
    /// Who has attested "closed as listed" for the scene.
    pub attested: Attested,
    /// The day's plan; null while there is none.
    pub plan: Option<IcPlan>,
    /// Who wants to talk about a line.
    pub talks: Vec<TalkView>,
    /// The day's signals that are over, latest first, for the record.
    pub past: Vec<PastSignal>,
    /// The day is wrapped.
    pub wrapped: bool,
    /// The Wi-Fi's own code, where the hub knows it.
    pub wifi: Option<WifiView>,
    /// What can be handed out as a QR code.
    pub invites: Vec<InviteView>,
    /// Latest first, at most 60 lines.
    pub timeline: Vec<TimelineLine>,
    /// What all ICs and 1st ADs are told of ICs who joined later, latest first, at most 10.
    pub notices: Vec<TimelineLine>,
    /// The log can't be written: signals still go out, nothing else is kept.
    pub disk_trouble: bool,
}

/// Reachable receivers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Reach {
    /// ICs.
    pub ic: u32,
    /// 1st ADs.
    pub ad: u32,
}

/// One person in the IC's list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PersonView {
    #[allow(missing_docs)]
    pub id: PersonId,
    #[allow(missing_docs)]
    pub name: String,
    /// "costume", "director"; empty if not given.
    pub title: String,
    #[allow(missing_docs)]
    pub role: Role,
    /// Always true here; the waiting are in `waiting`.
    pub admitted: bool,
    /// Performers only.
    pub on_set: bool,
    /// In the cast of the current scene.
    pub in_cast: bool,
    /// Null until set for this scene.
    pub way: Option<Way>,
    /// False when it is asked again.
    pub way_confirmed: bool,
    /// Whether the phone can signal. Crew and doors, who aren't supervised, read `away`.
    pub link: Link,
    /// The page can't keep the screen awake.
    pub may_sleep: bool,
    /// How many of its two sockets are heard; absent for whoever isn't supervised.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub lanes: Option<u8>,
    /// About how long a frame takes there and back, in milliseconds: 5, 10, 20, 50 and so on; absent until known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub rtt_ms: Option<u32>,
    /// Press-tested for this scene.
    pub tested: bool,
    /// From the press's arrival to the IC's answer that it is painted, in milliseconds.
    pub tested_ms: Option<u32>,
    /// How they stand in the latest round; null if they were not asked.
    pub check_in: Option<CheckInStanding>,
    /// Receivers only: on the floor by their own word.
    pub on_floor: bool,
    /// Their name in the plan, as the IC matched it.
    pub planned: Option<String>,
    /// Performers only: not of age, by the plan or because a chaperone is here for them.
    pub minor: bool,
    /// Watchers and chaperones: for whom.
    #[serde(rename = "for")]
    pub for_: Option<PersonId>,
    /// Their ending, once begun.
    pub closure: Option<IcClosure>,
}

/// A round of check-ins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CheckInView {
    #[allow(missing_docs)]
    pub id: CheckInId,
    /// The question.
    pub text: String,
    /// When it was asked.
    pub at: UnixMs,
    /// The IC has published "clear".
    pub cleared: bool,
}

/// How one performer stands in the latest round.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum CheckInStanding {
    /// There is still time.
    Asked,
    /// Nothing for a minute: go and ask.
    Silent,
    #[allow(missing_docs)]
    Green,
    /// Go and ask.
    Amber,
    /// Go and ask.
    Red,
}

/// A change as an IC sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[allow(missing_docs)]
pub struct IcChange {
    pub id: ChangeId,
    pub scene: SceneId,
    pub text: String,
    pub sensitive: bool,
    /// It came with less notice before the scene's call than the plan says.
    pub short_notice: bool,
    pub state: ChangeState,
    pub at: UnixMs,
    pub replies: Vec<ReplyView>,
}

/// One performer's answer to a change, for the IC alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[allow(missing_docs)]
pub struct ReplyView {
    pub person: PersonId,
    pub name: String,
    /// Null: no answer yet, which is not yes.
    pub reply: Option<Reply>,
}

/// One person in the waiting room.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct WaitingView {
    #[allow(missing_docs)]
    pub id: PersonId,
    #[allow(missing_docs)]
    pub name: String,
    /// As given when joining.
    pub title: String,
    #[allow(missing_docs)]
    pub role: Role,
    /// Watchers and chaperones: the performer that their invite was made for.
    #[serde(rename = "for")]
    pub for_: Option<PersonId>,
    /// Somebody else here has the same name.
    pub same_name: bool,
    /// Since when.
    pub since: UnixMs,
}

/// One open signal on the IC's screen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct IcSignal {
    #[allow(missing_docs)]
    pub id: SignalId,
    #[allow(missing_docs)]
    pub level: Level,
    /// The IC side's.
    pub stage: Stage,
    /// The 1st AD side's.
    pub ad_stage: Stage,
    /// The 1st AD is not shown this one.
    pub hidden_from_ad: bool,
    /// It is on disk.
    pub recorded: bool,
    #[allow(missing_docs)]
    pub scene: Option<SceneId>,
    /// Of the first press since it was opened.
    pub raised_at: UnixMs,
    /// Of the last press that armed it anew.
    pub armed_at: UnixMs,
    /// How often it was pressed.
    pub presses: u32,
    #[allow(missing_docs)]
    pub who: Who,
    /// The performer said so.
    pub meant_nothing: bool,
    /// The performer is ready to go on.
    pub ready: bool,
    /// A release needs no more than the tap (ready, meant nothing, or technical).
    pub releasable: bool,
}

/// One line of the ready list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ReadyLine {
    /// Which rule.
    pub key: ReadyKey,
    /// Met or not.
    pub met: bool,
    /// Rolling is refused while it is not met; no override.
    pub hard: bool,
    /// For the person: what is so, or what is missing.
    pub text: String,
}

/// The rules of the ready list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum ReadyKey {
    NoOpenSignal,
    NotYet,
    IcReachable,
    AdReachable,
    WayToSignal,
    CheckInCleared,
    NoChangeAsked,
    ClosedAsListed,
    AgreedLines,
    Rider,
    ChaperoneLive,
}

/// Who has attested "closed as listed".
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[allow(missing_docs)]
pub struct Attested {
    pub ic: bool,
    pub ad: bool,
}

/// An invite that an IC can hand out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct InviteView {
    #[allow(missing_docs)]
    pub role: Role,
    /// For whom; empty if for anyone.
    pub name: String,
    /// The invite itself, the fragment of `url`.
    pub invite: String,
    /// What the QR code says.
    pub url: String,
    /// Used once only.
    pub single_use: bool,
    /// The performer whose watcher or chaperone it is for.
    #[serde(rename = "for")]
    pub for_: Option<PersonId>,
    /// A phone has loaded the page through this address.
    pub reached: bool,
}

/// One line of the IC's timeline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct TimelineLine {
    /// When.
    pub at: UnixMs,
    /// What happened.
    pub text: String,
    /// Which of the three kinds of state it belongs to.
    pub tone: Tone,
}

/// Normal, signal and trouble never look alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Tone {
    Normal,
    Signal,
    Trouble,
}

/// What a 1st AD sees. Never a name of a performer, never a reply.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct AdView {
    #[serde(flatten)]
    #[allow(missing_docs)]
    pub public: PublicView,
    /// This 1st AD says to be on the floor.
    pub on_floor: bool,
    /// How many of each are reachable.
    pub reach: Reach,
    /// The open signals that the 1st AD is shown, oldest first.
    pub signals: Vec<AdSignal>,
    /// The ready list, as counts.
    pub ready: Vec<ReadyLine>,
    /// The closed-set list of the open scene: who may be in, and the viewing positions.
    pub closed_list: Option<ClosedList>,
    /// The plan's scenes by number and title, to open them by.
    pub scenes: Vec<SceneTitle>,
    /// How many of the scene's cast have not had their ending yet: `wrapped` asks for an override then.
    pub closures_open: u32,
    /// The day's changes: what the IC published, and no reply.
    pub changes: Vec<AdChange>,
    /// Who has attested "closed as listed" for the scene.
    pub attested: Attested,
    /// At least one performer of the cast is on set; the 1st AD may open the set once nobody is.
    pub anyone_on_set: bool,
    /// What a 1st AD is told of ICs who joined later, latest first, at most 10.
    pub notices: Vec<TimelineLine>,
}

/// A scene of the plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[allow(missing_docs)]
pub struct SceneTitle {
    pub id: SceneId,
    pub title: String,
    pub call: Option<UnixMs>,
    pub wrapped: bool,
}

/// A change on the 1st AD's screen: nothing more than this.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[allow(missing_docs)]
pub struct AdChange {
    pub id: ChangeId,
    pub scene: SceneId,
    pub text: String,
    pub state: ChangeState,
}

/// One open signal on the 1st AD's screen: nothing more than this.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct AdSignal {
    #[allow(missing_docs)]
    pub id: SignalId,
    #[allow(missing_docs)]
    pub level: Level,
    /// The 1st AD side's.
    pub stage: Stage,
    #[allow(missing_docs)]
    pub raised_at: UnixMs,
    #[allow(missing_docs)]
    pub scene: Option<SceneId>,
}
