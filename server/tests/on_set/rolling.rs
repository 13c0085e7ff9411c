//! Ready to roll, and when the tool itself fails the floor.

use crate::stage::{Stage, acts::*};
use quiethold::words::{Access, Command, DenialCode, Level, Override, Status, Way};

#[test]
fn a_cut_while_a_roll_is_being_written_is_never_swallowed() {
    let mut stage = Stage::with(2);
    roll(&mut stage);
    stage.say(AD, status(Status::Cut)).expect("cut");
    stage.meanwhile(AD, status(Status::Cut));
    stage.say(AD, status(Status::Rolling)).expect("rolling");
    assert_eq!(stage.set().scene().map(|s| s.status), Some(Status::Cut));
}

#[test]
fn standing_down_while_the_tool_is_being_taken_up_is_never_swallowed() {
    let mut stage = Stage::with(2);
    stage.say(AD, Command::StandDown { on: true }).expect("down");
    stage.meanwhile(AD, Command::StandDown { on: true });
    stage.say(IC, Command::StandDown { on: false }).expect("taken up");
    assert!(stage.set().is_stood_down());
}

#[test]
fn a_list_that_is_met_lets_the_camera_roll_unless_last_looks_were_skipped_and_then_it_asks() {
    let mut stage = Stage::with(1);
    scene(&mut stage, "42A");
    stage.say(AD, Command::Access { access: Access::Closed, notice: None }).expect("closed");
    for who in [IC, AD] {
        let attest =
            Command::Attest { scene: "42A".into(), people: true, monitors: true, devices: true, robes: true };
        stage.say(who, attest).expect("attested");
    }
    let (person, way) = (stage.id(ANA), Way::InHand);
    stage.say(IC, Command::Way { person, way }).expect("a way");
    stage.say(ANA, Command::Raise { level: Level::Hold, test: true, for_: None }).expect("a press-test");
    stage.paint(IC);
    stage.say(IC, Command::Clear { clear: true }).expect("check-in cleared");
    assert!(stage.people[AD].ad_view().ready.iter().all(|line| line.met));
    assert_eq!(code(stage.say(AD, status(Status::Rolling))), DenialCode::NotReadyToRoll);
    // Now the list says what is missing, and the IC can meet it.
    assert!(stage.people[AD].ad_view().ready.iter().any(|line| !line.met));
    stage.say(IC, Command::Way { person, way }).expect("as before");
    stage.say(AD, status(Status::Rolling)).expect("rolling");
}

#[test]
fn nobody_attests_that_an_open_set_is_closed_as_listed() {
    let mut stage = Stage::with(1);
    scene(&mut stage, "42A");
    let attest =
        Command::Attest { scene: "42A".into(), people: true, monitors: true, devices: true, robes: true };
    assert_eq!(code(stage.say(IC, attest)), DenialCode::NotAllowed);
}

#[test]
fn rolling_is_refused_while_a_signal_is_open_or_no_ic_is_reachable_whatever_the_override() {
    let mut stage = Stage::with(2);
    ready_to_roll(&mut stage);
    let anyway = Command::Status {
        status: Status::Rolling,
        scene: None,
        setup: None,
        override_: Some(Override::AdResponsible),
    };
    stage.say(ANA, pause()).expect("recorded");
    assert_eq!(code(stage.say(AD, anyway.clone())), DenialCode::SignalOpen);
    let signal = open_of(&stage, ANA);
    stage.say(IC, Command::Release { signal, in_person: true, presses: Some(1) }).expect("released");
    stage.say(IC, Command::OnFloor { on: false }).expect("off the floor");
    assert_eq!(code(stage.say(AD, anyway.clone())), DenialCode::NoIc);
    stage.say(IC, Command::OnFloor { on: true }).expect("on the floor");
    stage.say(IC, Command::NotYet { on: true }).expect("not yet");
    assert_eq!(code(stage.say(AD, anyway)), DenialCode::NotReadyToRoll);
    stage.say(IC, Command::NotYet { on: false }).expect("cleared");
    stage.say(AD, status(Status::Rolling)).expect("rolling");
}

#[test]
fn any_other_unmet_line_takes_an_override_which_the_ic_sees() {
    let mut stage = Stage::with(2);
    scene(&mut stage, "42A");
    assert_eq!(code(stage.say(AD, status(Status::Rolling))), DenialCode::NotReadyToRoll);
    let anyway = Command::Status {
        status: Status::Rolling,
        scene: None,
        setup: None,
        override_: Some(Override::CheckedInPerson),
    };
    stage.say(AD, anyway).expect("rolling");
    let line = stage.people[IC].ic_view().timeline[0].text.clone();
    assert!(line.contains("checked in person"), "{line}");
}

#[test]
fn ways_to_signal_are_asked_again_at_last_looks_and_where_last_looks_were_skipped() {
    let mut stage = Stage::with(1);
    ready_to_roll(&mut stage);
    stage.say(AD, status(Status::Rolling)).expect("rolling");
    stage.say(AD, status(Status::Cut)).expect("cut");
    stage.say(AD, status(Status::Rolling)).expect("the next take of a setup asks nothing");
    stage.say(AD, status(Status::Cut)).expect("cut");

    let new_setup =
        Command::Status { status: Status::Rolling, scene: None, setup: Some("B".into()), override_: None };
    assert_eq!(code(stage.say(AD, new_setup.clone())), DenialCode::NotReadyToRoll, "a new setup asks");

    let up =
        Command::Status { status: Status::PictureUp, scene: None, setup: Some("B".into()), override_: None };
    stage.say(AD, up).expect("picture up");
    assert!(!stage.people[IC].ic_view().people[0].way_confirmed);
    let person = stage.id(ANA);
    stage.say(IC, Command::Way { person, way: Way::InHand }).expect("as before");
    stage.say(AD, new_setup).expect("rolling");
    let scene = stage.set().scene().cloned().expect("a scene");
    assert_eq!((scene.setup.as_str(), scene.take), ("B", 1));
}

#[test]
fn stood_down_says_so_everywhere_refuses_nothing_and_presses_still_deliver() {
    let mut stage = Stage::with(2);
    stage.say(AD, Command::StandDown { on: true }).expect("stood down");
    assert!(stage.people[ANA].performer_view().public.set.stood_down);
    stage.say(ANA, hold()).expect("recorded");
    assert_eq!(stage.people[IC].alerts().len(), 1);
    let roll =
        Command::Status { status: Status::Rolling, scene: Some("42A".into()), setup: None, override_: None };
    stage.say(AD, roll).expect("nothing is refused");
    assert_eq!(code(stage.say(AD, Command::StandDown { on: false })), DenialCode::NotAllowed);
    stage.say(IC, Command::StandDown { on: false }).expect("taken up again");
}
