//! No silent ending: alerts that come again, holds that call themselves, and what a call is.

use crate::stage::{Stage, acts::*};
use quiethold::words::{Command, Status};

#[test]
fn a_late_presss_timers_start_at_its_arrival() {
    let mut stage = Stage::with(2);
    let id = stage.next_id();
    stage.send_as(ANA, id, Some(600_000), hold());
    stage.wait(14_900);
    assert!(!stage.set().is_called());
    stage.wait(200);
    assert!(stage.set().is_called());
}

#[test]
fn an_unpainted_alert_comes_again_after_a_second_and_then_every_five_until_an_ic_acknowledges() {
    let mut stage = Stage::with(2);
    stage.say(ANA, pause()).expect("recorded");
    let rung = |stage: &Stage, who: usize| stage.people[who].alerts().len();
    stage.wait(900);
    assert_eq!(rung(&stage, IC), 1);
    stage.wait(100);
    assert_eq!(rung(&stage, IC), 2, "at 1 s: no IC's screen has painted it");
    stage.wait(4_000);
    assert_eq!(rung(&stage, IC), 3, "at 5 s");
    stage.wait(10_000);
    assert_eq!(rung(&stage, IC), 5, "every 5 s");
    let signal = open_of(&stage, ANA);
    stage.say(AD, Command::Acknowledge { signal, again: None }).expect("quiets 1st AD screens only");
    let ad_so_far = rung(&stage, AD);
    stage.wait(5_000);
    assert_eq!((rung(&stage, IC), rung(&stage, AD)), (6, ad_so_far));
    stage.say(IC, Command::Acknowledge { signal, again: None }).expect("in hand");
    stage.wait(20_000);
    assert_eq!(rung(&stage, IC), 6);
    let again: Vec<u32> = stage.people[IC].alerts().iter().map(|a| a.again).collect();
    assert_eq!(again, [0, 1, 2, 3, 4, 5]);
}

#[test]
fn a_painted_alert_skips_the_first_repeat_but_not_the_next() {
    let mut stage = Stage::with(2);
    stage.say(ANA, pause()).expect("recorded");
    stage.paint(IC);
    stage.wait(4_900);
    assert_eq!(stage.people[IC].alerts().len(), 1);
    stage.wait(100);
    assert_eq!(stage.people[IC].alerts().len(), 2);
}

#[test]
fn while_rolling_a_hold_that_nobody_cuts_or_calls_is_called_after_five_seconds() {
    let mut stage = Stage::with(2);
    roll(&mut stage);
    stage.say(ANA, hold()).expect("recorded");
    let signal = open_of(&stage, ANA);
    // Even an IC's acknowledgement is no cut.
    stage.say(IC, Command::Acknowledge { signal, again: None }).expect("in hand");
    stage.wait(4_900);
    assert!(!stage.set().is_called());
    stage.wait(100);
    assert!(stage.set().is_called());
}

#[test]
fn a_cut_within_five_seconds_is_an_answer_and_an_unanswered_hold_is_still_called_after_fifteen() {
    let mut stage = Stage::with(2);
    roll(&mut stage);
    stage.say(ANA, hold()).expect("recorded");
    stage.say(AD, status(Status::Cut)).expect("cut");
    let signal = open_of(&stage, ANA);
    assert!(!stage.set().signal(signal).expect("open").ad.acknowledged, "cut by itself acknowledges nothing");
    stage.wait(14_900);
    assert!(!stage.set().is_called());
    stage.wait(200);
    assert!(stage.set().is_called());
}

#[test]
fn not_rolling_a_hold_that_an_ic_acknowledged_is_not_called_by_itself() {
    let mut stage = Stage::with(2);
    stage.say(ANA, hold()).expect("recorded");
    let signal = open_of(&stage, ANA);
    stage.say(IC, Command::Acknowledge { signal, again: None }).expect("in hand");
    stage.wait(60_000);
    assert!(!stage.set().is_called());
}

#[test]
fn a_call_while_the_last_release_is_being_written_is_never_swallowed() {
    let mut stage = Stage::with(2);
    stage.say(ANA, hold()).expect("recorded");
    let signal = open_of(&stage, ANA);
    stage.say(AD, Command::Call).expect("called");
    stage.meanwhile(AD, Command::Call);
    stage.say(IC, Command::Release { signal, in_person: true, presses: Some(1) }).expect("released");
    assert!(stage.set().is_called());
}

#[test]
fn a_signal_opened_again_behind_its_release_is_alerted_anew() {
    let mut stage = Stage::with(2);
    stage.say(ANA, hold()).expect("recorded");
    let signal = open_of(&stage, ANA);
    stage.wait(11_000);
    let before = stage.people[IC].alerts().len();
    stage.meanwhile(ANA, hold());
    stage.say(IC, Command::Release { signal, in_person: true, presses: Some(1) }).expect("released");
    assert_eq!(stage.people[IC].alerts().len(), before + 1);
}

#[test]
fn a_pause_is_never_called_by_itself() {
    let mut stage = Stage::with(2);
    roll(&mut stage);
    stage.say(ANA, pause()).expect("recorded");
    stage.wait(30_000);
    assert!(!stage.set().is_called());
}

#[test]
fn a_called_hold_is_on_every_screen_inside_but_never_on_the_door_and_ends_with_the_last_signal() {
    let mut stage = Stage::with(2);
    let crew = stage.join(quiethold::words::Role::Crew, "Grip");
    let door = stage.join(quiethold::words::Role::Door, "");
    stage.say(ANA, hold()).expect("recorded");
    stage.say(BEN, hold()).expect("recorded");
    assert!(!stage.people[crew].public_view().set.hold, "never from the signal itself");
    stage.say(AD, Command::Call).expect("called");
    assert!(stage.people[crew].public_view().set.hold);
    assert!(stage.people[BEN].performer_view().public.set.hold);
    assert!(!stage.people[door].public_view().set.hold);
    for who in [ANA, BEN] {
        assert!(stage.people[crew].public_view().set.hold);
        let signal = open_of(&stage, who);
        stage.say(IC, Command::Release { signal, in_person: true, presses: Some(1) }).expect("released");
    }
    assert!(!stage.people[crew].public_view().set.hold);
}

#[test]
fn a_call_with_nothing_open_raises_a_technical_hold_that_needs_no_ready() {
    let mut stage = Stage::with(2);
    stage.say(AD, Command::Call).expect("called");
    let set = stage.set();
    let technical = set.signals().next().expect("a technical hold");
    assert!(technical.is_technical() && set.is_called());
    let release = Command::Release { signal: technical.id, in_person: false, presses: Some(1) };
    stage.say(IC, release).expect("released");
    assert!(!stage.set().is_called());
}
