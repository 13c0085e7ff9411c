//! The record: encrypted while the day lives, sealed at wrap, erased when it is time; and the two reports.

use quiethold::{
    protocol::{HubFrame, RefusalCode, View},
    words::{Answer, Command, DenialCode, Level, Reader, Reply, Role, Status},
};
use quiethold_tests::{Day, Hub, Line, Options, Phone, http};
use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command as Process, Output, Stdio},
    thread::sleep,
    time::{Duration, SystemTime},
};
use tempfile::TempDir;

const NAMES: [&str; 6] = ["Ana Zeller", "Ben Quist", "Zeller", "Quist", "Imke", "Aldo"];
const PERFORMERS: [&str; 4] = ["Ana Zeller", "Ben Quist", "Zeller", "Quist"];
const DAY_FILES: [&str; 4] = ["day.sqlite", "day.copy", "record.key", "record.key.copy"];

/// Everything in a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("readable").path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found.sort();
    found
}

fn contents(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let read = |path: PathBuf| fs::read(&path).ok().map(|bytes| (path, bytes));
    files(folder).into_iter().filter_map(read).collect()
}

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window.eq_ignore_ascii_case(text.as_bytes()))
}

fn must_not_hold(folder: &Path, secrets: &[String]) {
    for (path, bytes) in contents(folder) {
        for secret in secrets {
            assert!(!holds(&bytes, secret), "{secret} stands in {}", path.display());
        }
    }
}

#[cfg(unix)]
fn must_be_private(folder: &Path) {
    use std::os::unix::fs::PermissionsExt;
    for path in files(folder) {
        let mode = fs::metadata(&path).expect("it is there").permissions().mode() & 0o777;
        assert_eq!(mode, 0o600, "{}", path.display());
    }
}

/// The words, in a file beside the data folder.
struct Words {
    _place: TempDir,
    file: PathBuf,
}

impl Words {
    fn of(ic: &Phone) -> Self {
        Self::write(&ic.with(|s| s.recovery.clone()).expect("the first IC is shown the words"))
    }

    fn write(words: &str) -> Self {
        let place = TempDir::new().expect("a folder");
        let file = place.path().join("words");
        fs::write(&file, words).expect("a folder");
        Self { _place: place, file }
    }

    fn path(&self) -> &str {
        self.file.to_str().expect("a plain name")
    }
}

fn report(folder: &Path, more: &[&str]) -> Output {
    Hub::ask(&[&["report", "--data", folder.to_str().expect("a plain name")], more].concat())
}

fn told(output: &Output) -> String {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn said_no(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(1));
    assert!(output.stdout.is_empty(), "nothing was told");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(!said.contains("panicked") && !said.contains("Error {"), "{said}");
    said
}

fn refused(folder: &Path) -> String {
    let options = Options { folder: Some(folder.to_owned()), ..Options::default() };
    let Err(why) = Hub::try_with(options) else { panic!("the hub has started") };
    assert_eq!(why.status.code(), Some(1));
    assert!(!why.said.contains("panicked"), "{}", why.said);
    why.said
}

/// A day with everything in it that a report tells: a take, a hold, a check-in and a change.
async fn a_day_happens(day: &Day) {
    day.roll().await;
    let held = day.hold(&day.ana).await;
    day.status(Status::Cut).await;
    day.ic.does(Command::Acknowledge { signal: held, again: None }).await;
    day.ana.does(Command::Ready { signal: held, presses: None }).await;
    day.ic.does(Command::Release { signal: held, in_person: false, presses: None }).await;
    day.ic.does(Command::CheckIn { to: None, text: Some("Ana and Ben, warm enough?".into()) }).await;
    for (performer, answer) in [(&day.ana, Answer::Amber), (&day.ben, Answer::Green)] {
        let view = performer.performer_sees("the question", |v| v.question.is_some()).await;
        let check_in = view.question.expect("just seen").id;
        performer.does(Command::Answer { check_in, answer }).await;
    }
    day.ic.does(Command::Clear { clear: true }).await;
    let text = "Zeller keeps the robe on for longer".into();
    day.ic.does(Command::Change { scene: "42A".into(), text, sensitive: false }).await;
    for (performer, reply) in [(&day.ana, Reply::Yes), (&day.ben, Reply::Talk)] {
        let view = performer.performer_sees("the change", |v| !v.changes.is_empty()).await;
        performer.does(Command::Reply { change: view.changes[0].id, reply }).await;
    }
    let change = day.ic.ic_sees("the change", |v| !v.changes.is_empty()).await.changes[0].id;
    day.ic
        .does(Command::Publish { change, state: quiethold::words::Verdict::NotToday, amendment: false })
        .await;
}

async fn wraps(day: &Day, keep_names: bool) {
    day.ic.does(Command::Wrap { keep_names }).await;
    wrapped(day).await;
}

async fn wrapped(day: &Day) {
    day.ic.ic_sees("the day is wrapped", |v| v.wrapped).await;
    for _ in 0..400 {
        if !day.hub.folder.join("day.sqlite").exists() && !day.hub.folder.join("day.wrapped").exists() {
            return;
        }
        sleep(Duration::from_millis(25));
    }
    panic!("the day was not destroyed");
}

#[tokio::test]
async fn while_the_day_lives_no_file_tells_a_name_a_token_or_a_word_and_each_is_its_owners_alone() {
    let mut day = Day::begin().await;
    a_day_happens(&day).await;
    let mut secrets: Vec<String> = NAMES.iter().map(ToString::to_string).collect();
    secrets.extend(["robe", "warm enough", "pressed", "released"].map(String::from));
    for phone in [&day.ic, &day.ad, &day.ana, &day.ben, &day.crew] {
        secrets.push(phone.card().token);
        secrets.push(phone.id().0.to_string());
    }
    secrets.push(day.ic.with(|s| s.recovery.clone()).expect("the words"));
    must_not_hold(&day.hub.folder, &secrets);
    must_be_private(&day.hub.folder);
    day.hub.kill();
    must_not_hold(&day.hub.folder, &secrets);
    must_be_private(&day.hub.folder);
    day.hub.start_again();
    day.ana.performer_sees("it is still the same day", |v| v.public.scene.is_some()).await;
    assert!(day.hub.stop().success());
    must_not_hold(&day.hub.folder, &secrets);
}

#[tokio::test]
async fn files_that_somebody_opened_to_all_are_closed_at_the_next_start() {
    use std::os::unix::fs::PermissionsExt;
    let mut hub = Hub::start();
    assert!(hub.stop().success());
    for path in files(&hub.folder) {
        fs::set_permissions(path, fs::Permissions::from_mode(0o644)).expect("they are ours");
    }
    hub.start_again();
    must_be_private(&hub.folder);
}

#[tokio::test]
async fn a_key_is_mended_from_its_copy_and_without_both_nothing_is_changed_or_lost() {
    let mut day = Day::begin().await;
    a_day_happens(&day).await;
    day.hub.kill();
    let folder = day.hub.folder.clone();
    let keys = ["record.key", "record.key.copy"].map(|name| folder.join(name));
    let good = fs::read(&keys[0]).expect("the key lies beside the log");
    let without_keys = || {
        let mut all = contents(&folder);
        all.retain(|(path, _)| !keys.contains(path));
        all
    };
    let before = without_keys();
    for key in &keys {
        fs::remove_file(key).expect("it is there");
    }
    let said = refused(&folder);
    assert!(
        said.contains("missing") && said.contains("word or gesture") && said.contains("--data"),
        "{said}"
    );
    assert!(!keys[0].exists() && !keys[1].exists(), "no new key is made for an old log");
    assert_eq!(without_keys(), before);

    let mut damaged = good.clone();
    damaged[5] ^= 1;
    for wrong in [&damaged[..], &good[..20], b""] {
        for key in &keys {
            fs::write(key, wrong).expect("it is ours");
        }
        let said = refused(&folder);
        assert!(said.contains("record.key") && said.contains("damaged"), "{said}");
        assert!(keys.iter().all(|key| fs::read(key).expect("still there") == wrong));
        assert_eq!(without_keys(), before);
        let said = said_no(&report(&folder, &[]));
        assert!(said.contains("damaged"), "{said}");
    }

    // Another day's key is whole, and still the wrong one.
    let mut other = Hub::start();
    assert!(other.stop().success());
    for key in &keys {
        fs::copy(other.folder.join("record.key"), key).expect("a key");
    }
    let said = refused(&folder);
    assert!(said.contains("another day"), "{said}");
    assert_eq!(without_keys(), before);

    // One of the two is enough.
    fs::write(&keys[1], &good).expect("it is ours");
    day.hub.start_again();
    day.ic.ic_sees("the day is as it was", |v| v.past.len() == 1 && v.people.len() == 6).await;
    assert!(keys.iter().all(|key| fs::read(key).expect("mended") == good));
}

/// What ICs and 1st ADs are told of a damaged log.
fn told_of_the_log(v: &quiethold::protocol::IcView) -> Option<String> {
    v.notices.iter().find(|n| n.text.contains("log was damaged")).map(|n| n.text.clone())
}

#[tokio::test]
async fn a_damaged_moved_or_missing_entry_is_saved_from_the_second_copy_and_told_to_every_receiver() {
    let mut day = Day::begin().await;
    a_day_happens(&day).await;
    assert!(day.hub.stop().success());
    let folder = day.hub.folder.clone();
    let good = contents(&folder);
    let log = folder.join("day.sqlite");
    for wrong in [
        "UPDATE entry SET body = CAST(substr(body, 1, 30) || x'00' || substr(body, 32) AS BLOB) WHERE seq = 4",
        "UPDATE entry SET body = (SELECT body FROM entry WHERE seq = 5) WHERE seq = 4",
        "DELETE FROM entry WHERE seq = 4",
    ] {
        let db = rusqlite::Connection::open(&log).expect("it is a database");
        db.execute_batch(wrong).expect("it can be changed");
        drop(db);
        day.hub.start_again();
        day.ic
            .ic_sees("all of it, and a notice", |v| {
                v.past.len() == 1
                    && v.people.len() == 6
                    && told_of_the_log(v).is_some_and(|text| text.contains("nothing is lost"))
            })
            .await;
        day.ad.ad_sees("the same", |v| v.notices.iter().any(|n| n.text.contains("nothing is lost"))).await;
        assert!(day.hub.logs().contains("log was damaged"), "the terminal says so");
        assert!(folder.join("damaged-1/day.sqlite").exists());
        must_be_private(&folder);
        let page = told(&report(&folder, &[]));
        assert!(page.contains("all of it was saved"), "the record says so: {page}");
        assert!(day.hub.stop().success());
        fs::remove_dir_all(folder.join("damaged-1")).expect("it is there");
        for (path, bytes) in &good {
            fs::write(path, bytes).expect("it is ours");
        }
    }
    // The power went while the last page was being written, or after it.
    day.hub.start_again();
    day.ic.does(Command::NotYet { on: true }).await;
    day.hub.kill();
    let wal = folder.join("day.sqlite-wal");
    let mut torn = fs::read(&wal).expect("what was written last");
    let whole = torn.len();
    torn.truncate(whole - 700);
    fs::write(&wal, torn).expect("it is ours");
    day.hub.start_again();
    day.ic.ic_sees("what was answered is there", |v| v.past.len() == 1 && v.not_yet).await;
}

#[tokio::test]
async fn where_both_copies_are_damaged_the_day_goes_on_with_what_was_saved_and_the_ic_is_told_what_to_do() {
    let mut day = Day::begin().await;
    let open = day.hold(&day.ana).await;
    assert!(day.hub.stop().success());
    let folder = day.hub.folder.clone();
    let db = rusqlite::Connection::open(folder.join("day.sqlite")).expect("it is a database");
    let lost: Vec<u8> =
        db.query_row("SELECT body FROM entry WHERE seq = 9", [], |row| row.get(0)).expect("there");
    db.execute_batch("DELETE FROM entry WHERE seq = 9").expect("it can be changed");
    drop(db);
    let copy = folder.join("day.copy");
    let mut bytes = fs::read(&copy).expect("the second copy");
    let at = bytes.windows(lost.len()).position(|part| part == lost).expect("it is the same there");
    bytes[at] ^= 1;
    fs::write(&copy, bytes).expect("it is ours");

    day.hub.start_again();
    let view = day
        .ic
        .ic_sees("what was saved", |v| {
            v.not_yet && v.signals.iter().any(|s| s.id == open) && told_of_the_log(v).is_some()
        })
        .await;
    let text = told_of_the_log(&view).expect("just seen");
    assert!(text.contains("1 entry") && text.contains("press-test") && text.contains("is lost"), "{text}");
    assert!(!text.contains("Zeller"), "it names nobody");
    let (host, key) = (day.hub.address.to_string(), format!("Bearer {}", day.hub.key()));
    let asks = [("Host", host.as_str()), ("Authorization", key.as_str())];
    let page = http::ask(day.hub.address, "GET", "/local/page", &asks, "").await.body;
    assert!(page.contains("press-test"), "the laptop's page: {page}");
    assert!(day.hub.logs().contains("press-test"), "the terminal");
    day.hold(&day.ana).await;
    let page = told(&report(&folder, &[]));
    assert!(page.contains("is lost"), "the record: {page}");
    day.ic.does(Command::Release { signal: open, in_person: true, presses: None }).await;
    wraps(&day, false).await;
    assert!(!folder.join("damaged-1").exists(), "gone with the day");
}

#[tokio::test]
async fn on_the_living_day_productions_report_has_no_name_and_the_ics_needs_the_words() {
    let mut day = Day::begin().await;
    a_day_happens(&day).await;
    let folder = day.hub.folder.clone();
    let words = Words::of(&day.ic);
    let wrong =
        Words::write("abandon ability able about above absent absorb abstract absurd abuse access accident");
    let out = words.file.with_file_name("report.html");
    let out = out.to_str().expect("a plain name");
    for running in [true, false] {
        if !running {
            day.hub.kill();
        }
        let (html, json) = (told(&report(&folder, &[])), told(&report(&folder, &["--json"])));
        for private in ["amber", "green", "talk", "acknowledged: the IC", "warm enough"] {
            assert!(!html.contains(private), "{private}: {html}");
        }
        for page in [html, json] {
            for name in NAMES {
                assert!(!holds(page.as_bytes(), name), "{name}: {page}");
            }
            assert!(page.contains("no evidence of consent") && page.contains("42A"));
            assert!(page.contains("[name] keeps the robe on"), "{page}");
        }
        let said = said_no(&report(&folder, &["--day", "2020-01-01"]));
        assert!(said.contains("no sealed record of 2020-01-01") && said.contains("without --day"), "{said}");
        assert!(!said.contains("no day in this folder"), "{said}");
        for refused in [
            report(&folder, &["--for", "ic", "--words-file", wrong.path(), "--out", out]),
            report(&folder, &["--for", "ic", "--out", out]),
            report(&folder, &["--for", "ic", "--words-file", "/nowhere/words", "--out", out]),
        ] {
            said_no(&refused);
            assert!(!Path::new(out).exists(), "nothing was written");
        }
        let page = told(&report(&folder, &["--for", "ic", "--words-file", words.path()]));
        for part in [
            "Ana Zeller",
            "Ben Quist",
            "HOLD",
            "acknowledged: the IC has it in hand",
            "ready to go on",
            "released by the IC",
            "Ana and Ben, warm enough?",
            "Ana Zeller: amber",
            "Ben Quist: talk",
            "not today",
            "no evidence of consent",
            "<svg",
        ] {
            assert!(page.contains(part), "{part} is not in {page}");
        }
        assert!(
            !page.contains("<script") && !page.contains("http://") && !page.contains("https://"),
            "self-contained"
        );
        told(&report(&folder, &["--for", "ic", "--json", "--words-file", words.path(), "--out", out]));
        let json: serde_json::Value =
            serde_json::from_slice(&fs::read(out).expect("written")).expect("it is JSON");
        assert_eq!(json["story"]["signals"][0]["who"], "Ana Zeller");
        assert_eq!(json["story"]["takes"][0]["scene"], "42A");
        fs::remove_file(out).expect("it is there");
    }
}

#[tokio::test]
async fn only_an_ic_is_sent_a_report_on_a_page() {
    let day = Day::begin().await;
    a_day_happens(&day).await;
    for phone in [&day.ad, &day.ana, &day.crew] {
        let ask = Command::Report { reader: Reader::Production };
        assert_eq!(phone.is_denied(ask).await, DenialCode::NotAllowed);
    }
    for (reader, named) in [(Reader::Ic, true), (Reader::Production, false)] {
        day.ic.does(Command::Report { reader }).await;
        let (html, json) = day.ic.waits("the report", |s| sent(s, reader)).await;
        assert_eq!(html.contains("Ana Zeller"), named);
        assert_eq!(json.contains("Ana Zeller"), named);
    }
}

fn sent(state: &quiethold_tests::State, wanted: Reader) -> Option<(String, String)> {
    state.frames.iter().rev().find_map(|frame| match serde_json::from_str(frame) {
        Ok(HubFrame::Report { reader, html, json }) if reader == wanted => Some((html, json)),
        _ => None,
    })
}

#[tokio::test]
async fn what_the_ic_ticks_stands_in_productions_report_without_who() {
    let day = Day::begin().await;
    a_day_happens(&day).await;
    let without = told(&report(&day.hub.folder, &[]));
    assert!(!without.contains("HOLD on every") && !without.contains("released by"));
    let past = day.ic.ic_sees("the signal that is over", |v| v.past.len() == 1).await.past;
    assert_eq!((past[0].name.as_str(), past[0].ticked, past[0].level), ("Ana Zeller", false, Level::Hold));
    assert_eq!(
        day.ad.is_denied(Command::Tick { signal: past[0].id, on: true }).await,
        DenialCode::NotAllowed
    );
    day.ic.does(Command::Tick { signal: past[0].id, on: true }).await;
    day.ic.ic_sees("ticked", |v| v.past[0].ticked).await;
    let with = told(&report(&day.hub.folder, &[]));
    assert!(with.contains("released by the IC") && with.contains("pressed hold"), "{with}");
    for name in NAMES.iter().chain(&["ready to go on"]) {
        assert!(!with.contains(name), "{name}: {with}");
    }
    day.ic.does(Command::Tick { signal: past[0].id, on: false }).await;
    assert!(!told(&report(&day.hub.folder, &[])).contains("released by"));
}

#[tokio::test]
async fn at_wrap_every_phone_but_the_ics_forgets_the_day_and_the_folder_holds_the_sealed_record_alone() {
    let mut day = Day::begin().await;
    a_day_happens(&day).await;
    let words = Words::of(&day.ic);
    assert_eq!(day.ad.is_denied(Command::Wrap { keep_names: false }).await, DenialCode::NotAllowed);
    let held = day.hold(&day.ben).await;
    assert_eq!(day.ic.is_denied(Command::Wrap { keep_names: false }).await, DenialCode::SignalOpen);
    day.ic.does(Command::Release { signal: held, in_person: true, presses: None }).await;
    wraps(&day, false).await;

    for phone in [&day.ad, &day.ana, &day.ben, &day.crew, &day.door] {
        assert_eq!(phone.is_sent_away().await, RefusalCode::Closed);
        let sentence = phone.with(|s| s.refused.clone()).expect("just seen").1;
        assert_eq!(sentence, "The day is wrapped. This phone has forgotten it.");
    }
    for token in [day.ana.card().token, day.ad.card().token] {
        let mut line = Line::open(day.hub.address).await;
        line.resume(&token).await;
        assert_eq!(line.refused().await.0, RefusalCode::Closed, "also when it comes back");
    }
    let mut line = Line::open(day.hub.address).await;
    line.join(day.hub.invite(Role::Performer), "Cleo").await;
    assert_eq!(line.refused().await.0, RefusalCode::InviteExpired);
    for command in [Command::NotYet { on: true }, Command::Call, Command::StandDown { on: true }] {
        assert_eq!(day.ic.is_denied(command).await, DenialCode::NotAllowed);
    }

    // What is kept tells that there were two holds, and nobody's name.
    let folder = day.hub.folder.clone();
    let mut secrets: Vec<String> = NAMES.iter().map(ToString::to_string).collect();
    secrets.push(day.ana.card().token);
    must_not_hold(&folder, &secrets);
    must_be_private(&folder);
    for gone in DAY_FILES {
        assert!(!folder.join(gone).exists(), "{gone}");
    }
    day.ic.does(Command::Report { reader: Reader::Ic }).await;
    let (on_page, _) = day.ic.waits("the report", |s| sent(s, Reader::Ic)).await;
    let from_hub = told(&report(&folder, &["--for", "ic", "--words-file", words.path()]));
    said_no(&report(&folder, &["--for", "ic", "--words-file", "/nowhere"]));
    assert!(day.hub.stop().success());
    let from_file = told(&report(&folder, &["--for", "ic", "--words-file", words.path()]));
    for page in [&on_page, &from_hub, &from_file] {
        for name in PERFORMERS {
            assert!(!page.contains(name), "{name}: {page}");
        }
        for part in
            ["Imke", "Aldo", "1 green, 1 amber", "1 yes, 1 talk", "having spoken in person", "[name] keeps"]
        {
            assert!(page.contains(part), "{part}: {page}");
        }
    }
    let production = told(&report(&folder, &[]));
    assert!(NAMES.iter().all(|name| !production.contains(name)) && production.contains("42A"));
    let wrong = Words::write("zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo wrong");
    let said = said_no(&report(&folder, &["--for", "ic", "--words-file", wrong.path()]));
    assert!(said.contains("not the recovery words"), "{said}");

    // The next start is a new day; the old one is still there for its words.
    day.hub.start_again();
    assert!(day.hub.ready.invites.ic.is_some(), "nobody has joined yet");
    day.ic
        .waits("another day", |s| s.refused.as_ref().filter(|r| r.0 == RefusalCode::UnknownToken).cloned())
        .await;
    let date = record_date(&folder);
    let old = told(&report(&folder, &["--for", "ic", "--day", &date, "--words-file", words.path()]));
    assert!(old.contains("1 green, 1 amber"));
    let said = said_no(&report(&folder, &["--day", "1999-12-31"]));
    assert!(said.contains("of 1999-12-31") && said.contains(&format!("records of: {date}.")), "{said}");
}

/// The date in the sealed record's name.
fn record_date(folder: &Path) -> String {
    let record = sealed(folder).pop().expect("a sealed record");
    record.file_name().expect("a name").to_string_lossy()[..10].to_owned()
}

fn sealed(folder: &Path) -> Vec<PathBuf> {
    let mut all = files(folder);
    all.retain(|path| path.extension().is_some_and(|e| e == "quiethold"));
    all
}

#[tokio::test]
async fn an_ic_who_keeps_the_names_finds_them_behind_the_words_alone() {
    let mut day = Day::begin().await;
    a_day_happens(&day).await;
    let words = Words::of(&day.ic);
    wraps(&day, true).await;
    assert!(day.hub.stop().success());
    let folder = &day.hub.folder;
    must_not_hold(folder, &NAMES.map(String::from));
    let page = told(&report(folder, &["--for", "ic", "--words-file", words.path()]));
    assert!(page.contains("Ana Zeller: amber") && page.contains("Ben Quist"));
    let production = told(&report(folder, &[]));
    assert!(NAMES.iter().all(|name| !production.contains(name)));
}

#[tokio::test]
async fn killed_at_any_point_of_the_wrap_there_is_a_living_day_or_a_sealed_record() {
    let (mut lived, mut was_sealed) = (0, 0);
    for round in 0..14u64 {
        let mut day = Day::begin().await;
        let words = Words::of(&day.ic);
        let folder = day.hub.folder.clone();
        let held = day.hold(&day.ana).await;
        day.ic.does(Command::Release { signal: held, in_person: true, presses: None }).await;
        day.ic.press(Command::Wrap { keep_names: false });
        // Not the thread's sleep: the phone's page has to send it meanwhile.
        let later = Duration::from_micros(round * round * 700 + u64::from(rand::random::<u16>()) / 20);
        tokio::time::sleep(later).await;
        day.hub.kill();
        // With no hub running the report is told from whichever of the two is there.
        let page = told(&report(&folder, &["--for", "ic", "--words-file", words.path()]));
        assert!(page.contains("having spoken in person"), "round {round}: {page}");
        let before = sealed(&folder).len();
        day.hub.start_again();
        if day.hub.ready.invites.ic.is_none() {
            lived += 1;
            // The IC's page says again what was not answered.
            wrapped(&day).await;
        } else {
            was_sealed += 1;
        }
        assert!(before <= 1);
        day.hub.kill();
        assert_eq!(sealed(&folder).len(), 1, "round {round}");
        let date = record_date(&folder);
        let page = told(&report(&folder, &["--for", "ic", "--day", &date, "--words-file", words.path()]));
        assert!(page.contains("having spoken in person") && !page.contains("Zeller"));
    }
    println!("{lived} days lived, {was_sealed} were sealed");
    assert!(was_sealed > 0, "no kill came late enough to meet the wrap");
}

#[tokio::test]
async fn erase_waits_for_the_hub_to_end_and_leaves_nothing() {
    let mut day = Day::begin().await;
    let erase = |folder: &Path, more: &[&str]| {
        Hub::ask(&[&["erase", "--data", folder.to_str().expect("a plain name")], more].concat())
    };
    let folder = day.hub.folder.clone();
    let before = files(&folder);
    let said = said_no(&erase(&folder, &[]));
    assert!(said.contains("A hub is running") && said.contains("Nothing was erased"), "{said}");
    assert_eq!(files(&folder), before);
    wraps(&day, false).await;
    assert!(day.hub.stop().success());
    day.hub.start_again();
    let ic = Phone::join(&day.hub, Role::Ic, "Imke").await;
    assert!(day.hub.stop().success());
    drop(ic);

    // One day's record alone; then everything.
    assert_eq!(sealed(&folder).len(), 1);
    said_no(&erase(&folder, &["--day", "1999-12-31"]));
    let said = told(&erase(&folder, &["--day", &record_date(&folder)]));
    assert!(said.contains("SSD") && said.contains("keys were destroyed first"), "{said}");
    assert!(sealed(&folder).is_empty() && folder.join("day.sqlite").exists());
    told(&erase(&folder, &[]));
    assert_eq!(files(&folder), Vec::<PathBuf>::new());
    said_no(&erase(&folder, &[]));
    said_no(&erase(Path::new("/nowhere/at/all"), &[]));
    assert!(said_no(&report(&folder, &[])).contains("no day"));
    day.hub.start_again();
    assert!(day.hub.ready.invites.ic.is_some(), "a new day");
}

#[tokio::test]
async fn a_sealed_record_is_destroyed_when_it_was_kept_long_enough() {
    let mut day = Day::begin_with(&["--keep-days", "7"]).await;
    day.ic
        .shows("how long it is kept", |v| match v {
            View::Ic(v) if v.public.hub.keep_days == 7 => Some(()),
            _ => None,
        })
        .await;
    wraps(&day, false).await;
    assert!(day.hub.stop().success());
    let folder = day.hub.folder.clone();
    let age = |days: u64| {
        for path in files(&folder.join("records")) {
            let then = SystemTime::now() - Duration::from_secs(days * 24 * 60 * 60 + 60);
            fs::File::options()
                .write(true)
                .open(path)
                .and_then(|f| f.set_modified(then))
                .expect("they are ours");
        }
    };
    age(6);
    day.hub.start_again();
    assert_eq!(sealed(&folder).len(), 1);
    age(7);
    day.hub.start_again();
    assert!(files(&folder.join("records")).is_empty());
    assert!(day.hub.logs().contains("kept long enough"), "{}", day.hub.logs());
}

#[test]
fn the_words_are_never_taken_from_the_command_line_and_a_wrong_number_of_days_is_told() {
    for wrong in [
        &["serve", "--keep-days", "0"][..],
        &["serve", "--keep-days", "366"],
        &["serve", "--wifi", "no colon"],
        &["report", "--for", "crew"],
        &["report", "--words", "calm river stone"],
    ] {
        let output = Process::new(quiethold_tests::binary()).args(wrong).stdin(Stdio::null()).output();
        let output = output.expect("quiethold can be started");
        assert_eq!(output.status.code(), Some(2), "{wrong:?}");
    }
}

#[tokio::test]
async fn the_wifis_own_code_is_on_the_ics_page_and_nobody_elses() {
    let day = Day::begin_with(&["--wifi", "Stage 4:quiet;set"]).await;
    let wifi = day.ic.ic_sees("the code", |v| v.wifi.is_some()).await.wifi.expect("just seen");
    assert_eq!((wifi.ssid.as_str(), wifi.code.as_str()), ("Stage 4", r"WIFI:T:WPA;S:Stage 4;P:quiet\;set;;"));
    for phone in [&day.ad, &day.ana, &day.crew, &day.door] {
        assert!(phone.with(|s| s.frames.iter().all(|f| !f.contains("quiet") || !f.contains("WIFI:"))));
    }
    assert!(!day.hub.logs().contains("quiet;set") && !day.hub.output().contains("quiet;set"));
}
