//! The part `hold`: a performer's signal to the later of two receivers, the hub beside other systems.

use super::{
    disk::Appends,
    peers,
    plan::{COLD, Plan, WARM},
    row::{Curve, Part, Row, Unit},
    set::{Set, Way},
    socket::Carrier,
};
use std::{
    thread,
    time::{Duration, Instant},
};

/// The hub's screens take some forty frames a second from one person, and a signal takes two of the IC's.
const OF_THE_IC: Duration = Duration::from_millis(52);

/// One system, and what it took.
struct Lane {
    carrier: Box<dyn Carrier>,
    hot: Vec<Curve>,
    cold: Vec<Curve>,
    recorded: Vec<Curve>,
}

/// Measures.
pub fn run(plan: &Plan) -> Part {
    let mut missing = Vec::new();
    let mut lanes: Vec<Lane> = Vec::new();
    let mut start = |name: &str, system: &dyn Fn() -> Result<Box<dyn Carrier>, String>| {
        if !plan.has(name) {
            return missing.push(name.to_owned());
        }
        match system() {
            Ok(carrier) => {
                // Whoever is not heard of for long is hung up on.
                for lane in &mut lanes {
                    lane.carrier.beat();
                }
                eprintln!("    {name} is up");
                lanes.push(Lane { carrier, hot: vec![], cold: vec![], recorded: vec![] });
            }
            Err(why) => {
                eprintln!("    {name}: NOT RUN: {why}");
                missing.push(name.to_owned());
            }
        }
    };
    // The others first: a hub hangs up on whoever is silent for half a minute.
    for (name, peer) in peers::ALL {
        start(name, &|| peer(plan.others));
    }
    for (name, way) in [
        ("hub", Way::Loopback),
        ("hub, sealed", Way::Sealed),
        ("hub, TLS", Way::Tls),
        ("hub, datagrams", Way::Datagrams),
    ] {
        start(name, &|| Set::start(way, plan.others).map(|set| Box::new(set) as Box<dyn Carrier>));
    }
    let mut appends = Appends::new();
    let mut disk = Vec::new();
    for repetition in 0..plan.repetitions {
        for lane in &mut lanes {
            for curves in [&mut lane.hot, &mut lane.cold] {
                curves.push(Curve::new(lane.carrier.name()));
            }
        }
        disk.push(Curve::new("append + fdatasync"));
        for round in 0..plan.rounds {
            let began = Instant::now();
            // Nobody always comes behind the same neighbour.
            lanes.rotate_left(1 + (repetition + round) % 2);
            for lane in &mut lanes {
                lane.slice(plan);
            }
            for _ in 0..plan.hot {
                disk[repetition].record(appends.one());
            }
            let signals = u32::try_from(plan.hot + plan.cold + WARM).unwrap_or(u32::MAX);
            if plan.rounds > 1 {
                thread::sleep((OF_THE_IC * signals).saturating_sub(began.elapsed()));
            }
        }
        for lane in &mut lanes {
            if let Some(curve) = lane.carrier.recorded() {
                let curve = std::mem::replace(curve, Curve::new(curve.system.clone()));
                lane.recorded.push(curve);
            }
        }
        eprintln!("    repetition {} of {}", repetition + 1, plan.repetitions);
    }
    told(plan, &lanes, &missing, &disk)
}

impl Lane {
    fn slice(&mut self, plan: &Plan) {
        self.carrier.beat();
        for n in 0..WARM + plan.hot {
            let took = self.carrier.signal();
            self.carrier.release();
            if n >= WARM
                && let Some(curve) = self.hot.last_mut()
            {
                curve.record(took);
            }
        }
        let mut next = Instant::now();
        for _ in 0..plan.cold {
            next = (next + COLD).max(Instant::now());
            thread::sleep(next.saturating_duration_since(Instant::now()));
            let took = self.carrier.signal();
            self.carrier.release();
            if let Some(curve) = self.cold.last_mut() {
                curve.record(took);
            }
        }
    }
}

fn row(name: &str, curves: &[Curve], quantile: f64) -> Row {
    let system = curves.first().map(|curve| curve.system.clone()).unwrap_or_default();
    let values = curves.iter().map(|curve| curve.within(quantile, Unit::Micros)).collect();
    Row::new(name, system, Unit::Micros, values)
}

fn told(plan: &Plan, lanes: &[Lane], missing: &[String], disk: &[Curve]) -> Part {
    let mut lanes: Vec<&Lane> = lanes.iter().collect();
    let order = |lane: &&Lane| {
        let name = lane.carrier.name();
        let peer = peers::ALL.iter().position(|(peer, _)| *peer == name).map(|place| place + 10);
        peer.unwrap_or(name.len())
    };
    lanes.sort_by_key(order);
    let find = |name: &str| lanes.iter().find(|lane| lane.carrier.name() == name);
    let mut rows = Vec::new();
    let mut ratio = |own: &str, peer: &str, p50: Option<(f64, f64)>, p99: Option<(f64, Option<f64>)>| {
        let (Some(own), Some(floor)) = (find(own), find(peer)) else {
            return rows.push(Row::not_run("hot, p99", format!("{own} over {peer}")));
        };
        let over = |name, q| row(name, &own.hot, q).over(&row(name, &floor.hot, q));
        let (low, high) = (over("hot, p50", 0.5), over("hot, p99", 0.99));
        rows.push(match p50 {
            Some((most, stretch)) => low.at_most(most, Some(stretch)),
            None => low,
        });
        rows.push(match p99 {
            Some((most, stretch)) => high.at_most(most, stretch),
            None => high,
        });
    };
    let [(floor, _), (tcp, _), (nats, _), (mosquitto, _), (socket_io, _), (ws, _)] = peers::ALL;
    ratio("hub", floor, Some((1.3, 1.15)), Some((1.5, Some(1.25))));
    ratio("hub", nats, None, Some((1.0, None)));
    ratio("hub", mosquitto, None, Some((1.0, None)));
    ratio("hub", socket_io, None, Some((0.6, None)));
    ratio("hub", ws, None, None);
    ratio("hub", tcp, None, None);
    ratio("hub, sealed", floor, None, None);
    ratio("hub, TLS", floor, None, None);
    ratio("hub, datagrams", "hub", None, None);
    if let (Some(own), Some(floor)) = (find("hub"), find(floor)) {
        let cold = row("cold, p50", &own.cold, 0.5).over(&row("cold, p50", &floor.cold, 0.5));
        rows.push(cold.at_most(1.3, None));
        let recorded = row("recorded, p50", &own.recorded, 0.5);
        rows.push(recorded.over(&row("recorded, p50", disk, 0.5)).at_most(4.0, None));
    }
    for lane in &lanes {
        rows.push(row("hot, p50", &lane.hot, 0.5));
        rows.push(row("hot, p99", &lane.hot, 0.99));
        rows.push(row("cold, p50", &lane.cold, 0.5));
        if !lane.recorded.is_empty() {
            rows.push(row("recorded, p50", &lane.recorded, 0.5));
        }
    }
    rows.push(row("once, p50", disk, 0.5));
    rows.extend(missing.iter().map(|name| Row::not_run("hot, p50", name)));
    let all = |curves: &[Curve]| {
        let mut all = Curve::new(curves.first().map(|c| c.system.clone()).unwrap_or_default());
        for curve in curves {
            let _ = all.took.add(&curve.took);
        }
        all
    };
    let title = "From a performer's frame to the later of two receivers', hot".to_owned();
    Part {
        name: "hold",
        title: "A performer's hold".to_owned(),
        told: format!(
            "From the performer's frame to the **later** of the IC's and the 1st AD's alert frame, twenty performers in \
             turn, {} idle clients beside them. Everything is up at once, each on its own, and sampled in turn in slices \
             of {} signals hot (one right behind the other) and {} cold (one every 2 ms); the first {WARM} of a slice are \
             not counted. The hub does its whole work: rules, views, log on disk, receipts. Each signal is recorded, \
             seen and released, and the views of that are read, before the next, which is not timed; nor are the beats \
             between two slices. \
             \"recorded\": until the performer reads that it is on disk.",
            plan.others, plan.hot, plan.cold
        ),
        rows,
        plots: vec![(title, lanes.iter().map(|lane| all(&lane.hot)).collect())],
    }
}
