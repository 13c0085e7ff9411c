//! The laptop sleeps and wakes: the hub stands still for a second, or a minute.

use super::{Longest, Row, Soak, alerted, from_to, in_hand, lost, press, settled, signal, table::millis};
use crate::Day;
use quiethold::words::Link;
use std::time::{Duration, Instant};
use tokio::time::sleep;

pub async fn run(soak: &Soak) -> Result<Row, String> {
    let naps: &[u64] = if soak.quick { &[1] } else { &[1, 1, 1, 10, 10, 60] };
    let mut day = Day::begin().await;
    let mut longest = Longest::default();
    let mut whole = Duration::ZERO;
    for seconds in naps {
        settled(&day).await;
        signal(&day.hub, "-STOP");
        sleep(Duration::from_secs(*seconds)).await;
        let (id, before, _) = press(&day, &day.ana);
        let woken = Instant::now();
        signal(&day.hub, "-CONT");
        longest.of(alerted(&day, &day.ana, before, woken).await);
        in_hand(&day, &day.ana).await;
        day.ana.answer(id).await.map_err(|why| format!("a hold was denied: {why:?}"))?;
        // Everybody is back without doing anything.
        let all_live = |v: &quiethold::protocol::IcView| {
            v.people
                .iter()
                .filter(|p| p.id == day.ana.id() || p.id == day.ben.id())
                .all(|p| p.link == Link::Live)
        };
        day.ic.ic_sees("every phone live", all_live).await;
        day.ana.performer_sees("its receivers", |v| v.receivers.ic && v.receivers.ad).await;
        whole = whole.max(woken.elapsed());
    }
    let lost = lost(&mut day);
    let said = format!(
        "for {} s. A hold pressed meanwhile is at the IC so long after waking; all phones are live again after at most {}. (Pages say NOT CONNECTED after 3 s without an echo, themselves)",
        from_to(naps),
        millis(whole)
    );
    Ok(Row::new("The laptop sleeps and wakes", naps.len() as u64, lost, longest, said))
}
