//! What people on a set do over and over, for the stories.
#![allow(dead_code)] // each story uses its own part

use super::Stage;
use quiethold::{
    protocol::HubFrame,
    words::{Access, Command, DenialCode, Level, Role, SignalId, Status, Way},
};

pub const IC: usize = Stage::IC;
pub const AD: usize = Stage::AD;
pub const ANA: usize = Stage::ANA;
pub const BEN: usize = Stage::BEN;

pub fn hold() -> Command {
    Command::Raise { level: Level::Hold, test: false, for_: None }
}

pub fn pause() -> Command {
    Command::Raise { level: Level::Pause, test: false, for_: None }
}

pub fn open_of(stage: &Stage, who: usize) -> SignalId {
    stage.set().signal_of(stage.id(who)).expect("an open signal").id
}

pub fn code(denied: Result<(), HubFrame>) -> DenialCode {
    match denied {
        Err(HubFrame::Denied { code, .. }) => code,
        other => panic!("expected a denial, got {other:?}"),
    }
}

pub fn status(status: Status) -> Command {
    Command::Status { status, scene: None, setup: None, override_: None }
}

pub fn scene(stage: &mut Stage, id: &str) {
    let opened =
        Command::Status { status: Status::Blocking, scene: Some(id.into()), setup: None, override_: None };
    stage.say(AD, opened).expect("the scene opens");
}

/// Everything on the ready list is met.
pub fn ready_to_roll(stage: &mut Stage) {
    scene(stage, "42A");
    stage.say(AD, Command::Access { access: Access::Closed, notice: None }).expect("closed");
    for who in [IC, AD] {
        let attest =
            Command::Attest { scene: "42A".into(), people: true, monitors: true, devices: true, robes: true };
        stage.say(who, attest).expect("attested");
    }
    stage.say(IC, Command::Clear { clear: true }).expect("check-in cleared");
    stage.say(AD, status(Status::LastLooks)).expect("last looks");
    for who in 2..stage.people.len() {
        let person = stage.id(who);
        stage.say(IC, Command::Way { person, way: Way::InHand }).expect("a way");
        stage.say(who, Command::Raise { level: Level::Hold, test: true, for_: None }).expect("a press-test");
    }
    stage.paint(IC);
}

pub fn roll(stage: &mut Stage) {
    ready_to_roll(stage);
    stage.say(AD, status(Status::Rolling)).expect("rolling");
}

/// The IC invites somebody to hold the button for a performer, and lets them in.
pub fn watch(stage: &mut Stage, role: Role, name: &str, performer: usize) -> usize {
    let for_ = Some(stage.id(performer));
    stage.say(IC, Command::Invite { role, name: None, for_ }).expect("an invite");
    let who = stage.join(role, name);
    stage.say(IC, admit_for(stage, who, performer)).expect("let in");
    stage.beat_all();
    who
}

pub fn admit(stage: &Stage, who: usize) -> Command {
    Command::Admit { person: stage.id(who), as_: None, replaces: None, for_: None }
}

pub fn admit_for(stage: &Stage, who: usize, performer: usize) -> Command {
    Command::Admit { person: stage.id(who), as_: None, replaces: None, for_: Some(stage.id(performer)) }
}

pub fn admit_as(stage: &Stage, who: usize, name: &str) -> Command {
    Command::Admit { person: stage.id(who), as_: Some(name.into()), replaces: None, for_: None }
}

pub fn test_press() -> Command {
    Command::Raise { level: Level::Hold, test: true, for_: None }
}

/// The sentence of a denial.
pub fn sentence(denied: Result<(), HubFrame>) -> String {
    match denied {
        Err(HubFrame::Denied { message, .. }) => message,
        other => panic!("expected a denial, got {other:?}"),
    }
}
