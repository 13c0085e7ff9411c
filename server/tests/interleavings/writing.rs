//! One socket: whoever says something writes it, and what the socket has no room for its own task writes later.

use crate::{
    air::Air,
    hub::{Outbox, Pen},
    in_many_orders,
    protocol::Close,
};
use shuttle::{future::block_on, thread};
use std::sync::Arc;
use tokio_tungstenite::tungstenite::Message;

fn texts(messages: &[Message]) -> Vec<String> {
    let texts = messages.iter().filter_map(|message| message.to_text().ok());
    texts.filter(|text| !text.is_empty()).map(str::to_owned).collect()
}

/// A socket whose own task runs.
fn socket(air: &Air) -> (Arc<Outbox>, thread::JoinHandle<()>) {
    let outbox = Arc::new(Outbox::default());
    outbox.take_up(Pen::new(air.clone()));
    let own = outbox.clone();
    (outbox, thread::spawn(move || block_on(own.keep_writing())))
}

#[test]
fn every_frame_is_written_once_and_whole_however_little_room_there_is() {
    in_many_orders(|| {
        let air = Air::default();
        let (outbox, own_task) = socket(&air);
        let speakers = ["alert", "answer"].map(|word| {
            let outbox = outbox.clone();
            thread::spawn(move || {
                for nth in 0..2 {
                    outbox.urgent(format!("{word} {nth}").into());
                }
            })
        });
        let network = air.clone();
        let network = thread::spawn(move || {
            for room in [3, 1, 30, 2, 200] {
                network.has_room(room);
            }
        });
        // With nothing that would wake the socket's task once more.
        air.waits(|messages| (texts(messages).len() == 4).then_some(()));
        outbox.close(Close::Later);
        for thread in speakers.into_iter().chain([network, own_task]) {
            thread.join().expect("it ends");
        }
        let messages = air.messages();
        assert!(matches!(messages.last(), Some(Message::Close(_))));
        for word in ["alert", "answer"] {
            let all = texts(&messages);
            let of: Vec<_> = all.iter().filter(|text| text.starts_with(word)).collect();
            assert_eq!(of, [&format!("{word} 0"), &format!("{word} 1")], "in their order");
        }
    });
}

#[test]
fn the_latest_view_is_written_though_the_socket_was_full() {
    in_many_orders(|| {
        let air = Air::default();
        let (outbox, own_task) = socket(&air);
        let publisher = outbox.clone();
        let publisher = thread::spawn(move || {
            for view in ["view 1", "view 2", "view 3"] {
                publisher.push_view(view.into());
                publisher.flush();
            }
        });
        let network = air.clone();
        let network = thread::spawn(move || {
            for room in [5, 2, 100] {
                network.has_room(room);
            }
        });
        air.waits(|messages| texts(messages).contains(&"view 3".to_owned()).then_some(()));
        let mut sorted = texts(&air.messages());
        sorted.sort();
        assert_eq!(texts(&air.messages()), sorted, "none behind a later one");
        outbox.close(Close::Later);
        for thread in [publisher, network, own_task] {
            thread.join().expect("it ends");
        }
    });
}

#[test]
fn an_alert_from_before_the_socket_could_be_written_is_written() {
    in_many_orders(|| {
        let air = Air::default();
        air.has_room(1000);
        let outbox = Arc::new(Outbox::default());
        let speaker = outbox.clone();
        let speaker = thread::spawn(move || speaker.urgent("alert".into()));
        let (own, pen) = (outbox.clone(), Pen::new(air.clone()));
        let own_task = thread::spawn(move || {
            own.take_up(pen);
            block_on(own.keep_writing());
        });
        air.waits(|messages| (texts(messages) == ["alert"]).then_some(()));
        outbox.close(Close::Again);
        for thread in [speaker, own_task] {
            thread.join().expect("it ends");
        }
    });
}

#[test]
fn an_answer_to_a_ping_that_found_no_room_is_written() {
    in_many_orders(|| {
        let air = Air::default();
        let (outbox, own_task) = socket(&air);
        let reader = outbox.clone();
        let reader = thread::spawn(move || reader.made(&[0x8a, 0]));
        let network = air.clone();
        let network = thread::spawn(move || network.has_room(100));
        air.waits(|messages| messages.iter().any(Message::is_pong).then_some(()));
        outbox.close(Close::Later);
        for thread in [reader, network, own_task] {
            thread.join().expect("it ends");
        }
    });
}
