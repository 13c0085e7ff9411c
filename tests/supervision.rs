//! A silent phone is a fault, and no hold ends in silence. Orders of events, and times that must at least pass.

use quiethold::{
    protocol::{How, ReadyKey},
    words::{AlertLevel, Command, DenialCode, Level, Link, Stage, Status},
};
use quiethold_tests::Day;
use std::time::{Duration, Instant};

const HOLD: Command = Command::Raise { level: Level::Hold, test: false, for_: None };

#[tokio::test]
async fn a_performers_phone_that_falls_silent_is_trouble_to_the_ic_by_name_and_a_count_to_the_1st_ad_later() {
    let day = Day::begin().await;
    day.prepare().await;
    let ana = day.ana.id();
    // The page is frozen: its socket stays open.
    day.ana.is_frozen(true);
    let frozen = Instant::now();
    day.ic
        .ic_sees("Ana's phone is silent", |v| v.people.iter().any(|p| p.id == ana && p.link == Link::Trouble))
        .await;
    assert!(frozen.elapsed() >= Duration::from_millis(1900), "one beat in a second may be late");
    let told = day.ad.ad_sees("the 1st AD's list", |_| true).await;
    let ways =
        |v: &quiethold::protocol::AdView| v.ready.iter().find(|l| l.key == ReadyKey::WayToSignal).cloned();
    assert!(ways(&told).is_some_and(|l| l.met) || frozen.elapsed() >= Duration::from_secs(8), "not yet");
    let told = day.ad.ad_sees("a count", |v| ways(v).is_some_and(|l| !l.met)).await;
    assert!(frozen.elapsed() >= Duration::from_secs(8), "only after ten seconds of silence");
    let line = ways(&told).expect("just seen");
    assert!(!line.text.contains("Ana") && line.text.contains("1 of 2"), "{}", line.text);

    day.ana.is_frozen(false);
    day.ic.ic_sees("it is back", |v| v.people.iter().any(|p| p.id == ana && p.link == Link::Live)).await;
    day.ad.ad_sees("it is back", |v| ways(v).is_some_and(|l| l.met)).await;
    let text = day.ic.ic_sees("the timeline", |_| true).await.timeline;
    assert!(text.iter().filter(|l| l.text.contains("Ana Zeller")).count() >= 3);
}

#[tokio::test]
async fn a_phone_that_is_gone_is_trouble_too_and_off_set_it_is_none() {
    let day = Day::begin().await;
    let ana = day.ana.id();
    day.ana.is_online(false);
    day.ic.ic_sees("trouble", |v| v.people.iter().any(|p| p.id == ana && p.link == Link::Trouble)).await;
    day.ic.does(Command::OnSet { person: ana, on: false }).await;
    day.ic.ic_sees("away", |v| v.people.iter().any(|p| p.id == ana && p.link == Link::Away)).await;
}

#[tokio::test]
async fn a_receiver_is_reachable_only_while_visible_heard_and_on_the_floor() {
    let day = Day::begin().await;
    let unreachable = async || {
        day.ana.performer_sees("no IC", |v| !v.receivers.ic && v.receivers.ad).await;
        day.ad.ad_sees("no IC", |v| v.reach.ic == 0 && v.reach.ad == 1).await;
    };
    let reachable = async || {
        day.ana.performer_sees("an IC", |v| v.receivers.ic && v.receivers.ad).await;
    };
    day.ic.is_visible(false);
    unreachable().await;
    day.ic.is_visible(true);
    reachable().await;
    day.ic.is_frozen(true);
    unreachable().await;
    day.ic.is_frozen(false);
    reachable().await;
    day.ic.does(Command::OnFloor { on: false }).await;
    unreachable().await;
    day.ic.does(Command::OnFloor { on: true }).await;
    reachable().await;
    day.ic.is_online(false);
    unreachable().await;
    day.ic.is_online(true);
    reachable().await;
}

#[tokio::test]
async fn a_beat_that_is_said_again_since_its_echo_was_lost_is_echoed_again() {
    let day = Day::begin().await;
    let mut line = quiethold_tests::Line::open(day.hub.address).await;
    line.resume_on(quiethold::words::Lane::B, &day.ana.card().token).await;
    for _ in 0..3 {
        line.say(&quiethold::protocol::ClientFrame::Beat { n: 7, visible: true, awake: None, rtt: None })
            .await;
        line.until(|f| matches!(f, quiethold::protocol::HubFrame::Beat { n: 7, .. }).then_some(())).await;
    }
}

#[tokio::test]
async fn what_a_hidden_screen_says_to_have_painted_counts_for_nothing() {
    let day = Day::begin().await;
    day.ic.is_visible(false);
    day.ad.paints(false);
    day.ana.performer_sees("no IC", |v| !v.receivers.ic).await;
    let signal = day.hold(&day.ana).await;
    let mut line = quiethold_tests::Line::open(day.hub.address).await;
    line.resume_on(quiethold::words::Lane::B, &day.ic.card().token).await;
    line.say(&quiethold::protocol::ClientFrame::Beat { n: 1, visible: false, awake: None, rtt: None }).await;
    line.say(&quiethold::protocol::ClientFrame::Shown { signal, again: Some(0), at: None }).await;
    line.say(&quiethold::protocol::ClientFrame::Beat { n: 2, visible: false, awake: None, rtt: None }).await;
    line.until(|f| matches!(f, quiethold::protocol::HubFrame::Beat { n: 2, .. }).then_some(())).await;
    // A hold that nobody has painted is alerted again, counting up, a second after and then at five.
    for again in 1..=2 {
        day.ic.alerted("again", |a| a.signal == signal && a.again == again).await;
    }
    let own = day.ana.performer_sees("its signal", |v| v.signal.is_some()).await.signal.expect("just seen");
    assert_eq!(own.stage, Stage::Raised);
    // Where no IC is reachable, a 1st AD's screen stands in.
    day.ad.paints(true);
    day.ana
        .performer_sees("a 1st AD's screen", |v| {
            v.signal.as_ref().is_some_and(|s| s.stage == Stage::Displayed)
        })
        .await;
}

#[tokio::test]
async fn a_hold_is_alerted_again_until_each_side_has_it_in_hand() {
    let day = Day::begin().await;
    let signal = day.hold(&day.ana).await;
    let raised = Instant::now();
    day.ad.does(Command::Acknowledge { signal, again: None }).await;
    // Painted, so nothing at one second; at five and ten, yes.
    day.ic.alerted("after five seconds", |a| a.signal == signal && a.again == 1).await;
    assert!(raised.elapsed() >= Duration::from_millis(3500), "painted screens are left in peace till then");
    day.ic.alerted("after ten", |a| a.signal == signal && a.again == 2).await;
    let ads = day.ad.with(|s| s.alerts.iter().filter(|a| a.signal == signal).count());
    assert_eq!(ads, 1, "the 1st AD has it in hand: those screens are quiet, the IC's are not");
    day.ic.does(Command::Acknowledge { signal, again: None }).await;
    let count = day.ic.with(|s| s.alerts.len());
    let quiet = Instant::now();
    while quiet.elapsed() < Duration::from_millis(5500) {
        tokio::time::sleep(Duration::from_millis(500)).await;
        day.ic.breathes().await;
    }
    assert_eq!(day.ic.with(|s| s.alerts.len()), count, "in hand");
}

#[tokio::test]
async fn while_rolling_a_hold_without_a_cut_calls_itself() {
    let day = Day::begin_with(&["--call-after-rolling", "2", "--call-unanswered-after", "5"]).await;
    day.roll().await;
    let signal = day.hold(&day.ana).await;
    let raised = Instant::now();
    // The IC has it in hand; the camera runs all the same.
    day.ic.does(Command::Acknowledge { signal, again: None }).await;
    day.crew.public_sees("HOLD", |v| v.set.hold).await;
    assert!(raised.elapsed() >= Duration::from_millis(1500), "not before its time");
    day.ben.public_sees("HOLD", |v| v.set.hold).await;
    day.door.breathes().await;
    day.door.public_sees("no HOLD", |v| !v.set.hold).await;
}

#[tokio::test]
async fn a_cut_and_an_ics_answer_keep_a_hold_from_calling_itself() {
    let day = Day::begin_with(&["--call-after-rolling", "2", "--call-unanswered-after", "5"]).await;
    day.roll().await;
    let signal = day.hold(&day.ana).await;
    day.status(Status::Cut).await;
    day.ic.does(Command::Acknowledge { signal, again: None }).await;
    let quiet = Instant::now();
    while quiet.elapsed() < Duration::from_secs(6) {
        tokio::time::sleep(Duration::from_millis(500)).await;
        day.crew.breathes().await;
    }
    day.crew.with(|s| assert!(s.frames.iter().all(|f| !f.contains("\"hold\":true"))));
}

#[tokio::test]
async fn not_rolling_a_hold_that_no_ic_answers_calls_itself_and_a_1st_ads_answer_does_not_stop_it() {
    let day = Day::begin_with(&["--call-after-rolling", "2", "--call-unanswered-after", "5"]).await;
    day.status(Status::Rehearsal).await;
    let signal = day.hold(&day.ana).await;
    let raised = Instant::now();
    day.ad.does(Command::Acknowledge { signal, again: None }).await;
    day.crew.public_sees("HOLD", |v| v.set.hold).await;
    assert!(raised.elapsed() >= Duration::from_secs(4), "not before its time");
    // A pause never does.
    day.ic.does(Command::Release { signal, in_person: true, presses: None }).await;
    day.crew.public_sees("no HOLD", |v| !v.set.hold).await;
    let frames = day.crew.frame_count();
    day.ana.does(Command::Raise { level: Level::Pause, test: false, for_: None }).await;
    let pause = day.ic.alerted("the pause", |a| a.level == AlertLevel::Pause).await.signal;
    day.ic.alerted("after five seconds", |a| a.signal == pause && a.again == 1).await;
    day.ic.alerted("after ten", |a| a.signal == pause && a.again == 2).await;
    day.crew.breathes().await;
    assert_eq!(day.crew.frame_count(), frames);
}

#[tokio::test]
async fn without_an_ic_no_camera_rolls_and_a_hold_still_arrives() {
    let day = Day::begin().await;
    day.prepare().await;
    day.ic.is_online(false);
    day.ana.performer_sees("no IC", |v| !v.receivers.ic).await;
    assert_eq!(day.ad.is_denied(Day::status_of(Status::Rolling)).await, DenialCode::NoIc);
    day.ana.does(HOLD).await;
    let alert = day.ad.alerted("the hold", |a| a.level == AlertLevel::Hold).await;
    day.ic.is_online(true);
    let ics = day.ic.alerted("the hold", |a| a.signal == alert.signal).await;
    assert_eq!(ics.who.map(|w| w.how), Some(How::OwnPress));
}
