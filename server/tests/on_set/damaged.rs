//! A damaged day: whatever byte of whatever file is wrong, nothing is lost; where two files are, what is lost is told.

use crate::stage::Stage;
use proptest::prelude::*;
use quiethold::{
    log::Log,
    record::DayFolder,
    set::{Entry, Event, Loss, Set},
    words::{Command, Level, Role},
};
use std::{
    fs,
    path::{Path, PathBuf},
};
use tempfile::TempDir;

const FILES: [&str; 5] = ["day.sqlite", "day.sqlite-wal", "day.copy", "record.key", "record.key.copy"];

/// In memory where there is such a folder.
fn place() -> TempDir {
    let memory = Path::new("/dev/shm");
    let folder = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() };
    folder.expect("a folder")
}

/// A folder as a `kill -9` leaves it: some entries in the file, some in what SQLite writes ahead.
fn killed_day(entries: usize) -> (Vec<(String, Vec<u8>)>, Vec<Entry>) {
    let place = place();
    let folder = DayFolder::take(place.path()).expect("a folder");
    let mut all: Vec<Entry> = Vec::new();
    let entry = |n: usize| Entry {
        at: 1_000 * (n as u64 + 1),
        by: None,
        id: None,
        events: vec![Event::NotYet { on: n.is_multiple_of(2) }],
    };
    let (early, late) = (entries / 2, entries);
    let mut day = folder.day().expect("a new day");
    for n in 0..early {
        all.push(entry(n));
        day.log.append(n as u64, &all[n..]).expect("written");
    }
    drop(day); // what was written ahead goes into the file
    let mut day = folder.day().expect("the same day");
    for n in early..late {
        all.push(entry(n));
        day.log.append(n as u64, &all[n..]).expect("written");
    }
    let files = FILES
        .iter()
        .filter_map(|file| Some(((*file).to_owned(), fs::read(place.path().join(file)).ok()?)))
        .collect();
    (files, all)
}

/// What the day in these files comes to.
struct Came {
    entries: Vec<Entry>,
    mended: bool,
    /// Told by the last entry.
    lost: Option<Loss>,
    place: TempDir,
}

fn start(files: &[(String, Vec<u8>)]) -> Result<Came, String> {
    let place = place();
    for (file, bytes) in files {
        fs::write(place.path().join(file), bytes).expect("a folder");
    }
    again(place)
}

fn again(place: TempDir) -> Result<Came, String> {
    let folder = DayFolder::take(place.path()).expect("a folder");
    let day = folder.day().map_err(|why| why.to_string())?;
    let mut entries = day.entries;
    let told = entries.iter().rev().find_map(|entry| match entry.events[..] {
        [Event::LogSaved { lost }] => Some(lost),
        _ => None,
    });
    assert!(!day.mended || told.is_some(), "what was mended is told");
    entries.retain(|entry| !matches!(entry.events[..], [Event::LogSaved { .. }]));
    drop((day.log, folder));
    Ok(Came { entries, mended: day.mended, lost: told.flatten(), place })
}

fn damaged(
    files: &[(String, Vec<u8>)],
    file: &str,
    damage: impl FnOnce(&mut Vec<u8>),
) -> Vec<(String, Vec<u8>)> {
    let mut files = files.to_vec();
    let found = files.iter_mut().find(|(name, _)| name == file).expect("it is one of the day's");
    damage(&mut found.1);
    files
}

fn asides(place: &Path) -> Vec<PathBuf> {
    let all = fs::read_dir(place).expect("a folder").map(|entry| entry.expect("readable").path());
    all.filter(|path| path.is_dir()).collect()
}

/// Every byte in a full run (`QUIETHOLD_EVERY_BYTE=1`); else one in so many, each time others.
fn some_of(bytes: usize, one_in: usize) -> impl Iterator<Item = usize> {
    let step = if std::env::var_os("QUIETHOLD_EVERY_BYTE").is_some() { 1 } else { one_in };
    let from = std::time::SystemTime::UNIX_EPOCH.elapsed().map_or(0, |t| t.subsec_nanos() as usize) % step;
    (from..bytes).step_by(step)
}

#[test]
fn a_log_cut_short_anywhere_loses_nothing() {
    let (files, all) = killed_day(8);
    let mut mended = 0;
    for (name, bytes) in &files {
        for length in some_of(bytes.len(), 23) {
            let came = start(&damaged(&files, name, |b| b.truncate(length)));
            let came = came.unwrap_or_else(|why| panic!("{name} cut to {length}: {why}"));
            assert_eq!(came.entries, all, "{name} cut to {length}");
            assert_eq!(came.lost, None, "{name} cut to {length}");
            mended += usize::from(came.mended);
        }
        let came = start(&damaged(&files, name, Vec::clear)).unwrap_or_else(|why| panic!("{name}: {why}"));
        assert_eq!((came.entries, came.lost), (all.clone(), None), "{name} is empty");
    }
    assert!(mended > 10, "{mended}: a tail that SQLite took for a last write cut short was not noticed");
    for name in FILES {
        let without: Vec<_> = files.iter().filter(|(file, _)| file != name).cloned().collect();
        let came = start(&without).unwrap_or_else(|why| panic!("without {name}: {why}"));
        assert_eq!((came.entries, came.lost), (all.clone(), None), "without {name}");
    }
}

#[test]
fn a_byte_flipped_anywhere_loses_nothing() {
    let (files, all) = killed_day(8);
    for (name, bytes) in &files {
        for at in some_of(bytes.len(), 37) {
            for bit in [0x01, 0x80] {
                let came = start(&damaged(&files, name, |b| b[at] ^= bit));
                let came = came.unwrap_or_else(|why| panic!("{name}, byte {at}: {why}"));
                assert_eq!((came.entries, came.lost), (all.clone(), None), "{name}, byte {at}");
            }
        }
    }
}

#[test]
fn what_was_damaged_is_kept_aside_told_once_and_destroyed_with_the_day() {
    let (files, all) = killed_day(8);
    let spoilt = damaged(&files, "day.sqlite", |bytes| bytes[4096..].fill(0x5a));
    let came = start(&spoilt).expect("it starts");
    assert!(came.mended);
    let aside = asides(came.place.path());
    assert_eq!(aside.len(), 1);
    assert_eq!(fs::read(aside[0].join("day.sqlite")).expect("kept"), spoilt[0].1);
    let came = again(came.place).expect("it starts again");
    assert_eq!((came.entries, came.mended), (all, false), "the new log is whole");
    assert_eq!(asides(came.place.path()).len(), 1);
    DayFolder::take(came.place.path()).expect("free").erase().expect("erased");
    assert_eq!(fs::read_dir(came.place.path()).expect("a folder").count(), 0);
}

#[test]
fn where_both_copies_are_damaged_what_is_lost_is_told_and_all_else_is_there() {
    let (files, all) = killed_day(8);
    // The third entry, in both: the pages hold them as they are.
    let copy = &files.iter().find(|(name, _)| name == "day.copy").expect("there").1;
    let starts: Vec<usize> =
        copy.windows(4).enumerate().filter(|(_, four)| four == b"QHe1").map(|(at, _)| at).collect();
    assert_eq!(starts.len(), 9, "what the log says about itself, and eight entries");
    let body = copy[starts[3] + 32..starts[4]].to_vec();
    let mut both = damaged(&files, "day.copy", |bytes| bytes[starts[3] + 40] ^= 4);
    for (name, bytes) in &mut both {
        let found = bytes.windows(body.len()).position(|part| part == body);
        if let Some(at) = found.filter(|_| name.starts_with("day.sqlite")) {
            bytes[at + 8] ^= 4;
        }
    }
    let came = start(&both).expect("it starts");
    let lost = came.lost.expect("told");
    assert_eq!((lost.entries, lost.end, lost.after, lost.until), (1, true, 2_000, Some(4_000)));
    let mut expected = all.clone();
    expected[2] = Entry { at: 2_000, by: None, id: None, events: vec![] };
    assert_eq!(came.entries, expected);

    // Nothing of either.
    let nothing: Vec<_> = files
        .iter()
        .map(|(name, bytes)| {
            (name.clone(), if name.starts_with("day") { b"no log".repeat(999) } else { bytes.clone() })
        })
        .collect();
    let came = start(&nothing).expect("it starts");
    assert_eq!((came.entries.len(), came.mended), (0, true));
    assert!(came.lost.expect("told").end);

    // Without a key nothing can be read: that is refused, and nothing is changed.
    let no_key: Vec<_> = files.iter().filter(|(name, _)| !name.starts_with("record")).cloned().collect();
    assert!(start(&no_key).is_err_and(|why| why.contains("missing") && why.contains("nothing was changed")));
    let wrong: Vec<_> = damaged(&damaged(&files, "record.key", |b| b[3] ^= 1), "record.key.copy", Vec::clear);
    assert!(start(&wrong).is_err_and(|why| why.contains("damaged")));
}

#[test]
fn a_hub_ended_while_it_mends_mends_again_and_loses_nothing() {
    let (files, all) = killed_day(8);
    let spoilt = damaged(&files, "day.sqlite", |bytes| bytes[4096..].fill(0x5a));
    let came = start(&spoilt).expect("it starts");
    let copy = fs::read(came.place.path().join("day.copy")).expect("the new one");
    // The new copy is there, and the new file isn't: as it was, gone, or half written.
    for file in [Some(spoilt[0].1.clone()), None, Some(vec![]), Some(spoilt[0].1[..5000].to_vec())] {
        let mut half: Vec<_> =
            spoilt.iter().filter(|(name, _)| !name.starts_with("day.sqlite")).cloned().collect();
        half.retain(|(name, _)| name != "day.copy");
        half.push(("day.copy".into(), copy.clone()));
        half.extend(file.map(|bytes| ("day.sqlite".into(), bytes)));
        let came = start(&half).expect("it starts");
        assert_eq!((came.entries, came.lost), (all.clone(), None));
    }
}

#[test]
fn after_a_loss_the_floor_is_asked_again_and_signals_stay_open() {
    let mut stage = Stage::with(2);
    stage.say(Stage::ANA, Command::Raise { level: Level::Hold, test: false, for_: None }).expect("raised");
    let invite = |stage: &Stage, role| stage.hub.invite(role);
    stage.say(Stage::IC, Command::Invite { role: Role::Ad, name: None, for_: None }).expect("made");
    let (of_ad, of_performer) = (invite(&stage, Role::Ad), invite(&stage, Role::Performer));
    assert!(of_ad.is_some());
    let mut entries = stage.logged();
    let lost = Some(Loss { entries: 1, end: true, after: 1, until: None });
    entries.push(Entry { at: 9, by: None, id: None, events: vec![Event::LogSaved { lost }] });
    let mut stage = Stage::after(&entries);
    let set = stage.set();
    assert!(set.is_not_yet(), "no camera rolls until the IC says so");
    assert_eq!(set.signals().count(), 1);
    assert_eq!(set.admitted(Role::Performer).len(), 2, "everybody's button works");
    assert!(set.admitted(Role::Performer).iter().all(|p| p.tested_ms.is_none()));
    assert_eq!(invite(&stage, Role::Ad), None, "a code for one phone is void");
    assert_eq!(invite(&stage, Role::Performer), of_performer);
    stage.settle();
}

/// Any number of entries, without those that are lost.
fn holes() -> impl Strategy<Value = Vec<bool>> {
    proptest::collection::vec(proptest::bool::weighted(0.75), 60)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn a_log_with_any_holes_folds_to_a_set_on_which_the_day_goes_on(kept in holes()) {
        let mut stage = Stage::with(3);
        for n in 0..4 {
            let press = Command::Raise { level: Level::Hold, test: n == 0, for_: None };
            stage.say(Stage::ANA + n % 3, press).expect("raised");
            stage.paint(Stage::IC);
        }
        stage.say(Stage::IC, Command::CheckIn { to: None, text: None }).expect("asked");
        let entries: Vec<Entry> = stage.logged();
        let mut with_holes: Vec<Entry> =
            entries.iter().zip(kept.iter().cycle()).filter(|(_, kept)| **kept).map(|(e, _)| e.clone()).collect();
        let lost = Some(Loss { entries: 1, end: false, after: 0, until: None });
        with_holes.push(Entry { at: 9, by: None, id: None, events: vec![Event::LogSaved { lost }] });
        let mut set = Set::default();
        for entry in &with_holes {
            set.apply(entry, 0);
        }
        // A hub starts on it: there is a code for everybody who could be missing, and a stranger finds none twice.
        let mut stage = Stage::after(&with_holes);
        stage.settle();
        let performer = stage.hub.invite(Role::Performer).expect("a code");
        let who = stage.join_by(performer.clone(), "Dov").expect("into the waiting room");
        prop_assert_eq!(stage.people[who].refused(), None);
        if !set.has_had_ic() {
            prop_assert!(stage.hub.invite(Role::Ic).is_some());
        }
        let numbers: Vec<u32> = stage.set().invites().map(|(number, _)| number).collect();
        let codes: std::collections::HashSet<String> =
            numbers.iter().map(|n| stage.hub.invite_number(*n)).collect();
        prop_assert_eq!(codes.len(), numbers.len());
    }
}
