//! A bad link: the emulator itself, and holds over it. Needs root and a TUN device; says so where there are none.
#![cfg(target_os = "linux")]

use quiethold::{
    hub::CHASERS,
    protocol::View,
    words::{Command as Cmd, CommandId, Role, SignalId},
};
use quiethold_tests::{
    Options, PATIENCE,
    link::{
        DELAY, HUB, Link, Weather, address,
        manner::Manner,
        page::{Event, Page, What},
    },
};
use std::{
    io::ErrorKind,
    net::UdpSocket,
    process::Command,
    sync::Arc,
    time::{Duration, Instant},
};
use tokio::{
    sync::mpsc::{UnboundedReceiver, unbounded_channel},
    time::timeout,
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

/// Passes events over until one is of interest.
async fn until<T>(
    events: &mut UnboundedReceiver<Event>,
    wanted: &str,
    what: impl Fn(&Event) -> Option<T>,
) -> T {
    let found = async {
        loop {
            let event = events.recv().await.expect("the pages are open");
            if let Some(found) = what(&event) {
                return found;
            }
        }
    };
    timeout(PATIENCE, found).await.unwrap_or_else(|_| panic!("waited in vain: {wanted}"))
}

fn done(id: CommandId) -> impl Fn(&Event) -> Option<()> {
    move |event| matches!(event.what, What::Done(done) if done == id).then_some(())
}

fn alert(page: usize) -> impl Fn(&Event) -> Option<SignalId> {
    move |event| match &event.what {
        What::Alert(alert) if event.page == page => Some(alert.signal),
        _ => None,
    }
}

#[test]
fn a_hold_over_a_link_with_ten_percent_loss_and_a_roam_arrives_once() {
    let Some(link) = link(3) else { return };
    let link = Arc::new(link);
    let (hub, route) = link.start_hub(Options::for_the_network());
    let invites = [Role::Ic, Role::Ad, Role::Performer].map(|role| hub.invite(role).to_owned());
    let air = link.clone();
    let phones = link.phones().spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(async move {
            let (tell, mut events) = unbounded_channel();
            let mut pages = Vec::new();
            let mut people = Vec::new();
            for (nth, name) in ["Imke", "Aldo", "Ana"].into_iter().enumerate() {
                let from = address(u16::try_from(nth).expect("three")).into();
                let manner = Manner::of_the_page(&CHASERS);
                pages.push(Page::open(nth, route.clone(), from, &invites[nth], name, manner, tell.clone()));
                let welcome = |event: &Event| match &event.what {
                    What::Welcome(you) if event.page == nth => Some(you.id),
                    _ => None,
                };
                people.push(until(&mut events, "the hub lets it in", welcome).await);
            }
            let admit = Cmd::Admit { person: people[2], as_: None, replaces: None, for_: None };
            let id = pages[0].does(admit);
            until(&mut events, "Ana is let in", done(id)).await;

            // Ana is between two access points when she presses.
            air.weather(Weather::losing(0.1));
            air.roam(2, Duration::from_secs(1));
            let hold = pages[2].hold();
            let mut told = [None, None];
            while told.contains(&None) {
                let (page, signal) = until(&mut events, "the IC and the 1st AD are alerted", |event| {
                    alert(event.page)(event).map(|signal| (event.page, signal))
                })
                .await;
                told[page].get_or_insert(signal);
            }
            assert_eq!(told[0], told[1]);
            until(&mut events, "Ana's phone hears that it is on disk", done(hold)).await;

            // And the same for an IC who is away meanwhile.
            let release =
                Cmd::Release { signal: told[0].expect("just told"), in_person: true, presses: None };
            let id = pages[0].does(release);
            until(&mut events, "it is released", done(id)).await;
            air.roam(0, Duration::from_secs(1));
            pages[2].hold();
            let again = |event: &Event| alert(0)(event).filter(|signal| Some(*signal) != told[0]);
            let second = until(&mut events, "the IC is alerted again", again).await;
            let presses = until(&mut events, "the IC's view of it", |event| match &event.what {
                What::View(view) if event.page == 0 => match &**view {
                    View::Ic(view) => {
                        view.signals.iter().find(|s| s.id == second && s.recorded).map(|s| s.presses)
                    }
                    _ => None,
                },
                _ => None,
            });
            assert_eq!(presses.await, 1, "copies count once");
        });
    });
    phones.join().expect("the phones");
    assert!(link.traffic(2)[0].lost > 0, "the link was bad");
}
