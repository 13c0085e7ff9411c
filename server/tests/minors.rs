//! Minors: a chaperone who is live, no exposing scene, no notice that names one.

mod stage;

use quiethold::{
    protocol::{ReadyKey, ReadyLine},
    words::{Access, Command, DenialCode, Link, Override, Role, Status},
};
use stage::{Stage, acts::*};

fn chaperone(lines: &[ReadyLine]) -> Option<ReadyLine> {
    lines.iter().find(|l| l.key == ReadyKey::ChaperoneLive).cloned()
}

fn ics(stage: &Stage) -> Option<ReadyLine> {
    chaperone(&stage.people[IC].ic_view().ready)
}

fn ads(stage: &Stage) -> Option<ReadyLine> {
    chaperone(&stage.people[AD].ad_view().ready)
}

fn rolling() -> Command {
    let override_ = Some(Override::IcPresent);
    Command::Status { status: Status::Rolling, scene: None, setup: None, override_ }
}

#[test]
fn a_minors_chaperone_has_to_be_live_or_nothing_rolls() {
    let mut stage = Stage::with(2);
    ready_to_roll(&mut stage);
    assert!(ics(&stage).is_none() && ads(&stage).is_none(), "no minor, no line");
    let carl = watch(&mut stage, Role::Chaperone, "Carl", ANA);
    assert!(ics(&stage).is_some_and(|l| l.met && l.hard));

    stage.wait_beating(3_500, |who| who != carl);
    let line = ics(&stage).expect("the line is there");
    assert!(!line.met && line.hard && line.text.contains("Ana: chaperone not connected"), "{}", line.text);
    let people = stage.people[IC].ic_view().people;
    assert!(people.iter().any(|p| p.name == "Carl" && p.link == Link::Trouble));
    // The 1st AD is told later, and no name; rolling waits from the first moment, whatever the override.
    assert!(ads(&stage).is_some_and(|l| l.met));
    let said = stage.say(AD, rolling());
    assert_eq!(code(said.clone()), DenialCode::NotReadyToRoll);
    assert!(sentence(said).contains("A minor's chaperone is not connected"));
    stage.wait_beating(7_000, |who| who != carl);
    let line = ads(&stage).expect("the line is there");
    assert!(!line.met && line.text == "A minor's chaperone is not connected", "{}", line.text);

    stage.wait(1_000);
    assert!(ics(&stage).is_some_and(|l| l.met) && ads(&stage).is_some_and(|l| l.met));
    stage.say(AD, rolling()).expect("rolling");
}

#[test]
fn off_set_or_out_of_the_cast_a_minor_needs_no_chaperone_there() {
    let mut stage = Stage::with(2);
    scene(&mut stage, "42A");
    let carl = watch(&mut stage, Role::Chaperone, "Carl", ANA);
    stage.wait_beating(4_000, |who| who != carl);
    assert!(ics(&stage).is_some_and(|l| !l.met));
    let person = stage.id(ANA);
    stage.say(IC, Command::OnSet { person, on: false }).expect("off set");
    assert!(ics(&stage).is_none());
    stage.say(IC, Command::OnSet { person, on: true }).expect("on set");
    let people = vec![stage.id(BEN)];
    stage.say(IC, Command::Cast { scene: "42A".into(), people }).expect("Ben alone");
    assert!(ics(&stage).is_none());
}

#[test]
fn one_of_several_chaperones_is_enough_and_a_watcher_is_none() {
    let mut stage = Stage::with(2);
    scene(&mut stage, "42A");
    let carl = watch(&mut stage, Role::Chaperone, "Carl", ANA);
    watch(&mut stage, Role::Watcher, "Wanda", ANA);
    stage.wait_beating(4_000, |who| who != carl);
    assert!(ics(&stage).is_some_and(|l| !l.met));
    watch(&mut stage, Role::Chaperone, "Cora", ANA);
    assert!(ics(&stage).is_some_and(|l| l.met));
    // A minor stays one, also when no chaperone is left.
    for who in [carl, stage.people.len() - 1] {
        let person = stage.id(who);
        stage.say(IC, Command::Revoke { person }).expect("out");
    }
    let line = ics(&stage).expect("still a minor");
    assert!(!line.met && line.text.contains("no chaperone let in"), "{}", line.text);
    assert!(stage.people[IC].ic_view().people.iter().any(|p| p.name == "Ana" && p.minor));
}

#[test]
fn a_chaperone_is_told_of_that_minors_signals_at_once() {
    let mut stage = Stage::with(2);
    let carl = watch(&mut stage, Role::Chaperone, "Carl", ANA);
    stage.say(ANA, hold()).expect("recorded");
    assert!(stage.people[carl].watcher_view().signal.is_some());
    stage.say(BEN, hold()).expect("recorded");
    assert_eq!(stage.people[carl].watcher_view().signal.map(|s| s.id), Some(open_of(&stage, ANA)));
}

#[test]
fn no_notice_names_a_minor() {
    let mut stage = Stage::with(1);
    let lily = stage.join(Role::Performer, "Lily-Rose Bo");
    stage.say(IC, admit(&stage, lily)).expect("let in");
    let notice = |text: &str| Command::Access { access: Access::Closed, notice: Some(text.into()) };
    stage.say(AD, notice("Lily is on set")).expect("no minor yet, as far as anyone knows");
    watch(&mut stage, Role::Chaperone, "Carl", lily);
    assert_eq!(stage.people[AD].public_view().set.notice, "", "it is taken away");
    for text in ["Quiet please, LILY'S scene", "rose on set", "for Lily-Rose Bo"] {
        assert_eq!(code(stage.say(AD, notice(text))), DenialCode::Minor, "{text}");
    }
    for text in ["Back at 3, primroses on set", "Bo is short for nothing", "Ana on set"] {
        stage.say(AD, notice(text)).expect(text);
    }
}
