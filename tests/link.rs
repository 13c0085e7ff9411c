//! A bad link: the emulator itself, and holds over it. Needs root and a TUN device; says so where there are none.
#![cfg(target_os = "linux")]

use quiethold_tests::link::{DELAY, HUB, Link, Weather, address};
use std::{
    io::ErrorKind,
    net::UdpSocket,
    process::Command,
    time::{Duration, Instant},
};

/// The link, or why there is none on this machine.
fn link(seed: u64) -> Option<Link> {
    Link::new(seed).inspect_err(|why| eprintln!("NOT RUN: {}", why.0)).ok()
}

#[test]
fn what_crosses_the_link_is_delayed_and_what_the_air_takes_is_gone() {
    let Some(link) = link(1) else { return };
    let hub = link.hubs().spawn(|| UdpSocket::bind((HUB, 9)).expect("a port")).join().expect("it is there");
    let phone = |nth| link.phones().spawn(move || UdpSocket::bind((address(nth), 0)).expect("a port"));
    let [one, other] = [1, 2].map(|nth| phone(nth).join().expect("it is there"));
    for socket in [&hub, &one, &other] {
        socket.set_read_timeout(Some(Duration::from_secs(5))).expect("any time");
    }
    let mut heard = [0; 16];

    let sent = Instant::now();
    one.send_to(b"there", (HUB, 9)).expect("sent");
    let (_, from) = hub.recv_from(&mut heard).expect("it arrives");
    assert_eq!(from.ip(), address(1));
    assert!(sent.elapsed() >= DELAY);
    hub.send_to(b"back", from).expect("sent");
    one.recv_from(&mut heard).expect("it comes back");
    assert!(sent.elapsed() >= 2 * DELAY);

    link.weather(Weather::losing(1.0));
    one.send_to(b"lost", (HUB, 9)).expect("sent");
    let until = |lost| {
        while link.traffic(1)[0].lost < lost {
            std::thread::yield_now();
        }
    };
    until(1);
    link.weather(Weather::default());

    link.roam(1, Duration::from_secs(3600));
    one.send_to(b"away", (HUB, 9)).expect("sent");
    until(2);
    other.send_to(b"here", (HUB, 9)).expect("sent");
    let (length, from) = hub.recv_from(&mut heard).expect("the other phone's arrives");
    assert_eq!((&heard[..length], from.ip()), (&b"here"[..], address(2).into()));
    hub.set_read_timeout(Some(Duration::from_millis(1))).expect("any time");
    assert_eq!(hub.recv_from(&mut heard).expect_err("nothing else").kind(), ErrorKind::WouldBlock);
}

#[test]
fn nothing_of_the_link_is_left_behind() {
    let Some(link) = link(2) else { return };
    let names = [link.phones(), link.hubs()].map(|space| space.name.clone());
    let there = || {
        let listed = Command::new("ip").args(["netns", "list"]).output().expect("it can be asked");
        String::from_utf8_lossy(&listed.stdout).into_owned()
    };
    let lists = |name: &String| there().lines().any(|line| line.split(' ').next() == Some(name));
    assert!(names.iter().all(lists));
    drop(link);
    assert!(!names.iter().any(lists));
}
