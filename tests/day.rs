//! A day on set, from the first phone to the last release.

use quiethold::{
    protocol::{How, ReadyKey, View},
    words::{
        Access, AlertLevel, Command, DenialCode, Level, Link, Override, Role, SignalId, Stage, Status, Way,
    },
};
use quiethold_tests::{Card, Day, Hub, Phone};

const HOLD: Command = Command::Raise { level: Level::Hold, test: false, for_: None };
const PAUSE: Command = Command::Raise { level: Level::Pause, test: false, for_: None };

fn release(signal: SignalId, presses: u32) -> Command {
    Command::Release { signal, in_person: false, presses: Some(presses) }
}

fn spoken(signal: SignalId, presses: u32) -> Command {
    Command::Release { signal, in_person: true, presses: Some(presses) }
}

#[tokio::test]
async fn a_performer_waits_until_the_ic_lets_them_in() {
    let hub = Hub::start();
    let ic = Phone::join(&hub, Role::Ic, "Imke").await;
    let ana = Phone::join(&hub, Role::Performer, "Ana").await;
    assert!(
        ana.with(|s| matches!(s.view, Some(View::Public(_))) && !s.you.as_ref().is_some_and(|y| y.admitted))
    );
    assert_eq!(ana.is_denied(HOLD).await, DenialCode::NotAllowed, "nobody here would receive it");
    let waiting = ic.ic_sees("somebody waits", |v| v.waiting.len() == 1).await.waiting;
    assert_eq!((waiting[0].id, waiting[0].name.as_str()), (ana.id(), "Ana"));

    ic.does(Command::Admit { person: ana.id(), as_: Some("Ana Z.".into()), replaces: None, for_: None })
        .await;
    let you = ana.waits("it is let in", |s| s.you.clone().filter(|y| y.admitted)).await;
    assert_eq!(you.name, "Ana Z.");
    let view = ana.performer_sees("the performer's page", |v| v.receivers.ic_names == ["Imke"]).await;
    assert!(!view.receivers.ic && !view.receivers.ad, "nobody has said to be on the floor");
    assert!(view.alone && view.signal.is_none() && view.way.is_none() && !view.tested);
    ic.ic_sees("Ana in the list", |v| v.waiting.is_empty() && v.people.iter().any(|p| p.name == "Ana Z."))
        .await;
}

#[tokio::test]
async fn somebody_whom_the_ic_turns_away_is_told_so_and_does_not_come_back() {
    let hub = Hub::start();
    let ic = Phone::join(&hub, Role::Ic, "Imke").await;
    let visitor = Phone::join(&hub, Role::Performer, "Visitor").await;
    let card = visitor.card();
    ic.does(Command::TurnAway { person: visitor.id() }).await;
    visitor.is_sent_away().await;
    assert_eq!(visitor.with(|s| s.ends.clone()), [Some(4003)]);
    let mut line = quiethold_tests::Line::open(card.hub.clone()).await;
    line.resume(&card.token).await;
    assert_eq!(line.refused().await.2, Some(4003));
    ic.ic_sees("nobody waits", |v| v.waiting.is_empty()).await;
}

#[tokio::test]
async fn a_hold_goes_its_whole_way_and_only_the_ic_ends_it() {
    let day = Day::begin().await;
    day.roll().await;
    let take = day
        .crew
        .public_sees("rolling", |v| v.scene.as_ref().is_some_and(|s| s.status == Status::Rolling))
        .await;
    assert_eq!(take.scene.map(|s| (s.id, s.take)), Some(("42A".into(), 1)));

    // Nobody paints yet: the phone must not claim more than is true.
    day.ic.paints(false);
    day.ad.paints(false);
    let signal = day.hold(&day.ana).await;
    let own = day.ana.performer_sees("its signal", |v| v.signal.is_some()).await.signal.expect("just seen");
    assert_eq!((own.stage, own.level, own.presses), (Stage::Raised, Level::Hold, 1));
    let alert = day.ic.alerted("who it is", |a| a.signal == signal && a.who.is_some()).await;
    let who = alert.who.expect("just seen");
    assert_eq!(
        (who.id, who.name.as_str(), who.how, who.late),
        (day.ana.id(), "Ana Zeller", How::OwnPress, false)
    );
    assert_eq!((alert.level, alert.scene.as_deref()), (AlertLevel::Hold, Some("42A")));
    assert!(day.ad.alerted("the hold", |a| a.signal == signal).await.who.is_none());

    day.ic.paints(true);
    day.ad.paints(true);
    day.ana
        .performer_sees("seen by the IC", |v| v.signal.as_ref().is_some_and(|s| s.stage == Stage::Displayed))
        .await;
    day.ad.ad_sees("painted here", |v| v.signals.iter().any(|s| s.stage == Stage::Displayed)).await;

    // CUT as the 1st AD's page does it: acknowledges what it has painted, then cuts.
    day.ad.does(Command::Acknowledge { signal, again: None }).await;
    day.status(Status::Cut).await;
    let seen = day
        .ic
        .ic_sees("the 1st AD has it", |v| v.signals.iter().any(|s| s.ad_stage == Stage::Acknowledged))
        .await;
    assert_eq!(seen.signals[0].stage, Stage::Displayed, "a 1st AD's answer is not the IC's");
    day.ana
        .performer_sees("the cut", |v| v.public.scene.as_ref().is_some_and(|s| s.status == Status::Cut))
        .await;
    assert_eq!(
        day.ana.performer_sees("still displayed", |_| true).await.signal.map(|s| s.stage),
        Some(Stage::Displayed)
    );

    day.ic.does(Command::Acknowledge { signal, again: None }).await;
    day.ana
        .performer_sees("the IC has it", |v| {
            v.signal.as_ref().is_some_and(|s| s.stage == Stage::Acknowledged)
        })
        .await;

    // Nobody but the IC releases, and the IC not before the performer is ready.
    assert_eq!(day.ad.is_denied(spoken(signal, 1)).await, DenialCode::NotAllowed);
    assert_eq!(day.ben.is_denied(spoken(signal, 1)).await, DenialCode::NotAllowed);
    assert_eq!(day.ana.is_denied(release(signal, 1)).await, DenialCode::NotAllowed);
    assert_eq!(day.ic.is_denied(release(signal, 1)).await, DenialCode::NotReady);
    assert_eq!(day.ben.is_denied(Command::Ready { signal, presses: None }).await, DenialCode::UnknownSignal);
    day.ana.does(Command::Ready { signal, presses: None }).await;
    day.ic.ic_sees("Ana is ready", |v| v.signals.iter().any(|s| s.ready && s.releasable)).await;
    day.ic.does(release(signal, 1)).await;
    day.ana.performer_sees("nothing is open", |v| v.signal.is_none()).await;
    day.ad.ad_sees("nothing is open", |v| v.signals.is_empty()).await;
    assert_eq!(day.ic.is_denied(release(signal, 1)).await, DenialCode::UnknownSignal);
    let timeline = day.ic.ic_sees("the end in the timeline", |v| v.signals.is_empty()).await.timeline;
    assert!(timeline.iter().any(|line| line.text.contains("Ana Zeller")), "the IC's record names her");
}

#[tokio::test]
async fn a_pause_that_meant_nothing_is_released_without_a_word() {
    let day = Day::begin().await;
    day.ana.does(PAUSE).await;
    let signal = day.ic.alerted("the pause", |a| a.level == AlertLevel::Pause).await.signal;
    day.ad.alerted("the pause", |a| a.signal == signal).await;
    day.ana.does(Command::MeantNothing { signal, presses: None }).await;
    day.ic.does(release(signal, 1)).await;
    day.ana.performer_sees("nothing is open", |v| v.signal.is_none()).await;
}

#[tokio::test]
async fn a_pause_of_the_only_performer_on_set_is_only_not_yet_to_the_1st_ad() {
    let day = Day::begin().await;
    day.prepare().await;
    day.ic.does(Command::OnSet { person: day.ben.id(), on: false }).await;
    day.ana.performer_sees("alone", |v| v.alone).await;
    day.ana.does(PAUSE).await;
    let signal = day.ic.alerted("the pause", |a| a.level == AlertLevel::Pause).await.signal;
    let view =
        day.ad.ad_sees("not yet", |v| v.ready.iter().any(|l| l.key == ReadyKey::NotYet && l.hard)).await;
    assert!(view.signals.is_empty());
    assert_eq!(day.ad.is_denied(Day::status_of(Status::Rolling)).await, DenialCode::NotReadyToRoll);
    // A hold is another thing: it arrives, also with the 1st AD.
    day.ana.does(HOLD).await;
    day.ad.alerted("the hold", |a| a.signal == signal && a.level == AlertLevel::Hold).await;
    assert_eq!(day.ad.with(|s| s.alerts.iter().filter(|a| a.level == AlertLevel::Pause).count()), 0);
}

#[tokio::test]
async fn a_press_on_an_open_signal_opens_no_second_one_and_a_release_that_missed_it_is_refused() {
    let day = Day::begin().await;
    day.ana.does(PAUSE).await;
    let signal = day.ic.alerted("the pause", |a| a.level == AlertLevel::Pause).await.signal;
    day.ic.does(Command::Acknowledge { signal, again: None }).await;
    day.ad.does(Command::Acknowledge { signal, again: None }).await;

    // A higher level arms it anew; both are alerted again, as a hold.
    day.ana.does(HOLD).await;
    day.ic.alerted("again", |a| a.signal == signal && a.level == AlertLevel::Hold && a.again == 1).await;
    day.ad.alerted("again", |a| a.signal == signal && a.level == AlertLevel::Hold && a.again == 1).await;
    let signals =
        day.ic.ic_sees("pressed twice", |v| v.signals.first().is_some_and(|s| s.presses == 2)).await.signals;
    assert_eq!(signals.len(), 1);
    assert_ne!(signals[0].stage, Stage::Acknowledged, "what was in hand was the pause");

    // A tap on what the screen showed before has not seen the hold.
    for receiver in [&day.ic, &day.ad] {
        let late = Command::Acknowledge { signal, again: Some(0) };
        assert_eq!(receiver.is_denied(late).await, DenialCode::PressedAgain);
    }
    let own =
        day.ana.performer_sees("still nobody's", |v| v.signal.is_some()).await.signal.expect("just seen");
    assert_ne!(own.stage, Stage::Acknowledged);
    day.ic.does(Command::Acknowledge { signal, again: Some(1) }).await;

    // The level never falls.
    day.ana.does(Command::Ready { signal, presses: None }).await;
    day.ana.does(PAUSE).await;
    let own =
        day.ana.performer_sees("armed anew", |v| v.signal.as_ref().is_some_and(|s| s.presses == 3)).await;
    let own = own.signal.expect("just seen");
    assert_eq!((own.level, own.ready), (Level::Hold, false));

    // An IC whose screen showed two presses does not end the third.
    assert_eq!(day.ic.is_denied(spoken(signal, 2)).await, DenialCode::PressedAgain);
    day.ic.does(spoken(signal, 3)).await;
    day.ad.ad_sees("nothing is open", |v| v.signals.is_empty()).await;
}

#[tokio::test]
async fn a_press_that_meets_a_release_is_never_swallowed() {
    let day = Day::begin().await;
    for _ in 0..10 {
        let signal = day.hold(&day.ana).await;
        day.ana.does(Command::MeantNothing { signal, presses: None }).await;
        let presses = day.ic.ic_sees("it is open", |v| v.signals.len() == 1).await.signals[0].presses;
        day.ana.performer_sees("what it said", |v| v.signal.as_ref().is_some_and(|s| s.meant_nothing)).await;
        let release_asked = day.ic.press(release(signal, presses));
        let press_sent = day.ana.press(HOLD);
        let released = day.ic.answer(release_asked).await;
        day.ana.answer(press_sent).await.expect("a raise is never denied");
        if let Err((code, _)) = released {
            assert!(matches!(code, DenialCode::PressedAgain | DenialCode::NotReady), "{code:?}");
        }
        let open = day
            .ana
            .performer_sees("a signal, open", |v| v.signal.as_ref().is_some_and(|s| !s.meant_nothing))
            .await;
        let open = open.signal.expect("just seen");
        day.ic.ic_sees("the same", |v| v.signals.iter().any(|s| s.id == open.id && !s.meant_nothing)).await;
        // Put behind the release, the press has opened the signal anew, and counts from one again.
        day.ic.does(Command::Release { signal: open.id, in_person: true, presses: None }).await;
        day.ana.performer_sees("nothing is open", |v| v.signal.is_none()).await;
    }
}

#[tokio::test]
async fn the_same_press_twice_is_one_press() {
    let day = Day::begin().await;
    let id = day.ana.press(HOLD);
    day.ana.answer(id).await.expect("done");
    day.ana.with(|s| assert!(s.kept.is_empty()));
    let answers = day.ana.frame_count();
    day.ana.press_as(id, HOLD);
    day.ana
        .waits("done again", |s| s.frames[answers..].iter().any(|f| f.contains("\"done\"")).then_some(()))
        .await;
    day.ana.breathes().await;
    let own = day.ana.performer_sees("its signal", |v| v.signal.is_some()).await.signal.expect("just seen");
    assert_eq!(own.presses, 1);
}

#[tokio::test]
async fn a_press_kept_while_offline_arrives_late_and_says_so() {
    let day = Day::begin().await;
    day.ana.is_online(false);
    day.ana.is_cut_off().await;
    let pressed = day.ana.press(HOLD);
    tokio::time::sleep(std::time::Duration::from_millis(2200)).await; // kept for longer than an ordinary delay
    day.ana.is_online(true);
    day.ana.answer(pressed).await.expect("a raise is never denied");
    let alert = day.ic.alerted("the late hold", |a| a.who.as_ref().is_some_and(|w| w.late)).await;
    let who = alert.who.expect("just seen");
    assert!(alert.raised_at >= who.pressed_at + 2000, "pressed earlier than it arrived");
    let ads = day.ad.alerted("the hold", |a| a.signal == alert.signal).await;
    assert_eq!(ads.raised_at, alert.raised_at, "the 1st AD reads the time of its arrival");
}

#[tokio::test]
async fn a_press_test_takes_the_real_way_and_latches_nothing() {
    let day = Day::begin().await;
    day.status(Status::Rehearsal).await;
    day.ana.does(Command::Raise { level: Level::Hold, test: true, for_: None }).await;
    day.ic.alerted("the test", |a| a.level == AlertLevel::Test && a.who.is_some()).await;
    day.ad.alerted("the test", |a| a.level == AlertLevel::Test && a.who.is_none()).await;
    let own = day.ana.performer_sees("tested", |v| v.tested).await;
    assert!(own.signal.is_none());
    let view = day
        .ic
        .ic_sees("the measured time", |v| v.people.iter().any(|p| p.tested && p.tested_ms.is_some()))
        .await;
    assert!(view.signals.is_empty());
    // A real press comes first: a test behind it does nothing.
    let signal = day.hold(&day.ana).await;
    day.ana.does(Command::Raise { level: Level::Hold, test: true, for_: None }).await;
    let own = day.ana.performer_sees("its signal", |v| v.signal.is_some()).await.signal.expect("just seen");
    assert_eq!((own.id, own.presses), (signal, 1));
}

#[tokio::test]
async fn a_technical_hold_looks_like_any_other_to_everyone_else() {
    let day = Day::begin().await;
    day.status(Status::Rehearsal).await;
    day.ic.does(HOLD).await;
    let alert = day.ad.alerted("a hold", |a| a.level == AlertLevel::Hold).await;
    assert!(alert.who.is_none());
    let signal =
        day.ic.ic_sees("technical", |v| v.signals.iter().any(|s| s.who.how == How::Technical)).await.signals
            [0]
        .clone();
    assert!(signal.releasable);
    assert!(day.ana.performer_sees("no own signal", |v| v.receivers.ic).await.signal.is_none());
    day.ic.does(release(signal.id, 1)).await;

    day.ad.does(HOLD).await;
    let signal =
        day.ic.alerted("the 1st AD's", |a| a.who.as_ref().is_some_and(|w| w.id == day.ad.id())).await.signal;
    assert_eq!(day.ad.is_denied(release(signal, 1)).await, DenialCode::NotAllowed);
    day.ic.does(release(signal, 1)).await;
}

#[tokio::test]
async fn the_ic_raises_a_hold_for_a_performer() {
    let day = Day::begin().await;
    day.ic.does(Command::Raise { level: Level::Hold, test: false, for_: Some(day.ben.id()) }).await;
    let own =
        day.ben.performer_sees("its own signal", |v| v.signal.is_some()).await.signal.expect("just seen");
    let alert = day.ic.alerted("for Ben", |a| a.signal == own.id).await;
    assert_eq!(alert.who.map(|w| (w.id, w.how)), Some((day.ben.id(), How::IcForThem)));
    assert_eq!(
        day.ad.is_denied(Command::Raise { level: Level::Hold, test: false, for_: Some(day.ben.id()) }).await,
        DenialCode::NotAllowed
    );
    assert_eq!(
        day.ana.is_denied(Command::Raise { level: Level::Hold, test: false, for_: Some(day.ben.id()) }).await,
        DenialCode::NotAllowed
    );
}

#[tokio::test]
async fn a_call_makes_the_hold_public_inside_and_never_at_the_door() {
    let day = Day::begin().await;
    day.status(Status::Rehearsal).await;
    let signal = day.hold(&day.ana).await;
    assert_eq!(day.ana.is_denied(Command::Call).await, DenialCode::NotAllowed);
    day.ad.does(Command::Call).await;
    for phone in [&day.crew, &day.ben, &day.ana, &day.ic, &day.ad] {
        phone.public_sees("HOLD", |v| v.set.hold).await;
    }
    day.door.breathes().await;
    day.door.with(|s| assert!(s.frames.iter().all(|f| !f.contains("\"hold\":true"))));
    day.ic.does(spoken(signal, 1)).await;
    for phone in [&day.crew, &day.ben, &day.ic] {
        phone.public_sees("no HOLD", |v| !v.set.hold).await;
    }
    // With nothing open, a call is a technical hold first.
    day.ic.does(Command::Call).await;
    day.crew.public_sees("HOLD", |v| v.set.hold).await;
    let open = day.ic.ic_sees("technical", |v| v.signals.len() == 1).await.signals[0].clone();
    assert_eq!(open.who.how, How::Technical);
    day.ic.does(release(open.id, open.presses)).await;
    day.crew.public_sees("no HOLD", |v| !v.set.hold).await;
}

#[tokio::test]
async fn rolling_is_refused_while_a_signal_is_open_or_no_ic_is_there_and_else_takes_ready_made_words() {
    let day = Day::begin().await;
    day.status(Status::Blocking).await;
    // Nothing is met, so plain words are needed, and they are told to the IC.
    assert_eq!(day.ad.is_denied(Day::status_of(Status::Rolling)).await, DenialCode::NotReadyToRoll);
    day.ad.does(Day::status_with(Status::Rolling, Some(Override::AdResponsible))).await;
    day.ic
        .ic_sees("the words in the timeline", |v| v.timeline.iter().any(|l| l.text.contains("not met")))
        .await;
    day.status(Status::Cut).await;

    let signal = day.hold(&day.ana).await;
    let forced = || Day::status_with(Status::Rolling, Some(Override::AdResponsible));
    assert_eq!(day.ad.is_denied(forced()).await, DenialCode::SignalOpen);
    day.ic.does(spoken(signal, 1)).await;

    day.ic.does(Command::NotYet { on: true }).await;
    assert_eq!(day.ad.is_denied(forced()).await, DenialCode::NotReadyToRoll);
    day.ic.does(Command::NotYet { on: false }).await;

    day.ic.does(Command::OnFloor { on: false }).await;
    assert_eq!(day.ad.is_denied(forced()).await, DenialCode::NoIc);
    // Stood down, nothing is refused.
    day.ad.does(Command::StandDown { on: true }).await;
    day.status(Status::Rolling).await;
}

#[tokio::test]
async fn once_every_line_is_met_rolling_needs_no_words_and_takes_are_counted() {
    let day = Day::begin().await;
    day.prepare().await;
    let ready = day.ad.ad_sees("all met", |v| v.ready.iter().all(|l| l.met)).await.ready;
    assert!(ready.len() >= 5);
    for take in 1..=3 {
        day.status(Status::Rolling).await;
        day.crew.public_sees("the take", |v| v.scene.as_ref().is_some_and(|s| s.take == take)).await;
        day.status(Status::Cut).await;
    }
    // Another scene: everything anew.
    day.ad
        .does(Command::Status {
            status: Status::Blocking,
            scene: Some("43".into()),
            setup: Some("B".into()),
            override_: None,
        })
        .await;
    let view = day
        .ana
        .performer_sees("another scene", |v| v.public.scene.as_ref().is_some_and(|s| s.id == "43"))
        .await;
    assert!(!view.tested && view.way.is_none());
}

#[tokio::test]
async fn the_cast_and_who_is_on_set_decide_whose_way_counts() {
    let day = Day::begin().await;
    day.prepare().await;
    day.ic.does(Command::Way { person: day.ben.id(), way: Way::Word }).await;
    day.ic.does(Command::Cast { scene: "42A".into(), people: vec![day.ana.id()] }).await;
    day.ana.performer_sees("alone in the cast", |v| v.alone).await;
    day.ic.does(Command::OnSet { person: day.ana.id(), on: false }).await;
    let view = day
        .ic
        .ic_sees("Ana is off set", |v| v.people.iter().any(|p| p.id == day.ana.id() && p.link == Link::Away))
        .await;
    assert!(view.people.iter().any(|p| p.id == day.ben.id() && !p.in_cast));
    day.ana.performer_sees("off set", |v| !v.on_set && !v.alone).await;
    // A button off set still delivers.
    day.hold(&day.ana).await;
}

#[tokio::test]
async fn closing_the_set_is_either_ones_and_opening_it_the_ics() {
    let day = Day::begin().await;
    day.status(Status::Blocking).await;
    day.ad
        .does(Command::Access { access: Access::Closing, notice: Some("Closing in five minutes".into()) })
        .await;
    for phone in [&day.door, &day.crew, &day.ana] {
        let set = phone.public_sees("closing", |v| v.set.access == Access::Closing).await.set;
        assert_eq!(set.notice, "Closing in five minutes");
    }
    day.ic.does(Command::Access { access: Access::Closed, notice: None }).await;
    assert_eq!(
        day.ic.is_denied(Command::Access { access: Access::Reopening, notice: None }).await,
        DenialCode::NotAllowed
    );
    day.ad.does(Command::Access { access: Access::Reopening, notice: None }).await;
    assert_eq!(
        day.ad.is_denied(Command::Access { access: Access::Open, notice: None }).await,
        DenialCode::NotAllowed
    );
    assert_eq!(
        day.crew.is_denied(Command::Access { access: Access::Open, notice: None }).await,
        DenialCode::NotAllowed
    );
    day.ic.does(Command::Access { access: Access::Open, notice: Some(String::new()) }).await;
    day.door.public_sees("open", |v| v.set.access == Access::Open && v.set.notice.is_empty()).await;
}

#[tokio::test]
async fn stood_down_every_screen_says_so_and_presses_still_deliver() {
    let day = Day::begin().await;
    assert_eq!(day.ana.is_denied(Command::StandDown { on: true }).await, DenialCode::NotAllowed);
    day.ad.does(Command::StandDown { on: true }).await;
    for phone in [&day.ana, &day.ben, &day.crew, &day.door, &day.ic, &day.ad] {
        phone.public_sees("stood down", |v| v.set.stood_down).await;
    }
    day.hold(&day.ana).await;
    assert_eq!(day.ad.is_denied(Command::StandDown { on: false }).await, DenialCode::NotAllowed);
    day.ic.does(Command::StandDown { on: false }).await;
    day.door.public_sees("taken up again", |v| !v.set.stood_down).await;
}

#[tokio::test]
async fn another_phone_of_the_same_performer_takes_over_the_open_signal() {
    let day = Day::begin().await;
    let signal = day.hold(&day.ana).await;
    let (ana, old) = (day.ana.id(), day.ana.card());
    let newer = Phone::join(&day.hub, Role::Performer, "Ana, other phone").await;
    day.ic.does(Command::Admit { person: newer.id(), as_: None, replaces: Some(ana), for_: None }).await;
    day.ana.is_sent_away().await;
    let view = newer.performer_sees("the open signal", |v| v.signal.is_some()).await;
    assert_eq!(view.signal.map(|s| s.id), Some(signal));
    newer
        .waits("it is Ana now", |s| s.you.as_ref().filter(|y| y.id == ana && y.name == "Ana Zeller").cloned())
        .await;
    newer.does(Command::Ready { signal, presses: None }).await;
    day.ic.does(release(signal, 1)).await;
    newer.performer_sees("nothing is open", |v| v.signal.is_none()).await;
    let mut line = quiethold_tests::Line::open(day.hub.address).await;
    line.resume(&old.token).await;
    assert_eq!(line.refused().await.2, Some(4003), "the earlier phone is out");
}

#[tokio::test]
async fn a_phone_that_was_taken_out_is_told_and_its_open_signal_stays() {
    let day = Day::begin().await;
    let signal = day.hold(&day.ana).await;
    assert_eq!(day.ad.is_denied(Command::Revoke { person: day.ana.id() }).await, DenialCode::NotAllowed);
    assert_eq!(day.ic.is_denied(Command::Revoke { person: day.ic.id() }).await, DenialCode::NotAllowed);
    let crew: Card = day.crew.card();
    day.ic.does(Command::Revoke { person: day.crew.id() }).await;
    day.crew.is_sent_away().await;
    let mut line = quiethold_tests::Line::open(crew.hub.clone()).await;
    line.resume(&crew.token).await;
    let (code, _, end) = line.refused().await;
    assert_eq!((code, end), (quiethold::protocol::RefusalCode::Revoked, Some(4003)));
    day.ic.does(Command::Revoke { person: day.ana.id() }).await;
    day.ana.is_sent_away().await;
    day.ic
        .ic_sees("gone, and the signal open", |v| {
            v.people.iter().all(|p| p.id != day.ana.id()) && v.signals.iter().any(|s| s.id == signal)
        })
        .await;
    day.ic.does(spoken(signal, 1)).await;
}

#[tokio::test]
async fn an_ic_who_comes_back_is_alerted_of_everything_that_is_open() {
    let day = Day::begin().await;
    let signal = day.hold(&day.ana).await;
    day.ic.is_online(false);
    day.ic.is_cut_off().await;
    let before = day.ic.with(|s| s.alerts.len());
    day.ic.is_online(true);
    day.ic.waits("alerted anew", |s| s.alerts[before..].iter().find(|a| a.signal == signal).cloned()).await;
    day.ic.does(Command::Acknowledge { signal, again: None }).await;
    day.ic.is_online(false);
    day.ic.is_cut_off().await;
    let before = day.ic.with(|s| s.alerts.len());
    day.ic.is_online(true);
    day.ic.breathes().await;
    assert_eq!(day.ic.with(|s| s.alerts.len()), before, "it is in hand");
}
