//! The rows of the bench about a bad link.

use super::{
    CannotRun, Weather,
    measure::{Figures, Run, Took, play},
    page::Manner,
};
use crate::bench::{Row, Unit};
use quiethold::hub::CHASERS;
use std::time::Duration;

/// How much is played.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    /// Each air so often.
    pub repetitions: u16,
    /// Sets side by side.
    pub sets: u16,
    /// Presses in each repetition.
    pub presses: usize,
}

/// A press a second on each set, over every air of the table, hub and bare relay in turn.
///
/// # Errors
/// Where this machine can't have the link.
pub fn rows(size: Size) -> Result<Vec<Row>, CannotRun> {
    let ms = Duration::from_millis;
    let calm = series(size, Weather::default(), None)?;
    let lossless = figures(&calm, |took| &took.hub, |f| f.p50);
    let base = Row::new("no loss, p50", "hub", Unit::Millis, lossless);
    let mut rows = vec![
        base.clone(),
        Row::new("no loss, p50", "relay", Unit::Millis, figures(&calm, |took| &took.relay, |f| f.p50)),
    ];
    for (share, [p99, p999], late) in AIRS {
        let took = series(size, Weather::losing(share), None)?;
        let name = |what: &str| format!("{:.0} % loss, {what}", share * 100.0);
        for (what, target, of) in [("p99", p99, p99_of as Of), ("p99.9", p999, |f| f.p999)] {
            let own = Row::new(name(what), "hub", Unit::Millis, figures(&took, |t| &t.hub, of));
            let over = own.over(&base);
            rows.push(Row::new(name(what), "relay", Unit::Millis, figures(&took, |t| &t.relay, of)));
            rows.push(own);
            rows.push(match target {
                Some(at_most) => {
                    Row { system: "hub over its lossless p50".into(), ..over }.at_most(at_most, None)
                }
                None => Row { system: "hub over its lossless p50".into(), ..over },
            });
        }
        rows.extend(over_200(&took, &name("over 200 ms"), Some(late)));
    }
    for (mean, at_most) in [(30, 1.5), (100, 1.3)] {
        let took = series(size, Weather::outages(ms(mean)), None)?;
        let name = |what: &str| format!("outages of {mean} ms, {what}");
        for (what, of) in [("p99", p99_of as Of), ("p99.9", |f| f.p999)] {
            let own = Row::new(name(what), "hub", Unit::Millis, figures(&took, |t| &t.hub, of));
            let limit =
                Row::new(name(what), "the link's limit", Unit::Millis, figures(&took, |t| &t.limit, of));
            rows.push(Row::new(name(what), "relay", Unit::Millis, figures(&took, |t| &t.relay, of)));
            let over = own.over(&limit);
            rows.extend([own, limit]);
            rows.push(if what == "p99" { over.at_most(at_most, Some(1.15)) } else { over });
        }
        rows.extend(over_200(&took, &name("over 200 ms"), None));
    }
    for last in [300, 2000] {
        let took = series(Size { presses: size.presses / 4, ..size }, Weather::default(), Some(ms(last)))?;
        let name = format!("a roam of {last} ms, p99 after the link is back");
        let values = figures(&took, |t| &t.hub, p99_of);
        rows.push(Row::new(name, "hub", Unit::Millis, values).at_most(200.0, Some(50.0)));
    }
    Ok(rows)
}

type Of = fn(&Figures) -> f64;

/// The share that is lost; p99 and p99.9 over the lossless p50 at most; over 200 ms at most, in per cent.
const AIRS: [(f64, [Option<f64>; 2], f64); 2] =
    [(0.05, [Some(1.3), Some(4.0)], 0.02), (0.1, [Some(3.5), None], 0.05)];

fn p99_of(figures: &Figures) -> f64 {
    figures.p99
}

fn over_200(took: &[Took], name: &str, at_most: Option<f64>) -> [Row; 2] {
    let own = figures(took, |t| &t.hub, |f| f.over_200 * 100.0);
    let relay = figures(took, |t| &t.relay, |f| f.over_200 * 100.0);
    let own = Row::new(name, "hub", Unit::Percent, own);
    let own = match at_most {
        Some(at_most) => own.at_most(at_most, None),
        None => own,
    };
    [own, Row::new(name, "relay", Unit::Percent, relay)]
}

fn figures(took: &[Took], whose: impl Fn(&Took) -> &Vec<Duration>, of: impl Fn(&Figures) -> f64) -> Vec<f64> {
    took.iter().map(|took| of(&Figures::of(whose(took)))).collect()
}

fn series(size: Size, weather: Weather, roam: Option<Duration>) -> Result<Vec<Took>, CannotRun> {
    let every =
        Duration::from_secs(1) + roam.map_or(Duration::ZERO, |roam| roam + Duration::from_millis(500));
    let performers = Manner::of_the_page(&CHASERS);
    let receivers = performers.clone().watching_closely();
    (1..=size.repetitions)
        .map(|seed| {
            play(&Run {
                seed: seed.into(),
                sets: size.sets,
                presses: size.presses,
                every,
                weather,
                roam,
                manner: performers.clone(),
                receivers: receivers.clone(),
                hub: Vec::new(),
                sysctl: Vec::new(),
            })
        })
        .collect()
}
