//! The sealed channel: the published vectors, and what a person on that Wi-Fi may do to its messages.

use proptest::prelude::*;
use quiethold::sealed::{Broken, Channel, Hello, HubKey, LONGEST, PAD, TAG, padded};
use serde::Deserialize;

fn key() -> HubKey {
    HubKey::new([7; 32])
}

/// A page and the hub, behind the handshake.
fn line() -> (Channel, Channel) {
    let (hello, first) = Hello::to(&key().public()).expect("a key");
    let (hub, answer) = Channel::accept(&key(), &first).expect("a hello");
    (hello.answered(&answer).expect("the hub's answer"), hub)
}

/// What arrives of a frame's messages.
fn opened(channel: &mut Channel, messages: &[Vec<u8>]) -> String {
    let mut frames = messages.iter().filter_map(|message| channel.open(message).expect("untouched"));
    let frame = frames.next().expect("a whole frame");
    assert_eq!(frames.next(), None, "one frame");
    frame
}

#[test]
fn frames_cross_both_ways_whatever_their_length() {
    let (mut page, mut hub) = line();
    for length in [0, 2, 255, 256, 257, LONGEST - 1, LONGEST, LONGEST + 1, 3 * LONGEST, 1_000_000] {
        let frame = "ü".repeat(length / 2) + if length % 2 == 1 { "x" } else { "" };
        let sent = page.seal(&frame).expect("sealed");
        assert_eq!(opened(&mut hub, &sent).trim_end_matches(' '), frame);
        let sent = hub.seal(&frame).expect("sealed");
        assert_eq!(opened(&mut page, &sent).trim_end_matches(' '), frame);
    }
}

#[test]
fn only_padded_lengths_cross_the_air_and_say_nothing_of_what_they_hold() {
    let (mut page, _) = line();
    let mut name = |name: &str| {
        let sent = page.seal(&format!(r#"{{"type":"join","name":"{name}"}}"#)).expect("sealed");
        assert!(sent.iter().all(|m| (m.len() - TAG).is_multiple_of(PAD) && m.len() <= 65_535));
        assert!(!sent.concat().windows(4).any(|part| part == b"name"));
        sent.iter().map(Vec::len).sum::<usize>()
    };
    assert_eq!(name("Al"), name("Alexandrina Konstantinopolou"));
    assert_eq!(padded("{}").len(), PAD);
    assert_eq!(padded(&"x".repeat(PAD)).len(), PAD);
    assert_eq!(padded(&"x".repeat(PAD + 1)).len(), 2 * PAD);
    assert_eq!(
        padded(&"x".repeat(1100)).len(),
        padded(&"x".repeat(2000)).len(),
        "a view with and without a signal"
    );
}

#[test]
fn a_message_replayed_reordered_left_out_cut_off_or_changed_is_refused_and_so_is_all_behind_it() {
    type Spoil = fn(&mut Vec<Vec<u8>>);
    let spoils: [(&str, Spoil); 6] = [
        ("replayed", |sent| sent.insert(1, sent[0].clone())),
        ("reordered", |sent| sent.swap(1, 2)),
        ("left out", |sent| drop(sent.remove(1))),
        ("cut off", |sent| sent[1].truncate(271)),
        ("made longer", |sent| sent[1].push(0)),
        ("changed", |sent| sent[1][40] ^= 1),
    ];
    for (what, spoil) in spoils {
        let (mut page, mut hub) = line();
        let mut sent: Vec<_> = (0..4).flat_map(|n| page.seal(&format!("{{{n}}}")).expect("sealed")).collect();
        spoil(&mut sent);
        assert_eq!(hub.open(&sent[0]).expect("untouched").expect("whole").trim_end(), "{0}");
        assert_eq!(hub.open(&sent[1]), Err(Broken), "{what}");
        for later in &sent[2..] {
            assert_eq!(hub.open(later), Err(Broken), "{what}: what comes behind");
        }
    }
}

#[test]
fn what_another_page_sent_or_the_hub_itself_is_refused() {
    let (mut ana, mut hub) = line();
    let (mut ben, _) = line();
    let from_ben = ben.seal("{}").expect("sealed").remove(0);
    assert_eq!(hub.open(&from_ben), Err(Broken));
    let (_, mut hub) = line();
    let own = hub.seal("{}").expect("sealed").remove(0);
    assert_eq!(hub.open(&own), Err(Broken), "sent back to whoever sealed it");
    let from_ana = ana.seal("{}").expect("sealed").remove(0);
    assert_eq!(hub.open(&from_ana), Err(Broken));
}

#[test]
fn a_handshake_recorded_and_played_again_opens_nothing_that_was_said_behind_it() {
    let (hello, first) = Hello::to(&key().public()).expect("a key");
    let (_, answer) = Channel::accept(&key(), &first).expect("a hello");
    let mut page = hello.answered(&answer).expect("the hub's answer");
    let said = page.seal(r#"{"type":"resume"}"#).expect("sealed").remove(0);
    let (mut again, _) = Channel::accept(&key(), &first).expect("the same hello");
    assert_eq!(again.open(&said), Err(Broken));
}

#[test]
fn only_the_hub_whose_code_was_scanned_can_answer() {
    let (hello, first) = Hello::to(&HubKey::new([8; 32]).public()).expect("a key");
    assert!(Channel::accept(&key(), &first).is_err(), "a phone of another day");
    let (_, answer) = Channel::accept(&HubKey::new([8; 32]), &first).expect("a hello");
    assert!(hello.answered(&answer).is_ok());
    for key in ["", "no key", "AAAA", &key().public()[1..]] {
        assert!(Hello::to(key).is_err(), "{key}");
    }
    let public = key().public();
    assert!(public.len() == 43 && public.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b)));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_open_a_channel_or_anything_in_one(
        hello in prop_oneof![prop::collection::vec(any::<u8>(), 0..200), prop::collection::vec(any::<u8>(), 48)],
        messages in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..600), 1..8),
        long in 0..4_usize,
    ) {
        prop_assert!(Channel::accept(&key(), &hello).is_err());
        let (mut page, mut hub) = line();
        let mut messages = messages;
        messages.push(vec![0; LONGEST + TAG + long]);
        for message in &messages {
            prop_assert_eq!(hub.open(message), Err(Broken));
            prop_assert_eq!(page.open(message), Err(Broken));
        }
    }

    #[test]
    fn one_flipped_bit_anywhere_is_noticed(frame in "[a-z]{0,600}", at in any::<prop::sample::Index>(), bit in 0..8_u32) {
        let (mut page, mut hub) = line();
        let mut sent = page.seal(&frame).expect("sealed").remove(0);
        let at = at.index(sent.len());
        sent[at] ^= 1_u8 << bit;
        prop_assert_eq!(hub.open(&sent), Err(Broken));
    }
}

#[derive(Deserialize)]
struct Published {
    vectors: Vec<Vector>,
}

#[derive(Deserialize)]
struct Vector {
    protocol_name: String,
    init_prologue: String,
    init_ephemeral: String,
    init_remote_static: String,
    resp_static: String,
    resp_ephemeral: String,
    messages: Vec<Said>,
}

#[derive(Deserialize)]
struct Said {
    payload: String,
    ciphertext: String,
}

fn bytes(hex: &str) -> Vec<u8> {
    (0..hex.len()).step_by(2).map(|i| u8::from_str_radix(&hex[i..i + 2], 16).expect("hex")).collect()
}

/// The page's side has the same test, on the same file.
#[test]
fn the_noise_that_the_hub_speaks_is_the_published_one() {
    let published: Published =
        serde_json::from_str(include_str!("../vectors/noise-nk.json")).expect("the vectors");
    assert_eq!(published.vectors.len(), 2);
    for vector in published.vectors {
        let builder = || {
            let pattern = vector.protocol_name.parse().expect("a pattern");
            snow::Builder::new(pattern)
        };
        let prologue = bytes(&vector.init_prologue);
        let (remote, own) = (bytes(&vector.init_remote_static), bytes(&vector.resp_static));
        let (e, re) = (bytes(&vector.init_ephemeral), bytes(&vector.resp_ephemeral));
        let page = builder().prologue(&prologue).and_then(|b| b.remote_public_key(&remote));
        let page = page.map(|b| b.fixed_ephemeral_key_for_testing_only(&e));
        let mut page = page.and_then(snow::Builder::build_initiator).expect("the page's side");
        let hub = builder().prologue(&prologue).and_then(|b| b.local_private_key(&own));
        let hub = hub.map(|b| b.fixed_ephemeral_key_for_testing_only(&re));
        let mut hub = hub.and_then(snow::Builder::build_responder).expect("the hub's side");

        let mut room = [0; 1024];
        let mut heard = [0; 1024];
        for (said, by_page) in vector.messages[..2].iter().zip([true, false]) {
            let (from, to) = if by_page { (&mut page, &mut hub) } else { (&mut hub, &mut page) };
            let length = from.write_message(&bytes(&said.payload), &mut room).expect("room");
            assert_eq!(room[..length], bytes(&said.ciphertext));
            let length = to.read_message(&room[..length], &mut heard).expect("untouched");
            assert_eq!(heard[..length], bytes(&said.payload));
        }
        let mut page = page.into_transport_mode().expect("done");
        let mut hub = hub.into_transport_mode().expect("done");
        for (nth, said) in vector.messages[2..].iter().enumerate() {
            let (from, to) = if nth % 2 == 0 { (&mut page, &mut hub) } else { (&mut hub, &mut page) };
            let length = from.write_message(&bytes(&said.payload), &mut room).expect("room");
            assert_eq!(room[..length], bytes(&said.ciphertext));
            let length = to.read_message(&room[..length], &mut heard).expect("untouched");
            assert_eq!(heard[..length], bytes(&said.payload));
        }
    }
}
