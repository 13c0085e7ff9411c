//! `kill -9` at any moment, while two performers press and the floor works.

use super::{Longest, Row, Soak, alerted, in_hand, lost, moment, press, settled, table::millis};
use crate::Day;
use quiethold::words::{Command, Status};
use rand::Rng;
use std::time::{Duration, Instant};
use tokio::time::sleep;

pub async fn run(soak: &Soak) -> Result<Row, String> {
    let mut chance = soak.chance("kill");
    let times = soak.times(6, 100);
    let mut day = Day::begin().await;
    let mut longest = Longest::default();
    let (mut back, mut pressed) = (Duration::ZERO, 0);
    for round in 0..times {
        let statuses = [Status::Rehearsal, Status::Blocking, Status::Reset];
        day.ad.press(Day::status_of(statuses[usize::try_from(round % 3).unwrap_or(0)]));
        day.ic.press(Command::NotYet { on: round % 2 == 0 });
        let performer = if chance.random() { &day.ana } else { &day.ben };
        let (id, before, _) = press(&day, performer);
        pressed += 1;
        sleep(moment(&mut chance, Duration::from_millis(12))).await;
        day.hub.kill();
        let restarted = Instant::now();
        day.hub.start_again();
        let performer = if performer_is(&day.ana, id) { &day.ana } else { &day.ben };
        // The phone says it again by itself, and the new hub alerts of what nobody has in hand.
        performer.answer(id).await.map_err(|why| format!("a hold was denied: {why:?}"))?;
        longest.of(alerted(&day, performer, before, restarted).await);
        back = back.max(restarted.elapsed());
        in_hand(&day, performer).await;
        settled(&day).await;
    }
    let lost = lost(&mut day);
    let said = format!(
        "{pressed} holds, each pressed some milliseconds before the kill; every one was answered and reached the IC. Time is from the kill, with the start: at most {}",
        millis(back)
    );
    Ok(Row::new("`kill -9` at a random moment, and started again", times, lost, longest, said))
}

fn performer_is(phone: &crate::Phone, id: quiethold::words::CommandId) -> bool {
    phone.with(|s| s.answers.contains_key(&id) || s.kept.iter().any(|kept| kept.id == id))
}
