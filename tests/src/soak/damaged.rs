//! The day's files cut short or with a bit flipped, at places spread over all of each.

use super::{Longest, Row, Soak, answered, every, hold, in_hand, logged, settled, table::millis};
use crate::{Day, PATIENCE};
use quiethold::words::{Command, CommandId, Role};
use rand::Rng;
use std::{collections::HashSet, fs, path::Path, time::Duration};
use tempfile::TempDir;
use tokio::time::timeout;

const FILES: [&str; 5] = ["day.sqlite", "day.sqlite-wal", "day.copy", "record.key", "record.key.copy"];

/// What a killed hub leaves, and what phones were told is done.
struct Left {
    files: Vec<(&'static str, Vec<u8>)>,
    done: HashSet<CommandId>,
    hold: Duration,
}

/// A small day: part of it in SQLite's file, part in what it writes ahead.
async fn small_day() -> Left {
    let mut day = Day::begin().await;
    assert!(day.hub.stop().success());
    day.hub.start_again();
    let (_, took) = hold(&day, &day.ana).await;
    in_hand(&day, &day.ana).await;
    day.ic.does(Command::NotYet { on: true }).await;
    day.hub.kill();
    let read = |file: &'static str| Some((file, fs::read(day.hub.folder.join(file)).ok()?));
    Left { files: FILES.into_iter().filter_map(read).collect(), done: answered(&day), hold: took }
}

fn memory() -> TempDir {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() { TempDir::new_in(memory) } else { TempDir::new() }.expect("a folder")
}

fn put(place: &Path, files: &[(&'static str, Vec<u8>)]) {
    for (file, bytes) in files {
        fs::write(place.join(file), bytes).expect("a folder");
    }
}

/// Does something to each of the day's files at one byte in `step`, and counts what is lost by it.
fn everywhere(
    left: &Left,
    step: usize,
    chance: &mut impl Rng,
    damage: impl Fn(&mut Vec<u8>, usize, u8),
) -> Result<(u64, u64, u64), String> {
    let (mut times, mut missing, mut told) = (0, 0, 0);
    for (nth, (file, bytes)) in left.files.iter().enumerate() {
        for at in (chance.random_range(0..step)..bytes.len()).step_by(step) {
            let place = memory();
            let mut files = left.files.clone();
            damage(&mut files[nth].1, at, 1 << chance.random_range(0..8));
            put(place.path(), &files);
            let (there, mended) = logged(place.path()).map_err(|why| format!("{file}, byte {at}: {why}"))?;
            missing += left.done.difference(&there).count() as u64;
            told += u64::from(mended);
            times += 1;
        }
    }
    Ok((times, missing, told))
}

pub async fn cut(soak: &Soak) -> Result<Row, String> {
    let left = small_day().await;
    let step = usize::try_from(soak.times(211, 3)).unwrap_or(1);
    let (times, lost, told) =
        everywhere(&left, step, &mut soak.chance("cut"), |bytes, at, _| bytes.truncate(at))?;
    let said = format!(
        "each of the day's files, {}; {told} times it was damage, told, and all of it saved",
        every(step)
    );
    Ok(Row::new("A file of the day cut short", times, lost, Longest(Some(left.hold)), said))
}

pub async fn flipped(soak: &Soak) -> Result<Row, String> {
    let left = small_day().await;
    let step = usize::try_from(soak.times(211, 3)).unwrap_or(1);
    let (times, lost, told) =
        everywhere(&left, step, &mut soak.chance("flipped"), |bytes, at, bit| bytes[at] ^= bit)?;
    let said = format!(
        "each of the day's files, {}, a bit at random; {told} times it was damage, told, and all of it saved",
        every(step)
    );
    Ok(Row::new("A bit flipped in a file of the day", times, lost, Longest(Some(left.hold)), said))
}

/// The same with the real hub: it starts, tells the IC, and a hold goes out.
pub async fn started(soak: &Soak) -> Result<Row, String> {
    let mut chance = soak.chance("damaged-start");
    let times = soak.times(2, 60);
    let (mut longest, mut missing) = (Longest::default(), 0);
    let (mut started, mut damaged, mut seen) = (Duration::ZERO, 0, 0);
    let mut day = Day::begin().await;
    for round in 0..times {
        settled(&day).await;
        let (_, took) = hold(&day, &day.ana).await;
        longest.of(took);
        in_hand(&day, &day.ana).await;
        let notices = day.ic.ic_sees("its console", |_| true).await.notices.len();
        day.hub.kill();
        // The write-ahead log in turn; right behind a checkpoint it is empty.
        let wal = day.hub.folder.join("day.sqlite-wal");
        let has_wal = fs::metadata(&wal).is_ok_and(|wal| wal.len() > 0);
        let file = if round % 2 == 1 && has_wal { wal } else { day.hub.folder.join("day.sqlite") };
        let mut bytes = fs::read(&file).map_err(|why| why.to_string())?;
        // Some hundred bytes, as a bad block of a disk.
        let at = chance.random_range(0..bytes.len());
        let end = (at + 512).min(bytes.len());
        chance.fill(&mut bytes[at..end]);
        fs::write(&file, bytes).map_err(|why| why.to_string())?;
        let done = answered(&day);
        let said = day.hub.logs().len();
        let begun = std::time::Instant::now();
        day.hub.start_again();
        started = started.max(begun.elapsed());
        let told = day.hub.logs()[said..].contains("log was damaged");
        damaged += u64::from(told);
        // The console keeps the latest ten.
        if told && notices < 9 {
            day.ic.ic_sees("the notice", |v| v.notices.len() > notices).await;
            seen += 1;
        }
        settled(&day).await;
        let (_, took) = hold(&day, &day.ana).await;
        longest.of(took);
        in_hand(&day, &day.ana).await;
        day.hub.kill();
        let (there, _) = logged(&day.hub.folder)?;
        missing += done.difference(&there).count() as u64;
        day.hub.start_again();
    }
    // A phone that was never here still gets in.
    let late = crate::Phone::join(&day.hub, Role::Crew, "Sound");
    timeout(PATIENCE, late).await.map_err(|_| "nobody gets in any more".to_owned())?;
    let said = format!(
        "the real hub starts on it (at most {}); {damaged} times it was damage, told in its log, and {seen} times looked for and found on the IC's console",
        millis(started)
    );
    Ok(Row::new("512 bytes of the log overwritten, and started", times, missing, longest, said))
}
