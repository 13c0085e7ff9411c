//! The quick part of `scripts/soak`: what no other test does, a few times each. Nothing may be lost.

use quiethold_tests::soak::{FAULTS, Soak};

async fn nothing_is_lost(name: &str) {
    let soak = Soak { quick: true, seed: u64::from(rand::random::<u32>()) };
    let fault = FAULTS.iter().find(|fault| fault.name == name).expect("a fault of this name");
    match fault.run(&soak).await {
        Ok(row) => assert_eq!(row.lost, 0, "with seed {}: {row:?}", soak.seed),
        // A machine on which it can't be done: no libfaketime, no mounting.
        Err(why) if why.starts_with("there is no ") || why.contains("may not mount") => {
            println!("NOT RUN: {why}");
        }
        Err(why) => panic!("with seed {}: {why}", soak.seed),
    }
}

#[tokio::test]
async fn killed_at_any_moment_a_hold_that_was_pressed_is_at_the_ic() {
    nothing_is_lost("kill").await;
}

#[tokio::test]
async fn what_lies_on_the_disk_at_a_power_cut_has_everything_that_was_answered() {
    nothing_is_lost("power").await;
}

#[tokio::test]
async fn a_torn_last_write_is_no_damage() {
    nothing_is_lost("torn").await;
}

#[tokio::test]
async fn killed_on_a_full_disk_a_hub_starts_and_a_hold_goes_out() {
    nothing_is_lost("full-restart").await;
}

#[tokio::test]
async fn while_every_write_is_refused_a_hold_goes_out() {
    nothing_is_lost("read-only").await;
}

#[tokio::test]
async fn with_a_damaged_log_the_day_goes_on() {
    nothing_is_lost("damaged-start").await;
}

#[tokio::test]
async fn a_clock_set_by_hours_changes_nothing_for_a_hold() {
    nothing_is_lost("clock").await;
}

#[tokio::test]
async fn a_hold_pressed_while_the_laptop_slept_is_at_the_ic_when_it_wakes() {
    nothing_is_lost("asleep").await;
}

#[tokio::test]
async fn a_hold_arrives_while_everybody_returns_at_once() {
    nothing_is_lost("return").await;
}

#[tokio::test]
async fn when_the_access_point_starts_again_everybody_is_back_and_no_hold_is_lost() {
    nothing_is_lost("access-point").await;
}

#[tokio::test]
async fn a_receiver_that_reads_nothing_costs_nobody_else_anything() {
    nothing_is_lost("reads-nothing").await;
}
