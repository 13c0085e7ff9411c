//! No file descriptor is left.

use super::{Longest, Row, Soak, hold, in_hand, lost};
use crate::{Day, Hub, Line, Options};
use quiethold::words::Role;
use std::time::Duration;
use tokio::time::timeout;

/// More than there are files.
const CROWD: usize = 200;

pub async fn run(soak: &Soak) -> Result<Row, String> {
    let under = "ulimit -n 160; exec \"$@\"".to_owned();
    let mut day = Day::on(Hub::with(Options { under: Some(under), ..Options::default() })).await;
    let mut longest = Longest::default();
    let times = soak.times(1, 10);
    for _ in 0..times {
        let mut inside = Vec::new();
        for _ in 0..CROWD {
            let opened = timeout(Duration::from_secs(1), Line::try_open(day.hub.address)).await;
            let Ok(Ok(mut line)) = opened else { continue };
            line.join(day.hub.invite(Role::Crew), "Crew").await;
            inside.push(line);
        }
        if !day.hub.logs().contains("no more connections") {
            return Err("the hub had files enough for everybody".into());
        }
        for _ in 0..20 {
            longest.of(hold(&day, &day.ana).await.1);
            in_hand(&day, &day.ana).await;
        }
        let cut_off = day.phones().into_iter().any(|phone| phone.with(|s| !s.live || !s.ends.is_empty()));
        if cut_off {
            return Err("somebody inside was cut off".into());
        }
    }
    let lost = lost(&mut day);
    let said = format!(
        "a limit of 160, and a crowd of {CROWD} with the crew's code; nobody who was there before it was cut off"
    );
    Ok(Row::new("No file descriptor left", times, lost, longest, said))
}
