//! The access point starts again: every phone is gone at once without a word, on both lanes. The hub lives on with
//! their dead sockets, and they all come back at the same moment.

use super::{
    HOLD, Longest, Row, Soak, alerted, from_to, hold, in_hand, lost_of, press, settled, table::millis,
};
use crate::{Day, Phone};
use futures_util::future::{join, join_all, join4};
use quiethold::{
    net::files,
    protocol::View,
    words::{Command, Lane, Role},
};
use std::time::{Duration, Instant};
use tokio::time::sleep;

/// A phone with both of its page's sockets. Lane `a` says what is looked at.
struct Pair {
    a: Phone,
    b: Phone,
}

/// Sockets that come to be or come back: how often each was welcomed before.
type Before<'a> = Vec<(&'a Phone, usize)>;

async fn crowd(day: &Day, many: usize) -> Vec<Pair> {
    let mut crowd = Vec::new();
    while crowd.len() < many {
        let some = (0..50.min(many - crowd.len())).map(|_| async {
            let a = Phone::join(&day.hub, Role::Crew, "Crew").await;
            let b = Phone::come_back_on(Lane::B, &a.card()).await;
            Pair { a, b }
        });
        crowd.extend(join_all(some).await);
    }
    crowd
}

async fn back(phones: &Before<'_>) {
    let back = phones.iter().map(|(phone, before)| async move {
        phone.waits("it is back", |s| (s.live && s.welcomes.len() > *before).then_some(())).await;
    });
    join_all(back).await;
}

pub async fn run(soak: &Soak) -> Result<Row, String> {
    files::raise_limit();
    // Shorter and longer than the 30 s after which the hub itself gives a silent socket up.
    let outages: &[u64] = if soak.quick { &[2] } else { &[1, 2, 4, 8, 16, 40, 1, 4, 8, 40] };
    let mut day = Day::begin().await;
    let cleo = Phone::join(&day.hub, Role::Performer, "Cleo Marsh").await;
    day.ic.does(Command::Admit { person: cleo.id(), as_: None, replaces: None, for_: None }).await;
    let twins = day.phones().into_iter().chain([&cleo]).map(|phone| {
        let card = phone.card();
        async move { Phone::come_back_on(Lane::B, &card).await }
    });
    let twins = join_all(twins).await;
    let anas_other = &twins[2];
    let many = usize::try_from(soak.times(100, 500)).unwrap_or(500) - twins.len();
    let crowd = crowd(&day, many).await;
    let (mut longest, mut all_back) = (Longest::default(), Duration::ZERO);
    for seconds in outages {
        settled(&day).await;
        // A live hold, of which the IC has only been alerted.
        let (id, took) = hold(&day, &day.ben).await;
        longest.of(took);
        day.ben.answer(id).await.map_err(|why| format!("a hold was denied: {why:?}"))?;
        let own = day.ben.performer_sees("its own hold", |v| v.signal.is_some()).await.signal;
        let before_it = own.expect("just seen").id;

        let own = day.phones().into_iter().chain([&cleo]).chain(&twins);
        let phones: Before = own
            .chain(crowd.iter().flat_map(|pair| [&pair.a, &pair.b]))
            .map(|phone| (phone, phone.with(|s| s.welcomes.len())))
            .collect();
        for (phone, _) in &phones {
            phone.vanishes();
        }
        join_all(phones.iter().map(|(phone, _)| phone.is_cut_off())).await;
        sleep(Duration::from_secs(*seconds)).await;
        // Pressed while away, and kept by the page: it is said on both lanes.
        let (id, alerts, _) = press(&day, &day.ana);
        anas_other.press_as(id, HOLD);

        let returns = Instant::now();
        for (phone, _) in &phones {
            phone.is_online(true);
        }
        let back_first = async {
            cleo.waits("it is back", |s| s.live.then_some(())).await;
            hold(&day, &cleo).await
        };
        let everybody = async {
            back(&phones).await;
            returns.elapsed()
        };
        let bens = day.ic.waits("the hold from before", |s| {
            let there = |v: &View| matches!(v, View::Ic(v) if v.signals.iter().any(|s| s.id == before_it));
            let rung = || s.alerts[alerts..].iter().any(|alert| alert.signal == before_it);
            (s.welcomes.last().is_some_and(|(_, view)| there(view)) && rung()).then_some(())
        });
        let ana = alerted(&day, &day.ana, alerts, returns);
        let (kept, (cleos_id, took), (), whole) = join4(ana, back_first, bens, everybody).await;
        longest.of(kept);
        longest.of(took);
        all_back = all_back.max(whole);
        for (phone, id) in [(&day.ana, id), (&cleo, cleos_id)] {
            phone.answer(id).await.map_err(|why| format!("a hold was denied: {why:?}"))?;
        }
        for performer in [&day.ana, &day.ben, &cleo] {
            in_hand(&day, performer).await;
        }
        // The dead sockets' ends, behind it, take nobody's new one away.
        let end = sleep(Duration::from_secs(1));
        join(end, settled(&day)).await;
        for performer in [&day.ana, &cleo] {
            longest.of(hold(&day, performer).await.1);
            in_hand(&day, performer).await;
        }
        if phones.iter().any(|(phone, before)| phone.with(|s| !s.live || s.welcomes.len() != before + 1)) {
            return Err("somebody had to come back twice".into());
        }
    }
    let beside: Vec<_> = twins.iter().chain([&cleo]).collect();
    let lost = lost_of(&mut day, &beside);
    let said = format!(
        "{} phones, both sockets of each dead for {} s and nobody hung up; all are back on both lanes at most {} after the air is. Three holds each time: raised before, pressed while away, pressed by the first to be back",
        crowd.len() + twins.len(),
        from_to(outages),
        millis(all_back)
    );
    Ok(Row::new(
        "The access point starts again, and everybody returns at once",
        outages.len() as u64,
        lost,
        longest,
        said,
    ))
}
