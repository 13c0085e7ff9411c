//! `/metrics`: figures for whoever looks after the laptop, in which nothing stands that production may not know.
#![allow(clippy::float_cmp)] // counts, which the format writes as floating numbers

use quiethold::words::{Access, Command, Level, Role};
use quiethold_tests::{Day, Hub, Line, Options, http};
use std::collections::BTreeMap;

/// Each figure by its name and labels, as a program that reads the format takes it.
async fn figures(hub: &Hub) -> BTreeMap<String, f64> {
    let reply = http::get(hub.address, "/metrics").await;
    assert_eq!(reply.status, 200, "{}", reply.body);
    let kind = reply.header("content-type").expect("a kind");
    assert!(kind.starts_with("application/openmetrics-text; version=1.0.0"), "{kind}");
    let mut lines: Vec<&str> = reply.body.lines().collect();
    assert_eq!(lines.pop(), Some("# EOF"));
    let mut figures = BTreeMap::new();
    for line in lines {
        if let Some(about) = line.strip_prefix("# ") {
            let mut words = about.splitn(3, ' ');
            let kind = words.next().expect("a word");
            assert!(["HELP", "TYPE", "UNIT"].contains(&kind), "{line}");
            assert!(
                words.next().is_some_and(|name| name.starts_with("quiethold_")) && words.next().is_some()
            );
            continue;
        }
        let (name, value) = line.rsplit_once(' ').expect("a name and a value");
        let plain = name.split_once('{').map_or(name, |(plain, labels)| {
            assert!(labels.ends_with("\"}") && labels.contains("=\""), "{line}");
            plain
        });
        assert!(plain.chars().all(|c| c.is_ascii_lowercase() || c == '_'), "{line}");
        let again = figures.insert(name.to_owned(), value.parse().expect("a number"));
        assert_eq!(again, None, "{name} stands there once");
    }
    figures
}

/// How often something happened, and who is there: all but how long it took, and the memory.
fn counted(mut figures: BTreeMap<String, f64>) -> BTreeMap<String, f64> {
    figures
        .retain(|name, _| !name.contains("_bucket") && !name.ends_with("_sum") && !name.contains("memory"));
    figures
}

#[tokio::test]
async fn the_press_tests_tell_how_fast_the_way_is() {
    let day = Day::begin().await;
    assert_eq!(figures(&day.hub).await["quiethold_test_shown_seconds_count"], 0.0);
    day.prepare().await;
    let figures = figures(&day.hub).await;
    for stage in ["written", "recorded", "shown", "finger_to_screen"] {
        assert_eq!(figures[&format!("quiethold_test_{stage}_seconds_count")], 2.0, "{stage}");
        assert_eq!(figures[&format!("quiethold_test_{stage}_seconds_bucket{{le=\"+Inf\"}}")], 2.0, "{stage}");
    }
    let sum = |stage: &str| figures[&format!("quiethold_test_{stage}_seconds_sum")];
    assert!(0.0 < sum("written") && sum("written") <= sum("shown"), "it is written before it is shown");
    assert_eq!(figures["quiethold_clients{role=\"performer\",lanes=\"1\"}"], 2.0);
    assert_eq!(figures["quiethold_performers{link=\"live\"}"], 2.0);
    assert!(figures["quiethold_connections_total"] >= 6.0);
    assert!(figures["quiethold_fan_out_seconds_count"] >= 1.0, "the set was closed: everybody saw it");
    #[cfg(target_os = "linux")]
    assert!(figures["quiethold_resident_memory_bytes"] > 1_000_000.0);
}

#[tokio::test]
async fn that_somebody_pressed_leaves_no_trace_in_the_figures() {
    let day = Day::begin().await;
    day.prepare().await;
    let signal = async |level| {
        day.ana.does(Command::Raise { level, test: false, for_: None }).await;
        let own = day.ana.performer_sees("recorded", |v| v.signal.as_ref().is_some_and(|s| s.recorded)).await;
        let signal = own.signal.expect("just seen").id;
        day.ic.alerted("it", |a| a.signal == signal).await;
        day.ic.does(Command::Acknowledge { signal, again: None }).await;
        day.ana.does(Command::Ready { signal, presses: None }).await;
        day.ic.does(Command::Release { signal, in_person: false, presses: None }).await;
        day.ana.performer_sees("nothing is open", |v| v.signal.is_none()).await;
    };
    let before = counted(figures(&day.hub).await);
    signal(Level::Pause).await;
    signal(Level::Hold).await;
    assert_eq!(counted(figures(&day.hub).await), before);
    // What everybody is told of is no secret: here it counts.
    day.ad.does(Command::Access { access: Access::Reopening, notice: None }).await;
    day.crew.public_sees("opening", |v| v.set.access == Access::Reopening).await;
    let now = counted(figures(&day.hub).await);
    assert!(now["quiethold_fan_out_seconds_count"] > before["quiethold_fan_out_seconds_count"]);
}

#[tokio::test]
async fn no_name_token_or_id_stands_in_the_figures() {
    let day = Day::begin().await;
    day.prepare().await;
    let signal = day.hold(&day.ana).await;
    let text = http::get(day.hub.address, "/metrics").await.body;
    let ids = day.phones().map(|phone| phone.id().0.to_string());
    let tokens = day.phones().map(|phone| phone.card().token.clone());
    let named = ["Ana", "Zeller", "Ben", "Imke", "Aldo", "Video", "42A"].map(str::to_owned);
    let invites = [Role::Performer, Role::Crew].map(|role| day.hub.invite(role).to_owned());
    let private =
        ids.iter().chain(&tokens).chain(&named).chain(&invites).cloned().chain([signal.0.to_string()]);
    for word in private {
        assert!(!text.contains(&word), "{word}");
    }
}

#[tokio::test]
async fn a_refused_phone_counts_by_why() {
    let hub = Hub::start();
    let mut line = Line::open(hub.address).await;
    line.text("{\"type\":\"sing\"}").await;
    line.refused().await;
    assert_eq!(figures(&hub).await["quiethold_refused_total{code=\"bad_frame\"}"], 1.0);
}

#[tokio::test]
async fn only_the_laptop_itself_is_told() {
    let hub = Hub::with(Options::for_the_network());
    let own = hub.address.to_string();
    let rebound = http::ask(hub.address, "GET", "/metrics", &[("Host", "evil.example")], "").await;
    assert_eq!((rebound.status, rebound.body.contains("quiethold_")), (403, false));
    assert_eq!(http::ask(hub.address, "GET", "/metrics", &[("Host", &own)], "").await.status, 200);
    let Some(route) = hub.route_in_the_network() else { return };
    let reply = http::get(route.tcp, "/metrics").await;
    assert_eq!((reply.status, reply.body.contains("quiethold_")), (403, false));
}
