//! The real performer's page in Chromium as a phone on the link: how long its presses take, and what it sends when
//! nothing happens.

use super::{
    CannotRun, HUB, Link, Traffic, Weather, address,
    page::{Event, Manner, Page, What},
};
use crate::{Options, bench::keep::root};
use quiethold::{
    hub::CHASERS,
    words::{AlertLevel, Command, CommandId, PersonId, SceneId, SignalId, Status},
};
use serde::Deserialize;
use std::{
    collections::HashMap,
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{Child, ChildStdin, Stdio},
    sync::Arc,
    thread,
    time::{Duration, SystemTime, UNIX_EPOCH},
};
use tokio::{
    sync::mpsc::{UnboundedReceiver, unbounded_channel},
    time::{Instant, sleep, timeout},
};

/// A browser takes its time to start on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);
/// Whatever runs in the phones' namespace has this phone's address.
const OWN: u16 = 1;

/// What was seen of it.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    /// From the finger on the screen to the later of the IC's and the 1st AD's alert.
    pub took: Vec<Duration>,
    /// What the page sends, and what it is sent, in a minute: without a scene, and while one is rehearsed.
    pub idle: [Traffic; 2],
    /// While a scene is live: with decoys.
    pub live: [Traffic; 2],
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Said {
    Waits(bool),
    In(bool),
    Touched(f64),
}

struct Phone {
    browser: Child,
    orders: ChildStdin,
    says: UnboundedReceiver<Said>,
}

impl Drop for Phone {
    fn drop(&mut self) {
        let _ = self.browser.kill();
        let _ = self.browser.wait();
    }
}

impl Phone {
    fn open(link: &Link, url: &str) -> Result<Self, CannotRun> {
        let script = root().join("tests/browser/src/phone-on-a-link.mjs");
        let browser = std::env::var("CHROMIUM").unwrap_or_else(|_| "/usr/bin/chromium".to_owned());
        for (needed, how) in [
            (Path::new(&browser), "Chromium (Debian: apt-get install chromium)"),
            (&root().join("tests/browser/node_modules/playwright-core"), "npm ci in tests/browser"),
        ] {
            if !needed.exists() {
                return Err(CannotRun(format!("the page in a real browser needs {how}")));
            }
        }
        let mut node = link.phones().command("node");
        node.arg(script).args([url, "Ana"]).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut browser = node.spawn().map_err(|why| CannotRun(format!("node: {why}")))?;
        let (orders, lines) = browser.stdin.take().zip(browser.stdout.take()).expect("piped");
        let (tell, says) = unbounded_channel();
        thread::spawn(move || {
            for line in BufReader::new(lines).lines().map_while(Result::ok) {
                let said = serde_json::from_str(&line).expect("as the script says it");
                if tell.send(said).is_err() {
                    return;
                }
            }
        });
        Ok(Self { browser, orders, says })
    }

    async fn says(&mut self) -> Said {
        let said = timeout(PATIENCE, self.says.recv()).await.expect("the browser says something");
        said.expect("the browser is still there")
    }

    /// When the finger touched.
    async fn presses(&mut self) -> Duration {
        self.orders.write_all(b"\n").expect("the browser is still there");
        let Said::Touched(at) = self.says().await else { panic!("it was to press") };
        Duration::from_secs_f64(at / 1000.0)
    }
}

/// Plays it: so many presses over this air, and so long a watch on the idle page.
///
/// # Errors
/// Where this machine can't have the link or the browser.
pub fn play(presses: usize, weather: Weather, watch: Duration) -> Result<Seen, CannotRun> {
    let link = Arc::new(Link::new(5)?);
    let (hub, route) = link.start_hub(Options::for_the_network());
    let key = hub.ready.key.clone().unwrap_or_default();
    let url = format!("http://{HUB}:{}/#{}.{key}", hub.address.port(), hub.ready.invites.performer);
    let invites = hub.ready.invites.clone();
    let there = link.clone();
    let phones = link.phones().spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(async move {
            let (tell, events) = unbounded_channel();
            let manner = Manner::of_the_page(&CHASERS).watching_closely();
            let open = |nth: u16, invite: &str, name: &str| {
                let from = address(OWN + 1 + nth).into();
                Page::open(usize::from(nth), route.clone(), from, invite, name, manner.clone(), tell.clone())
            };
            let receivers = [
                open(0, invites.ic.as_ref().expect("a new hub"), "Imke"),
                open(1, invites.ad.as_ref().expect("a new hub"), "Aldo"),
            ];
            let mut floor = Floor { receivers, events, waiting: None };
            floor.comes(&there, &url, presses, weather, watch).await
        })
    });
    let seen = phones.join().expect("the phones");
    drop(hub);
    seen
}

struct Floor {
    /// IC and 1st AD.
    receivers: [Page; 2],
    events: UnboundedReceiver<Event>,
    waiting: Option<PersonId>,
}

impl Floor {
    async fn comes(
        &mut self,
        link: &Link,
        url: &str,
        presses: usize,
        weather: Weather,
        watch: Duration,
    ) -> Result<Seen, CannotRun> {
        let mut phone = Phone::open(link, url)?;
        assert!(matches!(phone.says().await, Said::Waits(true)));
        for receiver in &self.receivers {
            receiver.does(Command::OnFloor { on: true });
        }
        let person = self.until(|floor, _| floor.waiting).await;
        let id = self.receivers[0].does(Command::Admit { person, as_: None, replaces: None, for_: None });
        self.done(id).await;
        assert!(matches!(phone.says().await, Said::In(true)));
        let mut seen = Seen { idle: self.watched(link, watch).await, ..Seen::default() };
        let scene = Some(SceneId::from("1"));
        let rehearsal = Command::Status { status: Status::Rehearsal, scene, setup: None, override_: None };
        let id = self.receivers[1].does(rehearsal);
        self.done(id).await;
        seen.live = self.watched(link, watch).await;
        link.weather(weather);
        for _ in 0..presses {
            let touched = UNIX_EPOCH + phone.presses().await;
            let (signal, at) = self.alerted().await;
            seen.took.push(at.duration_since(touched).unwrap_or_default());
            let id = self.receivers[0].does(Command::Release { signal, in_person: true, presses: None });
            self.done(id).await;
            sleep(Duration::from_millis(700)).await;
        }
        Ok(seen)
    }

    /// What crosses the air in a minute.
    async fn watched(&mut self, link: &Link, watch: Duration) -> [Traffic; 2] {
        // What the change before has set off is over.
        sleep(Duration::from_secs(2)).await;
        let before = link.traffic(OWN);
        sleep(watch).await;
        let after = link.traffic(OWN);
        let minutes = watch.as_secs_f64() / 60.0;
        #[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let per_minute = |more: u64| (more as f64 / minutes).round() as u64;
        [0, 1].map(|way| Traffic {
            packets: per_minute(after[way].packets - before[way].packets),
            bytes: per_minute(after[way].bytes - before[way].bytes),
            lost: 0,
        })
    }

    async fn until<T>(&mut self, what: impl Fn(&Self, &Event) -> Option<T>) -> T {
        let end = Instant::now() + PATIENCE;
        loop {
            let left = end.saturating_duration_since(Instant::now());
            let event =
                timeout(left, self.events.recv()).await.expect("it comes").expect("the pages are open");
            if let What::View(view) = &event.what
                && let quiethold::protocol::View::Ic(view) = &**view
            {
                self.waiting = view.waiting.first().map(|person| person.id);
            }
            if let Some(found) = what(self, &event) {
                return found;
            }
        }
    }

    async fn done(&mut self, id: CommandId) {
        self.until(|_, event| matches!(event.what, What::Done(done) if done == id).then_some(())).await;
    }

    /// Both have a new hold: which, and when the later one had it.
    async fn alerted(&mut self) -> (SignalId, SystemTime) {
        let mut first = HashMap::new();
        loop {
            let (page, signal, at) = self
                .until(|_, event| match &event.what {
                    What::Alert(alert) if alert.level == AlertLevel::Hold && alert.again == 0 => {
                        Some((event.page, alert.signal, event.at))
                    }
                    _ => None,
                })
                .await;
            match first.get(&signal) {
                Some(other) if *other != page => return (signal, SystemTime::now() - at.elapsed()),
                _ => first.insert(signal, page),
            };
        }
    }
}
