//! A power cut: what lies on the disk at some moment is all that is left.

use super::{Longest, Row, Soak, answered, every, hold, in_hand, logged, lost, moment};
use crate::Day;
use quiethold::words::Command;
use std::{fs, path::Path, time::Duration};
use tempfile::TempDir;
use tokio::time::sleep;

const WAL: &str = "day.sqlite-wal";
const COPY: &str = "day.copy";

/// The folder's files, the second copy first: what it says was committed, so is in what is copied after it. Taken
/// again where SQLite began to write ahead anew meanwhile: a disk's own moment has no such seam.
fn snapshot(folder: &Path, to: &Path) {
    let begins = || fs::read(folder.join(WAL)).map(|bytes| bytes.get(..32).map(<[u8]>::to_vec)).ok();
    loop {
        let before = begins();
        for file in [COPY, "record.key", "record.key.copy", "day.sqlite", WAL] {
            match fs::copy(folder.join(file), to.join(file)) {
                Err(why) if why.kind() != std::io::ErrorKind::NotFound => panic!("{file}: {why}"),
                _ => {}
            }
        }
        if begins() == before {
            return;
        }
    }
}

fn place() -> TempDir {
    TempDir::with_prefix("quiethold-soak-").expect("a folder")
}

/// A copy of the folder while the hub writes: everything that was answered before is in it.
pub async fn at_any_moment(soak: &Soak) -> Result<Row, String> {
    let mut chance = soak.chance("power");
    let times = soak.times(10, 300);
    let mut day = Day::begin().await;
    let (mut longest, mut missing) = (Longest::default(), 0);
    for round in 0..times {
        let (_, took) = hold(&day, &day.ana).await;
        longest.of(took);
        for n in 0..3 {
            day.ic.press(Command::NotYet { on: (round + n) % 2 == 0 });
        }
        sleep(moment(&mut chance, Duration::from_millis(6))).await;
        let done = answered(&day);
        let left = place();
        snapshot(&day.hub.folder, left.path());
        let (there, mended) = logged(left.path())?;
        missing += done.difference(&there).count() as u64;
        if mended {
            return Err("a power cut was taken for damage".into());
        }
        in_hand(&day, &day.ana).await;
    }
    missing += lost(&mut day);
    let said = "a copy of the folder, taken while the hub writes, has everything that was answered before, and is no damage";
    Ok(Row::new("Power cut at a random moment", times, missing, longest, said))
}

/// The last transaction cut at each of its bytes, or at some: it was never answered, and is no damage.
pub async fn torn_last_write(soak: &Soak) -> Result<Row, String> {
    let mut day = Day::begin().await;
    let (_, took) = hold(&day, &day.ana).await;
    let mut longest = Longest::default();
    longest.of(took);
    in_hand(&day, &day.ana).await;
    day.ic.does(Command::NotYet { on: true }).await;
    let (before, after) = (place(), place());
    let done = answered(&day);
    snapshot(&day.hub.folder, before.path());
    day.ic.does(Command::NotYet { on: false }).await;
    snapshot(&day.hub.folder, after.path());
    let short = fs::read(before.path().join(WAL)).map_err(|why| why.to_string())?;
    let whole = fs::read(after.path().join(WAL)).map_err(|why| why.to_string())?;
    if whole.len() <= short.len() || !whole.starts_with(&short) {
        return Err("SQLite began to write ahead anew: there is no last write to tear".into());
    }
    let step = usize::try_from(soak.times(97, 1)).unwrap_or(1);
    let (mut times, mut missing) = (0, 0);
    for length in (short.len()..whole.len()).step_by(step) {
        let torn = place();
        // The second copy is written behind the commit: there was none.
        snapshot(before.path(), torn.path());
        fs::write(torn.path().join(WAL), &whole[..length]).map_err(|why| why.to_string())?;
        let (there, mended) = logged(torn.path())?;
        missing += done.difference(&there).count() as u64;
        if mended {
            return Err(format!("a last write cut at byte {length} was taken for damage"));
        }
        times += 1;
    }
    missing += lost(&mut day);
    let said = format!(
        "the last transaction of {} bytes, cut {}; no damage is told, for nothing of it was answered",
        whole.len() - short.len(),
        every(step)
    );
    Ok(Row::new("Torn last write", times, missing, longest, said))
}
