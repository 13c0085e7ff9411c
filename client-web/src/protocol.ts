// Generated from server/src/protocol and server/src/words by `scripts/types`. Do not edit.

export type PersonId = string;

export type SignalId = string;

export type LineId = string;

export type CommandId = string;

export type DeviceId = string;

export type Role = "ic" | "ad" | "performer" | "watcher" | "chaperone" | "crew" | "door";

export type Level = "pause" | "hold";

export type AlertLevel = "pause" | "hold" | "test";

export type Stage = "raised" | "displayed" | "acknowledged";

export type Status = "blocking" | "rehearsal" | "last_looks" | "picture_up" | "rolling" | "cut" | "reset" | "closure" | "wrapped";

export type Access = "open" | "closing" | "closed" | "reopening";

export type Way = "in_hand" | "in_reach" | "remote" | "watcher" | "word";

export type Override = "ic_present" | "ad_responsible" | "checked_in_person" | "not_needed_here";

export type Link = "live" | "trouble" | "away";

export type Secure = "tls" | "sealed" | "local";

export type Lane = "a" | "b";

export type Word = "in_sight" | "with_someone" | "no_thanks";

export type Reader = "ic" | "production";

export type Say = "not_here" | "ask" | "yes";

export type Kind = "nudity" | "simulated_sex" | "explicit" | "hyper_exposed" | "kiss" | "other";

export type ClosedList = { 
/**
 * The people, each by name or by job.
 */
people: Array<ListedPerson>, 
/**
 * The viewing positions: each monitor is one.
 */
monitors: Array<string>, };

export type ListedPerson = { 
/**
 * Name or job.
 */
name: string, 
/**
 * In for a moment only: hair, make-up, wardrobe. Reopens nothing.
 */
moments: boolean, };

export type TradeWord = "ic" | "ad" | "closed_set" | "blocking" | "rehearsal" | "last_looks" | "picture_up" | "rolling" | "cut" | "reset" | "closure" | "wrapped";

export type Command = { "kind": "raise", 
/**
 * Hold or pause.
 */
level: Level, 
/**
 * A press-test: through the real path, never latches.
 */
test?: boolean, 
/**
 * The performer for whom the IC or their watcher presses.
 */
for?: PersonId, } | { "kind": "meant_nothing", 
/**
 * Their own open signal.
 */
signal: SignalId, 
/**
 * How often it had been pressed by what their screen showed: it is not said of a press behind that.
 */
presses?: number, } | { "kind": "ready", 
/**
 * Their own open signal.
 */
signal: SignalId, 
/**
 * As for [`Self::MeantNothing`].
 */
presses?: number, } | { "kind": "acknowledge", 
/**
 * An open signal.
 */
signal: SignalId, 
/**
 * The `again` of the alert that the screen showed: what was pressed since then is not in hand.
 */
again?: number, } | { "kind": "release", 
/**
 * An open signal.
 */
signal: SignalId, 
/**
 * The IC attests to have spoken with the performer.
 */
in_person?: boolean, 
/**
 * How many presses the IC's screen showed; one more since then refuses the release.
 */
presses?: number, } | { "kind": "call" } | { "kind": "status", 
/**
 * The new status.
 */
status: Status, 
/**
 * The scene, if another than now; an unknown one is opened by this.
 */
scene?: string, 
/**
 * The setup, if another than now.
 */
setup?: string, 
/**
 * Roll although a line is not met.
 */
override?: Override, } | { "kind": "stand_down", 
/**
 * Down or up again.
 */
on: boolean, } | { "kind": "not_yet", 
/**
 * Set or cleared.
 */
on: boolean, } | { "kind": "access", 
/**
 * The new set access.
 */
access: Access, 
/**
 * A line for everyone, the door too.
 */
notice?: string, } | { "kind": "attest", 
/**
 * The scene that this is about.
 */
scene: string, 
/**
 * Only the listed people are in.
 */
people: boolean, 
/**
 * Only the listed monitors show the scene.
 */
monitors: boolean, 
/**
 * No phones or cameras but signal phones.
 */
devices: boolean, 
/**
 * Robes are to hand.
 */
robes: boolean, } | { "kind": "cast", 
/**
 * The scene.
 */
scene: string, 
/**
 * Its performers.
 */
people: Array<PersonId>, } | { "kind": "cast_as_planned", 
/**
 * The scene.
 */
scene: string, } | { "kind": "way", 
/**
 * The performer.
 */
person: PersonId, 
/**
 * How.
 */
way: Way, } | { "kind": "on_set", 
/**
 * The performer.
 */
person: PersonId, 
/**
 * On or off.
 */
on: boolean, } | { "kind": "on_floor", 
/**
 * On or off.
 */
on: boolean, } | { "kind": "check_in", 
/**
 * Who is asked; left out, every performer of the cast on set.
 */
to?: Array<PersonId>, 
/**
 * The question; left out, a plain one.
 */
text?: string, } | { "kind": "answer", 
/**
 * The round.
 */
check_in: CheckInId, 
/**
 * The answer.
 */
answer: Answer, } | { "kind": "clear", 
/**
 * Cleared or not.
 */
clear: boolean, } | { "kind": "change", 
/**
 * The scene.
 */
scene: string, 
/**
 * What is asked, in one sentence.
 */
text: string, 
/**
 * Nudity or simulated sex: needs the written amendment, too.
 */
sensitive: boolean, } | { "kind": "reply", 
/**
 * The change.
 */
change: ChangeId, 
/**
 * The answer.
 */
reply: Reply, } | { "kind": "publish", 
/**
 * The change.
 */
change: ChangeId, 
/**
 * Agreed, or not today.
 */
state: Verdict, 
/**
 * The IC attests that the written amendment is signed.
 */
amendment?: boolean, } | { "kind": "admit", 
/**
 * Who waits.
 */
person: PersonId, 
/**
 * Their name in the plan, or the name to be used here.
 */
as?: string, 
/**
 * The same person's earlier phone, which this one replaces.
 */
replaces?: PersonId, 
/**
 * The performer for whom a watcher or chaperone holds the button.
 */
for?: PersonId, } | { "kind": "turn_away", 
/**
 * Who waits.
 */
person: PersonId, } | { "kind": "revoke", 
/**
 * Who was let in.
 */
person: PersonId, } | { "kind": "invite", 
/**
 * The role.
 */
role: Role, 
/**
 * For whom; shown beside the code.
 */
name?: string, 
/**
 * The performer whose watcher or chaperone it is for.
 */
for?: PersonId, } | { "kind": "plan_part", 
/**
 * Names the upload.
 */
upload: string, 
/**
 * Which part, from 0.
 */
part: number, 
/**
 * How many parts there are.
 */
of: number, 
/**
 * The part's text.
 */
text: string, } | { "kind": "plan_text" } | { "kind": "talk", 
/**
 * The line.
 */
line: LineId, } | { "kind": "talked", 
/**
 * The line.
 */
line: LineId, 
/**
 * The performer.
 */
person: PersonId, } | { "kind": "line", 
/**
 * The line.
 */
line: LineId, 
/**
 * `ask` or `not_here`.
 */
say: Say, } | { "kind": "rider", 
/**
 * The scene.
 */
scene: string, 
/**
 * The performer's name in the plan.
 */
name: string, 
/**
 * When it was received.
 */
received?: number, 
/**
 * Confirmed with the performer, or not any more.
 */
confirmed?: boolean, 
/**
 * The IC attests a late hire, for whom the notice was too short.
 */
late_hire?: boolean, } | { "kind": "closure", 
/**
 * The performer.
 */
person: PersonId, } | { "kind": "close", 
/**
 * How it was.
 */
answer: Answer, 
/**
 * The offered word.
 */
word: Word, } | { "kind": "closed", 
/**
 * The performer.
 */
person: PersonId, 
/**
 * The IC attests to have spoken with the performer: needed where a word was wanted, or nothing answered.
 */
in_person?: boolean, } | { "kind": "tick", 
/**
 * A signal of the day.
 */
signal: SignalId, 
/**
 * In it or not.
 */
on: boolean, } | { "kind": "wrap", 
/**
 * Keep the names of those who signalled or answered.
 */
keep_names: boolean, } | { "kind": "report", 
/**
 * For whom it is.
 */
for: Reader, };

export type DenialCode = "bad_command" | "not_allowed" | "unknown_signal" | "unknown_person" | "unknown_scene" | "unknown_check_in" | "unknown_change" | "unknown_line" | "not_asked" | "rolling" | "not_all_yes" | "amendment_needed" | "signal_open" | "no_ic" | "not_ready" | "pressed_again" | "not_ready_to_roll" | "minor" | "role_conflict" | "too_many" | "not_recorded";

export type RefusalCode = "bad_frame" | "too_large" | "unknown_invite" | "invite_used" | "invite_expired" | "role_conflict" | "unknown_token" | "revoked" | "too_many" | "wrong_version" | "needs_secure_channel" | "closed" | "not_recorded";

export type ClientFrame = { "type": "join", 
/**
 * The protocol's version.
 */
v: number, 
/**
 * From the QR code's fragment.
 */
invite: string, 
/**
 * As this person wants to be called here.
 */
name: string, 
/**
 * "costume", "director": shown to the IC.
 */
title?: string, 
/**
 * The phone's language.
 */
lang?: string, 
/**
 * What the phone calls itself.
 */
device: DeviceId, } | { "type": "resume", 
/**
 * The protocol's version.
 */
v: number, 
/**
 * From `welcome`.
 */
token: string, 
/**
 * Which of the client's two sockets this is.
 */
lane?: Lane, 
/**
 * This page, from its load to its end: random.
 */
page?: string, 
/**
 * Counts the page's sockets, so that one that it gave up and that arrives late takes no newer one's place.
 */
nth?: number, } | { "type": "beat", 
/**
 * Counts up.
 */
n: number, 
/**
 * Whether the page can be seen.
 */
visible: boolean, 
/**
 * Whether the screen is kept on; absent where the browser doesn't tell.
 */
awake?: boolean, 
/**
 * How long the echo of the last beat on this lane took, in milliseconds.
 */
rtt?: number, } | { "type": "chaser" } | { "type": "decoy", 
/**
 * Tells two copies, and a receiver's answer, from another decoy's.
 */
id: string, 
/**
 * A receiver's second answer, as when a person has tapped; the third, an IC's, as when they release.
 */
again?: number, } | { "type": "datagram", 
/**
 * Its ICE user fragment.
 */
ufrag: string, 
/**
 * Its ICE password.
 */
password: string, 
/**
 * Of its DTLS certificate: SHA-256, as SDP writes it.
 */
fingerprint: string, } | { "type": "shown", 
/**
 * The alert's signal.
 */
signal: SignalId, 
/**
 * The alert's `again`, so that a paint of an earlier alert doesn't count for a later press.
 */
again?: number, 
/**
 * When, by the hub's clock as the page knows it; of a press-test.
 */
at?: number, } | { "type": "do", 
/**
 * Makes a second copy harmless.
 */
id: CommandId, 
/**
 * Milliseconds since the press, if it was kept.
 */
age?: number, 
/**
 * When a press-test was pressed, by the hub's clock as the page knows it.
 */
at?: number, 
/**
 * What is to be done.
 */
cmd: Command, };

export type HubFrame = { "type": "welcome", 
/**
 * Only after a join.
 */
token?: string, 
/**
 * Only in the first IC's, until its first `resume`: the recovery words.
 */
recovery?: string, 
/**
 * Whom the hub takes this client for.
 */
you: You, 
/**
 * Random for each start of the hub; `rev` compares only within it.
 */
epoch: string, 
/**
 * Of `view`.
 */
rev: number, 
/**
 * The hub's clock.
 */
now: number, 
/**
 * See [`View`].
 */
view: View, } | { "type": "view", 
/**
 * Counts the changes of this client's own view.
 */
rev: number, 
/**
 * See [`View`].
 */
view: View, } | { "type": "alert" } & Alert | { "type": "beat", 
/**
 * The beat's own.
 */
n: number, 
/**
 * The hub's clock.
 */
now: number, } | { "type": "chaser" } | { "type": "decoy", 
/**
 * Whose.
 */
id?: string, 
/**
 * A receiver's page sends it back, as it would say `shown`.
 */
answer?: boolean, 
/**
 * Asked again, so many times.
 */
again?: number, } | { "type": "datagram", 
/**
 * Its ICE user fragment.
 */
ufrag: string, 
/**
 * Its ICE password.
 */
password: string, 
/**
 * Of its DTLS certificate: SHA-256, as SDP writes it.
 */
fingerprint: string, 
/**
 * The UDP port, at the address where the page found the hub.
 */
port: number, } | { "type": "done", 
/**
 * The command's id.
 */
id: CommandId, } | { "type": "plan", 
/**
 * As a day plan file has it.
 */
text: string, } | { "type": "report", 
/**
 * For whom it is.
 */
for: Reader, 
/**
 * One self-contained page.
 */
html: string, 
/**
 * The same for other programs.
 */
json: string, } | { "type": "denied", 
/**
 * The command's id; absent if it couldn't be read.
 */
id?: CommandId, 
/**
 * From the closed table.
 */
code: DenialCode, 
/**
 * A sentence for the person: what happened and what to do.
 */
message: string, } | { "type": "refused", 
/**
 * From the closed table.
 */
code: RefusalCode, 
/**
 * A sentence for the person.
 */
message: string, };

export type Alert = { 
/**
 * Which signal.
 */
signal: SignalId, 
/**
 * Hold, pause, or a press-test.
 */
level: AlertLevel, 
/**
 * Counts up on repeats.
 */
again: number, 
/**
 * Where.
 */
scene: string | null, 
/**
 * When it reached the hub.
 */
raised_at: number, 
/**
 * Only to the IC.
 */
who?: Who, };

export type Who = { 
/**
 * The performer; for a technical hold, who raised it.
 */
id: PersonId, 
/**
 * Their name here.
 */
name: string, 
/**
 * By which hand.
 */
how: How, 
/**
 * The press was kept while offline.
 */
late: boolean, 
/**
 * When the button was pressed; earlier than `raised_at` if late.
 */
pressed_at: number, };

export type How = "own_press" | "watcher_for_them" | "ic_for_them" | "technical";

export type You = { 
/**
 * Opaque.
 */
id: PersonId, 
/**
 * Their role.
 */
role: Role, 
/**
 * Their name here.
 */
name: string, 
/**
 * False while in the waiting room.
 */
admitted: boolean, };

export type View = IcView | AdView | PerformerView | WatcherView | PublicView;

export type PublicView = { 
/**
 * The open scene.
 */
scene: SceneView | null, 
/**
 * The set.
 */
set: SetView, 
/**
 * The hub.
 */
hub: HubView, };

export type SceneView = { 
/**
 * Its number.
 */
id: string, 
/**
 * Its title; empty if it has none.
 */
title: string, 
/**
 * The setup; empty before the first.
 */
setup: string, 
/**
 * Counts each `rolling` of this setup.
 */
take: number, 
/**
 * Its status.
 */
status: Status, };

export type SetView = { 
/**
 * Who may come in.
 */
access: Access, 
/**
 * A line for everyone; empty if there is none.
 */
notice: string, 
/**
 * A hold was called. Always false at the door.
 */
hold: boolean, 
/**
 * The tool is not in use; the agreed word or gesture is.
 */
stood_down: boolean, };

export type HubView = { 
/**
 * "Stage 4".
 */
name: string, 
/**
 * How this client's frames cross the air.
 */
secure: Secure, 
/**
 * The record is erased so many days after the wrap.
 */
keep_days: number, 
/**
 * Trade words as this production says them.
 */
words?: Array<SaidWord>, };

export type Receivers = { 
/**
 * An IC.
 */
ic: boolean, 
/**
 * A 1st AD.
 */
ad: boolean, 
/**
 * The names of all ICs of the day, reachable or not, so that a false one is noticed.
 */
ic_names: Array<string>, };

export type PerformerView = { 
/**
 * Who is reachable.
 */
receivers: Receivers, 
/**
 * Their own open signal.
 */
signal: OwnSignal | null, 
/**
 * How they can signal in this scene; null until the IC sets it.
 */
way: Way | null, 
/**
 * Press-tested for this scene.
 */
tested: boolean, 
/**
 * How many of their press-tests a screen has painted: one more means that this one was.
 */
tests: number, 
/**
 * The IC's silent question.
 */
question: QuestionView | null, 
/**
 * What is asked of them on the day; what was answered "not today" stays until the scene is over.
 */
changes: Array<AskedChange>, 
/**
 * The only one of the cast on set.
 */
alone: boolean, 
/**
 * On set today, now.
 */
on_set: boolean, 
/**
 * What was agreed: their own scenes, their own lines and everybody's.
 */
plan: Array<OwnScene>, 
/**
 * Their ending, once the IC has begun it.
 */
closure: OwnClosure | null, 
/**
 * Somebody holds the button for them, too.
 */
watched: boolean, 
/**
 * The open scene.
 */
scene: SceneView | null, 
/**
 * The set.
 */
set: SetView, 
/**
 * The hub.
 */
hub: HubView, };

export type OwnSignal = { 
/**
 * Its id.
 */
id: SignalId, 
/**
 * Its level.
 */
level: Level, 
/**
 * What the IC's side has done (a 1st AD's screen stands in where no IC is reachable).
 */
stage: Stage, 
/**
 * It is on disk.
 */
recorded: boolean, 
/**
 * The performer said so.
 */
meant_nothing: boolean, 
/**
 * The performer is ready to go on.
 */
ready: boolean, 
/**
 * How often it was pressed.
 */
presses: number, };

export type IcView = { 
/**
 * This IC says to be on the floor.
 */
on_floor: boolean, 
/**
 * How many of each are reachable.
 */
reach: Reach, 
/**
 * Everybody who was let in and not revoked; crew at most 200, latest first.
 */
people: Array<PersonView>, 
/**
 * The waiting room.
 */
waiting: Array<WaitingView>, 
/**
 * The open signals, oldest first.
 */
signals: Array<IcSignal>, 
/**
 * The ready list.
 */
ready: Array<ReadyLine>, 
/**
 * The hard line "not yet" as this IC set it.
 */
not_yet: boolean, 
/**
 * The latest round of check-ins; the answers stand with the people.
 */
check_in: CheckInView | null, 
/**
 * The day's changes with each reply, latest first.
 */
changes: Array<IcChange>, 
/**
 * Performers of the current scene; null where none was set (then: all).
 */
cast: Array<PersonId> | null, 
/**
 * Who has attested "closed as listed" for the scene.
 */
attested: Attested, 
/**
 * The day's plan; null while there is none.
 */
plan: IcPlan | null, 
/**
 * Who wants to talk about a line.
 */
talks: Array<TalkView>, 
/**
 * The day's signals that are over, latest first, for the record.
 */
past: Array<PastSignal>, 
/**
 * The day is wrapped.
 */
wrapped: boolean, 
/**
 * The Wi-Fi's own code, where the hub knows it.
 */
wifi: WifiView | null, 
/**
 * What can be handed out as a QR code.
 */
invites: Array<InviteView>, 
/**
 * Latest first, at most 60 lines.
 */
timeline: Array<TimelineLine>, 
/**
 * What all ICs and 1st ADs are told of ICs who joined later, latest first, at most 10.
 */
notices: Array<TimelineLine>, 
/**
 * The log can't be written: signals still go out, nothing else is kept.
 */
disk_trouble: boolean, 
/**
 * The open scene.
 */
scene: SceneView | null, 
/**
 * The set.
 */
set: SetView, 
/**
 * The hub.
 */
hub: HubView, };

export type Reach = { 
/**
 * ICs.
 */
ic: number, 
/**
 * 1st ADs.
 */
ad: number, };

export type PersonView = { id: PersonId, name: string, 
/**
 * "costume", "director"; empty if not given.
 */
title: string, role: Role, 
/**
 * Always true here; the waiting are in `waiting`.
 */
admitted: boolean, 
/**
 * Performers only.
 */
on_set: boolean, 
/**
 * In the cast of the current scene.
 */
in_cast: boolean, 
/**
 * Null until set for this scene.
 */
way: Way | null, 
/**
 * False when it is asked again.
 */
way_confirmed: boolean, 
/**
 * Whether the phone can signal. Crew and doors, who aren't supervised, read `away`.
 */
link: Link, 
/**
 * The page can't keep the screen awake.
 */
may_sleep: boolean, 
/**
 * How many of its two sockets are heard; absent for whoever isn't supervised.
 */
lanes?: number, 
/**
 * About how long a frame takes there and back, in milliseconds: 5, 10, 20, 50 and so on; absent until known.
 */
rtt_ms?: number, 
/**
 * Press-tested for this scene.
 */
tested: boolean, 
/**
 * From the press's arrival to the IC's answer that it is painted, in milliseconds.
 */
tested_ms: number | null, 
/**
 * How they stand in the latest round; null if they were not asked.
 */
check_in: CheckInStanding | null, 
/**
 * Receivers only: on the floor by their own word.
 */
on_floor: boolean, 
/**
 * Their name in the plan, as the IC matched it.
 */
planned: string | null, 
/**
 * Performers only: not of age, by the plan or because a chaperone is here for them.
 */
minor: boolean, 
/**
 * Watchers and chaperones: for whom.
 */
for: PersonId | null, 
/**
 * Their ending, once begun.
 */
closure: IcClosure | null, };

export type WaitingView = { id: PersonId, name: string, 
/**
 * As given when joining.
 */
title: string, role: Role, 
/**
 * Watchers and chaperones: the performer that their invite was made for.
 */
for: PersonId | null, 
/**
 * Somebody else here has the same name.
 */
same_name: boolean, 
/**
 * Since when.
 */
since: number, };

export type IcSignal = { id: SignalId, level: Level, 
/**
 * The IC side's.
 */
stage: Stage, 
/**
 * The 1st AD side's.
 */
ad_stage: Stage, 
/**
 * The 1st AD is not shown this one.
 */
hidden_from_ad: boolean, 
/**
 * It is on disk.
 */
recorded: boolean, scene: string | null, 
/**
 * Of the first press since it was opened.
 */
raised_at: number, 
/**
 * Of the last press that armed it anew.
 */
armed_at: number, 
/**
 * How often it was pressed.
 */
presses: number, who: Who, 
/**
 * The performer said so.
 */
meant_nothing: boolean, 
/**
 * The performer is ready to go on.
 */
ready: boolean, 
/**
 * A release needs no more than the tap (ready, meant nothing, or technical).
 */
releasable: boolean, };

export type ReadyLine = { 
/**
 * Which rule.
 */
key: ReadyKey, 
/**
 * Met or not.
 */
met: boolean, 
/**
 * Rolling is refused while it is not met; no override.
 */
hard: boolean, 
/**
 * For the person: what is so, or what is missing.
 */
text: string, };

export type ReadyKey = "no_open_signal" | "not_yet" | "ic_reachable" | "ad_reachable" | "way_to_signal" | "check_in_cleared" | "no_change_asked" | "closed_as_listed" | "agreed_lines" | "rider" | "chaperone_live";

export type Attested = { ic: boolean, ad: boolean, };

export type InviteView = { role: Role, 
/**
 * For whom; empty if for anyone.
 */
name: string, 
/**
 * The invite itself, the fragment of `url`.
 */
invite: string, 
/**
 * What the QR code says.
 */
url: string, 
/**
 * Used once only.
 */
single_use: boolean, 
/**
 * The performer whose watcher or chaperone it is for.
 */
for: PersonId | null, 
/**
 * A phone has loaded the page through this address.
 */
reached: boolean, };

export type TimelineLine = { 
/**
 * When.
 */
at: number, 
/**
 * What happened.
 */
text: string, 
/**
 * Which of the three kinds of state it belongs to.
 */
tone: Tone, };

export type Tone = "normal" | "signal" | "trouble";

export type AdView = { 
/**
 * This 1st AD says to be on the floor.
 */
on_floor: boolean, 
/**
 * How many of each are reachable.
 */
reach: Reach, 
/**
 * The open signals that the 1st AD is shown, oldest first.
 */
signals: Array<AdSignal>, 
/**
 * The ready list, as counts.
 */
ready: Array<ReadyLine>, 
/**
 * The closed-set list of the open scene: who may be in, and the viewing positions.
 */
closed_list: ClosedList | null, 
/**
 * The plan's scenes by number and title, to open them by.
 */
scenes: Array<SceneTitle>, 
/**
 * How many of the scene's cast have not had their ending yet: `wrapped` asks for an override then.
 */
closures_open: number, 
/**
 * The day's changes: what the IC published, and no reply.
 */
changes: Array<AdChange>, 
/**
 * Who has attested "closed as listed" for the scene.
 */
attested: Attested, 
/**
 * At least one performer of the cast is on set; the 1st AD may open the set once nobody is.
 */
anyone_on_set: boolean, 
/**
 * What a 1st AD is told of ICs who joined later, latest first, at most 10.
 */
notices: Array<TimelineLine>, 
/**
 * The open scene.
 */
scene: SceneView | null, 
/**
 * The set.
 */
set: SetView, 
/**
 * The hub.
 */
hub: HubView, };

export type AdSignal = { id: SignalId, level: Level, 
/**
 * The 1st AD side's.
 */
stage: Stage, raised_at: number, scene: string | null, };

export type CheckInId = string;

export type ChangeId = string;

export type Answer = "green" | "amber" | "red";

export type Reply = "yes" | "no" | "talk";

export type ChangeState = "asking" | "agreed" | "not_today";

export type Verdict = "agreed" | "not_today";

export type QuestionView = { 
/**
 * The round.
 */
id: CheckInId, 
/**
 * The question.
 */
text: string, 
/**
 * Their own answer.
 */
answer?: Answer, };

export type AskedChange = { id: ChangeId, scene: string, text: string, sensitive: boolean, 
/**
 * It came with less notice before the scene's call than the plan says.
 */
short_notice: boolean, 
/**
 * What production was told.
 */
state: ChangeState, 
/**
 * Their own answer.
 */
reply?: Reply, };

export type CheckInView = { id: CheckInId, 
/**
 * The question.
 */
text: string, 
/**
 * When it was asked.
 */
at: number, 
/**
 * The IC has published "clear".
 */
cleared: boolean, };

export type CheckInStanding = "asked" | "silent" | "green" | "amber" | "red";

export type IcChange = { id: ChangeId, scene: string, text: string, sensitive: boolean, 
/**
 * It came with less notice before the scene's call than the plan says.
 */
short_notice: boolean, state: ChangeState, at: number, replies: Array<ReplyView>, };

export type ReplyView = { person: PersonId, name: string, 
/**
 * Null: no answer yet, which is not yes.
 */
reply: Reply | null, };

export type AdChange = { id: ChangeId, scene: string, text: string, state: ChangeState, };

export type OwnScene = { id: string, title: string, 
/**
 * When it is called.
 */
call: number | null, kinds: Array<Kind>, 
/**
 * What was agreed; what is not listed is not agreed.
 */
lines: Array<OwnLine>, 
/**
 * Limits for improvising.
 */
limits: Array<string>, };

export type OwnLine = { id: LineId, 
/**
 * Empty: everybody in the scene.
 */
who: Array<string>, 
/**
 * To whom.
 */
to: Array<string>, 
/**
 * What.
 */
what: string, 
/**
 * Whether.
 */
say: Say, 
/**
 * They asked to talk about it, and the IC hasn't yet.
 */
talk: boolean, 
/**
 * It came up on the day, and everybody said yes.
 */
today: boolean, };

export type IcPlan = { 
/**
 * The rider is to be received so many hours before call.
 */
notice_hours: number, scenes: Array<IcScene>, 
/**
 * Performers and chaperones of the plan, and who of the people here they are.
 */
people: Array<PlanName>, };

export type IcScene = { id: string, title: string, 
/**
 * When it is called.
 */
call: number | null, kinds: Array<Kind>, 
/**
 * Its performers, with their riders.
 */
parts: Array<PartView>, 
/**
 * What was agreed.
 */
lines: Array<IcLine>, 
/**
 * Limits for improvising.
 */
limits: Array<string>, 
/**
 * Who may be in on the closed set.
 */
closed_list: ClosedList, 
/**
 * It was wrapped.
 */
wrapped: boolean, };

export type PartView = { 
/**
 * Their name in the plan.
 */
name: string, 
/**
 * The scene's kinds ask for a rider.
 */
needs_rider: boolean, 
/**
 * When the rider was received.
 */
received: number | null, 
/**
 * Received, but with less than the notice before call.
 */
short_notice: boolean, 
/**
 * It was confirmed with the performer.
 */
confirmed: boolean, 
/**
 * Hired too late for the notice, on the IC's attestation.
 */
late_hire: boolean, };

export type IcLine = { id: LineId, who: Array<string>, to: Array<string>, what: string, say: Say, 
/**
 * It came up on the day, and everybody said yes.
 */
today: boolean, };

export type PlanName = { 
/**
 * As used on this set.
 */
name: string, 
/**
 * `performer` or `chaperone`.
 */
role: Role, 
/**
 * Not of age.
 */
minor: boolean, 
/**
 * Who of the people here they are, as the IC said; null until they are let in.
 */
person: PersonId | null, };

export type TalkView = { line: LineId, person: PersonId, name: string, scene: string, 
/**
 * What the line says.
 */
what: string, at: number, };

export type OwnClosure = { 
/**
 * Their last answer.
 */
answer: Answer | null, 
/**
 * The offered word.
 */
word: Word | null, };

export type IcClosure = { 
/**
 * When it began.
 */
at: number, 
/**
 * Nothing for a minute: go and ask.
 */
silent: boolean, answer: Answer | null, word: Word | null, };

export type WatcherView = { 
/**
 * Who is reachable.
 */
receivers: Receivers, 
/**
 * For whom they hold the button; null once that performer is gone.
 */
watched: Watched | null, 
/**
 * The open signal of theirs.
 */
signal: OwnSignal | null, 
/**
 * This phone is press-tested for this scene.
 */
tested: boolean, 
/**
 * How many of its press-tests a screen has painted.
 */
tests: number, 
/**
 * The open scene.
 */
scene: SceneView | null, 
/**
 * The set.
 */
set: SetView, 
/**
 * The hub.
 */
hub: HubView, };

export type Watched = { id: PersonId, name: string, 
/**
 * On set now.
 */
on_set: boolean, 
/**
 * The IC has agreed with them that this button is their way to signal in this scene.
 */
relies: boolean, 
/**
 * The only one of the cast on set: the 1st AD will know whose a hold is.
 */
alone: boolean, };

export type PastSignal = { id: SignalId, level: Level, scene: string | null, raised_at: number, released_at: number, 
/**
 * Whose.
 */
name: string, 
/**
 * Production's report has it.
 */
ticked: boolean, };

export type SaidWord = { word: TradeWord, text: string, };

export type WifiView = { 
/**
 * The network's name.
 */
ssid: string, 
/**
 * What its QR code says.
 */
code: string, };

export type SceneTitle = { id: string, title: string, call: number | null, wrapped: boolean, };

export type LaptopPage = { 
/**
 * "Stage 4".
 */
name: string, 
/**
 * The address that the codes carry now.
 */
address: string, 
/**
 * The interface that it belongs to.
 */
interface: string, 
/**
 * Who gets here by it, and what to do if nobody does.
 */
advice: string, 
/**
 * Other addresses of this laptop.
 */
others: Array<AddressView>, 
/**
 * Performer, crew and door; the IC's claim code until it is claimed. Never a 1st AD's.
 */
invites: Array<InviteView>, 
/**
 * The Wi-Fi's own code, where the hub knows it.
 */
wifi: WifiView | null, 
/**
 * An IC has joined today.
 */
claimed: boolean, 
/**
 * The day's log was damaged: what was saved, and what to do.
 */
log_saved: string | null, 
/**
 * Since when the codes are shown without any phone having loaded the page, in milliseconds; null once one has.
 */
waiting_ms: number | null, };

export type AddressView = { address: string, interface: string, };
