//! The laptop's wall clock goes back and forward by hours while the hub runs.

use super::{Longest, Row, Soak, hold, in_hand, lost, settled};
use crate::{Day, Hub, Options};
use quiethold::{
    clock::unix_ms,
    words::{Command, Link},
};
use rand::Rng;
use std::{fs, path::Path};

/// libfaketime, where Debian puts it.
fn library() -> Option<String> {
    let names = ["x86_64-linux-gnu", "aarch64-linux-gnu"];
    names.iter().map(|n| format!("/usr/lib/{n}/faketime/libfaketimeMT.so.1")).find(|p| Path::new(p).exists())
}

pub async fn run(soak: &Soak) -> Result<Row, String> {
    let library = library().ok_or("there is no libfaketime. As root: apt-get install libfaketime")?;
    let mut chance = soak.chance("clock");
    let times = soak.times(3, 60);
    let place = tempfile::TempDir::new().map_err(|why| why.to_string())?;
    let offset = place.path().join("offset");
    let set = |text: String| fs::write(&offset, text).map_err(|why| why.to_string());
    set("+0".into())?;
    let under = format!(
        "export LD_PRELOAD={library} FAKETIME_TIMESTAMP_FILE={} FAKETIME_NO_CACHE=1 FAKETIME_DONT_FAKE_MONOTONIC=1 DONT_FAKE_MONOTONIC=1; exec \"$@\"",
        offset.display()
    );
    let mut day = Day::on(Hub::with(Options { under: Some(under), ..Options::default() })).await;
    let mut longest = Longest::default();
    for round in 0..times {
        let hours: i32 = chance.random_range(-30..=30);
        set(format!("{hours:+}h"))?;
        let (id, took) = hold(&day, &day.ana).await;
        longest.of(took);
        let signal = in_hand(&day, &day.ana).await;
        day.ana.answer(id).await.map_err(|why| format!("a hold was denied: {why:?}"))?;
        let view = day.ic.ic_sees("the signal", |v| v.signals.iter().any(|s| s.id == signal)).await;
        let told = view.signals.iter().find(|s| s.id == signal).expect("just seen").raised_at;
        let wrong_by = i64::try_from(told).unwrap_or(0) - i64::try_from(unix_ms()).unwrap_or(0);
        if (wrong_by - i64::from(hours) * 3_600_000).abs() > 60_000 {
            return Err("the clock was not set".into());
        }
        let who = &view.signals.iter().find(|s| s.id == signal).expect("just seen").who;
        if who.late {
            return Err(format!("by {hours} h: a hold that was not kept is told as late"));
        }
        let lost_link = view.people.iter().filter(|p| p.id == day.ana.id() || p.id == day.ben.id());
        if lost_link.clone().any(|p| p.link != Link::Live) {
            return Err(format!("by {hours} h: a phone that beats is told as silent"));
        }
        day.ic.does(Command::Release { signal, in_person: true, presses: None }).await;
        if round % 10 == 9 {
            day.hub.start_again();
            settled(&day).await;
            day.ana.performer_sees("an IC", |v| v.receivers.ic).await;
        }
    }
    set("+0".into())?;
    let lost = lost(&mut day);
    let said =
        "by up to 30 hours either way, with a restart every tenth time; nobody is told as silent or late";
    Ok(Row::new("The clock set back or forward", times, lost, longest, said))
}
