//! The life of a signal, told as stories.

use crate::stage::{Stage, acts::*};
use quiethold::{
    protocol::HubFrame,
    socket::Ear,
    words::{Command, DenialCode, Level, Stage as Shown, Status},
};
use std::{sync::mpsc, thread, time::Duration};

#[test]
fn a_hold_reaches_ic_and_1st_ad_at_once_and_only_the_ic_learns_who() {
    let mut stage = Stage::with(2);
    stage.send(ANA, hold());
    // Nothing has been written to disk yet, and both are told already.
    for who in [IC, AD] {
        stage.people[who].drain();
        assert_eq!(stage.people[who].alerts().len(), 1);
    }
    let to_ic = &stage.people[IC].alerts()[0];
    assert_eq!(to_ic.who.as_ref().map(|w| w.name.as_str()), Some("Ana"));
    assert_eq!(stage.people[AD].alerts()[0].who, None);
    stage.people[BEN].drain();
    assert!(stage.people[BEN].alerts().is_empty());
}

/// The hub's threads, waiting for something to do as on most of a day; and the disk, which hangs from the next write on.
fn with_a_hanging_disk(stage: &mut Stage, story: impl FnOnce(&mut Stage)) {
    let (go_on, it_goes_on) = mpsc::channel();
    stage.disk_hangs_until(it_goes_on);
    let (log, views) = (stage.hub.clone(), stage.hub.clone());
    let threads = [thread::spawn(move || log.keep_log()), thread::spawn(move || views.keep_views())];
    stage.hub.tick();
    thread::sleep(Duration::from_millis(50));
    story(stage);
    go_on.send(()).expect("the disk waits for it");
    stage.hub.close();
    for thread in threads {
        thread.join().expect("it ends");
    }
}

fn comes_true(stage: &mut Stage, mut what: impl FnMut(&mut Stage) -> bool) -> bool {
    (0..500).any(|_| {
        thread::sleep(Duration::from_millis(10));
        stage.people.iter_mut().for_each(crate::stage::Phone::drain);
        what(stage)
    })
}

#[test]
fn though_the_disk_hangs_the_screens_show_a_hold_with_the_next_tick() {
    let mut stage = Stage::with(2);
    with_a_hanging_disk(&mut stage, |stage| {
        stage.send(ANA, hold());
        let shown = comes_true(stage, |stage| {
            stage.hub.tick();
            !stage.people[IC].ic_view().signals.is_empty()
        });
        assert!(shown, "the disk still hangs");
        let on_her_phone = comes_true(stage, |stage| stage.people[ANA].performer_view().signal.is_some());
        assert!(on_her_phone);
        let own = stage.people[ANA].performer_view().signal.expect("own signal");
        assert_eq!((own.stage, own.recorded), (Shown::Raised, false));
    });
}

#[test]
fn though_the_disk_hangs_everybody_reads_at_once_that_hold_was_called() {
    let mut stage = Stage::with(2);
    stage.say(ANA, hold()).expect("recorded");
    with_a_hanging_disk(&mut stage, |stage| {
        stage.send(AD, Command::Call);
        // No tick: for whoever gets no alert, the view is it.
        assert!(comes_true(stage, |stage| stage.people[BEN].performer_view().public.set.hold));
    });
}

#[test]
fn the_phone_says_recorded_displayed_and_acknowledged_only_once_they_are_true() {
    let mut stage = Stage::with(2);
    stage.send(ANA, hold());
    stage.hub.publish();
    stage.people[ANA].drain();
    let own = stage.people[ANA].performer_view().signal.expect("own signal");
    assert_eq!((own.stage, own.recorded), (Shown::Raised, false), "not on disk yet, and seen by nobody");

    stage.settle();
    let own = stage.people[ANA].performer_view().signal.expect("own signal");
    assert_eq!((own.stage, own.recorded), (Shown::Raised, true));

    stage.paint(AD);
    let own = stage.people[ANA].performer_view().signal.expect("own signal");
    assert_eq!(own.stage, Shown::Raised, "a 1st AD's screen does not stand in while an IC is reachable");

    stage.paint(IC);
    let own = stage.people[ANA].performer_view().signal.expect("own signal");
    assert_eq!(own.stage, Shown::Displayed);

    let signal = own.id;
    stage.say(AD, Command::Acknowledge { signal, again: None }).expect("quiets the 1st AD's side");
    assert_eq!(stage.people[ANA].performer_view().signal.expect("own").stage, Shown::Displayed);
    stage.say(IC, Command::Acknowledge { signal, again: None }).expect("the IC has it in hand");
    assert_eq!(stage.people[ANA].performer_view().signal.expect("own").stage, Shown::Acknowledged);
}

#[test]
fn a_1st_ads_screen_stands_in_where_no_ic_is_reachable() {
    let mut stage = Stage::with(2);
    stage.say(IC, Command::OnFloor { on: false }).expect("off the floor");
    stage.say(ANA, hold()).expect("recorded");
    stage.paint(AD);
    assert_eq!(stage.people[ANA].performer_view().signal.expect("own").stage, Shown::Displayed);
}

#[test]
fn a_page_that_is_not_visible_has_painted_nothing() {
    let mut stage = Stage::with(2);
    stage.beat(IC, false);
    stage.say(ANA, hold()).expect("recorded");
    stage.paint(IC);
    assert_eq!(stage.people[ANA].performer_view().signal.expect("own").stage, Shown::Raised);
}

#[test]
fn acknowledging_clears_nothing_and_only_the_ic_releases() {
    let mut stage = Stage::with(2);
    stage.say(ANA, hold()).expect("recorded");
    let signal = open_of(&stage, ANA);
    stage.say(IC, Command::Acknowledge { signal, again: None }).expect("in hand");
    assert!(stage.set().signal(signal).is_some());

    let release = |in_person| Command::Release { signal, in_person, presses: Some(1) };
    for who in [AD, ANA, BEN] {
        assert_eq!(code(stage.say(who, release(true))), DenialCode::NotAllowed);
    }
    assert_eq!(code(stage.say(IC, release(false))), DenialCode::NotReady);
    stage.say(ANA, Command::Ready { signal, presses: None }).expect("ready");
    stage.say(IC, release(false)).expect("released");
    assert!(stage.set().signal(signal).is_none());
}

#[test]
fn a_release_attested_in_person_needs_no_word_from_the_phone() {
    let mut stage = Stage::with(2);
    stage.say(ANA, hold()).expect("recorded");
    let signal = open_of(&stage, ANA);
    stage.say(IC, Command::Release { signal, in_person: true, presses: None }).expect("released");
}

#[test]
fn a_press_that_the_ic_has_not_seen_refuses_the_release() {
    let mut stage = Stage::with(2);
    stage.say(ANA, hold()).expect("recorded");
    let signal = open_of(&stage, ANA);
    stage.say(ANA, Command::Ready { signal, presses: None }).expect("ready");
    stage.say(ANA, hold()).expect("pressed again");
    let seen_one = Command::Release { signal, in_person: true, presses: Some(1) };
    assert_eq!(code(stage.say(IC, seen_one)), DenialCode::PressedAgain);
}

#[test]
fn a_press_while_the_release_is_being_written_opens_the_signal_again_and_alerts_anew() {
    let mut stage = Stage::with(2);
    stage.say(ANA, hold()).expect("recorded");
    let signal = open_of(&stage, ANA);
    stage.say(ANA, Command::MeantNothing { signal, presses: None }).expect("said");
    let before = stage.people[IC].alerts().len();
    stage.meanwhile(ANA, hold());
    stage.say(IC, Command::Release { signal, in_person: false, presses: Some(1) }).expect("released");
    assert!(stage.set().signal_of(stage.id(ANA)).is_some(), "the press was swallowed");
    assert!(stage.people[IC].alerts().len() > before);
    let own = stage.people[ANA].performer_view().signal.expect("own");
    assert!(!own.ready && !own.meant_nothing);
}

#[test]
fn a_press_while_ready_is_being_written_takes_the_ready_back() {
    let mut stage = Stage::with(2);
    stage.say(ANA, hold()).expect("recorded");
    let signal = open_of(&stage, ANA);
    stage.meanwhile(ANA, hold());
    stage.say(ANA, Command::Ready { signal, presses: None }).expect("said");
    let own = stage.people[ANA].performer_view().signal.expect("own");
    assert!(!own.ready, "the press came after it");
    assert_eq!(own.presses, 2);
}

#[test]
fn what_was_said_of_a_press_is_not_said_of_a_newer_one_that_has_overtaken_it() {
    let mut stage = Stage::with(2);
    stage.say(ANA, hold()).expect("recorded");
    let signal = open_of(&stage, ANA);
    // Her word is on a lane that TCP mends; the press behind it came by another.
    stage.say(ANA, hold()).expect("recorded");
    for word in
        [Command::MeantNothing { signal, presses: Some(1) }, Command::Ready { signal, presses: Some(1) }]
    {
        assert_eq!(code(stage.say(ANA, word)), DenialCode::PressedAgain);
    }
    let open = &stage.people[IC].ic_view().signals[0];
    assert!(!open.meant_nothing && !open.ready && !open.releasable);
    stage.say(ANA, Command::Ready { signal, presses: Some(2) }).expect("of what she saw");
    assert!(stage.people[IC].ic_view().signals[0].releasable);
}

#[test]
fn a_press_after_ready_rearms_with_a_new_alert_and_cleared_flags() {
    let mut stage = Stage::with(2);
    stage.say(ANA, pause()).expect("recorded");
    stage.paint(IC);
    let signal = open_of(&stage, ANA);
    stage.say(IC, Command::Acknowledge { signal, again: None }).expect("in hand");
    stage.say(ANA, Command::Ready { signal, presses: None }).expect("ready");
    let before = stage.people[IC].alerts().len();
    stage.say(ANA, pause()).expect("again");
    let own = stage.people[ANA].performer_view().signal.expect("own");
    assert_eq!(own.id, signal, "one's own open signal opens no second one");
    assert_eq!((own.stage, own.ready, own.presses), (Shown::Raised, false, 2));
    assert_eq!(stage.people[IC].alerts().len(), before + 1);
}

#[test]
fn a_paint_of_the_first_alert_does_not_count_for_a_later_press() {
    let mut stage = Stage::with(2);
    stage.say(ANA, pause()).expect("recorded");
    let first = stage.people[IC].alerts()[0].clone();
    stage.say(IC, Command::Acknowledge { signal: first.signal, again: None }).expect("in hand");
    stage.say(ANA, hold()).expect("re-armed");
    stage.people[IC].session.as_ref().expect("connected").shown(first.signal, Some(first.again), None);
    stage.settle();
    assert_eq!(stage.people[ANA].performer_view().signal.expect("own").stage, Shown::Raised);
}

#[test]
fn a_pause_can_become_a_hold_and_a_hold_never_falls_back() {
    let mut stage = Stage::with(2);
    stage.say(ANA, pause()).expect("recorded");
    stage.say(ANA, hold()).expect("higher");
    stage.say(ANA, pause()).expect("pressed");
    assert_eq!(stage.people[ANA].performer_view().signal.expect("own").level, Level::Hold);
}

#[test]
fn a_second_copy_of_a_press_is_the_same_press() {
    let mut stage = Stage::with(2);
    let id = stage.next_id();
    stage.send_as(ANA, id, None, hold());
    stage.send_as(ANA, id, None, hold());
    stage.settle();
    stage.send_as(ANA, id, Some(5_000), hold());
    stage.settle();
    let own = stage.people[ANA].performer_view().signal.expect("own");
    assert_eq!(own.presses, 1);
    let done = stage.people[ANA].frames().iter().filter(|f| **f == HubFrame::Done { id }).count();
    assert_eq!(done, 3, "each copy gets the same answer");
}

#[test]
fn a_press_kept_while_offline_arrives_late_with_its_age_for_the_ic_alone() {
    let mut stage = Stage::with(2);
    stage.wait(60_000);
    let id = stage.next_id();
    stage.send_as(ANA, id, Some(30_000), hold());
    stage.settle();
    let who = stage.people[IC].alerts()[0].who.clone().expect("who");
    assert!(who.late);
    assert_eq!(who.pressed_at, crate::stage::MORNING + 30_000);
    let to_ad = &stage.people[AD].alerts()[0];
    assert_eq!(to_ad.raised_at, crate::stage::MORNING + 60_000, "the 1st AD sees it at its arrival time");
}

#[test]
fn a_press_that_was_stalled_on_the_air_is_found_late_by_its_second_copy() {
    let mut stage = Stage::with(2);
    stage.wait(60_000);
    let id = stage.next_id();
    stage.send_as(ANA, id, None, hold());
    stage.settle();
    assert!(!stage.people[IC].ic_view().signals[0].who.late, "the first copy carries no age");
    stage.wait(1_000);
    stage.send_as(ANA, id, Some(11_000), hold());
    stage.settle();
    let who = stage.people[IC].ic_view().signals[0].who.clone();
    assert_eq!((who.late, who.pressed_at), (true, crate::stage::MORNING + 50_000));
    assert_eq!(stage.people[ANA].performer_view().signal.expect("own").presses, 1);
}

#[test]
fn a_press_test_measures_the_real_path_latches_nothing_and_gives_way_to_a_real_press() {
    let mut stage = Stage::with(2);
    let test = Command::Raise { level: Level::Hold, test: true, for_: None };
    stage.say(ANA, test.clone()).expect("tested");
    assert!(stage.set().signals().next().is_none());
    stage.paint(IC);
    assert!(stage.people[ANA].performer_view().tested);

    stage.say(BEN, test.clone()).expect("on its way");
    stage.say(BEN, hold()).expect("real");
    assert!(stage.set().test_of(stage.id(BEN)).is_none());
    stage.say(BEN, test).expect("gives way");
    assert!(stage.set().test_of(stage.id(BEN)).is_none());
}

#[test]
fn a_press_tests_time_runs_from_the_finger_to_the_paint_and_never_says_less_than_nothing() {
    let test = || Command::Raise { level: Level::Hold, test: true, for_: None };
    let measured = |pressed: Option<i64>, painted: Option<i64>| {
        let mut stage = Stage::with(1);
        let now = |stage: &Stage| stage.now().at;
        let before = |at: u64, ms: i64| at.saturating_add_signed(-ms);
        let (id, at) = (stage.next_id(), now(&stage));
        let ana = stage.people[ANA].session.clone().expect("connected");
        drop(ana.command(id, None, pressed.map(|ms| before(at, ms)), test()));
        stage.wait(40);
        let signal = stage.people[IC].alerts().last().expect("alerted").signal;
        let at = now(&stage);
        let imke = stage.people[IC].session.clone().expect("connected");
        imke.shown(signal, Some(0), painted.map(|ms| before(at, ms)));
        stage.settle();
        stage.people[IC].ic_view().people.iter().find(|p| p.id == stage.id(ANA)).and_then(|p| p.tested_ms)
    };
    assert_eq!(measured(None, None), Some(40), "without clocks: from arrival to arrival");
    assert_eq!(measured(Some(230), None), Some(270), "230 ms in the air, lost packets and all");
    assert_eq!(measured(Some(230), Some(7)), Some(263), "the way back of what says so is not part of it");
    assert_eq!(
        measured(Some(-50), Some(-50)),
        Some(40),
        "a phone's clock that runs ahead takes nothing away"
    );
    assert_eq!(
        measured(Some(0), Some(9000)),
        Some(0),
        "nor does one that says that it was painted before it came"
    );
    assert_eq!(measured(Some(9_000_000), Some(0)), None, "what took that long measured something else");
}

#[test]
fn a_pause_of_the_only_performer_on_set_reads_not_yet_to_the_1st_ad_and_nothing_more() {
    let mut stage = Stage::with(1);
    ready_to_roll(&mut stage);
    stage.say(ANA, pause()).expect("recorded");
    assert!(stage.people[AD].alerts().iter().all(|a| a.level == quiethold::words::AlertLevel::Test));
    let by_pause = stage.people[AD].ad_view();
    assert!(by_pause.signals.is_empty());
    assert_eq!(code(stage.say(AD, status(Status::Rolling))), DenialCode::NotReadyToRoll);
    let signal = open_of(&stage, ANA);
    stage.say(IC, Command::Release { signal, in_person: true, presses: Some(1) }).expect("released");

    stage.say(IC, Command::NotYet { on: true }).expect("set by hand");
    assert_eq!(stage.people[AD].ad_view(), by_pause, "it could as well be the IC's own \"not yet\"");
}

#[test]
fn a_1st_ads_call_beside_a_hidden_pause_does_not_tell_of_it() {
    let mut stage = Stage::with(1);
    stage.say(ANA, pause()).expect("recorded");
    stage.say(AD, Command::Call).expect("called");
    assert_eq!(stage.people[AD].ad_view().signals.len(), 1, "a technical hold of the 1st AD's own");
    let signal = stage.people[AD].ad_view().signals[0].id;
    stage.say(IC, Command::Release { signal, in_person: false, presses: Some(1) }).expect("released");
    assert!(!stage.set().is_called());
    assert!(stage.set().signal_of(stage.id(ANA)).is_some());
}

#[test]
fn the_only_performers_pause_that_becomes_a_hold_is_told_to_the_1st_ad() {
    let mut stage = Stage::with(1);
    stage.say(ANA, pause()).expect("recorded");
    stage.say(ANA, hold()).expect("higher");
    assert_eq!(stage.people[AD].alerts().len(), 1);
}

#[test]
fn whoever_waits_to_be_let_in_is_told_that_the_button_is_not_theirs_yet() {
    let mut stage = Stage::with(1);
    let dov = stage.join(quiethold::words::Role::Performer, "Dov");
    assert_eq!(code(stage.say(dov, hold())), DenialCode::NotAllowed);
    let view = stage.people[dov].public_view();
    assert!(!view.set.hold);
}

#[test]
fn a_new_phone_takes_over_its_performers_open_signal_and_is_tested_anew() {
    let mut stage = Stage::with(2);
    stage.say(ANA, hold()).expect("recorded");
    let signal = open_of(&stage, ANA);
    let newer = stage.join(quiethold::words::Role::Performer, "Ana again");
    let (person, replaces) = (stage.id(newer), Some(stage.id(ANA)));
    stage.say(IC, Command::Admit { person, as_: None, replaces, for_: None }).expect("replaced");
    assert_eq!(open_of(&stage, ANA), signal);
    let token = stage.people[newer].token.clone();
    assert_eq!(stage.hub.resume(&token).expect("knows the new phone"), stage.id(ANA));
    let old = stage.people[ANA].token.clone();
    assert!(stage.hub.resume(&old).is_err(), "the old phone is out");
}

#[test]
fn a_flood_of_anything_slows_its_own_socket_and_a_hold_behind_it_is_carried_out() {
    let offer = r#"{"type":"datagram","ufrag":"u","password":"p","fingerprint":"no"}"#;
    let command = r#"{"type":"do","id":"00000000-0000-0000-0000-000000000009","cmd":{"kind":"call"}}"#;
    for frame in [r#"{"type":"chaser"}"#, r#"{"type":"beat","n":1,"visible":true}"#, offer, command] {
        let mut stage = Stage::with(2);
        let (session, outbox) =
            (stage.people[ANA].session.clone().expect("connected"), stage.people[ANA].outbox.clone());
        let mut ear = Ear::default();
        let mut floods = |text: &str| {
            ear.take(text, &session, &outbox);
            ear.is_flooded()
        };
        assert!((0..100).all(|_| !floods(frame)), "no page sends more");
        assert!((0..1_000).any(|_| floods(frame)), "{frame}");
        let id = uuid::Uuid::from_u128(7);
        floods(&format!(r#"{{"type":"do","id":"{id}","cmd":{{"kind":"raise","level":"hold"}}}}"#));
        stage.settle();
        assert_eq!(stage.people[IC].alerts().len(), 1);
    }
}
