//! A full disk: a hold is still delivered, the floor can still be cut and stood down, the IC is told that nothing
//! is recorded, and nothing else is done as if it were.

use quiethold::{
    protocol::RefusalCode,
    words::{AlertLevel, Command, DenialCode, Level, Role, Stage, Status},
};
use quiethold_tests::{Day, Hub, Line, Options, SmallDisk, http};
use std::{path::Path, process};

const HOLD: Command = Command::Raise { level: Level::Hold, test: false, for_: None };

/// Writes beyond this many blocks of 512 bytes fail from the start on.
const BLOCKS: u32 = 3000;

enum Disk {
    Small(SmallDisk),
    /// Where nothing can be mounted: the hub's own files may not grow any more.
    Limit,
}

impl Disk {
    fn hub() -> (Self, Hub) {
        match SmallDisk::mount() {
            Some(disk) => {
                let hub = Hub::with(Options { folder: Some(disk.folder()), ..Options::default() });
                (Self::Small(disk), hub)
            }
            None => Self::limited(),
        }
    }

    fn limited() -> (Self, Hub) {
        let under = format!("trap '' XFSZ; ulimit -S -f {BLOCKS}; exec \"$@\"");
        (Self::Limit, Hub::with(Options { under: Some(under), ..Options::default() }))
    }

    fn fill(&self, hub: &Hub) {
        match self {
            Self::Small(disk) => disk.fill(),
            Self::Limit => limit(hub.pid(), "1024"),
        }
    }

    fn empty(&self, hub: &Hub) {
        match self {
            Self::Small(disk) => disk.empty(),
            Self::Limit => limit(hub.pid(), "unlimited"),
        }
    }
}

fn limit(pid: u32, bytes: &str) {
    let limit = format!("--fsize={bytes}:");
    let set = process::Command::new("prlimit").args(["--pid", &pid.to_string(), &limit]).status();
    assert!(set.expect("prlimit, from util-linux, can be started").success());
}

#[tokio::test]
async fn on_a_full_disk_a_hold_is_delivered_and_the_ic_reads_that_it_is_not_recorded() {
    let (disk, hub) = Disk::hub();
    story(disk, hub).await;
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn the_same_where_the_record_may_not_grow() {
    if !Path::new("/usr/bin/prlimit").exists() {
        return;
    }
    let (disk, hub) = Disk::limited();
    story(disk, hub).await;
}

async fn story(disk: Disk, hub: Hub) {
    let day = Day::on(hub).await;
    day.roll().await;
    let kept = day.hold(&day.ben).await;
    disk.fill(&day.hub);

    // A hold goes out, painted and answered as ever; its `done` waits.
    let pressed = day.ana.press(HOLD);
    let alert = day
        .ic
        .alerted("Ana's hold", |a| {
            a.who.as_ref().is_some_and(|w| w.id == day.ana.id()) && a.level == AlertLevel::Hold
        })
        .await;
    day.ad.alerted("the hold", |a| a.signal == alert.signal).await;
    let view = day.ic.ic_sees("the trouble, and not recorded", |v| {
        v.disk_trouble && v.signals.iter().any(|s| s.id == alert.signal && !s.recorded)
    });
    let view = view.await;
    assert!(view.signals.iter().any(|s| s.id == kept && s.recorded), "what was recorded still is");
    let own = day
        .ana
        .performer_sees("seen", |v| v.signal.as_ref().is_some_and(|s| s.stage == Stage::Displayed))
        .await
        .signal
        .expect("just seen");
    assert!(!own.recorded, "never before it is true");
    assert!(day.ana.with(|s| !s.answers.contains_key(&pressed)), "done means: on disk");
    assert_eq!(http::get(day.hub.address, "/healthz").await.status, 503);

    // So do the cut, the answers, the call and standing down; their `done` waits too.
    let mut waiting = vec![(&day.ana, pressed)];
    let cut = Day::status_of(Status::Cut);
    waiting.push((&day.ad, day.ad.press(cut)));
    day.crew.public_sees("cut", |v| v.scene.as_ref().is_some_and(|s| s.status == Status::Cut)).await;
    waiting.push((&day.ic, day.ic.press(Command::Acknowledge { signal: alert.signal, again: None })));
    day.ana
        .performer_sees("in hand", |v| {
            v.signal.as_ref().is_some_and(|s| s.stage == Stage::Acknowledged && !s.recorded)
        })
        .await;
    waiting.push((&day.ad, day.ad.press(Command::Call)));
    day.crew.public_sees("HOLD", |v| v.set.hold).await;
    waiting.push((&day.ad, day.ad.press(Command::StandDown { on: true })));
    day.door.public_sees("stood down", |v| v.set.stood_down).await;

    // Everything else is not done, and says why. Nobody new gets in; those who are in may come back.
    let release = Command::Release { signal: kept, in_person: true, presses: None };
    assert_eq!(day.ic.is_denied(release).await, DenialCode::NotRecorded);
    assert_eq!(day.ic.is_denied(Command::StandDown { on: false }).await, DenialCode::NotRecorded);
    assert_eq!(day.ad.is_denied(Day::status_of(Status::Reset)).await, DenialCode::NotRecorded);
    let mut line = Line::open(day.hub.address).await;
    line.join(day.hub.invite(Role::Performer), "Cleo").await;
    let (code, sentence, end) = line.refused().await;
    assert_eq!((code, end), (RefusalCode::NotRecorded, Some(4001)), "{sentence}");
    day.ben.is_online(false);
    day.ben.is_cut_off().await;
    day.ben.is_online(true);
    day.ben.performer_sees("its signal again", |v| v.signal.as_ref().is_some_and(|s| s.id == kept)).await;

    // There is space again: what waited is recorded by itself.
    disk.empty(&day.hub);
    for (phone, id) in waiting {
        phone.answer(id).await.expect("it was done long ago");
    }
    day.ic
        .ic_sees("recorded, and no trouble", |v| {
            !v.disk_trouble && v.signals.iter().any(|s| s.id == alert.signal && s.recorded)
        })
        .await;
    assert_eq!(http::get(day.hub.address, "/healthz").await.status, 200);

    // And it is there after a crash.
    let mut day = day;
    day.hub.start_again();
    let ids = [kept, alert.signal];
    day.ic
        .waits("both, after the start", |s| {
            let (_, view) = s.welcomes.last().filter(|_| s.welcomes.len() >= 2 && s.live)?;
            let quiethold::protocol::View::Ic(view) = view else { return None };
            ids.iter().all(|id| view.signals.iter().any(|s| s.id == *id && s.recorded)).then_some(())
        })
        .await;
    day.crew
        .public_sees("still stood down and cut", |v| {
            v.set.stood_down && v.scene.as_ref().is_some_and(|s| s.status == Status::Cut)
        })
        .await;
    drop(day);
}

#[tokio::test]
async fn what_a_crash_took_from_a_full_disk_comes_back_by_the_phone_as_the_same_signal() {
    let (disk, hub) = Disk::hub();
    let mut day = Day::on(hub).await;
    disk.fill(&day.hub);
    let pressed = day.ana.press(HOLD);
    let alert = day.ic.alerted("the hold", |a| a.level == AlertLevel::Hold).await;
    day.ic.ic_sees("not recorded", |v| v.signals.iter().any(|s| s.id == alert.signal && !s.recorded)).await;
    let frames = day.ic.frame_count();
    day.hub.kill();
    if let Disk::Small(disk) = &disk {
        disk.empty();
    }
    day.hub.start_again();
    day.ana.answer(pressed).await.expect("a raise is never denied");
    let view =
        day.ic.ic_sees("recorded", |v| v.signals.iter().any(|s| s.id == alert.signal && s.recorded)).await;
    assert_eq!(view.signals.len(), 1);
    day.ic
        .waits("alerted anew, of the same signal", |s| {
            let id = alert.signal.0.to_string();
            s.frames[frames..].iter().any(|f| f.contains("\"alert\"") && f.contains(&id)).then_some(())
        })
        .await;
}

#[tokio::test]
async fn the_trouble_is_over_for_the_ic_as_soon_as_there_is_space_though_nobody_does_anything() {
    let (disk, hub) = Disk::hub();
    let day = Day::on(hub).await;
    disk.fill(&day.hub);
    assert_eq!(day.ic.is_denied(Command::NotYet { on: true }).await, DenialCode::NotRecorded);
    day.ic.ic_sees("the trouble", |v| v.disk_trouble && !v.not_yet).await;
    disk.empty(&day.hub);
    day.ic.ic_sees("no trouble", |v| !v.disk_trouble && !v.not_yet).await;
    day.ic.does(Command::NotYet { on: true }).await;
}

#[test]
fn a_hub_that_finds_the_disk_full_on_its_first_start_says_so_and_starts_once_there_is_space() {
    let Some(disk) = SmallDisk::mount() else { return };
    let on_it = || Options { folder: Some(disk.folder()), ..Options::default() };
    disk.fill();
    let Err(why) = Hub::try_with(on_it()) else { panic!("it has started") };
    assert_eq!(why.status.code(), Some(1));
    assert!(why.said.contains("disk is not full") && why.said.contains("--data"), "{}", why.said);
    disk.empty();
    let mut hub = Hub::with(on_it());
    let invites = format!("{:?}", hub.ready.invites);
    // A day that has begun goes on without a free byte: after a kill, and after a quiet end.
    disk.fill();
    hub.start_again();
    assert_eq!(format!("{:?}", hub.ready.invites), invites);
    assert!(hub.stop().success());
    hub.start_again();
    assert_eq!(format!("{:?}", hub.ready.invites), invites);
    disk.empty();
}
