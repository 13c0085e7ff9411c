//! Roles that exclude each other: the IC is nothing else on this set.

use crate::stage::{Stage, acts::*, planned::*};
use quiethold::{
    protocol::RefusalCode,
    set::{Place, PlanDenied},
    words::{Command, DenialCode, Job, Role},
};
use std::sync::Arc;

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

#[test]
fn nobody_is_the_ic_whom_the_plan_gives_another_job_but_crew() {
    let people = vec![
        somebody("Petra", Job::Producer),
        somebody("Dirk", Job::Director),
        somebody("Tom", Job::Ad),
        somebody("Bea", Job::BoardMember),
        somebody("Ana", Job::Performer),
        somebody("Carl", Job::Chaperone),
        somebody("Greta", Job::Crew),
        somebody("Ines", Job::Ic),
    ];
    let mut stage = Stage::planned(a_day(Vec::new(), people));
    for (name, job) in [
        ("petra", "a producer"),
        ("Dirk", "the director"),
        ("Tom", "the 1st AD"),
        ("Bea", "a board member"),
        ("Ana", "a performer"),
        ("Carl", "a chaperone"),
    ] {
        let sentence = is_refused(&mut stage, Role::Ic, name);
        assert!(sentence.contains(job) && sentence.contains("add an initial"), "{sentence}");
    }
    stage.join(Role::Ic, "Greta");
    // The plan's IC is nothing else, also before having joined.
    for role in [Role::Ad, Role::Performer, Role::Crew] {
        is_refused(&mut stage, role, "INES");
    }
    let ana = stage.join(Role::Performer, "Ana");
    assert_eq!(code(stage.say(IC, admit_as(&stage, ana, "Ines"))), DenialCode::RoleConflict);
    stage.say(IC, admit_as(&stage, ana, "ana")).expect("let in");
    let people = stage.people[IC].ic_view().people;
    assert!(people.iter().any(|p| p.name == "Ana" && p.planned.as_deref() == Some("Ana")));
}

#[test]
fn a_name_of_the_plan_is_given_once_and_by_the_ic_alone() {
    let people = vec![somebody("Ana Zeller", Job::Performer), somebody("Dirk", Job::Director)];
    let mut stage = Stage::planned(a_day(Vec::new(), people));
    stage.join(Role::Ic, "Mara");
    let planned =
        |stage: &Stage, who: usize| stage.set().person(stage.id(who)).and_then(|p| p.planned.clone());
    let ana = stage.join(Role::Performer, "Ana Zeller");
    stage.say(IC, admit(&stage, ana)).expect("let in");
    assert_eq!(planned(&stage, ana), None, "calling oneself so is not enough");
    let other = stage.join(Role::Performer, "Annie");
    stage.say(IC, admit_as(&stage, other, "ANA ZELLER")).expect("matched");
    assert_eq!(planned(&stage, other).as_deref(), Some("Ana Zeller"));
    assert_eq!(code(stage.say(IC, admit_as(&stage, ana, "Ana Zeller"))), DenialCode::BadCommand, "taken");
    // Somebody who is in already can be matched, and a name that the plan doesn't give a performer is only a name.
    let person = stage.id(other);
    stage.say(IC, Command::Revoke { person }).expect("out");
    stage.say(IC, admit_as(&stage, ana, "Ana Zeller")).expect("matched");
    assert_eq!(planned(&stage, ana).as_deref(), Some("Ana Zeller"));
    stage.say(IC, admit_as(&stage, ana, "Dirk")).expect("a director may act");
    assert_eq!(planned(&stage, ana), None);
}

#[test]
fn no_plan_gives_the_ic_who_is_here_another_job_or_makes_somebody_else_the_ic() {
    let stage = Stage::with(1);
    let denied = |people| {
        let plan = Arc::new(a_day(Vec::new(), people));
        stage.set().decide_plan(Some(stage.id(IC)), &plan, "a new one").err()
    };
    let faults = |people| match denied(people) {
        Some(PlanDenied::Faults(faults)) => faults.into_iter().map(|(place, _)| place).collect::<Vec<_>>(),
        other => panic!("expected faults, got {other:?}"),
    };
    let mara = vec![somebody("Ana", Job::Performer), somebody("mara", Job::Director)];
    assert_eq!(faults(mara), [Place::Person(1)]);
    assert_eq!(faults(vec![somebody("Tom", Job::Ic)]), [Place::Person(0)]);
    assert!(denied(vec![somebody("Mara", Job::Ic), somebody("Tom", Job::Ad)]).is_none());
}
