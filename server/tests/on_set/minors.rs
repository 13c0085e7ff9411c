//! Minors: a chaperone who is live, no exposing scene, no notice that names one.

use crate::stage::{Stage, acts::*, planned::*};
use quiethold::{
    protocol::{ReadyKey, ReadyLine},
    words::{Access, Command, DenialCode, Job, Kind, Link, Override, Role, Status},
};

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

/// Lily, of age 15, has a kiss with Ana; Ana and Ben have another scene.
fn with_a_minor() -> Stage {
    let scenes = vec![
        a_scene("7", Kind::Kiss, &["Lily", "Ana"]),
        a_scene("8", Kind::Nudity, &["Ana", "Ben"]),
        a_scene("9", Kind::SimulatedSex, &["Ben"]),
    ];
    let people = vec![
        a_minor("Lily", Some("Carl")),
        a_minor("Max", Some("Cora")),
        somebody("Ana", Job::Performer),
        somebody("Ben", Job::Performer),
        somebody("Carl", Job::Chaperone),
        somebody("Cora", Job::Chaperone),
    ];
    let mut stage = Stage::planned(a_day(scenes, people));
    stage.join(Role::Ic, "Mara");
    stage.join(Role::Ad, "Tom");
    for name in ["Ana", "Ben"] {
        let who = stage.join(Role::Performer, name);
        stage.say(IC, admit_as(&stage, who, name)).expect("let in");
    }
    stage
}

#[test]
fn a_minor_of_the_plan_is_cast_into_no_exposing_scene() {
    let mut stage = with_a_minor();
    let lily = stage.join(Role::Performer, "Lily");
    stage.say(IC, admit_as(&stage, lily, "Lily")).expect("her scene is a kiss");
    let people = vec![stage.id(lily), stage.id(BEN)];
    for scene in ["8", "9"] {
        let cast = Command::Cast { scene: scene.into(), people: people.clone() };
        assert_eq!(code(stage.say(IC, cast)), DenialCode::Minor, "{scene}");
    }
    stage.say(IC, Command::Cast { scene: "7".into(), people }).expect("a kiss");
    assert!(stage.people[IC].ic_view().people.iter().any(|p| p.name == "Lily" && p.minor));
    // Her chaperone is asked for from the first moment, though none was let in.
    scene(&mut stage, "7");
    assert!(ics(&stage).is_some_and(|l| !l.met && l.text.contains("Lily: no chaperone let in")));
    scene(&mut stage, "8");
    assert!(ics(&stage).is_none(), "she is not in it");
}

#[test]
fn nobody_gets_a_chaperone_who_is_in_an_exposing_scene() {
    let mut stage = with_a_minor();
    let for_ = Some(stage.id(ANA));
    stage.say(IC, Command::Invite { role: Role::Chaperone, name: None, for_ }).expect("an invite");
    let cleo = stage.join(Role::Chaperone, "Cleo");
    assert_eq!(code(stage.say(IC, admit_for(&stage, cleo, ANA))), DenialCode::Minor);
    // Somebody whom the IC has not matched to the plan is in every scene, until the casts say otherwise.
    let dov = stage.join(Role::Performer, "Dov");
    stage.say(IC, admit(&stage, dov)).expect("let in");
    assert_eq!(code(stage.say(IC, admit_for(&stage, cleo, dov))), DenialCode::Minor);
    for scene in ["8", "9"] {
        let people = vec![stage.id(BEN)];
        stage.say(IC, Command::Cast { scene: scene.into(), people }).expect("without Dov");
    }
    stage.say(IC, admit_for(&stage, cleo, dov)).expect("let in");
    stage.say(IC, Command::Cast { scene: "8".into(), people: vec![stage.id(dov)] }).expect_err("a minor now");
}

#[test]
fn a_chaperone_of_the_plan_is_let_in_for_their_own_minor() {
    let mut stage = with_a_minor();
    stage.say(IC, Command::Invite { role: Role::Chaperone, name: None, for_: None }).expect("an invite");
    let carl = stage.join(Role::Chaperone, "Carl");
    let max = stage.join(Role::Performer, "Max");
    let admit_carl = |stage: &Stage, performer: usize| Command::Admit {
        person: stage.id(carl),
        as_: Some("Carl".into()),
        replaces: None,
        for_: Some(stage.id(performer)),
    };
    stage.say(IC, admit_as(&stage, max, "Max")).expect("let in");
    let said = sentence(stage.say(IC, admit_carl(&stage, max)));
    assert!(said.contains("Carl is the chaperone of Lily"), "{said}");
    let lily = stage.join(Role::Performer, "Lily");
    stage.say(IC, admit_as(&stage, lily, "Lily")).expect("let in");
    stage.say(IC, admit_carl(&stage, lily)).expect("let in");
    let carls = stage.set().person(stage.id(carl)).cloned().expect("he is here");
    assert_eq!((carls.planned.as_deref(), carls.for_), (Some("Carl"), Some(stage.id(lily))));
}

#[test]
fn a_minor_who_comes_back_under_the_same_name_of_the_plan_still_is_one() {
    let mut stage = with_a_minor();
    for scene in ["8", "9"] {
        let people = vec![stage.id(BEN)];
        stage.say(IC, Command::Cast { scene: scene.into(), people }).expect("without Ana");
    }
    watch(&mut stage, Role::Chaperone, "Cleo", ANA);
    let person = stage.id(ANA);
    stage.say(IC, Command::Closed { person, in_person: true }).expect("closed");
    let again = stage.join(Role::Performer, "Ana");
    stage.say(IC, admit_as(&stage, again, "Ana")).expect("let in");
    assert!(stage.people[IC].ic_view().people.iter().any(|p| p.name == "Ana" && p.minor));
    let people = vec![stage.id(again)];
    assert_eq!(code(stage.say(IC, Command::Cast { scene: "9".into(), people })), DenialCode::Minor);
}

#[test]
fn no_notice_names_a_minor_of_the_plan_who_has_not_come_yet() {
    let mut stage = with_a_minor();
    let notice = |text: &str| Command::Access { access: Access::Closed, notice: Some(text.into()) };
    assert_eq!(code(stage.say(AD, notice("waiting for max"))), DenialCode::Minor);
    stage.say(AD, notice("waiting for the maximum")).expect("no name");
}

#[test]
fn a_chaperone_of_two_minors_has_a_phone_for_each() {
    let scenes = vec![a_scene("7", Kind::Kiss, &["Lily", "Max"])];
    let people =
        vec![a_minor("Lily", Some("Carl")), a_minor("Max", Some("Carl")), somebody("Carl", Job::Chaperone)];
    let mut stage = Stage::planned(a_day(scenes, people));
    stage.join(Role::Ic, "Mara");
    stage.say(IC, Command::Invite { role: Role::Chaperone, name: None, for_: None }).expect("an invite");
    for name in ["Lily", "Max"] {
        let minor = stage.join(Role::Performer, name);
        stage.say(IC, admit_as(&stage, minor, name)).expect("let in");
        let carl = stage.join(Role::Chaperone, "Carl");
        let for_ = Some(stage.id(minor));
        let person = stage.id(carl);
        let admit = Command::Admit { person, as_: Some("Carl".into()), replaces: None, for_ };
        stage.say(IC, admit).expect("let in");
    }
}

#[test]
fn whoever_has_a_minors_name_is_not_let_in_as_somebody_else_by_one_tap() {
    let people = vec![a_minor("Kit", None), somebody("Mara", Job::Ic)];
    let mut stage = Stage::planned(a_day(vec![a_scene("7", Kind::Other, &["Kit"])], people));
    assert_eq!(stage.join(Role::Ic, "Mara"), IC);
    let kit = stage.join(Role::Performer, "kit");
    assert_eq!(code(stage.say(IC, admit(&stage, kit))), DenialCode::Minor);
    stage.say(IC, admit_as(&stage, kit, "Kit")).expect("as the plan's Kit");
    assert!(stage.people[IC].ic_view().people.iter().any(|p| p.name == "Kit" && p.minor));
}
