//! Watchers, chaperones and endings on the real hub.

use quiethold::{
    protocol::{How, ReadyKey, ReadyLine, RefusalCode},
    words::{Answer, Command, Level, Link, Role, Way, Word},
};
use quiethold_tests::{Day, Hub, Phone};
use std::time::{Duration, Instant};

const HOLD: Command = Command::Raise { level: Level::Hold, test: false, for_: None };
const TEST: Command = Command::Raise { level: Level::Hold, test: true, for_: None };

/// The IC invites somebody to hold the button for a performer, and lets them in.
async fn watch(day: &Day, role: Role, name: &str, performer: &Phone) -> Phone {
    let for_ = Some(performer.id());
    day.ic.does(Command::Invite { role, name: None, for_ }).await;
    let codes = day.ic.ic_sees("the code", |v| v.invites.iter().any(|i| i.role == role && i.for_ == for_));
    let invites = codes.await.invites;
    let code = invites.into_iter().find(|i| i.role == role && i.for_ == for_).expect("just seen").invite;
    let watcher = Phone::join_by(day.hub.address, &code, name).await;
    let person = watcher.id();
    day.ic.ic_sees("the waiting room", |v| v.waiting.iter().any(|w| w.id == person && w.for_ == for_)).await;
    day.ic.does(Command::Admit { person, as_: None, replaces: None, for_ }).await;
    watcher
        .watcher_sees("whose button it is", |v| v.watched.as_ref().is_some_and(|w| w.id == performer.id()))
        .await;
    watcher
}

fn line(lines: &[ReadyLine], key: ReadyKey) -> Option<&ReadyLine> {
    lines.iter().find(|l| l.key == key)
}

#[tokio::test]
async fn a_watchers_press_reaches_the_ic_with_the_performers_name_and_the_1st_ad_without() {
    let day = Day::begin().await;
    let wanda = watch(&day, Role::Watcher, "Wanda", &day.ana).await;
    day.prepare().await;
    day.ic.does(Command::Way { person: day.ana.id(), way: Way::Watcher }).await;
    wanda.does(TEST).await;
    wanda.watcher_sees("the test came back", |v| v.tested && v.tests == 1).await;
    day.ic.ic_sees("the way is met", |v| line(&v.ready, ReadyKey::WayToSignal).is_some_and(|l| l.met)).await;

    wanda.does(HOLD).await;
    let seen = wanda.watcher_sees("it is painted", |v| v.signal.as_ref().is_some_and(|s| s.recorded)).await;
    let signal = seen.signal.expect("just seen").id;
    let who = day.ic.alerted("the hold", |a| a.signal == signal).await.who.expect("for the IC");
    assert_eq!((who.name.as_str(), who.how), ("Ana Zeller", How::WatcherForThem));
    assert!(day.ad.alerted("the hold", |a| a.signal == signal).await.who.is_none());
    day.ana
        .performer_sees("her own", |v| v.watched && v.signal.as_ref().is_some_and(|s| s.id == signal))
        .await;
    // Whatever the 1st AD was ever sent, neither name is in it.
    day.ad.with(|s| assert!(s.frames.iter().all(|f| !f.contains("Ana Zeller") && !f.contains("Wanda"))));
    for phone in [&day.ben, &day.crew, &day.door] {
        phone.breathes().await;
        let id = serde_json::to_string(&signal).expect("an id");
        phone.with(|s| assert!(s.frames.iter().all(|f| !f.contains(&id))));
    }
}

#[tokio::test]
async fn a_chaperones_dead_phone_makes_the_line_unmet_and_nothing_rolls() {
    let day = Day::begin().await;
    day.prepare().await;
    let carl = watch(&day, Role::Chaperone, "Carl", &day.ana).await;
    let met = |v: &[ReadyLine]| line(v, ReadyKey::ChaperoneLive).map(|l| l.met);
    day.ic.ic_sees("he is live", |v| met(&v.ready) == Some(true)).await;
    let dead = Instant::now();
    carl.is_online(false);
    let seen = day.ic.ic_sees("he is not", |v| met(&v.ready) == Some(false)).await;
    let after = dead.elapsed();
    assert!((Duration::from_millis(1_900)..Duration::from_millis(4_500)).contains(&after), "{after:?}");
    let line = line(&seen.ready, ReadyKey::ChaperoneLive).expect("just seen");
    assert!(line.hard && line.text.contains("Ana Zeller: chaperone not connected"), "{}", line.text);
    assert!(seen.people.iter().any(|p| p.name == "Carl" && p.link == Link::Trouble));
    let rolling =
        Day::status_with(quiethold::words::Status::Rolling, Some(quiethold::words::Override::AdResponsible));
    day.ad.is_denied(rolling.clone()).await;
    carl.is_online(true);
    day.ic.ic_sees("he is back", |v| met(&v.ready) == Some(true)).await;
    day.ad.does(rolling).await;
}

#[tokio::test]
async fn a_closed_phone_and_its_watchers_are_sent_away_and_stay_away_after_a_restart_of_the_hub() {
    let mut day = Day::begin().await;
    let wanda = watch(&day, Role::Watcher, "Wanda", &day.ana).await;
    let person = day.ana.id();
    day.ic.does(Command::Closure { person }).await;
    day.ana.performer_sees("the ending", |v| v.closure.is_some()).await;
    day.ana.does(Command::Close { answer: Answer::Green, word: Word::NoThanks }).await;
    day.ic.does(Command::Closed { person, in_person: false }).await;
    for phone in [&day.ana, &wanda] {
        let (code, sentence) = phone.waits("it is let go", |s| s.refused.clone()).await;
        assert!(code == RefusalCode::Closed && sentence.contains("Thank you"), "{sentence}");
        phone.waits("told not to come back", |s| s.ends.contains(&Some(4003)).then_some(())).await;
    }
    let card = day.ana.card();
    day.hub.kill();
    day.hub.start_again();
    let mut line = quiethold_tests::Line::open(card.hub).await;
    line.resume(&card.token).await;
    let code = line.until(|f| match f {
        quiethold::protocol::HubFrame::Refused { code, .. } => Some(code),
        _ => None,
    });
    assert_eq!(code.await, RefusalCode::Closed);
}

#[tokio::test]
async fn the_command_line_makes_a_watchers_code_for_a_performer_by_name() {
    let day = Day::begin().await;
    let folder = day.hub.folder.to_str().expect("a plain name").to_owned();
    let ask = |more: &[&str]| Hub::ask(&[&["invite", "--data", &folder, "--role"], more].concat());
    let made = ask(&["watcher", "--for", "ana zeller"]);
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let url = String::from_utf8_lossy(&made.stdout).trim().to_owned();
    let (_, code) = url.split_once("/#").expect("the invite stands in the fragment");
    let wanda = Phone::join_by(day.hub.address, code, "Wanda").await;
    let for_ = Some(day.ana.id());
    day.ic
        .ic_sees("the waiting room", |v| v.waiting.iter().any(|w| w.id == wanda.id() && w.for_ == for_))
        .await;
    assert!(ask(&["chaperone"]).status.success(), "the IC says for whom");
    for (more, says) in [
        (["watcher", "--for", "Nobody"], "No performer of that name"),
        (["crew", "--for", "Ana Zeller"], "Only a watcher"),
    ] {
        let said = ask(&more);
        assert!(!said.status.success());
        assert!(String::from_utf8_lossy(&said.stderr).contains(says));
    }
}
