//! Confidential to the IC, anonymous to production: what reaches everybody else, byte by byte, and what is
//! written down.

use quiethold::{
    record::DayFolder,
    words::{AlertLevel, Command, Level, Stage, Status},
};
use quiethold_tests::{Day, Hub, Options, Phone};
use std::{fs, path::Path};

const HOLD: Command = Command::Raise { level: Level::Hold, test: false, for_: None };
const PAUSE: Command = Command::Raise { level: Level::Pause, test: false, for_: None };

fn frames(phone: &Phone) -> String {
    phone.with(|s| s.frames.join("\n"))
}

/// Everything that can happen about a signal short of a call.
async fn everything_about_a_signal(day: &Day, performer: &Phone) {
    performer.does(Command::Raise { level: Level::Hold, test: true, for_: None }).await;
    performer.does(PAUSE).await;
    let own = performer.performer_sees("its own signal", |v| v.signal.is_some()).await.signal;
    let signal = own.expect("just seen").id;
    day.ic.alerted("the pause", |a| a.signal == signal).await;
    day.ad.alerted("the pause", |a| a.signal == signal).await;
    day.ic.does(Command::Acknowledge { signal, again: None }).await;
    performer.does(HOLD).await;
    day.ad.alerted("the hold", |a| a.signal == signal && a.level == AlertLevel::Hold).await;
    day.ad.does(Command::Acknowledge { signal, again: None }).await;
    day.ic.does(Command::Acknowledge { signal, again: None }).await;
    performer.does(Command::MeantNothing { signal, presses: None }).await;
    performer.does(Command::Ready { signal, presses: None }).await;
    day.ic.does(Command::Release { signal, in_person: false, presses: None }).await;
    performer.performer_sees("nothing is open", |v| v.signal.is_none()).await;
}

#[tokio::test]
async fn nobody_but_the_ic_ever_reads_who_signalled() {
    let day = Day::begin().await;
    day.prepare().await;
    everything_about_a_signal(&day, &day.ana).await;
    let signal = day.hold(&day.ana).await;
    day.ad.does(Command::Call).await;
    day.crew.public_sees("HOLD", |v| v.set.hold).await;
    day.ic.does(Command::Release { signal, in_person: true, presses: None }).await;
    day.crew.public_sees("no HOLD", |v| !v.set.hold).await;
    for phone in [&day.ad, &day.ben, &day.crew, &day.door] {
        phone.breathes().await;
        let heard = frames(phone);
        for private in
            ["Ana", "Zeller", &day.ana.id().0.to_string(), &day.ana.card().token, "\"who\"", "own_press"]
        {
            assert!(!heard.contains(private), "{private}: {heard}");
        }
    }
    for phone in [&day.ben, &day.crew, &day.door] {
        assert!(!frames(phone).contains(&signal.0.to_string()));
    }
    let ic = frames(&day.ic);
    assert!(ic.contains("Ana Zeller") && ic.contains(&day.ana.id().0.to_string()), "the IC must know");
}

#[tokio::test]
async fn crew_door_and_uninvolved_performers_hear_the_same_with_and_without_a_signal() {
    let day = Day::begin().await;
    day.prepare().await;
    let uninvolved = [&day.ben, &day.crew, &day.door];
    // The answer to Ben's own press-test is chased for a second; what comes after that would be somebody else's.
    tokio::time::sleep(std::time::Duration::from_millis(1200)).await;
    let mut before = Vec::new();
    for phone in uninvolved {
        phone.breathes().await;
        before.push(phone.frame_count());
    }
    for _ in 0..3 {
        everything_about_a_signal(&day, &day.ana).await;
    }
    // The status comes behind all of it, so that nothing can still be on its way.
    day.status(Status::PictureUp).await;
    for (phone, before) in uninvolved.into_iter().zip(before) {
        phone
            .public_sees("picture up", |v| v.scene.as_ref().is_some_and(|s| s.status == Status::PictureUp))
            .await;
        let since = phone.with(|s| s.frames[before..].to_vec());
        assert_eq!(since.len(), 1, "nothing but picture up: {since:#?}");
    }
}

#[tokio::test]
async fn it_makes_no_difference_to_the_1st_ad_who_of_two_signals() {
    // Two days that differ in nothing but who signals. Ids and times are chance and the clock's; the rest is equal.
    let mut days = Vec::new();
    for by_ana in [true, false] {
        let day = Day::begin().await;
        day.prepare().await;
        day.ad.breathes().await;
        let before = day.ad.frame_count();
        let performer = if by_ana { &day.ana } else { &day.ben };
        performer.does(HOLD).await;
        let signal = day.ad.alerted("the hold", |a| a.level == AlertLevel::Hold).await.signal;
        let raised_at = day.ad.with(|s| s.alerts.iter().find(|a| a.signal == signal).map(|a| a.raised_at));
        day.ad.does(Command::Acknowledge { signal, again: None }).await;
        // A view may be skipped for the next one; this one is to be compared.
        day.ad.ad_sees("in hand", |v| v.signals.iter().any(|s| s.stage == Stage::Acknowledged)).await;
        day.ic.does(Command::Release { signal, in_person: true, presses: None }).await;
        day.ad.ad_sees("nothing is open", |v| v.signals.is_empty()).await;
        let heard = day.ad.with(|s| s.frames[before..].to_vec());
        let mut kinds: Vec<String> = heard
            .iter()
            .map(|f| f.replace(&signal.0.to_string(), "SIGNAL"))
            .map(|f| f.replace(&raised_at.unwrap_or_default().to_string(), "WHEN"))
            .filter(|f| f.contains("SIGNAL"))
            .map(|f| f.split_once("\"view\":{").map_or(f.clone(), |(_, view)| view.to_owned()))
            .collect();
        kinds.sort();
        kinds.dedup();
        days.push(kinds);
    }
    let [with_ana, with_ben] = days.try_into().expect("two days");
    assert!(!with_ana.is_empty());
    // Which of the passing states a view catches is the machine's chance; what it says of each is not.
    for frame in with_ana.iter().filter(|f| f.contains("\"alert\"") || f.contains("\"acknowledged\"")) {
        assert!(with_ben.contains(frame), "only when it was Ana: {frame}\n{with_ben:#?}");
    }
}

#[tokio::test]
async fn neither_the_logs_nor_the_files_beside_the_record_hold_a_name_a_token_or_an_invite() {
    let mut day = Day::begin().await;
    day.prepare().await;
    everything_about_a_signal(&day, &day.ana).await;
    day.hold(&day.ben).await;
    // A refused one too: what was sent must not be logged either.
    let mut line = quiethold_tests::Line::open(day.hub.address).await;
    line.join("not-an-invite-of-today", "Zeller, Ana").await;
    line.refused().await;
    let mut line = quiethold_tests::Line::open(day.hub.address).await;
    line.text("{\"type\":\"join\",\"name\":\"Ana Zeller\"").await;
    line.refused().await;

    let tokens: Vec<String> =
        [&day.ic, &day.ad, &day.ana, &day.ben, &day.crew, &day.door].map(|p| p.card().token).to_vec();
    let words = day.ic.with(|s| s.recovery.clone()).expect("the first IC is shown the words");
    let beside = fs::read_to_string(day.hub.folder.join("hub.json")).expect("a running hub leaves it");
    day.hub.stop();
    let logs = day.hub.logs();
    let invites = &day.hub.ready.invites;
    let mut private: Vec<&str> = vec!["Ana", "Zeller", "Ben Quist", "Imke", "Aldo", "not-an-invite"];
    private.extend(tokens.iter().map(String::as_str));
    private.extend([invites.performer.as_str(), &invites.crew, &invites.door, &words]);
    private.extend(invites.ic.iter().chain(&invites.ad).map(String::as_str));
    let ids = [&day.ana, &day.ben, &day.ic, &day.ad].map(|p| p.id().0.to_string());
    private.extend(ids.iter().map(String::as_str));
    for private in private {
        assert!(!logs.contains(private), "{private}: {logs}");
        assert!(!beside.contains(private), "{private}: {beside}");
    }
    assert_eq!(day.hub.output().lines().count(), 1, "nothing but the ready line: {}", day.hub.output());

    // Of a token and the words the record holds only what does not give them back: in the files as they lie there, and
    // in what whoever has the log's key reads in it.
    for entry in fs::read_dir(&day.hub.folder).expect("the day's folder") {
        let file = fs::read(entry.expect("an entry").path()).expect("a file");
        let text = String::from_utf8_lossy(&file);
        for secret in tokens.iter().chain([&words]) {
            assert!(!text.contains(secret.as_str()));
        }
    }
    let entries = DayFolder::take(&day.hub.folder).and_then(|folder| folder.day()).expect("the log").entries;
    let log = serde_json::to_string(&entries).expect("entries can be written");
    assert!(log.contains("Ana Zeller"), "it has been opened");
    for secret in tokens.iter().chain([&words]) {
        assert!(!log.contains(secret.as_str()), "{secret}");
    }
}

#[cfg(unix)]
#[tokio::test]
async fn what_lies_in_the_days_folder_is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let place = tempfile::TempDir::new().expect("a place");
    // The hub makes it, with all that a day can put there.
    let folder = place.path().join("day");
    let options =
        Options { args: vec!["--tls-local-ca".into()], folder: Some(folder.clone()), ..Options::default() };
    let day = Day::on(Hub::with(options)).await;
    day.hold(&day.ana).await;
    let open = |path: &Path| fs::metadata(path).expect("it is there").permissions().mode() & 0o077;
    assert_eq!(open(&folder), 0, "the folder itself");
    let entries = fs::read_dir(&folder).expect("the day's folder");
    let names: Vec<String> =
        entries.map(|e| e.expect("an entry").file_name().into_string().expect("in ASCII")).collect();
    for name in &names {
        assert_eq!(open(&folder.join(name)), 0, "{name}");
    }
    let there =
        ["record.key", "record.key.copy", "day.sqlite", "day.sqlite-wal", "day.copy", "hub.json", "hub.lock"];
    for name in there.into_iter().chain(["ca.key", "ca.crt"]) {
        assert!(names.iter().any(|n| n == name), "{name} is not among {names:?}");
    }
}
