//! Who crowds the hub's door harms nobody inside, and keeps nobody out.

use futures_util::future::join_all;
use quiethold::{
    net::files,
    words::{Command, Role},
};
use quiethold_tests::{Day, Hub, Line, Options, PATIENCE, Phone, http};
use std::{net::SocketAddr, time::Duration};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::{Instant, sleep, timeout},
};

async fn silent(hub: SocketAddr) -> TcpStream {
    TcpStream::connect(hub).await.expect("the hub takes the connection")
}

/// Until the hub hangs up.
async fn ended(mut tcp: TcpStream) {
    let mut nothing = Vec::new();
    let _ = timeout(PATIENCE, tcp.read_to_end(&mut nothing)).await.expect("the hub hangs up");
}

#[tokio::test]
async fn five_thousand_half_open_connections_harm_nobody_and_keep_nobody_out() {
    files::raise_limit();
    let day = Day::begin().await;
    day.roll().await;
    let mut crowd = Vec::new();
    for _ in 0..50 {
        crowd.extend(join_all((0..100).map(|_| silent(day.hub.address))).await);
    }
    let began = Instant::now();
    day.hold(&day.ana).await;
    let late = Phone::join(&day.hub, Role::Crew, "Sound").await;
    assert_eq!(http::get(day.hub.address, "/").await.status, 200);
    assert!(began.elapsed() < Duration::from_secs(3), "{:?}", began.elapsed());
    join_all(crowd.into_iter().map(ended)).await;
    for phone in [&day.ic, &day.ad, &day.ana, &day.ben, &day.crew, &day.door, &late] {
        assert!(phone.with(|s| s.live && s.ends.is_empty()), "nobody inside was cut off");
    }
}

#[tokio::test]
async fn one_byte_a_second_is_hung_up_on_and_nobody_inside_notices() {
    let day = Day::begin().await;
    day.prepare().await;
    let began = Instant::now();
    let head = format!("GET / HTTP/1.1\r\nHost: {}\r\nX-Slow: ", day.hub.address);
    let mut slow = silent(day.hub.address).await;
    slow.write_all(head.as_bytes()).await.expect("the hub listens");
    let (mut from_hub, mut to_hub) = slow.into_split();
    let dripping = tokio::spawn(async move {
        while to_hub.write_all(b"x").await.is_ok() {
            sleep(Duration::from_secs(1)).await;
        }
    });
    // A websocket whose first frame comes byte by byte.
    let mut frame = silent(day.hub.address).await;
    let upgrade = format!(
        "GET /ws HTTP/1.1\r\nHost: {}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\
         Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: quiethold.v1\r\n\r\n",
        day.hub.address
    );
    frame.write_all(upgrade.as_bytes()).await.expect("the hub listens");
    frame.write_all(&[0x81, 0xfe]).await.expect("the hub listens");
    day.hold(&day.ben).await;
    ended(frame).await;
    let mut answer = Vec::new();
    let _ = timeout(PATIENCE, from_hub.read_to_end(&mut answer)).await.expect("the hub hangs up");
    dripping.abort();
    assert!(began.elapsed() < Duration::from_secs(15), "{:?}", began.elapsed());
    assert!(day.ic.with(|s| s.live && s.ends.is_empty()));
}

/// Whoever has the crew's code is no stranger. What was taken in, and stays as long as the hub lets it.
async fn crowd_with_the_crews_code(hub: SocketAddr, invite: String, many: usize) -> Vec<Line> {
    let mut inside = Vec::new();
    for _ in 0..many {
        if let Ok(Ok(mut line)) = timeout(Duration::from_secs(1), Line::try_open(hub)).await {
            line.join(&invite, "Crew").await;
            inside.push(line);
        }
    }
    inside
}

#[cfg(unix)]
#[tokio::test]
async fn without_files_left_a_hold_goes_out_and_a_performer_whose_socket_breaks_is_back() {
    let under = "ulimit -n 160; exec \"$@\"".to_owned();
    let hub = Hub::with(Options { under: Some(under), ..Options::default() });
    let day = Day::on(hub).await;
    day.roll().await;
    let invite = day.hub.invite(Role::Crew).to_owned();
    let inside = crowd_with_the_crews_code(day.hub.address, invite.clone(), 200).await;
    let signal = day.hold(&day.ana).await;
    day.ic.does(Command::Acknowledge { signal, again: None }).await;
    let said = async {
        while !day.hub.logs().contains("no more connections") {
            sleep(Duration::from_millis(20)).await;
        }
    };
    timeout(PATIENCE, said).await.expect("the hub says so");
    let stays = [&day.ic, &day.ad, &day.ana, &day.crew, &day.door];
    // The crowd goes on pushing in, and takes what Ben's phone gives up.
    let pushing: Vec<_> = (0..8)
        .map(|_| tokio::spawn(crowd_with_the_crews_code(day.hub.address, invite.clone(), 10_000)))
        .collect();
    day.ben.is_online(false);
    day.ben.is_cut_off().await;
    sleep(Duration::from_millis(500)).await;
    day.ben.is_online(true);
    day.ben.waits("it is back", |s| s.live.then_some(())).await;
    day.hold(&day.ben).await;
    for pushing in pushing {
        assert!(!pushing.is_finished(), "the crowd is there all the while");
        pushing.abort();
    }
    for phone in stays {
        assert!(
            phone.with(|s| s.live && s.ends.is_empty()),
            "nobody who was here before the crowd was cut off"
        );
    }
    // They go, and the next phone gets in.
    drop(inside);
    Phone::join(&day.hub, Role::Crew, "Sound").await;
}

#[tokio::test]
async fn who_asks_without_end_from_one_phone_is_told_to_wait_and_still_connects() {
    let hub = Hub::with(Options::for_the_network());
    let Some(route) = hub.route_in_the_network() else { return };
    let address = route.tcp;
    let mut told_to_wait = false;
    for _ in 0..60 {
        let replies = join_all((0..50).map(|_| http::get(address, "/healthz"))).await;
        told_to_wait |= replies.iter().any(|r| r.status == 429 && r.header("retry-after").is_some());
    }
    assert!(told_to_wait);
    Phone::join_by(route, hub.invite(Role::Crew), "Sound").await;
    assert_eq!(http::get(hub.address, "/healthz").await.status, 200, "the laptop itself");
}
