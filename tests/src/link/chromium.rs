//! The real performer's page in Chromium as a phone on the link: how long its presses take, and what it sends when nothing
//! happens. One for each set, with a hub of its own; beside it, in turn, one of the tests' own pages presses.

use super::{
    CannotRun, Link, Traffic, Weather, address,
    browser::{self, Browser, Said},
    manner::Manner,
    page::{Event, Page, What},
    presses::{Press, Presses, Who},
    watched::watched,
};
use crate::{Hub, Invites, Options, PATIENCE, Route};
use quiethold::{
    hub::CHASERS,
    protocol::View,
    words::{AlertLevel, Command, PersonId, SceneId, Status},
};
use std::{
    panic::resume_unwind,
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
    /// So many sets side by side, with a page in Chromium and one of the tests' own on each.
    pub pages: u16,
    /// Presses on all of them together, each kind.
    pub presses: usize,
    /// From one press to the next on a set, of either kind.
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
    /// Presses that were not made, since that page's last hold was still open.
    pub skipped: usize,
    /// What a page in Chromium sends, and what it is sent, in a minute: without a scene.
    pub idle: [Traffic; 2],
    /// While a scene is live, rehearsed: with decoys.
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
    // Before the hubs start: they look only now and then by which addresses they may be called.
    let doors: Vec<_> =
        (0..play.pages).map(|nth| link.door(phone(nth, CHROMIUM))).collect::<Result<_, _>>()?;
    let started = doors.iter().map(|_| link.start_hub(Options::for_the_network()));
    let (hubs, routes): (Vec<Hub>, Vec<Route>) = started.unzip();
    let at: Vec<_> = routes.into_iter().zip(hubs.iter().map(|hub| hub.ready.invites.clone())).collect();
    let there = link.clone();
    let phones = link.phones().spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(async {
            let pages = doors.iter().zip(&at).zip(0..).map(|((door, (route, invites)), nth)| {
                let key = route.key.clone().unwrap_or_default();
                let url = format!("http://{door}:{}/#{}.{key}", route.host.port(), invites.performer);
                (url, format!("Chromium {nth}"))
            });
            let browser = Browser::open(&chromium, there.phones(), &pages.collect::<Vec<_>>())?;
            let mut floor = Floor::begin(browser, at).await;
            Ok(floor.play(&there, play).await)
        })
    });
    let seen = phones.join().unwrap_or_else(|why| resume_unwind(why));
    drop(hubs);
    seen
}

/// Phones of a set: IC, 1st AD, the tests' own page, the one in Chromium.
const PHONES: u16 = 4;
const OWN: usize = 2;
const CHROMIUM: u16 = 3;

fn phone(set: u16, which: u16) -> u16 {
    set * PHONES + which
}

struct Set {
    /// IC, 1st AD, performer.
    pages: [Page; 3],
    presses: Presses,
}

struct Floor {
    sets: Vec<Set>,
    browser: Browser,
    events: UnboundedReceiver<Event>,
    /// One moment by both clocks.
    clocks: (SystemTime, Instant),
}

impl Floor {
    /// Everybody joins and is let in.
    async fn begin(browser: Browser, at: Vec<(Route, Invites)>) -> Self {
        let (tell, events) = unbounded_channel();
        let sets = at.iter().zip(0..).map(|((route, invites), set)| Set::begin(set, route, invites, &tell));
        let clocks = (SystemTime::now(), Instant::now());
        let mut floor = Self { sets: sets.collect(), browser, events, clocks };
        floor.browser.gets_to(Said::Waits).await;
        eprintln!("    {} pages in Chromium are up", floor.sets.len());
        while floor.sets.iter().any(|set| set.presses.people.len() < 2) {
            let event = floor.next().await;
            let set = &mut floor.sets[event.page / usize::from(PHONES)];
            for (person, who) in waiting(&event.what) {
                if set.presses.people.insert(person, who).is_none() {
                    set.pages[0].does(Command::Admit { person, as_: None, replaces: None, for_: None });
                }
            }
        }
        floor.browser.gets_to(Said::In).await;
        floor
    }

    async fn play(&mut self, link: &Link, play: Play) -> Seen {
        let phones: Vec<_> = (0..play.pages).map(|nth| phone(nth, CHROMIUM)).collect();
        let idle = watched(link, &phones, play.watch, "without a scene").await;
        let mut seen = Seen { idle, ..Seen::default() };
        for set in &self.sets {
            let scene = Some(SceneId::from("1"));
            set.pages[1].does(Command::Status {
                status: Status::Rehearsal,
                scene,
                setup: None,
                override_: None,
            });
        }
        self.browser.clock().await;
        seen.live = watched(link, &phones, play.watch, "in a live scene").await;
        eprintln!("    pressing");
        link.weather(play.weather);
        let count = self.sets.len();
        let start = Instant::now() + Duration::from_millis(300);
        for tick in 0..2 * play.presses {
            let nth = tick % count;
            let ticks = f64::from(u32::try_from(tick).expect("few presses"));
            self.hears_until(start + play.every.mul_f64(ticks / f64::from(play.pages))).await;
            let set = &mut self.sets[nth];
            let who = if (tick / count).is_multiple_of(2) { Who::Chromium } else { Who::Own };
            if set.presses.is_open(who) {
                seen.skipped += 1;
                continue;
            }
            // When the finger was there, the page says.
            set.presses.made(who, (who == Who::Own).then(Instant::now));
            match who {
                Who::Chromium => self.browser.press(nth),
                Who::Own => _ = set.pages[OWN].hold(),
            }
        }
        let patience = Instant::now() + PATIENCE;
        while self.presses().any(|press| press.took().is_none()) && Instant::now() < patience {
            self.hears_until(Instant::now() + Duration::from_millis(100)).await;
        }
        for press in self.presses() {
            match (press.who, press.took()) {
                (_, None) => seen.never += 1,
                (Who::Chromium, Some(took)) => seen.took.push(took),
                (Who::Own, Some(took)) => seen.own.push(took),
            }
        }
        seen
    }

    fn presses(&self) -> impl Iterator<Item = &Press> {
        self.sets.iter().flat_map(|set| &set.presses.all)
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
                    self.sets[nth].presses.touched(Who::Chromium, at);
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
        let phones = usize::from(PHONES);
        let (set, page) = (&mut self.sets[event.page / phones], event.page % phones);
        match event.what {
            What::Alert(alert) if alert.level == AlertLevel::Hold => {
                if let Some((nth, signal)) = set.presses.alerted(page, &alert, event.at) {
                    let release = Command::Release { signal, in_person: true, presses: None };
                    set.presses.released(nth, set.pages[0].does(release));
                }
            }
            What::Done(id) => set.presses.done(id),
            What::Denied(_, code, message) => panic!("{code:?}: {message}"),
            What::Replaced => panic!("a page was told that another tab has taken over"),
            _ => {}
        }
    }

    async fn next(&mut self) -> Event {
        timeout(PATIENCE, self.events.recv()).await.expect("it comes").expect("the pages are open")
    }
}

impl Set {
    fn begin(nth: u16, route: &Route, invites: &Invites, tell: &UnboundedSender<Event>) -> Self {
        let manner = Manner::of_the_page(&CHASERS);
        let open = |which: u16, invite: &str, name: &str, manner: Manner| {
            let phone = phone(nth, which);
            let from = address(phone).into();
            Page::open(usize::from(phone), route.clone(), from, invite, name, manner, tell.clone())
        };
        let watching = manner.clone().watching_closely();
        let receiver = |which, invite: &Option<String>, name, manner| {
            let page = open(which, invite.as_ref().expect("a new hub"), name, manner);
            page.does(Command::OnFloor { on: true });
            page
        };
        let pages = [
            receiver(0, &invites.ic, "Imke", watching.clone().of_an_ic()),
            receiver(1, &invites.ad, "Aldo", watching),
            open(2, &invites.performer, "Own", manner.clone()),
        ];
        Self { pages, presses: Presses::default() }
    }
}

/// Who is in the waiting room, if it is an IC's view.
fn waiting(what: &What) -> Vec<(PersonId, Who)> {
    let What::View(view) = what else { return Vec::new() };
    let View::Ic(view) = &**view else { return Vec::new() };
    let who = |name: &str| if name == "Own" { Who::Own } else { Who::Chromium };
    view.waiting.iter().map(|person| (person.id, who(&person.name))).collect()
}
