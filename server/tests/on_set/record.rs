//! What a day leaves behind: the wrap, what is kept without names, and production's cut of it.

use crate::stage::{Stage, plans};
use quiethold::{
    keys::recovery,
    log::Log,
    record::{DayFolder, Kept, Report, Wrap, sealed_records, story::Lines},
    set::{Entry, Event},
    words::{Answer, ChangeState, Command, Level, Reader, Reply, SignalId, Status, Verdict},
};
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
    stage.say(Stage::IC, Command::Acknowledge { signal, again: None }).expect("in hand");
    stage.say(first, Command::Ready { signal, presses: None }).expect("ready");
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
    let day_files =
        ["record.key", "record.key.copy", "day.copy", "day.sqlite", "day.sqlite-wal", "day.sqlite-shm"];
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
        let entries = [Entry { at: crate::stage::MORNING, by: None, id: None, events }];
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
        assert_eq!((story.wrapped_at, story.not_yet.len()), (Some(crate::stage::MORNING), 1));
        assert!(records[0].open("calm river stone").is_err());
    }
}

fn page(story: &quiethold::record::Story, reader: Reader) -> String {
    Report::of(story, reader).html
}

#[test]
fn only_a_yes_of_the_plan_is_called_agreed_and_its_riders_stand_in_the_ics_report_alone() {
    let mut stage = Stage::with(2);
    plans::load(&mut stage, plans::DAY);
    let Kept { ic, production } = kept(&stage, true);
    for story in [&ic, &production] {
        assert_eq!(story.plans[0].scenes[0].lines, Lines { yes: 2, ask: 1, not_here: 1 });
    }
    for page in [page(&ic, Reader::Ic), page(&production, Reader::Production)] {
        assert!(!page.contains("agreed on") && !page.contains("1 times"), "{page}");
        assert!(page.contains("The plan was set once, at "), "{page}");
        let head =
            "Lines: yes</th><th scope=\"col\">Ask in the moment</th><th scope=\"col\">Not in this scene";
        assert!(page.contains(head) && page.contains("<td>2</td><td>1</td><td>1</td>"), "{page}");
    }
    let riders: Vec<_> = ic.riders.iter().map(|r| (r.who.as_deref(), r.confirmed, r.planned)).collect();
    assert_eq!(riders, [(Some("Ana"), true, true), (Some("Ben"), false, true)], "no rider for a kiss");
    assert!(ic.riders[0].received.is_some() && page(&ic, Reader::Ic).contains(", in the plan"));
    assert!(production.riders.is_empty());
    let nameless = kept(&stage, false).ic;
    assert!(nameless.riders.len() == 2 && nameless.riders.iter().all(|r| r.who.is_none()));
    plans::load(&mut stage, &plans::DAY.replace("Breakfast", "Lunch"));
    let again = kept(&stage, true).ic;
    assert_eq!(again.riders.len(), 2, "the same riders are told once");
    assert!(page(&again, Reader::Ic).contains("The plan was set 2 times, last at "));
}

#[test]
fn a_yes_that_was_taken_back_stands_beside_what_came_after_and_without_names_only_as_it_was_published() {
    let mut stage = Stage::with(2);
    crate::stage::acts::scene(&mut stage, "42A");
    let text = "Ben kisses ana's hand".into();
    stage.say(Stage::IC, Command::Change { scene: "42A".into(), text, sensitive: false }).expect("asked");
    let change = stage.set().changes().next().expect("asked").id;
    for who in [Stage::ANA, Stage::BEN] {
        stage.wait(1_000);
        stage.say(who, Command::Reply { change, reply: Reply::Yes }).expect("answered");
    }
    stage
        .say(Stage::IC, Command::Publish { change, state: Verdict::Agreed, amendment: false })
        .expect("published");
    stage.wait(10_000);
    stage.say(Stage::ANA, Command::Reply { change, reply: Reply::No }).expect("taken back");
    let named = kept(&stage, true).ic;
    let anas = &named.changes[0].replies[0];
    assert_eq!(
        (anas.who.as_deref(), anas.answer, anas.before[0].answer),
        (Some("Ana"), Reply::No, Reply::Yes)
    );
    assert!(anas.at > Some(anas.before[0].at));
    let html = page(&named, Reader::Ic);
    assert!(html.contains("Ana: yes ") && html.contains(", then no "), "{html}");
    let Kept { ic: nameless, production } = kept(&stage, false);
    let replies: Vec<Reply> = nameless.changes[0].replies.iter().map(|r| r.answer).collect();
    assert_eq!(replies, [Reply::Yes, Reply::Yes]);
    assert!(nameless.changes[0].replies.iter().all(|r| r.at.is_none() && r.before.is_empty()));
    assert_eq!(nameless.changes[0].states.last().map(|s| s.state), Some(ChangeState::NotToday));
    assert!(production.changes[0].replies.is_empty());
}

#[test]
fn each_clear_and_each_reopening_of_a_check_in_is_kept_in_both_reports() {
    let mut stage = Stage::with(2);
    crate::stage::acts::scene(&mut stage, "42A");
    stage.say(Stage::IC, Command::CheckIn { to: None, text: None }).expect("asked");
    for clear in [true, false, true] {
        stage.wait(1_000);
        stage.say(Stage::IC, Command::Clear { clear }).expect("published");
    }
    let Kept { ic, production } = kept(&stage, true);
    for (story, reader) in [(&ic, Reader::Ic), (&production, Reader::Production)] {
        let steps: Vec<bool> = story.check_ins[0].steps.iter().map(|s| s.cleared).collect();
        assert_eq!(steps, [true, false, true]);
        let html = page(story, reader);
        assert_eq!(
            (html.matches(" cleared<").count(), html.matches(" opened again<").count()),
            (2, 1),
            "{html}"
        );
    }
    // Another scene has its own: the first stays as it was.
    crate::stage::acts::scene(&mut stage, "43");
    stage.say(Stage::IC, Command::Clear { clear: true }).expect("cleared without a round");
    let told = kept(&stage, true).ic.check_ins;
    assert_eq!((told.len(), told[0].steps.len(), told[1].asked, told[1].steps.len()), (2, 3, 0, 1));
}

#[test]
fn what_has_not_ended_never_reads_as_open_and_a_short_day_has_its_times_drawn() {
    let mut stage = a_day(Stage::ANA, Stage::BEN);
    let access = Command::Access { access: quiethold::words::Access::Closed, notice: None };
    stage.say(Stage::IC, access).expect("closed");
    stage.wait(200_000);
    stage.say(Stage::IC, Command::NotYet { on: true }).expect("not yet");
    let Kept { ic, production } = kept(&stage, true);
    for (story, reader) in [(&ic, Reader::Ic), (&production, Reader::Production)] {
        let html = page(story, reader);
        assert!(
            !html.contains("still open") && html.contains("<td>the end of this report</td><td>closed</td>")
        );
        let drawn = &html[html.find("<svg").expect("drawn")..html.find("</svg>").expect("drawn")];
        let times = drawn.matches("y=\"13\" text-anchor=\"middle\"").count();
        assert!((3..=18).contains(&times), "start, end and some between: {times}");
    }
}

#[test]
fn a_report_says_whose_names_it_has() {
    let stage = a_day(Stage::ANA, Stage::BEN);
    let theirs_only = "names it has those of the ICs and 1st ADs only";
    assert!(page(&kept(&stage, false).ic, Reader::Ic).contains(theirs_only));
    assert!(!page(&kept(&stage, true).ic, Reader::Ic).contains(theirs_only));
}
