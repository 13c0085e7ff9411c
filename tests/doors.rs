//! Who may ask the hub at all, what each answer says, and what only the laptop itself gets.

use quiethold::{protocol::LaptopPage, words::Role};
use quiethold_tests::{Hub, Line, Options, Phone, http};

#[tokio::test]
async fn only_by_a_name_of_its_own_does_the_hub_answer() {
    let hub = Hub::start();
    let port = hub.address.port();
    for host in [format!("127.0.0.1:{port}"), format!("localhost:{port}"), format!("LOCALHOST:{port}")] {
        assert_eq!(
            http::ask(hub.address, "GET", "/healthz", &[("Host", &host)], "").await.status,
            200,
            "{host}"
        );
    }
    let strangers = [
        format!("evil.example:{port}"),
        format!("127.0.0.1.evil.example:{port}"),
        "127.0.0.1".into(),
        "127.0.0.1:1".into(),
        format!("203.0.113.9:{port}"),
    ];
    for host in strangers {
        for path in ["/", "/hub", "/healthz", "/ws", "/local/page", "/nowhere"] {
            let reply = http::ask(hub.address, "GET", path, &[("Host", &host)], "").await;
            assert_eq!(reply.status, 403, "{host} {path}");
        }
    }
}

#[tokio::test]
async fn no_page_of_another_origin_opens_a_socket() {
    let hub = Hub::start();
    let host = hub.address.to_string();
    let own = format!("http://{host}");
    let status = async |origin: &str| {
        let headers = [
            ("Host", host.as_str()),
            ("Origin", origin),
            ("Connection", "Upgrade"),
            ("Upgrade", "websocket"),
            ("Sec-WebSocket-Version", "13"),
            ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="),
            ("Sec-WebSocket-Protocol", "quiethold.v1"),
        ];
        http::ask(hub.address, "GET", "/ws", &headers, "").await.status
    };
    assert_eq!(status(&own).await, 101);
    for origin in ["http://evil.example", "null", "", "http://127.0.0.1:1", "file://", &format!("{own}.evil")]
    {
        assert_eq!(status(origin).await, 403, "{origin}");
    }
}

#[tokio::test]
async fn every_answer_keeps_the_page_to_itself() {
    let hub = Hub::start();
    for path in
        ["/", "/hub", "/healthz", "/local/page", "/nowhere", "/assets/nothing.js", "/assets/../day.key"]
    {
        let reply = http::get(hub.address, path).await;
        let policy = reply.header("content-security-policy").unwrap_or_default();
        assert!(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"), "{path}");
        assert!(!policy.contains("unsafe"), "{policy}");
        let own = [format!("ws://{}", hub.address), format!("wss://{}", hub.address)];
        let elsewhere =
            policy.split([' ', ';']).filter(|word| word.contains(':') && !own.contains(&(*word).to_owned()));
        assert_eq!(elsewhere.collect::<Vec<_>>(), ["blob:", "data:"], "nothing of another machine's");
        let permissions = reply.header("permissions-policy").unwrap_or_default();
        for never in ["camera=()", "microphone=()", "geolocation=()", "display-capture=()"] {
            assert!(permissions.contains(never), "{path}: {permissions}");
        }
        assert_eq!(reply.header("cross-origin-resource-policy"), Some("same-origin"), "{path}");
        assert_eq!(reply.header("x-content-type-options"), Some("nosniff"), "{path}");
        assert_eq!(reply.header("referrer-policy"), Some("no-referrer"), "{path}");
        assert!(reply.header("cache-control").is_some(), "{path}");
    }
    let page = http::get(hub.address, "/").await;
    assert_eq!((page.status, page.header("cache-control")), (200, Some("no-store")));
    assert_eq!(http::get(hub.address, "/nowhere").await.status, 404);
    assert_eq!(http::get(hub.address, "/assets/../day.key").await.status, 404);
    assert_eq!(http::get(hub.address, "/assets/%2e%2e/day.key").await.status, 404);
}

#[tokio::test]
async fn what_is_the_laptops_own_takes_the_laptops_key() {
    let hub = Hub::start();
    let host = hub.address.to_string();
    let (key, spoilt) = (format!("Bearer {}", hub.key()), format!("Bearer {}x", hub.key()));
    let asked = [
        ("GET", "/local/page", ""),
        ("POST", "/local/address", "{\"address\":\"127.0.0.1\"}"),
        ("POST", "/local/invite", "{\"role\":\"crew\"}"),
    ];
    for (method, path, body) in asked {
        let mut headers = vec![("Host", host.as_str()), ("Content-Type", "application/json")];
        let reply = http::ask(hub.address, method, path, &headers, body).await;
        assert_eq!(reply.status, 403, "{path} without a key");
        assert!(!reply.body.contains(hub.invite(Role::Crew)));
        for wrong in [spoilt.as_str(), "Bearer ", "Bearer", "", &key[7..]] {
            headers.push(("Authorization", wrong));
            assert_eq!(
                http::ask(hub.address, method, path, &headers, body).await.status,
                403,
                "{path} {wrong}"
            );
            headers.pop();
        }
        headers.push(("Authorization", &key));
        assert_eq!(http::ask(hub.address, method, path, &headers, body).await.status, 200, "{path}");
        for garbage in ["", "{", "{\"role\":\"king\"}", "{\"address\":\"10.99.99.99\"}", "\u{0}"] {
            if method == "POST" {
                let status = http::ask(hub.address, method, path, &headers, garbage).await.status;
                assert!((400..500).contains(&status), "{path} {garbage}: {status}");
            }
        }
    }
}

#[tokio::test]
async fn the_laptops_page_never_shows_a_1st_ads_invite_and_the_ics_only_until_one_has_joined() {
    let hub = Hub::start();
    let host = hub.address.to_string();
    let key = format!("Bearer {}", hub.key());
    let page = async || {
        let headers = [("Host", host.as_str()), ("Authorization", key.as_str())];
        let reply = http::ask(hub.address, "GET", "/local/page", &headers, "").await;
        serde_json::from_str::<LaptopPage>(&reply.body).expect("the laptop's page")
    };
    let before = page().await;
    assert!(!before.claimed && before.invites.iter().any(|i| i.role == Role::Ic));
    assert!(before.invites.iter().all(|i| i.role != Role::Ad));
    let ic = Phone::join(&hub, Role::Ic, "Imke").await;
    ic.does(quiethold::words::Command::Invite { role: Role::Ic, name: None, for_: None }).await;
    let after = page().await;
    assert!(after.claimed && after.invites.iter().all(|i| !matches!(i.role, Role::Ic | Role::Ad)));
}

#[tokio::test]
async fn the_code_turns_green_once_a_phone_of_the_network_has_loaded_the_page() {
    let hub = Hub::with(Options::for_the_network());
    let Some(route) = hub.route_in_the_network() else { return };
    let address = route.tcp;
    let ic = Phone::join(&hub, Role::Ic, "Imke").await;
    let view = ic.ic_sees("no phone yet", |v| v.invites.iter().all(|i| !i.reached)).await;
    for invite in &view.invites {
        let (url, code) = invite.url.split_once("/#").expect("the invite stands in the fragment");
        assert_eq!((url, code.split('.').next()), (hub.ready.url.as_str(), Some(invite.invite.as_str())));
    }
    http::get(hub.address, "/").await; // the laptop's own browser is no phone
    ic.breathes().await;
    ic.ic_sees("still none", |v| v.invites.iter().all(|i| !i.reached)).await;
    assert_eq!(http::get(address, "/").await.status, 200);
    ic.ic_sees("green", |v| v.invites.iter().all(|i| i.reached)).await;
    let crew = Phone::join_by(route, hub.invite(Role::Crew), "Sound").await;
    ic.ic_sees("the crew's phone", |v| v.people.iter().any(|p| p.id == crew.id())).await;
    // The laptop's own questions are not answered there, whatever the key.
    let (host, key) = (address.to_string(), format!("Bearer {}", hub.key()));
    let headers = [("Host", host.as_str()), ("Authorization", key.as_str())];
    assert_eq!(http::ask(address, "GET", "/local/page", &headers, "").await.status, 403);
}

/// The performer's page until the button works: compressed, without the sealed channel's cryptography.
const HEAVIEST: usize = 20_000;

#[tokio::test]
async fn the_button_takes_three_requests_and_less_than_twenty_kilobytes() {
    let hub = Hub::start();
    let host = hub.address.to_string();
    let packed = [("Host", host.as_str()), ("Accept-Encoding", "gzip, deflate")];
    let page = http::get(hub.address, "/").await;
    // What a page names is asked for at once: its style and its script.
    let named: Vec<&str> = page.body.split('"').filter(|text| text.starts_with("/assets/")).collect();
    assert!(named.len() <= 2, "{named:?}");
    let mut weight = http::ask(hub.address, "GET", "/", &packed, "").await.weight;
    for asset in named {
        let reply = http::ask(hub.address, "GET", asset, &packed, "").await;
        assert_eq!(
            (reply.status, reply.header("content-encoding"), reply.header("vary")),
            (200, Some("gzip"), Some("accept-encoding")),
            "{asset}"
        );
        weight += reply.weight;
        let plain = http::get(hub.address, asset).await;
        assert_eq!(plain.header("content-encoding"), None, "whoever takes no gzip is given none");
        // A script that begins by importing another would cost one more.
        let others = plain.body.split("from\"./").count() + plain.body.split("import\"./").count() - 2;
        assert_eq!(others, 0, "{asset} needs another file");
        let none = [("Host", host.as_str()), ("Accept-Encoding", "gzip;q=0")];
        assert_eq!(http::ask(hub.address, "GET", asset, &none, "").await.header("content-encoding"), None);
    }
    assert!(weight <= HEAVIEST, "the performer's page weighs {weight} bytes");
    println!("the performer's page weighs {weight} bytes");
}

#[tokio::test]
async fn a_page_that_closes_its_socket_is_answered() {
    let hub = Hub::start();
    let mut line = Line::open(hub.address).await;
    line.join(hub.invite(Role::Crew), "Sound").await;
    line.frame().await;
    assert_eq!(line.closes().await, Some(1000), "not merely hung up on");
}
