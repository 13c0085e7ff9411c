//! Roles that exclude each other: the IC is nothing else on this set.

mod stage;

use quiethold::{
    protocol::RefusalCode,
    words::{Command, DenialCode, Role},
};
use stage::{Stage, acts::*};

/// Another IC's code, made by the first.
fn ic_invite(stage: &mut Stage) {
    stage.say(IC, Command::Invite { role: Role::Ic, name: None, for_: None }).expect("an invite");
}

fn is_refused(stage: &mut Stage, role: Role, name: &str) -> String {
    let refused = stage.try_join(role, name).expect_err(name);
    assert_eq!(refused.code, RefusalCode::RoleConflict, "{name}");
    refused.message.into_owned()
}

#[test]
fn nobody_joins_as_the_ic_under_the_name_of_a_1st_ad_performer_chaperone_or_watcher_who_is_here() {
    let mut stage = Stage::with(1);
    watch(&mut stage, Role::Watcher, "Wanda", ANA);
    watch(&mut stage, Role::Chaperone, "Carl", ANA);
    ic_invite(&mut stage);
    for (name, as_what) in
        [("tom", "the 1st AD"), ("ANA", "a performer"), ("Wanda", "a watcher"), ("carl", "a chaperone")]
    {
        let sentence = is_refused(&mut stage, Role::Ic, name);
        assert!(sentence.contains(as_what) && sentence.contains("add an initial"), "{sentence}");
    }
    // The invite is not used up by that, and an initial is enough. Crew keep nobody out.
    stage.join(Role::Crew, "Ana B.");
    stage.try_join(Role::Ic, "Ana B.").expect("another person");
}

#[test]
fn whoever_only_waits_or_was_taken_out_keeps_no_ic_out() {
    let mut stage = Stage::with(2);
    stage.join(Role::Performer, "Isa");
    let person = stage.id(BEN);
    stage.say(IC, Command::Revoke { person }).expect("out");
    ic_invite(&mut stage);
    stage.try_join(Role::Ic, "Isa").expect("a name in the waiting room is only a claim");
    ic_invite(&mut stage);
    stage.try_join(Role::Ic, "Ben").expect("he is out");
}

#[test]
fn nobody_joins_as_anything_else_under_the_ics_name() {
    let mut stage = Stage::with(1);
    for role in [Role::Watcher, Role::Chaperone] {
        stage.say(IC, Command::Invite { role, name: None, for_: None }).expect("an invite");
    }
    stage.say(IC, Command::Invite { role: Role::Ad, name: None, for_: None }).expect("an invite");
    for role in [Role::Ad, Role::Performer, Role::Watcher, Role::Chaperone, Role::Crew] {
        let sentence = is_refused(&mut stage, role, "  mara ");
        assert!(sentence.contains("does nothing else here"), "{sentence}");
        stage.try_join(role, "Mara K.").expect("another person");
    }
}

#[test]
fn nobody_is_let_in_under_the_ics_name() {
    let mut stage = Stage::with(1);
    let cleo = stage.join(Role::Performer, "Cleo");
    assert_eq!(code(stage.say(IC, admit_as(&stage, cleo, "Mara"))), DenialCode::RoleConflict);
    // Nor who waited under it before that IC came.
    ic_invite(&mut stage);
    stage.try_join(Role::Ic, "Cleo").expect("another IC");
    assert_eq!(code(stage.say(IC, admit(&stage, cleo))), DenialCode::RoleConflict);
    stage.say(IC, admit_as(&stage, cleo, "Cleo D.")).expect("with an initial");
}

#[test]
fn the_waiting_room_says_who_has_somebody_elses_name() {
    let mut stage = Stage::with(1);
    stage.join(Role::Performer, "ana");
    stage.join(Role::Performer, "Dov");
    let waiting = stage.people[IC].ic_view().waiting;
    let same: Vec<_> = waiting.iter().map(|w| (w.name.as_str(), w.same_name)).collect();
    assert_eq!(same, [("ana", true), ("Dov", false)]);
}
