//! What the IC is told of a phone besides whether it is heard.

use crate::stage::Stage;
use quiethold::words::{Command, Link};

#[test]
fn a_phone_that_does_not_say_that_its_screen_is_kept_on_may_sleep() {
    let mut stage = Stage::with(1);
    let may_sleep = |stage: &Stage| stage.people[Stage::IC].ic_view().people[0].may_sleep;
    assert!(!may_sleep(&stage));
    for awake in [Some(false), None] {
        stage.people[Stage::ANA].session.as_ref().expect("connected").beat(1, true, awake, None);
        stage.wait(100);
        assert!(may_sleep(&stage), "{awake:?}");
    }
}

#[test]
fn a_performer_who_is_switched_off_set_is_away_and_no_trouble_but_the_button_still_delivers() {
    let mut stage = Stage::with(2);
    let person = stage.id(Stage::ANA);
    stage.say(Stage::IC, Command::OnSet { person, on: false }).expect("off set");
    stage.wait_beating(5_000, |who| who != Stage::ANA);
    assert_eq!(stage.people[Stage::IC].ic_view().people[0].link, Link::Away);
    let level = quiethold::words::Level::Hold;
    stage.say(Stage::ANA, Command::Raise { level, test: false, for_: None }).expect("recorded");
    assert_eq!(stage.people[Stage::IC].alerts().len(), 1);
}
