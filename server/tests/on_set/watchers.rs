//! Watchers and chaperones: somebody holds the button for one performer who can't.

use crate::stage::{Stage, acts::*};
use quiethold::{
    protocol::{How, ReadyKey, ReadyLine, RefusalCode},
    words::{AlertLevel, Command, DenialCode, Level, Link, Role, Stage as Reached, Way},
};

fn ways(lines: &[ReadyLine]) -> ReadyLine {
    lines.iter().find(|l| l.key == ReadyKey::WayToSignal).expect("the line is there").clone()
}

fn ic_ways(stage: &Stage) -> ReadyLine {
    ways(&stage.people[IC].ic_view().ready)
}

fn way(stage: &mut Stage, performer: usize, way: Way) {
    let person = stage.id(performer);
    stage.say(IC, Command::Way { person, way }).expect("a way");
}

#[test]
fn a_watchers_press_is_their_performers_hold_and_the_ic_alone_learns_whose_hand_it_was() {
    let mut stage = Stage::with(2);
    scene(&mut stage, "42A");
    let wanda = watch(&mut stage, Role::Watcher, "Wanda", ANA);
    stage.say(wanda, hold()).expect("recorded");

    let alert = stage.people[IC].alerts().pop().expect("alerted");
    let who = alert.who.expect("for the IC");
    assert_eq!((who.id, who.name.as_str(), who.how), (stage.id(ANA), "Ana", How::WatcherForThem));
    let ads = stage.people[AD].alerts().pop().expect("alerted");
    assert!(ads.who.is_none() && ads.signal == alert.signal);
    // Ana sees it as her own, and so does whoever holds the button for her. Ben sees nothing.
    let own = stage.people[ANA].performer_view().signal.expect("hers");
    assert_eq!(stage.people[wanda].watcher_view().signal, Some(own));
    assert!(stage.people[BEN].performer_view().signal.is_none());
}

#[test]
fn a_watcher_sees_also_what_the_performer_or_the_ic_pressed_and_how_far_it_got() {
    let mut stage = Stage::with(2);
    scene(&mut stage, "42A");
    let wanda = watch(&mut stage, Role::Watcher, "Wanda", ANA);
    let carl = watch(&mut stage, Role::Chaperone, "Carl", BEN);
    stage.say(ANA, pause()).expect("recorded");
    let stage_of = |stage: &Stage| stage.people[wanda].watcher_view().signal.expect("Ana's").stage;
    assert_eq!(stage_of(&stage), Reached::Raised);
    stage.paint(IC);
    assert_eq!(stage_of(&stage), Reached::Displayed);
    let signal = open_of(&stage, ANA);
    stage.say(IC, Command::Acknowledge { signal, again: None }).expect("in hand");
    assert_eq!(stage_of(&stage), Reached::Acknowledged);
    assert!(stage.people[carl].watcher_view().signal.is_none(), "Ben's chaperone is not told of Ana");

    let for_ = Some(stage.id(BEN));
    stage.say(IC, Command::Raise { level: Level::Hold, test: false, for_ }).expect("for Ben");
    assert_eq!(stage.people[carl].watcher_view().signal.map(|s| s.level), Some(Level::Hold));
}

#[test]
fn a_watchers_press_latches_and_arms_again_as_any_press() {
    let mut stage = Stage::with(2);
    let wanda = watch(&mut stage, Role::Watcher, "Wanda", ANA);
    stage.say(ANA, pause()).expect("recorded");
    let signal = open_of(&stage, ANA);
    stage.say(wanda, pause()).expect("the same signal");
    assert_eq!(stage.set().signals().count(), 1);
    assert_eq!(stage.set().signal(signal).map(|s| (s.presses, s.arms)), Some((2, 1)));
    stage.say(ANA, Command::Ready { signal, presses: None }).expect("hers to say");
    stage.say(wanda, hold()).expect("a hold is more");
    let open = stage.set().signal(signal).expect("open").clone();
    assert!(!open.ready && open.level == Level::Hold && open.arms == 2);
    let who = stage.people[IC].alerts().pop().and_then(|a| a.who).expect("alerted anew");
    assert_eq!(who.how, How::WatcherForThem);
}

#[test]
fn a_watcher_only_ever_raises() {
    let mut stage = Stage::with(2);
    scene(&mut stage, "42A");
    let wanda = watch(&mut stage, Role::Watcher, "Wanda", ANA);
    let carl = watch(&mut stage, Role::Chaperone, "Carl", ANA);
    stage.say(wanda, hold()).expect("recorded");
    let signal = open_of(&stage, ANA);
    for who in [wanda, carl] {
        for command in [
            Command::Release { signal, in_person: true, presses: None },
            Command::Acknowledge { signal, again: None },
            Command::Ready { signal, presses: None },
            Command::MeantNothing { signal, presses: None },
            Command::Call,
            Command::Raise { level: Level::Hold, test: false, for_: Some(stage.id(BEN)) },
            Command::NotYet { on: true },
        ] {
            assert_eq!(code(stage.say(who, command.clone())), DenialCode::NotAllowed, "{command:?}");
        }
        let own = Some(stage.id(ANA));
        stage.say(who, Command::Raise { level: Level::Hold, test: false, for_: own }).expect("their own");
    }
    assert!(stage.set().signal(signal).is_some_and(|s| !s.ready && s.presses == 3));
}

#[test]
fn nobody_holds_a_button_before_the_ic_has_said_for_whom() {
    let mut stage = Stage::with(2);
    let cleo = stage.join(Role::Performer, "Cleo");
    stage.say(IC, Command::Invite { role: Role::Watcher, name: None, for_: None }).expect("an invite");
    let wanda = stage.join(Role::Watcher, "Wanda");
    assert_eq!(code(stage.say(wanda, hold())), DenialCode::NotAllowed, "still waiting");
    assert_eq!(code(stage.say(IC, admit(&stage, wanda))), DenialCode::BadCommand);
    assert_eq!(code(stage.say(IC, admit_for(&stage, wanda, cleo))), DenialCode::UnknownPerson, "not let in");
    assert_eq!(code(stage.say(IC, admit_for(&stage, wanda, AD))), DenialCode::UnknownPerson);
    assert_eq!(code(stage.say(IC, admit_for(&stage, cleo, ANA))), DenialCode::BadCommand, "no watcher");
    stage.say(IC, admit_for(&stage, wanda, BEN)).expect("let in");
    assert_eq!(stage.people[wanda].watcher_view().watched.map(|w| w.name), Some("Ben".into()));
    let people = stage.people[IC].ic_view().people;
    assert!(people.iter().any(|p| p.role == Role::Watcher && p.for_ == Some(stage.id(BEN))));
    // The IC gives the button to somebody else's watcher later.
    stage.say(IC, admit_for(&stage, wanda, ANA)).expect("for Ana now");
    assert_eq!(stage.people[wanda].watcher_view().watched.map(|w| w.name), Some("Ana".into()));
}

#[test]
fn an_invite_for_a_performers_watcher_is_made_once_and_leads_to_the_waiting_room() {
    let mut stage = Stage::with(2);
    let for_ = |stage: &Stage, who: usize| Some(stage.id(who));
    for _ in 0..3 {
        let ana = for_(&stage, ANA);
        stage.say(IC, Command::Invite { role: Role::Watcher, name: None, for_: ana }).expect("an invite");
    }
    let ben = for_(&stage, BEN);
    stage.say(IC, Command::Invite { role: Role::Watcher, name: None, for_: ben }).expect("another");
    let codes: Vec<_> = stage.people[IC].ic_view().invites;
    let theirs: Vec<_> = codes.iter().filter(|i| i.role == Role::Watcher).collect();
    assert_eq!(theirs.iter().map(|i| i.for_).collect::<Vec<_>>(), [for_(&stage, ANA), ben]);
    assert!(theirs.iter().all(|i| !i.single_use));

    let invite = theirs[0].invite.clone();
    for name in ["Wanda", "Will"] {
        let who = stage.join_by(invite.clone(), name).expect("the same code for both");
        let waiting = stage.people[IC].ic_view().waiting;
        assert!(waiting.iter().any(|w| w.id == stage.id(who) && w.for_ == for_(&stage, ANA)));
    }
    for command in [
        Command::Invite { role: Role::Watcher, name: None, for_: for_(&stage, AD) },
        Command::Invite { role: Role::Crew, name: None, for_: ben },
    ] {
        assert!(stage.say(IC, command).is_err());
    }
    // With Ana gone her watchers' code leads nowhere.
    let person = stage.id(ANA);
    stage.say(IC, Command::Revoke { person }).expect("out");
    assert!(stage.people[IC].ic_view().invites.iter().all(|i| i.for_ != Some(person)));
    let refused = stage.join_by(invite, "Wes").expect_err("over");
    assert_eq!(refused.code, RefusalCode::InviteExpired);
}

#[test]
fn any_watcher_of_theirs_who_is_heard_and_has_tested_makes_it_a_way_to_signal() {
    let mut stage = Stage::with(1);
    ready_to_roll(&mut stage);
    way(&mut stage, ANA, Way::Watcher);
    assert!(ic_ways(&stage).text.contains("Ana: no watcher let in"), "{:?}", ic_ways(&stage));
    let wanda = watch(&mut stage, Role::Watcher, "Wanda", ANA);
    assert!(ic_ways(&stage).text.contains("Ana: watcher not press-tested"));
    stage.say(wanda, test_press()).expect("a press-test");
    let alert = stage.people[IC].alerts().pop().expect("the test's alert");
    assert_eq!(alert.level, AlertLevel::Test);
    let who = alert.who.expect("for the IC");
    assert_eq!((who.name.as_str(), who.how), ("Ana", How::WatcherForThem));
    stage.paint(IC);
    assert!(ic_ways(&stage).met);
    let view = stage.people[wanda].watcher_view();
    assert!(view.tested && view.tests == 1 && view.watched.is_some_and(|w| w.relies));
    assert!(stage.people[ANA].performer_view().watched);
    let wandas = stage.people[IC].ic_view().people.into_iter().find(|p| p.name == "Wanda");
    assert!(wandas.is_some_and(|p| p.tested && p.tested_ms.is_some()));

    // Ana's own phone may be silent: it lies in the trailer.
    stage.wait_beating(4_000, |who| who != ANA);
    assert!(ic_ways(&stage).met);
    // A second watcher stands in for the first, once tested.
    let will = watch(&mut stage, Role::Watcher, "Will", ANA);
    stage.wait_beating(4_000, |who| who != wanda);
    assert!(ic_ways(&stage).text.contains("watcher not press-tested"));
    stage.say(will, test_press()).expect("a press-test");
    stage.paint(IC);
    assert!(ic_ways(&stage).met);
    stage.wait_beating(4_000, |who| who != wanda && who != will);
    assert!(ic_ways(&stage).text.contains("watcher not connected"));
    // The 1st AD reads a count, and later.
    assert!(ways(&stage.people[AD].ad_view().ready).met);
    stage.wait_beating(7_000, |who| who != wanda && who != will);
    let ads = ways(&stage.people[AD].ad_view().ready);
    assert!(!ads.met && ads.text.contains("0 of 1"), "{}", ads.text);
    // Another scene asks for the press-test anew.
    stage.beat_all();
    scene(&mut stage, "43");
    assert!(!stage.people[wanda].watcher_view().tested);
}

#[test]
fn a_watchers_test_gives_way_to_a_real_press_and_never_latches() {
    let mut stage = Stage::with(1);
    scene(&mut stage, "42A");
    let wanda = watch(&mut stage, Role::Watcher, "Wanda", ANA);
    stage.say(wanda, test_press()).expect("a press-test");
    assert!(stage.set().signals().next().is_none());
    stage.say(ANA, hold()).expect("a real one");
    stage.paint(IC);
    assert!(!stage.people[wanda].watcher_view().tested, "it gave way");
    stage.say(wanda, test_press()).expect("nothing, with a real one open");
    assert_eq!(stage.people[IC].alerts().iter().filter(|a| a.level == AlertLevel::Test).count(), 1);
}

#[test]
fn a_watchers_silent_phone_is_a_fault_and_away_while_their_performer_is_off_set() {
    let mut stage = Stage::with(2);
    let wanda = watch(&mut stage, Role::Watcher, "Wanda", ANA);
    let link = |stage: &Stage| {
        let people = stage.people[IC].ic_view().people;
        people.into_iter().find(|p| p.name == "Wanda").map(|p| p.link)
    };
    stage.wait(2_000);
    assert_eq!(link(&stage), Some(Link::Live));
    stage.wait_beating(4_000, |who| who != wanda);
    assert_eq!(link(&stage), Some(Link::Trouble));
    stage.wait(1_000);
    let told: Vec<String> = stage.people[IC]
        .ic_view()
        .timeline
        .into_iter()
        .map(|l| l.text)
        .filter(|t| t.contains("Wanda's phone"))
        .collect();
    assert_eq!(told, ["Wanda's phone can signal again", "Wanda's phone can't signal now"]);

    let person = stage.id(ANA);
    stage.say(IC, Command::OnSet { person, on: false }).expect("off set");
    assert_eq!(link(&stage), Some(Link::Away));
    assert!(stage.people[wanda].watcher_view().watched.is_some_and(|w| !w.on_set));
    stage.say(wanda, hold()).expect("a button off set still delivers");
}

#[test]
fn a_watchers_pause_for_the_only_performer_on_set_is_hidden_from_the_1st_ad_as_their_own_is() {
    let mut stage = Stage::with(1);
    scene(&mut stage, "42A");
    let wanda = watch(&mut stage, Role::Watcher, "Wanda", ANA);
    assert!(stage.people[wanda].watcher_view().watched.is_some_and(|w| w.alone));
    stage.say(wanda, pause()).expect("recorded");
    assert_eq!(stage.people[IC].alerts().len(), 1);
    let ad = &stage.people[AD];
    assert!(ad.alerts().is_empty() && ad.ad_view().signals.is_empty());
    assert!(ad.ad_view().ready.iter().any(|l| l.key == ReadyKey::NotYet && !l.met));
    stage.say(wanda, hold()).expect("a hold is theirs to know");
    assert_eq!(stage.people[AD].alerts().len(), 1);
}

#[test]
fn a_replaced_phone_keeps_for_whom_the_button_is() {
    let mut stage = Stage::with(2);
    let wanda = watch(&mut stage, Role::Watcher, "Wanda", ANA);
    let newer = stage.join(Role::Watcher, "Wanda");
    let replaces = Some(stage.id(wanda));
    assert!(stage.people[IC].ic_view().waiting.iter().all(|w| w.same_name), "another Wanda is here");
    let person = stage.id(newer);
    stage.say(IC, Command::Admit { person, as_: None, replaces, for_: None }).expect("another phone of hers");
    let kept = stage.set().person(stage.id(wanda)).and_then(|p| p.for_);
    assert_eq!(kept, Some(stage.id(ANA)));
    // And the performer's own phone can be replaced: the watcher stays hers.
    let will = watch(&mut stage, Role::Watcher, "Will", BEN);
    let newer = stage.join(Role::Performer, "Ben");
    let (person, replaces) = (stage.id(newer), Some(stage.id(BEN)));
    stage.say(IC, Command::Admit { person, as_: None, replaces, for_: None }).expect("another phone of his");
    assert_eq!(stage.people[will].watcher_view().watched.map(|w| w.name), Some("Ben".into()));
}

#[test]
fn with_their_performer_gone_a_watcher_stays_and_has_no_button() {
    let mut stage = Stage::with(2);
    let wanda = watch(&mut stage, Role::Watcher, "Wanda", ANA);
    let person = stage.id(ANA);
    stage.say(IC, Command::Revoke { person }).expect("out");
    let view = stage.people[wanda].watcher_view();
    assert!(view.watched.is_none() && view.signal.is_none());
    assert_eq!(code(stage.say(wanda, hold())), DenialCode::NotAllowed);
    stage.say(IC, admit_for(&stage, wanda, BEN)).expect("the IC gives them another's");
    stage.say(wanda, hold()).expect("recorded");
    assert!(stage.set().signal_of(stage.id(BEN)).is_some());
    let person = stage.id(wanda);
    stage.say(IC, Command::Revoke { person }).expect("out");
    assert_eq!(stage.people[wanda].refused().map(|(code, _)| code), Some(RefusalCode::Revoked));
    assert!(!stage.people[BEN].performer_view().watched);
    assert!(stage.set().signal_of(stage.id(BEN)).is_some(), "what they raised stays open");
}
