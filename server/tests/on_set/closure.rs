//! Closure: the ending for one person, and a phone that forgets everything.

use crate::stage::{Stage, acts::*, planned::*};
use quiethold::{
    protocol::{OwnClosure, RefusalCode},
    words::{Answer, Command, DenialCode, Job, Kind, Override, Role, Status, Word},
};

fn begin(stage: &mut Stage, who: usize) {
    let person = stage.id(who);
    stage.say(IC, Command::Closure { person }).expect("begun");
}

fn close(answer: Answer, word: Word) -> Command {
    Command::Close { answer, word }
}

#[allow(clippy::result_large_err)] // a frame, as the stage gives it back
fn end(stage: &mut Stage, who: usize, in_person: bool) -> Result<(), quiethold::protocol::HubFrame> {
    let person = stage.id(who);
    stage.say(IC, Command::Closed { person, in_person })
}

fn wrapped(override_: Option<Override>) -> Command {
    Command::Status { status: Status::Wrapped, scene: None, setup: None, override_ }
}

fn closed(stage: &Stage, who: usize) -> bool {
    stage.people[who].refused().is_some_and(|(code, _)| code == RefusalCode::Closed)
}

fn closures_open(stage: &Stage) -> u32 {
    stage.people[AD].ad_view().closures_open
}

#[test]
fn an_ending_is_a_last_answer_and_an_offered_word_and_then_the_phone_is_let_go() {
    let mut stage = Stage::with(2);
    scene(&mut stage, "42A");
    assert!(stage.people[ANA].performer_view().closure.is_none());
    assert_eq!(code(stage.say(ANA, close(Answer::Green, Word::NoThanks))), DenialCode::NotAsked);
    begin(&mut stage, ANA);
    let own = stage.people[ANA].performer_view().closure;
    assert_eq!(own, Some(OwnClosure { answer: None, word: None }));
    assert!(stage.people[BEN].performer_view().closure.is_none(), "one person at a time");
    assert_eq!(code(end(&mut stage, ANA, false)), DenialCode::NotReady, "nothing was answered");

    stage.say(ANA, close(Answer::Amber, Word::InSight)).expect("answered");
    let ics = stage.people[IC].ic_view().people.into_iter().find_map(|p| p.closure).expect("for the IC");
    assert_eq!((ics.answer, ics.word, ics.silent), (Some(Answer::Amber), Some(Word::InSight), false));
    assert_eq!(code(end(&mut stage, ANA, false)), DenialCode::NotReady, "a word is wanted");
    // A later answer replaces the earlier.
    stage.say(ANA, close(Answer::Green, Word::NoThanks)).expect("answered anew");
    assert_eq!(stage.people[ANA].performer_view().closure.and_then(|c| c.word), Some(Word::NoThanks));
    end(&mut stage, ANA, false).expect("done");
    let (code, sentence) = stage.people[ANA].refused().expect("at once");
    assert_eq!(code, RefusalCode::Closed);
    assert!(sentence.contains("Thank you"), "{sentence}");
    let token = stage.people[ANA].token.clone();
    let refused = stage.hub.resume(&token).expect_err("and when it comes back");
    assert_eq!(refused.code, RefusalCode::Closed);
    assert!(!closed(&stage, BEN));
    assert!(stage.people[IC].ic_view().people.iter().all(|p| p.name != "Ana"));
}

#[test]
fn a_wanted_word_or_silence_is_ended_only_by_having_spoken_in_person() {
    let mut stage = Stage::with(2);
    begin(&mut stage, ANA);
    begin(&mut stage, BEN);
    stage.say(ANA, close(Answer::Red, Word::WithSomeone)).expect("answered");
    let silent = |stage: &Stage, name: &str| {
        let people = stage.people[IC].ic_view().people;
        people.into_iter().find(|p| p.name == name).and_then(|p| p.closure).is_some_and(|c| c.silent)
    };
    stage.wait(59_000);
    assert!(!silent(&stage, "Ben"));
    stage.wait(1_200);
    assert!(silent(&stage, "Ben") && !silent(&stage, "Ana"), "go and ask Ben");
    for who in [ANA, BEN] {
        assert_eq!(code(end(&mut stage, who, false)), DenialCode::NotReady);
        end(&mut stage, who, true).expect("spoken in person");
        assert!(closed(&stage, who));
    }
}

#[test]
fn only_the_ic_begins_and_ends_it_and_never_while_rolling() {
    let mut stage = Stage::with(2);
    roll(&mut stage);
    let person = stage.id(ANA);
    assert_eq!(code(stage.say(IC, Command::Closure { person })), DenialCode::Rolling);
    stage.say(AD, status(Status::Cut)).expect("cut");
    for who in [AD, ANA, BEN] {
        assert_eq!(code(stage.say(who, Command::Closure { person })), DenialCode::NotAllowed);
        let end = Command::Closed { person, in_person: true };
        assert_eq!(code(stage.say(who, end)), DenialCode::NotAllowed);
    }
    // Somebody off set has an ending as well, and twice begun is once.
    stage.say(IC, Command::OnSet { person, on: false }).expect("off set");
    begin(&mut stage, ANA);
    stage.say(ANA, close(Answer::Green, Word::NoThanks)).expect("answered");
    begin(&mut stage, ANA);
    assert_eq!(stage.people[ANA].performer_view().closure.and_then(|c| c.answer), Some(Answer::Green));
    let person = stage.id(AD);
    assert_eq!(code(stage.say(IC, Command::Closure { person })), DenialCode::UnknownPerson);
}

#[test]
fn the_button_works_to_the_last_and_an_open_signal_keeps_the_ending_open() {
    let mut stage = Stage::with(2);
    begin(&mut stage, ANA);
    stage.say(ANA, close(Answer::Green, Word::NoThanks)).expect("answered");
    stage.say(ANA, hold()).expect("recorded");
    assert_eq!(stage.people[IC].alerts().len(), 1);
    assert_eq!(code(end(&mut stage, ANA, true)), DenialCode::SignalOpen);
    let signal = open_of(&stage, ANA);
    stage.say(IC, Command::Release { signal, in_person: true, presses: None }).expect("released");
    end(&mut stage, ANA, false).expect("done");
}

#[test]
fn whoever_holds_their_button_is_let_go_with_them() {
    let mut stage = Stage::with(2);
    let wanda = watch(&mut stage, Role::Watcher, "Wanda", ANA);
    let carl = watch(&mut stage, Role::Chaperone, "Carl", BEN);
    begin(&mut stage, ANA);
    end(&mut stage, ANA, true).expect("done");
    assert!(closed(&stage, ANA) && closed(&stage, wanda) && !closed(&stage, carl));
    let token = stage.people[wanda].token.clone();
    assert_eq!(stage.hub.resume(&token).expect_err("gone").code, RefusalCode::Closed);
}

#[test]
fn what_was_closed_stays_closed_after_a_restart() {
    let mut stage = Stage::with(2);
    let wanda = watch(&mut stage, Role::Watcher, "Wanda", ANA);
    begin(&mut stage, ANA);
    end(&mut stage, ANA, true).expect("done");
    begin(&mut stage, BEN);
    stage.kill_and_restart();
    for who in [ANA, wanda] {
        let token = stage.people[who].token.clone();
        assert_eq!(stage.hub.resume(&token).expect_err("gone").code, RefusalCode::Closed);
    }
    assert!(stage.set().closure(stage.id(BEN)).is_some(), "his is still to be answered");
}

#[test]
fn whoever_is_needed_again_joins_anew_with_the_same_phone() {
    let mut stage = Stage::with(2);
    begin(&mut stage, ANA);
    end(&mut stage, ANA, true).expect("done");
    let again = stage.join(Role::Performer, "Ana");
    assert!(stage.people[IC].ic_view().waiting.iter().all(|w| !w.same_name), "the earlier one is gone");
    stage.say(IC, admit(&stage, again)).expect("let in");
    stage.say(again, hold()).expect("a button as any");
    assert!(stage.people[again].performer_view().closure.is_none());
}

#[test]
fn a_scene_is_wrapped_without_every_ending_only_by_an_override_that_the_record_keeps() {
    let mut stage = Stage::with(2);
    scene(&mut stage, "42A");
    assert_eq!(closures_open(&stage), 2);
    let said = sentence(stage.say(AD, wrapped(None)));
    assert!(said.contains("2 performers") && !said.contains("Ana"), "{said}");
    begin(&mut stage, ANA);
    end(&mut stage, ANA, true).expect("done");
    assert_eq!(closures_open(&stage), 1);
    assert_eq!(code(stage.say(AD, wrapped(None))), DenialCode::NotReadyToRoll);
    stage.say(AD, wrapped(Some(Override::CheckedInPerson))).expect("with a word for it");
    let line = stage.people[IC].ic_view().timeline.into_iter().find(|l| l.text.contains("wrapped"));
    assert!(line.expect("it is there").text.contains("1 not met"));

    begin(&mut stage, BEN);
    stage.say(BEN, close(Answer::Green, Word::NoThanks)).expect("answered");
    end(&mut stage, BEN, false).expect("done");
    scene(&mut stage, "43");
    stage.say(AD, wrapped(None)).expect("nobody is left without an ending");
}

#[test]
fn with_the_tool_stood_down_a_scene_is_wrapped_without_asking() {
    let mut stage = Stage::with(1);
    scene(&mut stage, "42A");
    stage.say(AD, Command::StandDown { on: true }).expect("down");
    stage.say(AD, wrapped(None)).expect("nothing is refused");
}

#[test]
fn whoever_plays_in_a_later_scene_of_the_plan_has_their_ending_then() {
    let scenes = vec![a_scene("7", Kind::Nudity, &["Ana", "Ben"]), a_scene("8", Kind::Nudity, &["Ana"])];
    let people = vec![somebody("Ana", Job::Performer), somebody("Ben", Job::Performer)];
    let mut stage = Stage::planned(a_day(scenes, people));
    stage.join(Role::Ic, "Mara");
    stage.join(Role::Ad, "Tom");
    for name in ["Ana", "Ben"] {
        let who = stage.join(Role::Performer, name);
        stage.say(IC, admit_as(&stage, who, name)).expect("let in");
    }
    scene(&mut stage, "7");
    assert_eq!(closures_open(&stage), 1, "Ben");
    begin(&mut stage, BEN);
    end(&mut stage, BEN, true).expect("done");
    stage.say(AD, wrapped(None)).expect("Ana has another scene");
    scene(&mut stage, "8");
    assert_eq!(code(stage.say(AD, wrapped(None))), DenialCode::NotReadyToRoll, "her last");
    // Taken up again, the first scene is one to come.
    scene(&mut stage, "7");
    scene(&mut stage, "8");
    stage.say(AD, wrapped(None)).expect("there is scene 7 again");
    scene(&mut stage, "7");
    assert_eq!(code(stage.say(AD, wrapped(None))), DenialCode::NotReadyToRoll);
    // Coming back on the same day, Ben is the same name of the plan, and has another ending.
    let again = stage.join(Role::Performer, "Ben");
    stage.say(IC, admit_as(&stage, again, "Ben")).expect("let in");
    let matched = stage.set().person(stage.id(again)).and_then(|p| p.planned.clone());
    assert_eq!((matched.as_deref(), closures_open(&stage)), (Some("Ben"), 2));
}
