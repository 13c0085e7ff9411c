//! Properties of the rules over random days.

use crate::stage::{Stage, acts::watch};
use proptest::prelude::*;
use quiethold::{
    hub::{Handouts, Outgoing},
    set::{Hand, Set, Side},
    words::{Access, Command, Level, Override, PersonId, Role, SignalId, Status, Way},
};
use uuid::Uuid;

const PERFORMERS: usize = 3;
const PEOPLE: usize = 2 + PERFORMERS;

/// One thing that somebody does, by numbers that any day can make sense of.
#[derive(Clone, Debug)]
enum Act {
    Says(usize, Word),
    SaysWhileTheDiskWorks(usize, Word),
    Paints(usize),
    Hides(usize),
    Waits(u64),
}

#[derive(Clone, Debug)]
enum Word {
    Raise { level: Level, test: bool, for_: Option<usize> },
    MeantNothing(usize),
    Ready(usize),
    Acknowledge(usize),
    Release { nth: usize, in_person: bool },
    Call,
    Status(Status, Option<Override>),
    Setup(u8),
    StandDown(bool),
    NotYet(bool),
    Access(Access),
    Attest(bool),
    Way(usize, Way),
    OnSet(usize, bool),
    OnFloor(bool),
    Revoke(usize),
}

fn level() -> impl Strategy<Value = Level> {
    prop_oneof![Just(Level::Hold), Just(Level::Pause)]
}

fn performer() -> impl Strategy<Value = usize> {
    2..PEOPLE
}

fn word() -> impl Strategy<Value = Word> {
    let status = prop_oneof![
        Just(Status::Blocking),
        Just(Status::LastLooks),
        Just(Status::PictureUp),
        Just(Status::Rolling),
        Just(Status::Cut),
        Just(Status::Reset)
    ];
    let access =
        prop_oneof![Just(Access::Open), Just(Access::Closing), Just(Access::Closed), Just(Access::Reopening)];
    let way = prop_oneof![Just(Way::InHand), Just(Way::Remote), Just(Way::Word)];
    prop_oneof![
        6 => (level(), any::<bool>(), proptest::option::of(performer()))
            .prop_map(|(level, test, for_)| Word::Raise { level, test, for_ }),
        6 => level().prop_map(|level| Word::Raise { level, test: false, for_: None }),
        2 => (0usize..4).prop_map(Word::MeantNothing),
        3 => (0usize..4).prop_map(Word::Ready),
        3 => (0usize..4).prop_map(Word::Acknowledge),
        5 => (0usize..4, any::<bool>()).prop_map(|(nth, in_person)| Word::Release { nth, in_person }),
        1 => Just(Word::Call),
        3 => (status, proptest::option::of(Just(Override::IcPresent))).prop_map(|(s, o)| Word::Status(s, o)),
        1 => (0u8..2).prop_map(Word::Setup),
        1 => any::<bool>().prop_map(Word::StandDown),
        1 => any::<bool>().prop_map(Word::NotYet),
        1 => access.prop_map(Word::Access),
        1 => any::<bool>().prop_map(Word::Attest),
        2 => (performer(), way).prop_map(|(p, w)| Word::Way(p, w)),
        1 => (performer(), any::<bool>()).prop_map(|(p, on)| Word::OnSet(p, on)),
        1 => any::<bool>().prop_map(Word::OnFloor),
        1 => performer().prop_map(Word::Revoke),
    ]
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        12 => (0..PEOPLE, word()).prop_map(|(who, word)| Act::Says(who, word)),
        4 => (0..PEOPLE, word()).prop_map(|(who, word)| Act::SaysWhileTheDiskWorks(who, word)),
        2 => (0usize..2).prop_map(Act::Paints),
        1 => (0usize..2).prop_map(Act::Hides),
        2 => prop_oneof![Just(100u64), Just(1_000), Just(5_000), Just(16_000)].prop_map(Act::Waits),
    ]
}

fn day() -> impl Strategy<Value = Vec<Act>> {
    proptest::collection::vec(act(), 1..40)
}

fn coarse_stage() -> Stage {
    let mut stage = Stage::with(PERFORMERS);
    stage.step = 500;
    stage
}

fn nth_signal(set: &Set, nth: usize) -> SignalId {
    let all: Vec<SignalId> = set.signals().map(|s| s.id).collect();
    if all.is_empty() { SignalId(Uuid::from_u128(404)) } else { all[nth % all.len()] }
}

fn command(stage: &Stage, word: &Word) -> Command {
    let set = stage.set();
    let status = |status, setup: Option<String>, override_| Command::Status {
        status,
        scene: Some("42A".into()),
        setup,
        override_,
    };
    match word {
        Word::Raise { level, test, for_ } => {
            Command::Raise { level: *level, test: *test, for_: for_.map(|p| stage.id(p)) }
        }
        Word::MeantNothing(n) => Command::MeantNothing { signal: nth_signal(&set, *n), presses: None },
        Word::Ready(n) => Command::Ready { signal: nth_signal(&set, *n), presses: None },
        Word::Acknowledge(n) => Command::Acknowledge { signal: nth_signal(&set, *n), again: None },
        Word::Release { nth, in_person } => {
            let signal = nth_signal(&set, *nth);
            let presses = set.signal(signal).map(|s| s.presses);
            Command::Release { signal, in_person: *in_person, presses }
        }
        Word::Call => Command::Call,
        Word::Status(s, o) => status(*s, None, *o),
        Word::Setup(n) => status(Status::Blocking, Some(format!("{n}")), None),
        Word::StandDown(on) => Command::StandDown { on: *on },
        Word::NotYet(on) => Command::NotYet { on: *on },
        Word::Access(access) => Command::Access { access: *access, notice: None },
        Word::Attest(yes) => {
            Command::Attest { scene: "42A".into(), people: *yes, monitors: *yes, devices: *yes, robes: *yes }
        }
        Word::Way(p, way) => Command::Way { person: stage.id(*p), way: *way },
        Word::OnSet(p, on) => Command::OnSet { person: stage.id(*p), on: *on },
        Word::OnFloor(on) => Command::OnFloor { on: *on },
        Word::Revoke(p) => Command::Revoke { person: stage.id(*p) },
    }
}

fn play(stage: &mut Stage, act: &Act, mut after: impl FnMut(&mut Stage, &Act)) {
    match act {
        Act::Says(who, word) => {
            let command = command(stage, word);
            stage.send(*who, command);
            stage.settle();
        }
        Act::SaysWhileTheDiskWorks(who, word) => {
            let command = command(stage, word);
            stage.meanwhile(*who, command);
            stage.send(Stage::IC, Command::NotYet { on: false });
            stage.settle();
        }
        Act::Paints(who) => stage.paint(*who),
        Act::Hides(who) => {
            stage.beat(*who, false);
            stage.settle();
        }
        Act::Waits(ms) => stage.wait(*ms),
    }
    after(stage, act);
}

/// What must be true of every set that any log folds to.
fn is_valid(set: &Set) {
    let mut owners: Vec<(PersonId, bool)> = set.signals().map(|s| (s.owner, s.is_technical())).collect();
    let open = owners.len();
    owners.sort_unstable();
    owners.dedup();
    assert_eq!(owners.len(), open, "two open signals of one owner");
    for signal in set.signals() {
        assert!(signal.presses >= 1 && signal.arms >= 1 && signal.arms <= signal.presses);
        for side in [Side::Ic, Side::Ad] {
            let state = signal.side(side);
            assert!(state.displayed || !state.acknowledged, "acknowledged, but never painted");
        }
        assert!(
            !signal.hidden_from_ad
                || (signal.level == Level::Pause && signal.hand != Hand::Technical(Side::Ad))
        );
    }
    assert!(!set.is_called() || open > 0, "a hold is public, and nothing is open that could be released");
}

fn told_alike(a: &Set, b: &Set) -> bool {
    let tell = |set: &Set| {
        let signals: Vec<_> = set
            .signals()
            .map(|s| {
                let mut s = s.clone();
                s.armed = 0;
                s
            })
            .collect();
        format!(
            "{signals:?} {:?} {:?} {} {} {}",
            set.scene(),
            set.access(),
            set.is_called(),
            set.is_stood_down(),
            set.is_not_yet()
        )
    };
    tell(a) == tell(b)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_hold_is_never_lost(day in day()) {
        let mut stage = coarse_stage();
        for act in &day {
            let before = stage.set();
            play(&mut stage, act, |stage, act| {
                let now = stage.set();
                // Whoever had an open signal still has it, unless an IC just released it.
                for was in before.signals() {
                    let released = matches!(act, Act::Says(Stage::IC, Word::Release { .. }) | Act::SaysWhileTheDiskWorks(Stage::IC, Word::Release { .. }));
                    assert!(now.signal(was.id).is_some() || released, "{act:?} ended a signal");
                    if let Some(is) = now.signal(was.id) {
                        assert!(is.level >= was.level && is.presses >= was.presses, "{act:?}");
                    }
                }
                // Whoever pressed has an open signal with one press more.
                let pressed = match act {
                    Act::Says(who, Word::Raise { test: false, for_: None, level }) | Act::SaysWhileTheDiskWorks(who, Word::Raise { test: false, for_: None, level }) if *who >= 2 => Some((*who, *level)),
                    _ => None,
                };
                if let Some((who, level)) = pressed && before.person(stage.id(who)).is_some_and(quiethold::set::Person::is_admitted) {
                    let was = before.signal_of(stage.id(who)).map_or(0, |s| s.presses);
                    let is = now.signal_of(stage.id(who)).expect("the press is open");
                    assert!(is.presses == was + 1 && is.level >= level);
                }
            });
        }
    }

    #[test]
    fn only_an_ic_ever_ends_a_signal(day in day()) {
        let mut stage = coarse_stage();
        for act in &day {
            play(&mut stage, act, |_, _| {});
        }
        for entry in stage.logged() {
            let releases = entry.events.iter().any(|e| matches!(e, quiethold::set::Event::Released { .. }));
            prop_assert!(!releases || entry.by == Some(stage.id(Stage::IC)));
        }
    }

    /// A hold makes new views only for those whom it concerns. Behind it, one made for everybody has nothing to add.
    #[test]
    fn whoever_a_change_does_not_concern_would_have_been_sent_nothing(day in day(), hers in any::<[bool; 8]>()) {
        let mut stage = coarse_stage();
        let wanda = watch(&mut stage, Role::Watcher, "Wanda", 2);
        stage.join(Role::Crew, "Carla");
        let left_out = |stage: &mut Stage| {
            stage.settle();
            stage.hub.hand_out(Handouts::default());
            stage.hub.publish();
            stage.people.iter().position(|phone| matches!(phone.outbox.try_next(), Some(Outgoing::Frame(_))))
        };
        for (nth, act) in day.iter().enumerate() {
            play(&mut stage, act, |_, _| {});
            prop_assert_eq!(left_out(&mut stage), None, "{:?}", act);
            if nth % 3 == 0 {
                let test = hers[nth % hers.len()];
                stage.send(wanda, Command::Raise { level: Level::Hold, test, for_: None });
                prop_assert_eq!(left_out(&mut stage), None, "Wanda pressed, as a test: {}", test);
            }
        }
    }

    #[test]
    fn a_second_copy_of_every_command_changes_nothing(day in day()) {
        let mut stage = coarse_stage();
        for act in &day {
            if let Act::Says(who, word) = act {
                let command = command(&stage, word);
                let id = stage.next_id();
                stage.send_as(*who, id, None, command.clone());
                stage.settle();
                if matches!(stage.answer_if_any(*who, id), Some(quiethold::protocol::HubFrame::Done { .. })) {
                    let once = stage.set();
                    stage.send_as(*who, id, Some(700), command);
                    stage.settle();
                    prop_assert!(told_alike(&once, &stage.set()));
                }
            } else {
                play(&mut stage, act, |_, _| {});
            }
        }
    }

    #[test]
    fn the_state_is_always_the_fold_of_what_is_on_disk_and_every_prefix_of_it_is_valid(day in day()) {
        let mut stage = coarse_stage();
        for act in &day {
            play(&mut stage, act, |stage, _| is_valid(&stage.set()));
        }
        let mut folded = Set::default();
        for entry in stage.logged() {
            folded.apply(&entry, 0);
            is_valid(&folded);
        }
        prop_assert!(told_alike(&folded, &stage.set()));
    }

    #[test]
    fn no_hold_waits_longer_for_a_person_than_the_practice_allows(day in day()) {
        let mut stage = coarse_stage();
        for act in &day {
            play(&mut stage, act, |_, _| {});
        }
        stage.wait(5_000);
        let holds = |set: &Set| set.signals().any(|s| s.level == Level::Hold);
        let set = stage.set();
        if holds(&set) && set.is_rolling() {
            prop_assert!(set.is_called());
        }
        stage.wait(10_000);
        let set = stage.set();
        if set.signals().any(|s| s.level == Level::Hold && !s.ic.acknowledged) {
            prop_assert!(set.is_called());
        }
    }

    #[test]
    fn what_is_urgent_has_the_last_word_whatever_the_disk_is_writing(day in day(), slow in word(), who in 0..2usize, urgent in 0..4u8) {
        let mut stage = coarse_stage();
        for act in &day {
            play(&mut stage, act, |_, _| {});
        }
        let slow = command(&stage, &slow);
        let word = match urgent {
            0 => Word::Status(Status::Cut, None),
            1 => Word::StandDown(true),
            2 => Word::Call,
            _ => Word::Raise { level: Level::Hold, test: false, for_: None },
        };
        let said = command(&stage, &word);
        stage.meanwhile(who, said);
        stage.send(Stage::IC, slow);
        stage.send(Stage::IC, Command::NotYet { on: false }); // so that there is something to write
        stage.send(Stage::AD, Command::Status { status: Status::Rolling, scene: Some("42A".into()), setup: None, override_: Some(Override::IcPresent) });
        stage.settle();
        let set = stage.set();
        match urgent {
            0 => prop_assert!(!set.is_rolling()),
            1 => prop_assert!(set.is_stood_down()),
            2 => prop_assert!(set.is_called()),
            _ => prop_assert!(set.signals().any(|s| s.owner == stage.id(who))),
        }
    }

    #[test]
    fn rolling_never_begins_over_an_open_signal_or_without_an_ic(day in day()) {
        let mut stage = coarse_stage();
        for act in &day {
            let before = stage.set();
            play(&mut stage, act, |stage, act| {
                let now = stage.set();
                if now.is_rolling() && !before.is_rolling() && !now.is_stood_down() && matches!(act, Act::Says(..)) {
                    assert!(before.signals().next().is_none(), "rolled over an open signal");
                }
            });
        }
    }
}
