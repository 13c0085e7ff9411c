//! The laptop's wall clock is set by hours: people read wrong times then, and nothing else happens.

use crate::stage::Stage;
use quiethold::{
    protocol::IcView,
    words::{Command, Level, Link},
};

const HOLD: Command = Command::Raise { level: Level::Hold, test: false, for_: None };

/// A hold that nobody answers, with the clock set in the middle of it: what the IC sees of it, in order.
fn a_hold_nobody_answers(hours: i64) -> (Vec<u32>, bool, IcView) {
    let mut stage = Stage::with(2);
    stage.say(Stage::ANA, HOLD).expect("raised");
    stage.wait(800);
    stage.set_clock_by(hours);
    stage.wait(20_000);
    let alerts = stage.people[Stage::IC].alerts().iter().map(|alert| alert.again).collect();
    let called = stage.set().is_called();
    (alerts, called, stage.people[Stage::IC].ic_view())
}

#[test]
fn alerts_come_again_and_holds_are_called_at_their_time_whatever_the_clock_says() {
    let (alerts, called, _) = a_hold_nobody_answers(0);
    assert!(alerts.len() > 3 && called);
    for hours in [-30, -5, 5, 30] {
        let (then, was_called, view) = a_hold_nobody_answers(hours);
        assert_eq!((&then, was_called), (&alerts, true), "by {hours} h");
        let trouble = view.people.iter().filter(|p| p.link == Link::Trouble).count();
        assert_eq!(trouble, 0, "by {hours} h: every phone beats");
    }
}

#[test]
fn a_second_copy_that_meets_a_clock_set_back_makes_no_press_late() {
    for (hours, restarts) in [(-5, false), (5, false), (0, true), (0, false)] {
        let mut stage = Stage::with(2);
        stage.wait(30_000);
        let id = stage.send(Stage::ANA, HOLD);
        stage.settle();
        stage.wait(1_000);
        if restarts {
            stage.kill_and_restart();
            for who in 0..stage.people.len() {
                stage.reconnect(who);
            }
            stage.wait(1_000);
        }
        stage.set_clock_by(hours);
        let age = if restarts { 2_000 } else { 1_000 };
        stage.send_as(Stage::ANA, id, Some(age), HOLD);
        stage.settle();
        let view = stage.people[Stage::IC].ic_view();
        assert_eq!(view.signals.len(), 1);
        assert!(!view.signals[0].who.late, "by {hours} h, started again: {restarts}");
    }
    // One that was truly stalled is found late all the same.
    let mut stage = Stage::with(2);
    stage.wait(30_000);
    let id = stage.send(Stage::ANA, HOLD);
    stage.settle();
    stage.send_as(Stage::ANA, id, Some(9_000), HOLD);
    stage.settle();
    assert!(stage.people[Stage::IC].ic_view().signals[0].who.late);
}
