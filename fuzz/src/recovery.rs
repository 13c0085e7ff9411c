//! The day's log on a disk that spoilt it: bytes turned around, files cut off, lengthened or gone.

use quiethold::{
    log::Log,
    record::DayFolder,
    set::{Entry, Event, Set},
    words::{CommandId, PersonId},
};
use std::{collections::BTreeMap, fs, path::Path, sync::OnceLock};
use tempfile::TempDir;
use uuid::Uuid;

const ENTRIES: u64 = 12;

/// What is read is what was written, each entry in its place; what can't be read is told, and left as it lies. With
/// what was saved the day goes on.
pub fn recovery(data: &[u8]) {
    let (files, written) = day();
    let folder = folder();
    for (name, bytes) in files {
        fs::write(folder.path().join(name), bytes).expect("a folder");
    }
    for step in data.chunks_exact(5).take(8) {
        spoil(folder.path(), files, step);
    }
    let spoilt = look(folder.path());
    let taken = DayFolder::take(folder.path()).expect("nobody else has it");
    let mut opened = match taken.day() {
        Ok(opened) => opened,
        Err(why) => {
            assert!(!why.to_string().is_empty(), "refused without a word");
            for (name, bytes) in &spoilt {
                // What SQLite keeps beside a file that it reads is its own.
                if !name.ends_with("-shm") && !name.ends_with("-wal") {
                    assert_eq!(
                        fs::read(folder.path().join(name)).ok().as_ref(),
                        Some(bytes),
                        "{name} was changed"
                    );
                }
            }
            return;
        }
    };
    for (nth, (read, was)) in opened.entries.iter().zip(written).enumerate() {
        // What the hub itself puts in a lost one's place is nobody's command.
        assert!(read == was || read.id.is_none(), "entry {nth} is not what was written: {read:?}");
    }
    let mut set = Set::default();
    for entry in &opened.entries {
        set.apply(entry, 0);
    }
    let more = entry(1000);
    let end = opened.entries.len() as u64;
    opened.log.append(end, std::slice::from_ref(&more)).expect("the day goes on");
    let mut all = opened.entries.clone();
    all.push(more);
    drop(opened);
    let again = taken.day().expect("it opens again");
    assert_eq!(again.entries, all);
}

fn folder() -> TempDir {
    let memory = Path::new("/dev/shm");
    let made = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() };
    made.expect("a folder")
}

fn entry(nth: u64) -> Entry {
    let events = vec![Event::Resumed { person: PersonId(Uuid::from_u128(nth.into())) }];
    Entry { at: 1_790_000_000_000 + nth, by: None, id: Some(CommandId(Uuid::from_u128(nth.into()))), events }
}

type Day = (BTreeMap<String, Vec<u8>>, Vec<Entry>);

/// A day's files as a kill leaves them, and what was written.
fn day() -> &'static Day {
    static DAY: OnceLock<Day> = OnceLock::new();
    DAY.get_or_init(|| {
        let folder = folder();
        let taken = DayFolder::take(folder.path()).expect("a new folder");
        let mut day = taken.day().expect("a new day");
        let entries: Vec<Entry> = (0..ENTRIES).map(entry).collect();
        for (end, entry) in (0..).zip(&entries) {
            day.log.append(end, std::slice::from_ref(entry)).expect("it is written");
        }
        // Before it is closed: with what SQLite keeps beside the file.
        (look(folder.path()), entries)
    })
}

fn look(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let files = fs::read_dir(folder).expect("a folder").map(|file| file.expect("a file"));
    let files = files.filter(|file| file.path().is_file() && file.file_name() != "hub.lock");
    files
        .map(|file| (file.file_name().into_string().expect("a name"), fs::read(file.path()).expect("a file")))
        .collect()
}

fn spoil(folder: &Path, files: &BTreeMap<String, Vec<u8>>, step: &[u8]) {
    let name = files.keys().nth(usize::from(step[0]) % files.len()).expect("a file");
    let path = folder.join(name);
    let Ok(mut bytes) = fs::read(&path) else { return };
    let at = (usize::from(step[2]) << 8 | usize::from(step[3])) * 2 % bytes.len().max(1);
    match step[1] % 6 {
        0..=2 if !bytes.is_empty() => bytes[at] ^= step[4].max(1),
        3 => bytes.truncate(at),
        4 => bytes.extend_from_slice(&[step[4]; 40]),
        5 if step[4] < 16 => return fs::remove_file(path).expect("it was there"),
        _ => return,
    }
    fs::write(path, bytes).expect("a folder");
}
