//! A disk without a free byte, one that refuses every write, and one that can only be read.

use super::{Longest, Row, Soak, alerted, hold, in_hand, lost, press, settled, table::millis};
use crate::{Day, Hub, Options, SmallDisk};
use std::{process::Command, time::Instant};

const NONE: &str = "this user may not mount a small disk";

pub async fn full(soak: &Soak) -> Result<Row, String> {
    let times = soak.times(2, 25);
    let disk = SmallDisk::mount().ok_or(NONE)?;
    let mut day = Day::on(Hub::with(Options { folder: Some(disk.folder()), ..Options::default() })).await;
    let mut longest = Longest::default();
    let mut recorded = std::time::Duration::ZERO;
    for _ in 0..times {
        settled(&day).await;
        disk.fill();
        let (id, took) = hold(&day, &day.ana).await;
        longest.of(took);
        in_hand(&day, &day.ana).await;
        if day.ana.with(|s| s.answers.contains_key(&id)) {
            return Err("recorded, on a full disk".into());
        }
        let freed = Instant::now();
        disk.empty();
        day.ana.answer(id).await.map_err(|why| format!("a hold was denied: {why:?}"))?;
        recorded = recorded.max(freed.elapsed());
    }
    let lost = lost(&mut day);
    let said = format!(
        "told as not recorded meanwhile; recorded at most {} after there was space",
        millis(recorded)
    );
    Ok(Row::new("The disk is full", times, lost, longest, said))
}

pub async fn restarted_while_full(soak: &Soak) -> Result<Row, String> {
    let times = soak.times(2, 25);
    let disk = SmallDisk::mount().ok_or(NONE)?;
    let mut day = Day::on(Hub::with(Options { folder: Some(disk.folder()), ..Options::default() })).await;
    let mut longest = Longest::default();
    for _ in 0..times {
        settled(&day).await;
        disk.fill();
        let (id, before, _) = press(&day, &day.ana);
        let killed = Instant::now();
        day.hub.start_again();
        longest.of(alerted(&day, &day.ana, before, killed).await);
        in_hand(&day, &day.ana).await;
        disk.empty();
        day.ana.answer(id).await.map_err(|why| format!("a hold was denied: {why:?}"))?;
    }
    let lost = lost(&mut day);
    let said = "the hub starts on it, a hold goes out, and is recorded once there is space. Time is from the kill, with the start";
    Ok(Row::new("`kill -9` while the disk is full, and started again", times, lost, longest, said))
}

/// What a disk does that the system has made read-only: a process's open files refuse every write.
fn refuses(hub: &Hub, yes: bool) -> Result<(), String> {
    let limit = if yes { "--fsize=0:" } else { "--fsize=unlimited:" };
    let set = Command::new("prlimit").args(["--pid", &hub.pid().to_string(), limit]).status();
    let set = set.map_err(|_| "there is no prlimit (util-linux)".to_owned())?;
    if set.success() { Ok(()) } else { Err("prlimit was refused".into()) }
}

pub async fn read_only(soak: &Soak) -> Result<Row, String> {
    let times = soak.times(2, 25);
    let under = "trap '' XFSZ; ulimit -S -f 3000; exec \"$@\"".to_owned();
    let disk = SmallDisk::mount().ok_or(NONE)?;
    let options = Options { folder: Some(disk.folder()), under: Some(under), ..Options::default() };
    let mut day = Day::on(Hub::with(options.clone())).await;
    let mut longest = Longest::default();
    for _ in 0..times {
        settled(&day).await;
        refuses(&day.hub, true)?;
        let (id, took) = hold(&day, &day.ana).await;
        longest.of(took);
        in_hand(&day, &day.ana).await;
        refuses(&day.hub, false)?;
        day.ana.answer(id).await.map_err(|why| format!("a hold was denied: {why:?}"))?;
    }
    let lost = lost(&mut day);
    // A start on a read-only disk is refused in words.
    disk.read_only(true);
    let said = match Hub::try_with(options) {
        Err(why) if why.said.contains("can't be used") => {
            "every write is refused to the running hub; a start on a disk mounted read-only is refused in words, and changes nothing"
        }
        Err(why) => return Err(format!("unclear words: {}", why.said)),
        Ok(_) => return Err("the hub has started on a read-only disk".into()),
    };
    disk.read_only(false);
    Ok(Row::new("The disk can only be read", times, lost, longest, said))
}
