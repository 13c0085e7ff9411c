//! The rows of the bench about a bad link.

use super::{
    CannotRun, Weather,
    chromium::{self, Play},
    manner::Manner,
    measure::{Figures, Run, Took, play},
};
use crate::bench::{Curve, Row, Unit, link::Size};
use quiethold::hub::CHASERS;
use std::{panic::catch_unwind, time::Duration};

/// What was found: rows, a plot for each air, and how many presses never arrived.
#[derive(Default)]
#[allow(missing_docs)]
pub struct Found {
    pub rows: Vec<Row>,
    pub plots: Vec<(String, Vec<Curve>)>,
    pub presses: usize,
    pub never: usize,
    pub skipped: usize,
}

/// Presses by the clock on each set, over every air of the table, hub and bare relay in turn.
///
/// # Errors
/// Where this machine can't have the link.
pub fn rows(size: Size) -> Result<Found, CannotRun> {
    let ms = Duration::from_millis;
    let mut found = Found::default();
    let calm = found.series("no loss", size, 0.1, Weather::default(), None)?;
    let base = figures(&calm, hub, |f| f.p50);
    let base = Row::new("no loss, p50", "hub", Unit::Millis, base);
    let relay = Row::new("no loss, p50", "relay", Unit::Millis, figures(&calm, relay_of, |f| f.p50));
    found.rows.extend([base.clone(), relay]);
    for (share, part, [p99, p999], late) in AIRS {
        let name = format!("{:.0} % loss", share * 100.0);
        let took = found.series(&name, size, part, Weather::losing(share), None)?;
        for (what, target, of) in [("p99", p99, p99_of as Of), ("p99.9", p999, |f| f.p999)] {
            let own = found.beside(&took, &format!("{name}, {what}"), of);
            let over = Row { system: "hub over its lossless p50".into(), ..own.over(&base) };
            found.rows.push(match target {
                Some(at_most) => over.at_most(at_most, None),
                None => over,
            });
        }
        found.over_200(&took, &name, Some(late));
    }
    for (mean, at_most) in [(30, 1.5), (100, 1.3)] {
        let name = format!("outages of {mean} ms");
        let took = found.series(&name, size, 0.4, Weather::outages(ms(mean)), None)?;
        for (what, of) in [("p99", p99_of as Of), ("p99.9", |f| f.p999)] {
            let own = found.beside(&took, &format!("{name}, {what}"), of);
            let limit = Row::new(&own.name, "the link's limit", Unit::Millis, figures(&took, limit_of, of));
            let over = own.over(&limit);
            found.rows.push(limit);
            found.rows.push(if what == "p99" { over.at_most(at_most, Some(1.15)) } else { over });
        }
        found.over_200(&took, &name, None);
    }
    for last in [300, 2000] {
        let name = format!("a roam of {last} ms");
        let took = found.series(&name, size, 0.04, Weather::default(), Some(ms(last)))?;
        let what = format!("{name}, p99 after the link is back");
        found.rows.push(Row::new(&what, "relay", Unit::Millis, figures(&took, relay_of, p99_of)));
        let own = Row::new(what, "hub", Unit::Millis, figures(&took, hub, p99_of));
        found.rows.push(own.at_most(200.0, Some(50.0)));
    }
    found.rows.extend(in_chromium(size));
    Ok(found)
}

/// The real page in a real browser: some presses, and what it sends when nothing happens.
fn in_chromium(size: Size) -> Vec<Row> {
    let system = "the page in Chromium";
    // A browser that can't be driven here leaves the other rows their figures.
    let played = catch_unwind(|| {
        let weather = Weather::losing(0.05);
        let (pages, presses, watch) = (4, size.in_chromium, size.watch);
        chromium::play(Play { seed: 5, pages, presses, every: size.every, weather, watch })
            .map_err(|why| why.0)
    });
    let seen = match played.unwrap_or_else(|_| Err("the page in Chromium failed: see above".to_owned())) {
        Ok(seen) => seen,
        Err(why) => {
            eprintln!("    {why}");
            return vec![Row::not_run("5 % loss, p50", system)];
        }
    };
    let took = Figures::of(&seen.took);
    let (presses, own) = (seen.took.len(), Figures::of(&seen.own));
    let beside = "the tests' own page beside it";
    let mut rows = vec![
        Row::new(format!("5 % loss, p50 of {presses} presses"), beside, Unit::Millis, vec![own.p50]),
        Row::new(format!("5 % loss, p50 of {presses} presses"), system, Unit::Millis, vec![took.p50]),
        Row::new(format!("5 % loss, longest of {presses} presses"), system, Unit::Millis, vec![took.most]),
    ];
    for (when, [from, to]) in [("without a scene", seen.idle), ("in a live scene", seen.live)] {
        for (way, traffic) in [("sent", from), ("received", to)] {
            #[allow(clippy::cast_precision_loss)] // some thousands
            let [packets, kilobytes] = [traffic.packets as f64, traffic.bytes as f64 / 1000.0];
            rows.push(Row::new(
                format!("{when}, packets {way} a minute"),
                system,
                Unit::Count,
                vec![packets],
            ));
            rows.push(Row::new(format!("{when}, {way} a minute"), system, Unit::KiloBytes, vec![kilobytes]));
        }
    }
    rows
}

type Of = fn(&Figures) -> f64;
type Whose = fn(&Took) -> &Vec<Duration>;

/// The share that is lost; the part of all presses; p99 and p99.9 over the lossless p50 at most; over 200 ms at most, in
/// per cent (5 of 25,000).
const AIRS: [(f64, f64, [Option<f64>; 2], f64); 2] =
    [(0.05, 1.0, [Some(1.3), Some(4.0)], 0.02), (0.1, 0.4, [Some(3.5), None], 0.05)];

fn p99_of(figures: &Figures) -> f64 {
    figures.p99
}

fn hub(took: &Took) -> &Vec<Duration> {
    &took.hub
}

fn relay_of(took: &Took) -> &Vec<Duration> {
    &took.relay
}

fn limit_of(took: &Took) -> &Vec<Duration> {
    &took.limit
}

fn figures(took: &[Took], whose: Whose, of: impl Fn(&Figures) -> f64) -> Vec<f64> {
    took.iter().map(|took| of(&Figures::of(whose(took)))).collect()
}

/// All repetitions together: what is rare is not seen in one.
fn together(took: &[Took], whose: Whose) -> Vec<Duration> {
    took.iter().flat_map(whose).copied().collect()
}

impl Found {
    /// The relay's row, and the hub's own, which is given back, too.
    fn beside(&mut self, took: &[Took], name: &str, of: Of) -> Row {
        let own = Row::new(name, "hub", Unit::Millis, figures(took, hub, of));
        self.rows.push(Row::new(name, "relay", Unit::Millis, figures(took, relay_of, of)));
        self.rows.push(own.clone());
        own
    }

    fn over_200(&mut self, took: &[Took], air: &str, at_most: Option<f64>) {
        let [own, relay] = [hub as Whose, relay_of].map(|whose| {
            let all = together(took, whose);
            let late = all.iter().filter(|time| time.as_millis() >= 200).count();
            (format!("{air}, over 200 ms: {late} of {}", all.len()), Figures::of(&all).over_200 * 100.0)
        });
        let row = Row::new(own.0, "hub", Unit::Percent, vec![own.1]);
        self.rows.push(match at_most {
            Some(at_most) => row.at_most(at_most, None),
            None => row,
        });
        self.rows.push(Row::new(relay.0, "relay", Unit::Percent, vec![relay.1]));
    }

    fn series(
        &mut self,
        air: &str,
        size: Size,
        part: f64,
        weather: Weather,
        roam: Option<Duration>,
    ) -> Result<Vec<Took>, CannotRun> {
        // A press on each set while one of its phones is away, and some time to settle.
        let every = roam.map_or(size.every, |roam| roam + Duration::from_millis(1200));
        let performers = Manner::of_the_page(&CHASERS);
        let receivers = performers.clone().watching_closely();
        #[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let presses = (size.presses as f64 * part / size.repetitions as f64).ceil() as usize;
        let mut all = Vec::new();
        for seed in 1..=size.repetitions {
            let took = play(&Run {
                seed: seed as u64,
                sets: size.sets,
                presses: presses.max(usize::from(size.sets)),
                every,
                weather,
                roam,
                manner: performers.clone(),
                receivers: receivers.clone(),
                hub: Vec::new(),
                sysctl: Vec::new(),
            })?;
            assert_eq!(took.replaced, 0, "a page was told that another tab has taken over");
            let own = Figures::of(&took.hub);
            eprintln!(
                "    {air}, repetition {seed} of {}: {} presses, p50 {:.1}, p99 {:.1}, longest {:.0} ms, never arrived {}",
                size.repetitions,
                took.hub.len(),
                own.p50,
                own.p99,
                own.most,
                took.never
            );
            self.presses += took.hub.len() + took.never;
            self.never += took.never;
            self.skipped += took.skipped;
            all.push(took);
        }
        let curves = [("hub", hub as Whose), ("relay", relay_of), ("the link's limit", limit_of)];
        let curves = curves.map(|(name, whose)| {
            let mut curve = Curve::new(name);
            for time in together(&all, whose) {
                curve.record(time);
            }
            curve
        });
        self.plots.push((air.to_owned(), curves.into()));
        Ok(all)
    }
}
