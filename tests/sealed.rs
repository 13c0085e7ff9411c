//! Over plain http in the network: nothing crosses the air in the clear, and nobody on that Wi-Fi can meddle.

use quiethold::{
    protocol::{HubFrame, RefusalCode, SEALED_SUBPROTOCOL},
    sealed::{Hello, HubKey, PAD, TAG},
    words::{AlertLevel, Command, Level, Role, Secure},
};
use quiethold_tests::{Day, Hub, Line, Options, Phone, Route, Tap, tap::messages};
use uuid::Uuid;

/// A hub in the network, and the route of its phones; none where this machine is in no network.
fn in_the_network() -> Option<(Hub, Route)> {
    let hub = Hub::with(Options::for_the_network());
    let route = hub.route_in_the_network()?;
    Some((hub, route))
}

const HOLD: Command = Command::Raise { level: Level::Hold, test: false, for_: None };

#[tokio::test]
async fn whoever_asks_for_the_open_channel_there_is_refused_before_they_have_said_anything() {
    let Some((_hub, route)) = in_the_network() else { return };
    let mut line = Line::open(route.tcp).await;
    let (code, sentence, end) = line.refused().await;
    assert_eq!((code, end), (RefusalCode::NeedsSecureChannel, Some(4003)));
    assert!(sentence.contains("Scan the code"), "{sentence}");
}

#[tokio::test]
async fn a_phone_of_the_network_joins_sealed_presses_and_comes_back_to_a_hub_that_started_again() {
    let Some((hub, route)) = in_the_network() else { return };
    let mut day = Day::on_route(hub, route).await;
    day.ana.public_sees("sealed", |v| v.hub.secure == Secure::Sealed).await;
    day.roll().await;
    let signal = day.hold(&day.ana).await;
    let key = day.hub.ready.key.clone();
    day.hub.start_again();
    assert_eq!(day.hub.ready.key, key);
    day.ana.waits("it is back", |s| (s.live && s.welcomes.len() > 1).then_some(())).await;
    day.ic.ic_sees("Ana's hold", |v| v.signals.iter().any(|s| s.id == signal)).await;
}

#[tokio::test]
async fn the_codes_carry_the_hubs_key_where_frames_are_sealed_and_nowhere_else() {
    let Some((hub, route)) = in_the_network() else { return };
    let key = route.key.clone().expect("the hub says its key");
    let ic = Phone::join_by(route, hub.invite(Role::Ic), "Imke").await;
    let view = ic.ic_sees("invites", |v| !v.invites.is_empty()).await;
    for invite in &view.invites {
        assert_eq!(invite.url, format!("{}/#{}.{key}", hub.ready.url, invite.invite));
    }
    let laptop = Hub::start();
    assert_eq!(laptop.ready.key, None);
    let ic = Phone::join(&laptop, Role::Ic, "Imke").await;
    let view = ic.ic_sees("invites", |v| !v.invites.is_empty()).await;
    assert!(view.invites.iter().all(|invite| invite.url.ends_with(&format!("/#{}", invite.invite))));
}

#[tokio::test]
async fn a_phone_with_another_days_key_is_told_to_scan_the_code() {
    let Some((_hub, route)) = in_the_network() else { return };
    let (_, hello) = Hello::to(&HubKey::new([1; 32]).public()).expect("a key");
    for first in [hello, vec![0; 48], vec![], vec![1; 4096]] {
        let mut line = Line::speaking(SEALED_SUBPROTOCOL, &route).await;
        line.binary(first).await;
        let (code, sentence, end) = line.refused().await;
        assert_eq!((code, end), (RefusalCode::NeedsSecureChannel, Some(4001)));
        assert!(sentence.contains("Scan the code"), "{sentence}");
    }
}

/// What somebody may do to the messages of a join, and whether the join is still whole then.
type Meddling = fn(&mut Vec<Vec<u8>>);

#[tokio::test]
async fn a_message_replayed_reordered_cut_off_changed_or_in_the_clear_ends_that_socket_only() {
    let Some((hub, route)) = in_the_network() else { return };
    let day = Day::on_route(hub, route.clone()).await;
    day.roll().await;
    let token = day.ana.card().token;
    let press = |id: Uuid| format!(r#"{{"type":"do","id":"{id}","cmd":{{"kind":"raise","level":"hold"}}}}"#);
    let meddlings: [(&str, Meddling); 6] = [
        ("replayed", |sent| sent.insert(0, sent[0].clone())),
        ("reordered", |sent| sent.swap(0, 1)),
        ("left out", |sent| drop(sent.remove(0))),
        ("cut off", |sent| sent[0].truncate(200)),
        ("changed", |sent| sent[0][100] ^= 4),
        ("made up", |sent| sent[0] = vec![7; PAD + TAG]),
    ];
    for (what, meddle) in meddlings {
        let mut line = Line::open(route.clone()).await;
        line.resume(&token).await;
        line.until(|frame| matches!(frame, HubFrame::Welcome { .. }).then_some(())).await;
        // A beat, and a press behind it: with the beat spoilt, the press must not count.
        let beat = r#"{"type":"beat","n":1,"visible":true}"#;
        let mut sent =
            [beat, beat, &press(Uuid::new_v4())].map(|frame| line.sealed(frame).remove(0)).to_vec();
        meddle(&mut sent);
        for message in sent {
            line.binary(message).await;
        }
        let end = line.ended().await;
        assert!(matches!(end, Some(4000 | 4001)), "{what}: {end:?}");
    }
    let mut line = Line::open(route.clone()).await;
    line.resume(&token).await;
    line.in_the_clear(&press(Uuid::new_v4())).await;
    assert!(matches!(line.ended().await, Some(4000 | 4001)), "in the clear");

    for phone in [&day.ic, &day.ad, &day.ben, &day.crew] {
        phone.breathes().await;
        assert!(phone.with(|s| s.ends.is_empty()), "nobody else's socket");
    }
    assert!(day.ic.with(|s| s.alerts.iter().all(|a| a.level == AlertLevel::Test)), "nothing was applied");
}

#[tokio::test]
async fn of_a_small_day_whoever_listens_reads_no_name_no_scene_no_token_and_only_padded_lengths() {
    let Some((hub, route)) = in_the_network() else { return };
    let tap = Tap::on(&route).await;
    let day = Day::on_route(hub, tap.route()).await;
    day.roll().await;
    let signal = day.hold(&day.ana).await;
    day.ic.does(Command::Acknowledge { signal, again: None }).await;
    day.ad.does(Command::Call).await;
    day.ic.does(Command::Release { signal, in_person: true, presses: None }).await;
    day.ben.does(HOLD).await;
    day.crew.public_sees("no HOLD", |v| !v.set.hold).await;
    for phone in day.phones() {
        phone.breathes().await;
    }

    let invites = &day.hub.ready.invites;
    let said = [
        "Ana Zeller",
        "Ben Quist",
        "Imke",
        "Aldo",
        "Video village",
        "\"42A\"",
        "rolling",
        "raise",
        "welcome",
    ];
    let mut private: Vec<String> = said.map(str::to_owned).to_vec();
    private.extend(day.phones().iter().map(|phone| phone.card().token));
    private.extend(day.phones().iter().map(|phone| phone.id().0.to_string()));
    private.extend([&invites.performer, &invites.crew, &invites.door].into_iter().cloned());
    private.push(signal.0.to_string());
    let taken = tap.taken();
    assert!(taken.len() >= day.phones().len());
    for one in &taken {
        for (bytes, by_hub) in [(&one.up, false), (&one.down, true)] {
            let text = String::from_utf8_lossy(bytes);
            for private in &private {
                assert!(!text.contains(private.as_str()), "{private}");
            }
            let mut messages = messages(bytes).into_iter();
            let hello = messages.next().expect("a handshake");
            assert_eq!((hello.kind, hello.length), (2, 48));
            for message in messages.filter(|m| m.kind < 8) {
                assert_eq!((message.kind, message.length % PAD), (2, TAG), "{message:?}, {by_hub}");
            }
        }
    }
}
