//! Five hundred phones come back at once, as when the hub starts again.

use super::{Longest, Row, Soak, alerted, in_hand, lost, press, settled, table::millis};
use crate::{Day, Phone};
use futures_util::future::join_all;
use quiethold::{net::files, words::Role};
use std::time::{Duration, Instant};

pub async fn run(soak: &Soak) -> Result<Row, String> {
    files::raise_limit();
    let many = usize::try_from(soak.times(100, 500)).unwrap_or(500);
    let times = soak.times(1, 10);
    let mut day = Day::begin().await;
    let mut crew = Vec::new();
    while crew.len() < many {
        let name = |n: usize| format!("Crew {n}");
        let some = (0..50.min(many - crew.len())).map(|n| {
            let (hub, name) = (&day.hub, name(n));
            async move { Phone::join(hub, Role::Crew, &name).await }
        });
        crew.extend(join_all(some).await);
    }
    let mut longest = Longest::default();
    let mut all_back = Duration::ZERO;
    for _ in 0..times {
        settled(&day).await;
        let welcomes: Vec<usize> = crew.iter().map(|phone| phone.with(|s| s.welcomes.len())).collect();
        day.hub.kill();
        let (id, before, _) = press(&day, &day.ana);
        day.hub.start_again();
        let ready = Instant::now();
        longest.of(alerted(&day, &day.ana, before, ready).await);
        let back = crew.iter().zip(&welcomes).map(|(phone, before)| async move {
            phone.waits("it is back", |s| (s.live && s.welcomes.len() > *before).then_some(())).await;
        });
        join_all(back).await;
        all_back = all_back.max(ready.elapsed());
        in_hand(&day, &day.ana).await;
        day.ana.answer(id).await.map_err(|why| format!("a hold was denied: {why:?}"))?;
    }
    let lost = lost(&mut day);
    let said = format!(
        "{many} crew phones beside the set's own; the last is back at most {} after the hub is ready, and a hold pressed while it was down so long after it",
        millis(all_back)
    );
    Ok(Row::new("All sockets cut, and everybody returns at once", times, lost, longest, said))
}
