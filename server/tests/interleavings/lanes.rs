//! One person's two sockets in the registry.

use crate::{
    air::Air,
    hub::{Client, Clients, Outbox, Pen, Written},
    in_many_orders,
    protocol::{HubFrame, HubView, PublicView, SetView, View},
    words::{Access, Lane, PersonId, Role, Secure},
};
use shuttle::thread;
use std::sync::Arc;
use uuid::Uuid;

fn view(nth: usize) -> Written {
    let set =
        SetView { access: Access::Open, notice: format!("{nth} minutes"), hold: false, stood_down: false };
    let hub = HubView { name: "Stage 4".into(), secure: Secure::Local, keep_days: 90, words: Vec::new() };
    Written::new(&View::Public(PublicView { scene: None, set, hub }))
}

fn publish(client: &Client, nth: usize) -> Vec<Arc<Outbox>> {
    let view = view(nth);
    let frame = view.frame(client.next_rev(&view).expect("another one"));
    client.publish(view, &frame)
}

/// What the other lane was sent when one broke was once read under the client's lock and pushed behind it: between the two the
/// publisher could push a later view.
#[test]
fn while_a_lane_breaks_no_older_view_comes_behind_a_later_one() {
    in_many_orders(|| {
        let clients = Clients::default();
        let airs = [Air::default(), Air::default()];
        let outboxes = airs.each_ref().map(|air| {
            air.has_room(10_000);
            let outbox = Arc::new(Outbox::default());
            outbox.take_up(Pen::new(air.clone()));
            outbox
        });
        let person = PersonId(Uuid::from_u128(1));
        let mut client = None;
        for (outbox, lane) in outboxes.iter().zip([Lane::A, Lane::B]) {
            client = clients.connect(person, Role::Crew, lane, outbox.clone(), Secure::Local, None);
        }
        let client = client.expect("connected");
        publish(&client, 0);
        let (told, lane_a) = (client.clone(), outboxes[0].clone());
        let breaks = thread::spawn(move || client.disconnect(Lane::A, &lane_a));
        let publishes = thread::spawn(move || {
            for nth in 1..=2 {
                for outbox in publish(&told, nth) {
                    outbox.flush();
                }
            }
        });
        for thread in [breaks, publishes] {
            thread.join().expect("it ends");
        }
        let revs: Vec<u64> =
            airs[1].messages().iter().map(|text| rev(text.to_text().expect("a text"))).collect();
        assert!(revs.is_sorted() && revs.last() == Some(&3), "{revs:?}");
    });
}

fn rev(text: &str) -> u64 {
    match serde_json::from_str(text).expect("a frame") {
        HubFrame::View { rev, .. } => rev,
        frame => panic!("{frame:?}"),
    }
}
