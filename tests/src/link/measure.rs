//! How long a hold takes over a link, to the later of the IC's and the 1st AD's alert.
//!
//! Presses come by the clock, whatever became of the ones before: a slow one hides none. Several small sets run side by
//! side, each with a hub of its own, so that a packet on the air is as alone as it is on a set. Between the presses of
//! the hub's phones the same phones press over a bare relay.

use super::{
    Link, Weather, address, bare,
    manner::Manner,
    page::{Event, Page, What},
};
use crate::{Hub, Options, PATIENCE, Route};
use hdrhistogram::Histogram;
use quiethold::words::{AlertLevel, Command, CommandId, DenialCode, PersonId, SignalId};
use std::{
    collections::{HashMap, HashSet},
    net::SocketAddr,
    time::{Duration, Instant},
};
use tokio::{
    sync::{
        mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel},
        oneshot,
    },
    time::{sleep, sleep_until, timeout},
};

/// What is played.
#[derive(Clone, Debug)]
pub struct Run {
    /// For every chance in it.
    pub seed: u64,
    /// How many sets side by side.
    pub sets: u16,
    /// How many presses in all, over the hub and over the relay each.
    pub presses: usize,
    /// From one press to the next in one set.
    pub every: Duration,
    /// How the air is.
    pub weather: Weather,
    /// If phones roam: for how long. Each press then comes while one of its three phones is away.
    pub roam: Option<Duration>,
    /// What the pages do against it.
    pub manner: Manner,
    /// And the receivers' pages.
    pub receivers: Manner,
    /// More arguments for the hub.
    pub hub: Vec<String>,
    /// What else the hub's side of the link does: `net.ipv4.tcp_…=…`
    pub sysctl: Vec<String>,
}

/// How long the presses took.
#[derive(Clone, Debug, Default)]
pub struct Took {
    /// Over the hub, to the later of the two alerts.
    pub hub: Vec<Duration>,
    /// Over the bare relay.
    pub relay: Vec<Duration>,
    /// What the link allows: something that is said every 2 ms until it arrives.
    pub limit: Vec<Duration>,
    /// Over the hub, to the earlier of the two.
    pub first: Vec<Duration>,
    /// Of the hub's, the presses of which not both were alerted within [`PATIENCE`]. Any at all is a broken promise.
    pub never: usize,
    /// Presses that were not made, since each performer's last hold was still open: the machine is too slow for this
    /// run, and its figures say more about that.
    pub skipped: usize,
    /// Sockets that the hub ended since "another tab has taken over". A real page would be silent from there on.
    pub replaced: usize,
}

/// Of many times, in milliseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[allow(missing_docs)]
pub struct Figures {
    pub p50: f64,
    pub p99: f64,
    pub p999: f64,
    pub most: f64,
    /// The share of those over 200 ms.
    pub over_200: f64,
}

impl Figures {
    /// Of these times.
    pub fn of(times: &[Duration]) -> Self {
        let mut took = Histogram::<u64>::new(3).expect("three digits are valid");
        for time in times {
            took.record(u64::try_from(time.as_micros()).unwrap_or(u64::MAX)).expect("it grows");
        }
        #[allow(clippy::cast_precision_loss)] // microseconds of minutes, and some thousand presses
        let (ms, share) =
            (|micros: u64| micros as f64 / 1000.0, |count: usize| count as f64 / times.len() as f64);
        Self {
            p50: ms(took.value_at_quantile(0.5)),
            p99: ms(took.value_at_quantile(0.99)),
            p999: ms(took.value_at_quantile(0.999)),
            most: ms(took.max()),
            over_200: share(times.iter().filter(|time| time.as_millis() >= 200).count()),
        }
    }
}

/// In each set: an IC, a 1st AD, and so many performers.
const PERFORMERS: u16 = 5;
const PHONES: u16 = PERFORMERS + 2;

/// Plays it on a link of its own.
pub fn play(run: &Run) -> Result<Took, super::CannotRun> {
    let link = Link::new(run.seed)?;
    for setting in &run.sysctl {
        link.hubs().set(setting)?;
    }
    let started: Vec<(Hub, Route)> = (0..run.sets)
        .map(|_| link.start_hub(Options { args: run.hub.clone(), ..Options::for_the_network() }))
        .collect();
    let (hubs, routes): (Vec<_>, Vec<_>) = started.into_iter().unzip();
    let invites: Vec<_> = hubs.iter().map(|hub| hub.ready.invites.clone()).collect();
    let (stop, stopped) = oneshot::channel::<()>();
    let (tell, relays) = std::sync::mpsc::channel();
    let sets = run.sets;
    let relay = link.hubs().spawn(move || {
        runtime().block_on(async move {
            for _ in 0..sets {
                let (listens, at) = oneshot::channel();
                tokio::spawn(bare::relay(listens));
                tell.send(at.await.expect("it listens")).expect("somebody waits");
            }
            let _ = stopped.await;
        });
    });
    let relays: Vec<SocketAddr> = relays.iter().take(usize::from(sets)).collect();
    let (run, shared) = (run.clone(), std::sync::Arc::new(link));
    let of_phones = shared.clone();
    let phones = shared.phones().spawn(move || {
        runtime().block_on(async move {
            let joining: Vec<_> = routes
                .into_iter()
                .zip(invites)
                .zip(relays)
                .enumerate()
                .map(|(nth, ((route, invites), relay))| {
                    let first = u16::try_from(nth).expect("few sets") * PHONES;
                    let manners = [run.receivers.clone(), run.manner.clone()];
                    tokio::spawn(async move { Floor::begin(first, route, &invites, relay, &manners).await })
                })
                .collect();
            let mut all = Vec::new();
            for floor in joining {
                all.push(floor.await.expect("a set"));
            }
            of_phones.weather(run.weather);
            let each = run.presses / usize::from(run.sets);
            let start = Instant::now() + Duration::from_millis(300);
            let playing: Vec<_> = all
                .into_iter()
                .enumerate()
                .map(|(nth, floor)| {
                    let offset =
                        run.every.mul_f64(1.0 / f64::from(run.sets)) * u32::try_from(nth).unwrap_or(0);
                    tokio::spawn(floor.play(of_phones.clone(), run.clone(), each, start + offset))
                })
                .collect();
            let mut took = Took::default();
            for one in playing {
                let one = one.await.expect("a set");
                took.hub.extend(one.hub);
                took.first.extend(one.first);
                took.relay.extend(one.relay);
                took.limit.extend(one.limit);
                took.never += one.never;
                took.skipped += one.skipped;
                took.replaced += one.replaced;
            }
            took
        })
    });
    let took = phones.join().expect("the phones");
    let _ = stop.send(());
    let _ = relay.join();
    drop(hubs);
    Ok(took)
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime")
}

/// One set, joined.
struct Floor {
    first: u16,
    /// IC, 1st AD, performers.
    pages: Vec<Page>,
    people: HashMap<PersonId, usize>,
    events: UnboundedReceiver<Event>,
    relay: Vec<UnboundedSender<usize>>,
    relayed: UnboundedReceiver<(usize, Instant)>,
    /// The 1st AD's alerts of which it is not known yet whose they are.
    early: HashMap<SignalId, Instant>,
    replaced: usize,
}

#[derive(Default)]
struct Press {
    at: Option<Instant>,
    id: Option<CommandId>,
    performer: usize,
    signal: Option<SignalId>,
    /// The phone that roams meanwhile is back.
    back: Option<Instant>,
    alerted: [Option<Instant>; 2],
    done: bool,
    released: Option<CommandId>,
    over: bool,
    relay_at: Option<Instant>,
    relayed: Vec<Instant>,
}

impl Floor {
    /// Everybody joins, while the air is good.
    async fn begin(
        first: u16,
        route: Route,
        invites: &crate::Invites,
        relay: SocketAddr,
        [receivers, performers]: &[Manner; 2],
    ) -> Self {
        let (tell, mut events) = unbounded_channel();
        let mut people = HashMap::new();
        let mut pages = Vec::new();
        for nth in 0..PHONES {
            let (invite, name) = match nth {
                0 => (invites.ic.as_ref().expect("a new hub"), "Imke".to_owned()),
                1 => (invites.ad.as_ref().expect("a new hub"), "Aldo".to_owned()),
                _ => (&invites.performer, format!("Performer {nth}")),
            };
            let from = address(first + nth).into();
            let manner = match nth {
                0 => receivers.clone().of_an_ic(),
                1 => receivers.clone(),
                _ => performers.clone(),
            };
            let (route, tell) = (route.clone(), tell.clone());
            pages.push(Page::open(usize::from(nth), route, from, invite, &name, manner, tell));
            let you = until(&mut events, usize::from(nth), |what| match what {
                What::Welcome(you) => Some(you.id),
                _ => None,
            });
            people.insert(you.await, usize::from(nth));
        }
        for receiver in [0, 1] {
            pages[receiver].does(Command::OnFloor { on: true });
        }
        for (person, page) in &people {
            if *page >= 2 {
                let admit = Command::Admit { person: *person, as_: None, replaces: None, for_: None };
                let id = pages[0].does(admit);
                until(&mut events, 0, |what| matches!(what, What::Done(done) if done == id).then_some(()))
                    .await;
            }
        }
        let (heard, relayed) = unbounded_channel();
        let mut lines = Vec::new();
        for nth in 0..PHONES {
            let from = address(first + nth).into();
            match nth {
                0 | 1 => bare::receiver(from, relay, heard.clone()).await,
                _ => lines.push(bare::performer(from, relay).await),
            }
        }
        // Both lanes are there, and everybody knows of everybody.
        sleep(Duration::from_millis(500)).await;
        Self { first, pages, people, events, relay: lines, relayed, early: HashMap::new(), replaced: 0 }
    }

    async fn play(mut self, link: std::sync::Arc<Link>, run: Run, count: usize, start: Instant) -> Took {
        let mut presses: Vec<Press> = Vec::new();
        let half = run.every / 2;
        let mut turn = 0;
        let mut last = start;
        let mut skipped = 0;
        for tick in 0..2 * count {
            let at = start + half * u32::try_from(tick).expect("few presses");
            self.hears_until(at, &mut presses).await;
            last = at;
            if tick % 2 == 0 {
                let performers = usize::from(PERFORMERS);
                let busy = |who: usize| presses.iter().any(|p| p.performer == who && !p.over);
                // One whose last hold is over: a press on an open one would be one more press on it, and alert nobody.
                let who = (0..performers).map(|n| 2 + (turn + n) % performers).find(|who| !busy(*who));
                let Some(performer) = who else {
                    skipped += 1;
                    continue;
                };
                turn = performer - 1;
                let mut back = None;
                if let Some(roam) = run.roam {
                    let away = self.first + [u16::try_from(performer).expect("few"), 0, 1][tick / 2 % 3];
                    back = Some(link.roam(away, roam));
                    // At a moment of its own in it.
                    let into = roam.mul_f64(
                        0.05 + 0.9 * (f64::from(u32::try_from(tick).expect("few")) * 0.618_034).fract(),
                    );
                    self.hears_until(at + into, &mut presses).await;
                    last = at + into;
                }
                let id = self.pages[performer].hold();
                presses.push(Press { at: Some(last), id: Some(id), performer, back, ..Press::default() });
                if back.is_some() {
                    // The relay's comes in the same roam; on its own sockets it helps no other.
                    let nth = presses.len() - 1;
                    presses[nth].relay_at = Some(last);
                    let _ = self.relay[performer - 2].send(nth);
                }
            } else if let Some(nth) = presses.len().checked_sub(1)
                && presses[nth].relay_at.is_none()
            {
                presses[nth].relay_at = Some(at);
                let _ = self.relay[presses[nth].performer - 2].send(nth);
            }
        }
        let patience = last + PATIENCE;
        while presses.iter().any(Press::is_open) && Instant::now() < patience {
            self.hears_until(Instant::now() + Duration::from_millis(100), &mut presses).await;
        }
        let mut took = Took { skipped, replaced: self.replaced, ..Took::default() };
        let mut signals = HashSet::new();
        for press in &presses {
            let Some(at) = press.at else { continue };
            if let Some(signal) = press.signal {
                assert!(signals.insert(signal), "each press opens a signal of its own");
                let alerts = press.alerted.iter().flatten();
                assert!(alerts.into_iter().all(|alert| *alert > at), "nobody is alerted before the press");
            }
            // What counts for a roam is how long it took once the phone was back.
            let after = |at: Instant| press.back.map_or(at, |back| at.max(back));
            let since = after(at);
            match press.alerted {
                [Some(one), Some(other)] => {
                    took.hub.push(one.max(other).saturating_duration_since(since));
                    took.first.push(one.min(other).saturating_duration_since(since));
                }
                _ => took.never += 1,
            }
            if let (Some(said), [one, other, ..]) = (press.relay_at, press.relayed.as_slice()) {
                took.relay.push(one.max(other).saturating_duration_since(after(said)));
            }
            let said = link.earliest(self.first + u16::try_from(press.performer).expect("few"), at);
            let heard = [0, 1].map(|receiver| link.earliest(self.first + receiver, said));
            took.limit.push(heard[0].max(heard[1]).saturating_duration_since(since));
        }
        took
    }

    async fn hears_until(&mut self, at: Instant, presses: &mut [Press]) {
        loop {
            tokio::select! {
                biased;
                () = sleep_until(at.into()) => return,
                Some(event) = self.events.recv() => self.hears(event, presses),
                Some((nth, at)) = self.relayed.recv() => presses[nth].relayed.push(at),
            }
        }
    }

    fn hears(&mut self, event: Event, presses: &mut [Press]) {
        let mut recent = presses.iter_mut().rev().take(200);
        let found = match event.what {
            What::Alert(alert) if alert.level == AlertLevel::Hold => {
                let mut found = recent.find(|press| press.signal == Some(alert.signal));
                if found.is_none()
                    && let Some(who) = alert.who.and_then(|who| self.people.get(&who.id))
                {
                    let mut recent = presses.iter_mut().rev().take(200);
                    found = recent.find(|press| press.performer == *who && press.signal.is_none());
                }
                if let Some(press) = found {
                    press.signal = Some(alert.signal);
                    press.alerted[event.page].get_or_insert(event.at);
                    Some(press)
                } else {
                    // The 1st AD is not told who: the IC's alert will say.
                    self.early.entry(alert.signal).or_insert(event.at);
                    None
                }
            }
            What::Done(id) => match recent.find(|press| press.id == Some(id) || press.released == Some(id)) {
                Some(press) => {
                    press.over |= press.released == Some(id);
                    press.done = true;
                    Some(press)
                }
                None => None,
            },
            What::Replaced => {
                self.replaced += 1;
                None
            }
            // Behind an outage an IC may have more to release than the hub takes at once: again.
            What::Denied(Some(id), DenialCode::TooMany, _) => {
                let mut refused = recent.find(|press| press.released == Some(id));
                if let Some(press) = &mut refused {
                    press.released = None;
                }
                refused
            }
            What::Denied(_, code, message) => panic!("{code:?}: {message}"),
            _ => None,
        };
        let Some(press) = found else { return };
        if let Some(signal) = press.signal {
            if let Some(at) = self.early.remove(&signal) {
                press.alerted[1].get_or_insert(at);
            }
            if press.done && press.released.is_none() && press.alerted.iter().all(Option::is_some) {
                let release = Command::Release { signal, in_person: true, presses: None };
                press.released = Some(self.pages[0].does(release));
            }
        }
    }
}

impl Press {
    fn is_open(&self) -> bool {
        self.alerted.iter().any(Option::is_none) || self.relay_at.is_some() && self.relayed.len() < 2
    }
}

async fn until<T>(events: &mut UnboundedReceiver<Event>, page: usize, what: impl Fn(What) -> Option<T>) -> T {
    let found = async {
        loop {
            let event = events.recv().await.expect("the pages are open");
            if let What::Denied(_, code, message) = &event.what {
                panic!("{code:?}: {message}");
            }
            if event.page == page
                && let Some(found) = what(event.what)
            {
                return found;
            }
        }
    };
    timeout(PATIENCE, found).await.expect("it comes")
}
