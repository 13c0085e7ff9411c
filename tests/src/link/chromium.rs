//! The real performer's page in Chromium as phones on the link: how long its presses take, and what it sends when nothing
//! happens. Beside each such page, on the same set and in turn, one of the tests' own presses.

use super::{
    CannotRun, Link, Traffic, Weather, address,
    browser::{self, Browser, Said},
    page::{Event, Manner, Page, What},
    presses::{Presses, Who},
    watched::watched,
};
use crate::{Invites, Options, PATIENCE, Route};
use quiethold::{
    hub::CHASERS,
    protocol::View,
    words::{AlertLevel, Command, CommandId, PersonId, SceneId, Status},
};
use std::{
    net::Ipv4Addr,
    panic::resume_unwind,
    path::Path,
    sync::Arc,
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};
use tokio::{
    sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel},
    time::{sleep_until, timeout},
};

/// What is played.
#[derive(Clone, Copy, Debug)]
pub struct Play {
    /// For every chance in it.
    pub seed: u64,
    /// So many pages in Chromium, and as many of the tests' own.
    pub pages: u16,
    /// Presses on them, each kind.
    pub presses: usize,
    /// From one press to the next, of either kind.
    pub every: Duration,
    /// While they press.
    pub weather: Weather,
    /// So long the idle pages are watched, without a scene and in one. The air is good then.
    pub watch: Duration,
}

/// More pages than this are no phones but a heap of browsers.
pub const MOST: u16 = 16;

/// What was seen of them.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    /// From the finger on the screen in Chromium to the later of the IC's and the 1st AD's alert.
    pub took: Vec<Duration>,
    /// The same from the tests' own pages, which need no finger.
    pub own: Vec<Duration>,
    /// Presses that did not get to both within [`PATIENCE`]. Any at all is a broken promise.
    pub never: usize,
    /// Presses that were not made, since every page's last hold was still open.
    pub skipped: usize,
    /// What a page in Chromium sends, and what it is sent, in a minute: without a scene.
    pub idle: [Traffic; 2],
    /// While a scene is rehearsed: with decoys.
    pub live: [Traffic; 2],
}

/// Plays it.
///
/// # Errors
/// Where this machine can't have the link or the browser.
///
/// # Panics
/// When the pages do not come up, with what they show.
pub fn play(play: Play) -> Result<Seen, CannotRun> {
    if !(1..=MOST).contains(&play.pages) {
        return Err(CannotRun(format!(
            "between 1 and {MOST} pages in Chromium are a fair load for one machine"
        )));
    }
    let chromium = browser::program()?;
    let link = Arc::new(Link::new(play.seed)?);
    // Before the hub starts: it looks only now and then by which addresses it may be called.
    let doors: Vec<_> =
        (0..play.pages).map(|nth| link.door(first(play.pages) + nth)).collect::<Result<_, _>>()?;
    let (hub, route) = link.start_hub(Options::for_the_network());
    let invites = hub.ready.invites.clone();
    let there = link.clone();
    let phones = link.phones().spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(async {
            let mut floor = Floor::begin(&chromium, &there, &route, &invites, &doors).await?;
            Ok(floor.play(&there, play).await)
        })
    });
    let seen = phones.join().unwrap_or_else(|why| resume_unwind(why));
    drop(hub);
    seen
}

struct Floor {
    /// IC and 1st AD, then the tests' own performers.
    pages: Vec<Page>,
    browser: Browser,
    events: UnboundedReceiver<Event>,
    presses: Presses,
    /// One moment by both clocks.
    clocks: (SystemTime, Instant),
}

/// The first page in Chromium has this address; the tests' own are before it.
fn first(pages: u16) -> u16 {
    2 + pages
}

impl Floor {
    /// Everybody joins and is let in.
    async fn begin(
        chromium: &Path,
        link: &Link,
        route: &Route,
        invites: &Invites,
        doors: &[Ipv4Addr],
    ) -> Result<Self, CannotRun> {
        let (tell, events) = unbounded_channel();
        let count = u16::try_from(doors.len()).expect("few pages");
        let key = route.key.clone().unwrap_or_default();
        let url =
            |door: &Ipv4Addr| format!("http://{door}:{}/#{}.{key}", route.host.port(), invites.performer);
        let wanted: Vec<_> = doors.iter().map(url).zip((0..).map(|nth| format!("Chromium {nth}"))).collect();
        let mut floor = Self {
            browser: Browser::open(chromium, link.phones(), &wanted)?,
            pages: own_pages(count, route, invites, &tell),
            events,
            presses: Presses::default(),
            clocks: (SystemTime::now(), Instant::now()),
        };
        for receiver in [0, 1] {
            floor.pages[receiver].does(Command::OnFloor { on: true });
        }
        floor.browser.gets_to(Said::Waits).await;
        eprintln!("    {count} pages in Chromium are up");
        while floor.presses.people.len() < 2 * usize::from(count) {
            for (person, who) in floor.until(waiting).await {
                if floor.presses.people.insert(person, who).is_none() {
                    floor.pages[0].does(Command::Admit { person, as_: None, replaces: None, for_: None });
                }
            }
        }
        floor.browser.gets_to(Said::In).await;
        Ok(floor)
    }

    async fn play(&mut self, link: &Link, play: Play) -> Seen {
        let phones = first(play.pages)..first(play.pages) + play.pages;
        let idle = watched(link, &phones, play.watch, "without a scene").await;
        let mut seen = Seen { idle, ..Seen::default() };
        let scene = Some(SceneId::from("1"));
        let rehearsal = Command::Status { status: Status::Rehearsal, scene, setup: None, override_: None };
        let id = self.pages[1].does(rehearsal);
        self.done(id).await;
        self.browser.clock().await;
        seen.live = watched(link, &phones, play.watch, "in a live scene").await;
        eprintln!("    pressing");
        link.weather(play.weather);
        let count = usize::from(play.pages);
        let start = Instant::now() + Duration::from_millis(300);
        let mut turn = 0;
        for tick in 0..2 * play.presses {
            self.hears_until(start + play.every * u32::try_from(tick).expect("few presses")).await;
            let kind = if tick % 2 == 0 { Who::Chromium } else { Who::Own };
            let mut by_turns = (0..count).map(|n| kind((turn + n) % count));
            let Some(who) = by_turns.find(|who| !self.presses.is_open(*who)) else {
                seen.skipped += 1;
                continue;
            };
            turn += tick % 2;
            let mut at = None;
            match who {
                Who::Chromium(nth) => self.browser.press(nth),
                Who::Own(nth) => {
                    at = Some(Instant::now());
                    self.pages[2 + nth].hold();
                }
            }
            self.presses.made(who, at);
        }
        let patience = Instant::now() + PATIENCE;
        while self.presses.all.iter().any(|press| press.took().is_none()) && Instant::now() < patience {
            self.hears_until(Instant::now() + Duration::from_millis(100)).await;
        }
        for press in &self.presses.all {
            match (press.who, press.took()) {
                (_, None) => seen.never += 1,
                (Who::Chromium(_), Some(took)) => seen.took.push(took),
                (Who::Own(_), Some(took)) => seen.own.push(took),
            }
        }
        seen
    }

    async fn hears_until(&mut self, at: Instant) {
        loop {
            tokio::select! {
                biased;
                () = sleep_until(at.into()) => return,
                Some(event) = self.events.recv() => self.hears(event),
                said = self.browser.says() => {
                    let Said::Touched(nth, ms) = said else { panic!("it was to press") };
                    let at = self.by_our_clock(ms);
                    self.presses.touched(Who::Chromium(nth), at);
                }
            }
        }
    }

    fn by_our_clock(&self, ms: f64) -> Instant {
        let (there, here) = self.clocks;
        let since = UNIX_EPOCH + Duration::from_secs_f64(ms / 1000.0);
        here + since.duration_since(there).expect("a finger later than the start")
    }

    fn hears(&mut self, event: Event) {
        match event.what {
            What::Alert(alert) if alert.level == AlertLevel::Hold => {
                if let Some((nth, signal)) = self.presses.alerted(event.page, &alert, event.at) {
                    let release = Command::Release { signal, in_person: true, presses: None };
                    self.presses.released(nth, self.pages[0].does(release));
                }
            }
            What::Done(id) => self.presses.done(id),
            What::Denied(_, code, message) => panic!("{code:?}: {message}"),
            What::Replaced => panic!("a page was told that another tab has taken over"),
            _ => {}
        }
    }

    async fn until<T>(&mut self, what: impl Fn(&What) -> Option<T>) -> T {
        let found = async {
            loop {
                let event = self.events.recv().await.expect("the pages are open");
                if let Some(found) = what(&event.what) {
                    return found;
                }
            }
        };
        timeout(PATIENCE, found).await.expect("it comes")
    }

    async fn done(&mut self, id: CommandId) {
        self.until(|what| matches!(what, What::Done(done) if *done == id).then_some(())).await;
    }
}

/// IC, 1st AD, and the tests' own performers.
fn own_pages(count: u16, route: &Route, invites: &Invites, tell: &UnboundedSender<Event>) -> Vec<Page> {
    let manner = Manner::of_the_page(&CHASERS);
    let open = |nth: u16, invite: &str, name: &str, manner: Manner| {
        let from = address(nth).into();
        Page::open(usize::from(nth), route.clone(), from, invite, name, manner, tell.clone())
    };
    let receivers = [(&invites.ic, "Imke"), (&invites.ad, "Aldo")].into_iter().zip(0..);
    let receivers = receivers.map(|((invite, name), nth)| {
        open(nth, invite.as_ref().expect("a new hub"), name, manner.clone().watching_closely())
    });
    let performers =
        (0..count).map(|nth| open(2 + nth, &invites.performer, &format!("Own {nth}"), manner.clone()));
    receivers.chain(performers).collect()
}

/// Who is in the IC's waiting room.
fn waiting(what: &What) -> Option<Vec<(PersonId, Who)>> {
    let What::View(view) = what else { return None };
    let View::Ic(view) = &**view else { return None };
    let who = |name: &str| {
        let (kind, nth) = name.split_once(' ')?;
        let nth = nth.parse().ok()?;
        Some(if kind == "Own" { Who::Own(nth) } else { Who::Chromium(nth) })
    };
    view.waiting.iter().map(|person| Some((person.id, who(&person.name)?))).collect()
}
