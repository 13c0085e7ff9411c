//! Commands: what a person can ask of the hub.

use super::{
    Access, Answer, ChangeId, CheckInId, Level, LineId, Override, PersonId, Reader, Reply, Role, Say,
    SceneId, SignalId, Status, UnixMs, Verdict, Way, Word,
};
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

/// A command, as its sender writes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Command {
    /// A press: performer for themselves; watcher and chaperone for theirs; IC `for` someone; IC and 1st AD without `for`, a technical hold.
    Raise {
        /// Hold or pause.
        level: Level,
        /// A press-test: through the real path, never latches.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        #[ts(optional, as = "Option<bool>")]
        test: bool,
        /// The performer for whom the IC or their watcher presses.
        #[serde(default, rename = "for", skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        for_: Option<PersonId>,
    },
    /// The performer: "it meant nothing".
    MeantNothing {
        /// Their own open signal.
        signal: SignalId,
        /// How often it had been pressed by what their screen showed: it is not said of a press behind that.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        presses: Option<u32>,
    },
    /// The performer: "ready to go on".
    Ready {
        /// Their own open signal.
        signal: SignalId,
        /// As for [`Self::MeantNothing`].
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        presses: Option<u32>,
    },
    /// IC, 1st AD, each for their own side: it is in hand. Clears nothing.
    Acknowledge {
        /// An open signal.
        signal: SignalId,
        /// The `again` of the alert that the screen showed: what was pressed since then is not in hand.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        again: Option<u32>,
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
    /// IC: the cast of a scene that was set is the plan's again.
    CastAsPlanned {
        /// The scene.
        scene: SceneId,
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
        /// Their name in the plan, or the name to be used here.
        #[serde(default, rename = "as", skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        as_: Option<String>,
        /// The same person's earlier phone, which this one replaces.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        replaces: Option<PersonId>,
        /// The performer for whom a watcher or chaperone holds the button.
        #[serde(default, rename = "for", skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        for_: Option<PersonId>,
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
    /// IC: a new single-use invite for an IC or a 1st AD, one for a watcher or chaperone, or the day's invite
    /// of another role.
    Invite {
        /// The role.
        role: Role,
        /// For whom; shown beside the code.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        name: Option<String>,
        /// The performer whose watcher or chaperone it is for.
        #[serde(default, rename = "for", skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        for_: Option<PersonId>,
    },
    /// IC: one part of a day plan's text, since a frame is short. The last part sets the plan.
    PlanPart {
        /// Names the upload.
        upload: Uuid,
        /// Which part, from 0.
        part: u32,
        /// How many parts there are.
        of: u32,
        /// The part's text.
        text: String,
    },
    /// IC: send me the plan's text as it stands, to be edited.
    PlanText,
    /// Performer: talk to me about this line of the plan. To the IC only.
    Talk {
        /// The line.
        line: LineId,
    },
    /// IC: has spoken with the performer about the line.
    Talked {
        /// The line.
        line: LineId,
        /// The performer.
        person: PersonId,
    },
    /// IC: takes an agreed line back, at once; nothing ever becomes more agreed by it.
    Line {
        /// The line.
        line: LineId,
        /// `ask` or `not_here`.
        say: Say,
    },
    /// IC: a performer's rider for a scene.
    Rider {
        /// The scene.
        scene: SceneId,
        /// The performer's name in the plan.
        name: String,
        /// When it was received.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        received: Option<UnixMs>,
        /// Confirmed with the performer, or not any more.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        confirmed: Option<bool>,
        /// The IC attests a late hire, for whom the notice was too short.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        late_hire: Option<bool>,
    },
    /// IC: begins the ending for a performer who leaves the set for the last time.
    Closure {
        /// The performer.
        person: PersonId,
    },
    /// Performer: the last check-in, and whether a word with the IC is wanted.
    Close {
        /// How it was.
        answer: Answer,
        /// The offered word.
        word: Word,
    },
    /// IC: the ending is done; the phone forgets everything.
    Closed {
        /// The performer.
        person: PersonId,
        /// The IC attests to have spoken with the performer: needed where a word was wanted, or nothing answered.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        #[ts(optional, as = "Option<bool>")]
        in_person: bool,
    },
    /// IC: whether production's report has this signal.
    Tick {
        /// A signal of the day.
        signal: SignalId,
        /// In it or not.
        on: bool,
    },
    /// IC: ends the day.
    Wrap {
        /// Keep the names of those who signalled or answered.
        #[serde(default)]
        keep_names: bool,
    },
    /// IC: send me a report.
    Report {
        /// For whom it is.
        #[serde(rename = "for")]
        reader: Reader,
    },
}
