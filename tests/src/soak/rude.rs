//! Clients that behave badly: one reads nothing, one sends a byte a second, thousands connect and say nothing.

use super::{Longest, Row, Soak, hold, in_hand, lost};
use crate::{Day, Line};
use futures_util::future::join_all;
use quiethold::{
    net::files,
    words::{Command, Role, Status},
};
use std::{net::SocketAddr, time::Duration};
use tokio::{
    io::AsyncWriteExt,
    net::TcpStream,
    time::{sleep, timeout},
};

async fn holds(day: &Day, times: u64, longest: &mut Longest) {
    for _ in 0..times {
        longest.of(hold(day, &day.ana).await.1);
        in_hand(day, &day.ana).await;
    }
}

fn nobody_was_cut_off(day: &Day) -> Result<(), String> {
    let cut = day.phones().into_iter().any(|phone| phone.with(|s| !s.live || !s.ends.is_empty()));
    if cut { Err("somebody inside was cut off".into()) } else { Ok(()) }
}

/// A second 1st AD who is alerted of everything, with a screen that takes nothing off the wire.
pub async fn reads_nothing(soak: &Soak) -> Result<Row, String> {
    let times = soak.times(40, 2000);
    let mut day = Day::begin().await;
    day.ic.does(Command::Invite { role: Role::Ad, name: None, for_: None }).await;
    let view = day.ic.ic_sees("the code", |v| v.invites.iter().any(|i| i.role == Role::Ad)).await;
    let invite = view.invites.iter().find(|i| i.role == Role::Ad).expect("just seen").invite.clone();
    let mut deaf = Line::open_narrow(day.hub.address).await;
    deaf.join(&invite, "Deaf").await;
    let mut longest = Longest::default();
    for round in 0..times {
        holds(&day, 1, &mut longest).await;
        if round % 4 == 0 {
            let status = [Status::Blocking, Status::Reset][usize::try_from(round / 4 % 2).unwrap_or(0)];
            day.ad.does(Day::status_of(status)).await;
        }
    }
    nobody_was_cut_off(&day)?;
    drop(deaf);
    let lost = lost(&mut day);
    let said = "holds while a second 1st AD's socket takes nothing off the wire; nobody else was cut off";
    Ok(Row::new("A client that reads nothing", times, lost, longest, said))
}

async fn drips(hub: SocketAddr) {
    let Ok(mut tcp) = TcpStream::connect(hub).await else { return };
    let head = format!("GET / HTTP/1.1\r\nHost: {hub}\r\nX-Slow: ");
    let _ = tcp.write_all(head.as_bytes()).await;
    while tcp.write_all(b"x").await.is_ok() {
        sleep(Duration::from_secs(1)).await;
    }
}

pub async fn a_byte_a_second(soak: &Soak) -> Result<Row, String> {
    let times = soak.times(10, 100);
    let mut day = Day::begin().await;
    let dripping: Vec<_> = (0..times).map(|_| tokio::spawn(drips(day.hub.address))).collect();
    let mut longest = Longest::default();
    let rounds = soak.times(20, 200);
    holds(&day, rounds, &mut longest).await;
    let ended = async { join_all(dripping).await };
    timeout(Duration::from_secs(30), ended)
        .await
        .map_err(|_| "the hub has patience without end".to_owned())?;
    nobody_was_cut_off(&day)?;
    let lost = lost(&mut day);
    let said = format!("so many at once; each is hung up on. {rounds} holds meanwhile");
    Ok(Row::new("A client that sends one byte a second", times, lost, longest, said))
}

pub async fn half_open(soak: &Soak) -> Result<Row, String> {
    files::raise_limit();
    let times = soak.times(1, 5);
    let many = soak.times(500, 5000);
    let mut day = Day::begin().await;
    let mut longest = Longest::default();
    for _ in 0..times {
        let mut crowd = Vec::new();
        while (crowd.len() as u64) < many {
            let some = (0..100).map(|_| TcpStream::connect(day.hub.address));
            crowd.extend(join_all(some).await.into_iter().flatten());
            holds(&day, 1, &mut longest).await;
        }
        holds(&day, 20, &mut longest).await;
        nobody_was_cut_off(&day)?;
        drop(crowd);
    }
    let lost = lost(&mut day);
    let said =
        format!("{many} connections that say nothing, opened a hundred at a time with holds in between");
    Ok(Row::new("Half-open connections", times, lost, longest, said))
}
