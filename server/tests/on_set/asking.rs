//! Check-ins and changes on the day, told as stories.

use crate::stage::{
    Stage,
    acts::{AD, ANA, BEN, IC, code},
};
use quiethold::{
    protocol::{CheckInStanding, ReadyKey},
    words::{
        Answer, ChangeId, ChangeState, CheckInId, Command, DenialCode, Override, Reply, Status, Verdict,
    },
};
use uuid::Uuid;

fn status(status: Status) -> Command {
    Command::Status { status, scene: Some("42A".into()), setup: None, override_: Some(Override::IcPresent) }
}

fn in_a_scene(performers: usize) -> Stage {
    let mut stage = Stage::with(performers);
    stage.say(AD, status(Status::Rehearsal)).expect("the scene opens");
    stage
}

fn ask_round(stage: &mut Stage) -> CheckInId {
    stage.say(IC, Command::CheckIn { to: None, text: None }).expect("asked");
    stage.people[ANA].performer_view().question.expect("a question").id
}

fn ask_change(stage: &mut Stage, sensitive: bool) -> ChangeId {
    let text = "A kiss at the end of the shot".into();
    stage.say(IC, Command::Change { scene: "42A".into(), text, sensitive }).expect("asked");
    stage.people[ANA].performer_view().changes.last().expect("a change").id
}

fn reply(change: ChangeId, reply: Reply) -> Command {
    Command::Reply { change, reply }
}

fn publish(change: ChangeId, state: Verdict, amendment: bool) -> Command {
    Command::Publish { change, state, amendment }
}

fn line(stage: &Stage, key: ReadyKey) -> (bool, bool) {
    let view = stage.people[AD].ad_view();
    let line = view.ready.iter().find(|l| l.key == key).expect("the line is on the list");
    (line.met, line.hard)
}

#[test]
fn an_answer_goes_to_the_ic_alone_and_raises_nothing() {
    let mut stage = in_a_scene(2);
    let check_in = ask_round(&mut stage);
    let ad_before = stage.people[AD].got.len();
    let ben_before = stage.people[BEN].got.len();
    stage.say(ANA, Command::Answer { check_in, answer: Answer::Red }).expect("answered");
    assert_eq!(stage.people[IC].ic_view().people[0].check_in, Some(CheckInStanding::Red));
    assert_eq!(stage.people[AD].got.len(), ad_before, "not one byte to the 1st AD");
    assert_eq!(stage.people[BEN].got.len(), ben_before);
    assert!(stage.set().signals().next().is_none());
}

#[test]
fn a_round_sets_a_hard_not_yet_until_the_ic_publishes_clear() {
    let mut stage = in_a_scene(2);
    assert_eq!(line(&stage, ReadyKey::CheckInCleared), (false, false));
    ask_round(&mut stage);
    assert_eq!(line(&stage, ReadyKey::CheckInCleared), (false, true));
    assert_eq!(code(stage.say(AD, status(Status::Rolling))), DenialCode::NotReadyToRoll);
    stage.say(IC, Command::Clear { clear: true }).expect("clear");
    assert!(line(&stage, ReadyKey::CheckInCleared).0);
    stage.say(AD, status(Status::Rolling)).expect("rolling");
    assert_eq!(code(stage.say(AD, Command::Clear { clear: false })), DenialCode::NotAllowed);
}

#[test]
fn no_check_in_and_no_change_is_asked_while_rolling() {
    let mut stage = in_a_scene(2);
    stage.say(AD, status(Status::Rolling)).expect("rolling");
    assert_eq!(code(stage.say(IC, Command::CheckIn { to: None, text: None })), DenialCode::Rolling);
    let change = Command::Change { scene: "42A".into(), text: "Closer".into(), sensitive: false };
    assert_eq!(code(stage.say(IC, change)), DenialCode::Rolling);
}

#[test]
fn no_answer_for_a_minute_comes_up_as_go_and_ask_and_is_no_answer() {
    let mut stage = in_a_scene(2);
    let check_in = ask_round(&mut stage);
    stage.say(ANA, Command::Answer { check_in, answer: Answer::Green }).expect("answered");
    stage.wait(59_000);
    assert_eq!(stage.people[IC].ic_view().people[1].check_in, Some(CheckInStanding::Asked));
    stage.wait(1_500);
    assert_eq!(stage.people[IC].ic_view().people[1].check_in, Some(CheckInStanding::Silent));
    assert_eq!(stage.people[IC].ic_view().people[0].check_in, Some(CheckInStanding::Green));
}

#[test]
fn only_those_who_were_asked_answer_and_only_the_latest_question() {
    let mut stage = in_a_scene(2);
    let first = ask_round(&mut stage);
    let to = Some(vec![stage.id(ANA)]);
    stage.say(IC, Command::CheckIn { to, text: Some("And now?".into()) }).expect("asked");
    let check_in = stage.people[ANA].performer_view().question.expect("asked").id;
    assert!(stage.people[BEN].performer_view().question.is_none());
    let green = |check_in| Command::Answer { check_in, answer: Answer::Green };
    assert_eq!(code(stage.say(BEN, green(check_in))), DenialCode::NotAsked);
    assert_eq!(code(stage.say(ANA, green(first))), DenialCode::UnknownCheckIn);
    assert_eq!(code(stage.say(AD, green(check_in))), DenialCode::NotAsked);
    stage.say(ANA, green(check_in)).expect("answered");
}

#[test]
fn silence_is_never_yes_and_agreed_needs_every_single_yes() {
    let mut stage = in_a_scene(2);
    let change = ask_change(&mut stage, false);
    assert_eq!(code(stage.say(IC, publish(change, Verdict::Agreed, false))), DenialCode::NotAllYes);
    stage.say(ANA, reply(change, Reply::Yes)).expect("yes");
    assert_eq!(code(stage.say(IC, publish(change, Verdict::Agreed, false))), DenialCode::NotAllYes);
    stage.say(BEN, reply(change, Reply::Talk)).expect("talk");
    assert_eq!(code(stage.say(IC, publish(change, Verdict::Agreed, false))), DenialCode::NotAllYes);
    stage.say(BEN, reply(change, Reply::Yes)).expect("yes");
    assert_eq!(stage.people[AD].ad_view().changes[0].state, ChangeState::Asking);
    stage.say(IC, publish(change, Verdict::Agreed, false)).expect("agreed");
    assert_eq!(stage.people[AD].ad_view().changes[0].state, ChangeState::Agreed);
}

#[test]
fn a_sensitive_change_needs_the_written_amendment_too() {
    let mut stage = in_a_scene(1);
    let change = ask_change(&mut stage, true);
    stage.say(ANA, reply(change, Reply::Yes)).expect("yes");
    assert_eq!(code(stage.say(IC, publish(change, Verdict::Agreed, false))), DenialCode::AmendmentNeeded);
    stage.say(IC, publish(change, Verdict::Agreed, true)).expect("agreed");
}

#[test]
fn a_yes_taken_back_after_it_was_published_turns_to_not_today_at_once_and_unnamed() {
    let tell = |who: usize| {
        let mut stage = in_a_scene(2);
        let change = ask_change(&mut stage, false);
        for performer in [ANA, BEN] {
            stage.say(performer, reply(change, Reply::Yes)).expect("yes");
        }
        stage.say(IC, publish(change, Verdict::Agreed, false)).expect("agreed");
        stage.say(who, reply(change, Reply::No)).expect("taken back");
        assert_eq!(stage.people[AD].ad_view().changes[0].state, ChangeState::NotToday);
        stage.people[AD].got.clone()
    };
    assert_eq!(tell(ANA), tell(BEN));
}

#[test]
fn a_yes_taken_back_while_agreed_is_being_written_is_not_swallowed() {
    let mut stage = in_a_scene(1);
    let change = ask_change(&mut stage, false);
    stage.say(ANA, reply(change, Reply::Yes)).expect("yes");
    stage.meanwhile(ANA, reply(change, Reply::No));
    stage.say(IC, publish(change, Verdict::Agreed, false)).expect("agreed");
    stage.settle();
    assert_eq!(stage.people[AD].ad_view().changes[0].state, ChangeState::NotToday);
}

#[test]
fn no_talk_silence_and_withdrawal_all_read_not_today_to_the_1st_ad() {
    let tell = |said: Option<Reply>| {
        let mut stage = in_a_scene(2);
        let change = ask_change(&mut stage, false);
        if let Some(said) = said {
            stage.say(ANA, reply(change, said)).expect("said");
        }
        stage.say(IC, publish(change, Verdict::NotToday, false)).expect("published");
        stage.people[AD].got.clone()
    };
    let silence = tell(None);
    for said in [Reply::No, Reply::Talk, Reply::Yes] {
        assert_eq!(tell(Some(said)), silence);
    }
}

#[test]
fn what_was_answered_not_today_takes_no_more_replies_and_becomes_agreed_by_no_way() {
    let mut stage = in_a_scene(1);
    let change = ask_change(&mut stage, false);
    stage.say(IC, publish(change, Verdict::NotToday, false)).expect("without asking anybody");
    assert_eq!(code(stage.say(ANA, reply(change, Reply::Yes))), DenialCode::NotAsked);
    assert_eq!(code(stage.say(IC, publish(change, Verdict::Agreed, true))), DenialCode::NotAllYes);
}

#[test]
fn a_change_being_asked_is_on_the_ready_list() {
    let mut stage = in_a_scene(1);
    assert_eq!(line(&stage, ReadyKey::NoChangeAsked), (true, false));
    let change = ask_change(&mut stage, false);
    assert!(!line(&stage, ReadyKey::NoChangeAsked).0);
    stage.say(IC, publish(change, Verdict::NotToday, false)).expect("published");
    assert!(line(&stage, ReadyKey::NoChangeAsked).0);
}

#[test]
fn unknown_changes_and_changes_asked_by_others_are_refused() {
    let mut stage = in_a_scene(1);
    let nobodys = ChangeId(Uuid::from_u128(5));
    assert_eq!(code(stage.say(ANA, reply(nobodys, Reply::Yes))), DenialCode::UnknownChange);
    let by_ad = Command::Change { scene: "42A".into(), text: "Closer".into(), sensitive: false };
    assert_eq!(code(stage.say(AD, by_ad)), DenialCode::NotAllowed);
    let elsewhere = Command::Change { scene: "7".into(), text: "Closer".into(), sensitive: false };
    assert_eq!(code(stage.say(IC, elsewhere)), DenialCode::UnknownScene);
}

#[test]
fn whoever_comes_to_the_cast_later_is_asked_too_and_an_agreed_change_is_asked_again() {
    let mut stage = in_a_scene(1);
    let change = ask_change(&mut stage, false);
    stage.say(ANA, reply(change, Reply::Yes)).expect("yes");
    stage.say(IC, publish(change, Verdict::Agreed, false)).expect("agreed");
    let double = stage.join(quiethold::words::Role::Performer, "Ben");
    assert_eq!(stage.people[AD].ad_view().changes[0].state, ChangeState::Agreed, "nobody was let in yet");
    let person = stage.id(double);
    stage.say(IC, Command::Admit { person, as_: None, replaces: None, for_: None }).expect("let in");
    assert_eq!(stage.people[AD].ad_view().changes[0].state, ChangeState::Asking);
    assert_eq!(code(stage.say(IC, publish(change, Verdict::Agreed, false))), DenialCode::NotAllYes);
    stage.say(double, reply(change, Reply::Yes)).expect("yes");
    stage.say(IC, publish(change, Verdict::Agreed, false)).expect("agreed");
}
