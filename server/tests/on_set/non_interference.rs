//! Only the IC learns who: shown by comparing the bytes that everybody receives.
//!
//! A day, and the same day with two performers exchanged throughout; clock and ids seeded. And a day
//! with and without a signal, for everyone who must not notice one.

use crate::stage::{MORNING, Stage, acts::watch, plans::offer};
use proptest::prelude::*;
use quiethold::words::{
    Access, Answer, ChangeId, CheckInId, Command, Level, LineId, Override, PlannedLine, Reply, Role, Say,
    SignalId, Status, Verdict, Way, Word,
};
use std::sync::Arc;
use uuid::Uuid;

const CLEO: usize = 4;
const CREW: usize = 5;
const DOOR: usize = 6;
/// Ana's, Ben's and Cleo's, in this order.
const WATCHERS: [usize; 3] = [7, 8, 9];

#[derive(Clone, Debug)]
enum Act {
    Press(usize, Level),
    Test(usize),
    Offline(usize, u64),
    MeantNothing(usize),
    Ready(usize),
    Acknowledge(usize, usize),
    Release(usize),
    ForThem(usize, Level),
    Watcher(usize, Level),
    WatcherTest(usize),
    WatcherSilent(usize, u64),
    Closure(usize),
    Close(usize, Answer, Word),
    Closed(usize, bool),
    Wrap(bool),
    Talk(usize, usize),
    Talked,
    Line(usize, usize, Say),
    Rider(usize, bool),
    Way(usize, Way),
    OnSet(usize, bool),
    Silent(usize, u64),
    Status(Status),
    Access(Access),
    Attest(usize),
    Call(usize),
    NotYet(bool),
    CheckIn,
    Answer(usize, Answer),
    Clear(bool),
    Change,
    Reply(usize, Reply),
    Publish(Verdict),
    Paint(usize),
    Wait(u64),
}

fn performer() -> impl Strategy<Value = usize> {
    Stage::ANA..=CLEO
}

fn level() -> impl Strategy<Value = Level> {
    prop_oneof![Just(Level::Hold), Just(Level::Pause)]
}

fn act() -> impl Strategy<Value = Act> {
    let status = prop_oneof![
        Just(Status::Blocking),
        Just(Status::LastLooks),
        Just(Status::Rolling),
        Just(Status::Cut),
        Just(Status::Reset)
    ];
    let way = prop_oneof![Just(Way::InHand), Just(Way::InReach), Just(Way::Word), Just(Way::Watcher)];
    let answer = || prop_oneof![Just(Answer::Green), Just(Answer::Amber), Just(Answer::Red)];
    let word = prop_oneof![Just(Word::InSight), Just(Word::WithSomeone), Just(Word::NoThanks)];
    prop_oneof![
        6 => (performer(), level()).prop_map(|(p, l)| Act::Press(p, l)),
        2 => performer().prop_map(Act::Test),
        1 => (performer(), 1_000u64..60_000).prop_map(|(p, age)| Act::Offline(p, age)),
        2 => performer().prop_map(Act::MeantNothing),
        2 => performer().prop_map(Act::Ready),
        3 => (0usize..2, performer()).prop_map(|(r, p)| Act::Acknowledge(r, p)),
        3 => performer().prop_map(Act::Release),
        1 => (performer(), level()).prop_map(|(p, l)| Act::ForThem(p, l)),
        3 => (performer(), way).prop_map(|(p, w)| Act::Way(p, w)),
        2 => (performer(), any::<bool>()).prop_map(|(p, on)| Act::OnSet(p, on)),
        2 => (performer(), 2_000u64..14_000).prop_map(|(p, ms)| Act::Silent(p, ms)),
        2 => status.prop_map(Act::Status),
        1 => prop_oneof![Just(Access::Closed), Just(Access::Open)].prop_map(Act::Access),
        1 => (0usize..2).prop_map(Act::Attest),
        1 => (0usize..2).prop_map(Act::Call),
        1 => any::<bool>().prop_map(Act::NotYet),
        2 => Just(Act::CheckIn),
        4 => (performer(), answer()).prop_map(|(p, a)| Act::Answer(p, a)),
        3 => (performer(), level()).prop_map(|(p, l)| Act::Watcher(p, l)),
        1 => performer().prop_map(Act::WatcherTest),
        1 => (performer(), 2_000u64..14_000).prop_map(|(p, ms)| Act::WatcherSilent(p, ms)),
        1 => performer().prop_map(Act::Closure),
        1 => (performer(), answer(), word).prop_map(|(p, a, w)| Act::Close(p, a, w)),
        1 => (performer(), any::<bool>()).prop_map(|(p, in_person)| Act::Closed(p, in_person)),
        1 => any::<bool>().prop_map(Act::Wrap),
        2 => (performer(), 0usize..5).prop_map(|(p, n)| Act::Talk(p, n)),
        1 => Just(Act::Talked),
        2 => (performer(), 0usize..2, prop_oneof![Just(Say::Ask), Just(Say::NotHere)])
            .prop_map(|(p, n, say)| Act::Line(p, n, say)),
        2 => (performer(), any::<bool>()).prop_map(|(p, confirmed)| Act::Rider(p, confirmed)),
        1 => any::<bool>().prop_map(Act::Clear),
        2 => Just(Act::Change),
        4 => (performer(), prop_oneof![3 => Just(Reply::Yes), 1 => Just(Reply::No), 1 => Just(Reply::Talk)])
            .prop_map(|(p, r)| Act::Reply(p, r)),
        2 => prop_oneof![2 => Just(Verdict::Agreed), 1 => Just(Verdict::NotToday)].prop_map(Act::Publish),
        2 => (0usize..2).prop_map(Act::Paint),
        2 => prop_oneof![Just(200u64), Just(1_500), Just(6_000), Just(16_000)].prop_map(Act::Wait),
    ]
}

fn open_of(stage: &Stage, who: usize) -> SignalId {
    stage.set().signal_of(stage.id(who)).map_or(SignalId(Uuid::from_u128(404)), |s| s.id)
}

fn latest_change(stage: &Stage) -> ChangeId {
    stage.set().changes().last().map_or(ChangeId(Uuid::from_u128(404)), |c| c.id)
}

/// What watchers do, and how people leave.
fn of_people(stage: &Stage, act: &Act, cast: impl Fn(usize) -> usize) -> (usize, Command) {
    let raise = |level, test| Command::Raise { level, test, for_: None };
    match act {
        Act::Watcher(p, level) => (watcher_of(*p), raise(*level, false)),
        Act::WatcherTest(p) => (watcher_of(*p), raise(Level::Hold, true)),
        Act::Closure(p) => (Stage::IC, Command::Closure { person: stage.id(cast(*p)) }),
        Act::Close(p, answer, word) => (cast(*p), Command::Close { answer: *answer, word: *word }),
        Act::Closed(p, in_person) => {
            (Stage::IC, Command::Closed { person: stage.id(cast(*p)), in_person: *in_person })
        }
        Act::Wrap(override_) => {
            let override_ = override_.then_some(Override::CheckedInPerson);
            (Stage::AD, Command::Status { status: Status::Wrapped, scene: None, setup: None, override_ })
        }
        other => unreachable!("{other:?}"),
    }
}

/// Ana and Ben have the same in it; Cleo reads nothing of what is between the two.
const PLAN: &str = r#"
people = [{ name = "Ana", job = "performer" }, { name = "Ben", job = "performer" }, { name = "Cleo", job = "performer" }]
[[scenes]]
number = "42A"
title = "The morning after"
call = 2026-09-21T16:13:20Z
kinds = ["nudity"]
performers = [{ name = "Ana" }, { name = "Ben" }, { name = "Cleo" }]
lines = [
    { who = ["Ana"], what = "Robe off", say = "yes" },
    { who = ["Ben"], what = "Robe off", say = "yes" },
    { who = ["Ana"], to = ["Ben"], what = "Hand on the back", say = "yes" },
    { who = ["Ben"], to = ["Ana"], what = "Hand on the back", say = "yes" },
    { who = ["Ana", "Ben"], to = ["Cleo"], what = "A look", say = "yes" },
    { what = "Touch of the face", say = "ask" },
]
"#;

/// What is done about the plan.
fn of_plan(stage: &Stage, act: &Act, cast: impl Fn(usize) -> usize) -> (usize, Command) {
    let set = stage.set();
    let name = |p: usize| ["Ana", "Ben", "Cleo"][cast(p) - Stage::ANA];
    let lines = |is_meant: &dyn Fn(&PlannedLine) -> bool| -> Vec<LineId> {
        let scene = set.planned_scene("42A").expect("the plan has it");
        scene.lines.iter().filter(|line| is_meant(line)).map(|line| line.id).collect()
    };
    let nth = |lines: Vec<LineId>, n: usize| lines.get(n).copied().unwrap_or(LineId(Uuid::from_u128(404)));
    match act {
        Act::Talk(p, n) => {
            let own = |line: &PlannedLine| {
                line.who.is_empty() || line.who.iter().chain(&line.to).any(|who| who == name(*p))
            };
            (cast(*p), Command::Talk { line: nth(lines(&own), *n) })
        }
        Act::Talked => match set.talks().next() {
            Some((line, person, _)) => (Stage::IC, Command::Talked { line, person }),
            None => (Stage::IC, Command::PlanText),
        },
        Act::Line(p, n, say) => {
            let line = nth(lines(&|line| line.who == [name(*p)]), *n);
            (Stage::IC, Command::Line { line, say: *say })
        }
        Act::Rider(p, confirmed) => {
            let rider = Command::Rider {
                scene: "42A".into(),
                name: name(*p).into(),
                received: Some(MORNING),
                confirmed: Some(*confirmed),
                late_hire: Some(true),
            };
            (Stage::IC, rider)
        }
        other => unreachable!("{other:?}"),
    }
}

/// Everybody is there, matched to the plan, and the scene is open.
fn morning(cast: &impl Fn(usize) -> usize) -> Stage {
    let mut stage = Stage::with(3);
    stage.step = 500;
    assert_eq!(stage.join(Role::Crew, "Grip"), CREW);
    assert_eq!(stage.join(Role::Door, ""), DOOR);
    // Whoever plays a performer has that performer's watcher, and not one of them is a minor: age is a public attribute.
    for (watcher, performer) in WATCHERS.into_iter().zip(Stage::ANA..=CLEO) {
        assert_eq!(watch(&mut stage, Role::Watcher, "Watcher", cast(performer)), watcher);
    }
    offer(&mut stage, Stage::IC, PLAN).expect("the plan is taken");
    for (performer, name) in (Stage::ANA..=CLEO).zip(["Ana", "Ben", "Cleo"]) {
        let person = stage.id(performer);
        let admit = Command::Admit { person, as_: Some(name.into()), replaces: None, for_: None };
        stage.say(Stage::IC, admit).expect("matched to the plan");
    }
    let opened =
        Command::Status { status: Status::Blocking, scene: Some("42A".into()), setup: None, override_: None };
    stage.say(Stage::AD, opened).expect("the scene opens");
    stage
}

/// Plays a day. `cast` says who plays whom.
fn play(day: &[Act], cast: impl Fn(usize) -> usize) -> Stage {
    let mut stage = morning(&cast);
    for act in day {
        let raise = |level, test| Command::Raise { level, test, for_: None };
        let (who, command) = match act {
            Act::Press(p, level) => (cast(*p), raise(*level, false)),
            Act::Test(p) => (cast(*p), raise(Level::Hold, true)),
            Act::Offline(p, age) => {
                let id = stage.next_id();
                stage.send_as(cast(*p), id, Some(*age), raise(Level::Hold, false));
                stage.settle();
                continue;
            }
            Act::MeantNothing(p) => {
                (cast(*p), Command::MeantNothing { signal: open_of(&stage, cast(*p)), presses: None })
            }
            Act::Ready(p) => (cast(*p), Command::Ready { signal: open_of(&stage, cast(*p)), presses: None }),
            Act::Acknowledge(r, p) => {
                (*r, Command::Acknowledge { signal: open_of(&stage, cast(*p)), again: None })
            }
            Act::Release(p) => {
                let signal = open_of(&stage, cast(*p));
                (Stage::IC, Command::Release { signal, in_person: true, presses: None })
            }
            Act::ForThem(p, level) => {
                (Stage::IC, Command::Raise { level: *level, test: false, for_: Some(stage.id(cast(*p))) })
            }
            Act::WatcherSilent(p, ms) => {
                stage.wait_beating(*ms, |who| who != watcher_of(*p));
                continue;
            }
            Act::Watcher(..)
            | Act::WatcherTest(_)
            | Act::Closure(_)
            | Act::Close(..)
            | Act::Closed(..)
            | Act::Wrap(_) => of_people(&stage, act, &cast),
            Act::Talk(..) | Act::Talked | Act::Line(..) | Act::Rider(..) => of_plan(&stage, act, &cast),
            Act::Way(p, way) => (Stage::IC, Command::Way { person: stage.id(cast(*p)), way: *way }),
            Act::OnSet(p, on) => (Stage::IC, Command::OnSet { person: stage.id(cast(*p)), on: *on }),
            Act::Silent(p, ms) => {
                let silent = cast(*p);
                stage.wait_beating(*ms, |who| who != silent);
                continue;
            }
            Act::Status(status) => {
                let override_ = Some(Override::IcPresent);
                (Stage::AD, Command::Status { status: *status, scene: None, setup: None, override_ })
            }
            Act::Access(access) => (Stage::AD, Command::Access { access: *access, notice: None }),
            Act::Attest(r) => {
                let attest = Command::Attest {
                    scene: "42A".into(),
                    people: true,
                    monitors: true,
                    devices: true,
                    robes: true,
                };
                (*r, attest)
            }
            Act::Call(r) => (*r, Command::Call),
            Act::NotYet(on) => (Stage::IC, Command::NotYet { on: *on }),
            Act::CheckIn => (Stage::IC, Command::CheckIn { to: None, text: None }),
            Act::Answer(p, answer) => {
                let check_in = stage.set().check_in().map_or(CheckInId(Uuid::from_u128(404)), |c| c.id);
                (cast(*p), Command::Answer { check_in, answer: *answer })
            }
            Act::Clear(clear) => (Stage::IC, Command::Clear { clear: *clear }),
            Act::Change => {
                let text = "A kiss at the end".into();
                (Stage::IC, Command::Change { scene: "42A".into(), text, sensitive: false })
            }
            Act::Reply(p, reply) => {
                let change = latest_change(&stage);
                (cast(*p), Command::Reply { change, reply: *reply })
            }
            Act::Publish(verdict) => {
                let change = latest_change(&stage);
                (Stage::IC, Command::Publish { change, state: *verdict, amendment: true })
            }
            Act::Paint(r) => {
                stage.paint(*r);
                continue;
            }
            Act::Wait(ms) => {
                stage.wait(*ms);
                continue;
            }
        };
        stage.send(who, command);
        stage.settle();
    }
    stage
}

fn watcher_of(performer: usize) -> usize {
    WATCHERS[performer - Stage::ANA]
}

fn got(stage: &Stage, who: usize) -> &[Arc<str>] {
    &stage.people[who].got
}

/// Ana and Ben exchanged.
fn exchanged(who: usize) -> usize {
    match who {
        Stage::ANA => Stage::BEN,
        Stage::BEN => Stage::ANA,
        other => other,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn with_two_performers_exchanged_everybody_else_but_the_ic_receives_the_same_bytes(
        day in proptest::collection::vec(act(), 1..40)
    ) {
        let one = play(&day, |who| who);
        let other = play(&day, exchanged);
        // Cleo's watcher, too. Those of the two exchanged see their own performer, by name.
        for who in [Stage::AD, CLEO, CREW, DOOR, watcher_of(CLEO)] {
            prop_assert_eq!(got(&one, who), got(&other, who));
        }
        // And it is not because nothing was told: the IC is told of the difference.
        let pressed = day.iter().any(|a| matches!(a, Act::Press(Stage::ANA | Stage::BEN, _)));
        prop_assert!(!pressed || got(&one, Stage::IC) != got(&other, Stage::IC));
    }

    #[test]
    fn crew_door_and_uninvolved_performers_notice_no_signal_that_is_not_called(
        press in prop_oneof![
            level().prop_map(|level| Act::Press(Stage::ANA, level)),
            level().prop_map(|level| Act::Watcher(Stage::ANA, level)),
        ],
        before in proptest::collection::vec(quiet_act(), 0..12),
        after in proptest::collection::vec(quiet_act(), 0..12),
    ) {
        let with = [&before[..], &[press, Act::Paint(0), Act::Acknowledge(0, Stage::ANA)], &after].concat();
        let without = [&before[..], &after].concat();
        let (with, without) = (play(&with, |who| who), play(&without, |who| who));
        for who in [Stage::BEN, CLEO, CREW, DOOR, watcher_of(Stage::BEN), watcher_of(CLEO)] {
            prop_assert_eq!(got(&with, who), got(&without, who));
        }
        prop_assert!(got(&with, Stage::AD) != got(&without, Stage::AD));
    }
}

/// What happens on a set without anyone rolling, calling or answering a signal.
fn quiet_act() -> impl Strategy<Value = Act> {
    prop_oneof![
        Just(Act::Status(Status::Reset)),
        Just(Act::Status(Status::LastLooks)),
        Just(Act::Access(Access::Closed)),
        (performer(), prop_oneof![Just(Way::InHand), Just(Way::Watcher)]).prop_map(|(p, w)| Act::Way(p, w)),
        performer().prop_map(Act::Closure),
        // Nobody may be alone on set: then the answer to a pause is another (practice).
        Just(Act::OnSet(CLEO, false)),
        Just(Act::OnSet(CLEO, true)),
        prop_oneof![Just(200u64), Just(1_500), Just(6_000), Just(16_000)].prop_map(Act::Wait),
    ]
}
