//! Cover on the air: what a decoy looks like beside a press, and what somebody who watches can still guess.

use quiethold::words::{Command, Level, Status};
use quiethold_tests::{Day, Hub, Options, Phone, Tap, tap::messages};
use rand::{Rng, SeedableRng, rngs::StdRng};
use std::{collections::BTreeMap, time::Duration};
use tokio::time::sleep;

/// Longer than everything that follows a press by itself, and shorter than the next alert to an IC.
const AFTERWARDS: Duration = Duration::from_millis(900);
/// What is as short as a beat.
const SHORT: usize = 272;

/// Of every connection: how many messages of each length came from the phone, and from the hub.
type Shape = Vec<[BTreeMap<usize, usize>; 2]>;

fn shape(tap: &Tap, since: &mut Vec<[usize; 2]>) -> Shape {
    let taken = tap.taken();
    since.resize(taken.len(), [0; 2]);
    let shape = taken.iter().zip(since.iter()).map(|(one, [up, down])| {
        [(&one.up, *up), (&one.down, *down)].map(|(bytes, since)| {
            let mut lengths = BTreeMap::new();
            for message in messages(bytes).iter().filter(|message| message.end > since) {
                *lengths.entry(message.length).or_insert(0) += 1;
            }
            lengths
        })
    });
    let shape = shape.collect();
    *since = taken.iter().map(|one| [one.up.len(), one.down.len()]).collect();
    shape
}

/// All lengths that occur, but those of beats.
fn long(shape: &[BTreeMap<usize, usize>; 2]) -> [Vec<usize>; 2] {
    [0, 1].map(|side: usize| shape[side].keys().copied().filter(|length| *length > SHORT).collect())
}

fn short(shape: &[BTreeMap<usize, usize>; 2], side: usize) -> usize {
    shape[side].get(&SHORT).copied().unwrap_or(0)
}

/// A live scene with all its lines overheard. None: this machine is in no network.
async fn overheard() -> Option<(Day, Tap)> {
    let hub = Hub::with(Options::for_the_network());
    let tap = Tap::on(&hub.route_in_the_network()?).await;
    let day = Day::on_route(hub, tap.route()).await;
    day.prepare().await;
    day.status(Status::PictureUp).await;
    for phone in day.phones() {
        phone.breathes().await;
    }
    sleep(AFTERWARDS).await;
    Some((day, tap))
}

#[tokio::test]
async fn on_the_air_a_decoy_looks_like_a_press_on_every_line() {
    let Some((day, tap)) = overheard().await else { return };
    let mut since = Vec::new();
    shape(&tap, &mut since);
    sleep(AFTERWARDS).await;
    let quiet = shape(&tap, &mut since);
    day.ana.sends_decoy();
    sleep(AFTERWARDS).await;
    let decoy = shape(&tap, &mut since);
    let views = [&day.ic, &day.ad, &day.ana, &day.ben].map(|phone| phone.with(|s| s.alerts.len()));
    day.ana.press(Command::Raise { level: Level::Pause, test: false, for_: None });
    sleep(AFTERWARDS).await;
    let press = shape(&tap, &mut since);
    assert!(day.ic.with(|s| s.alerts.len()) > views[0], "the press came through");

    for (nth, who) in ["IC", "1st AD", "Ana", "Ben", "crew", "door"].iter().enumerate() {
        let (quiet, decoy, press) = (&quiet[nth], &decoy[nth], &press[nth]);
        println!("{who}: quiet {quiet:?}\n    decoy {decoy:?}\n    press {press:?}");
        assert_eq!(long(decoy), long(press), "{who}: the same lengths");
        for side in [0, 1] {
            let (decoy, press) = (short(decoy, side), short(press, side));
            assert!(decoy.abs_diff(press) <= 4, "{who}: about as many short ones: {decoy}, {press}");
        }
    }
    assert_eq!(long(&press[3]), long(&quiet[3]), "Ben's line is as quiet as ever");
}

/// The steps of a pause's life, and how often the IC's and the 1st AD's screens are alerted in each.
const LIFE: [(&str, usize); 5] =
    [("begun", 1), ("repeated", 1), ("IC's answer", 0), ("1st AD's answer", 0), ("released", 0)];

/// What everybody's line carries of one pause or decoy, step by step. None: this machine was so slow that the screens
/// were alerted at another step.
async fn life(day: &Day, tap: &Tap, real: bool) -> Option<Vec<Shape>> {
    let asks = |phone: &Phone| phone.with(|s| if real { s.alerts.len() } else { s.decoys.len() });
    let before = [asks(&day.ic), asks(&day.ad)];
    let mut expected = 0;
    let mut since = Vec::new();
    shape(tap, &mut since);
    let mut shapes = Vec::new();
    for (nth, (_, alerts)) in LIFE.iter().enumerate() {
        expected += alerts;
        let signal = || day.ic.with(|s| s.alerts.last().expect("it came through").signal);
        match (nth, real) {
            (0, true) => drop(day.ana.press(Command::Raise { level: Level::Pause, test: false, for_: None })),
            (0, false) => day.ana.sends_decoy(),
            (2, true) => day.ic.does(Command::Acknowledge { signal: signal(), again: None }).await,
            (2, false) => day.ic.answers_decoy(1),
            (3, true) => day.ad.does(Command::Acknowledge { signal: signal(), again: None }).await,
            (3, false) => day.ad.answers_decoy(1),
            (4, true) => {
                day.ic.does(Command::Release { signal: signal(), in_person: true, presses: None }).await;
            }
            (4, false) => day.ic.answers_decoy(2),
            _ => {}
        }
        for (phone, before) in [(&day.ic, before[0]), (&day.ad, before[1])] {
            phone
                .waits("its screen is asked", |s| {
                    let asks = if real { s.alerts.len() } else { s.decoys.len() };
                    (asks >= before + expected).then_some(())
                })
                .await;
        }
        sleep(AFTERWARDS).await;
        shapes.push(shape(tap, &mut since));
        if [asks(&day.ic), asks(&day.ad)] != before.map(|before| before + expected) {
            println!("{}: asked {:?}, {:?}", LIFE[nth].0, asks(&day.ic), asks(&day.ad));
            return None;
        }
    }
    Some(shapes)
}

#[tokio::test]
async fn on_the_air_a_decoy_goes_on_like_a_pause_that_is_repeated_answered_and_released() {
    let Some((day, tap)) = overheard().await else { return };
    let mut lives = Vec::new();
    for _ in 0..5 {
        let decoy = life(&day, &tap, false).await;
        let real = life(&day, &tap, true).await;
        lives.extend(decoy.zip(real));
        if !lives.is_empty() {
            break;
        }
        // What is still open ends before the next try.
        if let Some(signal) = day.ic.with(|s| s.alerts.last().map(|alert| alert.signal)) {
            drop(day.ic.tries(Command::Release { signal, in_person: true, presses: None }).await);
        }
        sleep(AFTERWARDS).await;
    }
    let (decoy, real) = lives.pop().expect("alerted at the steps where it should be, once in five tries");
    for ((step, _), (decoy, real)) in LIFE.iter().zip(decoy.iter().zip(&real)) {
        for (nth, who) in ["IC", "1st AD", "Ana", "Ben", "crew", "door"].iter().enumerate() {
            let (decoy, real) = (&decoy[nth], &real[nth]);
            println!("{step}, {who}: decoy {decoy:?}\n    real {real:?}");
        }
    }
    for ((step, _), (decoy, real)) in LIFE.iter().zip(decoy.iter().zip(&real)) {
        for (nth, who) in ["IC", "1st AD", "Ana", "Ben", "crew", "door"].iter().enumerate() {
            assert_eq!(long(&decoy[nth]), long(&real[nth]), "{step}, {who}: the same lengths");
        }
    }
    let released = &real[4];
    for (nth, sees) in [true, true, true, false, false, false].into_iter().enumerate() {
        let [up, down] = long(&released[nth]);
        assert!(up.is_empty() && down.is_empty() != sees, "of the release: {nth}");
    }
}

/// What the one who watches takes the time from a press to what everybody sees for.
#[derive(Clone, Copy)]
enum Anchor {
    /// The 1st AD cuts: some 1.2 s, one more, one less.
    Cut,
    /// Nobody does, and the hold is called by itself after five seconds.
    CalledByItself,
    /// Nothing that all could see: only that somebody pressed, in a setup of five minutes.
    None,
}

const MEAN: f64 = 10.0;
const SETUP: f64 = 300.0;

impl Anchor {
    /// From the press to what is seen, in seconds.
    fn wait(self, rng: &mut StdRng) -> f64 {
        match self {
            Self::Cut => {
                let normal: f64 = (0..12).map(|_| rng.random::<f64>()).sum::<f64>() - 6.0;
                0.3 + 0.9 * (0.4 * normal).exp()
            }
            Self::CalledByItself => 5.0 + rng.random::<f64>() * 0.1,
            Self::None => rng.random::<f64>() * SETUP,
        }
    }

    /// How likely that wait is, up to a factor.
    fn likely(self, wait: f64) -> f64 {
        match self {
            Self::Cut if wait > 0.3 => {
                let log = ((wait - 0.3) / 0.9).ln() / 0.4;
                (-0.5 * log * log).exp() / (wait - 0.3)
            }
            Self::CalledByItself if (5.0..5.1).contains(&wait) => 1.0,
            Self::None if (0.0..SETUP).contains(&wait) => 1.0,
            _ => 0.0,
        }
    }
}

/// How often the best guess there is names the one who pressed. Each burst of a phone may be the press; the guess is
/// the phone whose bursts lie best before what everybody saw.
fn right_guesses(performers: usize, covered: bool, anchor: Anchor, rng: &mut StdRng) -> f64 {
    const DAYS: u32 = 3_000;
    let mut right = 0;
    for _ in 0..DAYS {
        let presser = rng.random_range(0..performers);
        let wait = anchor.wait(rng);
        // Bursts by how long before the end they were.
        let likely = (0..performers).map(|phone| {
            let mut sum = if phone == presser { anchor.likely(wait) } else { 0.0 };
            let mut at = 0.0;
            while covered && at < SETUP {
                at += -(1.0 - rng.random::<f64>()).ln() * MEAN;
                sum += anchor.likely(at);
            }
            sum + rng.random::<f64>() * 1e-9 // among equals, any
        });
        let likely: Vec<f64> = likely.collect();
        let guess = (0..performers).max_by(|a, b| likely[*a].total_cmp(&likely[*b]));
        right += u32::from(guess == Some(presser));
    }
    f64::from(right) / f64::from(DAYS)
}

#[test]
fn what_somebody_who_watches_the_air_can_still_guess() {
    let mut rng = StdRng::seed_from_u64(42);
    println!("| what everybody sees | performers | by chance | without cover | with it |");
    for (anchor, name) in [
        (Anchor::Cut, "the 1st AD cuts"),
        (Anchor::CalledByItself, "called by itself after 5 s"),
        (Anchor::None, "nothing: a pause"),
    ] {
        for performers in [2, 3, 5] {
            let chance = 1.0 / f64::from(u32::try_from(performers).expect("a few"));
            let open = right_guesses(performers, false, anchor, &mut rng);
            let covered = right_guesses(performers, true, anchor, &mut rng);
            println!("| {name} | {performers} | {chance:.2} | {open:.2} | {covered:.2} |");
            assert!(open > 0.99 && covered < open && covered > chance - 0.02);
            if matches!(anchor, Anchor::None) {
                assert!(covered < chance + 0.12, "hardly better than chance: {covered}");
            }
        }
    }
}
