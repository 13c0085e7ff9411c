//! What a day leaves behind: the wrap, what is kept without names, and production's cut of it.

mod stage;

use quiethold::{
    keys::recovery,
    log::Log,
    record::{DayFolder, Kept, Wrap, sealed_records},
    set::{Entry, Event},
    words::{Answer, Command, Level, Reply, SignalId, Status, Verdict},
};
use stage::Stage;
use std::fs;
use uuid::Uuid;

const HOLD: Command = Command::Raise { level: Level::Hold, test: false, for_: None };

fn kept(stage: &Stage, keep_names: bool) -> Kept {
    let entries = stage.logged();
    Wrap { hub: "Stage 4", day: Uuid::nil(), entries: &entries, keep_names, keep_days: 90 }.kept()
}

/// Raised, answered and released; then asked and answered, each by one of the two.
fn a_day(first: usize, second: usize) -> Stage {
    let mut stage = Stage::with(2);
    let scene = || Some("42A".to_owned());
    let status = |status| Command::Status { status, scene: scene(), setup: None, override_: None };
    stage.say(Stage::AD, status(Status::Rehearsal)).expect("opened");
    stage.say(first, Command::Raise { level: Level::Hold, test: true, for_: None }).expect("tested");
    stage.paint(Stage::IC);
    stage.say(first, HOLD).expect("raised");
    stage.paint(Stage::IC);
    stage.wait(1_000);
    let signal = stage.set().signals().next().expect("open").id;
    stage.say(Stage::IC, Command::Acknowledge { signal }).expect("in hand");
    stage.say(first, Command::Ready { signal }).expect("ready");
    stage.say(Stage::IC, Command::Release { signal, in_person: false, presses: None }).expect("released");
    let text = Some("Ana, Ben: warm enough?".to_owned());
    stage.say(Stage::IC, Command::CheckIn { to: None, text }).expect("asked");
    let check_in = stage.set().check_in().expect("asked").id;
    for (who, answer) in [(first, Answer::Red), (second, Answer::Green), (first, Answer::Amber)] {
        stage.wait(1_000);
        stage.say(who, Command::Answer { check_in, answer }).expect("answered");
    }
    let change =
        Command::Change { scene: "42A".into(), text: "Ben kisses ana's hand".into(), sensitive: false };
    stage.say(Stage::IC, change).expect("asked");
    let change = stage.set().changes().next().expect("asked").id;
    for (who, reply) in [(first, Reply::No), (second, Reply::Yes)] {
        stage.say(who, Command::Reply { change, reply }).expect("answered");
    }
    stage
        .say(Stage::IC, Command::Publish { change, state: Verdict::NotToday, amendment: false })
        .expect("published");
    stage
}

#[test]
fn a_press_that_meets_the_wrap_is_never_swallowed_and_the_day_goes_on() {
    let mut stage = Stage::with(2);
    let pressed = stage.meanwhile(Stage::ANA, HOLD);
    stage.say(Stage::IC, Command::Wrap { keep_names: false }).expect("it stands in the log");
    stage.answer(Stage::ANA, pressed).expect("a raise is never denied");
    assert!(!stage.set().is_day_over());
    assert_eq!(stage.set().signals().count(), 1);
    assert!(!stage.people[Stage::IC].ic_view().wrapped);
    let signal = stage.set().signals().next().expect("open").id;
    stage.say(Stage::IC, Command::Release { signal, in_person: true, presses: None }).expect("released");
    stage.say(Stage::IC, Command::Wrap { keep_names: false }).expect("wrapped");
    assert!(stage.set().is_day_over());
    assert!(kept(&stage, false).ic.wrapped_at.is_some());
}

#[test]
fn the_kept_record_is_the_same_whichever_of_two_performers_signalled_and_answered() {
    let one = a_day(Stage::ANA, Stage::BEN);
    let other = a_day(Stage::BEN, Stage::ANA);
    let [one_kept, other_kept] = [&one, &other].map(|stage| kept(stage, false));
    assert_eq!(one_kept.ic, other_kept.ic);
    assert_eq!(one_kept.production, other_kept.production);
    assert_ne!(kept(&one, true).ic, kept(&other, true).ic, "with names they differ");
}

#[test]
fn without_names_counts_are_kept_and_no_name_and_no_id_of_anybody() {
    let stage = a_day(Stage::ANA, Stage::BEN);
    let Kept { ic, production } = kept(&stage, false);
    let answers: Vec<Answer> = ic.check_ins[0].answers.iter().map(|a| a.answer).collect();
    assert_eq!(
        answers,
        [Answer::Green, Answer::Amber],
        "the latest of each, in no order that tells anything"
    );
    assert_eq!(ic.check_ins[0].text, "[name], [name]: warm enough?");
    assert_eq!(ic.changes[0].text, "[name] kisses [name]'s hand");
    assert_eq!(ic.signals.len(), 1);
    for story in [serde_json::to_string(&ic), serde_json::to_string(&production)] {
        let story = story.expect("it can be written");
        assert!(!story.contains("Ana") && !story.contains("Ben"), "{story}");
        for phone in &stage.people {
            assert!(!story.contains(&phone.id.0.to_string()) && !story.contains(&phone.token));
        }
    }
    let named = kept(&stage, true).ic;
    assert_eq!(named.signals[0].who.as_deref(), Some("Ana"));
    assert_eq!(named.check_ins[0].answers.len(), 2);
}

#[test]
fn productions_cut_has_a_signal_only_once_it_is_ticked_and_no_answer_ever() {
    let mut stage = a_day(Stage::ANA, Stage::BEN);
    let unknown = Command::Tick { signal: SignalId(Uuid::from_u128(7)), on: true };
    stage.say(Stage::IC, unknown).expect_err("there is no such signal");
    let production = kept(&stage, true).production;
    assert!(
        production.signals.is_empty() && production.press_tests.is_empty() && production.links.is_empty()
    );
    assert!(production.check_ins[0].answers.is_empty() && production.check_ins[0].text.is_empty());
    assert!(production.changes[0].replies.is_empty());
    let signal = stage.set().past().next().expect("released").id;
    stage.say(Stage::IC, Command::Tick { signal, on: true }).expect("ticked");
    let production = kept(&stage, true).production;
    assert_eq!(production.signals.len(), 1);
    assert_eq!(production.signals[0].who, None);
    let steps = serde_json::to_string(&production.signals[0].steps).expect("it can be written");
    assert!(!steps.contains("ready") && steps.contains("released"), "{steps}");
}

#[test]
fn whatever_was_destroyed_when_the_hub_fell_over_the_next_start_finishes_the_wrap() {
    let day_files = ["record.key", "day.key", "day.sqlite", "day.sqlite-wal", "day.sqlite-shm"];
    for step in 0..=day_files.len() + 1 {
        let place = tempfile::tempdir().expect("a folder");
        let folder = DayFolder::take(place.path()).expect("it is ours");
        let mut day = folder.day().expect("a new day");
        let (words, recovery) = recovery::new();
        let events = vec![
            Event::RecoveryMade { kept: recovery.clone() },
            Event::NotYet { on: true },
            Event::DayWrapped { keep_names: false },
        ];
        let entries = [Entry { at: stage::MORNING, by: None, id: None, events }];
        day.log.append(0, &entries).expect("it is written");
        let wrap =
            Wrap { hub: "Stage 4", day: day.id(), entries: &entries, keep_names: false, keep_days: 90 };
        // Step 0: nothing but the log. Step 1: sealed, and nothing destroyed. Then a file more each time.
        if step > 0 {
            wrap.seal(place.path(), &recovery).expect("it is written");
        }
        drop(day);
        for file in day_files.iter().take(step.saturating_sub(1)) {
            let _ = fs::remove_file(place.path().join(file));
        }
        let new = folder.begin_day("Stage 4", 90).expect("a new day begins");
        assert!(new.entries.is_empty(), "step {step}");
        assert!(!place.path().join("day.wrapped").exists());
        let records = sealed_records(place.path()).expect("readable");
        assert_eq!(records.len(), 1, "step {step}");
        let story = records[0].open(&words).expect("the words open it");
        assert_eq!((story.wrapped_at, story.not_yet.len()), (Some(stage::MORNING), 1));
        assert!(records[0].open("calm river stone").is_err());
    }
}
