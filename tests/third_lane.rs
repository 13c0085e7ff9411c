//! The datagram lane over real UDP: what it carries, what it doesn't, and who is not heard there.

use quiethold::{
    protocol::{ClientFrame, HubFrame, View},
    words::{AlertLevel, Command, CommandId, DenialCode, Level, PersonId, Role, SignalId, Status},
};
use quiethold_tests::{Hub, Line, Options, PATIENCE, http, third::ThirdLane};
use std::net::{IpAddr, Ipv4Addr, UdpSocket};
use tokio::{
    sync::mpsc::{UnboundedReceiver, unbounded_channel},
    time::timeout,
};
use uuid::Uuid;

/// A page with one websocket and a datagram lane.
struct Page {
    line: Line,
    third: ThirdLane,
    port: u16,
    hears: UnboundedReceiver<(HubFrame, usize)>,
    id: PersonId,
}

impl Page {
    async fn join(hub: &Hub, role: Role, name: &str) -> Self {
        Self::join_at(hub.address.ip(), hub, role, name).await
    }

    /// By this one of the laptop's addresses.
    async fn join_at(laptop: IpAddr, hub: &Hub, role: Role, name: &str) -> Self {
        let mut line = Line::open(hub.address).await;
        line.join(hub.invite(role), name).await;
        let id = line.until(|frame| match frame {
            HubFrame::Welcome { you, .. } => Some(you.id),
            _ => None,
        });
        let id = id.await;
        let (tell, hears) = unbounded_channel();
        let (opened, mut open) = unbounded_channel();
        let ear = move |said: Option<(HubFrame, usize)>| match said {
            Some(said) => drop(tell.send(said)),
            None => drop(opened.send(())),
        };
        let (third, offer) = ThirdLane::offer(Ipv4Addr::LOCALHOST.into(), laptop, Box::new(ear)).await;
        line.say(&offer).await;
        let answer = line.until(|frame| matches!(frame, HubFrame::Datagram { .. }).then_some(frame)).await;
        let HubFrame::Datagram { port, .. } = answer else { unreachable!("just looked") };
        third.answered(&answer);
        timeout(PATIENCE, open.recv()).await.expect("the lane opens").expect("it lives");
        Self { line, third, port, hears, id }
    }

    /// The next frame on the datagram lane that is of interest, however the websocket stands.
    async fn until<T>(&mut self, what: impl Fn(&HubFrame) -> Option<T>) -> T {
        let found = async {
            loop {
                let (frame, _) = self.hears.recv().await.expect("the lane lives");
                if let Some(found) = what(&frame) {
                    return found;
                }
            }
        };
        timeout(PATIENCE, found).await.expect("it comes by datagram")
    }

    async fn does(&mut self, cmd: Command) {
        let id = CommandId(Uuid::new_v4());
        self.line.say(&ClientFrame::Do { id, age: None, at: None, cmd }).await;
        let answer = self.line.until(|frame| match frame {
            HubFrame::Done { id: done } if done == id => Some(Ok(())),
            HubFrame::Denied { message, .. } => Some(Err(message)),
            _ => None,
        });
        answer.await.expect("it is done");
    }

    async fn sees_signal(&mut self, so: impl Fn(u32) -> bool) -> SignalId {
        let seen = self.line.until(|frame| match frame {
            HubFrame::View { view: View::Ic(view), .. } => {
                view.signals.first().filter(|signal| so(signal.presses)).map(|signal| signal.id)
            }
            _ => None,
        });
        seen.await
    }
}

struct Floor {
    ic: Page,
    ana: Page,
    hub: Hub,
}

impl Floor {
    async fn begin() -> Self {
        let hub = Hub::start();
        let mut ic = Page::join(&hub, Role::Ic, "Imke").await;
        ic.does(Command::OnFloor { on: true }).await;
        let ana = Page::join(&hub, Role::Performer, "Ana Zeller").await;
        ic.does(Command::Admit { person: ana.id, as_: None, replaces: None, for_: None }).await;
        Self { ic, ana, hub }
    }
}

fn hold() -> (CommandId, ClientFrame) {
    let id = CommandId(Uuid::new_v4());
    let cmd = Command::Raise { level: Level::Hold, test: false, for_: None };
    (id, ClientFrame::Do { id, age: None, at: None, cmd })
}

fn alert(frame: &HubFrame) -> Option<SignalId> {
    match frame {
        HubFrame::Alert(alert) if alert.level == AlertLevel::Hold => Some(alert.signal),
        _ => None,
    }
}

#[tokio::test]
async fn a_hold_and_its_answer_and_its_receipt_go_by_datagram_alone() {
    let Floor { mut ic, mut ana, hub: _hub } = Floor::begin().await;
    // Nothing goes into Ana's websocket, and nobody reads the IC's.
    let (id, press) = hold();
    ana.third.say(&press);
    let signal = ic.until(alert).await;
    ana.until(|frame| matches!(frame, HubFrame::Done { id: done } if *done == id).then_some(())).await;
    // The receipt goes the same way.
    ic.line.say(&ClientFrame::Beat { n: 1, visible: true, awake: None, rtt: None }).await;
    ic.third.say(&ClientFrame::Shown { signal, again: Some(0), at: None });
    let shown = ana.line.until(|frame| match frame {
        HubFrame::View { view: View::Performer(view), .. } => {
            view.signal.filter(|own| own.id == signal && own.stage == quiethold::words::Stage::Displayed)
        }
        _ => None,
    });
    assert_eq!(shown.await.presses, 1);
}

/// All of 127/8 is this machine's, on Linux without being asked.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_laptop_with_several_addresses_answers_from_the_one_that_was_asked() {
    let hub = Hub::with(Options::for_the_network());
    for last in [1, 2, 77] {
        let asked = Ipv4Addr::new(127, 0, 0, last).into();
        Page::join_at(asked, &hub, Role::Performer, "Ana Zeller").await;
    }
}

#[tokio::test]
async fn copies_of_a_press_on_all_lanes_are_one_press() {
    let Floor { mut ic, mut ana, hub: _hub } = Floor::begin().await;
    let (id, press) = hold();
    for _ in 0..5 {
        ana.third.say(&press);
        ana.line.say(&press).await;
    }
    let done = |frame: &HubFrame| matches!(frame, HubFrame::Done { id: done } if *done == id).then_some(());
    ana.until(done).await;
    ana.third.say(&press);
    ana.line.say(&press).await;
    ana.line.until(|frame| done(&frame)).await;
    // A second press behind them all: were a copy counted, there would be more than two.
    let (second, press) = hold();
    ana.third.say(&press);
    ana.until(|frame| matches!(frame, HubFrame::Done { id: done } if *done == second).then_some(())).await;
    ic.sees_signal(|presses| presses == 2).await;
    let again = ic.until(alert).await;
    ic.does(Command::Release { signal: again, in_person: true, presses: Some(2) }).await;
}

#[tokio::test]
async fn a_press_that_overtakes_her_word_by_datagram_is_not_what_she_spoke_of() {
    let Floor { mut ic, mut ana, hub: _hub } = Floor::begin().await;
    ana.third.say(&hold().1);
    let signal = ic.until(alert).await;
    let (id, press) = hold();
    ana.third.say(&press);
    ana.until(|frame| matches!(frame, HubFrame::Done { id: done } if *done == id).then_some(())).await;
    // Said before that press, and late.
    let word = CommandId(Uuid::new_v4());
    let cmd = Command::MeantNothing { signal, presses: Some(1) };
    ana.line.say(&ClientFrame::Do { id: word, age: None, at: None, cmd }).await;
    let denied = ana.line.until(|frame| match frame {
        HubFrame::Denied { id: Some(id), code, .. } if id == word => Some(code),
        _ => None,
    });
    assert_eq!(denied.await, DenialCode::PressedAgain);
    ic.sees_signal(|presses| presses == 2).await;
}

/// `doctor` and the metrics are asked whether the laptop's firewall lets UDP in.
#[tokio::test]
async fn a_lane_that_nothing_gets_through_is_not_counted_as_one() {
    let Floor { mut ic, mut ana, hub } = Floor::begin().await;
    let mut walled = Line::open(hub.address).await;
    walled.join(hub.invite(Role::Performer), "Ben Quist").await;
    let ben = walled.until(|frame| match frame {
        HubFrame::Welcome { you, .. } => Some(you.id),
        _ => None,
    });
    let ben = ben.await;
    ic.does(Command::Admit { person: ben, as_: None, replaces: None, for_: None }).await;
    let here = Ipv4Addr::LOCALHOST.into();
    let (third, offer) = ThirdLane::offer(here, here, Box::new(|_| {})).await;
    drop(third);
    walled.say(&offer).await;
    walled.until(|frame| matches!(frame, HubFrame::Datagram { .. }).then_some(())).await;
    for line in [&mut ana.line, &mut walled] {
        line.say(&ClientFrame::Beat { n: 1, visible: true, awake: None, rtt: None }).await;
        line.until(|frame| matches!(frame, HubFrame::Beat { .. }).then_some(())).await;
    }
    let figures = http::get(hub.address, "/metrics").await.body;
    assert!(figures.contains("\nquiethold_datagram_lanes 1\n"), "{figures}");
}

#[tokio::test]
async fn only_what_is_urgent_is_heard_by_datagram() {
    let Floor { mut ic, ana, hub: _hub } = Floor::begin().await;
    let (_, press) = hold();
    ana.third.say(&press);
    let signal = ic.until(alert).await;
    let id = CommandId(Uuid::new_v4());
    let cmd = Command::Release { signal, in_person: true, presses: None };
    ic.third.say(&ClientFrame::Do { id, age: None, at: None, cmd });
    ic.third.say(&ClientFrame::Beat { n: 9, visible: true, awake: None, rtt: None });
    for nonsense in ["", "{", "[]", "\u{0}", r#"{"type":"join"}"#] {
        ic.third.text(nonsense);
    }
    // It must not overtake what was said before it on a websocket.
    let cmd =
        Command::Status { status: Status::Cut, scene: Some("42A".into()), setup: None, override_: None };
    ic.third.say(&ClientFrame::Do { id: CommandId(Uuid::new_v4()), age: None, at: None, cmd });
    // Behind all that: whatever it did would show by now.
    let last = CommandId(Uuid::new_v4());
    let cmd = Command::Acknowledge { signal, again: None };
    ic.third.say(&ClientFrame::Do { id: last, age: None, at: None, cmd });
    let answered = ic.until(|frame| match frame {
        HubFrame::Done { id } | HubFrame::Denied { id: Some(id), .. } => Some(*id),
        _ => None,
    });
    assert_eq!(answered.await, last, "nothing before it was carried out or denied");
    ic.does(Command::Release { signal, in_person: true, presses: None }).await;
}

#[tokio::test]
async fn strangers_get_no_answer_and_change_nothing() {
    let Floor { mut ic, ana, hub } = Floor::begin().await;
    let stranger = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).expect("a socket");
    stranger.connect((Ipv4Addr::LOCALHOST, ana.port)).expect("any address");
    for packet in strangers_packets() {
        stranger.send(&packet).expect("it is sent");
    }
    let (_, press) = hold();
    ana.third.say(&press);
    ic.until(alert).await;
    stranger.set_nonblocking(true).expect("any socket can");
    let answer = stranger.recv(&mut [0; 2048]);
    assert!(answer.is_err(), "no answer: {answer:?}");
    let logs = hub.logs();
    assert!(!logs.contains(&stranger.local_addr().expect("bound").port().to_string()), "{logs}");
}

#[tokio::test]
async fn by_datagram_too_the_ic_alone_is_told_who() {
    let Floor { mut ic, ana, hub } = Floor::begin().await;
    let mut ad = Page::join(&hub, Role::Ad, "Aldo").await;
    ad.does(Command::OnFloor { on: true }).await;
    let ben = Page::join(&hub, Role::Performer, "Benjamin Quist-Abernathy").await;
    ic.does(Command::Admit { person: ben.id, as_: None, replaces: None, for_: None }).await;
    let told = |frame: &HubFrame| match frame {
        HubFrame::Alert(alert) if alert.level == AlertLevel::Hold => Some(alert.clone()),
        _ => None,
    };
    let mut to_the_ad = Vec::new();
    for page in [&ana, &ben] {
        page.third.say(&hold().1);
        let (who, mut alert) = (ic.until(told).await.who, ad.until(told).await);
        assert_eq!(who.map(|who| who.id), Some(page.id));
        let signal = alert.signal;
        // What every signal has of its own, whoever pressed.
        (alert.signal, alert.raised_at) = (SignalId(Uuid::nil()), 0);
        to_the_ad.push(serde_json::to_string(&alert).expect("our own types"));
        // Else it would be said again, and again.
        for page in [&mut ic, &mut ad] {
            page.line.say(&ClientFrame::Beat { n: 1, visible: true, awake: None, rtt: None }).await;
            page.line.say(&ClientFrame::Shown { signal, again: None, at: None }).await;
        }
        // Its copies are over.
        tokio::time::sleep(std::time::Duration::from_millis(800)).await;
        while ic.hears.try_recv().is_ok() || ad.hears.try_recv().is_ok() {}
    }
    assert_eq!(to_the_ad[0], to_the_ad[1]);
}

#[tokio::test]
async fn a_flood_by_datagram_keeps_nobody_elses_hold_back() {
    let Floor { mut ic, ana, hub } = Floor::begin().await;
    let mut ben = Page::join(&hub, Role::Performer, "Ben Quist").await;
    ic.does(Command::Admit { person: ben.id, as_: None, replaces: None, for_: None }).await;
    for _ in 0..2000 {
        ana.third.say(&hold().1);
        ana.third.text("{");
    }
    let (id, press) = hold();
    ben.third.say(&press);
    ben.line.say(&press).await;
    ben.until(|frame| matches!(frame, HubFrame::Done { id: done } if *done == id).then_some(())).await;
    let both = ic.line.until(|frame| match frame {
        HubFrame::View { view: View::Ic(view), .. } => (view.signals.len() == 2).then_some(view.signals),
        _ => None,
    });
    // What was let through in a burst and in the seconds of this story; all the rest is lost, as on the air.
    let presses: Vec<u32> = both.await.iter().map(|signal| signal.presses).collect();
    assert!(presses.iter().all(|presses| *presses < 500), "{presses:?}");
}

/// Nothing at all, noise, asking under a name that nobody has, a handshake out of nowhere.
fn strangers_packets() -> Vec<Vec<u8>> {
    let stun = |name: &[u8]| {
        let mut packet = vec![0, 1, 0, 0, 0x21, 0x12, 0xa4, 0x42];
        packet.extend([7; 12]);
        packet.extend([0, 6]);
        packet.extend(u16::try_from(name.len()).expect("short").to_be_bytes());
        packet.extend(name);
        packet.resize(packet.len().next_multiple_of(4), 0);
        let length = u16::try_from(packet.len() - 20).expect("short").to_be_bytes();
        packet[2..4].copy_from_slice(&length);
        packet
    };
    let mut cut_short = stun(b"abcd:efgh");
    cut_short.truncate(27);
    let mut too_long = stun(b"abcd:efgh");
    too_long[22..24].copy_from_slice(&[0xff, 0xff]);
    let hello = [&[22, 254, 253, 0, 0, 0, 0, 0, 0, 0, 0, 0, 50, 1][..], &[0; 60]].concat();
    let mut all = vec![vec![], vec![0], vec![0; 1500], vec![0xff; 1500], stun(b""), stun(b"abcd:efgh")];
    all.extend([stun(b":"), stun(&[0xff; 9]), cut_short, too_long, hello]);
    all.extend((0..200_u8).map(|byte| vec![byte; 40]));
    all
}

#[tokio::test]
async fn by_datagram_a_decoy_is_as_long_as_a_press() {
    let Floor { mut ic, mut ana, hub: _hub } = Floor::begin().await;
    let cmd = Command::Status {
        status: Status::Rehearsal,
        scene: Some("42A".into()),
        setup: None,
        override_: None,
    };
    ic.does(cmd).await;
    let mut lengths = Vec::new();
    for decoy in [true, false] {
        let id = Uuid::new_v4();
        let cmd = Command::Raise { level: Level::Pause, test: false, for_: None };
        let press = ClientFrame::Do { id: CommandId(id), age: None, at: None, cmd };
        ana.third.say(&if decoy { ClientFrame::Decoy { id, again: 0 } } else { press });
        let mut ends = Vec::new();
        for page in [&mut ic, &mut ana] {
            let first = async {
                loop {
                    let (frame, length) = page.hears.recv().await.expect("the lane lives");
                    let is_it = match &frame {
                        HubFrame::Decoy { .. } => decoy,
                        HubFrame::Alert(_) | HubFrame::Done { .. } => !decoy,
                        _ => false,
                    };
                    if is_it {
                        return length;
                    }
                }
            };
            ends.push(timeout(PATIENCE, first).await.expect("it comes"));
        }
        lengths.push(ends);
    }
    assert_eq!(lengths[0], lengths[1]);
    assert!(lengths[0].iter().all(|length| length % 256 == 0));
}

#[tokio::test]
async fn whoever_was_taken_out_hears_nothing_more_by_datagram() {
    let Floor { mut ic, ana, hub } = Floor::begin().await;
    let mut ad = Page::join(&hub, Role::Ad, "Aldo").await;
    ad.does(Command::OnFloor { on: true }).await;
    ic.does(Command::Revoke { person: ad.id }).await;
    let (_, press) = hold();
    ana.third.say(&press);
    ic.until(alert).await;
    // Until the lane ends.
    let mut heard = Vec::new();
    let ends = async {
        while let Some((frame, _)) = ad.hears.recv().await {
            heard.push(frame);
        }
    };
    timeout(PATIENCE, ends).await.expect("the lane ends with its person's sockets");
    assert!(heard.iter().all(|frame| alert(frame).is_none()), "{heard:?}");
}
